"""A hundred thousand comments wait: each page is a walk along an index, and asks as many questions as for three."""

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles import limits
from comments import leases, queue
from comments.folders import FOLDERS, HELD
from comments.models import Comment, State
from tests.articles.desk import signed_in
from tests.cast import administrator, limited, make_live, make_section, moderator, other_moderator
from tests.comments.makers import make_comment
from tests.plans import SORTED
from tests.queries import queries_of

pytestmark = pytest.mark.django_db

QUEUE = "/admin/comments/comment/"
MANY = 100_000 if connection.vendor == "postgresql" else 5_000
LETTERS = "replace(replace(replace(replace({}, '0', 'a'), '1', 'b'), '8', 'c'), '9', 'd')"  # of public ids
OWN = {  # what differs from one comment to the next
    "postgresql": {
        "public_id": LETTERS.format("lpad((one.id * 200000 + n.i)::text, 12, '0')"),
        "path": "lpad((one.id * 200000 + n.i)::text, 16, '0')",
        "thread": "lpad((one.id * 200000 + n.i)::text, 16, '0')",
        "created_at": "one.created_at + n.i * interval '{apart} second'",
    },
    "sqlite": {
        "public_id": LETTERS.format("printf('%012d', one.id * 200000 + n.i)"),
        "path": "printf('%016d', one.id * 200000 + n.i)",
        "thread": "printf('%016d', one.id * 200000 + n.i)",
        "created_at": "strftime('%Y-%m-%d %H:%M:%f', one.created_at, '+' || (n.i * {apart}) || ' seconds')",
    },
}
WHOLE = re.compile(r"Seq Scan on comments_comment|SCAN comments_comment(?! USING)")

OF_FOLDERS = [
    {"state": State.APPROVED, "reported": 2},
    {"state": State.APPROVED, "reviewed_at": None},
    {"state": State.PENDING, "proved_at": timezone.now()},
]


def multiply(comment: Comment, number: int, apart: int = 1) -> None:
    """As many comments like this one, so many seconds after one another."""
    own = OWN[connection.vendor] | {"created_at": OWN[connection.vendor]["created_at"].format(apart=apart)}
    names = [field.column for field in Comment._meta.concrete_fields if field.column not in ("id", "client_key")]
    values = [own.get(name, f'one."{name}"') for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})"
            f" INSERT INTO comments_comment ({', '.join(names)})"
            f" SELECT {', '.join(values)} FROM comments_comment one, n WHERE one.id = {comment.pk}"
        )
        cursor.execute("ANALYZE comments_comment")


@pytest.fixture
def story():
    return make_live(section=make_section("City"))


def test_the_queue_of_a_hundred_thousand_asks_as_many_questions_as_of_three(story):
    """For who moderates everything, and for who moderates one section, of which two of them are."""
    sports = make_section("Sports")
    own, _ = (make_comment(make_live(section=sports), state=State.PENDING) for _ in range(2))
    one = make_comment(story, state=State.PENDING)
    desks = [(signed_in(moderator()), one), (signed_in(limited(other_moderator(), sports)), own)]
    pages = [(desk, page) for desk, own in desks for page in ("", "read/", f"read/{own.public_id}/", "numbers/")]
    few = []
    for desk, page in pages:
        desk.get(QUEUE + page)
        few.append(len(queries_of(lambda desk=desk, page=page: desk.get(QUEUE + page))))
    multiply(one, MANY)
    for (desk, page), number in zip(pages, few, strict=True):
        asked = queries_of(lambda desk=desk, page=page: desk.get(QUEUE + page))
        assert len(asked) == number, "\n".join([page, *asked])
    assert '<span class="folders__count" data-held>999+</span>' in desks[0][0].get(QUEUE).text
    assert own.public_id in desks[1][0].get(QUEUE).text


def questions_of(user) -> dict:
    """What the pages of the queue ask for `user`, by its name."""
    held, somewhere = HELD.of(user), queue.cursor_of(Comment.objects.order_by("pk")[MANY // 2])
    last = queue.cursor_of(HELD.of(user).order_by("created_at", "pk").last())
    free = leases.free_for(user, held)
    return {
        "a page in the middle": queue._after(held, somewhere, oldest_first=True)[:26],
        "the next one": queue._after(free, somewhere, oldest_first=True)[:1],
        "the one before": queue._after(free, somewhere, oldest_first=False)[:1],
        "the last": queue._after(free, "", oldest_first=False)[:1],
        "the one before the last": queue._after(free, last, oldest_first=False)[:1],
        "the one after the last": queue._after(free, last, oldest_first=True)[:1],
    } | {
        f"{what} of {name}": FOLDERS[name].first(user, most)
        for name in ("pending", "trusted", "reported", "unread")
        for what, most in (("the page", 26), ("the number", 1000))
    }


def read_by(comments) -> int:
    """How many comments PostgreSQL looks at for this answer."""
    (whole,) = json.loads(comments.explain(format="json", analyze=True, timing=False))
    return _read_below(whole["Plan"])


def _read_below(node: dict) -> int:
    below = sum(map(_read_below, node.get("Plans", [])))
    if node.get("Relation Name") != "comments_comment":
        return below
    thrown = [node.get(f"Rows Removed by {each}", 0) for each in ("Filter", "Index Recheck")]
    return below + int((node["Actual Rows"] + sum(thrown)) * node["Actual Loops"])


@pytest.fixture
def long_queue(story):
    """What waits is mostly of City; a fifth is of Sports, in between, and some are of Culture, later than all."""
    sports, culture = (make_live(section=make_section(name)) for name in ("Sports", "Culture"))
    multiply(make_comment(story, state=State.PENDING), MANY * 4 // 5)
    multiply(make_comment(sports, state=State.PENDING), MANY // 5, apart=4)
    late = timezone.now() + timedelta(seconds=MANY)
    multiply(make_comment(culture, state=State.PENDING, created_at=late), MANY // 1000)
    for of_folder in OF_FOLDERS:  # a planner takes any way to none
        for where in (story, sports):
            multiply(make_comment(where, **of_folder), MANY // 100)


def test_every_question_of_the_queue_walks_an_index(long_queue):
    """Who moderates one section only may have to sort what waits there, and never reads what waits elsewhere."""
    mona = moderator()
    for name, comments in questions_of(mona).items():
        assert_by_index(name, comments)
        assert not SORTED.search(plan := comments.explain()), f"{name}: {plan}"
    for section in ("City", "Sports", "Culture"):
        limits.set_sections(mona, [make_section(section)], by=administrator())
        for name, comments in questions_of(mona).items():
            assert_by_index(f"{section}, {name}", comments)


def assert_by_index(name: str, comments) -> None:
    plan = comments.explain()
    assert not WHOLE.search(plan), f"{name}: {plan}"
    if connection.vendor == "postgresql":
        assert read_by(comments) < MANY // 10, f"{name}: {comments.explain(analyze=True)}"

"""A hundred thousand comments wait: each page is a walk along an index, and asks as many questions as for three."""

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from comments import leases, queue
from comments.folders import FOLDERS, HELD
from comments.models import Comment, State
from tests.cast import limited, make_live, make_section, moderator
from tests.comments.makers import make_comment
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
        "created_at": "one.created_at + n.i * interval '1 second'",
    },
    "sqlite": {
        "public_id": LETTERS.format("printf('%012d', one.id * 200000 + n.i)"),
        "path": "printf('%016d', one.id * 200000 + n.i)",
        "thread": "printf('%016d', one.id * 200000 + n.i)",
        "created_at": "strftime('%Y-%m-%d %H:%M:%f', one.created_at, '+' || n.i || ' seconds')",
    },
}

OF_FOLDERS = [
    {"state": State.APPROVED, "reported": 2},
    {"state": State.APPROVED, "reviewed_at": None},
    {"state": State.PENDING, "proved_at": timezone.now()},
]


def multiply(comment: Comment, number: int) -> None:
    """As many comments like this one, a second after one another."""
    own = OWN[connection.vendor]
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
    desk = Client()
    desk.force_login(moderator())
    one = make_comment(story, state=State.PENDING)
    make_comment(story, state=State.PENDING)
    pages = {"": 0, "read/": 0, f"read/{one.public_id}/": 0, "numbers/": 0}
    for page in pages:
        desk.get(QUEUE + page)
        pages[page] = len(queries_of(lambda page=page: desk.get(QUEUE + page)))
    multiply(one, MANY)
    for page, few in pages.items():
        asked = queries_of(lambda page=page: desk.get(QUEUE + page))
        assert len(asked) == few, "\n".join([page, *asked])
    assert '<span class="folders__count" data-held>999+</span>' in desk.get(QUEUE).text


def test_every_question_of_the_queue_walks_an_index(story):
    multiply(make_comment(story, state=State.PENDING), MANY)
    for of_folder in OF_FOLDERS:  # a planner takes any way to none
        multiply(make_comment(story, **of_folder), MANY // 50)
    somewhere = queue.cursor_of(Comment.objects.order_by("pk")[MANY // 2])
    mona, held = moderator(), HELD.of(moderator())
    asked = {
        "the first page": held.order_by("created_at", "pk")[:26],
        "a page in the middle": queue._after(held, somewhere, oldest_first=True)[:26],
        "the next one": queue._after(leases.free_for(mona, held), somewhere, oldest_first=True)[:1],
        "the one before": queue._after(leases.free_for(mona, held), somewhere, oldest_first=False)[:1],
        "the number": held.order_by()[:1000],
        "reported": FOLDERS["reported"].of(mona).order_by("created_at", "pk")[:26],
        "not yet looked at": FOLDERS["unread"].of(mona).order_by("created_at", "pk")[:26],
        "proved": FOLDERS["trusted"].of(mona).order_by("created_at", "pk")[:26],
    }
    for name, comments in asked.items():
        plan = comments.explain()
        if name != "the number":  # of which any thousand will do
            assert "Seq Scan" not in plan and "SCAN comments_comment" not in plan.replace("USING", ""), (
                f"{name}: {plan}"
            )
        assert "Sort" not in plan.replace("Sort Key", "") and "TEMP B-TREE" not in plan, f"{name}: {plan}"


def test_who_moderates_one_section_asks_no_more(story):
    sports = make_live(section=make_section("Sports"))
    sam = limited(moderator(), make_section("Sports"))
    desk = Client()
    desk.force_login(sam)
    own = make_comment(sports, state=State.PENDING)
    desk.get(QUEUE)
    few = len(queries_of(lambda: desk.get(QUEUE)))
    multiply(make_comment(story, state=State.PENDING), MANY)
    assert len(queries_of(lambda: desk.get(QUEUE))) == few
    assert own.public_id in desk.get(QUEUE).text

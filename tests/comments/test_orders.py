"""The orders in which readers see a thread: newest, oldest, most recommended, picks first; page by page, nothing skipped."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import paging
from comments.models import Comment, State
from comments.paging import SORTS
from comments.querysets import STEP, CommentQuerySet
from comments.threads import conversation
from tests.cast import make_live
from tests.comments.makers import make_comment, path_of
from tests.comments.test_threads import ids, minutes, walk

pytestmark = pytest.mark.django_db

MORE = re.compile(r'class="replies__older"><a href="([^"]+)#replies"')


@pytest.fixture
def story():
    return make_live(headline="The last ferry")


@pytest.fixture
def small_pages(monkeypatch):
    """Pages of five comments."""
    monkeypatch.setattr(paging, "PAGE", 5)
    for name in ("for_thread", "of_threads", "ranked_threads", "outline"):
        original = getattr(CommentQuerySet, name)
        size = {"for_thread": 3, "of_threads": 4, "ranked_threads": 4, "outline": 3}[name]
        monkeypatch.setattr(CommentQuerySet, name, with_size(original, size))


def with_size(original, place):
    def smaller(self, *args, **more):
        if len(args) < place:
            more.setdefault("size", 5)
        return original(self, *args, **more)

    return smaller


def everything(client, story, sort) -> list[str]:
    """The comments of all pages, by following the link to the next."""
    seen, address = [], f"{path_of(story)}?sort={sort}"
    for _ in range(100):
        page = client.get(address)
        assert page.status_code == 200
        seen += ids(page)
        link = MORE.search(page.content.decode())
        if not link:
            return seen
        address = link[1].replace("&amp;", "&")
    raise AssertionError("The pages do not end.")


def test_oldest_first(story, client):
    first, second = (make_comment(story, created_at=minutes(n)) for n in (1, 2))
    late = make_comment(story, first, created_at=minutes(9))
    shown = ids(client.get(path_of(story), {"sort": "oldest"}))
    assert shown == [c.public_id for c in (first, late, second)]


def test_most_recommended_first_by_the_best_of_each_thread(story, client):
    plain = make_comment(story, created_at=minutes(9))
    liked = make_comment(story, created_at=minutes(1), recommended=5)
    other = make_comment(story, created_at=minutes(2))
    best = make_comment(story, other, created_at=minutes(3), recommended=7)
    shown = ids(client.get(path_of(story), {"sort": "recommended"}))
    assert shown == [c.public_id for c in (other, best, liked, plain)]


def test_what_is_hidden_lifts_no_thread(story, client):
    removed = make_comment(story, created_at=minutes(1), state=State.REMOVED, recommended=99, picked_at=minutes(2))
    reply = make_comment(story, removed, created_at=minutes(2))
    liked = make_comment(story, created_at=minutes(3), recommended=1)
    for sort in ("recommended", "picks"):
        assert ids(client.get(path_of(story), {"sort": sort})) == [liked.public_id, reply.public_id]


def test_picks_first_then_the_newest(story, client):
    old = make_comment(story, created_at=minutes(1), picked_at=minutes(8))
    new, newest = (make_comment(story, created_at=minutes(n)) for n in (5, 6))
    assert ids(client.get(path_of(story), {"sort": "picks"})) == [c.public_id for c in (old, newest, new)]


@pytest.mark.parametrize("sort", SORTS)
def test_page_by_page_every_comment_is_shown_once(story, client, small_pages, sort):
    made = []
    for number in range(7):
        top = make_comment(story, created_at=minutes(number * 20), recommended=number % 3)
        long = 13 if number == 3 else number % 3
        made += [top] + [make_comment(story, top, created_at=minutes(number * 20 + n + 1)) for n in range(long)]
    Comment.objects.filter(pk__in=[made[0].pk, made[5].pk]).update(picked_at=timezone.now())
    seen = everything(client, story, sort)
    assert sorted(seen) == sorted(comment.public_id for comment in made)


def test_the_way_to_every_comment_leads_to_a_page_with_it_also_among_long_texts(
    story, client, small_pages, monkeypatch
):
    monkeypatch.setattr(paging, "LETTERS", 300)
    top = make_comment(story, created_at=minutes(0))
    made = [top] + [make_comment(story, top, created_at=minutes(n), text="x" * 120) for n in range(1, 9)]
    made += [make_comment(story, created_at=minutes(20 + n), text="x" * 140) for n in range(6)]
    for comment in made:
        address = client.get(f"/comments/{comment.public_id}/")["Location"].partition("#")[0]
        assert comment.public_id in ids(client.get(address))
    assert sorted(everything(client, story, "newest")) == sorted(comment.public_id for comment in made)


@pytest.mark.parametrize(
    "query",
    [
        {"sort": "x"}, {"sort": "newest'"}, {"sort": "recommended", "replies": "1" * STEP}, {"sort": "picks", "replies": "1-1"},
        {"sort": "recommended", "replies": f"{'9' * 10}-{'1' * STEP}"}, {"sort": "recommended", "replies": f"٣-{'1' * STEP}"},
        {"sort": "oldest", "replies": f"1-{'1' * STEP}"},
    ],
)  # fmt: skip
def test_an_order_or_a_page_that_we_never_wrote_answers_404(story, client, query):
    assert client.get(path_of(story), query).status_code == 404


@pytest.mark.parametrize("sort", ["recommended", "picks"])
def test_a_page_past_the_end_is_empty(story, client, sort):
    make_comment(story)
    page = client.get(path_of(story), {"sort": sort, "replies": f"0-{'0' * STEP}"})
    assert page.status_code == 200
    assert ids(page) == []


def test_the_orders_are_offered_where_there_is_something_to_sort(story, client):
    make_comment(story)
    assert "Order of the replies" not in client.get(path_of(story)).content.decode()
    make_comment(story)
    page = client.get(path_of(story), {"sort": "oldest"}).content.decode()
    assert f'href="{path_of(story)}?sort=recommended#replies"' in page
    assert re.search(r'\?sort=oldest#replies" rel="nofollow" aria-current="true"', page)
    assert f'<link rel="canonical" href="http://127.0.0.1:8000{path_of(story)}">' in page


MANY = 10_000


@pytest.fixture
def crowded(story):
    """A story with ten thousand replies: three thousand threads, some long, some texts as long as they may be."""
    at = timezone.now() - timedelta(days=2)
    base = {"article": story, "state": "approved", "decided_at": at, "name": "Wanda"}
    steps = [f"{int(at.timestamp() * 1e6) + n:0{STEP}d}" for n in range(MANY)]
    tops = [
        Comment(**base, path=step, thread=step, text="x" * (5_000 if n % 2 else 40), recommended=n % 17, created_at=at)
        for n, step in enumerate(steps[:3_000])
    ]
    Comment.objects.bulk_create(tops, batch_size=500)
    replies = [
        Comment(
            **base, parent=tops[n % 300], root=tops[n % 300], depth=1, thread=tops[n % 300].thread,
            path=tops[n % 300].path + step, text="A reply.", created_at=at,
        )
        for n, step in enumerate(steps[3_000:])
    ]  # fmt: skip
    Comment.objects.bulk_create(replies, batch_size=500)
    return story


def test_ten_thousand_replies_take_as_many_queries_and_bounded_bytes_as_a_few(crowded, client):
    few = make_live(headline="Another")
    make_comment(few, make_comment(few))
    for sort in SORTS:
        asked = {}
        for story in (few, crowded):
            client.get(path_of(story), {"sort": sort})
            with CaptureQueriesContext(connection) as captured:
                page = client.get(path_of(story), {"sort": sort})
            asked[story.pk] = len(captured)
            assert len(page.content) < 250_000, sort
        assert len(set(asked.values())) == 1, sort
    assert "10,000 replies" in page.content.decode()


def test_the_last_page_of_ten_thousand_costs_what_the_first_costs(crowded):
    first = Comment.objects.order_by("thread").first()
    conversation(crowded.pk)  # asks PostgreSQL for the time, as it does once a minute
    with CaptureQueriesContext(connection) as captured:
        page = conversation(crowded.pk, first.thread[:-1] + "9")
    assert len(captured) == 1
    assert len(list(walk(page.threads))) <= 61


def test_a_page_walks_an_index_and_reads_no_whole_thread(crowded):
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE comments_comment")
    visible = Comment.objects.filter(article=crowded.pk, state="approved")
    newest = visible.order_by("-thread", "path")[:61].explain()
    assert re.search("(?i)index.* comment_(thread|ranked)", newest), newest
    sorted_whole = newest.replace("Incremental Sort", "")  # which sorts within one thread
    assert not re.search(r"Seq Scan|Sort  \(|TEMP B-TREE", sorted_whole), newest

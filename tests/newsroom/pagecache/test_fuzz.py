"""Writers and readers at random, for a few seconds: nobody sees what was older than the last commit before they came.

And three ways to break the cache, each of which the same few seconds must find.
"""

import random
import time
from threading import Event, Lock

import pytest
from django.db import connection, transaction

from authors.models import Author
from newsroom.models import PageChange
from newsroom.pagecache import cache
from tests import cast
from tests.newsroom.pagecache.readers import Reader

SECONDS, LONGEST = 3, 120
WRITERS, READERS, STORIES = 3, 4, 3
POSTGRES = connection.vendor == "postgresql"


class Paper:
    """Authors whose names are numbers that only grow; `truth` is what is committed at least."""

    def __init__(self, sites):
        self.sites, self.over, self.lock = sites, Event(), Lock()
        self.truth: dict[str, int] = {}
        self.stale: list[tuple] = []
        for number in range(STORIES):
            author = cast.make_author(f"Author {number}")
            cast.make_live(headline=f"Story {number}", slug=f"s{number}", bylines=[author])
            self._write(author.slug, 1)

    def _write(self, slug: str, value: int) -> None:
        Author.objects.filter(slug=slug).update(job_title=f"Rank {value}.")
        self.truth[slug] = value

    def run(self, seconds: float) -> list[tuple]:
        """What readers saw that was older than it may be."""
        people = [Reader(lambda n=n: self._writer(n)) for n in range(WRITERS)]
        people += [Reader(lambda n=n: self._reader(n)) for n in range(READERS)]
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self.stale:
            self.over.wait(0.05)
        self.over.set()
        for person in people:
            person.done()
        return self.stale or self._old_at_rest()

    def _writer(self, number: int) -> None:
        """Each has one author; some changes take their time between their rows and their commit, some are taken back."""
        chance, slug, value = random.Random(number), f"author-{number}", 1
        while not self.over.is_set():
            value += 1
            with transaction.atomic():
                Author.objects.filter(slug=slug).update(job_title=f"Rank {value}.")
                if POSTGRES:
                    self.over.wait(chance.choice([0, 0, 0.01, 0.05]))
                if gives_up := chance.random() < 0.2:
                    transaction.set_rollback(True)
            if gives_up:
                value -= 1
            else:
                self.truth[slug] = value
            self.over.wait(chance.choice([0, 0.005, 0.05]))

    def _reader(self, number: int) -> None:
        chance = random.Random(100 + number)
        while not self.over.is_set():
            site, slug = chance.choice(self.sites), f"author-{chance.randrange(STORIES)}"
            least = self.truth[slug]
            self.over.wait(site.cache.log.lease)
            seen = rank(site.get(f"/author/{slug}/"))
            if seen < least:
                self.stale.append((slug, least, seen))
            self.over.wait(chance.choice([0, 0, 0.002]))

    def _old_at_rest(self) -> list[tuple]:
        for site in self.sites:
            site.cache.forget_answer()
        return [
            (slug, least, seen)
            for site in self.sites
            for slug, least in self.truth.items()
            if (seen := rank(site.get(f"/author/{slug}/"))) != least
        ]


def rank(page: str) -> int:
    return int(page.partition("Rank ")[2].partition(".")[0])


@pytest.fixture
def paper(open_site) -> Paper:
    return Paper([open_site(), open_site()])


def slow(site) -> None:
    """A render takes a moment between reading and keeping, as on a busy machine: changes are heard of meanwhile."""
    site.cache.stops["after_read"] = lambda: Event().wait(site.cache.log.lease * 2 + 0.01)


def test_nobody_sees_what_is_older_than_the_last_commit_before_they_came(paper):
    for site in paper.sites:
        slow(site)
    assert paper.run(SECONDS) == []


def test_without_the_check_before_keeping_old_pages_are_seen(paper, monkeypatch):
    monkeypatch.setattr(cache.PageCache, "_keep", keep_anything)
    for site in paper.sites:
        slow(site)
    assert paper.run(LONGEST)


def keep_anything(self, shelf, name, page, epoch) -> None:
    with self._lock:
        shelf.put(name, page)


def test_when_anybody_may_join_any_render_old_pages_are_seen(paper, monkeypatch):
    join = cache.PageCache._join
    monkeypatch.setattr(cache.PageCache, "_join", lambda self, name, epoch, *rest: join(self, name, 0, *rest))
    for site in paper.sites:
        slow(site)
    assert paper.run(LONGEST)


def test_by_ids_that_only_grow_changes_are_lost_on_postgresql(paper, monkeypatch):
    """On SQLite ids come in the order of commits, and nothing is lost by them."""
    for site in paper.sites:
        by_ids(site.cache.log)
    found = paper.run(LONGEST if POSTGRES else SECONDS)
    assert bool(found) is POSTGRES


def by_ids(log) -> None:
    if not POSTGRES:
        return
    last = [0]

    def ask(database):
        query = 'SELECT id, "key", "at", clock_timestamp() FROM page_change WHERE id > %s ORDER BY id'
        rows = database.execute(query, [last[0]]).fetchall()
        last[0] = max([last[0], *(row[0] for row in rows)])
        return [(key, at) for _, key, at, _ in rows]

    begin = log._begin

    def begun(database):
        last[0] = PageChange.objects.order_by("-id").values_list("id", flat=True).first() or 0
        return begin(database)

    log._ask, log._begin = ask, begun

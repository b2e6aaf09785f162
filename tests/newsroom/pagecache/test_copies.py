"""Memory: bounded by bytes, and kept for what readers ask for again."""

import random

from newsroom.pagecache.copies import OVERHEAD, Copies


class Copy:
    def __init__(self, size=7_000, keys=()):
        self.size, self.keys = size, frozenset(keys)


ROOM = 200 * (7_000 + OVERHEAD)


def ask(copies: Copies, name) -> bool:
    """Whether it was there; it is put there if not."""
    if copies.get(name):
        return True
    copies.put(name, Copy(keys=[f"key-{name}"]))
    return False


def rate(readers_per_crawl: float, requests: int = 20_000) -> float:
    """How many of the readers' requests are hits, while a crawler reads an endless archive."""
    chance, copies, hits, asked, crawled = random.Random(7), Copies(ROOM), 0, 0, 0
    while asked < requests:
        if chance.random() < readers_per_crawl:
            hits, asked = hits + ask(copies, int(chance.paretovariate(0.9))), asked + 1
        else:
            crawled += 1
            ask(copies, f"old-{crawled}")
        assert copies.used <= ROOM
    return hits / asked


def test_a_crawler_takes_nothing_from_readers():
    assert rate(0.2) >= 0.95 * rate(1.0)


def test_the_bytes_are_bounded_and_every_index_shrinks_with_them():
    copies = Copies(ROOM)
    for name in range(5_000):
        copies.put(name, Copy(keys=["all", f"one-{name}"]))
        if name % 3 == 0:
            copies.get(name)
    assert copies.used <= ROOM
    assert copies.used == sum(OVERHEAD + 7_000 for _ in range(len(copies)))
    assert len(copies._by_key) == len(copies) + 1
    copies.drop("all")
    assert (len(copies), copies.used, copies.new_used, copies._by_key) == (0, 0, 0, {})


def test_a_key_drops_its_pages_and_no_others():
    copies = Copies(ROOM)
    copies.put("a", Copy(keys=["x", "y"]))
    copies.put("b", Copy(keys=["y"]))
    copies.put("c", Copy(keys=["z"]))
    copies.drop("x")
    assert [name in copies for name in "abc"] == [False, True, True]
    copies.drop("y")
    assert [name in copies for name in "abc"] == [False, False, True]


def test_a_page_that_is_larger_than_its_share_is_not_kept():
    copies = Copies(ROOM)
    copies.put("a", Copy(size=ROOM))
    assert "a" not in copies


def test_what_grows_by_another_encoding_counts():
    copies = Copies(ROOM)
    copy = Copy()
    copies.put("a", copy)
    copies.get("a")
    copies.grown("a", copy, 1_000)
    assert copies.used == 8_000 + OVERHEAD
    copies.remove("a")
    assert copies.used == 0
    copies.grown("a", copy, 1_000)
    assert copies.used == 0


def test_what_was_pushed_out_and_is_wanted_again_needs_no_second_probation():
    copies = Copies(ROOM)
    for name in range(100):
        copies.put(name, Copy())
    assert 0 not in copies
    copies.put(0, Copy())
    assert 0 in copies._main

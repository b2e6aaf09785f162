"""Floods: counted exactly, over threads and processes, by address, subnet, network, story and site."""

import json
import os
import subprocess
import sys
from collections import Counter as Tally
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments import counters, network
from comments.counters import Full, Limit
from comments.models import Comment, Counter
from comments.rules import settings
from comments.rules.catalogue import FLOODS
from comments.rules.settings import Setting
from tests.cast import administrator, make_live
from tests.comments.makers import leave
from tests.newsroom.test_worker_process import address_of_this_database

ROOT = Path(__file__).resolve().parents[2]
PROCESSES, EACH, ALLOWED = 4, 25, 40


def only(code: str, number: int, minutes: int = 60) -> None:
    """This flood alone is counted."""
    for other in FLOODS:
        numbers = {"number": number, "minutes": minutes} if other == code else settings.current()[other].numbers
        settings.save(Setting(other, "refuse" if other == code else "off", numbers), by=administrator())


@pytest.mark.django_db(transaction=True)
def test_of_a_hundred_posts_at_once_from_one_subnet_in_several_processes_exactly_the_allowed_number_is_stored():
    """All hundred have a connection and wait at one line before the first is let go."""
    story = make_live(headline="The last ferry")
    only("flood_subnet", ALLOWED, 600)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_this_database(),
    }
    posters = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.comments.poster", str(story.pk), str(EACH * number), str(EACH)],
            cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )
        for number in range(PROCESSES)
    ]  # fmt: skip
    try:
        for poster in posters:
            assert poster.stdout.readline() == "ready\n"
        for poster in posters:
            poster.stdin.write("go\n")
            poster.stdin.flush()
        statuses = Tally()
        for poster in posters:
            statuses.update(json.loads(poster.stdout.readline()))
    finally:
        for poster in posters:
            poster.kill()
            poster.communicate()
    assert statuses == {"303": ALLOWED, "429": PROCESSES * EACH - ALLOWED}
    assert Comment.objects.count() == ALLOWED
    counted = Counter.objects.get()
    assert (counted.number, counted.refused) == (ALLOWED, PROCESSES * EACH - ALLOWED)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("code", "addresses", "other"),
    [
        ("flood_address", ["192.0.2.1"] * 3, "192.0.2.2"),
        ("flood_subnet", ["192.0.2.1", "192.0.2.2", "192.0.2.255"], "192.0.3.1"),
        ("flood_subnet", ["2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:f::"], "2001:db8:1:3::1"),
        ("flood_network", ["2001:db8:1:2::1", "2001:db8:1:3::1", "2001:db8:1:f::"], "2001:db8:2::1"),
        ("flood_subnet", ["192.0.2.1", "::ffff:192.0.2.2", "::ffff:192.0.2.3"], "::ffff:192.0.3.1"),
    ],
)
def test_two_may_come_from_one_place_and_the_third_is_asked_to_wait(code, addresses, other):
    story = make_live()
    only(code, 2)

    def post(address, number):
        return leave(story, Client(REMOTE_ADDR=address), comment=f"Number {number} of some words")

    first, second, third = (post(address, number) for number, address in enumerate(addresses))
    assert [each.status_code for each in (first, second, third)] == [303, 303, 429]
    assert 0 < int(third["Retry-After"]) <= 3600
    assert "Number 2 of some words" in third.text
    assert post(other, 3).status_code == 303


@pytest.mark.django_db
def test_a_story_and_the_site_are_counted_as_a_whole():
    one, two = make_live(headline="One story"), make_live(headline="Two stories")
    only("flood_article", 1)
    assert leave(one, Client(REMOTE_ADDR="192.0.2.1"), comment="The first of all").status_code == 303
    answer = leave(one, Client(REMOTE_ADDR="198.51.100.1"), comment="The second of all")
    assert answer.status_code == 429
    assert "Very many comments are coming in at this moment" in answer.text
    assert leave(two, comment="The third of all").status_code == 303
    only("flood_site", 1)
    assert leave(two, comment="The fourth of all").status_code == 303
    assert leave(one, comment="The fifth of all").status_code == 429


@pytest.mark.django_db
def test_after_its_window_a_place_counts_from_one_again(monkeypatch):
    limit = Limit("flood_address", "a", 2, timedelta(minutes=10))
    counters.add([limit])
    counters.add([limit])
    with pytest.raises(Full) as full:
        counters.add([limit])
    assert 0 < full.value.wait() <= 600
    later = Counter.objects.get().began_at + timedelta(minutes=10)
    monkeypatch.setattr("articles.clock.site_now", lambda: later)
    counters.add([limit])
    assert (Counter.objects.get().number, Counter.objects.get().began_at) == (1, later)


@pytest.mark.django_db
def test_what_was_counted_is_forgotten_after_two_days(monkeypatch):
    counters.add([Limit("flood_address", "a", 2, timedelta(minutes=10))])
    assert counters.forget_old() == 0
    later = Counter.objects.get().began_at + timedelta(days=2, seconds=1)
    monkeypatch.setattr("articles.clock.site_now", lambda: later)
    assert counters.forget_old() == 1


@pytest.mark.django_db
def test_a_comment_that_is_refused_for_its_words_is_not_counted():
    story = make_live()
    only("flood_address", 2)
    assert leave(story, comment="Once and for all").status_code == 303
    assert leave(story, comment="Once and for all").status_code == 409
    assert leave(story, comment="And another one").status_code == 303


@pytest.mark.django_db
def test_no_address_at_all_is_a_place_of_its_own():
    one, other = network.trace_of("unix:"), network.trace_of("fd:")
    assert one.address != other.address
    assert one.network == ""


@pytest.mark.django_db
@pytest.mark.parametrize("code", ["flood_address", "flood_subnet", "flood_network"])
def test_who_floods_at_the_turn_of_a_month_does_not_come_twice(code, readers_clock):
    story, client = make_live(), Client(REMOTE_ADDR="2001:db8:1:2::1")
    only(code, 3)
    new_year = timezone.make_aware(datetime(timezone.now().year + 1, 1, 1), UTC)

    def said_at(at: datetime, number: int) -> int:
        readers_clock(at)
        return leave(story, client, comment=f"What I have to say, number {number}").status_code

    before = [said_at(new_year - timedelta(minutes=5), number) for number in range(2)]
    assert [*before, said_at(new_year + timedelta(minutes=5), 3)] == [303] * 3
    assert said_at(new_year + timedelta(minutes=6), 4) == 429
    assert said_at(new_year + timedelta(minutes=56), 5) == 303  # the hour of those before is over
    assert said_at(new_year + timedelta(hours=25), 6) == 303
    assert Counter.objects.filter(began_at__gt=new_year + timedelta(hours=24)).count() == 1


@pytest.mark.django_db
def test_a_flood_that_is_stopped_at_its_own_address_touches_no_row_of_all():
    own, shared = (
        Limit("flood_address", "a", 1, timedelta(hours=1)),
        Limit("flood_site", "site", 9, timedelta(hours=1)),
    )
    counters.add([own], [shared])
    with CaptureQueriesContext(connection) as asked, pytest.raises(Full):
        counters.add([own], [shared])
    assert not [each for each in asked if "flood_site" in each["sql"]]

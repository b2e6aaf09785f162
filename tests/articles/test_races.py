"""Two people at once, on two real connections: exactly one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connections

from articles import clock, tagging, verify, workflow
from articles.models import Address, Article, Edition, EditionTag, Event
from articles.workflow import Refused
from tests.cast import editor, make_article, make_live, other_editor, reporter

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


def at_once(*deeds) -> list:
    """Runs each deed in a thread with a connection of its own, all starting together; gives results or refusal codes."""
    start = Barrier(len(deeds))

    def run(deed):
        try:
            start.wait()
            return deed()
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [future.result() for future in [pool.submit(run, deed) for deed in deeds]]


def copies(article, number: int = 2):
    """The story as each of several people has it open."""
    return [Article.objects.get(pk=article.pk) for _ in range(number)]


def lost(results) -> list:
    return [result for result in results if isinstance(result, str)]


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_publishers_exactly_one_wins(round):
    mine, yours = copies(make_article())
    people = editor(), other_editor()
    results = at_once(
        lambda: workflow.publish(mine, by=people[0]),
        lambda: workflow.publish(yours, by=people[1]),
    )
    assert lost(results) in (["conflict"], ["busy"])
    assert Edition.objects.count() == Event.objects.filter(verb="publish").count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_approvers_exactly_one_wins(round):
    article = make_article()
    workflow.submit(article, by=reporter())
    mine, yours = copies(article)
    people = editor(), other_editor()
    results = at_once(
        lambda: workflow.approve(mine, by=people[0]),
        lambda: workflow.approve(yours, by=people[1]),
    )
    assert len(lost(results)) == 1
    assert Event.objects.filter(verb="approve").count() == 1


def test_publishing_and_withdrawing_at_once_leaves_a_state_that_one_after_the_other_could():
    article = make_live()
    mine, yours = copies(article)
    people = editor(), other_editor()
    results = at_once(
        lambda: workflow.publish(mine, by=people[0], kind="update") or "",
        lambda: workflow.withdraw(yours, by=people[1]) or "",
    )
    assert len(lost(results)) >= 1
    assert Edition.objects.live(clock.read()).count() <= 1
    assert list(verify.faults()) == []


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_stories_that_want_one_address_exactly_one_gets_it(round):
    first, second = make_article(slug="ship"), make_article(slug="ship")
    people = editor(), other_editor()
    results = at_once(
        lambda: workflow.publish(first, by=people[0]),
        lambda: workflow.publish(second, by=people[1]),
    )
    assert lost(results) == ["path_taken"]
    assert Address.objects.count() == Edition.objects.count() == 1


@pytest.mark.parametrize("round", range(ROUNDS))
def test_a_kill_and_a_publication_at_once_never_leave_a_killed_story_live(round):
    article = make_live()
    mine, yours = copies(article)
    people = editor(), other_editor()
    results = at_once(
        lambda: workflow.publish(mine, by=people[0], kind="update") and None,
        lambda: workflow.kill(yours, by=people[1], reason="A court order."),
    )
    article.refresh_from_db()
    assert len(lost(results)) == 1
    assert bool(article.killed_at) is (results[1] is None)
    assert Edition.objects.live(clock.read()).count() == (0 if article.killed_at else 1)
    assert list(verify.faults()) == []


@pytest.mark.parametrize("round", range(ROUNDS))
def test_an_embargo_and_a_publication_at_once_never_leave_a_live_story_under_embargo(round):
    article, until = make_article(), clock.read() + timedelta(hours=1)
    mine, yours = copies(article)
    people = editor(), other_editor()
    results = at_once(
        lambda: workflow.publish(mine, by=people[0]) and None,
        lambda: workflow.set_embargo(yours, by=people[1], until=until),
    )
    article.refresh_from_db()
    assert len(lost(results)) == 1
    assert Edition.objects.live(clock.read()).exists() is (article.embargo_until is None)


@pytest.mark.parametrize("round", range(ROUNDS))
def test_of_two_who_reinstate_exactly_one_does(round):
    article = make_live()
    workflow.kill(article, by=editor(), reason="A court order.")
    mine, yours = copies(article)
    people = editor(), other_editor()
    results = at_once(
        lambda: workflow.reinstate(mine, by=people[0]),
        lambda: workflow.reinstate(yours, by=people[1]),
    )
    assert lost(results) in (["conflict"], ["busy"])
    assert Event.objects.filter(verb="reinstate").count() == 1
    assert list(verify.faults()) == []


def test_many_stories_published_at_once_leave_one_unbroken_ledger():
    stories = [make_article(headline=f"Story {number}") for number in range(4)]
    boss = editor()
    results = at_once(*[lambda story=story: workflow.publish(story, by=boss) for story in stories])
    assert lost(results) == []
    assert Event.objects.count() == 4
    assert list(verify.faults()) == []


@pytest.mark.parametrize("round", range(ROUNDS))
def test_a_story_that_goes_out_during_a_merge_of_its_tag_is_listed_under_the_one_that_is_kept(round):
    article, others = make_article(tags=["Harbor"]), make_live(slug="other", tags=["Harbor", "Harbour"])
    merged, kept = others.tags.order_by("name")
    pinned, by = article.revisions.get(), editor()
    results = at_once(
        lambda: workflow.publish(article, by=by, revision=pinned), lambda: tagging.merge(merged, into=kept)
    )
    if lost(results) == ["busy"]:
        return
    assert set(EditionTag.objects.values_list("tag__name", flat=True)) == {"Harbour"}
    assert EditionTag.objects.count() == 2

"""Each refusal that docs/developers/verbs.md promises is made to happen, and none of them changes anything."""

import re
from copy import copy
from datetime import timedelta
from pathlib import Path

import pytest

from articles import clock, revisions, sorting, workflow
from articles.models import Edition, Event
from tests.articles.refusals import refused_with
from tests.cast import administrator, editor, make_article, make_live, make_section, reporter, rewrite, sports_editor

pytestmark = pytest.mark.django_db
TABLE = Path(__file__).parents[2] / "docs" / "developers" / "verbs.md"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "A court order."
TYPO = {"patch": {"headline": "Mended"}, "kind": "typo"}


def later(hours: float = 2):
    return clock.read() + hours * HOUR


# Stories in the states that verbs meet


def submitted(**fields):
    article = make_article(**fields)
    workflow.submit(article, by=fields.get("by") or reporter())
    return article


def incomplete():
    return rewrite(make_article(), headline="")


def changed():
    return rewrite(make_live(), headline="Second ship")


def waiting(hours: float = 2, **fields):
    article = make_article(**fields)
    workflow.schedule(article, by=editor(), at=later(hours))
    return article


def updating():
    article = changed()
    workflow.schedule(article, by=editor(), at=later(), kind="update")
    return article


def ending(hours: float = 2):
    article = make_live()
    workflow.expire(article, by=editor(), at=later(hours))
    return article


def ended_after(hours: float):
    """Scheduled with an end."""
    article = make_article()
    workflow.schedule(article, by=editor(), at=later(2), until=later(hours))
    return article


def down():
    article = make_live()
    workflow.withdraw(article, by=editor())
    return article


def killed():
    article = make_live()
    workflow.kill(article, by=editor(), reason=WHY)
    return article


def held(**fields):
    article = make_article(**fields)
    workflow.set_embargo(article, by=editor(), until=later(5))
    return article


def held_and_scheduled():
    article = held()
    workflow.schedule(article, by=editor(), at=later(6))
    return article


def address_taken():
    """A story that asks for the address that another one has today."""
    make_live(slug="ship")
    return make_article(slug="ship")


def address_planned():
    """A story of tomorrow whose address another one has the day after."""
    waiting(48, slug="ship")
    return waiting(24, slug="ship")


def another_text():
    return make_article().revisions.first()


def rolled_on(article):
    rewrite(article, headline="Typed meanwhile")
    return article


def edition(article, number: int = 1) -> Edition:
    return article.editions.get(number=number)


def of_past(article, **more):
    return article, {"editions": [edition(article)], "reason": WHY} | more


# Each refusal: the story, and what the verb is called with

CASES = {
    "submit": {
        "text_changed": lambda: (make_article(), {"seen": 99}),
        "wrong_stage": lambda: (submitted(), {}),
        "incomplete": lambda: (incomplete(), {}),
    },
    "approve": {
        "text_changed": lambda: (submitted(), {"seen": 99}),
        "wrong_stage": lambda: (make_article(), {}),
        "own_story": lambda: (submitted(by=editor()), {}),
        "other_article": lambda: (submitted(), {"revision": another_text()}),
    },
    "return_to_writer": {
        "text_changed": lambda: (submitted(), {"note": "Why?", "seen": 99}),
        "wrong_stage": lambda: (make_article(), {"note": "Why?"}),
        "note_missing": lambda: (submitted(), {"note": " "}),
    },
    "restore": {
        "text_changed": lambda: (story := changed(), {"revision": edition(story).revision, "seen": 99}),
        "nothing_changed": lambda: (story := make_article(), {"revision": story.revisions.first()}),
        "other_article": lambda: (make_article(), {"revision": another_text()}),
        "redacted": lambda: redacted_text(),
    },
    "publish": {
        "incomplete": lambda: (incomplete(), {}),
        "not_approved": lambda: (make_article(), {}),
        "checklist": lambda: (make_article(headline="TK"), {}),
        "killed": lambda: (killed(), {"kind": "republication"}),
        "embargoed": lambda: (held(), {}),
        "kind_missing": lambda: (changed(), {}),
        "kind_unknown": lambda: (changed(), {"kind": "whim"}),
        "note_missing": lambda: (changed(), {"kind": "correction"}),
        "update_scheduled": lambda: (updating(), {"kind": "update"}),
        "going_out": lambda: (updating(), {"kind": "update", "scheduled": "replace"}),
        "path_taken": lambda: (address_taken(), {}),
        "other_article": lambda: (make_article(), {"revision": another_text()}),
        "other_section": lambda: elsewhere(),
    },
    "amend": {
        "not_public": lambda: (make_article(), TYPO),
        "killed": lambda: (killed(), TYPO),
        "going_out": lambda: (updating(), TYPO),
        "kind_missing": lambda: (make_live(), TYPO | {"kind": ""}),
        "kind_unknown": lambda: (make_live(), TYPO | {"kind": "whim"}),
        "note_missing": lambda: (make_live(), TYPO | {"kind": "retraction"}),
        "nothing_changed": lambda: (make_live(), TYPO | {"patch": {"headline": "First ship since March"}}),
        "checklist": lambda: (make_live(), TYPO | {"patch": {"headline": "TK"}}),
        "path_taken": lambda: (make_live(slug="ours"), TYPO | {"patch": {"slug": make_live(slug="ship").slug}}),
        "text_changed": lambda: (make_live(), TYPO),
        "other_section": lambda: to_elsewhere(),
    },
    "schedule": {
        "incomplete": lambda: (incomplete(), {"at": later()}),
        "not_approved": lambda: (make_article(), {"at": later()}),
        "checklist": lambda: (make_article(headline="TK"), {"at": later()}),
        "past": lambda: (make_article(), {"at": clock.read() + timedelta(seconds=1)}),
        "embargoed": lambda: (held(), {"at": later()}),
        "killed": lambda: (killed(), {"at": later(), "kind": "republication"}),
        "already_scheduled": lambda: (waiting(), {"at": later()}),
        "after_end": lambda: (ending(), {"at": later(3), "kind": "update"}),
        "before_next": lambda: (make_article(), {"at": later(3), "until": later(2)}),
        "kind_missing": lambda: (changed(), {"at": later()}),
        "kind_unknown": lambda: (changed(), {"at": later(), "kind": "republication"}),
        "note_missing": lambda: (changed(), {"at": later(), "kind": "clarification"}),
        "path_taken": lambda: (waiting(slug="ship") and make_article(slug="ship"), {"at": later()}),
        "other_section": lambda: elsewhere(at=later()),
    },
    "reschedule": {
        "nothing_scheduled": lambda: (make_live(), {"at": later()}),
        "going_out": lambda: (waiting(), {"at": later(9)}),
        "past": lambda: (waiting(), {"at": later(-1)}),
        "embargoed": lambda: (held_and_scheduled(), {"at": later(4)}),
        "after_end": lambda: (ended_after(4), {"at": later(5)}),
        "path_taken": lambda: (address_planned(), {"at": later(48)}),
    },
    "unschedule": {
        "nothing_scheduled": lambda: (make_live(), {}),
        "going_out": lambda: (waiting(), {}),
    },
    "expire": {
        "not_public": lambda: (make_article(), {"at": later()}),
        "past": lambda: (make_live(), {"at": later(-1)}),
        "before_next": lambda: (waiting(3), {"at": later(2)}),
        "going_out": lambda: (updating(), {"at": later(9)}),
    },
    "withdraw": {
        "not_public": lambda: (down(), {}),
        "going_out": lambda: (updating(), {}),
    },
    "set_embargo": {
        "already_public": lambda: (make_live(), {"until": later()}),
        "next_earlier": lambda: (waiting(), {"until": later(3)}),
        "not_permitted": lambda: (held(), {"until": later(4), "by": reporter()}),
        "past": lambda: (make_article(), {"until": later(-1)}),
        "after_end": lambda: (ended_after(4), {"until": later(5), "scheduled": "move"}),
        "going_out": lambda: (waiting(), {"until": later(9), "scheduled": "move"}),
        "nothing_changed": lambda: (make_article(), {"until": None}),
    },
    "kill": {
        "never_public": lambda: (waiting(), {"reason": WHY}),
        "already_killed": lambda: (killed(), {"reason": WHY}),
        "reason_missing": lambda: (make_live(), {"reason": " "}),
        "going_out": lambda: (updating(), {"reason": WHY}),
    },
    "redact": {
        "never_public": lambda: (waiting(), {"editions": [], "reason": WHY}),
        "in_use": lambda: of_past(make_live()),
        "reason_missing": lambda: of_past(down(), reason=" "),
        "other_article": lambda: (down(), {"editions": [edition(down())], "reason": WHY}),
        "nothing_changed": lambda: (down(), {"editions": [], "reason": WHY}),
        "text_changed": lambda: of_past(down()),
    },
    "reinstate": {"not_killed": lambda: (make_live(), {})},
    "trash": {
        "was_public": lambda: (down(), {}),
        "is_scheduled": lambda: (waiting(), {}),
        "in_trash": lambda: thrown_away(),
    },
    "put_back": {"not_in_trash": lambda: (make_article(), {})},
    "retag": {
        "text_changed": lambda: (make_article(), {"add": ["Harbour"], "seen": 99}),
        "nothing_changed": lambda: (make_article(), {"remove": ["Harbour"]}),
    },
}


def elsewhere(**more):
    """A story of Sports with a text that was meant for Politics, and an editor of Sports."""
    sophie = sports_editor()
    article = make_article(section=make_section("Politics"))
    old = article.revisions.first()
    return rewrite(article, section=make_section("Sports")), {"by": sophie, "revision": old} | more


def to_elsewhere():
    """A live story of Sports, and a mending that moves it to Politics."""
    politics = make_section("Politics")
    patch = {"section": {"id": politics.pk, "name": politics.name}}
    return make_live(section=make_section("Sports")), TYPO | {"by": sports_editor(), "patch": patch}


def thrown_away():
    """A story as somebody saw it before another one threw it away."""
    article = make_article()
    seen = copy(article)
    workflow.trash(article, by=editor())
    return seen, {"seen": article.public_version}


def trashed():
    article = make_article()
    workflow.trash(article, by=editor())
    return article


def redacted_text():
    story = changed()
    workflow.publish(story, by=editor(), kind="update")
    workflow.redact(story, by=administrator(), editions=[edition(story)], reason=WHY)
    return story, {"revision": edition(story).revision}


def promised() -> dict[str, set[str]]:
    """The table of the document: each verb with the codes in its last column."""
    rows = re.findall(r"^\| `(\w+)` \|.*\|([^|]*)\|$", TABLE.read_text(), re.MULTILINE)
    return {verb: set(re.findall(r"`(\w+)`", refusals)) for verb, refusals in rows}


def test_the_cases_are_those_of_the_document():
    assert {verb: set(cases) for verb, cases in CASES.items()} == promised()


def verb_of(name: str):
    return sorting.retag if name == "retag" else getattr(workflow, name)


def saved_by_another(article, seen):
    raise revisions.Stale(article)


@pytest.mark.parametrize(("verb", "code"), [(verb, code) for verb, cases in CASES.items() for code in cases])
def test_a_refusal_of_the_table_happens_and_changes_nothing(verb, code, monkeypatch, settings):
    article, details = CASES[verb][code]()
    by = details.pop("by", None) or (administrator() if verb == "redact" else editor())
    if code == "going_out":
        start = article.editions.latest("live_from").live_from
        monkeypatch.setattr("articles.turn.read", lambda: start - timedelta(milliseconds=400))
    if code == "text_changed" and verb in {"amend", "redact"}:  # somebody saves between the claim and the writing
        monkeypatch.setattr("articles.revisions.claim_text", saved_by_another)
    settings.NEWSROOM_PUBLISH_NEEDS_APPROVAL = code == "not_approved"
    before = list(Edition.objects.order_by("pk").values()), Event.objects.count()
    refused_with(code, verb_of(verb), article, by=by, **details)
    assert (list(Edition.objects.order_by("pk").values()), Event.objects.count()) == before


# Public verbs compare what the person saw of the public side, and no other number

SEEN = {
    "publish": lambda: (make_article(), {}),
    "amend": lambda: (make_live(), TYPO),
    "schedule": lambda: (make_article(), {"at": later()}),
    "reschedule": lambda: (waiting(), {"at": later(3)}),
    "unschedule": lambda: (waiting(), {}),
    "expire": lambda: (make_live(), {"at": later()}),
    "withdraw": lambda: (make_live(), {}),
    "set_embargo": lambda: (make_article(), {"until": later()}),
    "kill": lambda: (make_live(), {"reason": WHY}),
    "reinstate": lambda: (killed(), {}),
    "redact": lambda: of_past(down()),
    "trash": lambda: (make_article(), {}),
    "put_back": lambda: (trashed(), {}),
}


@pytest.mark.parametrize("verb", SEEN)
def test_a_public_verb_is_refused_on_an_old_state_and_goes_on_while_others_type(verb):
    article, details = SEEN[verb]()
    by, seen = administrator(), article.public_version
    refused_with("conflict", getattr(workflow, verb), article, by=by, seen=seen + 1, **details)
    rolled_on(article)
    getattr(workflow, verb)(article, by=by, seen=seen, **details)
    assert Event.objects.latest("pk").verb == verb

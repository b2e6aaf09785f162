"""What the pages of *publish* and *schedule* say before anything goes out: what, where, when, and what the checklist found."""

from datetime import datetime

from articles import checklist, editions, grammar
from articles.admin.history import newest
from articles.admin.names import author_names
from articles.forms import AmendForm
from articles.models import Article
from articles.moves import Move
from articles.revisions import thaw
from articles.state import PublicState
from articles.turn import may
from library.models import Picture

GOES_OUT = {"publish", "schedule"}


def outlook(user, story: Article, move: Move, state: PublicState, content: dict, at: datetime | None = None) -> dict:
    """For `move.html`. `at` is when the text would be public, where that is known."""
    lead = content["lead"] or {}
    facts = {
        "lead": lead,
        "lead_picture": Picture.objects.filter(pk=lead["picture"]).first() if lead else None,
        "byline": grammar.byline([(line["role"], line["name"]) for line in content["bylines"]]),
        "tags": [tag["name"] for tag in content["tags"]],
    }
    if move.verb not in GOES_OUT:
        return facts
    findings = checklist.check(content, at)
    return facts | _found(user, story, findings) | {"where": _where(story, move, state, content, at)}


def amended(user, story: Article, form: AmendForm) -> dict:
    """For `move.html`: what the checklist finds in the live text, or in what was typed of it and not there before."""
    shown = {"bylines": form.bylines, "author_names": author_names()}
    if not form.findings:
        return shown
    return shown | (_found(user, story, form.findings) if form.is_bound else {"findings": form.findings})


def _found(user, story: Article, findings: list[checklist.Finding]) -> dict:
    return {
        "findings": findings,
        "stops": checklist.stopping(findings),
        "may_override": may(user, "override", story) and not any(finding.fixed for finding in findings),
    }


def _where(story: Article, move: Move, state: PublicState, content: dict, at: datetime | None) -> dict:
    """The address that it would have; `day` is False while the day of it is not known yet."""
    if not content["headline"] and not content["slug"]:
        return {}
    path, free = editions.likely_path(story, content, at or state.at, state.last)
    known = bool(state.last or at or move.verb == "publish")
    former = state.last.address_id if state.last else ""
    return {
        "path": path if known else path[len("/2026/01/01") :],
        "day": known,
        "free": free,
        "former": "" if former == path else former,
    }


def before_it_goes_out(story: Article, state: PublicState) -> dict:
    """For the panel of the story's page: what the checklist finds in the text as it was saved, while it may still go out."""
    waits = not (state.current or state.next) or state.has_changes
    return {"findings": checklist.check(thaw(newest(story)))} if waits else {}

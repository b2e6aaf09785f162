"""Who is on a story, until when, and how urgent it is: the verb `assign`, and what is late.

It compares what the person saw with what is so now, instead of a counter: neither the text nor the public side moves.
"""

from datetime import datetime

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q

from articles import clock, ledger
from articles.local_time import spoken
from articles.models import Article, Event, Priority
from articles.refusals import Refused
from articles.signals import story_moved, story_moving
from articles.turn import permit


def colleagues():
    """Those to whom a story can be given: whoever may edit stories at all."""
    writes = Q(groups__permissions__codename="change_article", groups__permissions__content_type__app_label="articles")
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    return people.filter(writes | Q(is_superuser=True)).distinct()


def token(article: Article) -> str:
    """The assignment as one sees it, for the comparison."""
    due = article.deadline.isoformat() if article.deadline else "-"
    return f"{article.assigned_to_id or '-'} {due} {article.priority}"


def as_it_is(article: Article) -> dict:
    """For a form that begins with the present assignment."""
    return {
        "assignment": token(article),
        "assigned_to": article.assigned_to_id,
        "due": article.deadline,
        "priority": article.priority,
    }


def assign(
    article: Article,
    *,
    by,
    to,
    due: datetime | None = None,
    priority: str = Priority.NORMAL,
    note: str = "",
    seen: str | None = None,
) -> Event:
    """Gives the story to `to` (None: to nobody). Refuses: conflict, deadline_passed, not_at_the_desk, nothing_changed."""
    wanted = Article(assigned_to=to, deadline=due, priority=priority)
    return _give(article, by, wanted, note, token(article) if seen is None else seen)


def undo(article: Article, *, by, was: str, left: str) -> Event:
    """Puts `was` in the place of `left`, tokens both, be its deadline over or not. Refuses: changed_since, not_at_the_desk."""
    person, due, priority = was.split()
    wanted = Article(
        assigned_to=None if person == "-" else get_user_model().objects.get(pk=person),
        deadline=None if due == "-" else datetime.fromisoformat(due),
        priority=priority,
    )
    try:
        return _give(article, by, wanted, "", left, again=True)
    except Refused as refusal:
        if refusal.code == "conflict":
            raise Refused("changed_since") from refusal
        raise


def _give(article: Article, by, wanted: Article, note: str, seen: str, again: bool = False) -> Event:
    permit(by, "assign", article)
    to = wanted.assigned_to
    if to and not colleagues().filter(pk=to.pk).exists():
        raise Refused("not_at_the_desk", person=to)
    with transaction.atomic(durable=True):
        now = Article.objects.select_for_update().get(pk=article.pk)
        if token(now) != seen:
            raise Refused("conflict")
        at = clock.read()
        _check(now, wanted, note, None if again else at)
        event = _write(now, by, wanted, note, at)
        story_moving.send(Article, article=now, event=event)
        transaction.on_commit(lambda: story_moved.send(Article, article=article, verb="assign", by=by, at=at))
    article.refresh_from_db(fields=["assigned_to", "deadline", "priority", "assigned_at"])
    return event


def _check(now: Article, wanted: Article, note: str, at: datetime | None) -> None:
    if now.trashed_at:
        raise Refused("in_trash")
    due = wanted.deadline
    if at and due and due != now.deadline and due <= at:
        raise Refused("deadline_passed", when=spoken(due))
    if token(wanted) == token(now) and not note.strip():
        raise Refused("nothing_changed")


def _write(now: Article, by, wanted: Article, note: str, at: datetime) -> Event:
    was, to, due = now.assigned_to_id, wanted.assigned_to, wanted.deadline
    now.assigned_to, now.deadline, now.priority, now.assigned_at = to, due, wanted.priority, at
    now.save(update_fields=["assigned_to", "deadline", "priority", "assigned_at"])
    data = {
        "to": to and to.pk,
        "name": str(to) if to else "",
        "was": was,
        "due": due and due.isoformat(),
        "priority": str(wanted.priority),
    }
    return ledger.append(now, "assign", by=by, at=at, note=note, data=data)


def is_late(article: Article) -> bool:
    """Of a story loaded `with_public_state` or `due`; of any other, without what readers have been given since."""
    if not article.deadline or article.deadline > clock.now():
        return False
    known = getattr(article, "out_since_given", None)
    if known is None:
        given = article.assigned_at or article.created_at
        known = article.editions.filter(live_from__gte=given).exists()
    return not known

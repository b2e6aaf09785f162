"""The working revision: what autosave keeps, so that nothing is lost and the history can still be read.

A save a second would bury the history. So the text of one person at work takes the place of the one before it, for
`SPAN` at most, and only while it goes on from it: where more than `FEW` words would go, the earlier text stays.
A revision itself never changes. The new one is written, then the one that it continues is deleted; so whoever holds
the number of a revision holds its text, or finds it gone, and never other words.

Old working revisions thin out when a new one begins (`RULES`). Saved, submitted, approved and published ones, and those
that were kept aside, stay for ever.
"""

import re
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction

from articles import audited, clock, revisions
from articles.models import Article, Revision

SPAN = timedelta(minutes=10)
FEW = 20  # words; a sentence or two that were thought better of
RULES = ((timedelta(days=30), "%Y-%m-%d"), (timedelta(days=1), "%Y-%m-%d %H"))  # older than: one for each of these
ROLLING, ASIDE = Revision.Kind.ROLLING, Revision.Kind.ASIDE
WORD = re.compile(r"\w+")


@transaction.atomic
def roll(article: Article, by) -> Revision:
    """Freezes the working copy after an autosave. The same text again gives the revision that exists already."""
    content = revisions.freeze(article)
    if last := revisions.unchanged(article, content):
        return last
    revision = _continue(article, article.revisions.first(), content, by, ROLLING)
    audited.saved(article, revision, by)
    revisions.note_text(article, revision)
    return revision


@transaction.atomic
def set_aside(article: Article, content: str, by) -> Revision:
    """Keeps a text that did not become the working copy, because somebody else's words stood there first."""
    last = Revision.every.filter(article=article, by=by, kind=ASIDE).first()
    if last and last.digest == revisions.digest_of(content):
        return last
    return _continue(article, last, content, by, ASIDE)


def _continue(article: Article, last: Revision | None, content: str, by, kind: str) -> Revision:
    at = clock.read()
    gone = last.words_gone + words_lost(last.content, content) if last else 0
    goes_on = last is not None and _is_same_work(last, by, kind, at) and gone <= FEW
    since = {"began_at": last.began_at, "words_gone": gone} if goes_on else {"began_at": at}
    revision = revisions.add(article, content, by=by, at=at, kind=kind, **since)
    if goes_on:
        Revision.every.filter(pk=last.pk, kind=kind).delete()
    elif kind == ROLLING:
        thin_out(article, at)
    return revision


def _is_same_work(last: Revision, by, kind: str, at: datetime) -> bool:
    return last.kind == kind and last.by_id == by.pk and last.began_at is not None and at - last.began_at < SPAN


def words_lost(was: str, now: str) -> int:
    """How many words of one text are in the other no more. One that was only typed on (“harb”, “harbour”) is not lost."""
    before, after = Counter(WORD.findall(was)), Counter(WORD.findall(now))
    come = list((after - before).elements())
    return sum(1 for word in (before - after).elements() if not any(new.startswith(word) for new in come))


def thin_out(article: Article, at: datetime) -> None:
    """Of older working revisions each person's last one of an hour stays, of those after a month the last one of a day."""
    before = at - min(age for age, _ in RULES)
    old = Revision.objects.filter(article=article, kind=ROLLING, at__lt=before).order_by("-at", "-pk")
    kept, gone = set(), []
    for pk, by, when in old.values_list("pk", "by", "at"):
        slot = by, next(when.strftime(shape) for age, shape in RULES if at - when > age)
        gone += [pk] if slot in kept else []
        kept.add(slot)
    Revision.objects.filter(pk__in=gone, kind=ROLLING).delete()

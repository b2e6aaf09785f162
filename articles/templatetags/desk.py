"""What the desk's pages say of stories: how long ago, how much, and where a story stands."""

from datetime import datetime, timedelta

from django import template
from django.urls import reverse
from django.utils import timezone

from articles import assigning, clock, dates
from articles.local_time import on_clock, site_zone, spoken

register = template.Library()

MINUTE = timedelta(minutes=1)

register.filter("iso", dates.iso)


@register.filter("spoken")
def spoken_or_nothing(instant: datetime | None) -> str:
    """An instant for a sentence; nothing where there is none."""
    return spoken(instant) if instant else ""


@register.filter
def spoken_iso(text: str) -> str:
    """The same of an instant as the ledger writes it."""
    return spoken(datetime.fromisoformat(text))


@register.filter
def indented(text: str) -> str:
    """Somebody's words within a mail."""
    return "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines())


@register.filter
def when(instant: datetime | None, clock: str = "%H:%M") -> str:
    """“14:05” today, “yesterday 14:05”, “3 November, 14:05” this year, else with the year; on the reader's own clock."""
    if not instant:
        return ""
    then, now = on_clock(instant), timezone.localtime()
    days = (now.date() - then.date()).days
    if days == 0:
        return then.strftime(clock)
    if days in (1, -1):
        return f"{'yesterday' if days > 0 else 'tomorrow'} {then.strftime(clock)}"
    return f"{then.day} {then.strftime(f'%B, {clock}' if then.year == now.year else f'%B %Y, {clock}')}"


@register.filter
def when_among(thing, things) -> str:
    """`when` it was, with the seconds where another of `things` would read the same."""
    return when(thing.at, _clock_among(thing, things))


@register.filter
def hour_among(thing, things) -> str:
    """“14:05”, or “14:05:31” where another of `things` would read the same."""
    return on_clock(thing.at).strftime(_clock_among(thing, things))


def _clock_among(thing, things) -> str:
    minute = thing.at.replace(second=0, microsecond=0)
    near = [each for each in things if abs(each.at - thing.at) < MINUTE and each is not thing]
    alike = [each for each in near if minute <= each.at < minute + MINUTE and _deed(each) == _deed(thing)]
    return "%H:%M:%S" if alike else "%H:%M"


def _deed(thing) -> tuple:
    """Of a record or a saved text: who did what."""
    return str(thing.by), getattr(thing, "verb", None) or thing.kind


@register.filter
def is_late(story) -> bool:
    """Whether the deadline has passed and the story has not gone out since it was given."""
    return assigning.is_late(story)


@register.filter
def at_when(instant: datetime) -> str:
    """The same within a sentence: “at 14:05”, “yesterday at 14:05”, “on 3 November at 14:05”."""
    day, _, hour = when(instant).rpartition(" ")
    day = day.rstrip(",")
    return f"{'on ' if day[:1].isdigit() else ''}{day} at {hour}".strip()


@register.filter
def day_heading(instant: datetime) -> str:
    """“Today”, “Yesterday”, “Tuesday 3 November 2026”."""
    then, today = on_clock(instant).date(), timezone.localdate()
    days = (today - then).days
    return {0: "Today", 1: "Yesterday"}.get(days) or f"{then:%A} {then.day} {then:%B %Y}"


@register.filter
def counted(number: int, noun: str) -> str:
    """“1 word”, “2 words”."""
    return f"{number:,} {noun if number == 1 else noun + 's'}"


@register.filter
def public_kind(state) -> str:
    """Of a `PublicState`, what the style goes by: never, live, changed, scheduled, down or killed."""
    if state.next:
        return "scheduled"
    if state.current:
        return "changed" if state.has_changes else "live"
    if state.article.killed_at:
        return "killed"
    return "down" if state.ever else "never"


@register.filter
def approved_at(story) -> datetime | None:
    """When somebody approved the text that may go out; it was written before."""
    approvals = story.events.filter(verb="approve").order_by("-pk")
    return approvals.values_list("at", flat=True).first()


@register.filter
def held(thing) -> bool:
    """Whether an embargo holds now: of a story, or of what is scheduled of it."""
    return bool(thing.embargo_until and clock.now() < thing.embargo_until)


@register.filter
def place(finding, story) -> str:
    """Where a finding of the checklist is mended: the field of the story's form, or of the picture's."""
    if finding.picture:
        return f"{reverse('admin:library_picture_change', args=[finding.picture])}#id_{finding.field}"
    name = "bylines-0-author" if finding.field == "bylines" else finding.field
    return f"{reverse('admin:articles_article_change', args=[story.pk])}#id_{name}"


@register.filter
def place_on(finding, form) -> str:
    """The same on the page of an amendment, which has the fields itself; else where it always is."""
    name = "bylines-0-author" if finding.field == "bylines" else finding.field
    here = name in form.fields or finding.field == "bylines"
    return f"#id_{name}" if here and not finding.picture else place(finding, form.state.article)


@register.filter
def site_hour(at: datetime | None) -> str:
    """The newspaper's own hour, where it is not the one of the person who looks: “14:05 London”."""
    if not at:
        return ""
    theirs, ours = on_clock(at), on_clock(at, site_zone())
    return (
        ""
        if theirs.utcoffset() == ours.utcoffset()
        else f"{ours:%H:%M} {site_zone().key.rpartition('/')[2].replace('_', ' ')}"
    )


@register.filter
def week_name(week, further: int) -> str:
    """The name of the week so many weeks further."""
    return week.moved(further).name


@register.filter
def address_name(verb: str) -> str:
    """The URL name of a move's page."""
    return f"admin:articles_article_{verb}"


@register.filter
def as_typed(at: datetime, exact: str = "minutes") -> str:
    """An instant as a field for local times has it, on the clock of the person who types: “2026-11-02T08:00”."""
    return on_clock(at).replace(tzinfo=None).isoformat(timespec=exact)

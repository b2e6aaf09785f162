"""Times as people type them: in a zone, where an hour may be missing or come twice."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from articles.refusals import Refused

YEARS = range(1600, 2901)  # what both databases reckon with in every time zone
TYPED_YEARS = range(1900, 2201)  # the years in which a newsroom plans anything; the rest are slips of a finger


def instant(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time. Refuses `local_time_missing` and `local_time_ambiguous` (see PEP 495)."""
    first, second = (wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first == second:
        return first
    there = first.astimezone(zone).replace(tzinfo=None) == wall
    raise Refused(
        "local_time_ambiguous" if there else "local_time_missing", when=f"{wall:%-d %B %Y %H:%M}", zone=zone.key
    )


def site_zone() -> ZoneInfo:
    """The zone of the newspaper, whatever the zone of the person who asks."""
    return ZoneInfo(settings.TIME_ZONE)


def on_clock(at: datetime, zone: ZoneInfo | None = None) -> datetime:
    """An instant on the clock of a zone, else of the person who reads; as it is where that clock has no such day."""
    try:
        return timezone.localtime(at, zone)
    except OverflowError:
        return at


def spoken(at: datetime) -> str:
    """An instant for a sentence, in the zone of the person who reads it; where the newspaper's clock differs, its time too."""
    theirs, ours = on_clock(at), on_clock(at, site_zone())
    said = f"{theirs:%-d %B %Y, %H:%M}"
    if theirs.utcoffset() == ours.utcoffset():
        return said
    day = "" if ours.date() == theirs.date() else f"{ours:%-d %B}, "
    return f"{said} ({day}{ours:%H:%M} in {site_zone().key})"

"""What holds for the replies to a story, and why: its own word, else that of its section or one above, else the site's.

Asked in one query; the section tree is the request's. Closing by age is a question to the clock and needs no worker.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet

from accounts import audit, keys
from accounts.prepared import prepared
from articles import clock, limits, tree
from articles.models import Article, Edition, Section
from comments.models import Mode, Policy, ValveTo, place_of

PERMISSION = "comments.set_rules"
DEFAULTS = {
    "mode": Mode.PRE,
    "close_after": 0,
    "depth": 4,
    "links": 0,
    "valve": ValveTo.OFF,
}
FIELDS = (*DEFAULTS, "most_waiting", "longest_wait")
SHOWN = (
    "place",
    "section_id",
    "article_id",
    *DEFAULTS,
    "shut_since",
)  # what readers see of it; the rest is for the desk
STRICTEST = [Mode.CLOSED, Mode.PRE, Mode.TRUSTED, Mode.POST]
TOLD = {  # what readers are told, by what closed it
    "story": "Replies to this story are closed.",
    "section": "Replies to stories in {name} are closed.",
    "site": "Replies are closed at the moment.",
    "age": "Replies close {days} after a story is published.",
    "valve": "More comments have come than we can read. Replies open again as soon as we have caught up.",
}


@dataclass(frozen=True)
class Said:
    """One value, and who said so: `place` is “site”, “section 3”, “story 12”, or “” where nobody has."""

    value: object
    place: str = ""
    name: str = "as it came"


@dataclass(frozen=True)
class Applied:
    """What applies to one story at one instant. `said` tells of each value where it comes from."""

    said: dict[str, Said]
    closes_at: datetime | None
    line: tuple[Policy, ...] = ()  # the policies on the way up from the story to the site
    now: datetime | None = None

    @property
    def shut(self) -> list[Policy]:
        """The valves on the way up that have switched."""
        return [each for each in self.line if each.shut_since and each.valve in (ValveTo.PRE, ValveTo.CLOSED)]

    @property
    def mode(self) -> str:
        """The strictest of what was said, what the clock says and what the valves say."""
        if self._too_old:
            return Mode.CLOSED
        return min([self.said["mode"].value, *(each.valve for each in self.shut)], key=STRICTEST.index)

    @property
    def is_open(self) -> bool:
        return self.mode != Mode.CLOSED

    @property
    def depth(self) -> int:
        return self.said["depth"].value

    @property
    def links(self) -> int:
        return self.said["links"].value

    @property
    def _too_old(self) -> bool:
        return self.closes_at is not None and self.now >= self.closes_at

    @property
    def why_closed(self) -> str:
        """The sentence for readers; "" where replies are open."""
        if self.is_open:
            return ""
        mode = self.said["mode"]
        if mode.value == Mode.CLOSED:
            return TOLD[mode.place.split()[0] or "site"].format(name=mode.name)
        if self._too_old:
            days = self.said["close_after"].value
            return TOLD["age"].format(days="a day" if days == 1 else f"{days} days")
        return TOLD["valve"]

    @property
    def why(self) -> str:
        """The sentence for moderators: which word decided."""
        if self.said["mode"].value == Mode.CLOSED or not (self._too_old or self.shut):
            return f"Said for {self.said['mode'].name}." if self.said["mode"].place else "Nobody has said otherwise."
        if self._too_old:
            return f"Older than {self.said['close_after'].value} days, said for {self.said['close_after'].name}."
        return f"The valve of {' and of '.join(name_of(each) for each in self.shut)} has switched."


def policy_for(story: Article | Edition, policies: list[Policy] | None = None) -> Applied:
    """What applies to a story now. By its live edition where it has one: that is where readers have it.

    One query, or none where `policies` (of `asked`) are given; one more where the edition's section is not known yet.
    """
    edition = story if isinstance(story, Edition) else story.editions.live().with_section().first()
    article_id = story.article_id if isinstance(story, Edition) else story.pk
    section = tree.section_of(edition) if edition else tree.sections().get(story.section_id)
    line = _line(section, article_id, _shown(article_id) if policies is None else policies)
    said = {field: _said(field, line) for field in DEFAULTS}
    days, now = said["close_after"].value, clock.instant()
    closes_at = edition.published_at + timedelta(days=days) if edition and days else None
    if closes_at and closes_at > now:
        keys.until(closes_at, f"closing-{article_id}")
    return Applied(said, closes_at, tuple(policy for policy, _ in line), now)


def asked(article_id: int | None = None) -> list[Policy]:
    """The policies of the site and of all sections, and of this story. One query."""
    return list(_asked(None)) if article_id is None else _asked_of(article_id)


@prepared
def _asked_of(article_id):
    return _asked(article_id)


def _shown(article_id: int) -> list[Policy]:
    """The same for pages of readers, which are kept while nothing changes of what they read."""
    return _shown_of(article_id)


@prepared
def _shown_of(article_id):
    return _asked(article_id).only(*SHOWN)


def _asked(article_id: int | None) -> QuerySet[Policy]:
    return Policy.objects.filter(Q(article=None) | Q(article=article_id))


def applied_to(section: Section | None, policies: list[Policy]) -> dict[str, Said]:
    """What holds in a section, or in the whole site, unless a story says otherwise; without what valves do."""
    return {field: _said(field, _line(section, None, policies)) for field in DEFAULTS}


def above(section: Section | None, article: Article | None, policies: list[Policy]) -> dict[str, Said]:
    """What a place inherits where it says nothing of its own."""
    if article is not None:
        others = [each for each in policies if each.article_id is None]
        return policy_for(article, others).said
    if section is None:
        return {field: Said(value) for field, value in DEFAULTS.items()}
    return applied_to(section.parent, policies)


def _line(section: Section | None, article_id: int | None, policies: list[Policy]) -> list[tuple[Policy, str]]:
    """What was said for the story, its section, each above it, the site: the nearest first, each with its name."""
    known = {policy.place: policy for policy in policies}
    places = [(place_of(None, article_id), "this story")] if article_id else []
    places += [(place_of(each.pk), each.name) for each in (section.line() if section else [])]
    return [(known[place], name) for place, name in [*places, (place_of(), "the whole site")] if place in known]


def _said(field: str, line: list[tuple[Policy, str]]) -> Said:
    for policy, name in line:
        if (value := getattr(policy, field)) not in ("", None):
            return Said(value, policy.place, name)
    return Said(DEFAULTS[field])


def name_of(policy: Policy) -> str:
    if policy.article_id:
        return "this story"
    return tree.sections()[policy.section_id].name if policy.section_id else "the whole site"


def may_set(user, section: Section | None = None, article: Article | None = None) -> bool:
    """The site's only by those whose roles hold everywhere; a section's and a story's where they hold."""
    if not user.has_perm(PERMISSION):
        return False
    if article is not None:
        return limits.cover(user, article)
    held = limits.sections_of(user)
    return held is None or section is not None and section.pk in held


@transaction.atomic
def set_policy(values: dict, *, by, section: Section | None = None, article: Article | None = None) -> Policy:
    """Says anew what holds for a place; `values` by the names of `FIELDS`. Raises PermissionDenied."""
    if not may_set(by, section, article):
        raise PermissionDenied(PERMISSION)
    return _keep(values, by=by, section=section, article=article)


def set_mode(article: Article, mode: str, *, by) -> None:
    """For the moderators' verbs on one thread; the caller has looked at the permission."""
    if Policy.objects.filter(article=article).exists() or mode:
        _keep({"mode": mode}, by=by, article=article)


def _keep(values: dict, *, by, section: Section | None = None, article: Article | None = None) -> Policy:
    place = place_of(section and section.pk, article and article.pk)
    policy, _ = Policy.objects.select_for_update().get_or_create(
        place=place, defaults={"section": section, "article": article, "by": by}
    )
    changed = {name: value for name, value in values.items() if getattr(policy, name) != value}
    if not changed:
        return policy
    for name, value in changed.items():
        setattr(policy, name, value)
    if "valve" in changed and policy.valve in ("", ValveTo.OFF):
        policy.shut_since = None
    policy.by, policy.at = by, clock.read()
    policy.save()
    audit.record("comment_policy", by=by, about=article or section, note=in_words(policy), data=changed, at=policy.at)
    return policy


def value_in_words(field: str, value) -> str:
    """As people say it: “14 days”, “never”, “Read before it is public”."""
    match field:
        case "mode":
            return Mode(value).label
        case "valve":
            return ValveTo(value).label
        case "close_after":
            return f"after {value} day{'' if value == 1 else 's'}" if value else "never by age"
    return str(value)


def in_words(policy: Policy) -> str:
    """“Comments are closed; close after 14 days”, or that everything is inherited."""
    told = [f"comments: {policy.get_mode_display().lower()}" if policy.mode else ""]
    told += [_days(policy.close_after)]
    told += [f"{policy.depth} levels" if policy.depth else ""]
    told += [f"{policy.links} links need no look" if policy.links is not None else ""]
    told += [f"valve: {policy.get_valve_display().lower()}" if policy.valve else ""]
    return "; ".join(filter(None, told)) or "inherits everything"


def _days(number: int | None) -> str:
    return "" if number is None else f"close after {number} days" if number else "never close by age"

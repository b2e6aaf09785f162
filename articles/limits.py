"""Where a person's roles hold: everywhere, or in some sections and all below them.

Outside their sections an editor works as a reporter does: own stories stay in sight and can be written, handed over,
and no more. What counts is where a story is *and* where readers have it: a text that was moved to another
section does not carry the live one along.
"""

from django.apps import apps
from django.db.models import Exists, OuterRef, Q

from accounts import audit
from articles import clock, tree
from articles.refusals import Refused

# What a writer may do with an own story, wherever it is
WRITING = frozenset({"submit", "restore", "set_embargo", "assign", "plan", "retag", "trash", "put_back"})


def sections_of(user) -> frozenset[int] | None:
    """The sections in which the roles of `user` hold, those below included; None: everywhere."""
    scope, key = clock.scope(), f"sections of {user.pk}"
    if key not in scope:
        scope[key] = _read(user)
    return scope[key]


def _read(user) -> frozenset[int] | None:
    chosen = [] if user.is_superuser else list(user.section_limits.values_list("section", flat=True))
    return frozenset(below(chosen)) if chosen else None


def below(chosen: list[int]) -> list[int]:
    """These sections and every one below them."""
    known = tree.sections()
    children = [child.pk for pk in chosen for child in tree.below(known[pk])]
    return [*chosen, *(below(children) if children else [])]


def may_everywhere(user, permission: str) -> bool:
    """For what has no section: whether somebody has a permission that holds in all of them."""
    return user.has_perm(permission) and sections_of(user) is None


def cover(user, article) -> bool:
    """Whether the story, and what readers have or will have of it, lies in the sections of `user`."""
    held = sections_of(user)
    return held is None or _places_of(article) <= held


def covered(held: frozenset[int], article: str = "") -> Q:
    """`cover` as a condition of a query on stories, or on what belongs to them: then `article` is the name of its foreign key."""
    running = Q(edition__live_until=None) | Q(edition__live_until__gt=clock.now())
    links = apps.get_model("articles", "EditionSection").objects.filter(running, primary=True)
    elsewhere = links.filter(edition__article=OuterRef(article or "pk")).exclude(section__in=held).order_by()
    return Q(**{f"{article}__section__in" if article else "section__in": held}) & ~Exists(elsewhere)


def _places_of(article) -> set[int | None]:
    running = Q(live_until=None) | Q(live_until__gt=clock.now())
    public = article.editions.filter(running, section_links__primary=True).values_list(
        "section_links__section", flat=True
    )
    return {*type(article).objects.filter(pk=article.pk).values_list("section", flat=True), *public.order_by()}


def permit_text(user, content: dict) -> None:
    """Refuses, with other_section, a frozen text that would go out where the roles of this person do not hold."""
    held, section = sections_of(user), content["section"]
    if held is not None and section is not None and section["id"] not in held:
        raise Refused("other_section", section=section["name"])


def would_lose(user, article, section) -> bool:
    """Whether the story of a colleague would be out of the sight of `user` in this section."""
    held = sections_of(user)
    if held is None or article.pk is None or (section and section.pk in held):
        return False
    return not type(article).objects.own(user).filter(pk=article.pk).exists()


def set_sections(user, sections, *, by) -> None:
    """Limits `user` to `sections`; none of them: everywhere. Recorded when it changes something."""
    wanted, had = {section.pk for section in sections}, set(user.section_limits.values_list("section", flat=True))
    if wanted == had:
        return
    user.section_limits.exclude(section__in=wanted).delete()
    for pk in wanted - had:
        user.section_limits.create(section_id=pk)
    audit.record("sections", by=by, about=user, note=", ".join(str(each) for each in sections) or "Everywhere")


def in_words(user) -> str:
    """“Everywhere”, or “Only in Sports and Culture, with all sections below; elsewhere on own stories, as a reporter”."""
    names = [limit.section.name for limit in user.section_limits.all()]
    if not names or user.is_superuser:
        return "Everywhere"
    listed = " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    writes = user.has_perm("articles.add_article")
    return f"Only in {listed}, with all sections below{'; elsewhere on own stories, as a reporter' if writes else ''}"

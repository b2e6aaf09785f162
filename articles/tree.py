"""The section tree: menus, breadcrumbs and the section of each card come from it.

Read once per request; behind the door once until it changes, and then shared by all requests: nobody changes what it gives.
"""

from accounts import keys
from accounts.prepared import prepared
from articles import clock
from articles.models.sections import Section

HUES = 8  # as many section colours as static/css/tokens.css has


def sections() -> dict[int, Section]:
    """All sections by id, in menu order, each knowing its parent without a further query."""
    scope = clock.scope()
    if "sections" not in scope:
        scope["sections"] = keys.kept("sections", _read)
    return scope["sections"]


def _read() -> dict[int, Section]:
    found = {section.pk: section for section in _all()}
    for section in found.values():
        section.parent = found.get(section.parent_id)
    return found


@prepared
def _all():
    return Section.objects.all()


def main_sections() -> list[Section]:
    return [section for section in sections().values() if section.parent_id is None]


def hue(section: Section | None) -> str:
    """The class of the colour of the main section above this one: “hue-3”; "" for none."""
    if section is None:
        return ""
    scope = clock.scope()
    if "hues" not in scope:
        scope["hues"] = {main.pk: f"hue-{place % HUES + 1}" for place, main in enumerate(main_sections())}
    return scope["hues"][section.line()[-1].pk]


def below(section: Section) -> list[Section]:
    """The sections right below `section`, in menu order."""
    return [child for child in sections().values() if child.parent_id == section.pk]


def section_of(edition) -> Section:
    """The section that an edition was published in."""
    pk = getattr(edition, "section_id", None)
    if pk is None:
        pk = edition.section_links.get(primary=True).section_id
    return sections()[pk]

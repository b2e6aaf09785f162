"""What readers' pages ask again and again, as queries that are compiled once (`accounts.prepared`)."""

from accounts.prepared import hang, prepared
from articles import changes, clock
from articles.models import Edition, EditionAuthor, EditionTag
from articles.paging import Page, newest_first, page_of, split

PAGE = 30
SIZES = (1, 4, 8, 32)  # of lists of ids: a few statements serve lists of any length


def story_at(path: str) -> Edition | None:
    """What is live at an address, with all that its page shows. Three queries."""
    for edition in _at(path, clock.instant(), changes.no_versions()):
        hang(edition, "bylines", _people(edition.pk))
        hang(edition, "tag_links", _words(edition.pk))
        return edition
    return None


@prepared
def _at(path, at, left_out):
    stories = Edition.objects.live(at).filter(address=path).with_pictures().select_related("rendered", "series")
    return stories.annotate(has_history=changes.has_history(at, left_out)).order_by("-live_from")[:1]


@prepared
def _people(edition):
    return EditionAuthor.objects.filter(edition=edition).select_related("author__picture")


@prepared
def _words(edition):
    return EditionTag.objects.filter(edition=edition).select_related("tag")


def first_page(door: str, of: int) -> Page:
    """The newest that is live behind one of the doors to a list (`in_section`, `tagged`, …), for cards. Two queries."""
    page = split(LISTS[door](clock.instant(), of), PAGE)
    with_bylines(page.items)
    return page


def page_after(door: str, of: int, cursor: str) -> Page:
    """The page after `cursor`; the first for "". Raises BadCursor. Two queries."""
    if not cursor:
        return first_page(door, of)
    return page_of(getattr(Edition.objects.live(), door)(of).for_cards(), cursor, PAGE)


def _list(door: str) -> prepared:
    def first(at, of):
        return newest_first(getattr(Edition.objects.live(at), door)(of).with_pictures())[: PAGE + 1]

    return prepared(first)


LISTS = {door: _list(door) for door in ("in_section", "tagged", "by_author", "in_series")}


def with_bylines(editions: list[Edition]) -> list[Edition]:
    """The same, each knowing its bylines. One query."""
    links: dict[int, list] = {edition.pk: [] for edition in editions}
    for link in _bylines(_in_few_sizes(list(links))) if links else ():
        links[link.edition_id].append(link)
    for edition in editions:
        hang(edition, "bylines", links[edition.pk])
    return editions


@prepared
def _bylines(editions):
    return EditionAuthor.objects.filter(edition__in=editions)


def _in_few_sizes(ids: list[int]) -> tuple[int, ...]:
    """The last one fills the list up to the next of `SIZES`."""
    size = next((each for each in SIZES if each >= len(ids)), len(ids))
    return (*ids, *[ids[-1]] * (size - len(ids)))

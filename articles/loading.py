"""What readers' pages ask again and again, as queries that are compiled once (`accounts.prepared`)."""

from accounts.prepared import filled, hang, prepared
from articles import changes, clock
from articles.models import Edition, EditionAuthor, EditionTag
from articles.paging import Page, newest_first, page_of, split

PAGE = 30
NEWEST = ("-published_at", "-article_id")


def story_at(path: str) -> Edition | None:
    """What is live at an address, with all that its page shows. Three queries."""
    for edition in _at(path, clock.instant(), changes.no_versions()):
        hang(edition, "bylines", _people(edition.pk))
        with_tags([edition])
        return edition
    return None


@prepared
def _at(path, at, left_out):
    stories = Edition.objects.live(at).filter(address=path).with_pictures().select_related("rendered", "series")
    return stories.annotate(has_history=changes.has_history(at, left_out)).order_by("-live_from")[:1]


@prepared
def _people(edition):
    return EditionAuthor.objects.filter(edition=edition).select_related("author__picture")


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


def for_feed(door: str, of: int) -> list[Edition]:
    """The newest that is live behind the door, or of the whole site for "", with all that feeds say. Three queries."""
    editions = FEEDS[door](clock.instant(), of) if door else _newest(clock.instant())
    return with_tags(with_bylines(editions))


def _feed(door: str) -> prepared:
    def first(at, of):
        return getattr(Edition.objects.live(at), door)(of).with_pictures().select_related("rendered")[:PAGE]

    return prepared(first)


@prepared
def _newest(at):
    return Edition.objects.live(at).order_by(*NEWEST).with_pictures().select_related("rendered")[:PAGE]


DOORS = ("in_section", "tagged", "by_author", "in_series")
LISTS = {door: _list(door) for door in DOORS}
FEEDS = {door: _feed(door) for door in DOORS}


def with_bylines(editions: list[Edition]) -> list[Edition]:
    """The same, each knowing its bylines. One query."""
    return _with("bylines", _bylines, editions)


def with_tags(editions: list[Edition]) -> list[Edition]:
    """The same, each knowing its tags. One query."""
    return _with("tag_links", _tags, editions)


def _with(name: str, query: prepared, editions: list[Edition]) -> list[Edition]:
    links: dict[int, list] = {edition.pk: [] for edition in editions}
    for link in query(filled(links)) if links else ():
        links[link.edition_id].append(link)
    for edition in editions:
        hang(edition, name, links[edition.pk])
    return editions


@prepared
def _bylines(editions):
    return EditionAuthor.objects.filter(edition__in=editions)


@prepared
def _tags(editions):
    return EditionTag.objects.filter(edition__in=editions).select_related("tag")

"""Which other stories to read after this one: the newest that share its tags, then the newest of its section and above."""

from django.db.models import Count, Q

from accounts.prepared import prepared
from articles import clock
from articles.models import Edition

SHOWN = 4


def related_to(edition) -> list[Edition]:
    """Up to four live editions of other articles, most tags in common first. One query: each part walks one index."""
    tags = tuple(link.tag_id for link in edition.tag_links.all())
    sections = tuple(each.pk for each in edition.section.line())
    return _related(clock.instant(), edition.article_id, sections, tags)


@prepared
def _related(at, article, sections, tags):
    others = Edition.objects.live(at).exclude(article=article)
    lists = [*(others.in_section(each) for each in sections), *(others.tagged(tag) for tag in tags)]
    return (
        Edition.objects.filter(pk__in=newest_of(lists, SHOWN))
        .with_pictures()
        .annotate(shared=Count("tag_links", filter=Q(tag_links__tag__in=tags)))
        .order_by("-shared", "-published_at", "-article_id")[:SHOWN]
    )


def newest_of(lists, size: int):
    """The ids of the newest `size` editions of each of the lists, as one query to filter by.

    Each slice stands in a query of its own because SQLite allows no LIMIT within the parts of a UNION.
    """
    parts = [Edition.objects.filter(pk__in=one.values("pk")[:size]).order_by().values("pk") for one in lists]
    return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]

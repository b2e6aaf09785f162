"""Which other stories to read after this one: the newest that share its tags, then the newest of its section and above."""

from django.db.models import Count, Q

from articles.models import Edition

SHOWN = 4


def related_to(edition) -> list[Edition]:
    """Up to four live editions of other articles, most tags in common first. One query: each part walks one index."""
    tags = [link.tag_id for link in edition.tag_links.all()]
    others = Edition.objects.live().exclude(article=edition.article_id)
    lists = [*(others.in_section(each) for each in edition.section.line()), *(others.tagged(tag) for tag in tags)]
    return list(
        Edition.objects.filter(pk__in=newest_of(lists, SHOWN))
        .with_section()
        .select_related("lead_picture")
        .annotate(shared=Count("tag_links", filter=Q(tag_links__tag__in=tags)))
        .order_by("-shared", "-published_at", "-article_id")[:SHOWN]
    )


def newest_of(lists, size: int):
    """The ids of the newest `size` editions of each of the lists, as one query to filter by.

    Each slice stands in a query of its own because SQLite allows no LIMIT within the parts of a UNION.
    """
    parts = [Edition.objects.filter(pk__in=one.values("pk")[:size]).order_by().values("pk") for one in lists]
    return parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0]

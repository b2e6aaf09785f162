"""The tables of this room that public pages read, and what a change to them concerns (`accounts.watched`).

Whatever belongs to an edition tells all keys of that edition: its article, its address and every list that it stands on,
now and at the instants at which it comes and goes.
"""

from accounts.watched import Watch, Watched

LISTS = (
    "SELECT 'in-section-' || section_id FROM articles_editionsection WHERE edition_id = {row}.%s",
    "SELECT 'tagged-' || tag_id FROM articles_editiontag WHERE edition_id = {row}.%s",
    "SELECT 'by-author-' || author_id FROM articles_editionauthor WHERE edition_id = {row}.%s",
)
ITSELF = (
    "SELECT 'article-' || article_id FROM articles_edition WHERE id = {row}.edition_id",
    "SELECT 'address-' || address_id FROM articles_edition WHERE id = {row}.edition_id",
    "SELECT 'in-series-' || series_id FROM articles_edition WHERE id = {row}.edition_id",
)
HOURS = tuple(
    f"(SELECT {when} FROM articles_edition WHERE id = {{row}}.edition_id)" for when in ("live_from", "live_until")
)


def _of_edition(table: str, rows: tuple[str, ...], **columns: str) -> Watched:
    """A table whose rows belong to an edition."""
    return Watched(
        f"articles_{table}",
        "editions",
        {"edition_id": "edition"} | columns,
        rows=rows,
        also=(*ITSELF, *(each % "edition_id" for each in LISTS)),
        instants=HOURS,
        absent=True,
    )


LINK = ("edition_id", "article_id")
WATCH = Watch(
    "articles",
    Watched(
        "articles_edition",
        "editions",
        {"id": "edition", "article_id": "article", "address_id": "address", "series_id": "in-series"},
        rows=("id", "article_id"),
        also=tuple(each % "id" for each in LISTS),
        instants=("{row}.live_from", "{row}.live_until"),
        absent=True,
    ),
    _of_edition("editionsection", LINK, article_id="article", section_id="in-section"),
    _of_edition("editiontag", LINK, article_id="article", tag_id="tagged"),
    _of_edition("editionauthor", LINK, article_id="article", author_id="by-author"),
    _of_edition("editionpicture", ("edition_id",)),
    _of_edition("rendered", ("edition_id",)),
    Watched("articles_address", "addresses", {"path": "address"}, rows=("path",)),
    Watched("articles_section", "sections", {"id": "section", "path": "section-at"}, absent=True),
    Watched(
        "articles_sectionalias",
        "sections",
        {"path": "section-at", "section_id": "section"},
        ("section_id",),
        absent=True,
    ),
    Watched("articles_series", "series", {"id": "series", "slug": "series-at"}, absent=True),
    Watched("articles_tag", "tags", {"id": "tag", "slug": "tag-at"}, absent=True),
    Watched("articles_tagalias", "tags", {"slug": "tag-at", "tag_id": "tag"}, ("tag_id",), absent=True),
    # Of the working copy readers see one thing: why a story was killed.
    Watched("articles_article", "stories", {"id": "article"}, only=("killed_at", "kill_reason")),
    Watched("articles_revision", "revisions", {"id": "revision"}, hidden="{row}.kind IN ('rolling', 'aside')"),
)

"""Who may open what: every address of the site, every role, every state of the thing behind it. The one table.

`TABLE` names, for each address, on which things it is tried and to whom GET and POST are open; None means that the
address does not answer that method. Who is not named must be refused (403, 404), and sent to the sign-in page when
nobody is signed in. An address that is missing here, and a row without an address, both fail.
"""

from collections.abc import Iterator

from django.urls import URLResolver, get_resolver

from tests.newsroom.matrix_comments import (
    COMMENTERS,
    CONVERSATION,
    MODERATION,
    OWN_PAGES,
    REPLIES,
)
from tests.newsroom.rows import (
    ADMINS,
    ALL_EDITORS,
    BEGINNERS,
    EDITORS,
    EVERYBODY,
    NOBODY,
    OF_STORY,
    OUTSIDE,
    OWN_PICTURE,
    PICTURES,
    PUBLIC,
    SIGNED_IN,
    STORIES,
    WRITERS,
    Row,
    day_of,
    move,
    page,
    pages,
    path_of,
    story,
)

STAFF_PAGES = {
    "admin:index": Row(SIGNED_IN, SIGNED_IN),
    "admin:login": Row(EVERYBODY, EVERYBODY),
    "admin:login_again": Row(EVERYBODY, EVERYBODY),
    "admin:logout": Row(OUTSIDE, EVERYBODY),
    "admin:password_change": Row(SIGNED_IN, SIGNED_IN),
    "admin:password_change_done": Row(SIGNED_IN, None),
    "admin:profile": Row(SIGNED_IN, SIGNED_IN),
    "admin:roles": Row(ADMINS, ADMINS),
    "admin:record": Row(ADMINS, ADMINS, reads_only=True),
    "admin:record_export": Row(None, ADMINS),
    "admin:tasks": Row(ADMINS, ADMINS),
    "admin:autocomplete": Row(NOBODY, None),  # without a field to complete; see the test of its suggestions
    "admin:jsi18n": Row(SIGNED_IN, None),
    "admin:app_list": Row(SIGNED_IN, SIGNED_IN, arguments=lambda world, state: {"app_label": "articles"}),
    "admin:view_on_site": Row(
        {"author": WRITERS, "section": WRITERS, "edition": NOBODY, "user": NOBODY},
        {"author": WRITERS, "section": WRITERS, "edition": NOBODY, "user": NOBODY},
        ("author", "section", "edition", "user"),
        lambda world, state: world.shortcuts[state],
    ),
    "admin/(?P<url>.*)$": Row(NOBODY, NOBODY, arguments=lambda world, state: {"url": "nothing/here/"}),
}
PEOPLE = pages(
    "accounts_user",
    see=ADMINS,
    add=ADMINS,
    change=ADMINS,
    delete=NOBODY,
    of=lambda world, state: world.people["reporter"],
) | {
    "admin:auth_user_password_change": Row(
        ADMINS, ADMINS, arguments=lambda world, state: {"id": world.people["reporter"].pk}
    )
}
LIBRARY = pages(
    "library_picture",
    tuple(OWN_PICTURE),
    see=WRITERS,
    add=WRITERS,
    change=OWN_PICTURE,
    delete=PICTURES,
    of=lambda world, state: world.pictures[state],
) | {
    "admin:library_picture_choose": Row(WRITERS, None),
    "admin:library_picture_upload": Row(None, WRITERS),
    "admin:library_picture_describe": Row(  # who may change none of them is led back to the list
        WRITERS, WRITERS, tuple(OWN_PICTURE), query=lambda world, state: {"ids": world.pictures[state].pk}
    ),
}
AUTHORS = pages(
    "authors_author",
    see=WRITERS,
    add=ALL_EDITORS,
    change=ALL_EDITORS,
    delete=ALL_EDITORS,
    of=lambda world, state: world.author,
) | {"admin:authors_author_merge": Row(EDITORS, EDITORS, arguments=lambda world, state: {"pk": world.author.pk})}
CATALOGUE = (
    pages(
        "articles_section",
        see=WRITERS,
        add=EDITORS,
        change=EDITORS,
        delete=EDITORS,
        of=lambda world, state: world.section,
    )
    | pages(
        "articles_series",
        see=WRITERS,
        add=ALL_EDITORS,
        change=ALL_EDITORS,
        delete=ALL_EDITORS,
        of=lambda world, state: world.series,
    )
    | pages(
        "articles_tag",
        see=WRITERS,
        add=WRITERS,
        change=ALL_EDITORS,
        delete=ALL_EDITORS,
        of=lambda world, state: world.tag,
    )
    | {"admin:articles_tag_merge": Row(ALL_EDITORS, ALL_EDITORS, query=lambda world, state: {"ids": world.tag.pk})}
)
TEXT = {
    "tab": "00000000-0000",
    "key": "00000000-0001",
    "base": '"lost"',
    "headline": "Written anew",
    "language": "en-gb",
}
NEW_TEXT = TEXT | {"bylines-TOTAL_FORMS": "0", "bylines-INITIAL_FORMS": "0"}
STORY = pages(
    "articles_article",
    STORIES,
    see=OF_STORY,
    add=BEGINNERS,
    change=OF_STORY,
    delete=NOBODY,
    of=lambda world, state: world.stories[state],
) | {
    "admin:articles_article_changelist": Row(WRITERS, WRITERS),
    "admin:articles_article_cards": Row(WRITERS, WRITERS),
    "admin:articles_article_tags": Row(WRITERS, WRITERS),
    "admin:articles_checklist": Row(ADMINS, ADMINS),
    "admin:articles_changes": Row(ALL_EDITORS, ALL_EDITORS),
    "admin:articles_calendar": Row(WRITERS, WRITERS, reads_only=True),
    "admin:articles_article_plan": Row(OF_STORY, OF_STORY, STORIES, story),
    "admin:articles_article_begin": Row(None, BEGINNERS, data=lambda world, state: NEW_TEXT),
    "admin:articles_article_unsaved": Row(None, WRITERS, data=lambda world, state: NEW_TEXT),
    "admin:articles_article_autosave": Row(None, OF_STORY, STORIES, story, data=lambda world, state: TEXT),
    "admin:articles_article_presence": Row(None, OF_STORY, STORIES, story, data=lambda world, state: TEXT),
    "admin:articles_article_take_over": Row(None, EDITORS, STORIES, story),
    "admin:articles_article_notes": Row(
        OF_STORY, OF_STORY, STORIES, story, data=lambda world, state: {"text": "A note"}
    ),
    "admin:articles_article_note_settle": Row(
        None,
        OF_STORY,
        STORIES,
        lambda world, state: story(world, state) | {"note": world.stories[state].notes.first().pk},
    ),
    "admin:articles_article_preview": Row(OF_STORY, OF_STORY, STORIES, story),
    "admin:articles_article_live": Row(OF_STORY, OF_STORY, STORIES, story),
    "admin:articles_article_share": Row(EDITORS, EDITORS, STORIES, story),
    "admin:articles_article_compare": Row(OF_STORY, OF_STORY, STORIES, story),
    "admin:articles_article_restore": Row(
        None,
        OF_STORY,
        STORIES,
        story,
        data=lambda world, state: {"revision": world.stories[state].revisions.first().pk},
    ),
}
MOVES = {
    "admin:articles_article_submit": move(OF_STORY - {"photo editor"}),
    "admin:articles_article_assign": move(OF_STORY),
    "admin:articles_article_approve": move(EDITORS),
    "admin:articles_article_return_to_writer": move(EDITORS),
    "admin:articles_article_publish": move(EDITORS),
    "admin:articles_article_amend": move(EDITORS),
    "admin:articles_article_schedule": move(EDITORS),
    "admin:articles_article_reschedule": move(EDITORS),
    "admin:articles_article_unschedule": move(EDITORS),
    "admin:articles_article_expire": move(EDITORS),
    "admin:articles_article_withdraw": move(EDITORS),
    "admin:articles_article_set_embargo": move(OF_STORY - {"photo editor"}),
    "admin:articles_article_lift_embargo": move(EDITORS),
    "admin:articles_article_kill": move(EDITORS),
    "admin:articles_article_reinstate": move(EDITORS),
    "admin:articles_article_redact": move(ADMINS),
    "admin:articles_article_trash": move(OF_STORY - {"photo editor"}),
    "admin:articles_article_trashed": Row(WRITERS, WRITERS, reads_only=True),
    "admin:articles_article_batch": Row(
        ADMINS, ADMINS, reads_only=True, arguments=lambda world, state: {"key": world.tidied}
    ),
    "admin:articles_article_undo": Row(None, ADMINS, arguments=lambda world, state: {"key": world.tidied}),
    "admin:articles_article_put_back": Row(None, OF_STORY - {"photo editor"}, ("trashed",), story),
}


READERS = {
    "healthz": page(),
    "media": page(
        {"rendition": EVERYBODY},
        things=("rendition", "original"),
        arguments=lambda world, state: {"path": world.file_of(state)},
    ),
    "articles:home": page(),
    "articles:preview": Row(
        {"with its token": EVERYBODY},
        None,
        ("with its token", "without its token"),
        lambda world, state: {"token": world.preview_token if state == "with its token" else "x" * 43},
    ),
    "articles:search": page(),
    "articles:robots": page(),
    "articles:sitemap": page(),
    "articles:sitemap-pages": page(),
    "articles:sitemap-month": page(
        arguments=lambda world, state: {name: day_of(world, state)[name] for name in ("year", "month")}
    ),
    "articles:sitemap-news": page(),
    "articles:feed-rss": page(),
    "articles:feed-atom": page(),
    "articles:section": page(arguments=path_of),
    "articles:section-feed-rss": page(arguments=path_of),
    "articles:section-feed-atom": page(arguments=path_of),
    "articles:tag": page(arguments=lambda world, state: {"slug": world.tag.slug}),
    "articles:tag-feed-rss": page(arguments=lambda world, state: {"slug": world.tag.slug}),
    "articles:tag-feed-atom": page(arguments=lambda world, state: {"slug": world.tag.slug}),
    "articles:series": page(arguments=lambda world, state: {"slug": world.series.slug}),
    "articles:year": page(arguments=lambda world, state: {"year": world.day.year}),
    "articles:month": page(
        arguments=lambda world, state: {name: day_of(world, state)[name] for name in ("year", "month")}
    ),
    "articles:day": page(arguments=day_of),
    "articles:article": page(
        dict.fromkeys(PUBLIC, EVERYBODY),
        things=STORIES,
        arguments=lambda world, state: day_of(world, state) | {"slug": world.path(state).split("/")[-2]},
    ),
    "articles:history": page(
        dict.fromkeys(PUBLIC, EVERYBODY),
        things=STORIES,
        arguments=lambda world, state: day_of(world, state) | {"slug": world.path(state).split("/")[-2]},
    ),
    "articles:corrections": page(),
    "articles:corrections-rss": page(),
    "articles:corrections-atom": page(),
    "authors:author-list": page(),
    "authors:author": page(arguments=lambda world, state: {"slug": world.author.slug}),
    "articles:author-feed-rss": page(arguments=lambda world, state: {"slug": world.author.slug}),
    "articles:author-feed-atom": page(arguments=lambda world, state: {"slug": world.author.slug}),
}
TABLES = {
    "desk": STAFF_PAGES,
    "people": PEOPLE,
    "library": LIBRARY,
    "authors": AUTHORS,
    "catalogue": CATALOGUE,
    "story": STORY,
    "moves": MOVES,
    "moderation": MODERATION,
    "conversation": CONVERSATION,
    "replies": REPLIES,
    "commenters": COMMENTERS,
    "own pages": OWN_PAGES,
    "readers": READERS,
}
TABLE = {name: row for table in TABLES.values() for name, row in table.items()}
WITHOUT_TOKEN = {
    "comments:leave",
    "comments:withdraw",
    "comments:rewrite",
    "comments:recommend",
    "comments:report",
    "comments:report-error",
    *OWN_PAGES,
} - {
    "comments:you",
    "comments:you_export",
}  # forms on cached pages: they carry the anonymous-form check


def addresses(resolver=None, space: str = "", route: str = "") -> Iterator[tuple[str, object]]:
    """(name or, without one, route; view) of every address of the site."""
    for entry in (resolver or get_resolver()).url_patterns:
        here = f"{route}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space, here)
        else:
            yield (f"{space}{entry.name}" if entry.name else here), entry.callback

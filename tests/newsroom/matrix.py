"""Who may open what: every address of the site, every role, every state of the thing behind it. The one table.

`TABLE` names, for each address, on which things it is tried and to whom GET and POST are open; None means that the
address does not answer that method. Who is not named must be refused (403, 404), and sent to the sign-in page when
nobody is signed in. An address that is missing here, and a row without an address, both fail.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import URLResolver, get_resolver

ROLES = (
    "anonymous",
    "reporter",  # whose stories and pictures the things are, unless they are “another's”
    "other reporter",
    "photo editor",
    "editor",
    "sports editor",  # an editor whose roles hold in a section that none of the things lies in
    "moderator",
    "administrator",
    "deactivated",  # was signed in when the account was closed
)
EVERYBODY = frozenset(ROLES)
NOBODY = frozenset()
OUTSIDE = frozenset({"anonymous", "deactivated"})
SIGNED_IN = EVERYBODY - OUTSIDE
WRITERS = SIGNED_IN - {"moderator"}
ADMINS = frozenset({"administrator"})
EDITORS = ADMINS | {"editor"}
ALL_EDITORS = EDITORS | {"sports editor"}
PICTURES = ALL_EDITORS | {"photo editor"}
MODERATORS = ALL_EDITORS | {"moderator"}
OF_COMMENT = MODERATORS - {"sports editor"}
EVERYWHERE = MODERATORS - {"sports editor"}  # who moderates without a limit
OF_STORY = WRITERS - {"other reporter", "sports editor"}  # the reporter's own stories
BEGINNERS = WRITERS - {"photo editor"}  # who may begin a story
OWN_PICTURE = {"own": PICTURES | {"reporter"}, "another's": PICTURES}

ALWAYS = ("",)
STORIES = (
    "draft",
    "returned",
    "in review",
    "ready",
    "live",
    "changed",
    "scheduled",
    "withdrawn",
    "killed",
    "under embargo",
)
PUBLIC = ("live", "changed")
NOT_PUBLIC = tuple(state for state in STORIES if state not in PUBLIC)
NOT_APPROVED = ("pending", "rejected", "spam", "removed", "withdrawn", "erased")
COMMENTS = ("approved", *NOT_APPROVED)

Who = frozenset | dict | None


@dataclass(frozen=True)
class Row:
    """`things` are the states tried; `arguments` gives the address's arguments for one; `who` may differ by state."""

    get: Who
    post: Who
    things: tuple[str, ...] = ALWAYS
    arguments: Callable = lambda world, state: {}
    query: Callable = lambda world, state: {}
    data: Callable = lambda world, state: {}
    reads_only: bool = False
    recorded: bool = False  # a refusal leaves its trace in the record

    def open_to(self, method: str, state: str) -> frozenset | None:
        who = self.get if method == "GET" else self.post
        return who.get(state, NOBODY) if isinstance(who, dict) else who


def pages(model: str, things=ALWAYS, *, see: Who, add: Who, change: Who, delete: Who, of: Callable) -> dict[str, Row]:
    """The addresses that Django's admin gives to a model; `of(world, state)` is the thing."""

    def one(world, state):
        return {"object_id": of(world, state).pk}

    return {
        f"admin:{model}_changelist": Row(see if not isinstance(see, dict) else see["own"], see),
        f"admin:{model}_add": Row(add, add),
        f"admin:{model}_change": Row(see, change, things, one),
        f"admin:{model}_delete": Row(delete, delete, things, one),
        f"admin:{model}_history": Row(see, see, things, one),
        f"admin/{model.replace('_', '/')}/<path:object_id>/": Row(SIGNED_IN, SIGNED_IN, things, one),
    }


def story(world, state):
    return {"pk": world.stories[state].pk}


def move(who: frozenset) -> Row:
    return Row(who, who, STORIES, story)


def path_of(world, state):
    return {"path": "city"}


def day_of(world, state):
    return {"year": world.day.year, "month": world.day.month, "day": world.day.day}


def story_path(world, state):
    return {"story": world.path(state).removeprefix("/")}


def comment(world, state):
    return {"public_id": world.comments[state].public_id}


def page(get=EVERYBODY, **more) -> Row:
    """A reader's page: the same for everybody. What is sent to it by POST is not looked at."""
    return Row(get, get, reads_only=True, **more)


def address_of_comment(get: Who, **more) -> Row:
    return Row(get, None, **more)


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
MODERATION = {
    "admin:comments_comment_changelist": Row(MODERATORS, MODERATORS),
    "admin:comments_comment_change": Row(OF_COMMENT, OF_COMMENT, COMMENTS, comment),
    "admin:comments_comment_figures": Row(MODERATORS, MODERATORS, reads_only=True),
    "admin:comments_comment_show_figures": Row(None, ADMINS),
    "admin:comments_comment_first": Row(MODERATORS, MODERATORS, reads_only=True),
    "admin:comments_comment_reading": Row(OF_COMMENT, OF_COMMENT, COMMENTS, comment, reads_only=True),
    "admin:comments_comment_lease": Row(None, OF_COMMENT, COMMENTS, comment, recorded=True),
    "admin:comments_comment_act": Row(
        None,
        OF_COMMENT,
        COMMENTS,
        lambda world, state: comment(world, state) | {"verb": "approve"},
        recorded=True,
    ),
    "admin:comments_comment_thread": Row(
        None, OF_COMMENT, COMMENTS, lambda world, state: comment(world, state) | {"verb": "close"}, recorded=True
    ),
    "admin:comments_comment_bulk": Row(None, MODERATORS, arguments=lambda world, state: {"verb": "approve"}),
    "admin:comments_comment_undo": Row(
        None, OF_COMMENT, arguments=lambda world, state: {"event": world.decision.pk}, recorded=True
    ),
    "admin:comments_reports": Row(MODERATORS, MODERATORS, reads_only=True),
    "admin:comments_comment_keep": Row(None, OF_COMMENT, ("approved",), comment, recorded=True),
    "admin:comments_comment_answer": Row(
        None,
        EDITORS,
        arguments=lambda world, state: {"report": world.error.pk, "verb": "dismissed"},
    ),
    "admin:comments_comment_pick": Row(
        None,
        EDITORS,
        COMMENTS,
        lambda world, state: comment(world, state) | {"verb": "pick"},
        recorded=True,
    ),
    "admin:comments_comment_undo_all": Row(None, MODERATORS, arguments=lambda world, state: {"batch": world.batch}),
}
COMMENTERS = {
    "admin:comments_comment_person": Row(OF_COMMENT, OF_COMMENT, COMMENTS, comment),
    "admin:comments_comment_ban": Row(EVERYWHERE, EVERYWHERE, COMMENTS, comment),
    "admin:comments_comment_message": Row(
        None, OF_COMMENT, arguments=lambda world, state: {"public_id": world.refused.public_id}, recorded=True
    ),
    "admin:comments_sanctions": Row(EVERYWHERE, EVERYWHERE),
    "admin:comments_comment_sanction": Row(
        EVERYWHERE, EVERYWHERE, arguments=lambda world, state: {"pk": world.sanction.pk}
    ),
    "admin:comments_appeals": Row(MODERATORS, MODERATORS, reads_only=True),
    "admin:comments_comment_appeal": Row(
        None,
        OF_COMMENT,
        arguments=lambda world, state: {"pk": world.appeal.pk},
        data=lambda world, state: {"do": "uphold"},
        recorded=True,
    ),
    "admin:comments_messages": Row(EDITORS, EDITORS),
    "admin:comments_privacy": Row(ADMINS, ADMINS),
}
CONVERSATION = {
    "admin:comments_policies": Row(MODERATORS, MODERATORS, reads_only=True),
    "admin:comments_policies_of_site": Row(MODERATORS, EDITORS),
    "admin:comments_policies_of_section": Row(
        MODERATORS, EDITORS, arguments=lambda world, state: {"pk": world.section.pk}
    ),
    "admin:comments_policies_of_story": Row(
        dict.fromkeys(PUBLIC, MODERATORS), dict.fromkeys(PUBLIC, EDITORS), STORIES, story
    ),
    "admin:comments_rules": Row(MODERATORS, MODERATORS, reads_only=True),
    "admin:comments_rules_one": Row(MODERATORS, EDITORS, arguments=lambda world, state: {"code": "suspect"}),
    "admin:comments_learner": Row(MODERATORS, MODERATORS, reads_only=True),
}
REPLIES = {
    "comments:transparency": address_of_comment(NOBODY),  # until it is switched on; see test_numbers.py
    "comments:leave": Row(
        dict.fromkeys(PUBLIC, EVERYBODY),
        dict.fromkeys(PUBLIC, EVERYBODY),
        STORIES,
        story_path,
    ),
    "comments:token": address_of_comment(
        dict.fromkeys(PUBLIC, EVERYBODY), things=STORIES, query=lambda world, state: {"story": world.path(state)}
    ),
    "comments:reply": address_of_comment({"approved": EVERYBODY}, things=COMMENTS, arguments=comment),
    "comments:comment": address_of_comment({"approved": EVERYBODY}, things=COMMENTS, arguments=comment),
    "comments:feed-rss": page(),
    "comments:feed-atom": page(),
    "comments:story-rss": page(dict.fromkeys(PUBLIC, EVERYBODY), things=STORIES, arguments=story_path),
    "comments:recommend": Row({"approved": EVERYBODY}, {"approved": EVERYBODY}, COMMENTS, comment),
    "comments:report": Row(
        {"approved": EVERYBODY},
        {"approved": EVERYBODY},
        COMMENTS,
        comment,
        data=lambda world, state: {"reason": "hate"},
    ),
    "comments:report-error": Row(
        dict.fromkeys(PUBLIC, EVERYBODY),
        dict.fromkeys(PUBLIC, EVERYBODY),
        STORIES,
        story_path,
        data=lambda world, state: {"text": "It was not so."},
    ),
    "comments:rewrite": Row(
        {"with its key": EVERYBODY},
        {"with its key": EVERYBODY},
        ("with its key", "without its key"),
        lambda world, state: comment(world, "pending"),
        query=lambda world, state: {"k": world.key} if state == "with its key" else {},
        data=lambda world, state: {"comment": "Other words.", "seen": "1"},
    ),
    "comments:receipt": address_of_comment(
        {"with its key": EVERYBODY},
        things=("with its key", "without its key"),
        arguments=lambda world, state: comment(world, "pending"),
        query=lambda world, state: {"k": world.key} if state == "with its key" else {},
    ),
    "comments:withdraw": Row(
        None,
        {"with its key": EVERYBODY},
        ("with its key", "without its key"),
        lambda world, state: comment(world, "pending"),
        data=lambda world, state: {"k": world.key} if state == "with its key" else {},
    ),
}
WITH_KEY, WITHOUT_KEY = "with its key", "without its key"


def of_receipt(name: str) -> dict[str, Row]:
    """A form on a receipt: whoever has its key may send it."""
    return {
        name: Row(
            None,
            {WITH_KEY: EVERYBODY},
            (WITH_KEY, WITHOUT_KEY),
            lambda world, state: comment(world, "pending"),
            data=lambda world, state: {"k": world.key} if state == WITH_KEY else {},
        )
    }


def own(name: str, purpose: str, get=True, post=True, **more) -> dict[str, Row]:
    """A page of a reader, behind a link: whoever has the link is its owner."""
    who = {WITH_KEY: EVERYBODY}
    return {
        name: Row(
            who if get else None,
            who if post else None,
            (WITH_KEY, WITHOUT_KEY),
            lambda world, state: {"key": world.keys[purpose] if state == WITH_KEY else "x" * 43} | more,
        )
    }


OWN_PAGES = (
    {"comments:find": Row(EVERYBODY, EVERYBODY)}
    | of_receipt("comments:prove")
    | of_receipt("comments:appeal")
    | own("comments:confirm", "confirm")
    | own("comments:stop", "stop")
    | own("comments:you", "you", post=False)
    | own("comments:you_export", "you", post=False)
    | own("comments:you_act", "you", get=False, verb="keep")
)
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

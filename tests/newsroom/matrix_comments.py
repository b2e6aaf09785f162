"""Who may open what of the comments: the moderators' desk, and readers' pages."""

from tests.newsroom.rows import (
    ADMINS,
    COMMENTS,
    EDITORS,
    EVERYBODY,
    EVERYWHERE,
    MODERATORS,
    NOBODY,
    OF_COMMENT,
    PUBLIC,
    STORIES,
    Row,
    address_of_comment,
    comment,
    page,
    story,
    story_path,
)

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
    "admin:comments_appeals_one": Row(
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

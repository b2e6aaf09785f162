"""Roles: groups kept by code. What each may do is this table, and nothing else.

Permissions are named for verbs and belong to the rooms above; here they are only names.
After each migration the groups are made to match the table, so a role can neither rot nor grow by hand.
"""

from django.apps import apps
from django.contrib.auth.models import Group, Permission

WRITER = {
    "articles.view_article",
    "articles.add_article",
    "articles.change_article",
    "articles.submit",
    "articles.restore",
    "articles.set_embargo",  # it only holds back; to lift it is a right of its own
    "articles.assign",
    "articles.trash",
    "library.view_picture",
    "library.add_picture",
    "library.change_picture",
    "authors.view_author",
    "articles.view_tag",
    "articles.add_tag",
    "articles.view_section",
    "articles.view_series",
}
PICTURES = {"library.edit_any", "library.delete_picture"}
MODERATION = {"comments.view_comment", "comments.moderate", "comments.ban"}
PUBLISHING = {
    f"articles.{verb}"
    for verb in (
        "edit_any",
        "approve",
        "return_to_writer",
        "publish",
        "amend",
        "schedule",
        "withdraw",
        "lift_embargo",
        "kill",
        "reinstate",  # publishes nothing, and mends a kill by mistake at an hour when nobody else is there
        "override",
        "review_changes",
        "share_preview",
        "take_over",
    )
}
CATALOGUE = {
    f"{room}.{verb}_{noun}"
    for room, noun in (
        ("authors", "author"),
        ("articles", "section"),
        ("articles", "series"),
        ("articles", "tag"),
    )
    for verb in ("view", "add", "change", "delete")
}
CATALOGUE |= {"authors.merge_author"}
CONVERSATION = {"comments.pick", "comments.set_messages", "comments.set_rules"}
EDITOR = WRITER | PUBLISHING | PICTURES | MODERATION | CONVERSATION | CATALOGUE
ADMINISTRATION = {
    "accounts.view_user",
    "accounts.add_user",
    "accounts.change_user",
    "accounts.view_audit",
    "articles.set_checklist",
    "articles.redact",
    "comments.erase",
    "comments.publish_numbers",
    "newsroom.look_after_tasks",
}

ROLES: dict[str, set[str]] = {
    "Reporter": WRITER,
    "Photo editor": WRITER - {"articles.submit", "articles.add_article", "articles.set_embargo", "articles.trash"}
    | PICTURES
    | {"articles.edit_any"},
    "Editor": EDITOR,
    "Moderator": MODERATION,
    "Administrator": EDITOR | ADMINISTRATION,
}

IN_WORDS = [
    ("Stories", "Write stories, and edit their own", "articles.add_article"),
    ("Stories", "Submit a story for review", "articles.submit"),
    ("Stories", "Bring back an earlier text", "articles.restore"),
    ("Stories", "Put a story under embargo", "articles.set_embargo"),
    ("Stories", "Give a story to a colleague, with a deadline", "articles.assign"),
    ("Stories", "Throw away what was never public, and put it back", "articles.trash"),
    ("Stories", "Edit everybody's stories", "articles.edit_any"),
    ("Stories", "Take a story over from somebody who has it open", "articles.take_over"),
    ("Stories", "Approve a story", "articles.approve"),
    ("Stories", "Return a story with a note", "articles.return_to_writer"),
    ("Publishing", "Share an unpublished story by a link", "articles.share_preview"),
    ("Publishing", "Publish", "articles.publish"),
    ("Publishing", "Amend what readers see", "articles.amend"),
    ("Publishing", "Schedule, reschedule, unschedule, expire", "articles.schedule"),
    ("Publishing", "Withdraw", "articles.withdraw"),
    ("Publishing", "Lift an embargo, or let it end earlier", "articles.lift_embargo"),
    ("Publishing", "Kill: down for good, with a reason for readers", "articles.kill"),
    ("Publishing", "Reinstate what was killed", "articles.reinstate"),
    ("Publishing", "Publish although the checklist stops it, with a reason", "articles.override"),
    ("Publishing", "Say how strict the checklist is", "articles.set_checklist"),
    ("Publishing", "Redact what was public, for ever", "articles.redact"),
    ("Publishing", "See the week's changes to live stories", "articles.review_changes"),
    ("Pictures", "Add pictures, and describe their own", "library.add_picture"),
    ("Pictures", "Describe everybody's pictures", "library.edit_any"),
    ("Pictures", "Delete pictures that nothing uses", "library.delete_picture"),
    ("Catalogue", "Add tags while writing", "articles.add_tag"),
    ("Catalogue", "Look after authors", "authors.change_author"),
    ("Catalogue", "Merge two authors who are one", "authors.merge_author"),
    ("Catalogue", "Look after sections, series and tags", "articles.change_section"),
    ("Comments", "Approve, reject, mark as spam, remove", "comments.moderate"),
    ("Comments", "Ban and suspend those who comment", "comments.ban"),
    ("Comments", "Word the messages to those who comment", "comments.set_messages"),
    ("Comments", "Export and erase what belongs to an address", "comments.erase"),
    ("Comments", "Show readers the numbers of moderation", "comments.publish_numbers"),
    ("Comments", "Pick comments that readers should see", "comments.pick"),
    ("Comments", "Say where replies are open, and set the rules", "comments.set_rules"),
    ("People", "Add people, give roles, deactivate", "accounts.change_user"),
    ("People", "Read the record of who did what", "accounts.view_audit"),
    ("Running it", "See what is done in the background, and repeat it", "newsroom.look_after_tasks"),
]


def said_in_words() -> list[tuple[str, str, list[bool]]]:
    """The table for people to read: for each right its subject, its sentence, and whether each of `ROLES` has it."""
    return [
        (subject, sentence, [name in permissions for permissions in ROLES.values()])
        for subject, sentence, name in IN_WORDS
    ]


def keep_roles(sender, using="default", **kwargs) -> None:
    """Makes the groups match `ROLES`; waits for the last app, when every permission exists."""
    if sender != [app for app in apps.get_app_configs() if app.models_module][-1]:
        return
    known = {
        f"{app}.{codename}": pk
        for pk, app, codename in Permission.objects.using(using).values_list(
            "pk", "content_type__app_label", "codename"
        )
    }
    for role, permissions in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=role)
        group.permissions.set([known[name] for name in permissions if name in known])

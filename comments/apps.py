"""The comments room as an app; its database guards are put in place after every migration."""

from django.apps import AppConfig

WORDS = {
    "comment_policy": "set a policy of comments",
    "comment_rule": "set a rule of comments",
    "comment_looked": "looked at a comment and left it as it is",
    "comment_foreign": "tried to decide on a comment of a section that is not theirs",
    "comments_numbers": "showed readers the numbers of moderation, or hid them",
    "comment_picked": "picked a comment",
    "comment_unpicked": "took the pick of a comment away",
    "reports_dismissed": "found nothing wrong with a reported comment",
    "error_answered": "answered the report of an error",
    "ban": "banned or suspended",
    "lift_ban": "lifted a ban",
    "person_note": "made a note on the author of a comment",
    "reword": "worded a message to the author of a comment",
    "set_messages": "set the messages to those who comment",
    "appeal_upheld": "upheld a decision on appeal",
    "appeal_overturned": "overturned a decision on appeal",
    "export_person": "exported what belongs to an address",
    "erase_person": "erased what belongs to an address",
}


class CommentsConfig(AppConfig):
    name = "comments"

    def ready(self):
        from accounts import audit
        from comments.moderation import TOLD
        from comments.triggers import GUARDS
        from comments.watched import WATCH

        GUARDS.keep(self)
        WATCH.keep(self)
        audit.speak({f"comment_{state}": told.replace("this", "a") for state, told in TOLD.items()})
        audit.speak(WORDS)

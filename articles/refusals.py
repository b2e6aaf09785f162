"""Why a verb was refused: a code for programs, a sentence for people."""

MESSAGES = {
    "conflict": "Somebody else has just moved this story. Look at it again before you decide.",
    "text_changed": "The text has changed since you opened it. Read the newest version before you decide.",
    "busy": "The story is being moved by somebody else at this moment. Try again in a few seconds.",
    "incomplete": "Before it can go out the story still needs {missing}.",
    "wrong_stage": "This is not possible while the story is “{stage}”.",
    "not_approved": "This text has not been approved. Submit it and have it approved first.",
    "own_story": "Somebody other than its writer must approve a story.",
    "note_missing": "Say in a few words why: the note is needed.",
    "kind_missing": "The story has been public before: say what kind of change this is.",
    "kind_unknown": "“{kind}” is not a kind of change that fits here.",
    "update_scheduled": "A version is already scheduled for {when}. Say whether this replaces it; a live text can be amended beside it.",
    "already_scheduled": "This story is already scheduled for {when}. Reschedule or unschedule it.",
    "nothing_scheduled": "Nothing is scheduled for this story.",
    "going_out": "The scheduled version goes out within two seconds; nothing about it can be changed now. Try again in a moment.",
    "past": "{when} has passed or is too near. Choose a time at least a few seconds ahead.",
    "day_passed": "{day} has passed: a plan lies ahead.",
    "after_end": "The story ends at {when}; an update must be scheduled before that.",
    "before_next": "An update is scheduled for {when}; the story cannot end before it.",
    "embargoed": "The story is under embargo until {when}.",
    "already_public": "The story is public now: an embargo could not hold it back. Withdraw it first, if it must not be read yet.",
    "next_earlier": "A version is scheduled for {when}, before the embargo ends. Say that it moves to the end of it, or unschedule it.",
    "not_permitted": "You may not {what}. Ask an editor.",
    "other_section": "Your roles do not hold in the section “{section}”: choose another, or ask an editor of that one.",
    "killed": "This story has been killed. It must be reinstated before it can be published again.",
    "already_killed": "This story has been killed already.",
    "not_killed": "This story has not been killed, or has been reinstated already.",
    "never_public": "Readers have never seen this story, so there is nothing to kill and no address to say so at. Unschedule it instead.",
    "reason_missing": "Say for readers why the story is gone: they find it in its place.",
    "in_use": "Readers see this text now, or are to see it when it is scheduled. Take it down or publish another text first.",
    "redacted": "This text was redacted: there is nothing left of it.",
    "not_public": "This story is not public at the moment.",
    "path_taken": "The address {path} belongs to another story. Choose another one.",
    "other_article": "That text belongs to another story.",
    "checklist": "The checklist stops it. {findings}",
    "too_many_notes": "A story has at most {most} notes. This one was not added.",
    "nothing_changed": "Nothing would change.",
    "readable_already": "Readers see this text already: share the address of its page.",
    "not_open": "This link has ended already.",
    "deadline_passed": "{when} has passed. Choose a time that is still to come.",
    "not_at_the_desk": "{person} cannot work on stories. Choose somebody else.",
    "was_public": "Readers have seen this story: it stays on record and can be withdrawn, not thrown away.",
    "is_scheduled": "The story is scheduled for {when}. Unschedule it first; then it can be thrown away.",
    "in_trash": "This story is in the trash. Put it back first.",
    "not_in_trash": "This story is not in the trash any more.",
    "changed_since": "Somebody has changed this again since; it was left as it is now.",
    "undone": "This has been taken back already.",
    "not_undoable": "This cannot be taken back as one.",
    "local_time_missing": "{when} does not exist in {zone}: the clocks are put forward then. Choose another time.",
    "local_time_ambiguous": "{when} happens twice in {zone}: the clocks are put back then. Choose another time.",
}


class Refused(Exception):
    """A verb said no, and nothing was changed. `code` is a key of MESSAGES; `message` is for the person who asked."""

    def __init__(self, code: str, **details):
        self.code = code
        self.message = MESSAGES[code].format(**details)
        super().__init__(self.message)

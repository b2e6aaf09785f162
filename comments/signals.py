"""What this room announces, for the outside. Our own code hears it only in `newsroom/listeners.py`."""

from django.dispatch import Signal

# A reader reports an error in a story: sent inside the transaction that keeps the report. Arguments: report (Report).
error_reported = Signal()

# A letter to a reader is due: sent inside the transaction that causes it. Arguments: kind (str, one of
# `comments.letters.KINDS`), about (int, what the letter is about), after (datetime or None, not before then), more (dict).
letter_due = Signal()


def announce(kind: str, about: int, after=None, **more) -> None:
    letter_due.send(None, kind=kind, about=about, after=after, more=more)

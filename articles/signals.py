"""What this room announces, for the outside. Our own code hears it only in `newsroom/listeners.py`."""

from django.dispatch import Signal

# A verb is moving a story: sent inside its transaction, so that what is written by whoever hears it is committed with
# the move or not at all, and an error of theirs undoes it. Arguments: article (Article), event (Event).
story_moving = Signal()

# A verb has moved a story. Arguments: article (Article), verb (str), by (User), at (datetime).
story_moved = Signal()

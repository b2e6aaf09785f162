"""The table of this room that public pages read, and what a change to it concerns (`accounts.watched`)."""

from accounts.watched import Watch, Watched

WATCH = Watch("library", Watched("library_picture", "pictures", {"id": "picture"}))

"""What of stories stands in the audit beside the ledger's verbs, and how the audit calls all that is done to them."""

from datetime import timedelta

from accounts import audit

SITTING = timedelta(hours=1)
WORDS = {
    "save": "saved the text",
    "autosave": "worked on the text",
    "restore": "brought an earlier text back",
    "retag": "story: change tags",
    "put_back": "story: put back out of the trash",
    "empty": "story: emptied after its time in the trash",
    "sections": "changed the sections that somebody is limited to",
    "author_merged": "merged an author into another",
    "void_approval": "changed an approved text",
}


def saved(article, revision, by) -> None:
    """One row for each kept text; of texts that keep themselves while somebody types, one for each hour of work."""
    if revision.kind == revision.Kind.ROLLING:
        audit.seldom("autosave", by=by, about=article, every=SITTING, at=revision.at)
    else:
        audit.record("save", by=by, about=article, data={"revision": revision.pk}, at=revision.at)


def speak() -> None:
    """The moves by their own labels; called when the app is ready."""
    from articles.moves import MOVES

    audit.speak({move.verb: f"story: {move.label.lower()}" for move in MOVES} | WORDS)

"""The newest stories of the archive as a file that any system can be filled from, one with a conversation among them."""

import json
import re
from pathlib import Path

STORIES, COMMENTS = 300, 20
HELD_BACK = 4  # of an archive's comments some are refused
BLOCK = re.compile(r"<(p|h2)\b[^>]*>(.*?)</\1>", re.DOTALL)


def written(file: Path):
    """Gives the edition whose page is measured, with comments below it; all it takes of others is in the file."""
    chosen = discussed()
    file.write_text(json.dumps({"stories": [told(each) for each in newest()]}))
    return chosen


def newest():
    from articles.models import Edition

    return Edition.objects.live().select_related("rendered").order_by("-published_at", "-article_id")[:STORIES]


def discussed():
    """The newest story that few talk of, and that is talked of from now on."""
    from newsroom.archive import talk

    chosen = next(each for each in newest() if each.article.comments.count() < COMMENTS)
    talk.lengthen(chosen.article, COMMENTS + HELD_BACK - chosen.article.comments.count())
    return chosen


def told(edition) -> dict:
    return {
        "number": edition.article_id,
        "headline": edition.headline,
        "standfirst": edition.standfirst,
        "author": ", ".join(each.name for each in edition.bylines.all()),
        "tags": [each.name for each in edition.tag_links.all()],
        "at": edition.published_at.isoformat(),
        "body": BLOCK.findall(edition.rendered.body),
        "comments": [said(each) for each in edition.article.comments.visible().order_by("created_at")],
    }


def said(comment) -> dict:
    return {"name": comment.name, "text": comment.text, "at": comment.created_at.isoformat()}

"""Pages from the texts, each added as an editor's page is, without revisions."""

import json
from datetime import datetime
from pathlib import Path

from django.core.management.base import BaseCommand
from django.db import transaction
from wagtail.models import Page, Site

from wagtail_site.models import Author, Comment, Front, Story


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("texts", type=Path)

    @transaction.atomic
    def handle(self, *, texts, **options):
        Page.objects.filter(depth=2).first().delete()
        front = Page.objects.get(depth=1).add_child(instance=Front(title="The Peer", slug="front"))
        Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "127.0.0.1", "root_page": front})
        for told in reversed(json.loads(texts.read_text())["stories"]):
            add(front, told)


def add(front: Front, told: dict) -> None:
    author, _ = Author.objects.get_or_create(name=told["author"])
    story = Story(
        title=told["headline"],
        slug=f"story-{told['number']}",
        standfirst=told["standfirst"],
        author=author,
        body=json.dumps([piece(*each) for each in told["body"]]),
        first_published_at=datetime.fromisoformat(told["at"]),
    )
    front.add_child(instance=story)
    story.tags.add(*told["tags"])
    story.save()
    Comment.objects.bulk_create(Comment(page=story, **said) for said in told["comments"])


def piece(kind: str, text: str) -> dict:
    return {"type": kind, "value": text if kind == "h2" else f"<p>{text}</p>"}

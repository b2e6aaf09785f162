"""Brings a story in through the verbs, as its writer and its editors would, and nothing around them.

A story is known again by the address in its first revision, which nobody can change, and the ledger tells how far it
has come; so a load that was interrupted goes on where it stopped, and what people did to a story is left alone.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from django.db import transaction

from accounts.models import User
from articles import body, clock, planning, revisions, workflow
from articles.dates import local
from articles.models import Article, Revision, Section, Series
from authors.models import Author
from library.models import Picture
from newsroom.demo.source import CARD, CHANGES, FIGURE, Story, moment

SOON = workflow.LEAD + timedelta(seconds=1)


@dataclass
class Desk:
    """Who works here and what they have to hand."""

    users: dict[str, User]
    authors: dict[str, Author] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)

    @property
    def editor(self) -> User:
        return self.users["editor@example.org"]

    @property
    def administrator(self) -> User:
        return self.users["admin@example.org"]

    @property
    def moderator(self) -> User:
        return self.users["moderator@example.org"]

    @property
    def photo_editor(self) -> User:
        return self.users["photo@example.org"]

    def writer(self, story: Story) -> User:
        return self.users[f"{story['owner']}@example.org"]

    def approver(self, story: Story) -> User:
        """Nobody approves a story of their own."""
        own = story["owner"] == "editor" or "iris" in dict(story.bylines)
        return self.administrator if own else self.editor


def bring(story: Story, desk: Desk, known: dict[str, int]) -> Article:
    """The story with all that happened to it. `known` are the articles that are there, by address."""
    article = Article.objects.get(pk=known[story.slug]) if story.slug in known else _write(story, desk)
    for step in steps(story)[article.events.exclude(verb="plan").count() :]:
        step(article, story, desk)
    if story["planned"] and not article.events.filter(verb="plan").exists():
        planning.plan(article, by=desk.editor, day=local(moment(story["planned"], story.now)).date(), seen=None)
    if story["revise"]:
        _revise(article, story, desk)
    return article


def known_stories(users: dict[str, User]) -> dict[str, int]:
    """The articles that these people began, by the address in their first revision."""
    first = Revision.objects.filter(version=0, article__created_by__in=users.values()).order_by("-pk")
    return {revisions.thaw(revision)["slug"]: revision.article_id for revision in first}


# Writing


@transaction.atomic
def _write(story: Story, desk: Desk) -> Article:
    by = desk.writer(story)
    article = Article.objects.create(
        **_words(story, desk),
        **_place(story),
        created_by=by,
        created_at=story.saved_at - timedelta(hours=3),
        deadline=moment(story["deadline"], story.now) if story["deadline"] else None,
    )
    for position, (author, role) in enumerate(story.bylines):
        article.bylines.create(author=desk.authors[author], role=role, position=position)
    article.tags.add(*story.tags)
    revisions.keep(article, by, at=story.saved_at)
    return article


def _words(story: Story, desk: Desk) -> dict:
    return {
        "kicker": story["kicker"],
        "headline": story["headline"],
        "standfirst": story.told(story["standfirst"]),
        "body": text(story, desk),
        "language": story["language"] or "en-gb",
        "lead_picture": desk.pictures[story["picture"]] if story["picture"] else None,
        "lead_alt": story["alt"],
        "lead_caption": story["caption"],
        "seo_title": story["seo title"],
        "seo_description": story["seo description"],
        "slug": story.slug,
    }


def _place(story: Story) -> dict:
    series = Series.objects.get(name=story["series"]) if story["series"] else None
    return {"section": Section.objects.get(path=story["section"]), "series": series}


def text(story: Story, desk: Desk) -> str:
    """The body with its pictures' and stories' numbers and its days, as the editor would save it."""
    numbered = FIGURE.sub(lambda found: f'data-picture="{desk.pictures[found[1]].pk}"', story.body)
    numbered = CARD.sub(lambda found: f'data-story="{Article.objects.get(slug=found[1]).pk}"', numbered)
    return body.clean(story.told(numbered))


# Moving: each step is one verb, and so leaves one event


def submit(article: Article, story: Story, desk: Desk) -> None:
    workflow.submit(article, by=desk.writer(story))


def approve(article: Article, story: Story, desk: Desk) -> None:
    workflow.approve(article, by=desk.approver(story))


def send_back(article: Article, story: Story, desk: Desk) -> None:
    workflow.return_to_writer(article, by=desk.editor, note=story["note"])


def publish(article: Article, story: Story, desk: Desk) -> None:
    workflow.publish(article, by=desk.approver(story), first_published_at=story.published_at)


def schedule(article: Article, story: Story, desk: Desk) -> None:
    workflow.schedule(article, by=desk.editor, at=story.published_at)


def amend(way: str, article: Article, story: Story, desk: Desk) -> None:
    patch = {"body": article.body.replace(*story.change(way))}
    noted = CHANGES[way]
    workflow.amend(article, by=desk.editor, patch=patch, kind=noted or way, note=story[noted] if noted else "")


def republish(article: Article, story: Story, desk: Desk) -> None:
    workflow.publish(article, by=desk.editor, kind="republication")


def withdraw(article: Article, story: Story, desk: Desk) -> None:
    workflow.withdraw(article, by=desk.editor, note=story["note"])


def expire(article: Article, story: Story, desk: Desk) -> None:
    workflow.expire(article, by=desk.editor, at=clock.read() + SOON)


Step = Callable[[Article, Story, Desk], None]
STEPS: dict[str, tuple[Step, ...]] = {
    "draft": (),
    "in review": (submit,),
    "returned": (submit, send_back),
    "ready": (submit, approve),
    "scheduled": (submit, approve, schedule),
    "live": (submit, approve, publish),
    "withdrawn": (submit, approve, publish, withdraw),
    "expired": (submit, approve, publish, expire),
    "republished": (submit, approve, publish, withdraw, republish),
}


def steps(story: Story) -> tuple[Step, ...]:
    """What happens to the story after it was written."""
    return STEPS[story.state] + tuple(partial(amend, way) for way in story.changes)


def _revise(article: Article, story: Story, desk: Desk) -> None:
    """Its writer works on, after publication: readers see nothing of it."""
    old, new = story.change("revise")
    if new not in article.body:
        _save(article, article.body.replace(old, new), desk.writer(story))


@transaction.atomic
def _save(article: Article, html: str, by: User) -> None:
    revisions.claim_text(article, article.version)
    article.body = body.clean(html)
    article.save(update_fields=["body"])
    revisions.keep(article, by)

"""A newsroom with one of everything in every state, for tests that try every address on it."""

import uuid
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from articles import notes, previewing, sorting, together, workflow
from articles.models import Article, Edition, Section, Series, Tag
from authors.models import Author
from comments import appeals, keys, moderation, people, reports, sanctions, tokens
from comments.models import Comment, Commenter, State
from library.models import Picture
from tests import cast
from tests.comments.makers import a_reader, make_comment

BOOKKEEPING = (
    "django_session",
    "accounts_signinattempt",
    "articles_previewopening",
    '"last_login"',
    "comments_monthlysecret",
)


class World:
    def __init__(self):
        self.people = {
            "reporter": cast.reporter(),
            "other reporter": cast.other_reporter(),
            "photo editor": cast.photo_editor(),
            "editor": cast.editor(),
            "sports editor": cast.sports_editor(),
            "moderator": cast.moderator(),
            "administrator": cast.administrator(),
            "deactivated": cast.person("gone@news.example", "Gina Gone", "Administrator"),
        }
        self.author: Author = cast.make_author(biography="Ines writes about ships.")
        self.series = Series.objects.create(name="The wall", slug="the-wall")
        self.section: Section = cast.make_section("City")
        self.pictures: dict[str, Picture] = {
            "own": Picture.objects.take_in(
                cast.picture_file(), by=self.people["reporter"], title="Her own", alt="A wall"
            ),
            "another's": cast.make_picture("navy"),
        }
        self.stories: dict[str, Article] = self._stories()
        self.tidied = self._tidied()
        self.tag = Tag.objects.get(name="Harbour")
        self.comments: dict[str, Comment] = self._comments()
        self.shortcuts = self._shortcuts()
        self.preview_token = self._share()
        self.sessions = self._sessions()

    def _stories(self) -> dict[str, Article]:
        found = {state.replace("_", " "): self._story(state) for state in STATES}
        return found

    def _story(self, state: str) -> Article:
        by = self.people["reporter"]
        story = cast.make_article(
            by=by, headline=f"A story that is {state}", slug=f"a-story-{state}".replace("_", "-"),
            section=self.section, series=self.series, bylines=[self.author], tags=["Harbour"],
        )  # fmt: skip
        notes.add(story, by=by, text="A note", quote="harbour")
        STATES[state](story, by, self.people["editor"])
        story.refresh_from_db()
        return story

    def _tidied(self):
        """What the administrator did with many stories at once, and may take back."""
        by = self.people["administrator"]
        stories = [self.stories["draft"]]
        return together.make("retag", stories, lambda story: sorting.retag(story, by=by, add=["Tidied"]), by=by).pk

    def _comments(self) -> dict[str, Comment]:
        live = self.stories["live"]
        found = {state.value: make_comment(live, state=state) for state in State}
        self.batch = uuid.uuid4()
        decided = make_comment(live, state=State.PENDING)
        moderator = self.people["moderator"]
        self.decision = moderation.decide(
            decided, State.APPROVED, by=moderator, seen=decided.version, batch=self.batch
        )
        self.error = reports.report(live, None, reason="error", text="It was not so.", reader=a_reader("x" * 64))
        self.key = tokens.receipt_key(found["pending"].public_id)
        self._make_commenter(make_comment(live, state=State.PENDING))
        return found

    def _make_commenter(self, comment: Comment) -> None:
        """A reader who proved the address, whose comment was rejected, who appealed, and who is suspended."""
        moderator = self.people["moderator"]
        self.refused = comment
        moderation.reject(comment, by=moderator, reason="other")
        self.appeal = appeals.make(comment, "It was no such thing.")
        self.sanction = sanctions.impose("domain", "spam.example", by=moderator, reason="other")
        self.commenter = Commenter.objects.create(
            email=comment.email, email_key=people.email_key(comment.email), confirmed_at=timezone.now()
        )
        self.keys = {purpose: keys.mint(purpose, self.commenter) for purpose in (keys.YOU, keys.STOP)}
        self.keys[keys.CONFIRM] = keys.mint(keys.CONFIRM, self.commenter, "", "")

    def _share(self) -> str:
        story = self.stories["draft"]
        by = self.people["editor"]
        return previewing.share(story, by=by, revision=story.revisions.first(), lasts="day")[1]

    def _shortcuts(self) -> dict[str, dict]:
        things = {
            "author": self.author,
            "section": self.section,
            "edition": Edition.objects.first(),
            "user": self.people["reporter"],
        }
        return {
            name: {"content_type_id": ContentType.objects.get_for_model(thing).pk, "object_id": thing.pk}
            for name, thing in things.items()
        }

    def _sessions(self) -> dict[str, str]:
        found = {"anonymous": ""}
        for role, person in self.people.items():
            client = Client()
            client.force_login(person)
            found[role] = client.cookies[settings.SESSION_COOKIE_NAME].value
        User.objects.filter(pk=self.people["deactivated"].pk).update(is_active=False)
        return found

    def client(self, role: str, **options) -> Client:
        """A fresh browser of this person: what an earlier request did to its cookies is forgotten."""
        client = Client(**options)
        client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        return client

    @property
    def day(self):
        return timezone.localdate()

    def file_of(self, state: str) -> str:
        picture = self.pictures["own"]
        return picture.original.name if state == "original" else picture.renditions[0]["file"]

    def path(self, state: str) -> str:
        """Where readers find, found or would find the story."""
        edition = self.stories[state].editions.order_by("-live_from").first()
        return edition.address_id if edition else f"/{self.day:%Y/%m/%d}/{self.stories[state].slug}/"


def publish(story, by, editor):
    workflow.publish(story, by=editor)


def change_after_publication(story, by, editor):
    publish(story, by, editor)
    workflow.publish(cast.rewrite(story, headline="Corrected"), by=editor, kind="correction", note="It was not so.")
    cast.rewrite(story, headline="Changed since")


def withdraw(story, by, editor):
    publish(story, by, editor)
    workflow.withdraw(story, by=editor)


def kill(story, by, editor):
    publish(story, by, editor)
    workflow.kill(story, by=editor, reason="A court has forbidden us to publish this.")


def hold(story, by, editor):
    workflow.set_embargo(story, by=by, until=timezone.now() + timedelta(hours=1))


def submit(story, by, editor):
    workflow.submit(story, by=by)


def approve(story, by, editor):
    submit(story, by, editor)
    workflow.approve(story, by=editor)


def send_back(story, by, editor):
    submit(story, by, editor)
    workflow.return_to_writer(story, by=editor, note="More numbers, please.")


def schedule(story, by, editor):
    workflow.schedule(story, by=editor, at=timezone.now() + timedelta(hours=1))


def throw_away(story, by, editor):
    workflow.trash(story, by=by, note="Not a story.")


STATES = {
    "draft": lambda story, by, editor: None,
    "returned": send_back,
    "in_review": submit,
    "ready": approve,
    "live": publish,
    "changed": change_after_publication,
    "scheduled": schedule,
    "withdrawn": withdraw,
    "killed": kill,
    "under_embargo": hold,
    "trashed": throw_away,
}


def outcome(response) -> str:
    """What a response means for the matrix: open, refused, sign-in, or no such method."""
    if response.status_code == 302 and response.url.startswith("/admin/login/"):
        return "sign-in"
    return {403: "refused", 404: "refused", 410: "refused", 405: "no such method"}.get(response.status_code, "open")


class Writes(list):
    """Every statement that changed something, but for sessions and the book-keeping of signing in."""

    def __call__(self, execute, sql, params, many, context):
        verb = sql.lstrip().split(" ", 1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE"} and not any(word in sql for word in BOOKKEEPING):
            self.append(sql[:160])
        return execute(sql, params, many, context)


@contextmanager
def watched_and_undone():
    """Collects what is written within, and takes it back."""
    writes = Writes()
    block = transaction.atomic()
    block._from_testcase = True  # a verb may then open its own, durable, transaction within
    with connection.execute_wrapper(writes), block:
        yield writes
        transaction.set_rollback(True)

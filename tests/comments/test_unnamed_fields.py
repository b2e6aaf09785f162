"""Readers' forms take the fields that they show. With every column of every table sent along, each of them leaves the same
rows behind as without: all columns of all rooms are compared, so that a new one is covered as soon as it is there."""

import random
import secrets
from dataclasses import dataclass, field

import pytest
import time_machine
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models, transaction
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import clock
from comments import appeals, keys, moderation, tokens
from comments.models import Comment, Commenter, Recommendation, Report, State
from comments.voices import Reader
from newsroom.models import PageChange
from tests.articles.desk import signed_in
from tests.cast import make_live, moderator
from tests.comments.makers import OURS, TYPED, make_comment, make_commenter, make_own, post_address

ROOMS = ("accounts", "library", "authors", "articles", "comments", "newsroom")
TABLES = [
    model for room in ROOMS for model in apps.get_app_config(room).get_models() if model is not PageChange
]  # of the database's clock
READERS = sorted(
    (model for model in TABLES if model._meta.app_label == "comments"), key=lambda model: model is Comment
)  # what Comment would take is sent where several have the name
ALIASES = {
    "pk": "1", "is_staff": "1", "is_superuser": "1", "is_held": "", "user": "1", "username": "mona@news.example",
    "action": "approve", "verb": "approve", "permissions": "moderate", "next": "https://evil.example/", "on": "1",
}  # fmt: skip
ADDRESS = "192.0.2.7"


@dataclass(frozen=True)
class Deed:
    """What a reader sends to an address: `named` is what the form has, `read` are the other names that it may have."""

    address: str
    named: dict = field(default_factory=dict)
    read: tuple[str, ...] = ()
    client: Client = field(default_factory=lambda: Client(REMOTE_ADDR=ADDRESS))

    def do(self, more: dict) -> str:
        """Where the answer leads to, or its status."""
        unnamed = {name: value for name, value in more.items() if name not in (*self.named, *self.read)}
        query = {name: value for name, value in unnamed.items() if name not in ("k", "before")}
        answer = self.client.post(self.address, unnamed | self.named, query_params=query, headers=OURS)
        assert answer.status_code in (200, 303), answer.text
        return answer.headers.get("Location", str(answer.status_code))


def receipt_of(comment: Comment) -> dict:
    return {"k": tokens.receipt_key(comment.public_id)}


@pytest.fixture
def deeds(db) -> dict[str, Deed]:
    """Every form that readers have, by its name."""
    story, person = make_live(headline="The last ferry"), make_commenter()
    public = make_comment(story)
    return comments_on(story, public) | said_of(story, public) | done_with_own(story, person) | done_at_home(person)


def comments_on(story, public: Comment) -> dict[str, Deed]:
    address, read = post_address(story), ("token", "parent", "preview", "proof", "reference_k7", *TYPED)
    first, below = TYPED | {"token": tokens.mint(story.pk)}, tokens.mint(story.pk, public.public_id)
    return {
        "a comment": Deed(address, first | {"parent": ""}, read),
        "a reply": Deed(address, TYPED | {"token": below, "parent": public.public_id}, read),
        "a moderator's own comment": Deed(address, first | {"name": moderator().name}, read, signed_in(moderator())),
    }


def said_of(story, public: Comment) -> dict[str, Deed]:
    liked = make_comment(story, text="A liked one.")
    Recommendation.objects.create(comment=liked, reader_key=Reader(ADDRESS).key)
    Comment.objects.filter(pk=liked.pk).update(recommended=1)
    here = f"/comments/{public.public_id}"
    return {
        "a report": Deed(f"{here}/report", {"reason": "other", "text": "This is wrong."}),
        "an error in a comment": Deed(f"{here}/report", {"reason": "error", "text": "A date."}),
        "an error in the story": Deed(post_address(story).replace("/on/", "/error/"), {"text": "It is late."}),
        "a recommendation": Deed(f"{here}/recommend", {}, ("take_back",)),
        "a recommendation taken back": Deed(f"/comments/{liked.public_id}/recommend", {"take_back": "1"}),
    }


def done_with_own(story, person: Commenter) -> dict[str, Deed]:
    own, refused = (make_own(story, person, state=State.PENDING, text=text) for text in ("One.", "Two."))
    moderation.reject(refused, by=moderator(), reason="abuse")
    leaving = make_own(story, person, text="Not mine any more.")
    unproved = make_comment(story, state=State.PENDING, text="Whose is it?")
    here, said = "/comments/r", {"comment": "Other words.", "seen": "1"}
    proof = keys.mint(keys.CONFIRM, person, unproved.public_id, "each")
    return {
        "a rewritten comment": Deed(f"{here}/{own.public_id}/edit", receipt_of(own) | said, ("preview", "proof")),
        "a comment taken back": Deed(f"{here}/{leaving.public_id}/withdraw", receipt_of(leaving)),
        "a proof asked for": Deed(f"{here}/{unproved.public_id}/prove", receipt_of(unproved) | {"replies": "each"}),
        "an address proved": Deed(f"/comments/you/confirm/{proof}"),
        "an appeal": Deed(f"{here}/{refused.public_id}/appeal", receipt_of(refused) | {"text": "Look again."}),
    }


def done_at_home(person: Commenter) -> dict[str, Deed]:
    wish = Commenter.objects.create(email="erased@reader.example", email_key="k", erase_after=timezone.now())
    you, others = (f"/comments/you/{keys.mint(keys.YOU, who)}" for who in (person, wish))
    stop = keys.mint(keys.STOP, make_commenter("s@reader.example", replies="each"))
    return {
        "the own page asked for": Deed("/comments/you/", {"email": "new@reader.example"}),
        "no more mails": Deed(f"/comments/stop/{stop}"),
        "a choice of mails": Deed(f"{you}/mails/", {"replies": "daily"}, ("decisions",)),
        "comments claimed": Deed(f"{you}/claim/"),
        "the wish to be erased": Deed(f"{you}/erase/"),
        "that wish taken back": Deed(f"{others}/keep/"),
        "all links ended": Deed(f"{you}/end/"),
    }


@pytest.fixture
def elsewhere(db) -> None:
    """Rows that somebody would like to lay hands on, one in each table of readers that can be made with a verb."""
    other = make_own(make_live(headline="Another"), make_commenter("other@reader.example"), state=State.PENDING)
    moderation.reject(other, by=moderator(), reason="abuse")
    appeals.make(other, "Why?")
    Report.objects.create(article=other.article, comment=other, reason="abuse", reporter_key="x")


def tempting(column: models.Field) -> str:
    """What one would send for it to gain something, in the form in which it would be taken."""
    if column.related_model:
        return str(column.related_model.objects.order_by("-pk").values_list("pk", flat=True).first() or 1)
    if column.choices:
        return next(str(value) for value, _ in reversed(column.choices) if value != column.get_default())
    values = {
        models.BooleanField: "on",
        models.DateTimeField: "2001-01-01 00:00:00+00:00",
        models.DateField: "2001-01-01",
        models.JSONField: '{"owned": 1}',
        models.UUIDField: "00000000-0000-4000-8000-000000000001",
        models.IntegerField: "7",
        models.FloatField: "0.07",
        models.EmailField: "owned@reader.example",
        models.URLField: "https://owned.example/",
    }
    return next((value for kind, value in values.items() if isinstance(column, kind)), "owned")


def everything() -> dict[str, str]:
    """Each column under each of its names."""
    sent = dict(ALIASES)
    for model in READERS:
        for column in model._meta.concrete_fields:
            names = (
                column.name,
                column.attname,
                column.column,
                f"{column.name}_pk",
                f"{model._meta.model_name}-{column.name}",
            )
            sent |= dict.fromkeys(names, tempting(column))
    return sent | {"state": State.APPROVED}


def rows() -> dict[str, list[tuple]]:
    """Every row of every room, and what the worker has to do."""
    found = {model._meta.label: _rows_of(model) for model in TABLES}
    return found | {"to do": sorted(map(repr, DBTaskResult.objects.values_list("task_path", "args_kwargs")))}


def _rows_of(model: type[models.Model]) -> list[tuple]:
    columns = [column.attname for column in model._meta.concrete_fields]
    return list(model._base_manager.order_by("pk").values_list(*columns))


@pytest.fixture
def chance(monkeypatch):
    """All clocks stand still. Begins anew what is drawn by chance and what PostgreSQL counts, so that twins are alike."""
    at = clock.read()
    for name in ("read", "site_now"):
        monkeypatch.setattr(f"articles.clock.{name}", lambda: at)
    counted = connection.ops.sequence_reset_sql(no_style(), TABLES)

    def begin():
        drawn = random.Random(1)
        with connection.cursor() as cursor:
            for statement in counted:
                cursor.execute(statement)
        monkeypatch.setattr(secrets, "token_bytes", lambda number=32: drawn.randbytes(number))
        monkeypatch.setattr(secrets, "token_hex", lambda number=32: drawn.randbytes(number).hex())

    with time_machine.travel(at, tick=False):
        yield begin


def differences(honest: dict, twin: dict) -> list[str]:
    """What stands in one of them only."""
    return [
        f"{table}: {only}"
        for table, found in honest.items()
        if twin[table] != found
        for only in (set(map(repr, found)) ^ set(map(repr, twin[table])))
    ]


def left_behind(deed: Deed, more: dict, chance) -> tuple[str, dict]:
    """Where it led to, and all rows after it; nothing of it stays."""
    chance()
    with transaction.atomic():
        led, found = deed.do(more), rows()
        transaction.set_rollback(True)
    return led, found


def test_of_all_columns_a_form_takes_those_that_it_shows(deeds, elsewhere, chance):
    before, sent = rows(), everything()
    assert len(sent) > 100
    for name, deed in deeds.items():
        honest, twin = left_behind(deed, {}, chance), left_behind(deed, sent, chance)
        assert honest[1] != before, f"{name}: nothing happened"
        assert twin[0] == honest[0], name
        different = differences(honest[1], twin[1])
        assert not different, "\n".join([name, *different])

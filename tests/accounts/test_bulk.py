"""Rows that are brought in by the hundred thousand are like those that are stored one by one."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import bulk
from accounts.bulk import Row, numbered, store
from accounts.models import Audit
from articles.models import Rendered, Tag, TagAlias
from tests.cast import editor

pytestmark = pytest.mark.django_db


def columns(model) -> list[dict]:
    return [
        {name: value for name, value in row.items() if name != "id"} for row in model.objects.order_by("pk").values()
    ]


def test_a_row_is_as_one_that_its_model_has_stored():
    at, by = timezone.now(), editor()
    said = {"at": at, "about_id": "7", "note": "Ünter “100%”"}
    Audit.objects.create(**said, by=by, action="add")
    store(Audit, [Row(**said)], by_id=by.pk, action="add")
    one, another = columns(Audit)[-2:]
    assert one == another


def test_more_rows_than_one_statement_takes_are_all_stored_in_their_order(monkeypatch):
    monkeypatch.setattr(bulk, "VALUES", 30)
    at = timezone.now()
    store(Audit, [Row(about_id=str(number), at=at) for number in range(25)], action="add")
    assert [row["about_id"] for row in columns(Audit)][-25:] == [str(number) for number in range(25)]


def test_numbers_belong_to_the_rows_alone():
    """Neither before nor after does another row get one of them."""
    before = Tag.objects.create(name="Before", slug="before")
    with transaction.atomic():
        rows = numbered(Tag, [Row(name=f"Tag {number}", slug=f"tag-{number}") for number in range(3)])
        store(Tag, rows)
    after = Tag.objects.create(name="After", slug="after")
    assert len({before.pk, after.pk, *(row.id for row in rows)}) == 5
    assert {tag.pk: tag.name for tag in Tag.objects.filter(pk__in=[row.id for row in rows])} == {
        row.id: row.name for row in rows
    }


def test_the_database_refuses_what_it_would_refuse_of_one():
    tag = Tag.objects.create(name="Ferries", slug="ferries")
    with pytest.raises(IntegrityError), transaction.atomic():
        store(TagAlias, [Row(slug="boats", tag_id=tag.pk), Row(slug="boats", tag_id=tag.pk)])
    assert not TagAlias.objects.exists()


def test_nothing_is_stored_of_no_rows():
    store(Rendered, [])
    assert not Rendered.objects.exists()

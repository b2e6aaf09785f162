"""Ten stories and two photographs that nobody here made, through the desk's forms to readers."""

import csv

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape, linebreaks
from lxml import html

from articles.models import Article, Edition
from tests.articles.desk import form_of, make, page, signed_in
from tests.cast import editor, make_author, make_section, reporter
from tests.conftest import SAMPLE_DATA

pytestmark = [pytest.mark.shared_data, pytest.mark.django_db]


def real_stories() -> list[dict]:
    """Five of each year, the first and then every thirtieth."""
    found = []
    for year in (2019, 2020):
        with (SAMPLE_DATA / "news" / f"wikinews_{year}.csv").open(encoding="utf-8", newline="") as file:
            found += list(csv.DictReader(file))[:130:26]
    return found


def upload(client, name: str) -> int:
    with (SAMPLE_DATA / "images" / "photos" / name).open("rb") as file:
        words = {"alt": f"The photograph {name}", "credit": "A photographer", "licence": "cc-by-sa-4.0"}
        answer = client.post(reverse("admin:library_picture_upload"), words | {"file": file})
    assert answer.status_code in (200, 201), answer.content
    return answer.json()["id"]


def test_ten_stories_and_two_photographs_go_through_the_forms():
    section, author = make_section("World"), make_author("Wiki Contributor")
    writer, publisher = signed_in(reporter()), signed_in(editor())
    photographs = [upload(writer, name) for name in ("jolla.jpg", "canon_hdr_NO.jpg")]
    stories = real_stories()
    assert len(stories) == 10
    for number, said in enumerate(stories):
        write(writer, said, section, author, photographs[number % 2])
        story = Article.objects.latest("pk")
        make(writer, story, "submit")
        make(publisher, story, "approve")
        make(publisher, story, "publish")
    assert Edition.objects.live().count() == 10
    for said in stories:
        edition = Edition.objects.live().get(headline=said["title"].strip())
        assert words_of(Client().get(edition.get_absolute_url())) == " ".join(said["text"].split())


def write(client, said: dict, section, author, picture: int) -> None:
    form = form_of(client.get(page("add")))
    typed = {
        "headline": said["title"],
        "standfirst": said["title"],
        "body": linebreaks(escape(said["text"].strip())),
        "section": section.pk,
        "bylines-0-author": author.name,
        "bylines-0-role": "words",
        "lead_picture": picture,
    }
    assert client.post(page("add"), form | typed).status_code == 302


def words_of(response) -> str:
    """The text as a reader finds it, each block and line apart."""
    [body] = html.fromstring(response.content).find_class("story__body")
    for element in body.iter("br", "p"):
        element.tail = f" {element.tail or ''}"
    return " ".join(body.text_content().split())

"""The model of what is to be published, by hand in a browser: written, approved, published, replied to."""

import pytest
from django.test import Client

from articles.models import Edition
from comments.models import Comment
from tests.cast import editor, make_author, make_section, moderator, reporter
from tests.conftest import SAMPLE_DATA
from tests.walk import people

pytestmark = [pytest.mark.shared_data, pytest.mark.django_db(transaction=True)]

SAID = "My thoughts are with the families."


def seed_story() -> people.Story:
    text = (SAMPLE_DATA / "seed" / "article.txt").read_text(encoding="utf-8")
    headline, standfirst, *rest = [line.strip() for line in text.splitlines() if line.strip()]
    end = rest.index("Learn More →")
    body = [("p" if line.endswith(".") else "h2", line) for line in rest[: end - 1]]
    return people.Story(headline, standfirst, body, section="World", author=rest[end - 1])


def test_the_model_story_is_published_replied_to_and_approved_by_hand(open_page):
    story = seed_story()
    assert [kind for kind, _ in story.body].count("h2") == 1
    make_section("World")
    make_author(story.author)
    writer, publisher, reader, desk = (open_page() for _ in range(4))

    people.sign_in(writer, reporter())
    people.write(writer, story)
    people.save(writer)
    people.move(writer, "Submit for review", "Submitted for review.")
    people.sign_in(publisher, editor())
    people.open_what_waits(publisher, story.headline)
    people.move(publisher, "Approve", "Approved: this text may go out.")
    people.move(publisher, "Publish", "Published.")

    people.read(reader, story)
    people.learn_more(reader, story.author)
    people.reply(reader, SAID, "A Reader", "reader@reader.example")
    people.expect_receipt(reader, SAID)
    address = Edition.objects.live().get().get_absolute_url()
    assert SAID not in Client().get(address).content.decode()
    people.sign_in(desk, moderator())
    people.approve(desk, SAID)
    assert SAID in Client().get(address).content.decode()
    assert Comment.objects.visible().count() == 1

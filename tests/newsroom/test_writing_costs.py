"""What is done with each story and each comment asks the database no more often than it has to.

Every statement counts, also those that begin and end a transaction; on PostgreSQL there are the locks and the clock besides.
"""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import Address
from comments.models import Comment
from tests import cast
from tests.articles.desk import form_of, page, signed_in
from tests.comments.makers import leave

pytestmark = pytest.mark.django_db

ON_POSTGRES = connection.vendor == "postgresql"
PUBLISHING = 31 if ON_POSTGRES else 27
A_TAKEN_ADDRESS = 3
POSTING = 19 if ON_POSTGRES else 18


def statements(act) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        act()
    return [each["sql"] for each in asked.captured_queries]


def a_story(headline: str = "Ship leaves"):
    return cast.make_article(headline=headline, bylines=[cast.make_author()], tags=["Ports"])


def published(client, story) -> list[str]:
    form = form_of(client.get(page("publish", story)), "move")
    asked = statements(lambda: client.post(page("publish", story), form))
    assert story.editions.live().exists()
    return asked


def test_publishing_asks_no_more_than_it_must():
    client = signed_in(cast.editor())
    published(client, a_story())  # what is looked up once in a process is looked up now
    asked = published(client, a_story("Another one leaves"))
    assert len(asked) <= PUBLISHING, "\n".join(asked)


def test_many_taken_addresses_cost_no_more_than_one():
    client = signed_in(cast.editor())
    published(client, a_story())
    for _ in range(6):
        cast.make_live(headline="Ship leaves")
    asked = published(client, a_story())
    assert len(asked) <= PUBLISHING + A_TAKEN_ADDRESS, "\n".join(asked)
    assert Address.objects.filter(path__endswith="/ship-leaves-8/").exists()


def test_a_comment_asks_no_more_than_it_must():
    story = cast.make_live()
    leave(story, Client(REMOTE_ADDR="192.0.2.1"), comment="The first of all")
    client = Client(REMOTE_ADDR="198.51.100.7")
    asked = statements(lambda: leave(story, client, comment="The second of all"))
    assert Comment.objects.count() == 2
    assert len(asked) <= POSTING, "\n".join(asked)

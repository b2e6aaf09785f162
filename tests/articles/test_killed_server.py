"""The server is killed while somebody writes, at any moment, twenty times: what it had confirmed is there."""

import http.client
import json
import random
from threading import Timer
from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from articles import revisions
from articles.forms import said
from articles.models import Article
from tests.articles.served import process
from tests.cast import make_article, reporter

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 20
SEED = 9
TOKEN = "t" * 32  # of forms: the cookie and the field say the same


class Writer:
    """A page that types word after word, sends each until it is confirmed, and knows which were."""

    def __init__(self, user, story):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.cookies = f"{settings.SESSION_COOKIE_NAME}={session}; {settings.CSRF_COOKIE_NAME}={TOKEN}"
        self.address = f"/admin/articles/article/{story.pk}/autosave/"
        self.fields = said.as_post(said.of(story), story) | {"csrfmiddlewaretoken": TOKEN, "tab": "the-only-tab"}
        self.confirmed, self.count, self.pending = [], 0, None

    def write_until_it_dies(self, served, port: int, killer: Timer) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        try:
            while True:
                self.pending = self.pending or self._next()
                connection.request("POST", self.address, urlencode(self.pending), self._headers())
                answer = connection.getresponse()
                if served.poll() is not None:
                    return  # it may be somebody else's server that has the port by now
                self._hear(answer)
                if killer.ident is None:
                    killer.start()  # once it is at work: a busy machine takes its time to start a process
        except (OSError, http.client.HTTPException):
            pass  # killed: whatever was under way is sent again as it was
        finally:
            connection.close()

    def _next(self) -> dict:
        self.count += 1
        body = self.fields["body"].removesuffix("</p>") + f" word{self.count}</p>"
        return self.fields | {"body": body, "key": f"save-number-{self.count}"}

    def _hear(self, answer) -> None:
        text = answer.read()
        if "Content-Length" not in answer.headers:
            raise http.client.IncompleteRead(text)  # killed before it had said all headers
        assert answer.status == 200, (answer.status, answer.headers.items(), text[:500])
        said_back = json.loads(text)
        assert "conflict" not in said_back
        self.fields = self.pending | {"version": said_back["version"]}
        self.confirmed.append(f"word{self.count}")
        self.pending = None

    def _headers(self) -> dict:
        return {
            "Cookie": self.cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept": "application/json",
        }


def test_every_confirmed_save_survives_twenty_kills():
    chance, user = random.Random(SEED), reporter()
    story = make_article(by=user, body="<p>Begun.</p>")
    writer = Writer(user, story)
    for _ in range(KILLS):
        before = len(writer.confirmed)
        with process() as (served, port):
            writer.write_until_it_dies(served, port, Timer(chance.uniform(0.0, 0.5), served.kill))
            served.wait()
        story = Article.objects.get(pk=story.pk)
        present = set(story.body.removesuffix("</p>").split())
        assert [word for word in writer.confirmed if word not in present] == []
        assert revisions.thaw(story.revisions.first())["body"] == story.body
        assert revisions.digest_of(story.revisions.first().content) == story.content_digest
        assert len(writer.confirmed) >= before
    assert len(writer.confirmed) >= KILLS
    assert story.version in {len(writer.confirmed), len(writer.confirmed) + 1}  # each once; the last may be unheard

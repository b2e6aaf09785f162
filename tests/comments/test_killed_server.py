"""The server is killed while many readers post, at any moment: what a reader was told is stored is there, and there once."""

import http.client
import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from threading import Lock, Timer
from urllib.parse import urlencode

import pytest

from comments import tokens, verify
from comments.models import Action, Comment
from comments.rules import settings
from comments.rules.catalogue import FLOODS
from tests.articles.served import process
from tests.cast import administrator, make_live
from tests.comments.makers import OURS, TYPED, post_address

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 5
READERS = 4
SEED = 9
PATIENCE = 120  # seconds; a busy machine takes its time


class Killer:
    """Ends a server at a moment after its first answer: a busy machine takes its time to begin."""

    def __init__(self, served, delay: float):
        self.served, self.timer, self.turn = served, Timer(delay, served.kill), Lock()

    def is_at_work(self) -> None:
        with self.turn:
            if self.timer.ident is None:
                self.timer.start()

    @property
    def has_killed(self) -> bool:
        return self.served.poll() is not None


class Reader:
    """Posts one comment after the other, repeats what was not answered as it was, and knows what was: words by address."""

    def __init__(self, number: int, story):
        self.number, self.address, self.story = number, post_address(story), story.pk
        self.count, self.pending, self.told = itertools.count(1), None, {}

    def post_until_it_dies(self, port: int, killer: Killer) -> None:
        try:
            while not killer.has_killed:
                self.pending = self.pending or self._next()
                self._hear(*self._send(port, self.pending), killer)
        except (OSError, http.client.HTTPException):
            pass  # killed: nobody knows whether it was stored

    def send_the_last_one_again(self, port: int) -> None:
        """What was not answered, or else what was: a second use of a token is answered like the first."""
        status, receipt = self._send(port, self.pending or self.last)
        assert status == 303
        assert self.pending or receipt in self.told
        self.told[receipt] = (self.pending or self.last)["comment"]

    def _next(self) -> dict:
        words = f"Reader {self.number} says this for the {next(self.count)}. time"
        return TYPED | {"comment": words, "token": tokens.mint(self.story), "parent": ""}

    def _send(self, port: int, form: dict) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        try:
            headers = OURS | {"Content-Type": "application/x-www-form-urlencoded"}
            connection.request("POST", self.address, urlencode(form), headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status == 303 and "Location" not in answer.headers:
                raise http.client.HTTPException("The answer was cut off in its head.")
            return answer.status, answer.headers.get("Location", "")
        finally:
            connection.close()

    def _hear(self, status: int, receipt: str, killer: Killer) -> None:
        if killer.has_killed and status != 303:
            return  # somebody else's server has the port by now
        assert status in (303, 503), status  # who is told that the database is busy sends it again
        if status == 303:
            self.told[receipt], self.last, self.pending = self.pending["comment"], self.pending, None
            killer.is_at_work()


def unlimited() -> None:
    """All readers of this test have one network address."""
    by = administrator()
    for code in FLOODS:
        settings.save(settings.Setting(code, Action.OFF, settings.current()[code].numbers), by=by)


def test_every_comment_that_was_acknowledged_survives_the_kills_and_none_is_there_twice():
    unlimited()
    chance, story = random.Random(SEED), make_live(headline="The last ferry")
    readers = [Reader(number, story) for number in range(READERS)]
    with ThreadPoolExecutor(READERS) as pool:
        for _ in range(KILLS):
            with process() as (served, port):
                killer = Killer(served, chance.uniform(0.0, 0.6))
                list(pool.map(lambda reader, to=port, killer=killer: reader.post_until_it_dies(to, killer), readers))
        with process() as (_, port):
            list(pool.map(lambda reader: reader.send_the_last_one_again(port), readers))
    told = {receipt: words for reader in readers for receipt, words in reader.told.items()}
    stored = {comment.public_id: comment.text for comment in Comment.objects.all()}
    assert len(told) >= KILLS
    assert {receipt.partition("?")[0].rpartition("/")[2]: words for receipt, words in told.items()} == stored
    assert len(set(stored.values())) == len(stored)
    assert list(verify.faults()) == []

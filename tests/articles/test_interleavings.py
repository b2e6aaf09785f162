"""Two people save one story at the same moments, over two connections, five hundred times: no update is lost."""

import random
import uuid
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from articles.forms import said
from articles.models import Article, Revision
from tests.articles.desk import signed_in
from tests.articles.saving import OpenPage
from tests.cast import editor, make_article, reporter

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 500
SEED = 20_261_127
SAVES = 2  # by each of the two, in each round
PARAGRAPHS = 4


class Tab(OpenPage):
    """An open page without its HTML: what it says is what the page would."""

    def __init__(self, user, client, story):
        self.user, self.client, self.tab, self.story = user, client, str(uuid.uuid4()), story.pk
        self.fields = {name: str(value) for name, value in said.as_post(said.of(story), story).items()}
        self.base, self.began = None, dict(self.fields)


def paragraphs(tag: str) -> str:
    return "".join(f"<p>Line {number} of {tag}.</p>" for number in range(PARAGRAPHS))


def write(tab: Tab, name: str, chance: random.Random, start: Barrier) -> list[str]:
    """Types a word of its own into some paragraph, saves, and so on; now and then an answer is lost and the save repeated."""
    typed = []
    start.wait()
    for turn in range(SAVES):
        typed.append(f"{name}{turn}")
        blocks = tab["body"].split("</p>")
        place = chance.randrange(len(blocks) - 1)
        blocks[place] += f" {typed[-1]}"
        sent = dict(tab.type(body="</p>".join(blocks)).fields)
        key = str(uuid.uuid4())
        if chance.random() < 0.2:
            lost = Tab.__new__(Tab)
            lost.__dict__ = dict(tab.__dict__)
            lost.save(key=key, sent=sent)
        assert tab.save(key=key, sent=sent).status_code == 200, tab.response.content
    connections.close_all()
    return typed


def test_five_hundred_interleavings_lose_no_update():
    chance, people = random.Random(SEED), [reporter(), editor()]
    clients = [signed_in(person) for person in people]
    missing, conflicts = [], 0
    with ThreadPoolExecutor(2) as pool:
        for number in range(ROUNDS):
            story = make_article(body=paragraphs(f"round {number}"), by=people[0])
            tabs = [Tab(person, client, story) for person, client in zip(people, clients, strict=True)]
            start = Barrier(2)
            names, seeds = ("rita", "edith"), [random.Random(chance.random()) for _ in people]
            work = [pool.submit(write, *each, start) for each in zip(tabs, names, seeds, strict=True)]
            typed = [word for done in work for word in done.result(timeout=60)]
            aside = Revision.every.filter(article=story, kind="aside").values_list("content", flat=True)
            conflicts += bool(aside)
            kept = " ".join([Article.objects.get(pk=story.pk).body, *aside])
            missing += [(number, word) for word in typed if word not in kept]
    assert missing == []
    assert 0 < conflicts < ROUNDS  # both kinds of round were among them

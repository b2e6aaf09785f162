"""A newspaper at work, by chance: writers change it at the same moment, and afterwards every page is what a fresh render makes.

`MODEL_ROUNDS=1000` makes a long evening of it. Two sites in this process, whose copies can be looked at, and a server with
two processes beside it must agree after each round.
"""

import os
import random
from threading import Event

from articles import workflow
from articles.models import Article, Edition, Section, Tag
from articles.refusals import Refused
from articles.revisions import Stale
from authors.models import Author
from comments import moderation
from comments.models import Comment, State
from library.models import Picture
from tests import cast
from tests.comments.makers import make_comment
from tests.newsroom.pagecache.readers import Reader
from tests.newsroom.test_serve import ask, server

ROUNDS = int(os.environ.get("MODEL_ROUNDS", "6"))
WRITERS, TURNS = 3, 4  # who works at the same moment; requests after which each process of the server was asked
SECTIONS, AUTHORS, TAGS = ("City", "Sports"), ("Ines Calder", "Lea Brandt"), ("ports", "weather")
EVERYWHERE = {"rename_section"}  # its name stands above every page


class Newspaper:
    """A few stories; and one that has nothing in common with them, whose pages no step concerns."""

    def __init__(self):
        self.sections = [cast.make_section(name) for name in SECTIONS]
        self.authors = [cast.make_author(name) for name in AUTHORS]
        self.picture, self.moderator, self.editor = cast.make_picture(), cast.moderator(), cast.editor()
        for number in range(6):
            self.publish(random.Random(number))
        far = cast.make_live(
            headline="Far away", slug="far", section=cast.make_section("Far"), tags=["far"], bylines=[cast.make_author("Fay Far")]
        )  # fmt: skip
        self.far = [far.editions.get().address_id, "/far/", "/author/fay-far/", "/tag/far/"]

    def pages(self) -> list[str]:
        stories = Edition.objects.order_by("pk").values_list("address_id", flat=True)
        lists = [*(f"/{each.slug}/" for each in self.sections), *(f"/author/{each.slug}/" for each in self.authors)]
        lists += [
            *(f"/tag/{tag}/" for tag in TAGS),
            "/",
            "/feed.xml",
            "/corrections/",
            "/sitemap-pages.xml",
            "/authors/",
        ]
        return [*dict.fromkeys(stories), *lists, *self.far]

    # What writers do

    def publish(self, chance) -> None:
        cast.make_live(
            headline=f"Story {chance.random()}", slug=f"story-{chance.getrandbits(60)}", section=chance.choice(self.sections),
            bylines=[chance.choice(self.authors)], tags=[chance.choice(TAGS)], lead_picture=self.picture,
        )  # fmt: skip

    def change(self, chance) -> None:
        words = {"headline": f"Other words {chance.random()}", "section": chance.choice(self.sections)}
        workflow.publish(cast.rewrite(self.story(chance), **words), by=self.editor, kind="update")

    def correct(self, chance) -> None:
        story = cast.rewrite(self.story(chance), standfirst=f"It was {chance.random()}.")
        workflow.publish(story, by=self.editor, kind="correction", note="We were wrong.")

    def withdraw(self, chance) -> None:
        workflow.withdraw(self.story(chance), by=self.editor)

    def kill(self, chance) -> None:
        workflow.kill(self.story(chance), by=self.editor, reason="A court.")

    def comment(self, chance) -> None:
        held = make_comment(self.story(chance), state=State.PENDING, text=f"I saw {chance.random()}.")
        moderation.approve(held, by=self.moderator)

    def remove(self, chance) -> None:
        found = Comment.objects.visible().order_by("pk").last()
        if found:
            moderation.remove(found, by=self.moderator, reason="abuse")

    def rename_author(self, chance) -> None:
        Author.objects.filter(pk=chance.choice(self.authors).pk).update(name=f"Name {chance.random()}")

    def rename_tag(self, chance) -> None:
        Tag.objects.filter(slug=chance.choice(TAGS)).update(name=f"Tag {chance.random()}")

    def rename_section(self, chance) -> None:
        Section.objects.filter(pk=chance.choice(self.sections).pk).update(name=f"Section {chance.random()}")

    def describe_picture(self, chance) -> None:
        Picture.objects.filter(pk=self.picture.pk).update(credit=f"Paula {chance.random()}")

    def story(self, chance) -> Article:
        live = Edition.objects.live().exclude(headline="Far away").values_list("article", flat=True)
        return Article.objects.get(pk=chance.choice(sorted(live)))


STEPS = {
    "publish": 4, "change": 4, "correct": 2, "withdraw": 1, "kill": 1, "comment": 3, "remove": 1, "rename_author": 2,
    "rename_tag": 2, "rename_section": 1, "describe_picture": 1,
}  # fmt: skip


def step(paper: Newspaper, chance) -> str:
    """One thing that one writer does, or is refused because another one was faster."""
    name = chance.choices([*STEPS], [*STEPS.values()])[0]
    try:
        getattr(paper, name)(chance)
    except (Refused, Stale, moderation.Refused, IndexError):
        return ""
    return name


def at_once(paper: Newspaper, chance) -> set[str]:
    seeds = [chance.getrandbits(32) for _ in range(WRITERS)]
    writers = [Reader(lambda seed=seed: step(paper, random.Random(seed))) for seed in seeds]
    return {writer.done() for writer in writers}


def test_whatever_writers_do_every_page_is_what_a_fresh_render_makes(open_site):
    paper, chance = Newspaper(), random.Random(os.environ.get("MODEL_SEED", "newsroom"))
    sites, done = [open_site(), open_site()], set()
    with server() as (_, port):
        for number in range(ROUNDS):
            for site in sites:
                show(site, paper)
            before = {path: sites[0].copy(path) for path in paper.far}
            did = at_once(paper, chance)
            done |= did
            Event().wait(sites[0].cache.log.lease * 2)  # longer than anybody may go without asking
            compare(open_site(), sites, port, paper, (number, did))
            if not EVERYWHERE & did:
                assert {path: sites[0].copy(path) for path in paper.far} == before, (number, did)
    assert len(done) > 2


def show(site, paper: Newspaper) -> None:
    for path in paper.pages():
        site.get(path)


def compare(fresh, sites, port: int, paper: Newspaper, told) -> None:
    """Every page of every process is the same as one that keeps nothing yet makes."""
    for path in paper.pages():
        true = fresh.get(path)
        for site in sites:
            assert site.get(path) == true, (told, path)
        for _ in range(TURNS):
            assert ask(port, path).text == true, (told, path)
    fresh.close()

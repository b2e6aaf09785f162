"""Stories by the thousand, each with the rows that its publication would have left, whole or not at all.

That is the article with bylines and tags, its frozen text, its address, the edition with what puts it on lists, what is rendered
for readers, and the event in the ledger: `verify_editions` finds all of it in order.
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.watched import told_at_once
from articles import body, clock, ledger, rendering, revisions
from articles.local_time import site_zone
from articles.models import (
    Address,
    Article,
    Byline,
    Change,
    Edition,
    EditionAuthor,
    EditionSection,
    EditionTag,
    Rendered,
    Revision,
    TaggedArticle,
)
from articles.turn import entry
from newsroom.archive.surroundings import Surroundings
from newsroom.archive.words import Said, Words, paragraph

BATCH = 1_000
FROZEN = ("kicker", "headline", "standfirst", "language", "seo_title", "seo_description")


def batches(around: Surroundings, begun: int) -> Iterator[int]:
    """Makes the stories that are missing, the oldest first; gives how many there are after each batch."""
    while begun < around.total:
        numbers = range(begun, min(begun + BATCH, around.total))
        with transaction.atomic(), told_at_once(connection):
            Batch(around, numbers).store()
        begun = numbers.stop
        yield begun


class Batch:
    def __init__(self, around: Surroundings, numbers: range):
        self.around, self.numbers = around, numbers
        words = Words(f"{around.seed}/{numbers.start}", len(around.tags))
        self.random, self.said = words.random, [words.say() for _ in numbers]

    def store(self) -> None:
        articles = list(map(self._article, self.numbers, self.said))
        contents = list(map(self._content, articles, self.said))
        texts = list(map(revisions.canonical, contents))
        for article, text in zip(articles, texts, strict=True):
            article.content_digest = article.sent_digest = revisions.digest_of(text)
        Article.objects.bulk_create(articles)
        _store_each(Byline, _bylines, articles, contents)
        _store_each(TaggedArticle, _tagged, articles, contents)
        frozen = Revision.objects.bulk_create(map(self._revision, articles, texts))
        addresses = Address.objects.bulk_create(map(self._address, self.numbers, articles))
        editions = Edition.objects.bulk_create(map(self._edition, contents, frozen, addresses))
        self._list(editions, contents)
        Rendered.objects.bulk_create(map(self._rendered, self.numbers, editions, contents, self.said))
        _note(editions)

    def _article(self, number: int, said: Said) -> Article:
        around, at = self.around, self.around.published_at(number)
        return Article(
            kicker=said.kicker,
            headline=said.headline,
            standfirst=said.standfirst,
            body=paragraph(said.first) + self._body(number)["source"],
            section=self.random.choice(around.sections),
            lead_picture=self.random.choice(around.pictures) if around.pictures and number % 3 else None,
            created_by=around.by,
            created_at=at,
            saved_by=around.by,
            saved_at=at,
            version=1,
            public_version=1,
            last_number=1,
        )

    def _body(self, number: int) -> dict:
        return self.around.bodies[number % len(self.around.bodies)]

    def _content(self, article: Article, said: Said) -> dict:
        """As `revisions.freeze` gives it, without asking the database for what is at hand."""
        tags = sorted((self.around.tags[number] for number in said.tags), key=lambda tag: (tag.name, tag.pk))
        authors = self.random.sample(self.around.authors, self.random.choice((1, 1, 1, 2)))
        return {name: getattr(article, name) for name in revisions.PLAIN} | {
            "section": {"id": article.section_id, "name": article.section.name},
            "series": None,
            "tags": [{"id": tag.pk, "name": tag.name} for tag in tags],
            "bylines": [{"author": each.pk, "role": "words", "name": each.name} for each in authors],
            "lead": revisions.lead_of(article),
            "pictures": [],
        }

    def _revision(self, article: Article, text: str) -> Revision:
        return Revision(
            article=article,
            kind=Revision.Kind.PUBLISHED,
            by=self.around.by,
            at=article.saved_at,
            version=1,
            schema=revisions.SCHEMA,
            content=text,
            digest=article.content_digest,
        )

    def _address(self, number: int, article: Article) -> Address:
        day = article.saved_at.astimezone(site_zone())
        return Address(path=f"/{day:%Y/%m/%d}/{slugify(article.headline)[:80]}-{number}/", article=article)

    def _edition(self, content: dict, revision: Revision, address: Address) -> Edition:
        lead = {f"lead_{name}": words for name, words in (content["lead"] or {}).items() if name != "picture"}
        return Edition(
            article=revision.article,
            number=1,
            revision=revision,
            address=address,
            digest=revision.digest,
            **{name: content[name] for name in FROZEN},
            **lead,
            lead_picture=revision.article.lead_picture,
            published_at=revision.at,
            updated_at=revision.at,
            live_from=revision.at,
            change=Change.FIRST,
            by=self.around.by,
        )

    def _list(self, editions: list[Edition], contents: list[dict]) -> None:
        """The rows that put them on their lists."""
        sections = partial(_sections, lines=self.around.lines)
        for model, rows in ((EditionSection, sections), (EditionTag, _tags), (EditionAuthor, _authors)):
            _store_each(model, rows, editions, contents)

    def _rendered(self, number: int, edition: Edition, content: dict, said: Said) -> Rendered:
        """The long text was rendered once for all the stories that share it; the first paragraph is each story's own."""
        shared, first = self._body(number), paragraph(said.first)
        words = shared["words"] + body.words(first)
        return Rendered(
            edition=edition,
            body=first + shared["body"],
            feed=first + shared["feed"],
            words=words,
            minutes=body.minutes(words),
            text=f"{said.first}\n\n{shared['text']}",
            **rendering.searched_first(content),
        )


def _store_each(model, rows, owners: list, contents: list[dict]) -> None:
    model.objects.bulk_create(chain.from_iterable(map(rows, owners, contents)))


def _bylines(article: Article, content: dict) -> Iterator[Byline]:
    for position, line in enumerate(content["bylines"]):
        yield Byline(article=article, author_id=line["author"], role=line["role"], position=position)


def _tagged(article: Article, content: dict) -> Iterator[TaggedArticle]:
    for tag in content["tags"]:
        yield TaggedArticle(content_object=article, tag_id=tag["id"])


def _on_list(edition: Edition) -> dict:
    return {"edition": edition, "published_at": edition.published_at, "article_id": edition.article_id}


def _sections(edition: Edition, content: dict, lines: dict[int, list]) -> Iterator[EditionSection]:
    for section in lines[content["section"]["id"]]:
        yield EditionSection(**_on_list(edition), section=section, primary=section.pk == content["section"]["id"])


def _tags(edition: Edition, content: dict) -> Iterator[EditionTag]:
    for tag in content["tags"]:
        yield EditionTag(**_on_list(edition), tag_id=tag["id"], name=tag["name"])


def _authors(edition: Edition, content: dict) -> Iterator[EditionAuthor]:
    for position, line in enumerate(content["bylines"]):
        name, role = line["name"], line["role"]
        yield EditionAuthor(**_on_list(edition), author_id=line["author"], role=role, name=name, position=position)


def _note(editions: list[Edition]) -> None:
    """One event of the ledger each, in its one chain."""
    at = clock.read()
    happened = [(edition.article, {"editions": [entry(edition)], "dropped": []}) for edition in editions]
    ledger.append_all("publish", happened, by=editions[0].by, at=at, note="Brought in from the archive.")

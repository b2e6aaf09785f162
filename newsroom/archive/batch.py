"""Stories by the thousand, each with the rows that its publication would have left, whole or not at all.

That is the article with bylines and tags, its frozen text, its address, the edition with what puts it on lists, what is rendered
for readers, and the event in the ledger: `verify_editions` finds all of it in order. Search knows the texts, and the words of headlines.
"""

from collections.abc import Iterator
from functools import partial
from itertools import chain

from django.db import connection, transaction
from django.utils.text import slugify

from accounts.bulk import Row, numbered, store
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
from articles.models.article import site_language
from articles.search import words as searched
from articles.turn import entry
from newsroom.archive.surroundings import Surroundings
from newsroom.archive.words import Said, Words, paragraph

BATCH = 4_000
FROZEN = ("kicker", "headline", "standfirst")


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
        articles = numbered(Article, map(self._article, self.numbers, self.said))
        contents = list(map(self._content, articles, self.said))
        frozen = numbered(Revision, map(self._revision, articles, contents))
        editions = numbered(Edition, map(self._edition, self.numbers, articles, contents, frozen))
        self._store_working_copies(articles, contents)
        store(
            Revision, frozen, kind=Revision.Kind.PUBLISHED, by_id=self.around.by.pk, version=1, schema=revisions.SCHEMA
        )
        store(Address, (Row(path=each.address_id, article_id=each.article_id) for each in editions))
        store(Edition, editions, by_id=self.around.by.pk, language=site_language())
        self._list(editions, contents)
        self._render(editions, contents)
        self._note(editions)

    def _store_working_copies(self, articles: list[Row], contents: list[dict]) -> None:
        by = self.around.by.pk
        store(Article, articles, created_by_id=by, saved_by_id=by, version=1, public_version=1, last_number=1)
        _store_each(Byline, _bylines, articles, contents)
        _store_each(TaggedArticle, _tagged, articles, contents)

    def _article(self, number: int, said: Said) -> Row:
        around, at = self.around, self.around.published_at(number)
        picture = self.random.choice(around.pictures) if around.pictures and number % 3 else None
        return Row(
            kicker=said.kicker,
            headline=said.headline,
            standfirst=said.standfirst,
            body=paragraph(said.first) + self._body(number)["source"],
            section_id=self.random.choice(around.sections).pk,
            lead_picture_id=picture and picture.pk,
            created_at=at,
            saved_at=at,
        )

    def _body(self, number: int) -> dict:
        return self.around.bodies[number % len(self.around.bodies)]

    def _content(self, article: Row, said: Said) -> dict:
        """As `revisions.freeze` gives it, without asking the database for what is at hand."""
        tags = sorted((self.around.tags[number] for number in said.tags), key=lambda tag: (tag.name, tag.pk))
        authors = self.random.sample(self.around.authors, self.random.choice((1, 1, 1, 2)))
        return revisions.blank() | {
            **{name: getattr(article, name) for name in (*FROZEN, "body")},
            "section": self.around.names[article.section_id],
            "tags": [{"id": tag.pk, "name": tag.name} for tag in tags],
            "bylines": [{"author": each.pk, "role": "words", "name": each.name} for each in authors],
            "lead": self.around.leads.get(article.lead_picture_id),
        }

    def _revision(self, article: Row, content: dict) -> Row:
        """Its digest is the article's, too."""
        text = revisions.canonical(content)
        article.content_digest = article.sent_digest = revisions.digest_of(text)
        return Row(article_id=article.id, at=article.saved_at, content=text, digest=article.content_digest)

    def _edition(self, number: int, article: Row, content: dict, revision: Row) -> Row:
        lead = {f"lead_{name}": (content["lead"] or {}).get(name, "") for name in ("alt", "caption", "credit")}
        return Row(
            article_id=article.id,
            number=1,
            revision_id=revision.id,
            address_id=self._address(number, article),
            digest=revision.digest,
            **{name: content[name] for name in FROZEN},
            **lead,
            lead_picture_id=article.lead_picture_id,
            published_at=revision.at,
            updated_at=revision.at,
            live_from=revision.at,
            live_until=None,
            end="",
            change=Change.FIRST.value,
        )

    def _address(self, number: int, article: Row) -> str:
        day = article.saved_at.astimezone(site_zone())
        return f"/{day:%Y/%m/%d}/{slugify(article.headline)[:80]}-{number}/"

    def _list(self, editions: list[Row], contents: list[dict]) -> None:
        """The rows that put them on their lists."""
        sections = partial(_sections, lines=self.around.lines)
        for model, rows in ((EditionSection, sections), (EditionTag, _tags), (EditionAuthor, _authors)):
            _store_each(model, rows, editions, contents)

    def _render(self, editions: list[Row], contents: list[dict]) -> None:
        rows = list(map(self._rendered, self.numbers, editions, contents, self.said))
        store(Rendered, rows)
        searched.learn_all(((row.edition_id, row.title, row.names) for row in rows), self.around.known)

    def _rendered(self, number: int, edition: Row, content: dict, said: Said) -> Row:
        """The long text was rendered once for all the stories that share it; the first paragraph is each story's own."""
        shared, first = self._body(number), paragraph(said.first)
        words = shared["words"] + body.count(said.first)
        return Row(
            edition_id=edition.id,
            body=first + shared["body"],
            feed=first + shared["feed"],
            words=words,
            minutes=body.minutes(words),
            text=f"{said.first}\n\n{shared['text']}",
            **rendering.searched_first(content),
        )

    def _note(self, editions: list[Row]) -> None:
        """One event of the ledger each, in its one chain."""
        happened = ((each.article_id, each.headline, {"editions": [entry(each)], "dropped": []}) for each in editions)
        note = "Brought in from the archive."
        ledger.append_all("publish", happened, by=self.around.by, at=clock.read(), note=note)


def _store_each(model, rows, owners: list[Row], contents: list[dict]) -> None:
    store(model, chain.from_iterable(map(rows, owners, contents)))


def _bylines(article: Row, content: dict) -> Iterator[Row]:
    for position, line in enumerate(content["bylines"]):
        yield Row(article_id=article.id, author_id=line["author"], role=line["role"], position=position)


def _tagged(article: Row, content: dict) -> Iterator[Row]:
    for tag in content["tags"]:
        yield Row(content_object_id=article.id, tag_id=tag["id"])


def _on_list(edition: Row) -> dict:
    return {"edition_id": edition.id, "published_at": edition.published_at, "article_id": edition.article_id}


def _sections(edition: Row, content: dict, lines: dict[int, list]) -> Iterator[Row]:
    for section in lines[content["section"]["id"]]:
        yield Row(**_on_list(edition), section_id=section.pk, primary=section.pk == content["section"]["id"])


def _tags(edition: Row, content: dict) -> Iterator[Row]:
    for tag in content["tags"]:
        yield Row(**_on_list(edition), tag_id=tag["id"], name=tag["name"])


def _authors(edition: Row, content: dict) -> Iterator[Row]:
    for position, line in enumerate(content["bylines"]):
        name, role = line["name"], line["role"]
        yield Row(**_on_list(edition), author_id=line["author"], role=role, name=name, position=position)

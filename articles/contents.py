"""Writes a thawed content into a working copy (for restore and amend)."""

from django.db.models import Value

from articles import authoring
from articles.models import Article, Byline, Section, Series, Tag
from articles.revisions import PLAIN
from authors.models import Author
from library.models import Picture

POINTED = {"section": Section, "series": Series}
LEAD = ("lead_picture", "lead_alt", "lead_caption")


def write(article: Article, content: dict) -> None:
    """The parts that `content` has, which may be some of them. What it points to and is gone by now is left out."""
    said = {name: content[name] for name in PLAIN if name in content}
    said |= {name: _still_there(model, content[name]) for name, model in POINTED.items() if name in content}
    said |= _lead(content["lead"]) if "lead" in content else {}
    for name, value in said.items():
        setattr(article, name, value)
    article.save(update_fields=said)
    if "tags" in content:
        article.tags.set(Tag.objects.filter(pk__in=[tag["id"] for tag in content["tags"]]))
    if "bylines" in content:
        _bylines(article, content["bylines"])


def _still_there(model, named: dict | None):
    return model.objects.filter(pk=named["id"]).first() if named else None


def _lead(lead: dict | None) -> dict:
    picture = Picture.objects.filter(pk=lead["picture"]).first() if lead else None
    return dict(zip(LEAD, (picture, lead["alt"], lead["caption"]) if picture else (None, "", ""), strict=True))


def _bylines(article: Article, lines: list[dict]) -> None:
    article.bylines.all().delete()
    Byline.objects.bulk_create(
        Byline(article=article, author_id=author, role=role, position=position)
        for position, (author, role) in enumerate(authoring.proper_bylines(lines))
    )


def surviving(content: dict) -> dict:
    """The content without what it points to and is gone by now (a text may be older than the catalogue). One query."""
    lead = content["lead"] and content["lead"]["picture"]
    there = _there(
        {
            Tag: [tag["id"] for tag in content["tags"]],
            Author: [line["author"] for line in content["bylines"]],
            Picture: [each["picture"] for each in content["pictures"]] + ([lead] if lead else []),
            Section: [content["section"]["id"]] if content["section"] else [],
            Series: [content["series"]["id"]] if content["series"] else [],
        }
    )
    return content | {
        "section": content["section"] if there[Section] else None,
        "series": content["series"] if there[Series] else None,
        "tags": [tag for tag in content["tags"] if tag["id"] in there[Tag]],
        "bylines": [line for line in content["bylines"] if line["author"] in there[Author]],
        "lead": content["lead"] if lead in there[Picture] else None,
        "pictures": [each for each in content["pictures"] if each["picture"] in there[Picture]],
    }


def _there(wanted: dict[type, list[int]]) -> dict[type, set[int]]:
    """Which of these numbers are rows of their tables."""
    kinds, found = list(wanted), {model: set() for model in wanted}
    asked = [
        model.objects.filter(pk__in=keys).order_by().values_list(Value(kinds.index(model)), "pk")
        for model, keys in wanted.items()
        if keys
    ]
    for kind, pk in asked[0].union(*asked[1:], all=True) if asked else ():
        found[kinds[kind]].add(pk)
    return found

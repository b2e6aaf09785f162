"""What the story's page says, as plain values: of a request, of the story as it is saved, of what the page began from.

Values are text as the form shows it, by the name of its field, and `bylines`, a list of [name, kind of work]. So three
states of one page can be compared and merged part by part, and what comes out goes through the same form again.
Numbers of byline rows play no part: a page that has not been loaded anew since they were saved does not know them.
"""

import json

from django import forms
from django.core.exceptions import ValidationError

from articles.forms.fields import Tags, one_line
from articles.forms.story import StoryForm
from articles.models import Article

PARTS = tuple(name for name in StoryForm.Meta.fields)
LABELS = {
    name: str(field.label or name.replace("_", " ").capitalize()) for name, field in StoryForm.base_fields.items()
}
PREFIX = "bylines"
MOST_BYLINES = 200
LONGEST = 2_000_000  # of what a page says it began from


def read(data) -> dict:
    """What a request says: `data` is its POST. A field that was not sent is as good as empty."""
    return canonical({name: data.get(name) or "" for name in PARTS} | {"bylines": _lines(data)})


def read_base(text: str) -> dict | None:
    """What the page began from, as the page has kept it: pairs of its form, or values that we gave it. None if it is neither."""
    try:
        found = json.loads(text) if text and len(text) <= LONGEST else None
        if isinstance(found, list):
            return read({str(name): str(value) for name, value in found})
        return canonical(_checked(found)) if isinstance(found, dict) else None
    except (ValueError, TypeError, RecursionError):
        return None


def _checked(found: dict) -> dict:
    lines = [[str(name), str(role)] for name, role in found.get("bylines", [])]
    return {name: str(found.get(name, "")) for name in PARTS} | {"bylines": lines[:MOST_BYLINES]}


def of(story: Article) -> dict:
    """What the page of the story says when it is opened now."""
    form = StoryForm(instance=story)
    values = {name: _shown(form[name]) for name in PARTS}
    lines = story.bylines.select_related("author") if story.pk else []
    return canonical(values | {"bylines": [[line.author.name, line.role] for line in lines]})


def of_content(content: dict, story: Article) -> dict:
    """The same of a thawed revision. What revisions do not hold (the planned length) is as the story has it now."""
    pointed = {name: str(content[name]["id"]) if content[name] else "" for name in ("section", "series")}
    lead = content["lead"] or {"picture": "", "alt": "", "caption": ""}
    picture = {"lead_picture": str(lead["picture"]), "lead_alt": lead["alt"], "lead_caption": lead["caption"]}
    lists = {
        "tags": ", ".join(tag["name"] for tag in content["tags"]),
        "bylines": [[line["name"], line["role"]] for line in content["bylines"]],
    }
    words = {name: content[name] for name in PARTS if isinstance(content.get(name), str)}
    return canonical(of(story) | words | pointed | picture | lists)


def _shown(bound) -> str:
    shown = bound.field.widget.format_value(bound.value())
    return str((shown[0] if shown else "") if isinstance(shown, list) else shown or "")


def _lines(data) -> list[list[str]]:
    total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
    rows = range(min(int(total), MOST_BYLINES)) if total.isdecimal() and len(total) < 9 else ()
    found = [_line(data, f"{PREFIX}-{row}") for row in rows if not data.get(f"{PREFIX}-{row}-DELETE")]
    return [[name, role] for _, name, role in sorted(found, key=lambda line: line[0]) if name]


def _line(data, row: str) -> tuple[int, str, str]:
    place = data.get(f"{row}-position") or ""
    name = one_line(data.get(f"{row}-author") or "")
    return int(place) if place.isdecimal() and len(place) < 9 else 30_000, name, data.get(f"{row}-role") or "words"


def canonical(values: dict) -> dict:
    """Blanks, line ends and HTML as the form writes them; what it cannot read stays as it was typed."""
    return {name: _plain(name, value) if name in PARTS else value for name, value in values.items()}


def _plain(name: str, value: str) -> str:
    field = StoryForm.base_fields[name]
    try:
        if isinstance(field, Tags):
            return ", ".join(field.to_python(value))
        if isinstance(field, forms.CharField):
            return field.to_python(value).replace("\r\n", "\n")
    except ValidationError:
        return value
    return value.strip()


def as_post(values: dict, story: Article) -> dict:
    """The values as a browser would send them from a page of the story that was opened now."""
    return (
        {name: value for name, value in values.items() if name in PARTS}
        | {"version": story.version or 0, "public_version": story.public_version}
        | lines_as_post(values["bylines"], story)
    )


def lines_as_post(wanted: list[list[str]], story: Article) -> dict:
    """Byline rows: those that are there already under their numbers, new ones, and those that go."""
    rows = {row.pk: row for row in story.bylines.select_related("author")} if story.pk else {}
    free, sent = dict(rows), []
    for place, (name, role) in enumerate(wanted, 1):
        row = next((pk for pk, row in free.items() if (row.author.name, row.role) == (name, role)), "")
        free.pop(row, None)
        sent.append({"id": row, "author": name, "role": role, "position": place})
    sent += [{"id": row.pk, "author": row.author.name, "role": row.role, "DELETE": "on"} for row in free.values()]
    order = list(rows)
    sent.sort(key=lambda line: order.index(line["id"]) if line["id"] else len(order))
    return _numbered(sent, len(rows), story)


def lines_fit(data, story: Article) -> bool:
    """Whether a page knows the byline rows as they are now, by their numbers."""
    initial = data.get(f"{PREFIX}-INITIAL_FORMS", "")
    if not initial.isdecimal() or len(initial) > 4:
        return True  # the form itself says what is wrong with that
    known = {data.get(f"{PREFIX}-{row}-id", "") for row in range(int(initial))}
    return known == {str(pk) for pk in story.bylines.values_list("pk", flat=True)}


def _numbered(lines: list[dict], initial: int, story: Article) -> dict:
    data = {f"{PREFIX}-TOTAL_FORMS": len(lines), f"{PREFIX}-INITIAL_FORMS": initial, f"{PREFIX}-MIN_NUM_FORMS": 0}
    for number, line in enumerate(lines):
        data |= {f"{PREFIX}-{number}-{name}": str(value) for name, value in line.items()}
        data[f"{PREFIX}-{number}-article"] = str(story.pk or "")
    return data | {f"{PREFIX}-MAX_NUM_FORMS": 1000}


def changed(values: dict, others: dict) -> list[str]:
    return [name for name, value in values.items() if value != others.get(name)]

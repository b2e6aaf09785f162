"""What stands in a form that was not saved, in the shape of a thawed revision, so that it can be compared with one."""

from articles.forms.bylines import BylineFormSet
from articles.forms.story import StoryForm
from articles.revisions import PLAIN


def typed(form: StoryForm, bylines: BylineFormSet) -> dict:
    """As much as could be understood; the rest is as it was saved."""
    said = form.cleaned_data
    return {name: said.get(name, getattr(form.instance, name)) for name in PLAIN} | {
        "section": _named(said.get("section")),
        "series": _named(said.get("series")),
        "tags": sorted(({"id": 0, "name": name} for name in said.get("tags", [])), key=lambda tag: tag["name"]),
        "bylines": [_line(line.cleaned_data) for line in bylines.lines()],
        "lead": _lead(said),
    }


def _named(thing) -> dict | None:
    return {"id": thing.pk, "name": thing.name} if thing else None


def _line(said: dict) -> dict:
    return {"author": said["author"].pk, "role": said["role"], "name": said["author"].name}


def _lead(said: dict) -> dict | None:
    picture = said.get("lead_picture")
    return picture and {
        "picture": picture.pk,
        "alt": said.get("lead_alt") or picture.alt,
        "caption": said.get("lead_caption") or picture.caption,
        "credit": picture.credit,
    }

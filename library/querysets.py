"""The doors to the library: taking a picture in, finding one, paging through them."""

from pathlib import PurePath

from django.core.files import File
from django.db import IntegrityError, models
from django.db.models import Q

from library import facts, intake

SEARCHED = ("title", "caption", "alt", "credit", "source")
WORDS_AT_MOST = 8


class Pictures(models.QuerySet):
    def take_in(self, file: File, *, by, **fields):
        """The picture of an uploaded file, with all its sizes; the one already held if the same file came before.

        `by` is the user (or None), `fields` are what a person typed; where they say nothing, the file is asked.
        `picture.is_new` tells which it was. Raises `intake.Unacceptable` with a sentence for a person, and ValidationError
        for a field that is too long. Either the picture with all its files is kept, or nothing is.
        """
        data = intake.read(file)
        digest = intake.digest_of(data)
        if held := self.filter(digest=digest).first():
            return held
        upload = intake.examine(data)
        picture = self.model(created_by=by, digest=digest, width=upload.width, height=upload.height)
        picture.describe(upload.facts, fields, title_from(getattr(file, "name", "") or ""))
        try:
            picture.keep(upload)
        except IntegrityError:
            return self.get(digest=digest)  # somebody sent the same file while this one was being drawn
        picture.is_new = True
        return picture

    take_in.alters_data = True

    def matching(self, words: str):
        """Pictures in whose title, caption, alternative text, credit or source each of the words occurs."""
        found = self
        for word in words.split()[:WORDS_AT_MOST]:
            found = found.filter(Q(*((f"{field}__icontains", word) for field in SEARCHED), _connector=Q.OR))
        return found

    def without_alt(self):
        return self.filter(alt="")

    def page_after(self, cursor: int | None, size: int) -> tuple[list, int | None]:
        """`size` pictures, newest first, below the id `cursor`, and the cursor of the next page or None."""
        rows = self.order_by("-id") if cursor is None else self.filter(id__lt=cursor).order_by("-id")
        found = list(rows[: size + 1])
        return found[:size], found[size - 1].pk if len(found) > size else None


def title_from(file_name: str) -> str:
    """A first title from the name that the file had: “harbour_at-night.JPG” becomes “harbour at night”."""
    stem = PurePath(file_name.replace("\\", "/")).stem
    return facts.clean(stem.replace("_", " ").replace("-", " "), 200) or "Untitled"

"""A picture: the file as it came, the words and rights that belong to it, and the sizes made from it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from library import facts, intake, renditions
from library.querysets import Pictures

MEASURE = [MinValueValidator(0.0), MaxValueValidator(1.0)]


def original_name(picture: "Picture", file_name: str) -> str:
    """Where an upload is kept: nobody can guess it, and nothing of the name that the person's file had is in it."""
    return f"{renditions.new_folder()}/original.{file_name.rpartition('.')[2].lower()}"


class Licence(models.TextChoices):
    OWN = "own", "Own work"
    AGENCY = "agency", "Agency or bought"
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    CC_BY_SA = "cc-by-sa-4.0", "CC BY-SA 4.0"
    PUBLIC_DOMAIN = "cc0", "CC0 or public domain"
    HANDOUT = "handout", "Handout"
    OTHER = "other", "Other, see source"


class Picture(models.Model):
    """One picture of the library. It is made by `Picture.objects.take_in`, never by hand."""

    title = models.CharField(max_length=200, help_text="How colleagues will find it. Readers do not see it.")
    caption = models.TextField(
        max_length=1000,
        blank=True,
        help_text="One or two sentences: who, what, where, when. Each story can say it differently.",
    )
    alt = models.CharField(
        "alternative text",
        max_length=500,
        blank=True,
        help_text=(
            "For readers who cannot see the picture: say in one sentence what is to be seen and why it matters here. "
            "No “picture of”, and do not repeat the caption. Left empty, it stays on the list of what is still to be written."
        ),
    )
    credit = models.CharField(
        max_length=200,
        blank=True,
        help_text="As it will be printed: the photographer, and the agency if there is one.",
    )
    source = models.CharField(
        max_length=300,
        blank=True,
        help_text="Where it came from: a web address, an e-mail, a person. Readers do not see it.",
    )
    licence = models.CharField(max_length=20, choices=Licence.choices, default=Licence.OWN)
    taken_on = models.DateField("date taken", null=True, blank=True)
    focal_x = models.FloatField(
        "focal point, from the left",
        default=0.5,
        validators=MEASURE,
        help_text="0 is the left edge, 1 the right. Crops keep this point in sight.",
    )
    focal_y = models.FloatField(
        "focal point, from the top", default=0.5, validators=MEASURE, help_text="0 is the top edge, 1 the bottom."
    )

    original = models.FileField(upload_to=original_name, max_length=200, editable=False)
    digest = models.CharField("SHA-256 of the file as uploaded", max_length=64, unique=True, editable=False)
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    renditions = models.JSONField(default=list, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, editable=False, related_name="pictures"
    )
    created_at = models.DateTimeField("uploaded", auto_now_add=True)

    objects = Pictures.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        permissions = [("edit_any", "Can change pictures that others uploaded")]
        constraints = [
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="picture_has_a_size"),
            models.CheckConstraint(
                condition=Q(focal_x__gte=0, focal_x__lte=1, focal_y__gte=0, focal_y__lte=1),
                name="picture_focal_point_is_inside",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="picture_newest")]

    def __str__(self):
        return self.title

    is_new = False  # True on what `take_in` just made; False on what was held before

    def describe(self, said: facts.Facts, typed: dict, title: str) -> None:
        """Fills in the words: what a person typed, else what the file says. Raises ValidationError for what does not fit."""
        found = {"title": said.title or title, "caption": said.caption, "alt": said.alt, "credit": said.credit}
        found |= {"source": said.source, "taken_on": said.taken_on}
        for name, value in (found | {name: value for name, value in typed.items() if value not in ("", None)}).items():
            setattr(self, name, value)
        self.clean_fields(exclude={"original", "digest", "renditions", "created_by"})

    def keep(self, upload: intake.Upload) -> None:
        """Stores the original, every rendition and this row; or, when any of it fails, nothing."""
        storage = self.original.storage
        with renditions.all_or_nothing(storage) as keep:
            self.original.name = keep(original_name(self, upload.extension), upload.data)
            self.renditions = renditions.keep_all(upload, keep)
            with (
                transaction.atomic()
            ):  # only now: drawing takes a second, and a transaction would make other writers wait
                self.save(force_insert=True)

    def lost_renditions(self) -> set[tuple[str, int]]:
        """(format, width) of the sizes whose file is gone or was never made."""
        return renditions.lost(self.renditions, self.width, self.original.storage)

    def redraw(self, only: set[tuple[str, int]] | None = None) -> None:
        """Draws every rendition anew in a new place (the old files stay: pages may show them), or only those of `only`.

        Raises FileNotFoundError when the original is gone, `intake.Unacceptable` when it cannot be read or stored.
        """
        with self.original.open() as file:
            upload = intake.examine(file.read())
        with renditions.all_or_nothing(self.original.storage) as keep:
            kept = (
                renditions.keep_all(upload, keep)
                if only is None
                else renditions.restore(upload, self.renditions, only, keep)
            )
            self.renditions = kept
            self.save(update_fields=["renditions"])

    def discard(self) -> None:
        """Deletes the picture and, once that is certain, its files. Raises ProtectedError while something uses it."""
        storage, names = self.original.storage, [self.original.name, *(r["file"] for r in self.renditions)]
        with transaction.atomic():
            self.delete()
            transaction.on_commit(lambda: renditions.discard(storage, names))

    def url_for(self, width: int) -> str:
        """Address of the smallest JPEG at least `width` pixels wide, or of the largest there is; "" when there is none."""
        made = sorted((r for r in self.renditions if r["format"] == "jpeg"), key=lambda r: r["width"])
        best = next((r for r in made if r["width"] >= width), made[-1] if made else None)
        return self.original.storage.url(best["file"]) if best else ""

    @property
    def thumb(self) -> str:
        return self.url_for(320)

    def may_be_changed_by(self, user) -> bool:
        """Those who look after pictures change any; others with the right to change, their own."""
        if not user.has_perm("library.change_picture"):
            return False
        return user.has_perm("library.edit_any") or self.created_by_id == user.pk

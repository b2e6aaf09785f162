"""Tags: taggit's, with our own rows between tag and article so that a tag in use cannot vanish."""

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models.functions import Lower
from taggit.managers import _TaggableManager
from taggit.models import ItemBase, TagBase

from accounts.links import link_to
from accounts.prepared import prepared


class Tag(TagBase):
    """A subject. One with `merged_into` is only another word for that: it leads there, and no story carries it."""

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="synonyms"
    )

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(merged_into=models.F("pk")), name="tag_is_no_word_for_itself"),
            models.UniqueConstraint(
                Lower("name"), name="one_tag_per_word", violation_error_message="There is already a tag of this name."
            ),
        ]

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Remembers the former slug, so that the tag's earlier address keeps working."""
        former = Tag.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        self.aliases.filter(slug=self.slug).delete()
        if former and former != self.slug:
            TagAlias.objects.update_or_create(slug=former, defaults={"tag": self})

    @classmethod
    def at(cls, slug: str) -> "Tag":
        """The tag that an address leads to: its own, a former one, or that of another word. Raises DoesNotExist."""
        for found in _here(slug):
            return found.proper
        raise cls.DoesNotExist

    @property
    def proper(self) -> "Tag":
        """The tag that stories carry for this word."""
        return self.merged_into or self

    def slugify(self, tag, i=None):
        """Never empty, and never a former address of another tag: that one still leads there."""
        slug = wished = super().slugify(tag if super().slugify(tag) else "tag", i)
        number = 1
        while TagAlias.objects.filter(slug=slug).exclude(tag=self.merged_into_id).exists():
            number += 1
            slug = f"{wished}-{number}"
        return slug

    def get_absolute_url(self):
        return link_to("articles:tag", self.slug)

    def clean(self):
        super().clean()
        former = TagAlias.objects.filter(slug=self.slug).exclude(tag=self.pk).select_related("tag").first()
        if former:
            raise ValidationError({"slug": f"This was an address of “{former.tag}” and still leads there."})


@prepared
def _here(slug):
    here = models.Q(slug=slug) | models.Q(pk__in=TagAlias.objects.filter(slug=slug).values("tag"))
    return Tag.objects.select_related("merged_into").filter(here).order_by("pk")[:1]


class TagAlias(models.Model):
    """An earlier slug of a tag: answers one redirect, for ever."""

    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, models.CASCADE, related_name="aliases")

    def __str__(self):
        return self.slug


class ProperTags(_TaggableManager):
    """Whoever puts another word on a story, by name or by choice, gets the tag that it stands for."""

    def _to_tag_model_instances(self, tags, tag_kwargs):
        found = super()._to_tag_model_instances(tags, tag_kwargs)
        return list(dict.fromkeys(tag.proper for tag in found))


class TaggedArticle(ItemBase):
    content_object = models.ForeignKey("articles.Article", models.CASCADE)
    tag = models.ForeignKey(Tag, models.PROTECT, related_name="tagged")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="tag_once_per_article")]

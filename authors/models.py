"""Authors: people with bylines. An author may or may not be able to sign in."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction

from accounts.links import link_to


class AuthorQuerySet(models.QuerySet):
    def at(self, slug: str):
        """The author to whom this slug leads: present or former, or that of one who was merged. Raises DoesNotExist."""
        former, merged = AuthorAlias.objects.filter(slug=slug), Author.objects.filter(slug=slug)
        others = models.Q(pk__in=former.values("author")) | models.Q(pk__in=merged.values("merged_into"))
        return self.get(models.Q(slug=slug, merged_into=None) | others)


class Author(models.Model):
    """Somebody with a byline. One with `merged_into` is only another name of that author: it leads there, and stands in no list."""

    name = models.CharField(max_length=150, help_text="As it is printed in the byline.")
    slug = models.SlugField(
        max_length=150, unique=True, help_text="The address of the page: /author/…/. An earlier one keeps working."
    )
    job_title = models.CharField(max_length=150, blank=True, help_text="For example “Harbour correspondent”.")
    biography = models.TextField(
        "short biography",
        blank=True,
        max_length=600,
        help_text="One to three sentences below each story, up to 600 characters.",
    )
    about = models.TextField(
        "page text",
        blank=True,
        help_text="The longer text of the author's page. An empty line begins a new paragraph.",
    )
    picture = models.ForeignKey(
        "library.Picture",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portrait_of",
        help_text="A portrait from the library.",
    )
    email = models.EmailField(
        "public e-mail address", blank=True, help_text="Shown to readers. Leave empty to show none."
    )
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="author",
        help_text="The account of this person, if they sign in.",
    )

    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="other_names"
    )

    objects = AuthorQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        permissions = [("merge_author", "Can merge two authors")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(merged_into=models.F("pk")), name="author_is_merged_into_another"
            )
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, *args, **kwargs):
        """Remembers the former slug, so that the page's earlier address keeps working."""
        former = Author.objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        super().save(*args, **kwargs)
        self.aliases.filter(slug=self.slug).delete()
        if former and former != self.slug:
            AuthorAlias.objects.update_or_create(slug=former, defaults={"author": self})

    def get_absolute_url(self):
        return link_to("authors:author", self.slug)

    @property
    def proper(self) -> "Author":
        """The author whom stories carry for this name."""
        return self.merged_into or self

    def clean(self):
        super().clean()
        former = AuthorAlias.objects.filter(slug=self.slug).exclude(author=self.pk).select_related("author").first()
        if former:
            raise ValidationError({"slug": f"This was the address of {former.author} and still leads there."})


class AuthorLink(models.Model):
    """A place elsewhere where readers find the author."""

    author = models.ForeignKey(Author, models.CASCADE, related_name="links")
    label = models.CharField(max_length=80)
    url = models.URLField("address", max_length=300)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self):
        return self.label


class AuthorAlias(models.Model):
    """An earlier slug of an author: answers one redirect, for ever."""

    slug = models.SlugField(max_length=150, unique=True)
    author = models.ForeignKey(Author, models.CASCADE, related_name="aliases")

    def __str__(self):
        return self.slug

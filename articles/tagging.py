"""Looking after tags: one word merged into another, other words for one, and which tags nothing uses.

Merging rewrites the rows that put stories on lists, and nothing else: texts that were frozen keep the word that they were
published with. The merged tag stays as another word for the one that is kept, so its address leads there, whoever
types it gets that tag, and a frozen text that names it still finds one.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from accounts.models import Audit
from articles.models import EditionTag, Tag, TagAlias, TaggedArticle


def proper_tags(frozen: list[dict], carried: dict[int, int]) -> dict[int, str]:
    """Of the tags in a frozen text: the ids that stories carry for them now (`articles.proper`), each once, with the word
    as printed.
    """
    found: dict[int, str] = {}
    for tag in frozen:
        if tag["id"] in carried:
            found.setdefault(carried[tag["id"]], tag["name"])
    return found


def called(story, names: list[str]) -> list[Tag]:
    """The tags that a story gets by these names; one that is not known yet begins."""
    return story.tags._to_tag_model_instances(names, {})


@transaction.atomic
def drop_beginnings(former: list[Tag], names: list[str]) -> None:
    """Deletes those of `former`, which a story carried until now, that were only the beginning of a word being typed:
    one of its `names` now goes on from there, nothing else uses it, and nobody made it on purpose."""
    longer = [name.casefold() for name in names]
    begun = {tag.pk for tag in former if any(_goes_on(name, tag.name.casefold()) for name in longer)}
    made = Audit.objects.filter(about_kind=Tag._meta.label_lower, about_id__in=map(str, begun)) if begun else []
    begun -= {int(row.about_id) for row in made}
    if begun:
        delete_unused(Tag.objects.filter(pk__in=begun))


def _goes_on(name: str, beginning: str) -> bool:
    return name != beginning and name.startswith(beginning)


@transaction.atomic
def merge(tag: Tag, into: Tag) -> None:
    """Makes `tag` another word for `into`: its stories are listed there, its addresses lead there."""
    rows = {row.pk: row for row in Tag.objects.select_for_update().filter(pk__in=[tag.pk, into.pk]).order_by("pk")}
    _check_merge(rows.get(tag.pk), rows.get(into.pk))
    _carry_over(EditionTag, "edition", tag, into)
    _carry_over(TaggedArticle, "content_object", tag, into)
    tag.synonyms.update(merged_into=into)
    tag.aliases.update(tag=into)
    Tag.objects.filter(pk=tag.pk).update(merged_into=into)


def _check_merge(tag: Tag | None, into: Tag | None) -> None:
    if tag is None or into is None:
        raise ValidationError("One of the tags is no longer there.", "gone")
    if tag == into:
        raise ValidationError("A tag cannot be merged into itself.", "itself")
    for each in (tag, into):
        if each.merged_into_id:
            raise ValidationError("“%(name)s” has been merged already.", "merged", {"name": each.name})


def _carry_over(rows, owner: str, tag: Tag, into: Tag) -> None:
    """Rows of `tag` become rows of `into`, except where the owner has one of those already."""
    has_both = Exists(rows.objects.filter(tag=into, **{owner: OuterRef(owner)}))
    rows.objects.filter(has_both, tag=tag).delete()
    rows.objects.filter(tag=tag).update(tag=into)


@transaction.atomic
def set_other_words(tag: Tag, names: list[str]) -> None:
    """Makes these, and no others, the other words for `tag`. One that is taken out is a tag of its own again."""
    wanted = {name.casefold() for name in names}
    known = {word.name.casefold(): word for word in tag.synonyms.all()}
    for word in known.values():
        if word.name.casefold() not in wanted:
            Tag.objects.filter(pk=word.pk).update(merged_into=None)
    for name in names:
        if name.casefold() not in known:
            Tag(name=name, merged_into=tag).save()


def check_other_words(tag: Tag, names: list[str]) -> None:
    """Raises ValidationError for a word that is another tag's, or this tag itself."""
    for name in names:
        other = Tag.objects.select_related("merged_into").filter(name__iexact=name).first()
        if other is None or (tag.pk and other.merged_into_id == tag.pk):
            continue
        details = {"name": other.name, "for": other.proper.name}
        if other == tag:
            raise ValidationError("“%(name)s” is the tag itself.", params=details)
        if other.merged_into_id:
            raise ValidationError("“%(name)s” is another word for “%(for)s” already.", params=details)
        raise ValidationError("“%(name)s” is a tag of its own. Merge it into this one instead.", params=details)


def keep_former_name(tag: Tag, former: str) -> None:
    """After a rename the old word still means this tag, so that nobody begins it anew by typing it."""
    if former and former.casefold() != tag.name.casefold() and not Tag.objects.filter(name__iexact=former).exists():
        Tag(name=former, merged_into=tag).save()


def with_use(tags):
    """With `newest`, when a story of it came or is coming out last, and `on_desk`, whether the desk uses it."""
    links = EditionTag.objects.filter(tag=OuterRef("pk")).order_by("-published_at")
    return tags.annotate(
        newest=Subquery(links.values("published_at")[:1]),
        on_desk=Exists(TaggedArticle.objects.filter(tag=OuterRef("pk"))),
    )


def unused(tags):
    """Those that no story carries, at the desk or in public."""
    return tags.exclude(Exists(EditionTag.objects.filter(tag=OuterRef("pk")))).exclude(
        Exists(TaggedArticle.objects.filter(tag=OuterRef("pk")))
    )


@transaction.atomic
def delete_unused(tags) -> int:
    """Deletes those of `tags` that no story carries, with the other words for them; says how many."""
    found = list(unused(tags.select_for_update()))
    Tag.objects.filter(merged_into__in=found).delete()
    TagAlias.objects.filter(tag__in=found).delete()
    Tag.objects.filter(pk__in=[tag.pk for tag in found]).delete()
    return len(found)

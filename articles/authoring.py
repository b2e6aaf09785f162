"""Looking after authors: two who are one become one.

Merging rewrites the rows that put stories on lists and names into bylines, and nothing else: texts that were frozen keep the name
that they were published with, and so does what was printed above them. The merged author stays as another name of the one
who is kept, so its address leads there, whoever types it gets that author, and a frozen text that names it still finds one.
"""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef

from accounts import audit
from articles import limits
from articles.models import Byline, EditionAuthor
from authors.models import Author

ROWS = ((Byline, "article"), (EditionAuthor, "edition"))


def proper_bylines(frozen: list[dict], carried: dict[int, int] | None = None) -> dict[tuple[int, str], str]:
    """Of the lines in a frozen text: (author, role) as stories carry them now, each once, with the name as printed.

    `carried` tells whom stories carry for each author; asked here where the caller has not (`articles.proper`).
    """
    carried = _carried(frozen) if carried is None else carried
    found: dict[tuple[int, str], str] = {}
    for line in frozen:
        if line["author"] in carried:
            found.setdefault((carried[line["author"]], line["role"]), line["name"])
    return found


def _carried(frozen: list[dict]) -> dict[int, int]:
    """Holds the authors until the caller's transaction ends, where there is one, so that no merge passes by unseen in between."""
    authors = Author.objects.filter(pk__in=[line["author"] for line in frozen]).order_by("pk")
    if transaction.get_connection().in_atomic_block:
        authors = authors.select_for_update(no_key=True)
    return {pk: into or pk for pk, into in authors.values_list("pk", "merged_into")} if frozen else {}


def may_merge(user) -> bool:
    """A right of those whose roles hold in every section: the stories of an author may lie in any."""
    return limits.may_everywhere(user, "authors.merge_author")


@transaction.atomic
def merge(author: Author, into: Author, *, by) -> None:
    """Makes `author` another name of `into`: the stories are listed there, the addresses lead there, an account goes along.

    Raises PermissionDenied, and ValidationError: gone, itself, merged, two_accounts.
    """
    if not may_merge(by):
        raise PermissionDenied(f"{by} may not merge authors.")
    held = Author.objects.select_for_update().filter(pk__in=[author.pk, into.pk]).order_by("pk")
    rows = {row.pk: row for row in held}
    author, into = rows.get(author.pk), rows.get(into.pk)
    check_merge(author, into)
    for model, owner in ROWS:
        _carry_over(model, owner, author, into)
    author.other_names.update(merged_into=into)
    author.aliases.update(author=into)
    _carry_account(author, into)
    Author.objects.filter(pk=author.pk).update(merged_into=into)
    audit.record("author_merged", by=by, about=into, note=f"{author.name} ({author.get_absolute_url()})")


def check_merge(author: Author | None, into: Author | None) -> None:
    if author is None or into is None:
        raise ValidationError("One of the authors is no longer there.", "gone")
    if author == into:
        raise ValidationError("An author cannot be merged into the same one.", "itself")
    for each in (author, into):
        if each.merged_into_id:
            raise ValidationError("“%(name)s” has been merged already.", "merged", {"name": each.name})
    if author.user_id and into.user_id:
        words = (
            "Both have an account. Decide which of them this person keeps, and take the other off its author first."
        )
        raise ValidationError(words, "two_accounts")


def _carry_over(model, owner: str, author: Author, into: Author) -> None:
    """Rows of `author` become rows of `into`, except where the owner has that one already for the same kind of work."""
    same = model.objects.filter(author=into, role=OuterRef("role"), **{owner: OuterRef(owner)})
    model.objects.filter(Exists(same), author=author).delete()
    model.objects.filter(author=author).update(author=into)


def _carry_account(author: Author, into: Author) -> None:
    user = author.user_id
    if user:
        Author.objects.filter(pk=author.pk).update(user=None)
        Author.objects.filter(pk=into.pk).update(user=user)

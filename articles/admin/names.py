"""The names that a byline may have, for the list of suggestions."""

from authors.models import Author


def author_names() -> list[str]:
    """Every author's name for the list of suggestions; with the address where two are called the same. One query."""
    rows = list(Author.objects.filter(merged_into=None).order_by("name", "pk").values_list("name", "slug"))
    names = [name.casefold() for name, _ in rows]
    twice = {name for name in names if names.count(name) > 1} if len(set(names)) < len(names) else set()
    return [f"{name} ({slug})" if name.casefold() in twice else name for name, slug in rows]

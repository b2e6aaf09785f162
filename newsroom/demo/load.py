"""Loads the demo newsroom, in the order in which its parts need one another. Made to be run again at any time."""

from collections import Counter
from collections.abc import Callable

from accounts.models import User
from articles import clock
from articles.models import Article, Section, Series
from authors.models import Author
from library.intake import digest_of
from library.models import Picture
from newsroom.demo import catalogue, desk, replies, source
from newsroom.listeners import nobody_is_told

Tell = Callable[[str, int, int], None]  # what is brought in, how many so far, of how many


def is_loaded() -> bool:
    """The last comment is the last thing that is brought in, and no comment is ever deleted."""
    return replies.is_there(replies.comments()[-1])


@nobody_is_told()
def load(tell: Tell) -> None:
    """Brings in what is not there yet. Interrupted, it goes on from there the next time."""
    now = clock.read()
    ours = desk.Desk(catalogue.bring_people())
    tell("people", len(ours.users), len(ours.users))
    total = len(source.listed("pictures"))
    for done, (name, picture) in enumerate(catalogue.bring_pictures(ours.photo_editor), 1):
        ours.pictures[name] = picture
        tell("pictures", done, total)
    catalogue.bring_sections()
    catalogue.bring_series()
    ours.authors = catalogue.bring_authors(ours.users, ours.pictures)
    tell("authors", len(ours.authors), len(ours.authors))
    _bring_comments(_bring_stories(now, ours, tell), now, ours, tell)


def _bring_stories(now, ours: desk.Desk, tell: Tell) -> dict[int, Article]:
    """Articles by the number of their file."""
    found, stories = {}, source.stories(now)
    known = desk.known_stories(ours.users)
    for done, story in enumerate(stories, 1):
        found[story.number] = desk.bring(story, ours, known)
        tell("stories", done, len(stories))
    return found


def _bring_comments(articles: dict[int, Article], now, ours: desk.Desk, tell: Tell) -> None:
    *most, last = replies.comments()
    for done, said in enumerate(most, 1):
        replies.bring(said, articles[said["story"]], now, ours)
        tell("comments", done, len(most) + 1)
    for said in most:
        if said["state"] == "removed":
            replies.remove(said, ours)
        replies.praise(said, ours)
    replies.bring(last, articles[last["story"]], now, ours)
    tell("comments", len(most) + 1, len(most) + 1)


def contents() -> dict[str, int]:
    """What would be brought in, in numbers."""
    states = Counter(story.state for story in source.stories(clock.read()))
    return {
        "people": len(catalogue.people()),
        "authors": len(source.listed("newsroom")["author"]),
        "sections": len(catalogue.section_paths()),
        "pictures": len(source.listed("pictures")),
        **{f"stories, {state}": number for state, number in sorted(states.items())},
        "comments": len(replies.comments()),
    }


def others() -> dict[str, int]:
    """What is in the database and is none of ours, in numbers."""
    said = source.listed("newsroom")
    users = User.objects.filter(email__in=[person["email"] for person in said["person"]])
    digests = {digest_of(path.read_bytes()) for path in source.PICTURES.glob("*.jpg")}
    found = {
        "stories": Article.objects.exclude(created_by__in=users),
        "authors": Author.objects.exclude(slug__in=[author["slug"] for author in said["author"]]),
        "sections": Section.objects.exclude(path__in=catalogue.section_paths()),
        "series": Series.objects.exclude(slug__in=[series["slug"] for series in said["series"]]),
        "pictures": Picture.objects.exclude(digest__in=digests),
    }
    return {noun: number for noun, rows in found.items() if (number := rows.count())}

"""The words in which the matrix of who may open what is written: people, states, and rows."""

from collections.abc import Callable
from dataclasses import dataclass

ROLES = (
    "anonymous",
    "reporter",  # whose stories and pictures the things are, unless they are “another's”
    "other reporter",
    "photo editor",
    "editor",
    "sports editor",  # an editor whose roles hold in a section that none of the things lies in
    "moderator",
    "administrator",
    "deactivated",  # was signed in when the account was closed
)
EVERYBODY = frozenset(ROLES)
NOBODY = frozenset()
OUTSIDE = frozenset({"anonymous", "deactivated"})
SIGNED_IN = EVERYBODY - OUTSIDE
WRITERS = SIGNED_IN - {"moderator"}
ADMINS = frozenset({"administrator"})
EDITORS = ADMINS | {"editor"}
ALL_EDITORS = EDITORS | {"sports editor"}
PICTURES = ALL_EDITORS | {"photo editor"}
MODERATORS = ALL_EDITORS | {"moderator"}
OF_COMMENT = MODERATORS - {"sports editor"}
EVERYWHERE = MODERATORS - {"sports editor"}  # who moderates without a limit
OF_STORY = WRITERS - {"other reporter", "sports editor"}  # the reporter's own stories
BEGINNERS = WRITERS - {"photo editor"}  # who may begin a story
OWN_PICTURE = {"own": PICTURES | {"reporter"}, "another's": PICTURES}

ALWAYS = ("",)
STORIES = (
    "draft",
    "returned",
    "in review",
    "ready",
    "live",
    "changed",
    "scheduled",
    "withdrawn",
    "killed",
    "under embargo",
)
PUBLIC = ("live", "changed")
NOT_PUBLIC = tuple(state for state in STORIES if state not in PUBLIC)
NOT_APPROVED = ("pending", "rejected", "spam", "removed", "withdrawn", "erased")
COMMENTS = ("approved", *NOT_APPROVED)

Who = frozenset | dict | None


@dataclass(frozen=True)
class Row:
    """`things` are the states tried; `arguments` gives the address's arguments for one; `who` may differ by state."""

    get: Who
    post: Who
    things: tuple[str, ...] = ALWAYS
    arguments: Callable = lambda world, state: {}
    query: Callable = lambda world, state: {}
    data: Callable = lambda world, state: {}
    reads_only: bool = False
    recorded: bool = False  # a refusal leaves its trace in the record

    def open_to(self, method: str, state: str) -> frozenset | None:
        who = self.get if method == "GET" else self.post
        return who.get(state, NOBODY) if isinstance(who, dict) else who


def pages(model: str, things=ALWAYS, *, see: Who, add: Who, change: Who, delete: Who, of: Callable) -> dict[str, Row]:
    """The addresses that Django's admin gives to a model; `of(world, state)` is the thing."""

    def one(world, state):
        return {"object_id": of(world, state).pk}

    return {
        f"admin:{model}_changelist": Row(see if not isinstance(see, dict) else see["own"], see),
        f"admin:{model}_add": Row(add, add),
        f"admin:{model}_change": Row(see, change, things, one),
        f"admin:{model}_delete": Row(delete, delete, things, one),
        f"admin:{model}_history": Row(see, see, things, one),
        f"admin/{model.replace('_', '/')}/<path:object_id>/": Row(SIGNED_IN, SIGNED_IN, things, one),
    }


def story(world, state):
    return {"pk": world.stories[state].pk}


def move(who: frozenset) -> Row:
    return Row(who, who, STORIES, story)


def path_of(world, state):
    return {"path": "city"}


def day_of(world, state):
    return {"year": world.day.year, "month": world.day.month, "day": world.day.day}


def story_path(world, state):
    return {"story": world.path(state).removeprefix("/")}


def comment(world, state):
    return {"public_id": world.comments[state].public_id}


def page(get=EVERYBODY, **more) -> Row:
    """A reader's page: the same for everybody. What is sent to it by POST is not looked at."""
    return Row(get, get, reads_only=True, **more)


def address_of_comment(get: Who, **more) -> Row:
    return Row(get, None, **more)

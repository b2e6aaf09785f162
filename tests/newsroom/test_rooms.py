"""Rooms import downwards only; comments and fronts are strangers; nobody imports the project."""

import ast
from pathlib import Path

import pytest
from django.apps import apps

ROOT = Path(__file__).resolve().parents[2]
FLOORS = [  # from the top of the house to its ground
    {"newsroom"},
    {"importers"},
    {"comments", "fronts"},
    {"articles"},
    {"authors"},
    {"library"},
    {"accounts"},
]
ROOMS = sorted(room for floor in FLOORS for room in floor if (ROOT / room).is_dir())


def may_import(room: str) -> set[str]:
    """The room itself and every room on a lower floor."""
    floor = next(height for height, rooms in enumerate(FLOORS) if room in rooms)
    return {room}.union(*FLOORS[floor + 1 :])


def imported_names(path: Path):
    """The first part of each module that a file imports, and the line that does it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0], node.lineno
        elif isinstance(node, ast.Import):
            yield from ((alias.name.split(".")[0], node.lineno) for alias in node.names)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_rooms_below_it(room):
    forbidden = set().union(*FLOORS) - may_import(room)
    found = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in (ROOT / room).rglob("*.py")
        for name, line in imported_names(path)
        if name in forbidden
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_points_at_no_model_of_a_room_above_it(room):
    """A foreign key written as a string is an import too."""
    above = set().union(*FLOORS) - may_import(room)
    relations = [
        field
        for model in (apps.get_app_config(room).get_models() if room != "newsroom" else [])
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.remote_field
    ]
    assert not [str(field) for field in relations if field.related_model._meta.app_label in above]


def test_every_room_says_what_it_is_for():
    for room in ROOMS:
        tree = ast.parse((ROOT / room / "__init__.py").read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{room}/__init__.py has no docstring"


def test_comments_and_fronts_are_strangers():
    assert "fronts" not in may_import("comments")
    assert "comments" not in may_import("fronts")
    assert "newsroom" not in set().union(*(may_import(room) for room in ROOMS if room != "newsroom"))

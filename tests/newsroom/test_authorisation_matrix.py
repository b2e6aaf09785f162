"""Every address × every role × every state of the thing behind it, as `matrix.py` says; and what no address may do."""

import logging

import pytest
from django.urls import reverse

from tests.comments.makers import ELSEWHERE, TYPED
from tests.newsroom.matrix import TABLE, TABLES, WITHOUT_TOKEN, addresses
from tests.newsroom.rows import OUTSIDE, ROLES
from tests.newsroom.world import World, outcome, watched_and_undone


@pytest.fixture
def world(db):
    logging.disable(logging.WARNING)  # thousands of refusals are what is wanted here
    yield World()
    logging.disable(logging.NOTSET)


def address(name: str, row, world, state: str) -> str:
    arguments = row.arguments(world, state)
    if ":" in name.split("/")[0] or "/" not in name:
        return reverse(name, kwargs=arguments)
    route = f"/{name}"
    for argument, value in arguments.items():
        for form in (f"<path:{argument}>", f"(?P<{argument}>.*)$"):
            route = route.replace(form, str(value))
    return route


def ask(client, method: str, name: str, row, world, state: str):
    """(response, what was written). Everything that it did is taken back."""
    with watched_and_undone() as writes:
        if method == "GET":
            response = client.get(address(name, row, world, state), row.query(world, state))
        else:
            query = "&".join(f"{key}={value}" for key, value in row.query(world, state).items())
            response = client.post(
                f"{address(name, row, world, state)}?{query}",
                row.data(world, state),
                headers={"Sec-Fetch-Site": "same-origin"},
            )
        response.content if not response.streaming else b"".join(response)
    return response, list(writes)


def expected(name: str, row, method: str, state: str, role: str) -> set[str]:
    who = row.open_to(method, state)
    at_the_desk = name.startswith("admin")
    if who is None:
        return {"no such method", "refused", "sign-in"}
    if role in who:
        return {"open", "no such method"} if row.reads_only and method == "POST" else {"open"}
    return {"sign-in"} if at_the_desk and role in OUTSIDE else {"refused", "no such method"}


def test_the_table_knows_every_address_and_no_other():
    found = [name for name, _ in addresses()]
    assert sorted(set(found) - set(TABLE)) == []
    assert sorted(set(TABLE) - set(found)) == []
    assert len(TABLE) == sum(len(table) for table in TABLES.values())


@pytest.mark.parametrize("table", TABLES)
def test_each_address_is_open_to_whom_the_table_says_and_to_nobody_else(world, table):
    wrong = []
    for name, row in TABLES[table].items():
        for state in row.things:
            for role in ROLES:
                for method in ("GET", "POST"):
                    response, writes = ask(world.client(role), method, name, row, world, state)
                    said, right = outcome(response), expected(name, row, method, state, role)
                    if said not in right:
                        wrong.append(
                            f"{method} {name} [{state}] as {role}: {said} ({response.status_code}), not {right}"
                        )
                    if row.recorded and said == "refused":
                        writes = [sql for sql in writes if '"accounts_audit"' not in sql]
                    if writes and (method == "GET" or said != "open" or row.reads_only):
                        wrong.append(f"{method} {name} [{state}] as {role} is {said} and yet writes: {writes}")
    assert not wrong, "\n".join(wrong)


def test_every_post_needs_a_token_or_carries_the_anonymous_forms_check():
    exempt = {name for name, view in addresses() if getattr(view, "csrf_exempt", False)}
    assert exempt == WITHOUT_TOKEN


def test_a_post_without_a_token_changes_nothing_anywhere(world):
    """As an administrator and as a stranger, whose browser says that another site sent it."""
    wrong = []
    for who in ("administrator", "anonymous"):
        for name, row in TABLE.items():
            state = row.things[0] if "live" not in row.things else "live"
            with watched_and_undone() as writes:
                answer = world.client(who, enforce_csrf_checks=True).post(
                    address(name, row, world, state), TYPED | row.data(world, state), headers=ELSEWHERE
                )
            if name not in WITHOUT_TOKEN and answer.status_code != 403:
                wrong.append(f"{name} as {who}: {answer.status_code}")
            if writes:
                wrong.append(f"{name} as {who} writes {writes}")
    assert not wrong, "\n".join(wrong)


def test_suggestions_name_only_what_their_reader_may_open(world):
    """Django's autocomplete looks at the right to the model alone: each list must be cut to the person by itself."""
    from django.apps import apps

    leaks = []
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if not getattr(field, "remote_field", None) or not getattr(field, "attname", None):
                continue
            asked = {
                "app_label": model._meta.app_label,
                "model_name": model._meta.model_name,
                "field_name": field.name,
            }
            for role in ROLES:
                answer = world.client(role).get(reverse("admin:autocomplete"), asked | {"term": "story"})
                if answer.status_code == 200 and "A story that is" in answer.text and role == "other reporter":
                    leaks.append(f"{field} to {role}")
    assert not leaks

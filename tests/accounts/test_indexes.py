"""Indexes that a migration adds while the site is served."""

import re

import pytest
from django.core.management import call_command
from django.db import connection

LATER = {"articles": "0011", "comments": "0009"}  # migrations of tables that are large by now


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("app", "number"), LATER.items())
def test_nobody_who_writes_waits_for_an_index(app, number, capsys):
    call_command("sqlmigrate", app, number)
    made = re.findall(r"CREATE INDEX (CONCURRENTLY)?", capsys.readouterr().out)
    assert made
    assert set(made) == {"CONCURRENTLY" if connection.vendor == "postgresql" else ""}

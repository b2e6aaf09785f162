"""The tests' own house: what a test commits is gone for the next one, although the database refuses to delete it."""

import pytest
from django.db import connection

from articles import triggers


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_committed_event_is_gone_for_the_next_test_and_the_guards_are_back(turn):
    from accounts.models import User

    assert triggers.missing(connection) == set()
    assert not User.objects.exists()
    User.objects.create_user("vera@example.com", password="x")

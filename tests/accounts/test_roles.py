"""Roles: kept by code, told in words, complete."""

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.urls import reverse

from accounts.models import User
from accounts.roles import IN_WORDS, ROLES, keep_roles
from tests.cast import administrator, editor, reporter

pytestmark = pytest.mark.django_db


def names(group):
    return {f"{p.content_type.app_label}.{p.codename}" for p in group.permissions.select_related("content_type")}


def test_every_right_of_the_table_exists():
    known = {f"{app}.{name}" for app, name in Permission.objects.values_list("content_type__app_label", "codename")}
    assert set().union(*ROLES.values()) <= known


def test_the_groups_hold_exactly_what_the_table_says():
    assert {group.name: names(group) for group in Group.objects.all()} == ROLES


def test_a_role_changed_by_hand_is_made_right_by_the_next_migration():
    group = Group.objects.get(name="Reporter")
    group.permissions.set(Permission.objects.filter(codename="publish"))
    for app in apps.get_app_configs():
        keep_roles(sender=app)
    assert names(Group.objects.get(name="Reporter")) == ROLES["Reporter"]


def test_a_reporter_never_publishes():
    public = {"publish", "amend", "schedule", "withdraw", "kill", "reinstate", "approve", "edit_any"}
    assert not any(reporter().has_perm(f"articles.{verb}") for verb in public)
    assert all(editor().has_perm(f"articles.{verb}") for verb in public)


def test_every_verb_is_told_in_words():
    told = {name for _, _, name in IN_WORDS}
    verbs = {name for name in set().union(*ROLES.values()) if "_" not in name.partition(".")[2]}
    assert verbs <= told
    assert told <= set().union(*ROLES.values())


def test_the_page_of_roles_is_read_only(client):
    client.force_login(administrator())
    page = client.get(reverse("admin:roles"))
    assert page.status_code == 200
    for role in ROLES:
        assert role in page.text
    assert page.text.count("<form") == 1  # signing out


def test_a_person_who_is_not_stored_is_not_given_the_rights_of_roles_that_nobody_has():
    Group.objects.create(name="Nobody's").permissions.set(Permission.objects.filter(codename="view_audit"))
    assert not User(email="a@example.org", is_active=True).has_perm("accounts.view_audit")


def test_the_rights_of_a_person_are_their_own_and_those_of_their_roles_and_none_once_they_have_left():
    own = Permission.objects.get(codename="view_audit")
    person = reporter()
    person.user_permissions.add(own)
    assert User.objects.get(pk=person.pk).get_all_permissions() == ROLES["Reporter"] | {"accounts.view_audit"}
    person.is_active = False
    person.save()
    assert User.objects.get(pk=person.pk).get_all_permissions() == set()

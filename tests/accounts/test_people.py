"""People at the desk: added with roles, deactivated instead of deleted, never raised above their roles."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from accounts.models import NotDeletable, User
from tests.cast import PASSWORD, administrator, editor, reporter
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
NEW = {
    "name": "Nora New",
    "email": "nora@news.example",
    "time_zone": "Asia/Tokyo",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
}


@pytest.fixture
def desk(client):
    client.force_login(administrator())
    return client


def role(name):
    return Group.objects.get(name=name).pk


def change(person):
    return reverse("admin:accounts_user_change", args=[person.pk])


def fields_of(person, **changes):
    fields = {"name": person.name, "email": person.email, "time_zone": person.time_zone, "is_active": "on"}
    fields["groups"] = [group.pk for group in person.groups.all()]
    fields |= changes
    return {name: value for name, value in fields.items() if value is not None}


def superuser():
    return User.objects.create_superuser("sue@news.example", PASSWORD, name="Sue Super")


def test_a_new_person_gets_a_role_and_can_sign_in(desk):
    page = desk.post(reverse("admin:accounts_user_add"), NEW | {"groups": [role("Reporter")]})
    assert page.status_code == 302
    nora = User.objects.get(email="nora@news.example")
    assert [group.name for group in nora.groups.all()] == ["Reporter"]
    assert nora.is_staff
    assert not nora.is_superuser
    assert nora.time_zone == "Asia/Tokyo"
    assert nora.check_password(NEW["password1"])


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"email": "RITA@news.example"}, "email"),
        ({"time_zone": "Moon/Crater"}, "time_zone"),
        ({"password2": "another one entirely"}, "password2"),
        ({"password1": "short", "password2": "short"}, "password2"),
        ({"name": ""}, "name"),
    ],
)
def test_a_wrong_field_is_told_beside_it_and_nothing_is_added(desk, wrong, field):
    reporter()
    before = User.objects.count()
    page = desk.post(reverse("admin:accounts_user_add"), NEW | wrong)
    assert field in page.context["adminform"].form.errors or page.context["adminform"].form.non_field_errors()
    assert "Nothing that you typed is lost" in page.text
    assert User.objects.count() == before


def test_rights_beyond_roles_cannot_be_given(desk):
    rita = reporter()
    stolen = {
        "is_superuser": "on",
        "is_staff": "",
        "user_permissions": [Permission.objects.first().pk],
        "password": "x",
    }
    assert desk.post(change(rita), fields_of(rita) | stolen).status_code == 302
    rita = User.objects.get(pk=rita.pk)
    assert not rita.is_superuser
    assert rita.is_staff
    assert not rita.user_permissions.exists()
    assert rita.check_password(PASSWORD)


def test_only_the_roles_that_the_program_keeps_can_be_given(desk):
    foreign = Group.objects.create(name="Owners")
    rita = reporter()
    desk.post(change(rita), fields_of(rita, groups=[foreign.pk]))
    assert not rita.groups.filter(pk=foreign.pk).exists()


def test_a_deactivated_person_is_out_at_once_and_old_sessions_stay_dead(desk):
    rita = reporter()
    hers = Client()
    hers.force_login(rita)
    assert hers.get("/admin/").status_code == 200
    desk.post(change(rita), fields_of(rita, is_active=None))
    assert hers.get("/admin/").status_code == 302
    desk.post(change(rita), fields_of(rita, is_active="on"))
    assert User.objects.get(pk=rita.pk).is_active
    assert hers.get("/admin/").status_code == 302


def test_nobody_changes_their_own_roles_or_closes_their_own_account(desk):
    ada = administrator()
    desk.post(change(ada), fields_of(ada, name="Ada A.", is_active=None, groups=[]))
    ada = User.objects.get(pk=ada.pk)
    assert ada.name == "Ada A."
    assert ada.is_active
    assert [group.name for group in ada.groups.all()] == ["Administrator"]


def test_an_administrator_cannot_take_over_a_superuser(desk):
    sue = superuser()
    assert desk.get(change(sue)).context["has_change_permission"] is False
    assert desk.post(change(sue), fields_of(sue, email="mine@news.example")).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[sue.pk])
    assert desk.post(password, {"password1": NEW["password1"], "password2": NEW["password1"]}).status_code == 403


def test_there_is_no_way_to_delete_a_person(desk):
    rita = reporter()
    assert desk.get(reverse("admin:accounts_user_delete", args=[rita.pk])).status_code == 403
    page = desk.get(reverse("admin:accounts_user_changelist"))
    assert "delete_selected" not in page.text
    desk.post(reverse("admin:accounts_user_changelist"), {"action": "delete_selected", "_selected_action": rita.pk})
    assert User.objects.filter(pk=rita.pk).exists()
    with pytest.raises(NotDeletable):
        rita.delete()
    with pytest.raises(NotDeletable):
        User.objects.filter(pk=rita.pk).delete()


def test_a_password_given_to_somebody_ends_their_sessions(desk):
    rita = reporter()
    hers = Client()
    hers.force_login(rita)
    new = {"password1": NEW["password1"], "password2": NEW["password1"]}
    page = desk.post(reverse("admin:auth_user_password_change", args=[rita.pk]), new)
    assert page.status_code == 302
    assert User.objects.get(pk=rita.pk).check_password(NEW["password1"])
    assert hers.get("/admin/").status_code == 302


def test_the_list_shows_active_people_first_and_the_others_on_demand(desk):
    rita = reporter()
    User.objects.filter(pk=rita.pk).update(is_active=False)
    address = reverse("admin:accounts_user_changelist")
    assert "Rita Reporter" not in desk.get(address).text
    assert "Rita Reporter" in desk.get(address, {"account": "closed"}).text
    assert "Ada Administrator" in desk.get(address, {"account": "all", "role": role("Administrator")}).text
    assert "Rita Reporter" not in desk.get(address, {"account": "all", "role": role("Administrator")}).text


def test_no_lookup_reaches_a_password(desk):
    page = desk.get(reverse("admin:accounts_user_changelist"), {"password__startswith": "a"})
    assert page.status_code in {302, 400}


def test_the_list_of_people_asks_no_more_of_the_database_with_more_people(desk):
    def hire(many):
        for _ in range(many):
            number = User.objects.count()
            User.objects.create_user(f"p{number}@news.example", name=f"P {number}").groups.add(role("Editor"))

    assert_queries_do_not_grow(lambda: desk.get(reverse("admin:accounts_user_changelist")), hire)


def test_editors_see_no_people(client):
    client.force_login(editor())
    assert client.get(reverse("admin:accounts_user_changelist")).status_code == 403
    assert client.get(reverse("admin:roles")).status_code == 403

"""One's own profile: name, time zone, password; and nothing else."""

import pytest
from django.urls import reverse

from accounts.models import User
from tests.cast import PASSWORD, moderator, reporter

pytestmark = pytest.mark.django_db


def test_everybody_changes_their_own_name_and_zone(client):
    client.force_login(moderator())
    page = client.post(reverse("admin:profile"), {"name": "Mona M.", "time_zone": "America/Lima"}, follow=True)
    assert "Your profile is saved." in page.text
    mona = User.objects.get(email="mona@news.example")
    assert (mona.name, mona.time_zone) == ("Mona M.", "America/Lima")
    assert "America/Lima" in page.text


def test_the_profile_takes_nothing_but_name_and_zone(client):
    client.force_login(reporter())
    client.post(
        reverse("admin:profile"),
        {"name": "Rita", "time_zone": "", "email": "x@news.example", "is_superuser": "on", "is_active": ""},
    )
    rita = User.objects.get(name="Rita")
    assert rita.email == "rita@news.example"
    assert rita.is_active
    assert not rita.is_superuser


def test_a_refused_profile_keeps_what_was_typed(client):
    client.force_login(reporter())
    page = client.post(reverse("admin:profile"), {"name": "", "time_zone": "Moon/Crater"})
    assert "things need your attention" in page.text
    assert User.objects.get(email="rita@news.example").name == "Rita Reporter"


def test_the_times_of_the_desk_follow_ones_own_zone(client):
    rita = reporter()
    User.objects.filter(pk=rita.pk).update(time_zone="Pacific/Auckland")
    client.force_login(rita)
    assert "Pacific/Auckland" in client.get("/admin/").text


def test_a_password_is_changed_by_whoever_knows_the_old_one(client):
    client.force_login(reporter())
    new = {"new_password1": "correct horse battery", "new_password2": "correct horse battery"}
    address = reverse("admin:password_change")
    assert "old_password" in client.post(address, {"old_password": "wrong"} | new).context["form"].errors
    assert client.post(address, {"old_password": PASSWORD} | new).status_code == 302
    assert client.get("/admin/").status_code == 200
    assert User.objects.get(email="rita@news.example").check_password("correct horse battery")

"""What a monitor asks, and what readers see when something is missing or broken."""

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from newsroom import views
from tests import cast


@pytest.mark.django_db
def test_healthz_says_ok_after_one_question_to_the_database(client):
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert len(queries) == 1
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_a_missing_page_is_dressed_as_the_site_and_leads_on(client):
    cast.make_section("Harbour")
    answer = client.get("/nothing/here/")
    html = answer.content.decode()
    assert answer.status_code == 404
    assert "Page not found" in html
    assert 'href="/harbour/"' in html


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"), [(views.bad_request, 400), (views.forbidden, 403), (views.not_found, 404)]
)
def test_each_refusal_has_a_page_in_the_sites_dress(view, status):
    answer = view(RequestFactory().get("/"), Exception())
    assert answer.status_code == status
    assert b'class="masthead' in answer.content


def test_the_page_for_our_own_faults_needs_no_database():
    answer = views.server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert b"Something went wrong" in answer.content
    assert b"The Harbour Post" in answer.content

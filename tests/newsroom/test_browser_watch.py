"""The tests' own house: a page that does what no page may do is noticed, whatever else it shows."""

import pytest
from django.http import HttpResponse

from newsroom.middleware import HEADERS, policy
from tests import browser

FAULTS = {
    "Content Security Policy": "<p style='color: red'>inline style</p>",
    "Content Security Policy.*script": "<script>1</script>",
    "asked for http://elsewhere.example/x.css": "<link rel=stylesheet href=http://elsewhere.example/x.css>",
    "is not defined": "<script src=/broken.js></script>",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_of_a_page_is_noticed(chromium, live_server, fault):
    with pytest.raises(AssertionError, match=fault):
        visit(chromium, live_server.url, f"<!doctype html><title>Page</title>{FAULTS[fault]}")


def test_a_page_without_fault_is_left_alone(chromium, live_server):
    visit(chromium, live_server.url, "<!doctype html><title>Page</title><p>Nothing wrong here")


def visit(chromium, address, html):
    """Show a page that answers with `html` under the site's own headers."""
    headers = HEADERS | {"Content-Security-Policy": policy(HttpResponse()), "Content-Type": "text/html"}
    with browser.visits(chromium, address) as open_page:
        page = open_page()
        page.route("**/page", lambda route: route.fulfill(body=html, headers=headers))
        page.route("**/broken.js", lambda route: route.fulfill(body="noSuchThing()", content_type="text/javascript"))
        page.goto("/page", wait_until="networkidle")

"""The calendar in a real browser: a plan moves by keyboard alone, without script, and by dragging; and everybody can read it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import clock, planning, workflow
from articles.agenda import Week
from articles.models import Article
from tests.articles.desk import page as address
from tests.articles.test_desk_browser import _roles, overflow  # noqa: F401  a fixture
from tests.browser import accessibility_faults, sign_in
from tests.cast import editor, make_article, make_live

pytestmark = pytest.mark.django_db(transaction=True)
NEXT_WEEK = Week.of(timezone.localdate()).moved(1)
MONDAY, FRIDAY = NEXT_WEEK.monday, NEXT_WEEK.monday + timedelta(days=4)


@pytest.fixture
def story():
    story = make_article(headline="A portrait of the harbour master")
    planning.plan(story, by=editor(), day=MONDAY, seen=None)
    return story


def calendar() -> str:
    return f"{address('changelist')}calendar/?week={NEXT_WEEK.name}"


def planned() -> object:
    return Article.objects.get().planned_for


@pytest.mark.parametrize("script", [True, False])
def test_a_plan_is_moved_by_keyboard_alone(open_page, story, script):
    page = open_page(java_script_enabled=script)
    sign_in(page, editor())
    page.goto(calendar())
    page.locator(".slot summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.locator(".slot input[type=date]:focus").fill(str(FRIDAY))
    page.locator(".slot").get_by_role("button", name="Move").focus()
    page.keyboard.press("Enter")
    page.get_by_text("is planned for Friday").wait_for()
    assert page.locator(f"[data-day='{FRIDAY}'] .slot__headline").inner_text() == str(story)
    assert planned() == FRIDAY


def test_a_plan_is_dragged_to_another_day(open_page, story):
    page = open_page()
    sign_in(page, editor())
    page.goto(calendar())
    page.locator("[data-movable]").drag_to(page.locator(f"[data-day='{FRIDAY}']"))
    page.get_by_text("is planned for Friday").wait_for()
    assert planned() == FRIDAY


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_the_calendar_and_nothing_is_too_wide(open_page, story, scheme):
    workflow.schedule(make_article(headline="Scheduled"), by=editor(), at=clock.read() + timedelta(days=7))
    live, faults = make_live(headline="Live, and ending soon"), []
    workflow.expire(live, by=editor(), at=clock.read() + timedelta(days=7, hours=1))
    make_article(headline="Anunhyphenatedheadlinethatnobodywouldeverwrite" * 3)
    page = open_page(color_scheme=scheme)
    sign_in(page, editor())
    for width in (320, 390, 768, 1200, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(calendar())
        page.locator(".slot summary").first.click()
        faults += accessibility_faults(page)
        assert overflow(page) <= 0, width
    assert not faults, "\n".join(faults)

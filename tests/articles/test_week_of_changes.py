"""The week's changes to live stories, for the editor-in-chief: on a screen and as text."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from articles import clock, limits, weekly, workflow
from articles.models import Article
from tests.articles.desk import signed_in, text_of
from tests.cast import editor, make_live, make_section, moderator, other_editor, photo_editor, reporter, rewrite
from tests.queries import assert_queries_do_not_grow

pytestmark = pytest.mark.django_db
SCREEN = reverse("admin:articles_changes")


def change(article: Article, kind: str, note: str = "", by=None, **fields):
    return workflow.publish(rewrite(article, **fields), by=by or editor(), kind=kind, note=note)


@pytest.fixture
def week():
    """A correction by one editor, two typos by another, of one story; and a story that only came out."""
    article = make_live(headline="The wall", body="<p>It fell in May.</p>")
    change(article, "correction", "We gave a wrong month.", body="<p>It fell in June.</p>")
    change(article, "typo", by=other_editor(), headline="The Wall")
    change(article, "typo", by=other_editor(), headline="The wall")
    make_live(headline="Only came out", slug="out")
    return weekly.this_week()


def test_the_screen_tells_each_change_with_its_kind_who_made_it_and_the_words(week):
    page = signed_in(editor()).get(SCREEN)
    told = text_of(page)
    for words in (
        str(week),
        "All 3",
        "1 correction",
        "2 changes of spelling or style",
        "Edgar Editor: 2 · Edith Editor: 1",
        "Correction The wall",
        "We gave a wrong month.",
    ):
        assert words in told
    assert "<del>May</del>" in page.text
    assert "Only came out" not in told


def test_it_leads_to_the_two_texts(week):
    article = Article.objects.get(headline="The wall")
    client = signed_in(editor())
    address = client.get(SCREEN, {"kind": "correction"}).context["changes"][0][1]
    assert client.get(address).context["now"] == article.editions.get(number=2).revision
    assert client.get(address).context["was"] == article.editions.get(number=1).revision


def test_one_kind_can_be_looked_at_alone(week):
    page = signed_in(editor()).get(SCREEN, {"kind": "correction"})
    assert [each.edition.change for each, _ in page.context["changes"]] == ["correction"]
    assert "No change of this kind" in text_of(signed_in(editor()).get(SCREEN, {"kind": "retraction"}))


def test_another_week_is_another_page(week):
    client = signed_in(editor())
    assert "Nothing that was public was changed in this week." in text_of(
        client.get(SCREEN, {"week": week.before.name})
    )
    for nonsense in ("soon", "2026-W99", "0000-W01", "2026-W00"):
        assert client.get(SCREEN, {"week": nonsense}).status_code == 404
    assert client.get(SCREEN, {"cursor": "x"}).status_code == 404


@pytest.mark.parametrize("who", [reporter, photo_editor, moderator])
def test_it_is_for_editors_alone(who):
    assert signed_in(who()).get(SCREEN).status_code == 403


def test_many_changes_are_shown_by_pages_and_queries_do_not_grow(readers_clock):
    readers_clock(clock.read() + timedelta(minutes=10))
    article = make_live(headline="Version 0")
    client = signed_in(editor())

    def add(many):
        for _ in range(many):
            change(article, "update", headline=f"Version {article.last_number}")

    assert_queries_do_not_grow(lambda: client.get(SCREEN), add)
    add(35)
    first = client.get(SCREEN)
    assert len(first.context["changes"]) == 40
    older = client.get(SCREEN, {"cursor": first.context["page"].next_cursor})
    assert len(older.context["changes"]) == 5


def test_a_scheduled_change_is_told_when_it_has_gone_out(week):
    article = Article.objects.get(headline="The wall")
    at = datetime(2099, 1, 5, tzinfo=UTC)
    workflow.schedule(rewrite(article, headline="Later"), by=editor(), at=at, kind="update")
    assert "Later" not in signed_in(editor()).get(SCREEN, {"week": weekly.this_week().name}).text
    assert "Later" not in signed_in(editor()).get(SCREEN, {"week": "2099-W02"}).text


def test_the_text_tells_the_same_the_gravest_first(week):
    subject, text = weekly.as_mail(week)
    assert subject == f"The Harbour Post: changes to live stories, {week}"
    assert "1 correction, 2 changes of spelling or style." in text
    assert text.index("CORRECTION") < text.index("TYPO OR STYLE")
    assert "Paragraph: It fell in [-May-] {+June+}." in text
    assert "Note: We gave a wrong month." in text
    assert "http://127.0.0.1:8000/admin/articles/article/" in text


def test_the_text_of_a_busy_week_ends_and_says_where_the_rest_is(monkeypatch, week):
    monkeypatch.setattr(weekly, "MOST", 2)
    assert f"All of them: http://127.0.0.1:8000{SCREEN}?week={week.name}" in weekly.as_mail(week)[1]


def test_the_command_prints_the_week_that_is_over_or_the_one_that_is_named(week):
    def said(*options):
        out = StringIO()
        call_command("changes_of_the_week", *options, stdout=out)
        return out.getvalue()

    assert "Nothing that was public was changed." in said()
    assert "We gave a wrong month." in said("--week", week.name)
    with pytest.raises(CommandError, match="is no week"):
        said("--week", "last")


def test_a_week_begins_on_monday_on_the_sites_clock(settings):
    settings.TIME_ZONE = "Asia/Kolkata"
    found = weekly.week_called("2026-W48")
    assert found.monday == date(2026, 11, 23)
    assert found.span[0] == datetime(2026, 11, 22, 18, 30, tzinfo=UTC)
    assert str(found) == "23–29 November 2026"
    assert str(found.after) == "30 November – 6 December 2026"
    assert str(weekly.week_called("2026-W53")) == "28 December 2026 – 3 January 2027"


def test_an_editor_of_some_sections_sees_the_changes_of_their_stories_alone(week):
    limited = other_editor()
    limits.set_sections(limited, [make_section("Sport")], by=editor())
    change(
        make_live(headline="The cup", slug="cup", section=make_section("Sport")), "update", headline="The cup is ours"
    )
    page = signed_in(limited).get(SCREEN)
    assert [each.edition.headline for each, _ in page.context["changes"]] == ["The cup is ours"]
    assert "1 update" in text_of(page) and "1 correction" not in text_of(page)

"""No screen of the desk is left out of the browser's walk: what `test_desk_pages.py` does not open is opened here."""

from datetime import timedelta

import pytest
from django.urls import resolve, reverse
from django.utils import timezone

from articles import workflow
from articles.models import Section, Series, Tag
from authors.models import Author
from comments.models import State
from library.models import Picture
from tests import browser, cast
from tests.comments.makers import make_comment
from tests.newsroom.matrix import TABLE, addresses
from tests.newsroom.test_desk_pages import screens
from tests.newsroom.world import World

WIDTHS = (390, 768, 1440)
NO_SCREENS = {
    "admin:app_list": "leads home",
    "admin:autocomplete": "answers a script",
    "admin:jsi18n": "is a script",
    "admin:articles_article_cards": "answers a script",
    "admin:login_again": "answers a script",
    "admin:articles_article_tags": "answers a script",
    "admin:articles_article_live": "stands in a frame of the story's page; see test_live_preview.py",
    "admin:library_picture_choose": "answers a script",
    "admin:view_on_site": "leads to the site",
    "admin:logout": "leads to the site",
}
MOVES = {
    "assign": "draft",
    "submit": "draft",
    "approve": "in review",
    "return_to_writer": "in review",
    "reschedule": "scheduled",
    "unschedule": "scheduled",
    "expire": "scheduled",
    "reinstate": "killed",
    "set_embargo": "scheduled",
    "lift_embargo": "under embargo",
    "trash": "draft",
}


@pytest.fixture
def world(transactional_db):
    return World()


def further(world) -> list[str]:
    """The screens that belong to a state, a folder or a selection."""
    found = [reverse(f"admin:articles_article_{verb}", args=[world.stories[of].pk]) for verb, of in MOVES.items()]
    queue = reverse("admin:comments_comment_changelist")
    return [
        *found,
        reverse("admin:articles_checklist"),
        reverse("admin:tasks"),
        reverse("admin:articles_calendar"),
        reverse("admin:articles_article_plan", args=[world.stories["draft"].pk]),
        reverse("admin:articles_article_share", args=[world.stories["draft"].pk]),
        reverse("admin:articles_article_notes", args=[world.stories["draft"].pk]),
        reverse("admin:articles_article_trashed"),
        reverse("admin:articles_article_batch", args=[world.tidied]),
        reverse("admin:articles_article_change", args=[world.stories["trashed"].pk]),
        reverse("admin:articles_tag_delete", args=[world.tag.pk]),
        f"{reverse('admin:articles_tag_merge')}?ids={world.tag.pk}",
        reverse("admin:authors_author_merge", args=[world.author.pk]),
        f"{reverse('admin:library_picture_describe')}?ids={world.pictures['own'].pk}",
        *(f"{queue}?folder={folder}" for folder in ("approved", "rejected", "all")),
        reverse("admin:comments_reports"),
        reverse("admin:comments_comment_person", args=[world.comments["approved"].public_id]),
        reverse("admin:comments_comment_ban", args=[world.comments["approved"].public_id]),
        reverse("admin:comments_sanctions"),
        reverse("admin:comments_comment_sanction", args=[world.sanction.pk]),
        reverse("admin:comments_appeals"),
        reverse("admin:comments_messages"),
        reverse("admin:comments_privacy"),
    ]


def test_every_screen_of_the_desk_is_in_the_walk(world):
    """A new address of the desk that answers GET joins `further`, or says here why it is no screen."""
    walked = {resolve(path.split("?")[0]).view_name for path in [*screens(world).values(), *further(world)]}
    shown = {
        name
        for name, _ in addresses()
        if name.startswith("admin:") and any(TABLE[name].open_to("GET", s) for s in TABLE[name].things)
    }
    assert shown - walked - set(NO_SCREENS) - {"admin:login"} == set()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_further_screens_have_no_fault_and_fit(open_page, world, scheme):
    page, faults = open_page(color_scheme=scheme), []
    visits = [
        ("administrator", further(world)),
        ("reporter", [reverse("admin:roles")]),
        (None, [reverse("admin:login")]),
    ]
    for who, paths in visits:
        page.context.clear_cookies()
        if who:
            browser.sign_in(page, world.people[who])
        for path in paths:
            page.goto(path)
            faults += browser.accessibility_faults(page) + too_wide(page)
    assert not faults, "\n".join(faults)


def endless_words(world) -> dict[str, str]:
    """Fills the desk with words of as many letters as their columns hold; screens that show them beyond the known ones."""
    word = "Donaudampfschifffahrt" * 10
    words = {"headline": word[:200], "standfirst": word[:200], "kicker": word[:60], "slug": word[:120].lower()}
    writer = cast.make_author(word[:150])
    live = cast.make_live(tags=[word[:100]], bylines=[writer], body=f"<p>{word * 20}</p>", **words)
    cast.rewrite(live, headline=word[5:200])
    words["slug"] = f"planned-{word}"[:120].lower()
    planned = cast.make_article(by=world.people["administrator"], section=world.section, **words)
    workflow.submit(planned, by=world.people["administrator"], note=word)
    workflow.schedule(planned, by=world.people["administrator"], at=timezone.now() + timedelta(hours=1))
    comments = [make_comment(live, state=state, text=word * 15, name=word[:100]) for state in State]
    Section.objects.update(name=word[:21])
    Series.objects.update(name=word[:100])
    Tag.objects.filter(pk=world.tag.pk).update(name=word[5:100])
    Author.objects.filter(pk=world.author.pk).update(name=word[:150], job_title=word[:150])
    Picture.objects.update(title=word[:200], alt=word, caption=word, credit=word[:200])
    pages = ("change", "history", "publish", "amend", "withdraw", "kill", "redact", "preview", "compare")
    found = {f"{page} of endless words": reverse(f"admin:articles_article_{page}", args=[live.pk]) for page in pages}
    found["unschedule"] = reverse("admin:articles_article_unschedule", args=[planned.pk])
    found["one comment"] = reverse("admin:comments_comment_change", args=[comments[0].public_id])
    found["one by one"] = reverse("admin:comments_comment_reading", args=[comments[0].public_id])
    return found


def test_an_endless_word_widens_no_screen(open_page, world):
    page, faults = open_page(), []
    long = endless_words(world)
    browser.sign_in(page, world.people["administrator"])
    for path in {*screens(world).values(), *further(world), *long.values()}:
        page.goto(path)
        faults += too_wide(page, (390, 1440))
    assert not faults, "\n".join(faults)


def too_wide(page, widths=WIDTHS) -> list[str]:
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            found.append(f"{page.url} at {width}: {beyond} px beyond")
    return found

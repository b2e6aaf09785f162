"""Every screen of the desk in a real browser: usable by everybody, at any width, light and dark, under the content policy.

The policy needs no test of its own: a page opened by `open_page` may not break it.
"""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests import browser
from tests.newsroom.world import World

PHONE = {"width": 390, "height": 844}
ON_TOP = """link => { const box = link.getBoundingClientRect(), middle = box.top + box.height / 2;
  return [box.left + 2, box.right - 2].every(x => document.elementFromPoint(x, middle) === link) }"""
SEEN_IN_THE_DARK = {  # one of each kind: the elements are the same in the dark, only the colours are not
    "home",
    "roles",
    "record",
    "password_change",
    "accounts_user changelist",
    "accounts_user change",
    "authors_author change",
    "authors_author delete",
    "articles_section changelist",
    "articles_article changelist",
    "articles_article change",
    "articles_article history",
    "publish",
    "redact",
    "compare",
    "changes of the week",
    "library_picture changelist",
    "queue",
    "one by one",
    "numbers",
    "policies",
    "policy of a story",
    "rules",
    "rule of words",
    "spam filter",
}


@pytest.fixture
def world(transactional_db):
    return World()


def screens(world) -> dict[str, str]:
    """Each kind of page that an administrator finds, by its name."""
    things = {
        "accounts_user": world.people["reporter"].pk,
        "authors_author": world.author.pk,
        "articles_section": world.section.pk,
        "articles_series": world.series.pk,
        "articles_tag": world.tag.pk,
        "library_picture": world.pictures["own"].pk,
        "articles_article": world.stories["changed"].pk,
    }
    found = {"home": "/admin/"}
    for name in ("profile", "roles", "record", "password_change", "password_change_done"):
        found[name] = reverse(f"admin:{name}")
    for model, pk in things.items():
        for page in ("changelist", "add"):
            found[f"{model} {page}"] = reverse(f"admin:{model}_{page}")
        for page in ("change", "history"):
            found[f"{model} {page}"] = reverse(f"admin:{model}_{page}", args=[pk])
    for model in ("authors_author", "articles_section", "articles_series", "library_picture"):
        found[f"{model} delete"] = reverse(f"admin:{model}_delete", args=[things[model]])
    for verb in ("publish", "schedule", "amend", "withdraw", "kill", "redact", "preview", "compare"):
        found[verb] = reverse(f"admin:articles_article_{verb}", args=[things["articles_article"]])
    found["somebody's password"] = reverse("admin:auth_user_password_change", args=[things["accounts_user"]])
    found["changes of the week"] = reverse("admin:articles_changes")
    found |= of_the_conversation(world)
    found["nothing"] = "/admin/nothing/here/"
    found["filtered"] = reverse("admin:accounts_user_changelist") + "?account=closed&q=nobody"
    return found


def of_the_conversation(world) -> dict[str, str]:
    found = {}
    found["queue"] = reverse("admin:comments_comment_changelist")
    found["one by one"] = reverse("admin:comments_comment_reading", args=[world.comments["pending"].public_id])
    found["nothing to read"] = reverse("admin:comments_comment_first") + "?folder=reported"
    found["numbers"] = reverse("admin:comments_comment_figures")
    found["one comment"] = reverse("admin:comments_comment_change", args=[world.comments["pending"].public_id])
    found["policies"] = reverse("admin:comments_policies") + "?q=story"
    found["policy of the site"] = reverse("admin:comments_policies_of_site")
    found["policy of a section"] = reverse("admin:comments_policies_of_section", args=[world.section.pk])
    found["policy of a story"] = reverse("admin:comments_policies_of_story", args=[world.stories["changed"].pk])
    found["rules"] = reverse("admin:comments_rules")
    found["rule of words"] = reverse("admin:comments_rules_one", args=["suspect"])
    found["rule of floods"] = reverse("admin:comments_rules_one", args=["flood_subnet"])
    found["spam filter"] = reverse("admin:comments_learner")
    return found


def signed_in(open_page, world, **options):
    page = open_page(**options)
    browser.sign_in(page, world.people["administrator"])
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_screen(open_page, world, scheme):
    page, faults = signed_in(open_page, world, color_scheme=scheme), []
    for name, address in screens(world).items():
        if scheme == "light" or name in SEEN_IN_THE_DARK:
            page.goto(address)
            faults += browser.accessibility_faults(page)
    assert not faults, "\n".join(faults)


def test_axe_finds_nothing_on_a_phone_with_its_menu_open(open_page, world):
    page = signed_in(open_page, world, viewport=PHONE)
    page.goto("/admin/")
    page.get_by_text("Menu", exact=True).click()
    expect(page.get_by_role("link", name="Sections & tags")).to_be_visible()
    assert not browser.accessibility_faults(page)


@pytest.mark.parametrize("width", [390, 768, 1440])
def test_no_screen_is_wider_than_its_window(open_page, world, width):
    page = signed_in(open_page, world, viewport={"width": width, "height": 800})
    wide = []
    for name, address in screens(world).items():
        page.goto(address)
        beyond = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if beyond > 0:
            wide.append(f"{name}: {beyond} px")
    assert not wide, "\n".join(wide)


def test_many_tabs_stand_in_one_row_on_a_phone_and_the_present_one_is_in_sight_without_a_script(open_page, world):
    page = signed_in(open_page, world, viewport=PHONE, java_script_enabled=False)
    for name in ("reports", "rules", "privacy"):
        page.goto(reverse(f"admin:comments_{name}"))
        tabs = page.get_by_role("navigation", name="Comments")
        assert len({tab.bounding_box()["y"] for tab in tabs.get_by_role("link").all()}) == 1
        here = tabs.locator("[aria-current]").bounding_box()
        assert here["x"] >= 0 and here["x"] + here["width"] <= PHONE["width"]


def test_every_tab_is_reached_by_keyboard_and_lies_behind_no_other(open_page, world):
    page = signed_in(open_page, world, viewport=PHONE)
    page.goto(reverse("admin:comments_policies"))
    tabs = page.get_by_role("navigation", name="Comments").get_by_role("link")
    tabs.first.focus()
    covered = []
    for tab in tabs.all():
        expect(tab).to_be_focused()
        if not tab.evaluate(ON_TOP):
            covered.append(tab.inner_text())
        page.keyboard.press("Tab")
    for tab in reversed(tabs.all()):
        page.keyboard.press("Shift+Tab")
        expect(tab).to_be_focused()
        if not tab.evaluate(ON_TOP):
            covered.append(tab.inner_text())
    assert not covered


def test_signing_out_and_finding_a_person_need_no_script(open_page, world):
    page = signed_in(open_page, world, java_script_enabled=False, viewport=PHONE)
    page.goto("/admin/")
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="People").click()
    page.locator("summary", has_text="Role").click()
    page.get_by_role("link", name="Moderator", exact=True).click()
    expect(page.get_by_role("link", name="Mona Moderator")).to_be_visible()
    expect(page.get_by_role("link", name="Rita Reporter")).not_to_be_visible()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()


def test_the_menu_closes_by_escape_and_gives_the_focus_back(open_page, world):
    page = signed_in(open_page, world)
    page.goto("/admin/")
    summary = page.locator(".menu > summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Your profile")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("link", name="Your profile")).not_to_be_visible()
    expect(summary).to_be_focused()


def test_the_first_tab_leads_to_the_content(open_page, world):
    page = signed_in(open_page, world)
    page.goto("/admin/authors/author/")
    page.keyboard.press("Tab")
    assert page.locator(":focus").inner_text() == "Skip to main content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content-start"


def test_the_appearance_chosen_stays(open_page, world):
    page = signed_in(open_page, world, color_scheme="light")
    page.goto("/admin/")
    page.locator(".menu > summary").click()
    page.get_by_role("button", name="Appearance").click()
    page.goto("/admin/roles/")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"


def test_an_address_is_made_from_the_name_of_a_new_author(open_page, world):
    page = signed_in(open_page, world)
    page.goto("/admin/authors/author/add/")
    page.get_by_label("Name").press_sequentially("Hanna de Vries")
    assert page.get_by_label("Address").first.input_value() == "hanna-de-vries"


def test_a_refused_form_names_each_field_and_takes_one_there(open_page, world):
    page = signed_in(open_page, world)
    page.goto("/admin/accounts/user/add/")
    page.get_by_label("Name").fill("Nora New")
    page.get_by_role("button", name="Save", exact=True).click()
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    summary.get_by_role("link", name="E-mail address").click()
    assert page.evaluate("location.hash") == "#id_email"
    assert page.get_by_label("Name").input_value() == "Nora New"
    assert not browser.accessibility_faults(page)

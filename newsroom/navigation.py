"""The desk's main navigation: in the order in which a newsroom thinks, and only what the person may open."""

from dataclasses import dataclass, field

from django.contrib.admin import site
from django.urls import reverse

from articles.models import Article
from comments import queue, sanctions, wording
from newsroom.work.report import failed_count

EVERYWHERE = {
    "comments_sanctions": sanctions.may_ban,
    "comments_messages": wording.may_set,
}  # not in some sections only
COUNTED_TO = 99  # more held comments are shown as “99+”

MAIN = [
    ("Stories", ["articles_article", "articles_changes"]),
    ("Calendar", ["articles_calendar"]),
    (
        "Comments",
        [
            "comments_comment",
            "comments_reports",
            "comments_appeals",
            "comments_sanctions",
            "comments_policies",
            "comments_rules",
            "comments_learner",
            "comments_comment_figures",
            "comments_messages",
            "comments_privacy",
        ],
    ),
    ("Pictures", ["library_picture"]),
    ("Authors", ["authors_author"]),
    ("Sections & tags", ["articles_section", "articles_tag", "articles_series", "articles_checklist"]),
    ("People", ["accounts_user", "roles", "record"]),
    ("Tasks", ["tasks"]),
]
BESIDE = [  # screens that are no list of things: the name of the address, the label, the right that opens them
    ("articles_calendar", "Calendar", "articles.view_article"),
    ("articles_changes", "Changes", "articles.review_changes"),
    ("articles_checklist", "Checklist", "articles.set_checklist"),
    ("comments_reports", "Reports", "comments.moderate"),
    ("comments_appeals", "Appeals", "comments.moderate"),
    ("comments_sanctions", "Bans", "comments.ban"),
    ("comments_policies", "Policies", "comments.moderate"),
    ("comments_rules", "Rules", "comments.moderate"),
    ("comments_learner", "Spam filter", "comments.moderate"),
    ("comments_comment_figures", "Numbers", "comments.moderate"),
    ("comments_messages", "Messages", "comments.set_messages"),
    ("comments_privacy", "Privacy", "comments.erase"),
    ("record", "Record", "accounts.view_audit"),
]


@dataclass
class Entry:
    label: str
    url: str
    current: bool = False
    count: str = ""
    tabs: list["Entry"] = field(default_factory=list)


def main_navigation(request) -> list[Entry]:
    """The entries that `request.user` may open, the present one marked; an entry of several screens has tabs."""
    screens = _screens(request)
    entries = []
    for label, names in MAIN:
        tabs = [screens[name] for name in names if name in screens]
        if tabs:
            current = any(tab.current for tab in tabs)
            entries.append(Entry(label, tabs[0].url, current, tabs[0].count, tabs if len(tabs) > 1 else []))
    return entries


def _screens(request) -> dict[str, Entry]:
    """What this person may open, by the beginning of its URL name."""
    here = getattr(request.resolver_match, "url_name", None) or ""
    beside = {name for name, _, _ in BESIDE}
    found = {}
    for model, model_admin in site._registry.items():
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        if model_admin.has_view_or_change_permission(request):
            address = reverse(f"admin:{name}_changelist")
            current = here.startswith(f"{name}_") and here not in beside
            found[name] = Entry(_capital(model._meta.verbose_name_plural), address, current)
    if "comments_comment" in found:
        found["comments_comment"].count = waiting(request.user)
    if "articles_article" in found:
        found["articles_article"].label = "All stories"
    for name, label, permission in BESIDE:
        if request.user.has_perm(permission):
            found[name] = Entry(label, reverse(f"admin:{name}"), here.startswith(name))
    for name, may in EVERYWHERE.items():
        if not may(request.user):
            found.pop(name, None)
    if "accounts_user" in found:
        found["roles"] = Entry("Roles", reverse("admin:roles"), here == "roles")
    if request.user.has_perm("newsroom.look_after_tasks"):
        found["tasks"] = Entry("Tasks", reverse("admin:tasks"), here == "tasks", failed_badge())
    return found


def failed_badge() -> str:
    """How many tasks failed for good, for a badge; "" for none."""
    failed = failed_count()
    return "" if not failed else str(failed) if failed <= COUNTED_TO else f"{COUNTED_TO}+"


def waiting(user) -> str:
    """How many comments wait for `user`, for a badge; "" for none."""
    held = queue.held_count(user, COUNTED_TO)
    return "" if held == "0" else held


def _capital(name) -> str:
    return str(name)[:1].upper() + str(name)[1:]


def new_story_address(request) -> str:
    """Where a new story is begun; "" for those who may not."""
    stories = site._registry.get(Article)
    return reverse("admin:articles_article_add") if stories and stories.has_add_permission(request) else ""

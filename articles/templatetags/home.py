"""The short lists of the desk's first page, for the template of the project that composes them."""

from django import template

from articles import clock, desk
from articles.state import down

register = template.Library()


@register.inclusion_tag("admin/home/_my_stories.html")
def my_stories(user):
    return {"stories": desk.my_stories(user), "may_write": user.has_perm("articles.add_article")}


@register.inclusion_tag("admin/home/_waiting.html")
def waiting_stories(user):
    return {
        "returned": desk.returned_to(user),
        "to_review": desk.to_review(user),
        "reviews": user.has_perm("articles.approve"),
    }


@register.inclusion_tag("admin/home/_due.html")
def due_stories(user):
    return {"stories": [*desk.late(user), *desk.due(user)], "user": user}


@register.inclusion_tag("admin/home/_opened.html")
def opened_stories(user):
    return {"opened": desk.opened(user)}


@register.inclusion_tag("admin/home/_scheduled.html")
def scheduled_stories(user):
    editions = desk.scheduled(user)
    return {
        "editions": editions,
        "today": [edition for edition in editions if desk.is_today(edition)],
        "later": [edition for edition in editions if not desk.is_today(edition)],
        "planned": desk.planned(user),
        "user": user,
    }


@register.inclusion_tag("admin/home/_published.html")
def published_stories(user):
    editions = desk.just_published()
    return {"editions": editions, "opens": desk.open_to(user, editions)}


@register.filter
def public_word(story) -> str:
    """What readers have of a story that was loaded `with_public_state`; "" when they never had anything."""
    live = story.last_from and (story.last_until is None or story.last_until > clock.now())
    if story.planned_from:
        return "Live, update scheduled" if live else "Scheduled"
    if live:
        return "Live" if story.last_digest == story.content_digest else "Live, changed since"
    return down(story.killed_at, story.last_end) if story.last_from else ""

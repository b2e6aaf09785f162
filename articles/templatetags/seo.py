"""Tags that draw a page's metadata, all by one fragment."""

from django import template
from django.utils.safestring import mark_safe

from articles import seo

register = template.Library()
FRAGMENT = "shared/_head_meta.html"


@register.inclusion_tag(FRAGMENT)
def head_of_home() -> dict:
    return _drawn(seo.home())


@register.inclusion_tag(FRAGMENT)
def head_of_story(edition) -> dict:
    return _drawn(seo.of_story(edition))


@register.inclusion_tag(FRAGMENT)
def head_of_history(edition) -> dict:
    return _drawn(seo.of_history(edition))


@register.inclusion_tag(FRAGMENT, takes_context=True)
def head_of_list(context, title: str, description: str = "", feeds: bool = True) -> dict:
    """For a list page at the request's own address; its feeds stand below that address."""
    request = context["request"]
    cursor = context.get("cursor")
    path = request.path + (f"?cursor={cursor}" if cursor else "")
    links = seo.feeds_of(request.path, title) if feeds else []
    return _drawn(seo.of_page(title, description, path, links))


def _drawn(head: seo.Head) -> dict:
    """`seo.script` has escaped the JSON already."""
    return {"head": head, "json_ld": mark_safe(head.json_ld)}

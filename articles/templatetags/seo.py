"""Tags that draw a page's metadata, all by one fragment."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from accounts.moulds import Mould
from articles import seo

register = template.Library()


@register.simple_tag
def head_of_home() -> SafeString:
    return _drawn(seo.home())


@register.simple_tag
def head_of_story(edition) -> SafeString:
    return _drawn(seo.of_story(edition))


@register.simple_tag
def head_of_history(edition) -> SafeString:
    return _drawn(seo.of_history(edition))


@register.simple_tag(takes_context=True)
def head_of_list(context, title: str, description: str = "", feeds: bool = True) -> SafeString:
    """For a list page at the request's own address; its feeds stand below that address."""
    request = context["request"]
    cursor = context.get("cursor")
    path = request.path + (f"?cursor={cursor}" if cursor else "")
    links = seo.feeds_of(request.path, title) if feeds else []
    return _drawn(seo.of_page(title, description, path, links))


def _drawn(head: seo.Head) -> SafeString:
    """`seo.script` has escaped the JSON already."""
    key = (_firsts(head.properties), _firsts(head.names), tuple(kind for kind, _, _ in head.feeds))
    feeds = [word for feed in head.feeds for word in feed[1:]]
    told = [content for _, content in (*head.properties, *head.names)]
    return _HEAD(key, head.description, head.canonical, mark_safe(head.json_ld), *told, *feeds)


def _firsts(pairs: list[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(name for name, _ in pairs)


def _context(key: tuple, description, canonical, json_ld, *values) -> dict:
    properties, names, feeds = key
    left = iter(values)
    head = seo.Head(
        description,
        canonical,
        [(name, next(left)) for name in properties],
        [(name, next(left)) for name in names],
        [(kind, next(left), next(left)) for kind in feeds],
    )
    return {"head": head, "json_ld": json_ld}


_HEAD = Mould("shared/_head_meta.html", _context)

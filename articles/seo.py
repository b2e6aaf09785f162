"""What pages say of themselves to search engines and to those who share them: plain data, drawn by one fragment.

Open Graph: https://ogp.me; JSON-LD: https://schema.org/NewsArticle.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from accounts.links import link_to
from articles import dates

ESCAPED = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
SHARED_WIDTH = 1280  # pixels of the picture that is shown when a page is shared


@dataclass(frozen=True)
class Head:
    """The metadata of a page. `properties` and `names` are pairs for `<meta property>` and `<meta name>`."""

    description: str = ""
    canonical: str = ""
    properties: list[tuple[str, str]] = field(default_factory=list)
    names: list[tuple[str, str]] = field(default_factory=list)
    feeds: list[tuple[str, str, str]] = field(default_factory=list)
    json_ld: str = ""


def whole(path: str) -> str:
    """The whole address of a path on this site."""
    return f"{settings.SITE_URL}{path}"


def of_page(title: str, description: str, path: str, feeds=(), kind: str = "website") -> Head:
    """For any page; `feeds` are triples (type, title, path)."""
    address = whole(path)
    description = " ".join(description.split())
    return Head(
        description=description,
        canonical=address,
        properties=[
            ("og:type", kind),
            ("og:site_name", settings.SITE_NAME),
            ("og:title", title),
            ("og:description", description),
            ("og:url", address),
        ],
        names=[("twitter:card", "summary")],
        feeds=[(type, name, whole(address)) for type, name, address in feeds],
    )


def of_story(edition) -> Head:
    """For a story's own page."""
    title = edition.seo_title or edition.headline
    description = edition.seo_description or edition.standfirst
    page = of_page(title, description, edition.get_absolute_url(), kind="article")
    page.properties.extend([*_picture(edition), *_facts(edition)])
    card = [("twitter:card", "summary_large_image")] if edition.lead_picture else page.names
    return Head(page.description, page.canonical, page.properties, card, page.feeds, script(news_article(edition)))


def _picture(edition) -> list[tuple[str, str]]:
    picture = edition.lead_picture
    if not picture:
        return []
    return [("og:image", whole(picture.url_for(SHARED_WIDTH))), ("og:image:alt", edition.lead_alt)]


def _facts(edition) -> list[tuple[str, str]]:
    return [
        ("og:locale", edition.language.replace("-", "_")),
        ("article:published_time", dates.iso(edition.published_at)),
        ("article:modified_time", dates.iso(edition.updated_at)),
        ("article:section", edition.section.name),
        *(("article:tag", link.tag.name) for link in edition.tag_links.all()),
    ]


def of_history(edition) -> Head:
    """For the page of a story's versions. Kept out of search engines: what was wrong should not be found as if it were news."""
    title = f"Versions of “{edition.headline}”"
    page = of_page(title, edition.standfirst, f"{edition.get_absolute_url()}history/")
    return Head(page.description, page.canonical, page.properties, [*page.names, ("robots", "noindex, follow")])


def news_article(edition) -> dict:
    """The story as a schema.org NewsArticle."""
    address = whole(edition.get_absolute_url())
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": address,
        "url": address,
        "headline": edition.headline,
        "description": edition.standfirst,
        "inLanguage": edition.language,
        "datePublished": dates.iso(edition.published_at),
        "dateModified": dates.iso(edition.updated_at),
        "articleSection": edition.section.name,
        "keywords": [link.tag.name for link in edition.tag_links.all()],
        "wordCount": edition.rendered.words,
        "isAccessibleForFree": True,
        "author": _people(edition),
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": settings.SITE_NAME,
            "url": whole("/"),
            "correctionsPolicy": whole(link_to("articles:corrections")),
        },
        "image": _image(edition),
        "correction": [_correction(each, edition) for each in edition.rendered.corrections],
    }
    return {name: value for name, value in facts.items() if value not in ("", [], None)}


def _people(edition) -> list[dict]:
    """Everybody in the byline once, whatever the role."""
    authors = {link.author_id: link for link in edition.bylines.all()}
    return [
        {"@type": "Person", "name": link.name, "url": whole(link.author.get_absolute_url())}
        for link in authors.values()
    ]


def _image(edition) -> dict | None:
    picture = edition.lead_picture
    return picture and {
        "@type": "ImageObject",
        "url": whole(picture.url_for(SHARED_WIDTH)),
        "caption": edition.lead_caption,
        "creditText": edition.lead_credit,
    }


def _correction(noted: dict, edition) -> dict:
    """https://schema.org/CorrectionComment"""
    return {
        "@type": "CorrectionComment",
        "name": noted["kind"].capitalize(),
        "text": noted["note"],
        "datePublished": dates.iso(datetime.fromisoformat(noted["at"])),
        "inLanguage": edition.language,
        "url": f"{whole(edition.get_absolute_url())}#{'retraction' if noted['kind'] == 'retraction' else 'corrections'}",
        "author": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": whole("/")},
    }


def script(data: dict) -> str:
    """JSON that can stand in a `<script>`: nothing in it can end the element."""
    return json.dumps(data, ensure_ascii=False).translate(ESCAPED)


def feeds_of(path: str, name: str) -> list[tuple[str, str, str]]:
    """The feeds below a list's address, for `<link rel=alternate>`."""
    return [
        ("application/rss+xml", f"{name} (RSS)", f"{path}feed.xml"),
        ("application/atom+xml", f"{name} (Atom)", f"{path}feed.atom"),
    ]


def home() -> Head:
    path = link_to("articles:home")
    return of_page(settings.SITE_NAME, settings.SITE_DESCRIPTION, path, feeds_of(path, settings.SITE_NAME))

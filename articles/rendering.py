"""What publication computes once for all readers, from a frozen content: page, feed, search."""

import lxml.html
from django.conf import settings

from articles import body, story_cards


def of(content: dict, html: str) -> dict:
    """The derived columns of `Rendered` for a content and its public HTML."""
    words = body.words(content["body"])
    return {
        "body": html,
        "feed": for_feed(html),
        "words": words,
        "minutes": body.minutes(words),
        "text": body.text(content["body"]),
    } | searched_first(content)


def searched_first(content: dict) -> dict:
    """What search weighs more than the text: one part a line, the headline the first."""
    return {
        "title": "\n".join(filter(None, [content["headline"], content["kicker"], content["standfirst"]])),
        "names": "\n".join(each["name"] for each in [*content["bylines"], *content["tags"]]),
    }


def for_feed(html: str) -> str:
    """The body as feed readers want it: whole addresses, one plain picture instead of many sizes."""
    if not html:
        return ""
    root = lxml.html.fragment_fromstring(story_cards.without_cards(html), create_parent="div")
    for picture in root.findall(".//picture"):
        picture.getparent().replace(picture, picture.find(".//img"))
    for image in root.iter("img"):
        for name in ("srcset", "sizes", "loading", "decoding", "fetchpriority", "class"):
            image.attrib.pop(name, None)
    for link in root.xpath(".//a[@role = 'doc-noteref'] | .//a[@role = 'doc-backlink']"):
        _without_jump(link)
    for card in root.xpath(".//aside[@data-frame]"):
        del card.attrib["data-frame"], card.attrib["data-site"]
    root.make_links_absolute(settings.SITE_URL + "/")
    return (root.text or "") + "".join(lxml.html.tostring(child, encoding="unicode") for child in root)


def _without_jump(link) -> None:
    """Feed readers show many stories on one page, so a footnote's number stays and its link goes."""
    if link.get("role") == "doc-noteref":
        link.drop_tag()
    else:
        link.drop_tree()

"""From a stored body to the HTML that readers get: the one audited place where markup is made from what people typed.

Everything is built from blocks that `tree.read` made, and escaped by `write`; only `library.markup.picture_html` adds
markup of its own. Nothing is fetched: a link card shows what the writer put in.
"""

import re
from collections.abc import Mapping
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.body import embeds, write
from articles.body.addresses import host_of, web
from articles.body.blocks import Block
from articles.body.measure import in_order
from articles.body.tree import read

SIZES = {
    "": "(min-width: 45rem) 42rem, 100vw",  # the measure of the text in base.css, or the whole width of a phone
    "wide": "(min-width: 64rem) 54rem, 100vw",
    "full": "(min-width: 80rem) 80rem, 100vw",
    "gallery": "(min-width: 64rem) 27rem, (min-width: 40rem) 50vw, 100vw",
}
STORY_PLACE = '<div class="story-place" data-story="@"></div>'  # filled when the page is asked for (story_cards.py)
WEB = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]’]")


def render(html: str, pictures: Mapping[int, object]) -> SafeString:
    """Public HTML of a body. `pictures` maps ids to objects with `picture` (or None), `alt`, `caption` and `credit`."""
    page = _Page(pictures)
    shown = [page.block(block) for block in in_order(read(html))]
    return mark_safe("".join(shown) + page.footnotes())


def linked(note: str) -> str:
    """The text of a footnote; the web addresses in it lead there."""
    parts, at = [], 0
    for found in WEB.finditer(note):
        href = web(found[0])
        parts.append(escape(note[at : found.start()], quote=False))
        parts.append(f"{write.start('a', link_attributes(href))}{escape(found[0])}</a>" if href else escape(found[0]))
        at = found.end()
    return "".join([*parts, escape(note[at:], quote=False)])


def link_attributes(href: str) -> dict[str, str]:
    return {"href": href, "rel": "noopener"} if href.startswith("http") else {"href": href}


class _Page:
    def __init__(self, pictures: Mapping[int, object]):
        self.pictures, self.tables, self.listings = pictures, 0, 0
        self.notes: list[str] = []
        self.heading = "h2"

    def block(self, block: Block) -> str:
        return getattr(self, block.tag, self.plain)(block)

    def text(self, block: Block) -> str:
        return write.text(block.runs, link_attributes, self.reference)

    def plain(self, block: Block) -> str:
        return f"{write.start(block.tag, block.attributes)}{self.text(block)}{self.inside(block)}</{block.tag}>"

    def h2(self, block: Block) -> str:
        self.heading = "h3"  # of what stands below this one
        return self.plain(block)

    def h3(self, block: Block) -> str:
        """Also the heading of a fact box, which must not leave a level out."""
        return self.plain(Block(self.heading, runs=block.runs))

    def reference(self, note: str) -> str:
        self.notes.append(note)
        number = len(self.notes)
        link = {"href": f"#footnote-{number}", "id": f"footnote-{number}-ref", "role": "doc-noteref"}
        label = _("Footnote %(number)s") % {"number": number}
        return f'<sup class="note-ref">{write.start("a", link | {"aria-label": label})}{number}</a></sup>'

    def footnotes(self) -> str:
        """All notes at the end, each with a link back to its place."""
        if not self.notes:
            return ""
        items = "".join(self.footnote(number, note) for number, note in enumerate(self.notes, start=1))
        title = escape(_("Footnotes"))
        return f'<section class="footnotes" role="doc-endnotes"><h2>{title}</h2><ol>{items}</ol></section>'

    def footnote(self, number: int, note: str) -> str:
        back = {"href": f"#footnote-{number}-ref", "role": "doc-backlink"}
        label = _("Back to the text at footnote %(number)s") % {"number": number}
        link = f"{write.start('a', back | {'aria-label': label})}↩</a>"
        return f'<li id="footnote-{number}">{linked(note)} {link}</li>'

    def pre(self, block: Block) -> str:
        """Long lines scroll by themselves, also from the keyboard."""
        self.listings += 1
        label = _("Code %(number)s") % {"number": self.listings}
        start = write.start("pre", {"tabindex": "0", "role": "region", "aria-label": label})
        return f"{start}<code>{write.code(block)}</code></pre>"

    def section(self, block: Block) -> str:
        label = _("%(number)s pictures") % {"number": len(block.children)}
        inside = "".join(self.figure(picture, "gallery") for picture in block.children)
        return f"{write.start('div', {'class': 'gallery', 'role': 'group', 'aria-label': label})}{inside}</div>"

    def inside(self, block: Block) -> str:
        return "".join(map(self.block, block.children))

    def hr(self, block: Block) -> str:
        return "<hr>"

    def li(self, block: Block) -> str:
        """An item of one paragraph needs no paragraph."""
        first, *rest = block.children
        if any(part.tag == "p" for part in rest):
            return self.plain(block)
        return f"<li>{self.text(first)}{''.join(map(self.block, rest))}</li>"

    def figure(self, block: Block, place: str = "") -> str:
        placed = self.pictures.get(int(block.attributes["data-picture"]))
        if placed is None or placed.picture is None:
            return ""
        from library.markup import picture_html

        size = block.attributes.get("data-size", "")
        alt = block.attributes.get("data-alt", placed.alt)
        picture = picture_html(placed.picture, alt=alt, sizes=SIZES[place or size])
        start = write.start("figure", {"class": f"figure figure--{size}" if size else "figure"})
        return f"{start}{picture}{self.below_picture(block, placed)}</figure>"

    def below_picture(self, block: Block, placed) -> str:
        caption = self.text(block.children[0]) if block.children else escape(placed.caption or "")
        parts = (("caption", caption), ("credit", escape(placed.credit or "")))
        inside = " ".join(f'<span class="figure__{name}">{html}</span>' for name, html in parts if html)
        return f"<figcaption>{inside}</figcaption>" if inside else ""

    def div(self, block: Block) -> str:
        if number := block.attributes.get("data-story"):
            return STORY_PLACE.replace("@", number)
        url, site = block.attributes["data-card"], block.attributes["data-site"]
        host = host_of(url)
        title = block.attributes["data-title"] or host
        shown = f"{site} · {host}" if site and site.lower() != host else host
        player = embeds.frame(url)
        data = {"class": "link-card embed", "data-frame": player.src, "data-site": player.name} if player else {}
        start = write.start("aside", data or {"class": "link-card"})
        return (
            f'{start}<a href="{escape(url)}" rel="noopener nofollow">'
            f'<span class="link-card__title">{escape(title)}</span>'
            f' <span class="link-card__site">{escape(shown)}</span></a></aside>'
        )

    def table(self, block: Block) -> str:
        """Wide tables scroll by themselves, also from the keyboard."""
        self.tables += 1
        caption = next((part.text for part in block.children if part.tag == "caption"), "")
        label = caption or _("Table %(number)s") % {"number": self.tables}
        start = write.start("div", {"class": "table-scroll", "role": "region", "tabindex": "0", "aria-label": label})
        return f"{start}<table>{self.inside(block)}</table></div>"

    def thead(self, block: Block) -> str:
        return self.rows(block, "col")

    def tbody(self, block: Block) -> str:
        return self.rows(block, "row")

    def rows(self, block: Block, scope: str) -> str:
        rows = "".join(
            f"<tr>{''.join(self.cell(cell, scope) for cell in row.children)}</tr>" for row in block.children
        )
        return f"<{block.tag}>{rows}</{block.tag}>"

    def cell(self, cell: Block, scope: str) -> str:
        inside = self.text(cell.children[0]) if len(cell.children) == 1 else self.inside(cell)
        return f'<th scope="{scope}">{inside}</th>' if cell.tag == "th" else f"<td>{inside}</td>"

"""From blocks to HTML: the canonical form that is stored. All text and every attribute is escaped here."""

from html import escape

from articles.body.blocks import Block
from articles.body.lines import Marks, Run


def canonical(blocks: list[Block]) -> str:
    return "".join(map(_block, blocks))


def _block(block: Block) -> str:
    if block.tag == "hr":
        return "<hr>"
    if block.tag == "pre":
        return f"<pre><code>{code(block)}</code></pre>"
    inside = text(block.runs) + canonical(block.children)
    return f"{start(block.tag, block.attributes)}{inside}</{block.tag}>"


def start(tag: str, attributes: dict[str, str]) -> str:
    written = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{written}>"


def code(block: Block) -> str:
    """The text of a block of code; here a line feed is a line feed."""
    return escape(block.text, quote=False)


def footnote(note: str) -> str:
    return f"{start('sup', {'data-note': note})}</sup>"


def text(runs: list[Run], link_attributes=lambda href: {"href": href}, footnote=footnote) -> str:
    """Text with its marks; marks shared by neighbours stay open, the way the editor writes them too."""
    parts, open_ = [], []
    for run in runs:
        wanted = _elements(run.marks, link_attributes)
        shared = 0
        while shared < min(len(open_), len(wanted)) and open_[shared] == wanted[shared]:
            shared += 1
        parts += [f"</{tag}>" for tag, _ in reversed(open_[shared:])]
        parts += [opening for _, opening in wanted[shared:]]
        parts.append(footnote(run.marks.note) if run.marks.note else _plain(run.text))
        open_ = wanted
    return "".join(parts + [f"</{tag}>" for tag, _ in reversed(open_)])


def _plain(text: str) -> str:
    return "<br>" if text == "\n" else escape(text, quote=False)


def _elements(marks: Marks, link_attributes) -> list[tuple[str, str]]:
    link = [("a", start("a", link_attributes(marks.href)))] if marks.href else []
    return (
        link
        + [("strong", "<strong>")] * marks.strong
        + [("em", "<em>")] * marks.em
        + [("code", "<code>")] * marks.code
    )

"""What a body may hold. This one definition makes the sanitiser's lists and the editor's schema.

`ALLOWED` says which elements are stored, what each may contain and which attributes it may carry; nothing else is ever
kept. Content is written as in the editor's schema: names of nodes, `|`, `*`, `+`, `?`; `inline*` is text with marks and
line breaks, `text*` is text with marks only. An attribute's value names the rule that it must pass.
"""

MAX_BYTES = 1_000_000  # of HTML; a long live report has 400,000
MAX_ELEMENTS = 20_000
MAX_DEPTH = 64  # of nested elements that do not close themselves
MAX_COLUMNS = 40
SIZES = ("wide", "full")  # of a picture; without one it is as wide as the text

ALLOWED = {
    "nodes": {
        "doc": {"content": "block+"},
        "paragraph": {"tags": ["p"], "group": "block", "content": "inline*"},
        "heading": {"tags": ["h2", "h3"], "group": "block", "content": "text*"},
        "bulletList": {"tags": ["ul"], "group": "block", "content": "listItem+"},
        "orderedList": {"tags": ["ol"], "group": "block", "content": "listItem+"},
        "listItem": {"tags": ["li"], "content": "paragraph (paragraph | bulletList | orderedList)*"},
        "blockquote": {
            "tags": ["blockquote"],
            "group": "block",
            "content": "(paragraph | bulletList | orderedList)+ cite?",
        },
        "pullquote": {"tags": ["aside"], "class": "pullquote", "group": "block", "content": "paragraph+ cite?"},
        "cite": {"tags": ["cite"], "content": "text*"},
        "factbox": {
            "tags": ["aside"],
            "class": "factbox",
            "group": "block",
            "content": "boxTitle? (paragraph | bulletList | orderedList)+",
        },
        "boxTitle": {"tags": ["h3"], "content": "text*"},
        "codeBlock": {"tags": ["pre"], "parts": ["code"], "group": "block", "content": "text*"},
        "figure": {
            "tags": ["figure"],
            "group": "block",
            "content": "figcaption",
            "attributes": {"data-picture": "number", "data-alt": "words", "data-size": "size"},
            "required": ["data-picture"],
        },
        "figcaption": {"tags": ["figcaption"], "content": "text*"},
        "gallery": {"tags": ["section"], "class": "gallery", "group": "block", "content": "figure+"},
        "card": {
            "tags": ["div"],
            "group": "block",
            "attributes": {"data-card": "web", "data-title": "words", "data-site": "words"},
            "required": ["data-card"],
        },
        "storyCard": {
            "tags": ["div"],
            "group": "block",
            "attributes": {"data-story": "number"},
            "required": ["data-story"],
        },
        "table": {"tags": ["table"], "parts": ["caption", "thead", "tbody"], "group": "block", "content": "tableRow+"},
        "tableRow": {"tags": ["tr"], "content": "(tableCell | tableHeader)+"},
        "tableHeader": {"tags": ["th"], "content": "paragraph+"},
        "tableCell": {"tags": ["td"], "content": "paragraph+"},
        "horizontalRule": {"tags": ["hr"], "group": "block"},
        "hardBreak": {"tags": ["br"], "group": "inline"},
        "footnote": {
            "tags": ["sup"],
            "group": "inline",
            "attributes": {"data-note": "words"},
            "required": ["data-note"],
        },
        "text": {"group": "inline"},
    },
    # Outermost first: a link holds the bold, the bold holds the italic.
    "marks": {
        "link": {"tags": ["a"], "attributes": {"href": "address"}, "required": ["href"]},
        "bold": {"tags": ["strong"]},
        "italic": {"tags": ["em"]},
        "code": {"tags": ["code"]},
    },
}

# Understood on the way in and written as something of the above.
READ_AS = {"h1": "h2", "h4": "h3", "h5": "h3", "h6": "h3", "b": "strong", "i": "em"}
# Not kept, but where one begins or ends a paragraph ends.
FLATTENED = set(
    "address article center dd details dir dl dt fieldset footer form header hgroup legend main menu nav summary"
    " tfoot".split()
)
# Raised and lowered figures become characters of their own ("m²", "CO₂"); other raised text becomes ordinary text.
SMALL_FIGURES = {"sup": ("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻"), "sub": ("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋")}
# Gone with everything inside.
DROPPED = set(
    "audio button canvas datalist iframe math meter noembed noframes noscript object progress script select style svg"
    " template textarea title video xmp".split()
)
# Attributes read to understand what was meant; they are not stored.
READ_ATTRIBUTES = {
    "aside": {"class"},
    "b": {"id"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
}


def specifications() -> list[dict]:
    return [*ALLOWED["nodes"].values(), *ALLOWED["marks"].values()]


def stored_tags() -> set[str]:
    """Every element that a stored body may contain."""
    return {tag for item in specifications() for tag in (*item.get("tags", ()), *item.get("parts", ()))}


def stored_attributes() -> dict[str, set[str]]:
    """Element → the attributes that it may carry in a stored body."""
    found: dict[str, set[str]] = {}
    for item in specifications():
        names = {*item.get("attributes", ()), *(["class"] if "class" in item else [])}
        for tag in item.get("tags", ()) if names else ():
            found.setdefault(tag, set()).update(names)
    return found


def read_tags() -> set[str]:
    """Every element that is looked at on the way in."""
    return stored_tags() | set(READ_AS) | set(SMALL_FIGURES) | FLATTENED


def read_attributes() -> dict[str, set[str]]:
    """Element → the attributes that are looked at on the way in."""
    stored = stored_attributes()
    return {tag: stored.get(tag, set()) | READ_ATTRIBUTES.get(tag, set()) for tag in stored | READ_ATTRIBUTES}


def tags_inside(node: str) -> set[str]:
    """Tags of the block elements that a node of ALLOWED may hold directly, e.g. "listItem" → {"p", "ul", "ol"}."""
    nodes = ALLOWED["nodes"]
    words = nodes[node]["content"].replace("|", " ").translate(str.maketrans("()*+?", "     ")).split()
    names = {name for name in nodes for word in words if word in (name, nodes[name].get("group"))}
    return {tag for name in names for tag in nodes[name].get("tags", ())}


def editor_config() -> dict:
    """What the editor builds its schema from: given to it as JSON."""
    reading = {"readAs": READ_AS, "smallFigures": SMALL_FIGURES, "dropped": sorted(DROPPED)}
    return {**ALLOWED, **reading}

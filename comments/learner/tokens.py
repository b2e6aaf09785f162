"""What the learner sees of a comment: each word, each pair of words, and marks of length, links, capitals and figures."""

import hashlib
from collections.abc import Iterator

from comments.folding import WORD, plain
from comments.links import ADDRESS, host_of

MOST = 600  # of one comment
RESERVED = 16  # the lowest numbers count something else


def tokens(text: str, name: str = "", website: str = "") -> list[str]:
    """Each once, in the order of the text, at most `MOST`."""
    return list(dict.fromkeys(_tokens(text, name, website)))[:MOST]


def _tokens(text: str, name: str, website: str) -> Iterator[str]:
    yield from _marks(text, website)
    words = [word for word in WORD.findall(plain(ADDRESS.sub(" ", text))) if len(word) <= 40]
    yield from words
    yield from (f"{one} {two}" for one, two in zip(words, words[1:], strict=False))
    yield from (f"name:{word}" for word in WORD.findall(plain(name)))


def _marks(text: str, website: str) -> Iterator[str]:
    """Spelt so that no word of a text can be one."""
    addresses = ADDRESS.findall(text)
    yield f"links:{min(len(addresses), 3)}"
    yield f"length:{min(len(text).bit_length(), 10)}"
    yield from (f"host:{host}" for address in addresses if (host := host_of(address)))
    if website and (host := host_of(website)):
        yield f"host:{host}"
    letters = [letter for letter in text if letter.isalpha()]
    if sum(map(str.isupper, letters)) * 2 > len(letters) > 10:
        yield "mark:capitals"
    if any(map(str.isdigit, text)):
        yield "mark:figures"
    if "!!" in text:
        yield "mark:shouts"


def number_of(token: str) -> int:
    """By which a token is kept: the words themselves are not."""
    digest = hashlib.blake2b(token.encode(), digest_size=8).digest()
    return RESERVED + (int.from_bytes(digest) >> 1) % (2**63 - RESERVED - 1)


def in_words(token: str) -> str:
    """As a moderator reads it."""
    kind, colon, rest = token.partition(":")
    if not colon:
        return token
    match kind:
        case "links":
            return {"0": "no link", "1": "one link"}.get(rest, "several links")
        case "length":
            return "its length"
        case "name":
            return f"the name {rest}"
        case "mark":
            return {"capitals": "capitals", "figures": "figures", "shouts": "!!"}[rest]
    return rest

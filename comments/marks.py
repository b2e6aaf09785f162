"""Marks in a comment's text what its rules have found, however it was written: whole words on a folded shadow."""

from collections.abc import Iterator
from dataclasses import replace

from comments.links import Paragraph, Piece, host_of
from comments.words import shadow


def marked(text: list[Paragraph], found: list[str]) -> list[Paragraph]:
    """The same paragraphs; what `found` names (words, phrases, hosts) stands in pieces of its own, marked, also over the end of a line."""
    words = {shadow(each) for each in found} - {""}
    if not words:
        return text
    spans, begun, made = _spans(_running(text), words), 0, []
    for paragraph in text:
        made.append(_paragraph(paragraph, begun, spans, words))
        begun += sum(map(_length, paragraph)) + 1
    return made


def _running(text: list[Paragraph]) -> str:
    return "\n".join("".join(piece.text or "\n" for piece in paragraph) for paragraph in text)


def _length(piece: Piece) -> int:
    return len(piece.text or "\n")


def _paragraph(paragraph: Paragraph, begun: int, spans: list[tuple[int, int]], words: set[str]) -> Paragraph:
    made = Paragraph()
    made.is_quote = paragraph.is_quote
    for piece in paragraph:
        made += _marked(piece, begun, spans, words)
        begun += _length(piece)
    return made


def _marked(piece: Piece, begun: int, spans: list[tuple[int, int]], words: set[str]) -> list[Piece]:
    """`begun` is where the piece begins in the running text."""
    if piece.href:
        return [replace(piece, is_marked=shadow(host_of(piece.href)) in words)]
    ends = begun + len(piece.text)
    within = [(max(start - begun, 0), end - begun) for start, end in spans if start < ends and end > begun]
    if not within:
        return [piece]
    parts, done = [], 0
    for start, end in within:
        parts += [Piece(piece.text[done:start]), Piece(piece.text[start:end], is_marked=True)]
        done = end
    return [part for part in [*parts, Piece(piece.text[done:])] if part.text]


def _spans(text: str, words: set[str]) -> list[tuple[int, int]]:
    """Where one of the words stands, from left to right; of those that lie over each other the first, and the longest."""
    folded, places = _folded(text)
    spans = [
        (places[at], places[at + len(word) - 1] + 1)
        for word in words
        for at in _finds(folded, word)
        if _is_whole(text, places[at], places[at + len(word) - 1] + 1)
    ]
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept


def _folded(text: str) -> tuple[str, list[int]]:
    """The shadow of the text, and for each of its letters the place that it came from."""
    pairs = [(letter, place) for place, whole in enumerate(text) for letter in shadow(whole)]
    return "".join(letter for letter, _ in pairs), [place for _, place in pairs]


def _finds(folded: str, word: str) -> Iterator[int]:
    at = folded.find(word)
    while at >= 0:
        yield at
        at = folded.find(word, at + 1)


def _is_whole(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())

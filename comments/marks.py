"""Marks in a comment's text what its rules have found, however it was written: whole words on a folded shadow."""

from collections.abc import Iterator
from dataclasses import replace

from comments.links import Paragraph, Piece, host_of
from comments.words import shadow


def marked(text: list[Paragraph], found: list[str]) -> list[Paragraph]:
    """The same paragraphs; what `found` names (words, phrases, hosts) stands in pieces of its own, marked."""
    words = {shadow(each) for each in found} - {""}
    if not words:
        return text
    return [_paragraph(paragraph, words) for paragraph in text]


def _paragraph(paragraph: Paragraph, words: set[str]) -> Paragraph:
    made = Paragraph(part for piece in paragraph for part in _marked(piece, words))
    made.is_quote = paragraph.is_quote
    return made


def _marked(piece: Piece, words: set[str]) -> Iterator[Piece]:
    if piece.href:
        yield replace(piece, is_marked=shadow(host_of(piece.href)) in words)
        return
    done = 0
    for start, end in _spans(piece.text, words):
        if start >= done:
            yield from _plain(piece.text[done:start])
            yield Piece(piece.text[start:end], is_marked=True)
            done = end
    yield from _plain(piece.text[done:]) if done else [piece]


def _plain(text: str) -> Iterator[Piece]:
    if text:
        yield Piece(text)


def _spans(text: str, words: set[str]) -> list[tuple[int, int]]:
    """Where one of the words stands, from left to right, the longest first."""
    folded, places = _folded(text)
    spans = [
        (places[at], places[at + len(word) - 1] + 1)
        for word in words
        for at in _finds(folded, word)
        if _is_whole(text, places[at], places[at + len(word) - 1] + 1)
    ]
    return sorted(spans, key=lambda span: (span[0], -span[1]))


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

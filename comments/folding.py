"""Whole words in a text that tries to hide them: width, case, accents, joiners, figures and look-alikes taken away.

A text becomes readings: the words as they stand, each also as the letters it is made to look like, and letters that
were set apart joined again. A list becomes words folded the same way. Nothing here is a pattern that a person has typed.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from comments.names import ALIKE, SET_APART, SIGNS, SMALL
from comments.words import BLANK_LETTERS, BOXED

FIGURES = str.maketrans("034578", "oeastb")
STROKES = str.maketrans("i1|!", "llll")  # a “1” may be meant as an i or as an l
STROKE_SIGNS = frozenset("1|!")
LOOKS = ALIKE | str.maketrans("іι", "ii")  # which are an i here: `names` takes all strokes for one letter
AROUND = ".,;:!?…\"'()[]{}<>«»“”‘’„*_~"
LONG_RUN = re.compile(r"(.)\1{2,}")
CHUNK = re.compile(r"\S+")
BETWEEN = str.maketrans(dict.fromkeys(",()“”", " "))  # stand between the entries where what was found is told
WORD = re.compile(r"[^\W_]+")
MOST_WORDS, LONGEST = 2_000, 80


@dataclass(frozen=True)
class Found:
    word: str  # as it stands in the list
    written: str  # as it stands in the text

    def __str__(self):
        return self.word if self.word.casefold() == self.written.casefold() else f"{self.word} (“{self.written}”)"


def plain(text: str) -> str:
    """Width, case, accents and everything invisible taken away, not the end of a line; ß is ss, and the Turkish letters are an i."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(BOXED)).casefold())
    return "".join(letter for letter in text if _shows(letter)).translate(SMALL)


def _shows(letter: str) -> bool:
    if letter in BLANK_LETTERS:
        return False
    return letter.isspace() or unicodedata.category(letter) not in ("Cf", "Mn", "Me", "Cc", "Cn", "Co")


def _latin(text: str) -> str:
    """Letters of other scripts as those they look like, where the text as a whole is Latin."""
    looks = text.translate(LOOKS)
    return looks if _count_latin(text) * 2 >= sum(letter.isalpha() for letter in text) else text


def _count_latin(text: str) -> int:
    return sum("a" <= letter <= "z" for letter in text)


@dataclass(frozen=True)
class WordList:
    """A list that was typed: single words by their folded form, phrases as their words with a blank between them."""

    words: dict[str, str]
    strokes: dict[str, str]  # the same, with i and l as one letter
    phrases: dict[str, str]

    def found_in(self, *texts: str) -> list[Found]:
        """Each entry of the list that stands in one of the texts, once; in the order of the texts."""
        found: dict[str, Found] = {}
        for text in filter(None, texts):
            readings = read(text)
            for written, forms, has_strokes in readings.chunks:
                for form in forms:
                    word = self.words.get(form) or has_strokes and self.strokes.get(form.translate(STROKES))
                    if word and word not in found:
                        found[word] = Found(word, written)
            for phrase, word in self.phrases.items():
                if word not in found and f" {phrase} " in readings.running:
                    found[word] = Found(word, word)
        return list(found.values())


@dataclass(frozen=True)
class Readings:
    chunks: list[
        tuple[str, frozenset[str], bool]
    ]  # as written; what it may be read as; whether a stroke may be i or l
    running: str  # the words one after the other, a blank around each


def read(text: str) -> Readings:
    chunks = [_chunk(match[0]) for match in CHUNK.finditer(text)]
    chunks += [_chunk(run, together=True) for run in _set_apart(text)]
    simple = plain(text)
    running = [WORD.findall(_latin(simple)), WORD.findall(_latin(simple.translate(SIGNS)).translate(FIGURES))]
    return Readings(chunks, "\n".join(f" {' '.join(words)} " for words in running))


@lru_cache(maxsize=20_000)
def _chunk(written: str, together: bool = False) -> tuple[str, frozenset[str], bool]:
    if written.isascii() and written.isalpha():
        word = written.lower()
        return written, frozenset({word, LONG_RUN.sub(r"\1", word)}), False
    simple = plain(written)
    inner = simple.strip(AROUND)
    looks = _latin(inner.translate(SIGNS))
    forms = {_joined(simple), _joined(looks)}
    if not together:
        forms |= {*WORD.findall(simple), *WORD.findall(_latin(simple)), *WORD.findall(looks)}
    forms |= {form.translate(FIGURES) for form in forms if not form.isdigit()}
    forms |= {LONG_RUN.sub(r"\1", form) for form in forms}
    return written, frozenset(forms - {""}), bool(STROKE_SIGNS & set(inner))


def _joined(text: str) -> str:
    return "".join(WORD.findall(text))


def _set_apart(text: str) -> list[str]:
    """Runs of three or more single letters with something between them: “v i a g r a”, “v.i.a.g.r.a”."""
    return [match[0] for match in SET_APART.finditer(text)]


@lru_cache(maxsize=64)
def word_list(typed: str) -> WordList:
    """The list that was typed, one word or phrase on each line."""
    words, strokes, phrases = {}, {}, {}
    for line in lines(typed):
        parts, name = WORD.findall(plain(line)), " ".join(line.translate(BETWEEN).split())
        if len(parts) > 1:
            phrases.setdefault(" ".join(parts), name)
        if " " in line:  # “the rapist” is no therapist
            continue
        for form in {"".join(parts), *(LONG_RUN.sub(r"\1", part) for part in parts if len(parts) == 1)} - {""}:
            words.setdefault(form, name)
            strokes.setdefault(form.translate(STROKES), name)
    return WordList(words, strokes, phrases)


def lines(typed: str) -> list[str]:
    """Without empty lines and repetitions."""
    return list(dict.fromkeys(line for each in typed.splitlines() if (line := " ".join(each.split()))))

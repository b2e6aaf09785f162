"""What a typed text is: its lines, whether there is anything to read in it, and whether two say the same."""

import hashlib
import re
import unicodedata

NEWLINES = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
TURNED = re.compile("[\u202a-\u202e]")  # old-style embeddings and overrides: nobody types them, deceivers paste them
MANY_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*){2,}")
BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0\u180e\u034f\u17b4\u17b5")
UNREADABLE = "\ufffd"
QUOTED = 600  # letters of another's comment
# Letters in filled circles and squares, and those of flags, which have no plain form in Unicode's own tables
BOXED = str.maketrans({first + at: chr(97 + at) for first in (0x1F150, 0x1F170, 0x1F1E6) for at in range(26)})
MARKS = 8  # combining marks on one letter; more than any script needs


def tidy(text: str) -> str:
    """The text as it is kept: newlines as `\\n`, no control characters, no towers of marks, no empty ends."""
    text = TURNED.sub("", CONTROLS.sub("", NEWLINES.sub("\n", text)))
    return MANY_LINES.sub("\n\n", clamp_marks(text)).strip()


def tidy_line(text: str) -> str:
    """A name: one line, without what is invisible or blank, turns the direction of reading or climbs out of its line."""
    text = DIRECTIONS.sub("", CONTROLS.sub(" ", NEWLINES.sub(" ", text)))
    text = "".join(letter for letter in clamp_marks(text) if not is_hidden(letter))
    return " ".join(text.split())


def is_hidden(letter: str) -> bool:
    """Format characters that show nothing; joiners stay, Persian names and emoji need them."""
    hidden = letter in BLANK_LETTERS or unicodedata.category(letter) in ("Cf", "Co", "Cn")
    return hidden and letter not in "\u200c\u200d"


def clamp_marks(text: str) -> str:
    kept, marks = [], 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in ("Mn", "Me") else marks if kind == "Cf" else 0  # a joiner begins no new tower
        if marks <= MARKS:
            kept.append(letter)
    return "".join(kept)


def is_empty(text: str) -> bool:
    """Whether a reader would see nothing: white space, invisible characters, marks without a letter."""
    return all(letter in BLANK_LETTERS or unicodedata.category(letter)[0] in "ZCM" for letter in text)


def shadow(text: str) -> str:
    """What is left when width, case, accents, punctuation and invisible characters are taken away."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(BOXED)).casefold())
    return "".join(letter for letter in plain if letter.isalnum() and letter not in BLANK_LETTERS)


def counted(number: int) -> str:
    """“1 comment”, “1,204 comments”."""
    return "1 comment" if number == 1 else f"{number:,} comments"


def fingerprint(text: str) -> str:
    """The same for two texts that a reader would call the same."""
    return hashlib.sha256((shadow(text) or text).encode()).hexdigest()


def quoted(text: str) -> str:
    """The beginning of a text as a quotation to answer, without what it quotes itself."""
    own = [line for line in text.split("\n") if not line.startswith(">")]
    plain = re.sub(r"\n{3,}", "\n\n", "\n".join(own)).strip()
    if len(plain) > QUOTED:
        plain = f"{plain[:QUOTED].rstrip()} …"
    return "".join(f"> {line}\n" if line else "\n" for line in plain.split("\n")) + "\n" if plain else ""

"""Sentences made of names."""

PHRASES = {"words": "by", "pictures": "photographs by", "data": "data by", "translation": "translated by"}


def joined(names: list[str]) -> str:
    """“A”, “A and B”, “A, B and C”."""
    return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def byline(credits: list[tuple[str, str]]) -> str:
    """A byline from (role, name) pairs in their order: “By A, B and C; photographs by D”. Empty without names."""
    parts = [
        f"{phrase} {joined(names)}"
        for role, phrase in PHRASES.items()
        if (names := [name for kind, name in credits if kind == role])
    ]
    sentence = "; ".join(parts)
    return sentence[:1].upper() + sentence[1:]

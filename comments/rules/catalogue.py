"""The rules there are: what each is for, what it may do, and its numbers as they come. The newsroom's own word is in `settings`."""

from dataclasses import dataclass

from comments.models import Action

OFF, HOLD, SPAM, REFUSE = Action.OFF, Action.HOLD, Action.SPAM, Action.REFUSE


@dataclass(frozen=True)
class Number:
    name: str
    label: str
    value: int
    least: int = 1
    most: int = 10_000


@dataclass(frozen=True)
class Rule:
    code: str
    label: str  # as the queue says it of a comment
    help: str
    actions: tuple[Action, ...]
    default: Action
    numbers: tuple[Number, ...] = ()
    has_words: bool = False


HOLDS = (OFF, HOLD)
HIDES = (OFF, HOLD, SPAM)
REFUSES = (OFF, REFUSE)
MINUTES = "within so many minutes"


def _flood(code: str, whence: str, number: int, minutes: int, more: str = "") -> Rule:
    return Rule(
        f"flood_{code}",
        f"Flood: {whence}",
        f"Comments {whence}; who comes too late is asked to post again a little later, and keeps the text. {more}".strip(),
        REFUSES,
        REFUSE,
        (Number("number", "So many comments", number), Number("minutes", MINUTES, minutes, 1, 1_440)),
    )


CATALOGUE: dict[str, Rule] = {
    rule.code: rule
    for rule in (
        Rule(
            "links",
            "Contains links",
            "More links than the policy of the place lets through without a look.",
            HIDES,
            HOLD,
        ),
        Rule(
            "suspect",
            "Contains a suspect word",
            "Whole words and phrases, one on each line. Capitals, accents, figures for letters, letters set apart and "
            "look-alikes of other scripts make no difference; a word within another word is not found.",
            HOLDS,
            HOLD,
            has_words=True,
        ),
        Rule(
            "banned",
            "Contains a banned word",
            "Like the suspect words, for what no reader of yours would write.",
            HIDES,
            SPAM,
            has_words=True,
        ),
        Rule(
            "repeated",
            "The same text was posted before",
            "Anywhere on the site, by anybody; capitals, accents and punctuation make no difference. Short texts are "
            "left alone: people do say “well said” twice.",
            HIDES,
            HOLD,
            (
                Number("letters", "Texts of so many letters", 20, 1, 1_000),
                Number("times", "posted so often", 1, 1, 100),
            ),
        ),
        Rule(
            "first",
            "First comment",
            "Nothing of this person was ever approved. A person is known by an address that was proved to be theirs, or "
            "by signing in; a name or an address that is only typed proves nothing.",
            HOLDS,
            OFF,
        ),
        Rule("staff", "Signed by a colleague", "Written by somebody who is signed in at the desk.", HOLDS, HOLD),
        Rule(
            "trap",
            "The field for machines was filled in",
            "A field that people do not see. Some password managers fill it in, so holding is the safe choice.",
            HIDES,
            HOLD,
        ),
        Rule(
            "fast",
            "Sent very fast",
            "Sent sooner after the form was opened than anybody can type.",
            HIDES,
            HOLD,
            (Number("seconds", "Sooner than so many seconds", 3, 1, 60),),
        ),
        Rule(
            "heat",
            "A heated thread",
            "Many replies below one comment in a short time, or reports in that thread which nobody has answered.",
            HOLDS,
            HOLD,
            (
                Number("number", "So many replies", 30),
                Number("minutes", MINUTES, 60, 1, 1_440),
                Number("reports", "or so many open reports", 3, 1, 100),
            ),
        ),
        Rule(
            "learnt",
            "Looks like spam",
            "By what your moderators have decided so far. Off until they have marked enough of both kinds; it may hold, "
            "and never does more.",
            HOLDS,
            HOLD,
            (Number("percent", "Held from so many per cent on", 80, 50, 99),),
        ),
        _flood("address", "from one network address", 15, 10),
        _flood("subnet", "from one neighbourhood of addresses", 40, 10, "That is a /24 of IPv4 or a /64 of IPv6."),
        _flood("network", "from one large network", 120, 10, "That is a /48 of IPv6; IPv4 has none."),
        _flood("article", "on one story", 200, 10),
        _flood("site", "on the whole site", 1_000, 10),
    )
}
FLOODS = [code for code in CATALOGUE if code.startswith("flood_")]
ALWAYS = {  # what a hit may say apart from the rules
    "all": "Every comment is read first",
    "untrusted": "Not yet a trusted reader",
    "sanctioned": "Signed with an address that is banned",
    "sample": "Chosen by chance, to see how well the filter judges",
}
LABELS = ALWAYS | {rule.code: rule.label for rule in CATALOGUE.values()}

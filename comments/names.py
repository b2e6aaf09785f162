"""Whose name is it? A reader may not sign with the name of somebody who works here, or something that looks like it."""

import re
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import get_user_model

from accounts.prepared import prepared
from authors.models import Author
from comments.words import shadow

OFFICES = (
    "admin",
    "administrator",
    "editor",
    "the editor",
    "editorial team",
    "moderator",
    "moderation",
    "staff",
    "newsroom",
    "webmaster",
    "reporter",
    "journalist",
    "correspondent",
    "editor in chief",
    "chief editor",
    "deputy editor",
    "managing editor",
    "news editor",
)
TITLES = ("staff", "moderator", "admin", "administrator", "official", "verified")  # nowhere in a reader's name
MARKS = frozenset("✓✔☑✅🗸🗹✪🛡")  # that look like a badge
WORD = re.compile(r"[^\W_]+")
# Letters of other scripts, and figures, that are taken for Latin letters. All that look like a stroke are one.
CYRILLIC = ("авсԁегһіјкӏмнопрԛѕтԝухь", "abcderhljklmhonpqstwyxb")
GREEK = ("αβγεηικνορτυχω", "abyenlkvoptuxw")
CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")  # Greek ones, whose small letters look otherwise
SMALL = str.maketrans("ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢɑɡıøđłħօսոһ", "abcdeghijklmnoprtuvwyzagiodlhounh")
SIGNS = str.maketrans("|!$@€", "llsae")
ALIKE = str.maketrans("".join(pair[0] for pair in (CYRILLIC, GREEK)), "".join(pair[1] for pair in (CYRILLIC, GREEK)))
FIGURES = str.maketrans("0134578iıł", "oleastblll")


@lru_cache(maxsize=4096)  # each comment is held against every colleague's name
def looks_like(name: str) -> str:
    """Two names with the same outcome may be taken for each other."""
    plain = shadow(name.translate(SIGNS).translate(CAPITALS)).translate(SMALL).translate(ALIKE).translate(FIGURES)
    return plain.replace("rn", "m").replace("vv", "w")


def is_reserved(name: str, user=None) -> bool:
    """Whether `name` belongs to the newsroom: to its offices, or to a colleague other than `user` who is signed in.

    Also where it adds to a name what only we can say of somebody: “Wanda (Staff)”, “Rita Reporter, moderator”.
    """
    looks = looks_like(name)
    if user is not None and looks == looks_like(user.name):
        return False
    if MARKS & set(name):
        return True
    if not looks:
        return False
    if {looks_like(word) for word in WORD.findall(name)} & {looks_like(each) for each in TITLES}:
        return True
    if (site := _site()) and site in looks:
        return True
    offices, colleagues = _offices(), {looks_like(each) for each in _colleagues()} - {""}
    without = looks_like(" ".join(word for word in WORD.findall(name) if looks_like(word) not in offices))
    if without == "" or {looks, without} & {*offices, *colleagues}:
        return True
    return any(looks.replace(each, "", 1) in offices for each in colleagues if each in looks)


def _site() -> str:
    """The newspaper's name; without its article, where two words stay."""
    words = WORD.findall(settings.SITE_NAME)
    has_article = len(words) > 2 and words[0].casefold() == "the"
    return looks_like(" ".join(words[1:] if has_article else words))


def _offices() -> set[str]:
    return {looks_like(each) for each in OFFICES}


@prepared
def _colleagues():
    users = get_user_model().objects.filter(is_staff=True, is_active=True).order_by().values_list("name", flat=True)
    return users.union(Author.objects.order_by().values_list("name", flat=True))

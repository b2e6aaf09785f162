"""Whose name is it? A reader may not sign with the name of somebody who works here, or something that looks like it."""

import re
import unicodedata
from functools import lru_cache

from django.conf import settings
from django.contrib.auth import get_user_model

from accounts.prepared import prepared
from authors.models import Author
from comments.confusables import CONFUSABLE
from comments.words import BOXED, shadow

OFFICES = (
    "admin",
    "administrator",
    "editor",
    "the editor",
    "editorial team",
    "moderator",
    "moderation",
    "moderation team",
    "mod",
    "mod team",
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
BESIDE = frozenset(("dr", "mr", "mrs", "ms", "mx", "prof", "sir"))  # which change nothing in whose name it is
WORD = re.compile(r"[^\W_]+")
PARTS = re.compile(r"[A-Z][a-z]+")
SET_APART = re.compile(r"(?<![^\W_])(?:[^\W_][^\w\n]{1,2}){2,40}[^\W_](?![^\W_])")
# Letters of other scripts, and figures, that are taken for Latin letters. All that look like a stroke are one.
CYRILLIC = ("авсԁегһіјкӏмнопрԛѕтԝухь", "abcderhljklmhonpqstwyxb")
GREEK = ("αβγεηικνορτυχω", "abyenlkvoptuxw")
CAPITALS = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEZHIKMNOPTYX")  # Greek ones, whose small letters look otherwise
LISU = ("ꓮꓐꓚꓓꓰꓝꓖꓧꓲꓙꓗꓡꓟꓠꓳꓑꓣꓢꓔꓴꓦꓪꓫꓬꓜ", "abcdefghijklmnoprstuvwxyz")
SYLLABICS = ("ᗅᗩᗷᑕᗞᗪᖴᕼᒍᒪᗰᑎᑭᖇᔕᑌᐯᗯᕽᘔᑯᑲᑫ", "aabcddfhjlmnprsuvwxzdbq")
COPTIC = ("ⲁⲃⲥⲉⲏⲓⲕⲙⲛⲟⲣⲧⲩⲭ", "abcehikmnoptyx")
CHEROKEE = ("ᎪᏴᏟᎠᎬᏀᎻᎥᏆᎫᏦᏞᎷᎾᏢᎡᏒᏚᏕᎢᏙᎳᎩᏃ", "abcdeghiijklmoprrsstvwyz")
SMALL = str.maketrans(
    "ᴀʙᴄᴅᴇɢʜɪᴊᴋʟᴍɴᴏᴘʀᴛᴜᴠᴡʏᴢɑɡıøđłħօսոһꜰꜱռꭇɾƒɲꞑ𐊠" + LISU[0] + CHEROKEE[0] + SYLLABICS[0] + COPTIC[0],
    "abcdeghijklmnoprtuvwyzagiodlhounhfsnrrfnna" + LISU[1] + CHEROKEE[1] + SYLLABICS[1] + COPTIC[1],
)
SIGNS = str.maketrans("|!$@€⍺", "llsaea")
ALIKE = str.maketrans("".join(pair[0] for pair in (CYRILLIC, GREEK)), "".join(pair[1] for pair in (CYRILLIC, GREEK)))
FIGURES = str.maketrans("0134578iıł", "oleastblll")


@lru_cache(maxsize=4096)  # each comment is held against every colleague's name
def looks_like(name: str) -> str:
    """Two names with the same outcome may be taken for each other."""
    name = name.translate(CONFUSABLE).translate(SIGNS).translate(CAPITALS)
    plain = shadow(name).translate(CONFUSABLE).translate(SMALL).translate(ALIKE).translate(FIGURES)
    return plain.replace("rn", "m").replace("vv", "w").replace("cl", "d")


_plainly = lru_cache(maxsize=4096)(shadow)  # likewise


def is_reserved(name: str, user=None) -> bool:
    """Whether `name` belongs to the newsroom: to its offices, or to a colleague other than `user` who is signed in.

    Also where it adds to a name what only we can say of somebody: “Wanda (Staff)”, “Rita Reporter, moderator”.
    """
    plain, name = _plainly(name), _as_seen(name)
    looks = looks_like(name)
    if user is not None and (looks == looks_like(user.name) or plain == _plainly(user.name)):
        return False
    return bool(MARKS & set(name)) or bool(looks) and (_has_title(name, looks) or _is_colleagues(plain, name, looks))


def _as_seen(name: str) -> str:
    seen = name.translate(BOXED).translate(CONFUSABLE)
    return "".join(letter for letter in seen if unicodedata.category(letter) != "Cf")


def _has_title(name: str, looks: str) -> bool:
    """A word that only we say of somebody, or the newspaper's name."""
    titles = {looks_like(f"{each}{end}") for each in TITLES for end in ("", "s")}
    site = _site()
    return bool(titles & {looks_like(word) for word in _words(name)} or site and site in looks)


def _is_colleagues(plain: str, name: str, looks: str) -> bool:
    """A colleague's or an office's, alone or both together; in `plain`, since the small letters of a script may look otherwise."""
    offices, known = _offices(), list(_colleagues())
    colleagues = {looks_like(each) for each in known} - {""}
    if plain in {_plainly(each) for each in known} - {""}:
        return True
    if _in_any_order(name) in {_in_any_order(each) for each in known} - {()}:
        return True
    without = looks_like(" ".join(word for word in WORD.findall(name) if looks_like(word) not in offices))
    if without == "" or {looks, without} & {*offices, *colleagues}:
        return True
    return any(looks.replace(each, "", 1) in offices for each in colleagues if each in looks)


def _words(name: str) -> list[str]:
    """As they stand, as capitals part them (“WandaStaff”), and those whose letters were set apart (“S-t-a-f-f”)."""
    return [*WORD.findall(name), *PARTS.findall(name), *SET_APART.findall(name)]


@lru_cache(maxsize=4096)
def _in_any_order(name: str) -> tuple[str, ...]:
    words = WORD.findall(name)
    own = [word for word in words if len(word) > 1 and not word.isdigit() and word.casefold() not in BESIDE]
    return tuple(sorted(filter(None, map(looks_like, own if len(own) > 1 else words))))


def _site() -> str:
    """The newspaper's name; without its article, where two words stay."""
    words = WORD.findall(settings.SITE_NAME)
    has_article = len(words) > 2 and words[0].casefold() == "the"
    return looks_like(" ".join(words[1:] if has_article else words))


def _offices() -> set[str]:
    return {looks_like(f"{each}{end}") for each in OFFICES for end in ("", "s")}


@prepared
def _colleagues():
    users = get_user_model().objects.filter(is_staff=True, is_active=True).order_by().values_list("name", flat=True)
    return users.union(Author.objects.order_by().values_list("name", flat=True))

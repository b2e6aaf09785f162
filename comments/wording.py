"""How a reason is worded for the author of a comment: this newsroom's words, or those that come with the software."""

from django.conf import settings

from articles import limits
from comments.canned import CANNED
from comments.models import MESSAGE_LENGTH, ReasonText
from comments.words import UNREADABLE

PERMISSION = "comments.set_messages"


def may_set(user) -> bool:
    """Authors in every section read them, so only those whose roles hold everywhere may word them."""
    return limits.may_everywhere(user, PERMISSION)


def unfit(text: str) -> str:
    """What is wrong with words that an author is to read; "" if nothing is."""
    if UNREADABLE in text:
        return "Some characters arrived damaged (shown as �). Please type them again."
    if len(text) > MESSAGE_LENGTH:
        return f"That has {len(text):,} characters; {MESSAGE_LENGTH:,} are the most."
    return ""


def languages_of(language: str) -> list[str]:
    """Where words are looked for: “de-at”, “de”, the site's language, English."""
    site = settings.LANGUAGE_CODE
    wanted = [language, language.partition("-")[0], site, site.partition("-")[0], "en"]
    return list(dict.fromkeys(each for each in wanted if each))


def message_for(code: str, language: str) -> tuple[str, str]:
    """(language, text) in the nearest language that has words for the reason. One query."""
    wanted = languages_of(language)
    ours = dict(ReasonText.objects.filter(code=code, language__in=wanted).values_list("language", "text"))
    for each in wanted:
        if text := ours.get(each) or CANNED.get(each, {}).get(code):
            return each, text
    return "en", CANNED["en"]["other"]


def wordings(language: str) -> dict[str, tuple[str, str]]:
    """{code: (this newsroom's words or "", the words that come with the software)} in one language."""
    ours = dict(ReasonText.objects.filter(language=language).values_list("code", "text"))
    canned = CANNED.get(language, {})
    return {code: (ours.get(code, ""), canned.get(code, "")) for code in CANNED["en"]}


def set_wording(code: str, language: str, text: str) -> None:
    """Empty words give way to those that come with the software."""
    text = text.strip()[:MESSAGE_LENGTH]
    if not text or text == CANNED.get(language, {}).get(code):
        ReasonText.objects.filter(code=code, language=language).delete()
    else:
        ReasonText.objects.update_or_create(code=code, language=language, defaults={"text": text})

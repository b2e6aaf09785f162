"""Whole words, however they are dressed up; and never a word within another word."""

import time

import pytest

from comments.folding import WordList, word_list

LIST = "viagra\nCasino\nfree money\nistanbul\nstraße\nslit\nсор\npress"


def found(text: str, listed: str = LIST) -> list[str]:
    return [each.word for each in word_list(listed).found_in(text)]


@pytest.mark.parametrize(
    "text",
    [
        "buy VIAGRA now",
        "ＶＩＡＧＲＡ",
        "v1agra",
        "v|agra!",
        "vi\u00adag\u200dra",
        "v\u2060i\u200bagra",
        "v\u0456\u0430gr\u0430",
        "v.i.a.g.r.a",
        "v i a g r a cheap",
        "via-gra",
        "viaaaagra",
        "víágrà",
        "v\u0301i\u0301agra",
        "(viagra)",
        "“viagra”",
        "𝓿𝓲𝓪𝓰𝓻𝓪",
        "ᴠɪᴀɢʀᴀ",
        "ⓥⓘⓐⓖⓡⓐ",
        "https://viagra.example/",
        "🆅🅸🅰🅶🆁🅰",
        "🇻🇮🇦🇬🇷🇦",
        "ꓦꓲꓮꓖꓣꓮ",
    ],
)
def test_a_listed_word_is_found_in_every_disguise(text):
    assert found(text) == ["viagra"]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("c@sin0", "Casino"),
        ("İSTANBUL", "istanbul"),
        ("ıstanbul", "istanbul"),
        ("Istanbul", "istanbul"),
        ("STRASSE", "straße"),
        ("strasse", "straße"),
        ("free, MONEY!", "free money"),
        ("fr33 m0ney", "free money"),
        ("s1lt and mud", "slit"),
        ("$l!t", "slit"),
        ("сор из избы", "сор"),
    ],
)
def test_other_letters_for_the_same_word(text, word):
    assert found(text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "WordPress",
        "the depression",
        "xcasinox",
        "silt in the harbour",
        "casinos",
        "freemoney",
        "free for money",
        "a cop came by",
        "1 2 3 4 5",
        "",
        "...",
        "v",
    ],
)
def test_a_word_within_another_is_not_found(text):
    assert found(text) == []


@pytest.mark.parametrize(
    "text", ["the rapist\nsays", "he is\nthe rapist", "x\nthe rapist\ny", "the\nrapist", "the\t rapist"]
)
def test_a_phrase_is_found_at_the_edge_of_a_line_and_over_it(text):
    assert found(text, "the rapist") == ["the rapist"]
    assert found(text, "therapist") == []


def test_the_evidence_shows_the_entry_and_how_it_was_written():
    assert [str(each) for each in word_list(LIST).found_in("Viagra and c@sin0")] == ["viagra", "Casino (“c@sin0”)"]


def test_a_pattern_in_a_list_is_a_word_like_any_other():
    assert found("(a+)+$", "(a+)+$\n.*\n[") == ["a+ +$"]
    assert found("anything at all", ".*\n[") == []


def test_an_empty_list_finds_nothing():
    assert word_list("\n \n") == WordList({}, {}, {})


@pytest.mark.parametrize("text", ["a" * 5000, "a." * 2500, "i1|!" * 1250, "ﷺ" * 5000, "é" * 5000, "a\u200d" * 2500])
def test_the_worst_text_takes_no_time(text):
    began = time.process_time()
    found(text)
    assert time.process_time() - began < 2

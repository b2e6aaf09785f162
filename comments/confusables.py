"""Letters and signs that may be taken for a Latin letter, after Unicode's list (UTS #39, confusables.txt), by that letter.

Those alone that neither normalisation nor the alphabets in `names` make the same.
"""

TAKEN_FOR = {
    "a": "\U00016f40",
    "b": "ƄᏏᖯꞴ\U00010282\U000102a1\U00010301",
    "c": "ϲϹ\U000102a2\U00010302\U00010415\U0001043d\U0001051c\U000118e9\U000118f2\U0001f74c",
    "d": "Ꮷꓒ",
    "e": "ҽ\u212e\u22ffⴹꬲ\U00010286\U000118a6\U000118ae",
    "f": "ϜքꞘꞙꬵ\U00010287\U000102a5\U00010525\U000118a2\U000118c2\U0001d213\U0001d7ca",
    "g": "ƍԌցᏳᶃ",
    "h": "հᏂ\U000102cf\U0001d6ae\U0001d6e8\U0001d722\U0001d75c\U0001d796",
    "i": "ɩ\u02db\u2373ꙇ\U000118c3",
    "j": "ͿϳꞲ",
    "k": "ᛕ\U00010518",
    "l": "Ɩǀ۱ᛁ\u2223\u23fdⳐⵏ\uffe8\U0001028a\U00010309\U00010320\U0001041b\U00010526\U000118a3\U000118b2\U00016f16\U00016f28"
         "\U0001d22a",
    "m": "Ϻᛖ\U000102b0\U00010311\U0001d6b3\U0001d6ed\U0001d727\U0001d761\U0001d79b",
    "n": "\U00010513\U0001d6b4\U0001d6ee\U0001d728\U0001d762\U0001d79c",
    "o": "σ۵०০੦૦ଠ୦௦\u0c02౦\u0c82೦\u0d02ഠ൦\u0d82๐໐ဝ၀ჿዐᴑⵔ\u3007ꬽ\U00010292\U000102ab\U00010404\U0001042c\U000104c2\U000104ea"
         "\U00010516\U000114d0\U000118b5\U000118c8\U000118d7\U000118e0\U0001d6d4\U0001d70e\U0001d748\U0001d782\U0001d7bc",
    "p": "\u2374\U00010295",
    "q": "գզⵕ",
    "r": "ᴦⲅꭈꮁ\U000104b4\U00016f35\U0001d216",
    "s": "ƽՏ\U00010296\U00010420\U00010448\U000118c1\U00016f3a",
    "t": "\u22a4\u27d9\U00010297\U000102b1\U00010315\U000118bc\U00016f0a\U0001f768",
    "u": "ʋሀ\u222a\u22c3ꞟꭎꭒ\U000104ce\U000104f6\U000118b8\U000118d8\U00016f42",
    "v": "Ѵѵ۷\u2228\u22c1ⴸꛟ\U0001051d\U00011706\U000118a0\U000118c0\U00016f08\U0001d20d",
    "w": "ɯѡաᏔ\U0001170a\U0001170e\U0001170f\U000118e6\U000118ef",
    "x": "\u00d7ᕁ\u166d\u166eᚷ\u2573\u292b\u292c\u2a2fⵝꞳ\U00010290\U000102b4\U00010317\U00010322\U00010527\U000118ec",
    "y": "ɣϒҮүყᎽᶌỿꭚ\U000102b2\U000118a4\U000118dc\U00016f43\U0001d6bc\U0001d6f6\U0001d730\U0001d76a\U0001d7a4",
    "z": "\U000102f5\U000118a9\U000118c4\U000118e5\U0001d6ad\U0001d6e7\U0001d721\U0001d75b\U0001d795",
}  # fmt: skip
CONFUSABLE = str.maketrans({letter: latin for latin, letters in TAKEN_FOR.items() for letter in letters})

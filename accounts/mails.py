"""The kinds of mail that colleagues get, and which of them a person wants. What a kind means is said by the rooms above."""

KINDS = [
    ("review", "A story is submitted that I may approve"),
    ("returned", "A story of mine comes back with a note"),
    ("approved", "A story of mine is approved"),
    ("published", "A story of mine is published, corrected or taken down"),
    ("assigned", "A story is given to me"),
    ("due", "A story that was given to me is due within two hours"),
    ("late", "A story that was given to me is late"),
    ("dropped", "A version that I scheduled will not go out"),
    ("error", "A reader reports an error in a story of mine"),
    ("week", "Each Monday: the week's changes to live stories, for those who may see them all"),
]


def wants(user, kind: str) -> bool:
    """Whether this person can be written to about this; whoever was deactivated cannot."""
    return user.is_active and kind not in user.no_mail_about

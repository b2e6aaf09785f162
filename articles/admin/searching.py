"""What is typed above the list of stories: each word in the headline, the standfirst, the address or a name of the byline."""

from itertools import islice

from django.db.models import Q, QuerySet
from django.utils.text import smart_split, unescape_string_literal

from articles.models import Article, Byline

FIELDS = ("headline", "standfirst", "slug")
MOST_WORDS = 50  # nobody types more; the database takes some hundreds


def among(stories: QuerySet[Article], typed: str) -> QuerySet[Article]:
    """Those of `stories` that have every word; what stands in quotation marks is one. No story comes twice."""
    for word in islice(smart_split(typed), MOST_WORDS):
        quoted = word[0] in "\"'" and word[0] == word[-1]
        stories = stories.filter(_has(unescape_string_literal(word) if quoted else word))
    return stories


def _has(word: str) -> Q:
    """A join with the bylines would have all hits sorted to tell the double ones: the first page would wait for the last."""
    lines = Byline.objects.filter(author__name__icontains=word).order_by().values("article")
    return Q(*[Q(**{f"{field}__icontains": word}) for field in FIELDS], _connector=Q.OR) | Q(pk__in=lines)

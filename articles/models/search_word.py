"""The words that search may offer in place of a misspelt one (`articles.search.words`)."""

from django.db import models

from articles.models.edition import Edition


class SearchWord(models.Model):
    """A word, found by itself and by itself less any one letter; kept with the edition that brought it, and no longer than that."""

    key = models.CharField(max_length=40)
    word = models.CharField(max_length=40)
    edition = models.ForeignKey(Edition, models.CASCADE, related_name="+")

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["key", "word"], name="search_word_once")]

    def __str__(self):
        return self.word

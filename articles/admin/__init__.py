"""The desk's screens for stories and where they go, one file for each."""

from articles.admin import authors, catalogue, people, story, tags  # noqa: F401  registering is all that they do

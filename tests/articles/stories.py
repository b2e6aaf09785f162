"""Stories with a past, for tests of readers' pages."""

from datetime import UTC, datetime

from articles import workflow
from articles.models import Edition
from tests import cast

NOON = datetime(2026, 3, 14, 12, 0, tzinfo=UTC)


def published(at: datetime = NOON, **fields) -> Edition:
    """A live story that was first published at `at`."""
    article = cast.make_article(**fields)
    return workflow.publish(article, by=cast.editor(), first_published_at=at)

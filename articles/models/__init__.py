"""The desk's tables (sections, tags, article, revision) and the public ones (address, edition), with the ledger.

One noun per file; submodules import only those above them in this list.
"""

from articles.models.article import Article, Byline, PlacedPicture, Priority, Role, Stage
from articles.models.batch import Batch
from articles.models.checklist import ChecklistSetting, Level
from articles.models.edition import (
    NOTED,
    Address,
    Change,
    Edition,
    EditionAuthor,
    EditionPicture,
    EditionSection,
    EditionTag,
    End,
    Rendered,
)
from articles.models.event import Event
from articles.models.limits import SectionLimit
from articles.models.note import Note
from articles.models.preview import PreviewLink, PreviewOpening
from articles.models.revision import Revision
from articles.models.search_word import SearchWord
from articles.models.sections import Section, SectionAlias, Series
from articles.models.sitting import Sitting
from articles.models.tags import Tag, TagAlias, TaggedArticle

__all__ = [
    "NOTED",
    "Address",
    "Article",
    "Batch",
    "Byline",
    "Change",
    "ChecklistSetting",
    "Edition",
    "EditionAuthor",
    "EditionPicture",
    "EditionSection",
    "EditionTag",
    "End",
    "Event",
    "Level",
    "Note",
    "PlacedPicture",
    "PreviewLink",
    "PreviewOpening",
    "Priority",
    "Rendered",
    "Revision",
    "Role",
    "SearchWord",
    "Section",
    "SectionAlias",
    "SectionLimit",
    "Series",
    "Sitting",
    "Stage",
    "Tag",
    "TagAlias",
    "TaggedArticle",
]

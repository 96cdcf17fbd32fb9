"""What goes into the grouping of stories and what comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryDocument:
    """A document as it is compared with others.

    `text` is the article alone, without page furniture. `published` and `actors` (ids of those the
    article speaks of, one each) are further evidence: what is not known is left out and speaks neither
    for nor against.
    """

    id: str
    text: str
    title: str = ""
    published: date | None = None
    outlet: str | None = None
    actors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The documents of one story, the earliest first, undated ones last.

    `id` is made from the earliest document: what is reported later does not change it. `title` is the
    headline of `titled_by`, the one that says most of what the documents share. `likeness` is the mean
    over all pairs of documents, 0..1; of a document alone it is 1.
    """

    id: str
    title: str
    titled_by: str
    documents: tuple[str, ...]
    likeness: float
    since: date | None = None
    until: date | None = None

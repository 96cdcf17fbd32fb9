"""What a reviewer needs to see of an article: the sentences around a row, who is named there, or all its sentences."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.findings import Range
from onrecord.model import Span
from onrecord.store.rows import ActorRef, DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """The characters of a document that a row stands on; `statement` is the row's id where it is one, or of one."""

    doc: str
    start: int
    end: int
    statement: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """The words around a `Core`: two sentences before it, and two behind.

    `text` are the characters of the document from `start` on, lines unwrapped; `blocks` are the paragraphs in them, as
    characters of the document. `conditions` are the words that the statement makes something depend on. `people` are
    the actors that the article names, those nearest to the core first.
    """

    doc: str
    language: str | None
    start: int
    text: str
    blocks: tuple[Range, ...]
    conditions: tuple[Span, ...]
    people: tuple[ActorRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentences:
    """A current article cut into sentences, as characters of `text`, whose lines are unwrapped."""

    document: DocumentRef
    language: str | None
    text: str
    sentences: tuple[Range, ...]

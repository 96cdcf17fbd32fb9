"""What `reprints` answers, and the links between documents that exports write."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.model import Passage
from onrecord.store.rows import DocumentRef


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintRow:
    """A copy: the article it was most likely taken from (`parent`), the `original` that this leads back to, and what
    of its words stand in the passages (`share`, 0..1).

    `kind` is one of `vocabulary.REPRINT_KINDS`; `depth` counts the steps to the original; `why` says what makes that
    the original. Of each passage `a` stands in the parent and `b` in this document.
    """

    document: DocumentRef
    parent: DocumentRef
    original: DocumentRef
    kind: str
    share: float
    why: str
    depth: int
    passages: tuple[Passage, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Lineage:
    """An original and its copies, each after the one it was taken from."""

    original: DocumentRef
    copies: tuple[ReprintRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedRow:
    """A passage that two articles share, `a` in the earlier. `kind` is "reprint" where one was taken from the other
    whole or in part, else "passage"."""

    kind: str
    a: DocumentRef
    b: DocumentRef
    passage: Passage

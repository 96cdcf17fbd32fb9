"""How rows name an actor and a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRef:
    """An actor as other rows name it."""

    id: str
    name: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentRef:
    """A document as other rows name it."""

    id: str
    file: str
    outlet: str | None
    title: str | None
    published: date | None
    url: str | None = None


__all__ = ["ActorRef", "DocumentRef"]

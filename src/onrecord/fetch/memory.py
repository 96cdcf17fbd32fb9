"""What a round of requests is told of earlier ones, and what it wants remembered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """What an address gave before, of which the documents are still there.

    `data`: the bytes as kept, where they must be read anew because settings or versions are others now.
    """

    location: str
    etag: str
    modified: str
    documents: int
    data: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """An address that was asked, to be remembered once everything that came of it is written.

    `url` and `location` are places (`address.place`): as asked, and where redirects led. `mark` is the feed entry it
    was asked for; `reason` is empty unless it was refused. `unchanged` documents need no new look; with `at`
    None nothing was asked at all.
    """

    url: str
    location: str
    file: str
    at: datetime | None
    etag: str = ""
    modified: str = ""
    status: int = 0
    reason: str = ""
    mark: str = ""
    unchanged: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Follow:
    """A feed as remembered: its place, the address as typed, where redirects lead, what it answered, how often it
    failed in a row."""

    url: str
    typed: str
    location: str
    title: str = ""
    etag: str = ""
    modified: str = ""
    failures: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Polled:
    """A feed that was polled, to be remembered once its entries are written. `due` None: not to be polled any more."""

    feed: Follow
    at: datetime
    due: datetime | None
    problem: str = ""
    unchanged: int = 0


class Memory(Protocol):
    """What was fetched before. Addresses are places."""

    def page(self, url: str) -> Remembered | None:
        """What is known of an address, if an answer "not modified" would do; else None."""

    def done(self, url: str) -> int:
        """How many documents a run that was stopped had fetched from an address; 0 if it must be asked."""

    def mark(self, url: str) -> str:
        """The mark of the feed entry for which an address was asked last; empty if it was not."""

    def listed(self, url: str) -> bool:
        """Whether an address is known to be wanted, or its article is there."""

    def removed(self, location: str) -> bool:
        """Whether a person took the document of this place out of the record."""

    def feed(self, url: str) -> Follow | None:
        """A feed that is followed."""

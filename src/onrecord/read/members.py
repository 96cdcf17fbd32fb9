"""What lies in an archive, member by member: read in place, under names that are labels and nothing else.

Nothing is ever written to the disk, so a name cannot lead anywhere. It is cleaned all the same, for it enters the
record: no way up, no root, no drive, no control characters, and no name twice.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import IO

from onrecord.model import Rejected
from onrecord.read.items import Found
from onrecord.read.limits import Budget, Exhausted, Refused
from onrecord.read.paths import Source, shown
from onrecord.read.sources import documents

MAX_MEMBERS = 200_000
MAX_DEPTH = 2
_MAX_NAME = 500
_DRIVE = re.compile(r"^[A-Za-z]:")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_LITTER = frozenset(("__MACOSX", "Thumbs.db", "desktop.ini", "Desktop.ini"))


@dataclass(slots=True)
class Members:
    """Names and reads the members of one archive; raises Refused where it lies in too many others."""

    source: Source
    budget: Budget
    names: set[str] = field(default_factory=set)
    count: int = 0

    def __post_init__(self) -> None:
        if self.source.depth >= MAX_DEPTH:
            raise Refused("archive", "an archive in an archive in an archive; unpack the outer ones first")

    def count_one(self) -> None:
        """Raises Refused where an archive has more members than are read."""
        self.count += 1
        if self.count > MAX_MEMBERS:
            raise Refused("too-large", f"more than {MAX_MEMBERS} members; unpack it and add the folder")

    def label(self, name: str) -> str | None:
        """A member's name as shown and stored; None for what folders hide, too (hidden files, a system's litter)."""
        parts = [
            " ".join(_CONTROL.sub(" ", part).split())
            for part in _DRIVE.sub("", shown(name).replace("\\", "/")).split("/")
        ]
        parts = [part for part in parts if part not in ("", ".", "..")]
        if any(part.startswith(".") or part in _LITTER for part in parts):
            return None
        label = "/".join(parts) or "member"
        if len(label) > _MAX_NAME:
            label = f"...{label[-_MAX_NAME:]}"
        if label in self.names:
            label = f"{label}~{self.count}"
        self.names.add(label)
        return label

    def found(self, label: str, opened: IO[bytes]) -> Iterator[Found]:
        """The documents of one member, or why it gives none (the rest of the archive is read all the same)."""
        child = replace(
            self.source,
            path=None,
            key=f"{self.source.key}#{label}",
            file=f"{self.source.file}#{label}",
            location=f"{self.source.location}#{label}",
            depth=self.source.depth + 1,
            budget=self.budget,
        )
        try:
            yield from documents(child, io.BufferedReader(_Spending(opened, self)))
        except Exhausted:
            raise
        except _Cut as e:
            if e.archive is self:
                raise Refused(e.reason, e.detail) from None
            raise
        except Refused as e:
            yield self.rejected(label, e.reason, e.detail)

    def rejected(self, label: str, reason: str, detail: str) -> Rejected:
        """A member that is not read, under its name."""
        return Rejected(
            file=f"{self.source.file}#{label}",
            location=f"{self.source.location}#{label}",
            reason=reason,
            detail=detail,
        )


class _Cut(Refused):
    """An archive, and not the member of it that is being read, cannot be read on."""

    def __init__(self, archive: Members, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.archive = archive


class _Spending(io.RawIOBase):
    """A member's bytes, counted."""

    def __init__(self, opened: IO[bytes], archive: Members) -> None:
        self._opened = opened
        self._archive = archive

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._opened.read(len(view))
        except (Exhausted, _Cut):
            raise
        except Refused as e:
            raise _Cut(self._archive, e.reason, e.detail) from None
        self._archive.budget.spend(len(data))
        view[: len(data)] = data
        return len(data)

"""What a tagger takes for persons, organizations and places, looked up by where it stands.

The tagger learned from a small corpus, and of names it never met it says "person" far too often (of states, of
armed groups): that a name is a person decides nothing here. That a name is none, and that a whole description
is of one person, it says seldom and well; so only that is asked, where capitals and word lists leave it open.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from onrecord.findings import Sighting

_ARTICLE = 4
"""Letters of "the " before a name."""


class Sighted:
    """The sightings of one article. Empty, and false, where the backend sees none: then nothing is asked of it."""

    def __init__(self, sightings: Iterable[Sighting] = ()) -> None:
        ordered = sorted(sightings, key=lambda s: (s.start, -s.end, s.kind))
        self._names = _Row(s for s in ordered if s.form == "name")
        self._nominals = _Row(s for s in ordered if s.form == "nominal")

    def __bool__(self) -> bool:
        return bool(self._names.spans or self._nominals.spans)

    def organizations(self) -> list[Sighting]:
        """What is taken for an organization, by name or description."""
        found = [s for s in (*self._names.spans, *self._nominals.spans) if s.kind == "organization"]
        return sorted(found, key=lambda s: (s.start, s.end))

    def named(self, start: int, end: int) -> Sighting | None:
        """The first name that shares a letter with the range."""
        return self._names.touching(start, end)

    def nominal(self, start: int, end: int) -> Sighting | None:
        """The description ("the president of Qasira") in which the range lies."""
        found = self._nominals.touching(start, end)
        return found if found is not None and found.start <= start and end <= found.end else None

    def called(self, start: int, end: int) -> Sighting | None:
        """What the range is taken for where it is a name: a sighted name that holds it, or a description that is
        nothing but it and its article."""
        name = self.named(start, end)
        if name is not None and name.start <= start and end <= name.end:
            return name
        found = self.nominal(start, end)
        return found if found is not None and end == found.end and start - found.start <= _ARTICLE else None

    def whole(self, start: int, end: int) -> Sighting | None:
        """The description, or else the name, in which the range lies."""
        found = self.nominal(start, end)
        if found is None:
            name = self.named(start, end)
            found = name if name is not None and name.start <= start and end <= name.end else None
        return found


class _Row:
    """Disjoint sightings in text order; of two that overlap, the first."""

    def __init__(self, sightings: Iterable[Sighting]) -> None:
        self.spans: list[Sighting] = []
        for s in sightings:
            if s.start < s.end and (not self.spans or self.spans[-1].end <= s.start):
                self.spans.append(s)
        self.starts = [s.start for s in self.spans]

    def touching(self, start: int, end: int) -> Sighting | None:
        i = max(0, bisect_right(self.starts, start) - 1)
        for s in self.spans[i : bisect_left(self.starts, end)]:
            if s.end > start:
                return s
        return None

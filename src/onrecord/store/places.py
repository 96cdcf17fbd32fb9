"""Where sources lie: the same file under another name, a file that was moved, and a copy, told apart.

A record knows an article by its place. One that turns up at a place the record does not know may have
the very bytes of an article it has; whether that is one article or two depends on the disk, which is
asked through the functions handed in.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from onrecord.model import RawDocument
from onrecord.store.encode import printable
from onrecord.store.schema import document, rejected, source

MOST = 200  # places of equal bytes that are looked at: saved error pages may be equal by the thousand


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a source lies: its file and, where that holds several articles, "#" and the item's name.

    `named`: the item itself says that name, as an id does; a line's number names nothing.
    """

    file: str
    item: str = ""
    named: bool = False


def place_of(source: RawDocument, exists: Callable[[str], bool]) -> Place | None:
    """Where a source lies; None if that is nowhere on the disk."""
    location = source.location
    if not Path(location).is_absolute():
        return None
    if source.text is None:
        return Place(file=location)
    at = location.find("#")
    while at >= 0 and not exists(location[:at]):
        at = location.find("#", at + 1)
    if at < 0:
        return None
    return Place(file=location[:at], item=location[at:], named=_says(source.data, location[at + 1 :]))


def _says(data: bytes, name: str) -> bool:
    """Whether an item holds its own name, and is not called by its number in the file."""
    try:
        values = json.loads(data).values()
    except (ValueError, AttributeError, RecursionError):
        return False
    return any(" ".join(str(v).split())[:500] == name for v in values if isinstance(v, str | int))


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """An article that lies elsewhere now: its place before and after, and how the new file is shown."""

    old: str
    new: str
    file: str
    raw_sha: str


def same_place(
    new: Place, known: Iterable[str], exists: Callable[[str], bool], same: Callable[[str, str], bool]
) -> tuple[str, bool] | None:
    """Of the known places with the same bytes the one whose article this is, and whether it was moved from there.

    It is where both are one file (a link), or where the item says an id that the other has too. It was
    moved where the other file is gone. None: the bytes are at two places, as two outlets may print one text.
    """
    gone = None
    for location in known:
        file = location.removesuffix(new.item)
        if (new.item and file == location) or not Path(file).is_absolute():
            continue  # another item, or standard input, which is no place
        if not exists(file):
            gone = gone or location
        elif new.named or same(file, new.file):
            return location, False
    return (gone, True) if gone else None


def move(conn: sa.Connection, moves: Sequence[Move]) -> None:
    """Note that articles lie elsewhere now. They keep their ids, and the keys these were made of."""
    for m in moves:
        old, new = printable(m.old), printable(m.new)
        n = conn.scalar(sa.select(source.c.document).where(source.c.location == old))
        taken = conn.scalar(sa.select(source.c.document).where(source.c.location == new))
        if n is None or taken is not None:
            continue  # another process was here first
        conn.execute(sa.update(source).where(source.c.location == old).values(location=new))
        shown = sa.update(document).where(document.c.n == n, document.c.location == old)
        conn.execute(shown.values(location=new, file=printable(m.file)))
        conn.execute(sa.delete(rejected).where(rejected.c.location.in_((old, new))))


class Handed:
    """Places of sources that were handed out to be read and are not written yet, by their bytes."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}

    def add(self, raw_sha: str, location: str) -> None:
        self._places.setdefault(raw_sha, []).append(location)

    def at(self, raw_sha: str) -> Sequence[str]:
        return self._places.get(raw_sha, ())

    def written(self, raw_sha: str, location: str) -> None:
        there = self._places.get(raw_sha, [])
        if location in there:
            there.remove(location)
        if not there:
            self._places.pop(raw_sha, None)

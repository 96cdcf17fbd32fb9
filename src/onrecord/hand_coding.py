"""The machine's coding of a record against what people coded by hand in DNA, of the same documents."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.actors.names import key
from onrecord.analysis.hand import HandAgreement, Unit, alpha, differences, figures, matched, stances
from onrecord.dna.coding import Coding, Parts, codings
from onrecord.dna.fitted import fitted, label
from onrecord.dna.reading import read
from onrecord.dna.tables import DnaFile, Row
from onrecord.errors import UsageError
from onrecord.findings import Range
from onrecord.span import Utf16, refind, words
from onrecord.store import queries
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import DocumentView
from onrecord.vocabulary import HUMAN, STANCES

if TYPE_CHECKING:
    from onrecord.record import Record

_WORD = re.compile(r"\w+(?:['’]\w+)*")
NOBODY = frozenset({"nobody"})  # where neither coding names a speaker they agree


def agreement(
    record: Record,
    file: Path,
    *,
    coder: str = "",
    parts: Parts = Parts(),  # noqa: B008 - frozen
    implied: bool = False,
    unclear: bool = False,
) -> HandAgreement:
    """Compare the machine's positions with the statements of a `.dna` file, of one coder or of all.

    Documents are the same by their text, else by title and date. Raises UsageError where none is, where there is no
    such coder, or for what is no file of DNA 3.
    """
    hand = read(file).file
    coded = _coded(hand, file, coder, parts)
    views = [v for v in queries.documents(record.store) if v.format != "dna"]
    pairs, missing = _documents(hand, views)
    if not pairs:
        raise UsageError(
            f"{file}: none of its {len(hand['DOCUMENTS'])} documents is in {record.store.path}; add their texts first "
            "(onrecord add)"
        )
    texts = {own: _Text(str(row["Text"]), view) for own, (row, view) in pairs.items()}
    called = _called(record)
    issues = {_fold(row.name): row.name for row in record.issues()}
    concepts = {c.concept for c in coded}
    mine = list(_hand_units(coded, texts, called, issues))
    asked = {issues[_fold(c)] for c in concepts if _fold(c) in issues}
    taken = queries.positions(record.store, implied=implied, stance=(*STANCES,) if unclear else STANCES[:-1])
    here = {t.view.document.id: t for t in texts.values()}
    theirs = list(_machine_units(taken, here, asked))
    found = matched(mine, theirs)
    return HandAgreement(
        file=file.name, coders=tuple(sorted({c.coder for c in coded})), documents=len(pairs), figures=figures(found),
        alpha=alpha(found), pairs=len(stances(found)), differences=tuple(differences(found)), missing=tuple(missing),
        concepts=tuple(sorted(c for c in concepts if _fold(c) not in issues)),
        notes=tuple(n for t in texts.values() for n in t.notes),
    )  # fmt: skip


def _coded(hand: DnaFile, file: Path, coder: str, parts: Parts) -> list[Coding]:
    """The coded statements that have a concept, of this coder where one is named."""
    every = [c for c in codings(hand, parts) if c.concept]
    there = sorted({c.coder for c in every})
    if not every:
        raise UsageError(f"{file}: no statement in it has a concept; name the variable with --concept")
    if coder and coder not in there:
        raise UsageError(f"no coder {coder!r} coded anything in {file}; there are: {', '.join(map(repr, there))}")
    return [c for c in every if coder in ("", c.coder)]


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


# ---------------------------------------------------------------------------- documents


def _documents(hand: DnaFile, views: Sequence[DocumentView]) -> tuple[dict[int, tuple[Row, DocumentView]], list[str]]:
    """Each document of the file with the article that it is, by number; and the titles of those that are not here."""
    by_text: dict[str, DocumentView] = {}
    by_title: defaultdict[tuple[str, object], list[DocumentView]] = defaultdict(list)
    for view in views:
        by_text.setdefault(words(fitted(view.text).text), view)
        by_title[_title(view.document.title or ""), view.document.published].append(view)
    found: dict[int, tuple[Row, DocumentView]] = {}
    missing = []
    for row in hand["DOCUMENTS"]:
        same = by_text.get(words(fitted(str(row["Text"])).text))
        if same is None:
            called = by_title.get((_title(str(row["Title"])), _day(row["Date"])), [])
            same = called[0] if len(called) == 1 else None
        if same is None:
            missing.append(str(row["Title"]))
        else:
            found[int(row["ID"] or 0)] = (row, same)
    return found, missing


def _title(text: str) -> str:
    return _fold(label(text))


def _day(seconds: object) -> object:
    try:
        return datetime.fromtimestamp(int(str(seconds)), UTC).date()
    except (OverflowError, OSError, ValueError):
        return None


@dataclass(slots=True)
class _Text:
    """The text of a document as its file has it, and the article that it is; words are counted in the article."""

    text: str
    view: DocumentView
    notes: list[str] = field(default_factory=list)
    starts: list[int] = field(init=False)
    ends: list[int] = field(init=False)
    units: Utf16 = field(init=False)

    def __post_init__(self) -> None:
        found = [m.span() for m in _WORD.finditer(self.view.text)]
        self.starts, self.ends = [s for s, _ in found], [e for _, e in found]
        self.units = Utf16(self.text)

    def place(self, c: Coding) -> Range | None:
        """Where a coded passage stands in the article; None where its words are not there."""
        start, end = self.units.to_points(c.start), self.units.to_points(c.stop)
        if self.text == self.view.text:
            return (start, end) if start < end <= len(self.text) else None
        found = refind(self.view.text, self.coded(c), near=start)
        if found is None:
            title = self.view.document.title or self.view.document.file
            self.notes.append(f"statement {c.row}: its words are not in {title!r} as it is here")
        return found

    def coded(self, c: Coding) -> str:
        """The words of a coded passage as the file has them."""
        return self.text[self.units.to_points(c.start) : self.units.to_points(c.stop)]

    def words(self, ranges: Iterable[Range]) -> frozenset[int]:
        """The places of the words in these ranges."""
        return frozenset(
            w for s, e in ranges for w in range(bisect_right(self.ends, s), bisect_left(self.starts, e))
        )  # fmt: skip


# ---------------------------------------------------------------------------- units


def _called(record: Record) -> dict[str, set[str]]:
    """Which actors of the record go by a name, by its key."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for view in queries.actors(record.store):
        for name in (view.actor.name, *(n.name for n in view.names)):
            found[key(name)].add(view.actor.id)
    return found


def _hand_units(
    coded: Sequence[Coding], texts: dict[int, _Text], called: dict[str, set[str]], issues: dict[str, str]
) -> Iterator[Unit]:
    for c in coded:
        text = texts.get(c.document)
        if text is None:
            continue
        place = text.place(c)
        start, end = place or (0, 0)
        actor = c.person or c.organization
        passage = text.view.text[start:end] if place else text.coded(c)
        yield Unit(
            id=str(c.row), document=_shown(text.view), words=text.words([place] if place else []), actor=actor,
            actors=frozenset({"name:" + key(actor), *called.get(key(actor), ())}) if actor else NOBODY,
            concept=issues.get(_fold(c.concept), c.concept), stance=c.stance, passage=passage, start=start, end=end,
        )  # fmt: skip


def _machine_units(taken: Iterable[PositionRow], texts: dict[str, _Text], asked: set[str]) -> Iterator[Unit]:
    for p in taken:
        text = texts.get(p.document.id)
        if text is None or p.issue not in asked or p.by.startswith(HUMAN):
            continue
        ranges = [(s.start, s.end) for s in p.said.content]
        who = p.actor
        yield Unit(
            id=p.id, document=_shown(text.view), words=text.words(ranges), actor=who.name if who else "",
            actors=frozenset({"name:" + key(who.name), who.id}) if who else NOBODY, concept=p.issue,
            stance=p.stance, passage=p.said.quote, start=ranges[0][0], end=ranges[-1][1],
        )  # fmt: skip


def _shown(view: DocumentView) -> str:
    return view.document.file


__all__ = ["agreement"]

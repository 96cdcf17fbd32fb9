"""Who judged how much, how far coders agree, and the rows on which they do not.

What counts of a coder on a row is the newest judgement that is not undone, without adjudications and what they were
unsure of. Of a statement two agree where they leave the same: accept, reject, or the same correction; who accepts words
that another set says what the other did. Of a position they agree where they leave the same stance.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.analysis import alpha
from onrecord.errors import UsageError
from onrecord.model import Judgement
from onrecord.store import merge_conflicts, naming, position_facts, position_standing, review, statements
from onrecord.store.coder_rows import Coder, CoderAgreement, Coders, Disagreement
from onrecord.store.encode import dump
from onrecord.store.judging import ADD, ADJUDICATION, UNSURE
from onrecord.store.merge_conflicts import POSITION, STATEMENT
from onrecord.store.put import chunks
from onrecord.store.schema import handmade, issue, judgement, position, statement
from onrecord.store.standing import NOBODY

if TYPE_CHECKING:
    from onrecord.store.db import Store

CODED = (STATEMENT, POSITION)  # kinds of which agreement is told
_WORDS = ("content", "source", "cue")
Key = tuple[Any, ...]


@dataclass(slots=True)
class _Unit:
    """A row that was judged: by coder what counts of theirs, as the line and as what it leaves; and what settles it."""

    lines: dict[str, Any] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    settled: Any = None


def coders(store: Store, *, seed: int = 0) -> Coders:
    """Everybody's counts, and the agreement of each pair and of all."""
    with store.read() as conn:
        rows = conn.execute(sa.select(judgement).order_by(judgement.c.id)).all()
        found = {kind: list(units.values()) for kind, units in _units(conn, rows).items()}
    return Coders(coders=tuple(_counts(rows)), agreement=tuple(_agreement(found, seed)))


def disagreements(store: Store, *, kind: str | None = None, settled: bool = False) -> list[Disagreement]:
    """The rows that coders judged differently, in the order in which they were judged. Raises UsageError."""
    if kind is not None and kind not in CODED:
        raise UsageError(f"kind: {kind!r} is none that is compared; there are: {', '.join(CODED)}")
    with store.read() as conn:
        rows = conn.execute(sa.select(judgement).order_by(judgement.c.id)).all()
        every = _units(conn, rows)
        out: list[Disagreement] = []
        for of in CODED if kind is None else (kind,):
            differ = {
                key: unit
                for key, unit in every[of].items()
                if len(set(unit.values.values())) > 1 and (settled or unit.settled is None)
            }
            out += _told(conn, of, differ)
        return out


# ---------------------------------------------------------------------------- what counts


def _counts(rows: Sequence[Any]) -> Iterator[Coder]:
    """What each person's judgements are, the busiest first."""
    kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
    verdicts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    undone: Counter[str] = Counter()
    for row in rows:
        if row.undone_at is not None:
            undone[row.who] += 1
            continue
        kinds[row.who][merge_conflicts.about(row)] += 1
        verdicts[row.who][row.verdict] += 1
    for who in sorted({*kinds, *undone}, key=lambda w: (-sum(kinds[w].values()), w)):
        of_kinds, of_verdicts = dict(sorted(kinds[who].items())), dict(sorted(verdicts[who].items()))
        yield Coder(who=who, kinds=of_kinds, verdicts=of_verdicts, undone=undone[who])


def _units(conn: sa.Connection, rows: Sequence[Any]) -> dict[str, dict[Key, _Unit]]:
    """The rows that were judged, by kind and by what a judgement of theirs stands on."""
    makers = {r.statement: r for r in conn.execute(_makers())}
    found: dict[str, dict[Key, _Unit]] = {kind: {} for kind in CODED}
    for row in rows:
        kind = merge_conflicts.about(row)
        if row.undone_at is not None or row.verdict in (UNSURE, ADD) or kind not in CODED:
            continue
        key, value = _sided(row) if kind == POSITION else _said(row, makers)
        unit = found[kind].setdefault(key, _Unit())
        if row.role == ADJUDICATION:
            unit.settled = row
        else:
            unit.lines[row.who], unit.values[row.who] = row, value
    return found


def _makers() -> Any:
    """The lines that set the words of people's statements, by the statement's number."""
    j = judgement.c
    query = sa.select(handmade.c.statement, j.verdict, j.change, j.target, j.statement.label("of"))
    return query.join(judgement, j.id == handmade.c.judgement)


def _sided(row: Any) -> tuple[Key, str]:
    return (row.side_of or row.target, row.issue), position_standing.says(row)[0]


def _said(row: Any, makers: Mapping[int, Any]) -> tuple[Key, str]:
    """The statement that a judgement is on, the machine's where a person's words stand for it, and what it leaves."""
    maker = makers.get(row.statement)
    words: dict[str, str] = json.loads(maker.change) if maker is not None else {}
    key = row.statement or row.target
    if maker is not None and maker.verdict != ADD:
        key = maker.of or maker.target
    elif maker is not None:
        words = {}  # what is accepted of a statement that was added is that it is one
    if row.verdict == "correct":
        words = {**words, **json.loads(row.change)}
    elif row.verdict == "reject" or not words:
        return (key,), str(row.verdict)
    plain = {k: v if k in _WORDS or v == NOBODY else naming.fold(v) for k, v in words.items() if k != "speaker_id"}
    return (key,), dump(plain)


# ---------------------------------------------------------------------------- agreement


def _agreement(found: Mapping[str, Sequence[_Unit]], seed: int) -> Iterator[CoderAgreement]:
    for kind in CODED:
        everybody = sorted({who for unit in found[kind] for who in unit.values})
        sets = [*combinations(everybody, 2), *([tuple(everybody)] if len(everybody) > 2 else [])]
        for some in sets:
            coded = [[unit.values[who] for who in some if who in unit.values] for unit in found[kind]]
            yield _agreed(kind, some, [values for values in coded if len(values) > 1], seed)


def _agreed(kind: str, some: Sequence[str], coded: Sequence[Sequence[str]], seed: int) -> CoderAgreement:
    pairs = [a == b for values in coded for a, b in combinations(values, 2)]
    low, high = alpha.interval(coded, seed=seed) or (None, None)
    return CoderAgreement(
        kind=kind, coders=tuple(some), units=len(coded), percent=sum(pairs) / len(pairs) if pairs else None,
        alpha=alpha.nominal(coded), low=low, high=high,
    )  # fmt: skip


# ---------------------------------------------------------------------------- disagreements


def _told(conn: sa.Connection, kind: str, units: Mapping[Key, _Unit]) -> list[Disagreement]:
    numbers = {x.id for unit in units.values() for x in (*unit.lines.values(), unit.settled) if x is not None}
    lines = {j.id: j for j in review.lines(conn, numbers)}
    rows = _positions(conn, units) if kind == POSITION else _statements(conn, units)
    out = []
    for key, unit in units.items():
        said = {who: lines[unit.lines[who].id] for who in sorted(unit.lines)}
        settled: Judgement | None = lines[unit.settled.id] if unit.settled is not None else None
        row = rows.get(key)
        own = row.id if row is not None else next(iter(said.values())).target
        out.append(
            Disagreement(
                kind=kind, id=own, verdicts=said, settled=settled, said=row if kind == STATEMENT else None,
                position=row if kind == POSITION else None,
            )
        )  # fmt: skip
    return out


def _statements(conn: sa.Connection, units: Iterable[Key]) -> dict[Key, Any]:
    found: dict[Key, Any] = {}
    for some in chunks(n for (n,) in units if isinstance(n, int)):
        for r, said in statements.answers(conn, statements.select().where(statement.c.n.in_(some))):
            found[r.n,] = said
    return found


def _positions(conn: sa.Connection, units: Mapping[Key, _Unit]) -> dict[Key, Any]:
    p = position.c
    found: dict[Key, Any] = {}
    for some in chunks(n for n, _ in units if isinstance(n, int)):
        query = sa.select(p.id, p.statement, issue.c.name).join(issue, issue.c.n == p.issue)
        ids = {r.id: (r.statement, r.name) for r in conn.execute(query.where(p.statement.in_(some)))}
        wanted = [own for own, key in ids.items() if key in units]
        found |= {ids[row.id]: row for row in position_facts.by_ids(conn, wanted)}
    return found


__all__ = ["coders", "disagreements"]

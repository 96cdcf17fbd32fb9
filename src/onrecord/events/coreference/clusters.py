"""Reports into events: pairs are judged, kept apart where they contradict each other, and brought together.

The result is a function of the set of reports. The order in which they come changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import combinations

import numpy as np

from onrecord.errors import UsageError
from onrecord.events.coreference import candidates, fields
from onrecord.events.coreference.comparing import NAMES, compare
from onrecord.events.coreference.judge import Judge, load
from onrecord.events.coreference.reading import read
from onrecord.events.coreference.reports import EventReport, Group, Join
from onrecord.events.coreference.screening import Screen
from onrecord.events.coreference.table import Ints, Reals, Table, table
from onrecord.span import stable_id
from onrecord.stories.likeness import Pairs
from onrecord.stories.linking import Part, link

AT_ONCE = 16_384
"""Pairs that are judged together."""
NEVER = -1000.0
"""The likeness of two reports that contradict each other: no mean with it is above any threshold."""
SURE = 0.6
"""The likelihood from which on reports with a type come together: what is merged wrongly misleads more than what is
told twice. Reports of which only the words are known come together from the judge's own threshold on."""
FAINT = 0.02
"""Pairs less likely are as good as unlike."""
CROWD = 300
"""Reports that may be of one event up to which each two of them are asked whether they contradict each other."""
_WORDS = {"same_words": "the same words", "same_head": "the same act", "family": "words for one act"}


def cluster(reports: Iterable[EventReport], threshold: float | None = None) -> tuple[Group, ...]:
    """The events these reports tell of, the earliest first; every report is in one group, many are alone.

    `threshold` is the likelihood from which on reports come together (see `SURE` where None). Raises
    UsageError where two reports have one id, ModelError where the judge cannot be used.
    """
    ordered = in_order(reports)
    if not ordered:
        return ()
    judge = load()
    traits = [read(r) for r in ordered]
    held = table(traits, [r.story or "" for r in ordered])
    a, b = candidates.pairs(ordered, traits)
    a, b, score = scored(ordered, held, a, b, judge)
    least = judge.threshold if threshold is None else threshold
    typed = np.array([r.type is not None for r in ordered])
    scale = np.where(typed[a] & typed[b], 1.0 if threshold is not None else judge.threshold / SURE, 1.0)
    groups = _linked(ordered, a, b, score * scale, least)
    return tuple(_told(groups, ordered, held, a, b, score))


def in_order(reports: Iterable[EventReport]) -> list[EventReport]:
    """The reports in the order in which they are grouped. Raises UsageError where two have one id."""
    ordered = sorted(reports, key=_order)
    seen: set[str] = set()
    for r in ordered:
        if r.id in seen:
            raise UsageError(f"{r.id}: two reports of events have this id; each is grouped once")
        seen.add(r.id)
    return ordered


def _order(r: EventReport) -> tuple[bool, date, date, str, int, str]:
    days = fields.span(r)
    first = days[0] if days else r.told
    return first is None, first or date.max, r.told or date.max, r.doc, r.at, r.id


# ---------------------------------------------------------------------------- how likely pairs are one event


def scored(reports: Sequence[EventReport], held: Table, a: Ints, b: Ints, judge: Judge) -> tuple[Ints, Ints, Reals]:
    """Of these pairs those that may be one event, and how likely each is (0..1); the faint ones are left out."""
    screen = Screen.of(reports)
    found: list[tuple[Ints, Ints, Reals]] = [(a[:0], b[:0], np.zeros(0))]
    for start in range(0, len(a), AT_ONCE):
        x, y = a[start : start + AT_ONCE], b[start : start + AT_ONCE]
        may = screen.may(x, y)
        x, y = x[may], y[may]
        may = np.array([not fields.elsewhere(reports[i], reports[j]) for i, j in _each(x, y)], bool)
        x, y = x[may], y[may]
        rows = compare(held, x, y)
        score = np.array(
            [
                _joined(reports[i], reports[j], row, p)
                for (i, j), row, p in zip(_each(x, y), rows, judge(rows), strict=True)
            ],
            np.float64,
        )
        kept = score >= FAINT
        found.append((x[kept], y[kept], score[kept]))
    xs, ys, scores = (np.concatenate(some) for some in zip(*found, strict=True))
    return xs, ys, scores


def _each(a: Ints, b: Ints) -> Iterable[tuple[int, int]]:
    return zip(a.tolist(), b.tolist(), strict=True)


def _joined(a: EventReport, b: EventReport, row: Reals, words: float) -> float:
    return fields.joined(float(words), a, b, fields.evidence(a, b, _wording(row)))


def _wording(row: Reals) -> fields.Wording:
    act, sentence, clause = (float(row[_AT[n]]) for n in ("family", "sentence_here", "clause_here"))
    beside = bool(row[_AT["same_sentence"]]) and not row[_AT["same_head"]]
    return fields.Wording(max(act, float(row[_AT["same_head"]])), sentence, clause, beside)


_AT = {name: k for k, name in enumerate(NAMES)}


# ---------------------------------------------------------------------------- bringing together


def _linked(reports: Sequence[EventReport], a: Ints, b: Ints, likeness: Reals, least: float) -> list[list[int]]:
    """The groups by the places of their reports, in order.

    No group is wider than what pairs that are like enough connect, so each such part is linked by itself.
    """
    home = _parts(len(reports), a[likeness >= least], b[likeness >= least])
    members: dict[int, list[int]] = {}
    for i, root in enumerate(home):
        members.setdefault(root, []).append(i)
    inside: dict[int, list[tuple[int, int, float]]] = {}
    of = np.array(home, np.int64)
    same = of[a] == of[b]
    for i, j, like in zip(a[same].tolist(), b[same].tolist(), likeness[same].tolist(), strict=True):
        inside.setdefault(home[i], []).append((i, j, like))
    out: list[list[int]] = []
    for root, rows in members.items():
        if len(rows) == 1:
            out.append(rows)
            continue
        at = {i: k for k, i in enumerate(rows)}
        likes = {(at[i], at[j]): like for i, j, like in inside[root]}
        if len(rows) <= CROWD:
            likes |= dict.fromkeys(_contradictions([reports[i] for i in rows]), NEVER)
        columns = np.array([(x, y, like) for (x, y), like in sorted(likes.items())], np.float64).reshape(-1, 3)
        found = Pairs(columns[:, 0].astype(np.int64), columns[:, 1].astype(np.int64), columns[:, 2])
        out.extend([rows[k] for k in g.rows] for g in link([Part([k]) for k in range(len(rows))], found, least, 0.0))
    return sorted(out)


def _parts(n: int, a: Ints, b: Ints) -> list[int]:
    """For each of so many things the first one that these pairs connect it with."""
    home = list(range(n))

    def root(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    for i, j in _each(a, b):
        x, y = root(i), root(j)
        home[max(x, y)] = min(x, y)
    return [root(i) for i in range(n)]


def _contradictions(reports: Sequence[EventReport]) -> list[tuple[int, int]]:
    n = len(reports)
    a, b = (np.array(x, np.int64) for x in np.triu_indices(n, 1))
    may = Screen.of(reports).may(a, b)
    out = list(_each(a[~may], b[~may]))
    return out + [(i, j) for i, j in _each(a[may], b[may]) if fields.elsewhere(reports[i], reports[j])]


# ---------------------------------------------------------------------------- what is told of groups


def _told(
    groups: Sequence[list[int]], reports: Sequence[EventReport], held: Table, a: Ints, b: Ints, score: Reals
) -> Iterable[Group]:
    """The groups with their joins: each further report is joined to the one that it is most like among those before."""
    home = {i: k for k, rows in enumerate(groups) for i in rows if len(rows) > 1}
    known = {
        (i, j): p
        for i, j, p in zip(a.tolist(), b.tolist(), score.tolist(), strict=True)
        if i in home and home[i] == home.get(j)
    }
    best: dict[int, int] = {}
    for i, j in sorted(known):
        if j not in best or known[i, j] > known[best[j], j]:
            best[j] = i
    reasons = _reasons(reports, held, [(i, j) for j, i in best.items()])
    for rows in groups:
        n = len(rows)
        total = sum(known.get(pair, 0.0) for pair in combinations(rows, 2)) if n > 1 else 0.0
        yield Group(
            id=stable_id("ev", reports[rows[0]].id, "event", [], 0),
            reports=tuple(reports[i].id for i in rows),
            joins=tuple(
                Join(a=reports[best[j]].id, b=reports[j].id, score=known[best[j], j], why=reasons[best[j], j])
                for j in rows[1:]
                if j in best
            ),
            score=round(total / (n * (n - 1) / 2), 4) if n > 1 else 1.0,
        )


def _reasons(
    reports: Sequence[EventReport], held: Table, pairs: Sequence[tuple[int, int]]
) -> dict[tuple[int, int], str]:
    """What speaks for each of these pairs, in words."""
    out = {}
    for start in range(0, len(pairs), AT_ONCE):
        some = pairs[start : start + AT_ONCE]
        rows = compare(held, *(np.array(x, np.int64) for x in zip(*some, strict=True)))
        for (i, j), row in zip(some, rows, strict=True):
            told = [e.why for e in fields.evidence(reports[i], reports[j], _wording(row))]
            out[i, j] = "; ".join([*_in_words(row), *told])
    return out


def _in_words(row: Reals) -> list[str]:
    """What the words of two reports have in common, said in a few words."""
    out = [said for name, said in _WORDS.items() if row[_AT[name]] > 0][:1]
    if names := int(row[_AT["names_count"]]):
        out.append("a name beside it" if names == 1 else f"{names} names beside it")
    if row[_AT["numbers_count"]]:
        out.append("the same number")
    return out

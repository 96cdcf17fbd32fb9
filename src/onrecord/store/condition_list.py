"""`conditions`: who threatens, promises or asks for what, under which condition; each once, whoever tells it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, TypedDict, Unpack

from onrecord.errors import UsageError
from onrecord.model import Span
from onrecord.project import DEFAULT_SURE
from onrecord.store import position_facts as facts
from onrecord.store import state, statements
from onrecord.store.condition_rows import Conditional, ConditionList
from onrecord.store.position_rows import ConditionRow
from onrecord.store.timeline_rows import SourceRow
from onrecord.vocabulary import CONDITION_EFFECTS

if TYPE_CHECKING:
    from onrecord.store.db import Store


class ConditionFilters(TypedDict, total=False):
    """What narrows conditions. `actor` is a name, alias or id ("?": nobody known), `effect` one of CONDITION_EFFECTS or
    several, `about` words of the statement, `outlet` one that tells it; `since` and `until` compare the day it was said
    where the text tells, else the day of publication."""

    actor: str | None
    effect: str | Sequence[str] | None
    about: str | None
    outlet: str | None
    since: date | str | None
    until: date | str | None


def conditions(
    store: Store, *, limit: int | None = None, offset: int = 0, **filters: Unpack[ConditionFilters]
) -> ConditionList:
    """What is made to depend on what, the newest first. Raises UsageError or NotFound for values that cannot match."""
    there = ConditionFilters.__annotations__
    if not filters.keys() <= there.keys():
        unknown = sorted(filters.keys() - there.keys())
        raise UsageError(f"no such filter: {', '.join(unknown)}; there are: {', '.join(there)}")
    if (limit is not None and limit < 0) or offset < 0:
        raise UsageError("limit and offset are numbers from 0")
    effects = _effects(filters.get("effect"))
    said: statements.Filters = {"by": filters.get("actor"), "text": filters.get("about")}
    said |= {"outlet": filters.get("outlet"), "since": filters.get("since"), "until": filters.get("until")}
    with store.read() as conn:
        where = statements.conditions(conn, said, DEFAULT_SURE)
        every = store.remembered.get(
            conn, "conditions", state.said(said), lambda: tuple(once(facts.conditions(conn, where)))
        )
    found = [c for c in every if c.effect in effects]
    counts = Counter(c.effect for c in found)
    return ConditionList(
        total=len(found),
        effects=tuple((e, counts[e]) for e in CONDITION_EFFECTS if counts[e]),
        conditions=tuple(found[offset:][:limit]),
    )


def _effects(wanted: str | Sequence[str] | None) -> Sequence[str]:
    if wanted is None or not wanted:
        return CONDITION_EFFECTS
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    for name in names:
        if name not in CONDITION_EFFECTS:
            raise UsageError(f"no effect is called {name!r}; there are: {', '.join(CONDITION_EFFECTS)}")
    return names


# ---------------------------------------------------------------------------- each once


def once(rows: Iterable[ConditionRow]) -> list[Conditional]:
    """The conditions of each utterance once, the newest first; those of its tellings are one where their markers are
    the same, in the order of the text. Nothing depends on the order of the rows."""
    told: defaultdict[tuple[str, str, int], dict[str, ConditionRow]] = defaultdict(dict)
    same: Counter[tuple[str, str]] = Counter()
    for row in sorted(rows, key=lambda r: (r.said.id, r.spans[0].start if r.spans else 0, r.id)):
        nth = same[row.said.id, row.marker]
        same[row.said.id, row.marker] += 1
        told[row.said.counted_as, row.marker, nth][row.id] = row
    made = [_conditional(sorted(some.values(), key=_rank)) for some in told.values()]
    return sorted(made, key=_newest)


def _newest(c: Conditional) -> tuple[bool, int, str, int, str]:
    """By day, the latest first; of one article in the order of the text."""
    first = c.sources[0]
    start = first.spans[0].start if first.spans else 0
    return c.since is None, -c.since.toordinal() if c.since else 0, first.document.id, start, c.id


def _rank(row: ConditionRow) -> tuple[bool, bool, str, str]:
    published = row.said.document.published
    return (
        row.said.verdict is None,
        row.said.id != row.said.counted_as,
        published.isoformat() if published else "~",
        row.id,
    )


def _conditional(reports: Sequence[ConditionRow]) -> Conditional:
    best = reports[0]
    given = next((r.said for r in reports if r.said.said_since), None)
    first = min((r.said.document.published for r in reports if r.said.document.published), default=None)
    documents = {r.said.document.id: r.said.document for r in reports}
    return Conditional(
        id=best.id, actor=next((r.said.speaker for r in reports if r.said.speaker), None),
        source=_line(best.said.source), condition=_line(best.spans), marker=best.marker, polarity=best.polarity,
        consequence=_line(best.consequence), effect=best.effect, words=best.said.quote,
        since=given.said_since if given else first,
        until=(given.said_until or given.said_since) if given else first,
        told_on=given is None and first is not None, score=best.score, verdict=best.said.verdict,
        reports=len(reports), documents=len(documents),
        outlets=tuple(sorted({d.outlet for d in documents.values() if d.outlet})),
        sources=tuple(
            SourceRow(
                id=r.said.id, document=r.said.document, spans=tuple(sorted((*r.spans, *r.consequence), key=_start))
            )
            for r in reports
        ),
    )  # fmt: skip


def _start(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _line(spans: Sequence[Span]) -> str:
    return " ... ".join(" ".join(s.text.split()) for s in spans)


__all__ = ["ConditionFilters", "conditions", "once"]

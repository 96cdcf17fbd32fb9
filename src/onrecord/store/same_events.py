"""Which reports tell one event, kept as documents come and go.

    settle(store)      after documents came, went or changed, or somebody judged: compare what is new
    is_due(conn)       whether reports wait to be compared

Reports are compared with those they can be one with: the parts into which `grouping.keys` and copied sentences divide
the record. What a part consists of decides what comes out of it, not the order in which it came; a part that is as it
was when it was last compared is left alone. Each event is counted as one of its reports, which has no `cluster`;
a report that a reviewer rejected is of no event.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from onrecord.model import Span
from onrecord.store import event_facts as facts
from onrecord.store import event_grouping as grouping
from onrecord.store import event_utterances as utterances
from onrecord.store.encode import day
from onrecord.store.encode_events import figures_of, vector_of
from onrecord.store.event_grouping import Report
from onrecord.store.put import chunks
from onrecord.store.schema import (
    actor,
    document,
    event,
    event_copy,
    event_participant,
    event_standing,
    link,
    reprint,
    story,
    story_document,
)

if TYPE_CHECKING:
    from onrecord.store.db import Store

ATTEMPTS = 4  # to compare what others change meanwhile
FEW = 4  # months in which reports wait: of more all reports are read
AT_ONCE = 2_000  # reports that are compared before what was found is written
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fact:
    """What a report is compared by, as far as it decides with which others: `seen` is a number for all of it."""

    n: int
    seen: int
    keys: frozenset[Hashable]
    compared: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Part:
    """Reports that may be of one event with each other, and with no other. `seen` stands for all of them."""

    members: tuple[_Fact, ...]
    seen: int

    @property
    def settled(self) -> bool:
        return all(f.compared == self.seen for f in self.members)


def is_due(conn: sa.Connection) -> bool:
    """Whether a report waits to be compared, or one that does not count any more still is."""
    counts = facts.CURRENT & facts.NOT_REJECTED
    new = facts.joined(sa.select(event.c.n)).where(counts, event.c.compared.is_(None)).limit(1)
    gone = sa.select(event.c.n).where(_out(), event.c.compared.is_not(None)).limit(1)
    return conn.scalar(new) is not None or conn.scalar(gone) is not None


def _out() -> sa.ColumnElement[bool]:
    """The condition on reports that they do not count: by the articles and judgements that say so, which are few."""
    older = sa.select(document.c.n).where(document.c.superseded_by.is_not(None))
    rejected = sa.select(event_standing.c.event).where(event_standing.c.verdict == "reject")
    return event.c.document.in_(older) | event.c.n.in_(rejected)


def settle(store: Store, tell: Tell | None = None, *, most: int | None = None) -> bool:
    """Bring together the reports of each event. Answers whether there was any need.

    With `most`, parts of more reports wait for the next call without it: nobody who judges one report should.

    Parts are compared while others may read and write, and written some at a time: a process killed anywhere leaves
    the record sound, and the next call goes on. A part that changes meanwhile is left to the next round.
    """
    if most is not None and _put_off(store, most):
        return True
    worked = False
    for _ in range(ATTEMPTS):
        with store.read() as conn:
            waiting, gone = _waiting(conn)
            waiting = [p for p in waiting if most is None or len(p.members) <= most]
        if not waiting and not gone:
            break
        worked = True
        if gone:
            with store.write() as conn:
                _leave(conn)
        every, done = sum(len(p.members) for p in waiting), 0
        for some in _batches(waiting):
            if tell:
                tell("comparing events", done, every)
            done += sum(len(p.members) for p in some)
            with store.read() as conn:
                acting = facts.behind(conn)
                found = [row for part in some for row in _compare(conn, part, acting)]
            with store.write() as conn:
                _write(conn, some, found)
    return worked


# ---------------------------------------------------------------------------- what is to be compared


def _put_off(store: Store, most: int) -> bool:
    """Whether all that waits is surely in parts of more than `most` reports, so that nothing is to be done now but to
    take out what does not count any more. To see it all reports need not be read."""
    with store.read() as conn:
        gone = conn.scalar(_going().limit(1)) is not None
    if gone:
        with store.write() as conn:
            _leave(conn)
    with store.read() as conn:
        counts = facts.CURRENT & facts.NOT_REJECTED
        month = sa.func.substr(sa.func.coalesce(facts.SINCE, document.c.published), 1, 7)
        waiting = facts.joined(sa.select(month).distinct()).where(counts, event.c.compared.is_(None))
        months = conn.scalars(waiting.limit(FEW + 1)).all()
        return 0 < len(months) <= FEW and all(m and _together(conn, month == m, most) > most for m in months)


def _together(conn: sa.Connection, month: sa.ColumnElement[bool], most: int) -> int:
    """How many reports are at least in the part of these, up to one more than `most`: with what their actors take part
    in, corrections left out."""

    def acting(column: Any) -> Any:
        query = facts.joined(sa.select(column).distinct()).join(
            event_participant, event_participant.c.event == event.c.n
        )
        query = query.join(link, link.c.entity == event_participant.c.entity).join(actor, actor.c.n == link.c.actor)
        return query.where(facts.CURRENT, event_standing.c.event.is_(None)).correlate(None)

    theirs = acting(actor.c.root).where(month)
    others = acting(event.c.n).where(actor.c.root.in_(theirs))
    return len(conn.scalars(others.limit(most + 1)).all())


def _waiting(conn: sa.Connection) -> tuple[list[_Part], bool]:
    """The parts that are not as they were when they were last compared; whether reports are to leave their event."""
    gone = conn.scalar(_going().limit(1)) is not None
    found = {f.n: f for f in _facts(conn)}
    return [p for p in _parts(found, _copies(conn)) if not p.settled], gone


def _going() -> Any:
    """Reports that do not count any more and still are of an event, or are what others are counted as."""
    others = event.alias("others")
    heads = sa.exists().where(others.c.cluster == event.c.n)
    return sa.select(event.c.n).where(_out(), event.c.compared.is_not(None) | event.c.cluster.is_not(None) | heads)


def _leave(conn: sa.Connection) -> None:
    """Take reports that do not count any more out of their events. What was counted as one of them is counted as the
    best of those that stay."""
    e = event.c
    for some in chunks(conn.scalars(_going()).all()):
        stays = _light().where(e.cluster.in_(some), facts.CURRENT, facts.NOT_REJECTED)
        members: defaultdict[int, list[Report]] = defaultdict(list)
        for r in conn.execute(stays.add_columns(e.cluster.label("head"))):
            members[r.head].append(_report(r, (), {}))
        conn.execute(sa.update(event).where(e.n.in_(some)).values(_ALONE))
        for head, reports in sorted(members.items()):
            best = min(reports, key=grouping.rank).n
            conn.execute(sa.update(event).where(e.cluster == head, e.n != best).values(cluster=best, compared=None))
            conn.execute(sa.update(event).where(e.n == best).values(_ALONE))


_ALONE: dict[str, Any] = {"cluster": None, "cluster_score": None, "cluster_why": None, "compared": None}


def _facts(conn: sa.Connection, only: Sequence[int] | None = None) -> Iterator[_Fact]:
    behind = facts.behind(conn)
    for some in [None] if only is None else chunks(sorted(only)):
        who = facts.participants(conn, some)
        query = _light().where(facts.CURRENT, facts.NOT_REJECTED)
        for r in conn.execute(query if some is None else query.where(event.c.n.in_(some))):
            mine = who.get(r.n, ())
            report = _report(r, mine, behind)
            seen = (r.type, r.mode, r.status, r.since, r.until, [(w.role, w.id) for w in mine], r.copy, r.verdict)
            said = repr((r.n, r.published, r.story, report.behind, *seen))
            yield _Fact(n=r.n, seen=_number(said), keys=frozenset(grouping.keys(report)), compared=r.compared)


def _light() -> Any:
    """Reports without their longer columns."""
    plain = ("n", "id", "document", "trigger", "start", "compared", "place", "country", "place_kind", "score")
    query = sa.select(
        *(event.c[x] for x in plain),
        *(column.label(name) for name, column in _AS_JUDGED.items()),
        event_standing.c.verdict,
        document.c.id.label("doc"),
        document.c.published,
        reprint.c.document.is_not(None).label("copy"),
        story.c.id.label("story"),
    )
    return (
        facts.joined(query)
        .outerjoin(reprint, reprint.c.document == event.c.document)
        .outerjoin(story_document, story_document.c.document == event.c.document)
        .outerjoin(story, story.c.n == story_document.c.story)
    )


_AS_JUDGED = {
    "type": facts.TYPE,
    "mode": facts.MODE,
    "status": facts.STATUS,
    "since": facts.SINCE,
    "until": facts.UNTIL,
}


def _report(r: Any, who: Sequence[facts.Who], behind: Mapping[str, tuple[str, ...]]) -> Report:
    def named(role: str) -> tuple[tuple[str | None, str], ...]:
        return tuple((w.id, w.text) for w in who if w.role == role)

    return Report(
        n=r.n, id=r.id, doc=r.doc, published=day(r.published), type=r.type, mode=r.mode, status=r.status,
        trigger=r.trigger, since=day(r.since), until=day(r.until), actors=named("actor"),
        recipients=named("recipient"), place=r.place, country=r.country, score=r.score, copy=bool(r.copy),
        judged=r.verdict is not None, start=r.start, story=r.story,
        behind=tuple(dict.fromkeys(body for w in who if w.id for body in behind.get(w.id, ()))),
    )  # fmt: skip


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=7).digest(), "big")


def _copies(conn: sa.Connection, only: Iterable[int] | None = None) -> list[grouping.Copy]:
    """Pairs of reports that are one by construction: in copied sentences, acts of one utterance."""
    query = sa.select(event_copy).order_by(event_copy.c.a, event_copy.c.b)
    numbers = None if only is None else sorted(set(only))
    found: list[grouping.Copy] = []
    for some in [None] if numbers is None else chunks(numbers):
        rows = conn.execute(query if some is None else query.where(event_copy.c.a.in_(some)))
        found += [(r.a, r.b, r.likeness, grouping.COPIED) for r in rows]
    return found + utterances.pairs(conn, numbers)


def _parts(found: dict[int, _Fact], copies: Sequence[grouping.Copy]) -> list[_Part]:
    """The reports divided by what connects them: a key in common, or a copied sentence."""
    home = {n: n for n in found}

    def root(n: int) -> int:
        while home[n] != n:
            home[n] = home[home[n]]
            n = home[n]
        return n

    first: dict[Hashable, int] = {}
    for n, fact in found.items():
        for key in fact.keys:
            home[root(n)] = root(first.setdefault(key, n))
    joined = [(a, b) for a, b, *_ in copies if a in found and b in found]
    for a, b in joined:
        home[root(a)] = root(b)
    members: defaultdict[int, list[_Fact]] = defaultdict(list)
    for n in sorted(found):
        members[root(n)].append(found[n])
    between: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
    for a, b in joined:
        between[root(a)].append((a, b))
    return [
        _Part(members=tuple(some), seen=_number(repr((grouping.version(), [f.seen for f in some], between[n]))))
        for n, some in members.items()
    ]


def _batches(parts: Sequence[_Part]) -> Iterator[list[_Part]]:
    some: list[_Part] = []
    held = 0
    for part in parts:
        some.append(part)
        held += len(part.members)
        if held >= AT_ONCE:
            yield some
            some, held = [], 0
    if some:
        yield some


# ---------------------------------------------------------------------------- comparing


def _compare(
    conn: sa.Connection, part: _Part, behind: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[int, int | None, float | None, str | None]]:
    """For each report of a part the one it is counted as (None: itself), with score and reason."""
    numbers = [f.n for f in part.members]
    if len(numbers) == 1:
        yield numbers[0], None, None, None
        return
    reports = _whole(conn, numbers, behind)
    copies = [c for c in _copies(conn, numbers) if c[0] in reports and c[1] in reports]
    for group in grouping.groups(list(reports.values()), copies):
        first = min((reports[n] for n, _, _ in group), key=grouping.rank).n
        for n, score, why in group:
            yield (n, None, None, None) if n == first else (n, first, score, why)


def _whole(conn: sa.Connection, numbers: Sequence[int], behind: Mapping[str, tuple[str, ...]]) -> dict[int, Report]:
    """The reports with all that they are compared by, in an order that does not depend on how they came."""
    from onrecord.events.coreference.reading import article

    e = event.c
    whole: list[Report] = []
    texts: dict[str, tuple[str, Mapping[str, float]]] = {}
    for some in chunks(numbers):
        who = facts.participants(conn, some)
        light = conn.execute(_light().where(e.n.in_(some), facts.CURRENT, facts.NOT_REJECTED)).all()
        long = {r.n: r for r in conn.execute(sa.select(event).where(e.n.in_(some)))}
        d = document.c
        for r in conn.execute(sa.select(d.id, d.text).where(d.id.in_({r.doc for r in light} - texts.keys()))):
            texts[r.id] = r.text, article(r.text)
        for r in light:
            row, (text, about) = long[r.n], texts[r.doc]
            whole.append(
                replace(
                    _report(r, who.get(r.n, ()), behind),
                    evidence=Span(doc=r.doc, start=row.evidence_start, end=row.evidence_end, text=row.evidence),
                    number=grouping.sentences(text[: row.evidence_start]),
                    article=about,
                    figures=figures_of(row.figures, r.doc),
                    vector=vector_of(row.vector),
                )
            )
    return {r.n: r for r in sorted(whole, key=lambda r: r.id)}


def _write(
    conn: sa.Connection, parts: Sequence[_Part], found: Sequence[tuple[int, int | None, float | None, str | None]]
) -> None:
    """Put what was found of these parts in place, but for parts that changed since they were read."""
    now = {f.n: f.seen for f in _facts(conn, [f.n for p in parts for f in p.members])}
    seen = {f.n: p.seen for p in parts if all(now.get(f.n) == f.seen for f in p.members) for f in p.members}
    rows = [
        {"of": n, "into": head, "sure": score, "reason": why, "number": seen[n]}
        for n, head, score, why in found
        if n in seen
    ]
    if rows:
        conn.execute(_SET, rows)


_SET = (
    sa.update(event)
    .where(event.c.n == sa.bindparam("of"))
    .values(
        cluster=sa.bindparam("into"),
        cluster_score=sa.bindparam("sure"),
        cluster_why=sa.bindparam("reason"),
        compared=sa.bindparam("number"),
    )
)

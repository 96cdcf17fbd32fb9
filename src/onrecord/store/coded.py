"""A record as coded statements: who counts as the node, what is coded of it, and the report behind every row.

    coded(store, project, options, ...)   the rows that a network is made of

Of documents that people coded by hand (DNA) the rows are theirs; of all others positions as they stand, one row for
each report. Where neither side is a concept, every statement is a row, whatever it is about: who quotes whom.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import sqlalchemy as sa

from onrecord.analysis.networks.coded import BOOLEAN, UNKNOWN, Coded, Qualifier, Row, from_rows
from onrecord.errors import UsageError
from onrecord.store import dna_codings, paths, statements
from onrecord.store import issues as store_issues
from onrecord.store import position_facts as facts
from onrecord.store.affiliations import Affiliation, affiliations, organization_on
from onrecord.store.dna_rows import CodedRow
from onrecord.store.position_paths import rank
from onrecord.store.position_rows import PositionRow
from onrecord.store.rows import ActorRef, DocumentRef, Said
from onrecord.store.schema import document, story_document

if TYPE_CHECKING:
    from onrecord.analysis.networks.options import Options
    from onrecord.project import Project
    from onrecord.store.db import Store

PERSON, ORGANIZATION, ACTOR, CAMP, OUTLET, CONCEPT = "person", "organization", "actor", "camp", "outlet", "concept"
WHO = (ACTOR, PERSON, ORGANIZATION, CAMP)
LABELS = (*WHO, OUTLET, CONCEPT)
"""What nodes, and what they are connected by, may be."""
AGREEMENT, POSITION = "agreement", "position"
QUALIFIERS: Mapping[str, Qualifier] = {AGREEMENT: BOOLEAN, POSITION: Qualifier(low=-1, high=1)}
_LEVELS: Mapping[str, Mapping[str, int]] = {
    AGREEMENT: {"support": 1, "oppose": 0},
    POSITION: {"support": 1, "oppose": -1, "conditional": 0},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a row was made of: a report of a position or statement, or a hand-coded one. `id` is the statement's."""

    id: str
    document: DocumentRef
    on: date | None
    actor: str
    issue: str
    stance: str
    words: str
    score: float
    verdict: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodedRecord:
    """The rows, the report behind each (`Row.row` is its place), and what has no level of the qualifier, by stance."""

    rows: Coded
    sources: Sequence[Source]
    without_level: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """A source with all that it may be counted for, and its own label on each side by kind."""

    source: Source
    labels: Mapping[str, str]
    level: int | None
    utterance: str
    probability: float


def coded(
    store: Store,
    project: Project,
    options: Options,
    *,
    issues: Sequence[str] = (),
    outlet: str | None = None,
    implied: bool = False,
) -> CodedRecord:
    """The rows of a network by its options; without `issues` on all of them. Raises UsageError, NotFound."""
    for side in (options.nodes, options.via):
        if side not in LABELS:
            raise UsageError(f"nodes cannot be {side!r}; there are: {', '.join(LABELS)}")
    if options.nodes == options.via:
        raise UsageError(f"{options.nodes} via {options.via}: a network connects nodes by something else")
    if options.qualifier is not None and options.qualifier not in QUALIFIERS:
        raise UsageError(f"there is no qualifier {options.qualifier!r}; there are: {', '.join(QUALIFIERS)}")
    codings = list(dna_codings.codings(store))
    with store.read() as conn:
        bodies = not {ORGANIZATION, CAMP}.isdisjoint((options.nodes, options.via))
        names = _Names(project, affiliations(conn) if bodies else {})
        told = list(_told(conn, codings, names, options, issues, outlet, implied))
    levels = options.aggregate != "ignore"
    kept = [t for t in told if t.level is not None or not levels]
    left = Counter(t.source.stance or "none" for t in told if levels and t.level is None)
    rows = from_rows(_rows(kept, options), QUALIFIERS[options.qualifier] if options.qualifier else None)
    return CodedRecord(rows=rows, sources=[t.source for t in kept], without_level=dict(sorted(left.items())))


def _rows(told: Sequence[_Told], options: Options) -> Iterator[Row]:
    utterances: dict[str, int] = {}
    for place, t in enumerate(told):
        on = t.source.on
        yield Row(
            node=t.labels[options.nodes], concept=t.labels[options.via], level=t.level or 0,
            document=t.source.document.id, day=on.toordinal() if on else UNKNOWN,
            reprint=utterances.setdefault(t.utterance, len(utterances)), probability=t.probability, row=place,
        )  # fmt: skip


# ---------------------------------------------------------------------------- what there is


def _told(
    conn: sa.Connection, codings: Iterable[CodedRow], names: _Names, options: Options, issues: Sequence[str],
    outlet: str | None, implied: bool,
) -> Iterator[_Told]:  # fmt: skip
    concepts = CONCEPT in (options.nodes, options.via)
    if issues and not concepts:
        raise UsageError(f"{options.nodes} via {options.via} counts every statement, whatever issue it is of")
    qualifier = options.qualifier or AGREEMENT
    wanted = named(conn, issues)
    outlets = set(statements.outlets_called(conn, outlet)) if outlet else None
    by_hand = set()
    for row in codings:
        by_hand.add(row.statement)
        if (row.issue in wanted or not concepts) and (outlets is None or row.document.outlet in outlets):
            yield names.by_hand(row, qualifier)
    if not concepts:
        yield from (names.statement(s) for s in statements.current(conn, outlet) if s.id not in by_hand)
        return
    denied = paths.denied(conn)
    reports: defaultdict[tuple[str, str], list[PositionRow]] = defaultdict(list)
    for report in facts.taken(conn, outlet=outlet, implied=True):
        if report.issue in wanted and report.said.id not in by_hand:
            reports[report.said.counted_as, report.issue].append(report)
    for key, some in reports.items():
        best = min(some, key=rank)
        if (key not in denied or best.verdict) and (implied or best.explicit):
            yield from (names.position(report, best, qualifier) for report in some)


def stories(store: Store) -> dict[str, int]:
    """The story of each document that is of one, by its id."""
    query = sa.select(document.c.id, story_document.c.story).join(
        story_document, story_document.c.document == document.c.n
    )
    with store.read() as conn:
        return {r.id: r.story for r in conn.execute(query)}


def named(conn: sa.Connection, issues: Sequence[str]) -> set[str]:
    """The names of these issues and of those below them; of all where none is named. Raises NotFound."""
    every = store_issues.known(conn)
    if not issues:
        return {k.issue.name for k in every}
    found = {store_issues.find(conn, name).issue.name for name in issues}
    while below := {k.issue.name for k in every if k.issue.parent in found} - found:
        found |= below
    return found


class _Names:
    """What a source may be counted for: its speaker, that one's organization on the day, camp, outlet and issue.

    `told` may be empty where neither organizations nor camps are asked for.
    """

    def __init__(self, project: Project, told: Mapping[str, Sequence[Affiliation]]) -> None:
        self._told = told
        named = ((name, a.camp) for a in project.actors if a.camp for name in (a.name, *a.spellings))
        self._camps = {" ".join(name.casefold().split()): camp for name, camp in named}

    def statement(self, said: Said) -> _Told:
        labels = self._who(said.speaker, said.on) | {OUTLET: said.document.outlet or ""}
        score = 1.0 if said.verdict else said.score
        return _Told(source=_source(said, "", "", score, said.verdict), labels=labels, level=None,
                     utterance=said.counted_as, probability=score)  # fmt: skip

    def position(self, report: PositionRow, best: PositionRow, qualifier: str) -> _Told:
        """A report of an utterance, which counts as its best report does."""
        own = self._who(report.actor or best.actor, report.on)
        labels = own | {OUTLET: report.document.outlet or "", CONCEPT: report.issue}
        score = 1.0 if best.verdict else best.score
        return _Told(
            source=_source(report.said, report.issue, best.stance, score, best.verdict), labels=labels,
            level=_LEVELS[qualifier].get(best.stance), utterance=f"{report.said.counted_as} {report.issue}",
            probability=score,
        )  # fmt: skip

    def by_hand(self, row: CodedRow, qualifier: str) -> _Told:
        """A statement that a person coded counts for the person and the organization that were coded."""
        camp = self._camp(row.person) or self._camp(row.organization)
        labels = {
            PERSON: row.person, ORGANIZATION: row.organization, ACTOR: row.person or row.organization, CAMP: camp,
            OUTLET: row.document.outlet or "", CONCEPT: row.issue or "",
        }  # fmt: skip
        source = Source(
            id=row.statement, document=row.document, on=row.on, actor=labels[ACTOR], issue=row.issue or "",
            stance=row.stance, words=row.words, score=1.0, verdict="accept",
        )  # fmt: skip
        level = row.agreement if qualifier == AGREEMENT else row.position
        if level is None:
            level = _LEVELS[qualifier].get(row.stance)
        return _Told(source=source, labels=labels, level=level, utterance=f"{row.file} {row.row}", probability=1.0)

    def _who(self, speaker: ActorRef | None, on: date | None) -> dict[str, str]:
        if speaker is None:
            return dict.fromkeys(WHO, "")
        person = speaker.kind == "person"
        body = organization_on(self._told.get(speaker.id, ()), on) if person else speaker.name
        return {
            ACTOR: speaker.name,
            PERSON: speaker.name if person else "",
            ORGANIZATION: body,
            CAMP: self._camp(speaker.name) or self._camp(body),
        }

    def _camp(self, name: str) -> str:
        return self._camps.get(" ".join(name.casefold().split()), "")


def _source(said: Said, issue: str, stance: str, score: float, verdict: str | None) -> Source:
    return Source(
        id=said.id, document=said.document, on=said.on, actor=said.speaker.name if said.speaker else "", issue=issue,
        stance=stance, words=said.quote, score=score, verdict=verdict,
    )  # fmt: skip


__all__ = ["LABELS", "QUALIFIERS", "CodedRecord", "Source", "coded", "named", "stories"]

"""The note of an actor: names, roles over time, relations, positions, who quotes it, and what it said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from onrecord.export.notes.links import Library, said_on
from onrecord.export.notes.marks import escaped, front
from onrecord.export.notes.taken import stances
from onrecord.export.wording import clipped, counted, days
from onrecord.store.path_rows import Path
from onrecord.store.rows import ActorView, RelationRow, RoleRow, Said

RELATIONS = {"part_of": "part of", "backed_by": "backed by", "allied_with": "allied with", "opposed_to": "opposed to"}
EVIDENCE = 200  # characters of what a relation rests on


def note(view: ActorView, said: Sequence[Said], paths: Sequence[Path], library: Library) -> Iterator[str]:
    """The lines of the note. `said` is every report of what the actor said, `paths` where it stands."""
    told = once(said)
    others = [n.name for n in view.names if n.name != view.actor.name]
    yield front({"id": view.actor.id, "kind": view.actor.kind, "aliases": others, "statements": len(told)})
    yield f"# {escaped(view.actor.name)}\n"
    parts = (
        ("Names", [f"{escaped(n.name)}: {n.count}" for n in view.names]),
        ("Roles", _roles(view.roles, library)),
        ("Relations", _relations(view.relations, library)),
        ("Positions", [f"{library.issue(p.issue)}: {stances(p, library)}" for p in paths]),
        ("Quoted by", _outlets(said)),
    )
    for heading, rows in parts:
        if rows:
            yield f"## {heading}\n"
            yield "".join(f"- {row}\n" for row in rows)
    yield "## Statements\n"
    if not told:
        yield "None found."
    for one in told:
        reports = f"; told by {one.told} articles" if one.told > 1 else ""
        yield f"- {said_on(one)}: {escaped(one.quote)} " + (
            f"({library.article(one.document, one.id)}, {library.words(one.document, one.content)}{reports})"
        )


def once(said: Iterable[Said]) -> list[Said]:
    """What was said, each utterance once by the report it is counted as, else its earliest; the newest first."""
    chosen: dict[str, Said] = {}
    for one in sorted(said, key=lambda s: (s.id != s.counted_as, s.on or date.max, s.id)):
        chosen.setdefault(one.counted_as, one)
    return sorted(chosen.values(), key=lambda s: (-(s.on or date.min).toordinal(), s.document.id, _start(s), s.id))


def _start(said: Said) -> int:
    return said.content[0].start if said.content else 0


def _roles(roles: Sequence[RoleRow], library: Library) -> list[str]:
    """Each role once, with when it was held and who says so; in order of time."""

    def same(role: RoleRow) -> tuple[str, str, date, date]:
        return (
            role.title.casefold(), (role.org or "").casefold(), role.since or date.min, role.until or date.max,
        )  # fmt: skip

    found = []
    for _, some in groupby(sorted(roles, key=same), key=same):
        told = sorted(some, key=lambda r: (r.document.published or date.max, r.document.id, r.evidence.start))
        first = told[0]
        of = f" of {library.organization(first.org)}" if first.org else ""
        articles = len({r.document.id for r in told})
        by = f"{library.article(first.document)}{f' and {articles - 1} more' if articles > 1 else ''}"
        when = first.since or first.document.published or date.max
        found.append((when, first.title, f"{escaped(first.title)}{of}{_held(first)} ({by})"))
    return [row for *_, row in sorted(found)]


def _held(role: RoleRow) -> str:
    if role.since and role.until:
        return f", {days(role.since, role.until)}"
    if role.since:
        return f", since {days(role.since, None)}"
    return f", until {days(role.until, None)}" if role.until else ""


def _relations(relations: Sequence[RelationRow], library: Library) -> list[str]:
    rows = []
    for r in relations:
        what = RELATIONS.get(r.kind, escaped(r.kind))
        says = f"{library.actor(r.other)} is {what} it" if r.of_other else f"{what} {library.actor(r.other)}"
        words = escaped(clipped(" ".join(r.evidence.text.split()), EVIDENCE))
        rows.append(f"{says}: {words} ({library.article(r.document)}, {library.words(r.document, [r.evidence])})")
    return rows


def _outlets(said: Iterable[Said]) -> list[str]:
    counts = Counter(s.document.outlet or "no outlet known" for s in said)
    ranked = sorted(counts.items(), key=lambda x: (-x[1], x[0]))
    return [f"{escaped(name)}: {counted(count, 'statement')}" for name, count in ranked]

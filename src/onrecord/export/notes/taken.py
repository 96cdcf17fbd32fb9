"""Where an actor stands, in words: the path of its stances, and each statement that took one."""

from __future__ import annotations

from onrecord.export.notes.links import Library
from onrecord.export.notes.marks import escaped
from onrecord.export.wording import counted, stretch
from onrecord.store.path_rows import Path, Taken


def stances(path: Path, library: Library) -> str:
    """The steps in order of time, each with a link to the statement that took it first."""
    steps = [
        f"{escaped(step.stance)} since {_day(step.first)} ({counted(step.count, 'statement')}, "
        f"{_source(step.first, library)})"
        for step in path.steps
    ]
    if path.unplaced:
        steps.append(f"{counted(len(path.unplaced), 'statement')} whose day is not known")
    return "; then ".join(steps)


def row(one: Taken, library: Library) -> str:
    """One statement that takes a side."""
    first = one.sources[0]
    condition = f", on condition: {escaped(one.condition)}" if one.condition else ""
    return (
        f"{when(one)}: {library.actor(one.actor)}, {escaped(one.stance)}{condition}: {escaped(one.phrase)} "
        f"({_source(one, library)}, {library.words(first.document, first.spans)})"
    )


def when(one: Taken) -> str:
    """The days on which it was taken, as wide as they are known."""
    return f"before {_day(one)}" if one.former else f"told {_day(one)}" if one.told_on else _day(one)


def _day(one: Taken) -> str:
    return stretch(one.since, one.until) if one.since else "undated"


def _source(one: Taken, library: Library) -> str:
    return library.article(one.sources[0].document, one.sources[0].id)

"""What positions prints: an overview of issues, paths of actors, or where they stood on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

import click

from onrecord.cli.forms import Cells, emit, heading, table
from onrecord.store.path_rows import BOTH, Path, Paths, Step, Taken
from onrecord.store.timeline_order import label

NO_ISSUE = 'there is no issue; add one with: onrecord issue add NAME --statement "What one can be for or against."'
ORDER = ("support", "conditional", "oppose", BOTH, "unclear")
MARKS = {"accept": "+ ", "correct": "* "}
OVERVIEW = ("stance", "actor", "since", "last", "said", "path")
STEPS = ("date", "last", "stance", "words", "outlets", "said", "told", "id")
STANDING = ("stance", "actor", "date", "days ago", "words", "outlets", "told", "id")
CSV_HEADER = (
    "issue", "actor", "actor_id", "step", "since", "until", "told_on", "former", "stance", "strength", "condition",
    "words", "outlets", "reports", "documents", "sure", "verdict", "score", "file", "start", "end", "statement", "id",
)  # fmt: skip


def positions(answer: Paths, form: str, *, overview: bool) -> None:
    """The answer; with `overview` a line for each actor on each issue."""

    def text() -> None:
        if not answer.issues:
            click.echo(NO_ISSUE, err=True)
            return
        if answer.at is not None:
            _standing(answer)
        elif overview:
            _overview(answer)
        else:
            _paths(answer)
        click.echo(_counted(answer), err=True)
        if answer.waiting:
            click.echo("some documents were not read with every issue yet: run onrecord add again", err=True)

    if form == "csv":
        emit(form, answer, list(_rows(answer)), CSV_HEADER, _csv, text)
    else:
        emit(form, answer, answer.paths, CSV_HEADER, _csv, text)


def _counted(answer: Paths) -> str:
    actors = len({p.actor.id for p in answer.paths})
    shown = f"{len(answer.paths):,} of {answer.total:,} paths; " if len(answer.paths) < answer.total else ""
    found = f"{shown}{many(answer.statements, 'position')} of {many(actors, 'actor')}"
    left = [
        f"{answer.implied:,} implied (--implied)" if answer.implied else "",
        f"{answer.unclear:,} unclear (--unclear)" if answer.unclear else "",
        f"{answer.nobody:,} of nobody known" if answer.nobody else "",
    ]
    return found + ("; left out: " + ", ".join(filter(None, left)) if any(left) else "")


def many(count: int, one: str) -> str:
    """ "1 position", "2 positions" """
    return f"{count:,} {one}{'' if count == 1 else 's'}"


# ---------------------------------------------------------------------------- one line an actor


def _by_issue(answer: Paths) -> Iterator[tuple[str, list[Path]]]:
    """Every issue that was asked of, with the paths that end somewhere."""
    found = {name: list(some) for name, some in groupby(answer.paths, key=lambda p: p.issue)}
    for name in answer.issues:
        yield name, [p for p in found.get(name, ()) if p.stands]


def _ranked(some: Sequence[Path]) -> list[tuple[Path, Step]]:
    ended = [(p, p.stands) for p in some if p.stands]
    return sorted(ended, key=lambda x: (ORDER.index(x[1].stance), -x[0].statements, x[0].actor.name))


def _overview(answer: Paths) -> None:
    for name, some in _by_issue(answer):
        _issue_heading(name, some)
        if some:
            rows = (
                (step.stance, p.actor.name, step.since, _last(step), p.statements, way(p)) for p, step in _ranked(some)
            )
            table(OVERVIEW, rows, wide=(5,), narrow=(0, 1, 2, 5))


def _issue_heading(name: str, some: Sequence[Path]) -> None:
    counts = Counter(p.stands.stance for p in some if p.stands)
    told = ", ".join(f"{counts[s]} {s}" for s in ORDER if counts[s])
    heading(f"{name}: {told or 'no position on it'}")


def _last(step: Step) -> object:
    return step.last if step.last != step.since else None


def way(p: Path) -> str:
    """The stances of a path after each other: "oppose, conditional 2023-09-20, support 2025-03-03"."""
    first, *more = p.steps
    return ", ".join([first.stance, *(f"{s.stance} {s.since}" for s in more)])


def _standing(answer: Paths) -> None:
    for name, some in _by_issue(answer):
        _issue_heading(name, some)
        if some:
            rows = []
            for p, step in _ranked(some):
                one, side = step.latest, BOTH if step.stance == BOTH else stance(step.latest)
                rows.append((side, p.actor.name, when(one), p.age, words(one), outlets(one), one.documents, one.id))
            table(STANDING, rows, wide=(4,), narrow=(0, 1, 2, 4))


# ---------------------------------------------------------------------------- every step


def _paths(answer: Paths) -> None:
    if not answer.paths:
        click.echo("nothing fits", err=True)
    for p in answer.paths:
        heading(f"{p.actor.name} on {p.issue}: {way(p) if p.steps else 'no day is told'}")
        table(STEPS, _steps(p), wide=(3,), narrow=(0, 2, 3))


def _steps(p: Path) -> Iterator[Cells]:
    for step in p.steps:
        # Of a day with both sides every statement is shown: there is none that stands for it.
        for one in step.taken if step.stance == BOTH else (step.first,):
            count = 1 if step.stance == BOTH else step.count
            last = label(step.last, step.last) if count > 1 else None
            yield when(one), last, stance(one), words(one), _of_step(step, one), count, one.documents, one.id
    for one in p.unplaced:
        yield when(one), None, stance(one), words(one), outlets(one), 1, one.documents, one.id


def _of_step(step: Step, one: Taken) -> str:
    if step.stance == BOTH:
        return outlets(one)
    return ", ".join(sorted({name for t in step.taken for name in t.outlets}))


# ---------------------------------------------------------------------------- one statement


def when(one: Taken) -> str:
    """The days; in brackets those of publication; "by" a day where it was said at some time before."""
    if one.since is None:
        return "undated"
    days = label(one.since, one.until)
    if one.former:
        return f"before {days}"
    return f"({days})" if one.told_on else days


def stance(one: Taken) -> str:
    """The stance, with what makes it doubtful."""
    doubts = [
        "" if one.explicit or one.stance == "unclear" else "implied",
        "" if one.sure else "not sure",
        "articles differ" if one.differs else "",
    ]
    return one.stance + (f" ({', '.join(filter(None, doubts))})" if any(doubts) else "")


def words(one: Taken) -> str:
    """What was said; of a conditional stance with the condition in brackets where the words are long."""
    mark = MARKS.get(one.verdict or "", "")
    shown = cut(one.phrase)
    if one.condition and one.condition not in shown:
        return f"{mark}{shown} [{cut(one.condition)}]"
    return mark + shown


def cut(text: str, most: int = 160) -> str:
    """The words, cut at a word."""
    if len(text) <= most:
        return text
    return (text[:most].rpartition(" ")[0] or text[:most]) + " …"


def outlets(one: Taken) -> str:
    return ", ".join(one.outlets)


def _rows(answer: Paths) -> Iterator[tuple[Path, int | None, Taken]]:
    for p in answer.paths:
        for n, step in enumerate(p.steps, 1):
            yield from ((p, n, one) for one in step.taken)
        yield from ((p, None, one) for one in p.unplaced)


def _csv(row: tuple[Path, int | None, Taken]) -> Cells:
    p, step, one = row
    first = one.sources[0]
    return (
        p.issue, p.actor.name, p.actor.id, step, one.since, one.until, one.told_on, one.former, one.stance,
        one.strength, one.condition or None, one.words, "; ".join(one.outlets), one.reports, one.documents, one.sure,
        one.verdict, one.score, first.document.file, first.spans[0].start, first.spans[-1].end, first.id, one.id,
    )  # fmt: skip

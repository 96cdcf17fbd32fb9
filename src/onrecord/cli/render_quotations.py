"""What check and drift print."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence

import click

from onrecord.cli.forms import Cells, emit, line, printable, table
from onrecord.quotations.compare import EDITED, OMITTED, Edit
from onrecord.quotations.verdict import VERDICTS
from onrecord.store.quotation_rows import Appearance, Checked, Drifting, Telling

_COLOURS = {
    "verbatim": "green", "partial": "yellow", "indirect": "yellow", "text": "yellow", "absent": "red",
}  # fmt: skip
_PAIRS = {'"': '"', "“": "”“", "„": "“”", "«": "»", "»": "«", "”": "”"}  # how each is closed
_AROUND = 6  # words that are the same are shown on both sides of a change
_SHOWN = 12  # appearances of one quotation
CHECK_HEADER = (
    "id", "verdict", "quotation", "why", "words", "changed", "diff", "context", "changes", "speakers", "first date",
    "first outlet", "first file", "start", "end", "statement", "appearances", "notes",
)  # fmt: skip
PLACE_HEADER = ("date", "outlet", "speaker", "kind", "wording", "against the first", "id")
DRIFT_HEADER = (
    "utterance", "differs", "date", "outlet", "speaker", "kind", "this differs in", "wording", "file", "id",
)  # fmt: skip
_TELLING_HEADER = ("date", "outlet", "speaker", "kind", "differs", "wording", "id")


# ---------------------------------------------------------------- word diffs


def diff(edits: Sequence[Edit], *, colour: bool = False) -> str:
    """The words as recorded, with what was done to them: [-left out-]{+put in+}; long runs of the same cut short."""
    out = []
    for i, edit in enumerate(edits):
        gone, come = printable(edit.recorded), printable(edit.quoted)
        if edit.op == "same":
            out.append(_run(come, first=i == 0, last=i == len(edits) - 1))
        elif edit.op == OMITTED:
            out.append("...")
        elif edit.op == EDITED:
            out.append(f"[{come}]")
        else:
            minus = click.style(f"[-{gone}-]", fg="red") if colour else f"[-{gone}-]"
            plus = click.style(f"{{+{come}+}}", fg="green") if colour else f"{{+{come}+}}"
            out.append((minus if gone else "") + (plus if come else ""))
    return " ".join(x for x in out if x)


def _run(text: str, *, first: bool, last: bool) -> str:
    words = text.split()
    if first and last:
        return text
    if len(words) <= 2 * _AROUND + (0 if first or last else 1):
        return text
    head = [] if first else words[:_AROUND]
    tail = [] if last else words[-_AROUND:]
    return " ".join([*head, "…", *tail])


def _differs(edits: Sequence[Edit]) -> bool:
    return any(e.op != "same" for e in edits)


# ---------------------------------------------------------------- check


def checked(found: Iterable[Checked], form: str, *, single: bool) -> None:
    """One answer, or those of a list; of a list the text and JSON Lines are printed as they come."""
    counts: Counter[str] = Counter()

    def counted() -> Iterable[Checked]:
        for one in found:
            counts[one.verdict] += 1
            yield one

    def text() -> None:
        for one in counted():
            _checked(one)
        if not single:
            every = ", ".join(f"{counts[v]} {v}" for v in VERDICTS if counts[v])
            click.echo(f"{counts.total()} checked: {every or 'the list is empty'}", err=True)

    value = list(counted()) if form == "json" else []
    emit(form, value[0] if single and value else value, counted(), CHECK_HEADER, _check_cells, text)


def _check_cells(one: Checked) -> Cells:
    first = one.first or (one.pieces[0].place if one.pieces else None)
    span = first.spans[0] if first and first.spans else None
    return (
        one.id, one.verdict, one.quotation, one.why, one.words, one.changed,
        diff(one.edits) if _differs(one.edits) else "", "; ".join(one.context), ", ".join(one.changes),
        "; ".join(a.name for a in one.speakers), first.document.published if first else None,
        first.document.outlet if first else None, first.document.file if first else None,
        span.start if span else None, first.spans[-1].end if first and first.spans else None,
        first.statement if first else None, len(one.appearances), "; ".join(one.notes),
    )  # fmt: skip


def _checked(one: Checked) -> None:
    colour = sys.stdout.isatty()
    name = f"{one.verdict.upper()}"
    label = f"[{one.id}] " if one.id else ""
    click.secho(printable(name), fg=_COLOURS.get(one.verdict, "red") if colour else None, bold=colour, nl=False)
    line(f"  {label}“{_bare(one.quotation)}”" + (f" - {one.by}" if one.by else ""))
    line(f"  {one.why}")
    if _differs(one.edits):
        click.echo(f"  {diff(one.edits, colour=colour)}")
    for said in one.variations:
        line(f"  not counted: {said.kind}: {said.recorded} / {said.quoted}")
    if one.marks:
        line(f"  not counted: other {', '.join(one.marks)}")
    for cut in one.context:
        line(f"  context: {cut}")
    for note in one.notes:
        line(f"  note: {note}")
    if one.frequency:  # that nothing has them was said
        have = "statement of the record has" if one.frequency == 1 else "statements of the record have"
        line(f"  {one.frequency:,} {have} these words")
    for i, piece in enumerate(one.pieces, 1):
        place = piece.place
        line(f"  {i}. “{piece.quoted}”: {_speaker(place)}, {_printed(place)}  {_stands(place)}  {_at(place)}")
    if one.first:
        file = f"{one.first.document.file} " if one.first.document.outlet else ""  # else it was just named
        line(f"  first: {_printed(one.first)}, {_speaker(one.first)}, {file}{_at(one.first)}")
        line(f"         {one.first_why}")
    if one.appearances and (len(one.appearances) > 1 or one.appearances[0] != one.first):
        table(PLACE_HEADER, map(_place_cells, one.appearances[:_SHOWN]), wide=(5,), narrow=(0, 1, 4, 5))
        if len(one.appearances) > _SHOWN:
            line(f"  ... and {len(one.appearances) - _SHOWN} more: --format json")
    for near in one.nearest:
        line(f"  near ({near.likeness:.0%}): {_speaker(near)}, {_printed(near)}: “{near.text[:160]}”  {_stands(near)}")
    line("")


def _place_cells(place: Appearance) -> Cells:
    if not place.from_first:
        against = "the first" if place.statement or place.where else ""
    else:
        against = diff(place.from_first) if _differs(place.from_first) else "the same"
    kind = place.where or place.kind if place.statement is None else place.kind
    changed = f", {place.changed} changed" if place.changed and place.wording else ""
    wording = f"{place.wording or 'otherwise'}{changed}{' (rejected)' if place.judged == 'reject' else ''}"
    return (
        place.document.published, place.document.outlet or place.document.file, _speaker(place), kind, wording, against,
        place.statement,
    )  # fmt: skip


def _bare(quotation: str) -> str:
    """A quotation on one line, without the pair of quotation marks that it was brought in."""
    text = " ".join(quotation.split())
    inside = text[1:-1].strip()
    if (
        len(text) > 2
        and _PAIRS.get(text[0], "").find(text[-1]) >= 0
        and not set(inside) & set(_PAIRS[text[0]] + text[0])
    ):
        return inside
    return text


def _stands(place: Appearance) -> str:
    return place.statement or f"only text ({place.where or 'text'})"


def _speaker(place: Appearance | Telling) -> str:
    if place.speaker:
        return place.speaker.name
    return f"({place.source})" if place.source else "(not named)"


def _printed(place: Appearance) -> str:
    ref = place.document
    return f"{ref.outlet or ref.file}, {ref.published or 'undated'}"


def _at(place: Appearance) -> str:
    return " ".join(f"{s.start}-{s.end}" for s in place.spans)


# ---------------------------------------------------------------- drift


def drifting(found: Sequence[Drifting], form: str) -> None:
    def text() -> None:
        if not found:
            click.echo("no utterance is told differently", err=True)
        for one in found:
            _drifting(one)

    rows = [(one, telling) for one in found for telling in one.tellings]

    def cells(row: tuple[Drifting, Telling]) -> Cells:
        one, told = row
        return (
            one.utterance, ", ".join(one.differs), told.document.published, told.document.outlet, _speaker(told),
            told.kind, ", ".join(told.differs), _told(told), told.document.file, told.statement,
        )  # fmt: skip

    if form == "csv":
        emit(form, found, rows, DRIFT_HEADER, cells, text)
    else:
        emit(form, found, found, DRIFT_HEADER, lambda _: (), text)


def _told(told: Telling) -> str:
    return diff(told.edits) if _differs(told.edits) else ("the same" if told.edits else told.quote)


def _drifting(one: Drifting) -> None:
    click.secho(printable(", ".join(one.differs)), bold=True, nl=False)
    names = ", ".join(a.name for a in one.speakers) or "nobody named"
    outlets = len({t.document.outlet or t.document.file for t in one.tellings})
    line(f"  {names}: {len(one.tellings)} tellings of {outlets} outlet{'s' * (outlets != 1)}")
    line(f"  first: {one.first.document.outlet or one.first.document.file}; {one.first_why}")

    def cells(told: Telling) -> Cells:
        return (
            told.document.published, told.document.outlet or told.document.file, _speaker(told), told.kind,
            ", ".join(told.differs), _told(told), told.statement,
        )  # fmt: skip

    table(_TELLING_HEADER, map(cells, one.tellings), wide=(5,), narrow=(0, 1, 4, 5))
    line("")

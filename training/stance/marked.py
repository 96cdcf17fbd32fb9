"""The invented sentences of `sentences/`: their marks and labels -> rows to learn from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from onrecord.encoder.prompt import CONTENT, CONTEXT, CUE, SOURCE, Segment

FOLDER = Path(__file__).parent / "sentences"
_OPEN = {"{": SOURCE, "<": CUE, "[": CONTENT}
_CLOSE = {"}": SOURCE, ">": CUE, "]": CONTENT}
SIDES = {"+": "support", "-": "oppose", "c": "conditional", "?": "unclear", "0": "none", ".": "none"}


class MarkError(ValueError):
    """A line whose marks or labels make no sense; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A text with its parts, a proposition, and the side that is right: support, oppose, conditional, unclear, none.

    `group` is the dispute or debate it belongs to; `condition` are the marked words of conditions; `lead` is the line
    before it in its article, without marks.
    """

    group: str
    text: tuple[Segment, ...]
    proposition: str
    side: str
    implied: bool
    debate: bool
    condition: tuple[str, ...] = ()
    lead: str = ""


def read(path: Path) -> Iterator[Marked]:
    """All rows of a file: of a statement one for every proposition of its dispute. Raises MarkError."""
    group, propositions = "", {}
    article, lead, here = False, "", ""
    for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{n}"
        if not line.strip():
            continue
        if line.startswith("==="):
            group, propositions, article = line.strip("= ").strip(), {}, False
        elif line[0].isdigit() and line[1:2] == ":":
            propositions[line[0]] = line[2:].strip()
        elif line[0] == "@":
            article, lead, here = True, "", line[1:].strip()
        elif path.name.startswith("debate"):
            yield _debate(group, line, where)
        elif not article:
            yield from _statement(group, propositions, line, where)
        else:
            if line[0] != "&":
                lead = here
            labels, bar, text = line.removeprefix("&").partition("|")
            if labels.strip() == "_" and bar:
                here = text.strip()
                continue
            yield from _statement(group, propositions, line.removeprefix("&"), where, lead)
            here = "".join(part for part, _ in parse(text.strip(), where)[0])


def _debate(group: str, line: str, where: str) -> Marked:
    label, _, text = line.partition(" ")
    if label[:1] not in "+-0" or label[1:] not in ("", "m") or not text.strip():
        raise MarkError(f"{where}: {line[:60]!r} is no line of a debate")
    return Marked(
        group=group,
        text=((text.strip(), CONTENT),),
        proposition=group,
        side=SIDES[label[0]],
        implied=False,
        debate=True,
    )


def _statement(group: str, propositions: dict[str, str], line: str, where: str, lead: str = "") -> Iterator[Marked]:
    labels, bar, text = line.partition("|")
    if not bar:
        raise MarkError(f"{where}: no bar between labels and text")
    sides: dict[str, tuple[str, bool]] = {}
    for label in labels.split():
        if label == ".":
            continue
        if label[0] not in propositions or label[1:2] not in SIDES or label[2:] not in ("", "~"):
            raise MarkError(f"{where}: {label!r} is no label of this dispute")
        sides[label[0]] = (SIDES[label[1]], label.endswith("~"))
    segments, condition = parse(text.strip(), where)
    for number, proposition in propositions.items():
        side, implied = sides.get(number, ("none", False))
        yield Marked(
            group=group,
            text=segments,
            proposition=proposition,
            side=side,
            implied=implied,
            debate=False,
            condition=condition,
            lead=lead,
        )


def parse(text: str, where: str = "") -> tuple[tuple[Segment, ...], tuple[str, ...]]:
    """A marked text as segments, and the words between double parentheses. Raises MarkError."""
    out: list[list[str | int]] = []
    open_: list[int] = []
    conditions: list[str] = []
    inside: list[str] | None = None
    i = 0
    while i < len(text):
        two, c = text[i : i + 2], text[i]
        if two == "((":
            inside, i = [], i + 2
            continue
        if two == "))" and inside is not None:
            conditions.append("".join(inside).strip())
            inside, i = None, i + 2
            continue
        if c in _OPEN:
            open_.append(_OPEN[c])
        elif c in _CLOSE:
            if not open_ or open_.pop() != _CLOSE[c]:
                raise MarkError(f"{where}: a {c!r} closes nothing")
        else:
            part = open_[-1] if open_ else CONTEXT
            if inside is not None:
                inside.append(c)
            if out and out[-1][1] == part:
                out[-1][0] = str(out[-1][0]) + c
            else:
                out.append([c, part])
        i += 1
    if open_ or inside is not None:
        raise MarkError(f"{where}: a mark is not closed")
    if not any(part == CONTENT for _, part in out):
        raise MarkError(f"{where}: no content is marked")
    return tuple((str(t), int(p)) for t, p in out), tuple(conditions)

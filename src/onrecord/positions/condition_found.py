"""From words of the tables to a condition: its ranges, or None where they are a look-alike."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.findings import Range
from onrecord.positions.condition_clauses import begins, end_of, trimmed
from onrecord.positions.condition_rules import Sides, stands
from onrecord.positions.condition_words import Hit, Marker, words

_BEFORE, _AFTER = 80, 120
"""Characters before and behind a marker that its row may look at."""
_FEWEST = {"clause": 1, "verbal": 1, "phrase": 1, "noun": 0, "inversion": 1}
"""Words of a condition beside its marker, at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A condition in a sentence. `front`: what follows from it stands behind it; `consequence` bounds where that is.

    `until` is where looking for others goes on.
    """

    ranges: tuple[Range, ...]
    sentence: Range
    marker: str
    rule: str
    polarity: str
    score: float
    front: bool
    until: int
    consequence: Range | None = None


def at_marker(low: str, hit: Hit, sentence: Range, bounds: Sequence[Range]) -> Found | None:
    """The condition that a marker makes within the first of `bounds`; it may go on in the others."""
    row = hit.marker
    if row is None or row.kind == "never":
        return None
    floor, ceiling = bounds[0]
    front = begins(low, floor, hit.start)
    if _refused(low, hit, row, sentence):
        return None
    marker = " ".join(low[hit.start : hit.end].split())
    turned = marker.startswith(("only", "not"))
    whole = marker.endswith(",")  # "If not, ..."
    end = hit.end if whole else end_of(low, hit.end, max(ceiling, hit.end), front=front, kind=row.kind, turned=turned)
    ranges = [trimmed(low, hit.start, end)]
    if len(bounds) > 1 and _breaks_off(low, hit.end, end, ceiling):
        more, far = bounds[1]
        end = end_of(low, more, far, front=front, kind=row.kind, turned=turned)
        ranges.append(trimmed(low, more, end))
    own = " ".join(low[slice(*r)] for r in ranges)
    if len(own.split()) - len(marker.split()) < _FEWEST[row.kind] and not whole:
        return None
    before = low[sentence[0] : hit.start]
    sides = Sides(low[hit.end : end], before, f"{before} {low[end : sentence[1]]}", front)
    if not stands(row.main, sides) or (row.kind == "verbal" and not _has_verb(sides.condition)):
        return None
    if row.kind == "inversion" and len(sides.rest.split()) < 2:
        return None
    return Found(
        ranges=tuple(r for r in ranges if r[0] < r[1]),
        sentence=sentence,
        marker=marker.partition(" ")[0] if row.kind == "inversion" else marker.rstrip(",:"),
        rule=row.kind,
        polarity=row.polarity,
        score=row.score,
        front=front,
        until=end,
    )


def in_shape(low: str, hit: Hit, sentence: Range, bounds: Sequence[Range]) -> Found | None:
    """The condition of a sentence whose shape makes it one."""
    floor, ceiling = bounds[0]
    window = low[floor:ceiling]
    for shape in hit.shapes:
        for m in shape.pattern.finditer(window):
            if not m.start() <= hit.start - floor < m.end():
                continue
            if shape.rule == "or else" and not _told(m["c"]):
                continue
            follows = "q" if m["q"] else "after"
            start, end = trimmed(low, floor + m.start("c"), floor + m.end("c"))
            return Found(
                ranges=((start, end),),
                sentence=(min(sentence[0], start), sentence[1]),
                marker=" ".join(low[hit.start : hit.end].split()),
                rule=shape.rule,
                polarity=shape.polarity,
                score=shape.score,
                front=True,
                until=floor + m.end(),
                consequence=(floor + m.start(follows), floor + m.end(follows)),
            )
    return None


def _refused(low: str, hit: Hit, row: Marker, sentence: Range) -> bool:
    """Whether what stands right before or behind a marker says that it is none."""
    before = low[max(sentence[0], hit.start - _BEFORE) : hit.start].rstrip()
    if row.kind != "inversion":  # that begins a quotation, too
        before = before.rstrip('"“‘«(').rstrip()
    behind = low[hit.end : min(sentence[1], hit.end + _AFTER)]
    if row.kind == "inversion" and low[sentence[0] : sentence[1]].rstrip(" \"”’'»)").endswith("?"):
        return True
    if row.before and row.before.search(before):
        return True
    return bool(row.after and row.after.match(behind))


def _breaks_off(low: str, at: int, end: int, ceiling: int) -> bool:
    """Whether a condition reaches the end of a piece of content after a word or two: it goes on in the next."""
    rest = low[max(at, end - 1) : ceiling]
    return len(low[at:end].split()) < 4 and "," in rest and not low[end:ceiling].strip(" ,\"”’'»")


def _has_verb(condition: str) -> bool:
    """Whether words are a clause, or name what may come about."""
    return bool(words("finite").search(condition) or words("outcome").search(condition))


def _told(clause: str) -> bool:
    """Whether a clause says what somebody must do."""
    last = clause.rpartition(",")[2].strip() if clause.count(",") > 2 else clause.strip()
    return bool(words("obliging").search(clause) or words("commanding").match(last))

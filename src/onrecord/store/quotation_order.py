"""Appearances of a quotation brought into order: each place once, the first first, who spoke, when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from onrecord.store.quotation_first import First
from onrecord.store.quotation_rows import Appearance
from onrecord.store.rows import ActorRef

_PRINTED_WITHIN = timedelta(days=3)  # of the day asked for, where the article does not say when it was said


def once(found: Sequence[Appearance]) -> list[Appearance]:
    """Statements inside statements are one appearance where they are one speaker's: the better wording stays."""
    out: list[Appearance] = []
    for a in sorted(found, key=lambda a: (a.kind != "direct", -a.likeness, -len(a.text), a.statement or "")):
        if not any(_same_place(a, b) for b in out):
            out.append(a)
    return out


def _same_place(a: Appearance, b: Appearance) -> bool:
    if a.document.id != b.document.id or a.speaker != b.speaker or a.judged != b.judged:
        return False
    return any(x.start < y.end and y.start < x.end for x in a.spans for y in b.spans)


def ordered(found: Sequence[Appearance], first: First) -> list[Appearance]:
    """The first appearance first, then by publication; articles without a date last."""

    def at(a: Appearance) -> tuple[bool, bool, date, str, int]:
        start = a.spans[0].start if a.spans else 0
        return a != first.place, a.document.published is None, a.document.published or date.max, a.document.id, start

    return sorted(found, key=at)


def contexts(rests: Appearance | None, found: Sequence[Appearance]) -> tuple[str, ...]:
    """What stands beside the cut; where only another outlet has it, that outlet is named."""
    if rests is None:
        return ()
    others = [f"in {a.document.outlet or a.document.file}, {c}" for a in found if a.statement and a != rests
              for c in a.context if c not in rests.context]  # fmt: skip
    return tuple(dict.fromkeys([*rests.context, *others]))


def speakers(found: Sequence[Appearance]) -> tuple[ActorRef, ...]:
    """From whom the record has it, in the order of the appearances."""
    return tuple(dict.fromkeys(a.speaker for a in found if a.speaker and a.wording))


def on(a: Appearance, low: str, high: str) -> bool:
    """Whether it was said, else printed within three days after, between two days (ISO)."""
    since, until = a.said_since, a.said_until or a.said_since
    if since is not None and until is not None:
        return since.isoformat() <= high and until.isoformat() >= low
    printed = a.document.published
    return printed is not None and low <= printed.isoformat() and (printed - _PRINTED_WITHIN).isoformat() <= high

"""The verdict on a quotation in a sentence."""

from __future__ import annotations

from onrecord.quotations import verdict
from onrecord.quotations.align import LEFT_OUT, OMISSION
from onrecord.store.quotation_rows import Appearance, Checked


def explained(answer: Checked, *, unnamed: bool) -> str:
    """Why the verdict is what it is: who has it, and what is different."""
    rests = answer.rests_on
    says = {
        verdict.VERBATIM: _verbatim,
        verdict.PARTIAL: _partial,
        verdict.ALTERED: _altered,
        verdict.SPLICED: _spliced,
        verdict.MISATTRIBUTED: _misattributed,
        verdict.INDIRECT: _indirect,
        verdict.TEXT: _text,
    }.get(answer.verdict)
    sentence = says(answer, rests) if says and (rests or answer.pieces) else _absent(answer)
    return sentence + ("; the record names no speaker" if unnamed else "")


def _who(place: Appearance | None) -> str:
    if place is None:
        return "nobody"
    return place.speaker.name if place.speaker else place.source or "somebody not named"


def _where(place: Appearance | None) -> str:
    if place is None:
        return "the record"
    day = f", {place.document.published}" if place.document.published else ""
    return f"{place.document.outlet or place.document.file}{day}"


def _verbatim(answer: Checked, rests: Appearance | None) -> str:
    if answer.pieces or rests is None:
        return "these words, over more than one statement that follow each other"
    return f"these words, by {_who(rests)} ({_where(rests)})"


def _partial(answer: Checked, rests: Appearance | None) -> str:
    cut = f": {'; '.join(answer.context)}" if answer.context else ", cut inside its sentence"
    return f"a part of what {_who(rests)} said ({_where(rests)}){cut}"


def _altered(answer: Checked, rests: Appearance | None) -> str:
    others = [a for a in answer.appearances if a.likeness == 1.0 and a.statement and rests and a != rests]
    has = ""
    if others and rests and rests.statement != others[0].statement:
        has = f"; {_where(others[0])} has the words as quoted"
    reported = " (reported indirectly)" if rests and rests.kind == "indirect" else ""
    count = counted(answer.changed, "word")
    return f"{count} otherwise than by {_who(rests)}{reported} ({_where(rests)}){_turned(answer)}{has}"


def _turned(answer: Checked) -> str:
    return f"; that changes a {', a '.join(answer.changes)}" if answer.changes else ""


def _left_out(place: Appearance | None) -> int:
    """How many words are left out without a mark, in runs that are too long to be mere wording."""
    found = place.edits if place else ()
    return sum(e.words for e in found if e.op == LEFT_OUT and e.words >= OMISSION)


def _spliced(answer: Checked, rests: Appearance | None) -> str:
    if not answer.pieces:
        gone = _left_out(rests)
        more = answer.changed - gone
        others = f"; {counted(more, 'word')} otherwise{_turned(answer)}" if more else ""
        said = f"in the middle of what {_who(rests)} said ({_where(rests)})"
        return f"{counted(gone, 'word')} left out, without a mark, {said}{others}"
    named = [p for p in answer.pieces if p.place.statement]
    statements = len({p.place.statement for p in named})
    speakers = dict.fromkeys(_who(p.place) for p in named)
    what = f"{statements} statements" if statements > 1 else "places of one statement"
    if len(named) == len(answer.pieces):
        return f"{len(answer.pieces)} pieces from {what} of {' and '.join(speakers)}"
    of = [f"{counted(statements, 'statement')} of {' and '.join(speakers)}"] if named else []
    text = dict.fromkeys(_where(p.place) for p in answer.pieces if not p.place.statement)
    of.append(f"the text of {' and '.join(text)} (in no quotation that was recognised)")
    return f"{len(answer.pieces)} pieces from {' and from '.join(of)}"


def counted(many: int, what: str) -> str:
    """A number with its noun: 1 word, 2 words."""
    return f"{many:,} {what}{'s' * (many != 1)}"


def _misattributed(answer: Checked, rests: Appearance | None) -> str:
    how = "" if rests and rests.likeness == 1.0 else f" with {_how_changed(answer, rests)}"
    return f"the record has it from {_who(rests)}{how} ({_where(rests)}), not from {answer.by}"


def _how_changed(answer: Checked, rests: Appearance | None) -> str:
    gone = _left_out(rests)
    parts = [f"{counted(gone, 'word')} left out without a mark"] if gone else []
    parts += [f"{counted(answer.changed - gone, 'word')} changed"] if answer.changed > gone else []
    return " and ".join(parts)


def _indirect(_: Checked, rests: Appearance | None) -> str:
    same = "in these words" if rests and rests.likeness == 1.0 else "in other words"
    return f"reported indirectly {same}, of {_who(rests)} ({_where(rests)}); not given as a quotation"


def _text(_: Checked, rests: Appearance | None) -> str:
    same = "the words stand" if rests and rests.likeness == 1.0 else "nearly these words stand"
    marks = " between quotation marks" if rests and rests.kind == "direct" else ""
    part = f" ({rests.where})" if rests and rests.where else ""
    return f"{same}{marks} in {_where(rests)}{part}, but in no statement that was recognised"


def _absent(answer: Checked) -> str:
    if any(a.judged == "reject" for a in answer.appearances):
        return "only statements that a reviewer rejected have these words"
    if answer.nearest:
        return f"nothing has these words; the nearest is by {_who(answer.nearest[0])} ({_where(answer.nearest[0])})"
    return "nothing in the record has these words"

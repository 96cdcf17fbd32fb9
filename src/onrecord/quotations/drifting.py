"""How two tellings of one utterance differ, from the first to the other."""

from __future__ import annotations

from dataclasses import dataclass, replace

from onrecord.quotations import meaning
from onrecord.quotations.align import CHANGED, LEFT_OUT, PUT_IN, Step
from onrecord.quotations.compare import Comparison, Edit, compare
from onrecord.quotations.passage import Passage
from onrecord.quotations.quotation import Quotation
from onrecord.quotations.tokens import Word

SPEAKER, WORDS, UNNAMED, CUT = "speaker", "words", "unnamed", "cut"
GRAVEST = (SPEAKER, meaning.NEGATION, meaning.NUMBER, meaning.MODAL, meaning.CONDITION, WORDS, UNNAMED, CUT)
_TURNED = {LEFT_OUT: PUT_IN, PUT_IN: LEFT_OUT}
_LEAST_QUOTED = 3  # words between quotation marks that stand for a statement of which only a part is quoted


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """`edits` lead from the first telling to the other; `differs` says in what, the gravest first."""

    edits: tuple[Edit, ...]
    differs: tuple[str, ...]


def compared_by(passage: Passage) -> Passage:
    """What a telling is compared by: of one that is partly quoted the words between quotation marks."""
    own = tuple(w for w in passage.words if w.quoted)
    return replace(passage, words=own) if len(own) >= _LEAST_QUOTED else passage


def difference(first: Passage, other: Passage) -> Difference:
    """In what a telling differs from the first one. The shorter is looked for in the longer: a cut is no change."""
    longer, shorter = (first, other) if len(first.words) >= len(other.words) else (other, first)
    if not shorter.words:
        return Difference(edits=(), differs=())
    found = compare(Quotation(text="", words=shorter.words), longer)
    if found is None:
        edit = Edit(op=CHANGED, recorded=_text(first.words), quoted=_text(other.words))
        return Difference(edits=(edit,), differs=(WORDS,))
    beside = _beside(found)
    differs = set(meaning.changes(found)) | set(beside)
    if found.changed:
        differs.add(WORDS)
    if found.first > 0 or found.last + 1 < len(found.there):
        differs.add(CUT)
    edits = _edits(found, turned=longer is other)
    return Difference(edits=edits, differs=tuple(d for d in GRAVEST if d in differs))


def _beside(found: Comparison) -> tuple[str, ...]:
    """Negations and conditions that stand right beside the cut: with them the longer telling says something else."""
    if not meaning.context(found):
        return ()
    cut = [*found.there[max(0, found.first - meaning.BEFORE) : found.first]]
    cut += found.there[found.last + 1 : found.last + 1 + meaning.AFTER]
    kinds = meaning.between(cut, ())
    return tuple(k for k in kinds if k in (meaning.NEGATION, meaning.CONDITION))


def _edits(found: Comparison, *, turned: bool) -> tuple[Edit, ...]:
    head = [Step(LEFT_OUT, None, i) for i in range(found.first)]
    tail = [Step(LEFT_OUT, None, i) for i in range(found.last + 1, len(found.there))]
    whole = replace(found, steps=(*head, *found.steps, *tail))
    if not turned:
        return whole.edits
    return tuple(Edit(op=_TURNED.get(e.op, e.op), recorded=e.quoted, quoted=e.recorded) for e in whole.edits)


def _text(words: tuple[Word, ...]) -> str:
    return " ".join(w.text for w in words)

"""What a change or a cut does to the meaning: a negation, number, modal or condition that comes, goes or is cut off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.quotations.align import CHANGED, LEFT_OUT, PUT_IN, SAME
from onrecord.quotations.compare import OMITTED, Comparison
from onrecord.quotations.lexicon import Lexicon, lexicon
from onrecord.quotations.tokens import Word

NEGATION, NUMBER, MODAL, CONDITION = "negation", "number", "modal", "condition"
BEFORE, AFTER = 6, 3  # words of the same sentence that are looked at beside a cut
_TELLING = 3  # words that carry something, from which their share says more than that of all words
_NEXT = 1  # words of the next sentence: "We agreed. But ..."
_SAME_MODAL = {"should": "shall", "might": "may", "could": "can"}


def changes(found: Comparison, *, omitted: bool = True) -> tuple[str, ...]:
    """Which kinds of words that turn the meaning were changed, put in or left out; none for mere wording.

    Without `omitted`, what a long silent omission leaves out does not count: it is a cut, and `context` tells of it.
    """
    passed = () if omitted else found.omitted
    kept = [s for i, s in enumerate(found.steps) if not any(a <= i < b for a, b in passed)]
    steps = [s for s in kept if s.op in (CHANGED, PUT_IN, LEFT_OUT)]
    gone = [found.there[s.there] for s in steps if s.there is not None]
    come = [found.here[s.here] for s in steps if s.here is not None]
    return between(gone, come)


def between(gone: Sequence[Word], come: Sequence[Word]) -> tuple[str, ...]:
    """The kinds of words of which one text has others than the other."""
    lex = lexicon()
    out = []
    if sum(lex.negates(w.key) for w in gone) % 2 != sum(lex.negates(w.key) for w in come) % 2:
        out.append(NEGATION)
    if _numbers(gone) != _numbers(come):
        out.append(NUMBER)
    if _of(gone, lex.sets["modal"]) != _of(come, lex.sets["modal"]):
        out.append(MODAL)
    if _of(gone, lex.sets["condition"]) != _of(come, lex.sets["condition"]):
        out.append(CONDITION)
    return tuple(out)


def _numbers(some: Sequence[Word]) -> list[str]:
    # "one" is more often a pronoun than a number
    return sorted(w.key for w in some if w.key[0].isdigit() and w.plain != "one")


def _of(some: Sequence[Word], wanted: frozenset[str]) -> list[str]:
    return sorted(w.key for w in some if w.key in wanted)


# ---------------------------------------------------------------------------- cuts


def cuts(found: Comparison) -> tuple[bool, bool]:
    """Whether the quotation begins, and ends, inside a sentence of the speaker's words without saying so."""
    here, there, first, last = found.quotation, found.there, found.first, found.last
    before = first > 0 and there[first - 1].quoted and not there[first - 1].ends and 0 not in here.breaks
    goes_on = last + 1 < len(there) and there[last + 1].quoted
    after = goes_on and not there[last].ends and len(here.words) not in here.breaks
    return before, after


def context(found: Comparison) -> tuple[str, ...]:
    """What stands right beside a cut and turns the meaning of the words that are left, a phrase each."""
    return tuple(dict.fromkeys(_context(found)))


def _context(found: Comparison) -> Iterator[str]:
    lex, there, first, last = lexicon(), found.there, found.first, found.last
    sentence = first
    while sentence > 0 and not there[sentence - 1].ends:
        sentence -= 1
    yield from _before(lex, there[sentence:first])
    if not there[last].ends:
        yield from _after(lex, there[last + 1 : last + 1 + AFTER])
    else:
        yield from _after(lex, there[last + 1 : last + 1 + _NEXT], negations=False)
    yield from _inside(lex, found)


def _before(lex: Lexicon, some: Sequence[Word]) -> Iterator[str]:
    near = some[-BEFORE:]
    for word in near:
        if lex.negates(word.key) or word.key in lex.sets["reversal"]:
            yield f"“{word.text}” stands right before"
    for word in some:
        if word.key in lex.sets["opener"]:
            yield f"“{word.text}” begins the sentence before"
            break
    tail = near[-4:]
    for who, says in zip(tail, tail[1:], strict=False):
        if who.key in lex.sets["others"] and says.key in lex.sets["saying"]:
            yield f"“{who.text} {says.text}” stands right before: the speaker may be retelling"


def _after(lex: Lexicon, some: Sequence[Word], *, negations: bool = True) -> Iterator[str]:
    for i, word in enumerate(some):
        if word.key in lex.sets["condition"] or (negations and lex.negates(word.key)):
            yield f"“{' '.join(w.text for w in some[: i + 1])}” follows right after"
            return
        if word.ends:
            return


def _inside(lex: Lexicon, found: Comparison) -> Iterator[str]:
    """Negations and conditions among words that are left out of one sentence, with an ellipsis or silently."""
    marked = [found.there[s.there] for s in found.steps if s.op == OMITTED and s.there is not None]
    yield from _left_out(lex, marked, "the ellipsis leaves out")
    for a, b in found.omitted:
        silent = [found.there[s.there] for s in found.steps[a:b] if s.there is not None]
        yield from _left_out(lex, silent, "left out without a mark is")


def _left_out(lex: Lexicon, some: Sequence[Word], how: str) -> Iterator[str]:
    if any(w.ends for w in some):
        return
    for word in some:
        if lex.negates(word.key) or word.key in lex.sets["condition"]:
            yield f"{how} “{word.text}”"


def content_share(found: Comparison) -> float:
    """0..1: of the words that carry something, the share that the record has in this place."""
    lex = lexicon()
    carrying = {i for i, w in enumerate(found.here) if lex.content(w.key)}
    if len(carrying) < _TELLING:
        return found.likeness
    same = {s.here for s in found.steps if s.op == SAME}
    return len(carrying & same) / len(carrying)

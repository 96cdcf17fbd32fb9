"""A quotation against one passage of the record: which words are the same, and what was done to the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from onrecord.quotations import omission
from onrecord.quotations.align import CHANGED, LEFT_OUT, PUT_IN, SAME, Step, align
from onrecord.quotations.passage import Passage
from onrecord.quotations.quotation import Quotation
from onrecord.quotations.tokens import Word, matched

OMITTED = "omitted"  # left out where an ellipsis says so
EDITED = "edited"  # an editor's [brackets], and what they replace
COUNTED = (CHANGED, PUT_IN, LEFT_OUT)
_WIDE = 3  # times the words of a quotation from which only the likeliest part of a passage is aligned
_ROOM = 40  # words kept on both sides of that part


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A run of words that are the same, or were changed, put in, left out, omitted (marked) or edited [in brackets]."""

    op: str
    recorded: str
    quoted: str

    @property
    def words(self) -> int:
        """How many words it is about."""
        return max(len(self.recorded.split()), len(self.quoted.split()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Variation:
    """Two writings of one word: number, accent, hyphen, spelling. It does not count as a change."""

    kind: str
    recorded: str
    quoted: str


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`here` are the words of the quotation, `there` those of the passage, `steps` the way from one to the other."""

    quotation: Quotation
    passage: Passage
    here: tuple[Word, ...]
    there: tuple[Word, ...]
    steps: tuple[Step, ...]

    @cached_property
    def first(self) -> int:
        """The first word of the passage that the quotation takes up."""
        return next(s.there for s in self.steps if s.there is not None)

    @cached_property
    def last(self) -> int:
        return next(s.there for s in reversed(self.steps) if s.there is not None)

    @cached_property
    def same(self) -> int:
        return sum(s.op == SAME for s in self.steps)

    @cached_property
    def changed(self) -> int:
        """How many words were changed, put in or left out without a mark."""
        return sum(s.op in COUNTED for s in self.steps)

    @property
    def exact(self) -> bool:
        return not self.changed

    @cached_property
    def omitted(self) -> tuple[tuple[int, int], ...]:
        """The steps, from and to, of long runs of words that are left out without a mark."""
        return tuple(omission.omissions(self.steps))

    @property
    def likeness(self) -> float:
        """0..1: the share of words that are the same; a long run that is left out counts for a few words."""
        long = sum(b - a - omission.WEIGHT for a, b in self.omitted)
        return self.same / (self.same + self.changed - long) if self.same else 0.0

    @property
    def direct(self) -> bool:
        """Whether the record has these words as the speaker's own."""
        taken = [self.there[s.there].quoted for s in self.steps if s.there is not None and s.op == SAME]
        return self.passage.direct or (bool(taken) and all(taken))

    @cached_property
    def edits(self) -> tuple[Edit, ...]:
        return tuple(_edits(self))

    @cached_property
    def variations(self) -> tuple[Variation, ...]:
        pairs = [(self.there[s.there], self.here[s.here]) for s in self.steps if s.op == SAME]  # type: ignore[index]
        return tuple(dict.fromkeys(_varied(r, q) for r, q in pairs if r.plain != q.plain))

    @cached_property
    def marks(self) -> tuple[str, ...]:
        """What is printed otherwise and does not count: case, quotation marks, punctuation."""
        pairs = [(self.there[s.there], self.here[s.here]) for s in self.steps if s.op == SAME]  # type: ignore[index]
        return tuple(_printed_otherwise(pairs))


def compare(quotation: Quotation, passage: Passage) -> Comparison | None:
    """The best alignment; None where the passage holds no word of the quotation."""
    here, there = list(quotation.words), list(passage.words)
    plain_keys = not quotation.inner and not quotation.editorial
    found = exact_at(quotation.keys, passage.keys) if plain_keys else None
    if found is not None:
        steps = [Step(SAME, i, found + i) for i in range(len(here))]
        return _made(quotation, passage, here, there, steps)
    if plain_keys:  # an editor's marks are counted by word, so words are not joined beside them
        here, there = matched(here, there), matched(there, here)
    keys, others = [w.key for w in here], [w.key for w in there]
    if not others or set(keys).isdisjoint(others):
        return None
    low, high = _part(keys, others)
    steps = align(keys, others[low:high], quotation.inner, quotation.editorial)
    steps = [Step(s.op, s.here, s.there if s.there is None else s.there + low) for s in steps]
    steps = omission.aligned(here, there, quotation.inner, quotation.editorial, steps)
    if not any(s.op == SAME for s in steps):
        return None
    return _made(quotation, passage, here, there, _marked(quotation, _edges(steps, there)))


def _made(
    quotation: Quotation, passage: Passage, here: Sequence[Word], there: Sequence[Word], steps: Sequence[Step]
) -> Comparison:
    return Comparison(quotation=quotation, passage=passage, here=tuple(here), there=tuple(there), steps=tuple(steps))


def exact_at(keys: Sequence[str], others: Sequence[str]) -> int | None:
    """Where the words stand in the passage one after the other."""
    text = f" {' '.join(others)} "
    at = text.find(f" {' '.join(keys)} ")
    return None if at < 0 else text.count(" ", 0, at)


def _part(keys: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """The words of a long passage among which the quotation is looked for: where most of its words stand."""
    size = 2 * len(keys) + _ROOM
    if len(others) <= max(_WIDE * len(keys), 4 * _ROOM):
        return 0, len(others)
    wanted = set(zip(keys, keys[1:], strict=False))
    hits = [int(pair in wanted) for pair in zip(others, others[1:], strict=False)]
    inside = sum(hits[:size])
    best, low = inside, 0
    for i in range(len(hits) - size):
        inside += hits[i + size] - hits[i]
        if inside > best:
            best, low = inside, i + 1
    return max(0, low - _ROOM), min(len(others), low + size + _ROOM)


def _edges(steps: Sequence[Step], there: Sequence[Word]) -> list[Step]:
    """The steps; a word at an end of the quotation that was put in stands for the next word of the sentence."""
    out = list(steps)
    taken = [s.there for s in out if s.there is not None]
    low, high = taken[0], taken[-1]
    tail = next(i for i in range(len(out), 0, -1) if out[i - 1].op != PUT_IN)
    for i in range(tail, len(out)):
        if high + 1 < len(there) and not there[high].ends:
            high += 1
            out[i] = Step(CHANGED, out[i].here, high)
    head = next(i for i in range(len(out)) if out[i].op != PUT_IN)
    for i in range(head - 1, -1, -1):
        if low > 0 and not there[low - 1].ends:
            low -= 1
            out[i] = Step(CHANGED, out[i].here, low)
    return out


def _marked(quotation: Quotation, steps: Sequence[Step]) -> list[Step]:
    """The steps, told which of them the quotation itself marks: an ellipsis, [brackets]."""
    out: list[Step] = []
    editorial = quotation.editorial
    passed = 0  # words of the quotation before this step
    for step in steps:
        passed = step.here + 1 if step.here is not None else passed
        op = step.op
        if op == LEFT_OUT and passed in quotation.inner:
            op = OMITTED
        elif op == LEFT_OUT:
            op = EDITED if {passed, passed - 1} & editorial else op
        elif op != SAME and step.here in editorial:
            op = EDITED
        out.append(Step(op, step.here, step.there))
    return out


def _edits(found: Comparison) -> Iterator[Edit]:
    for op, run in groupby(found.steps, lambda s: s.op):
        some = list(run)
        yield Edit(
            op=op,
            recorded=" ".join(found.there[s.there].text for s in some if s.there is not None),
            quoted=" ".join(found.here[s.here].text for s in some if s.here is not None),
        )


_QUOTES = frozenset("\"“”„«»‘’'")


def _printed_otherwise(pairs: Sequence[tuple[Word, Word]]) -> Iterator[str]:
    if any(r.text != q.text and r.text.casefold() == q.text.casefold() for r, q in pairs):
        yield "case"
    gaps = [(frozenset(r.after), frozenset(q.after)) for r, q in pairs[:-1]]
    if any((r ^ q) & _QUOTES for r, q in gaps):
        yield "quotation marks"
    if any((r ^ q) - _QUOTES for r, q in gaps):
        yield "punctuation"


def _varied(recorded: Word, quoted: Word) -> Variation:
    if recorded.key[0].isdigit() or recorded.key == "percent":
        kind = "number"
    elif " " in recorded.plain or " " in quoted.plain:
        kind = "hyphen"
    elif not (recorded.plain.isascii() and quoted.plain.isascii()):
        kind = "accent"
    else:
        kind = "spelling"
    return Variation(kind=kind, recorded=recorded.text, quoted=quoted.text)

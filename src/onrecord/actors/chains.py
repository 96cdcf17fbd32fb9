"""Chains of mentions within an article: what the ranker linked, with what readable rules know better.

The rules: who speaks in the first person inside a quotation is its source; an acronym in brackets or after "or" is
the name before it, and stays so; a description between commas, or after "is", is of the name before it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord.findings import Attribution, Coreferent, Range

_SPEAKING = frozenset(("i", "me", "my", "mine", "myself"))
_ACRONYM = re.compile(r"(?:\s\(|, or )([A-Z][A-Z&-]{1,9})(?=[),])")
_DETERMINER = re.compile(r"(?:the|a|an|this|that|these|those)\s+", re.IGNORECASE)
_OWNER = re.compile(r"['’]s?$")
_APPOSED, _CALLED = re.compile(r",\s+$"), re.compile(r"\s+(?:is|was|became|remains|,? or)\s+$")
_CLOSED = re.compile(r"\s*(?:[,.;:)—–]|$|who\b|which\b)")
_NEAR = 24
RULES = {"speaker": 0.9, "acronym": 0.95, "apposition": 0.85, "copula": 0.7}
"""How sure a rule's answer is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Antecedent:
    """What words refer back to: a mention before them (for a speaker, perhaps behind them).

    `why` is "ranker", or the rule; `linked` is false where nobody is sure enough to put both in one chain.
    `named` is the fullest name of the same chain, if it has one.
    """

    start: int
    end: int
    score: float
    why: str
    linked: bool = True
    named: Range | None = None


@dataclass(slots=True)
class Chains:
    """The mentions of an article, and what each refers back to."""

    text: str
    references: Sequence[Coreferent]
    _chain: list[int] = field(default_factory=list)
    _rule: dict[int, Antecedent] = field(default_factory=dict)
    _at: dict[Range, int] = field(default_factory=dict)
    _members: dict[int, list[int]] = field(default_factory=dict)
    _ends: list[tuple[int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._chain = [r.chain for r in self.references]
        self._at = {(r.start, r.end): k for k, r in enumerate(self.references)}
        self._ends = sorted((r.end, k) for k, r in enumerate(self.references))
        for k, chain in enumerate(self._chain):
            self._members.setdefault(chain, []).append(k)

    def antecedent(self, start: int, end: int) -> Antecedent | None:
        """What the words at these characters refer back to, or None: nothing that is known."""
        k = self._find(start, end)
        if k is None:
            return self._described(start, end)
        told = self._rule.get(k)
        if told is not None:
            return self._with_name(told, k)
        r = self.references[k]
        if r.rivals and (r.linked or r.form == "pronoun"):
            best = r.rivals[0]
            answer = Antecedent(start=best.start, end=best.end, score=best.score, why="ranker", linked=r.linked)
            return self._with_name(answer, self._at.get((best.start, best.end), k))
        return self._described(start, end)

    def chain_of(self, start: int, end: int) -> tuple[Range, ...]:
        """All mentions of what the words at these characters mean, in order; empty where they are not known."""
        k = self._find(start, end)
        return () if k is None else self._spans(self._chain[k])

    def clusters(self) -> list[tuple[Range, ...]]:
        """All chains of two mentions and more, by their first."""
        found = (self._spans(chain) for chain in self._members)
        return sorted(c for c in found if len(c) > 1)

    def _spans(self, chain: int) -> tuple[Range, ...]:
        return tuple(sorted((self.references[k].start, self.references[k].end) for k in self._members[chain]))

    def _find(self, start: int, end: int) -> int | None:
        """The reference at these characters, give or take a determiner, an owner's ending or a description."""
        k = self._at.get((start, end))
        if k is not None:
            return k
        bare = start + len(m.group()) if (m := _DETERMINER.match(self.text, start, end)) else start
        lo, hi = bisect_left(self._ends, (end, -1)), bisect_right(self._ends, (end + 2, 1 << 60))
        for stop, k in self._ends[lo:hi]:
            r = self.references[k]
            same = r.start in (start, bare) or _bare(self.text, r.start, r.end) == start
            if same and _OWNER.sub("", self.text[end:stop]) == "":
                return k
        return self._longer(start, end)

    def _longer(self, start: int, end: int) -> int | None:
        """A reference that begins here and goes on behind a comma: "Mira Alvarn | , the mayor of Dorn"."""
        if self.text[end : end + 1] != ",":
            return None
        i = bisect_left(self.references, start, key=lambda r: r.start)
        while i < len(self.references) and self.references[i].start == start:
            if self.references[i].end > end:
                return i
            i += 1
        return None

    def _described(self, start: int, end: int) -> Antecedent | None:
        """The name that a description is of: "Mira Alvarn, | the mayor of Dorn |,", "Alvarn is | the mayor |"."""
        before = self.text[max(0, start - _NEAR) : start]
        apposed, called = _APPOSED.search(before), _CALLED.search(before)
        between = apposed or called
        if between is None or (apposed and not _CLOSED.match(self.text, end)):
            return None
        stop = start - len(between.group())
        i = bisect_left(self._ends, (stop, -1))
        for at, k in self._ends[i:]:
            if at != stop:
                break
            if self.references[k].form == "name":
                r, why = self.references[k], "apposition" if apposed else "copula"
                return self._with_name(Antecedent(start=r.start, end=r.end, score=RULES[why], why=why), k)
        return None

    def _with_name(self, answer: Antecedent, k: int) -> Antecedent:
        """The answer with the fullest name of the chain of reference `k`."""
        names = [self.references[j] for j in self._members[self._chain[k]] if self.references[j].form == "name"]
        if not names:
            return answer
        best = max(names, key=lambda r: (min(len(self.text[r.start : r.end].split()), 4), -r.start))
        return Antecedent(
            start=answer.start,
            end=answer.end,
            score=answer.score,
            why=answer.why,
            linked=answer.linked,
            named=(best.start, best.end),
        )

    def unite(self, k: int, other: int, why: str) -> None:
        """Put reference `k` into the chain of reference `other`, by a rule."""
        r = self.references[other]
        self._rule[k] = Antecedent(start=r.start, end=r.end, score=RULES[why], why=why)
        old, new = self._chain[k], self._chain[other]
        if old != new:
            self._members[old].remove(k)
            self._members[new].append(k)
            self._chain[k] = new
            if not self._members[old]:
                del self._members[old]


def chains(text: str, references: Sequence[Coreferent], attributions: Sequence[Attribution] = ()) -> Chains:
    """The chains of an article from what the ranker linked; attributions, where given, tell who speaks."""
    out = Chains(text, references)
    _speakers(out, attributions)
    _acronyms(out)
    return out


def _speakers(out: Chains, attributions: Sequence[Attribution]) -> None:
    """ "I will not go," said Alvarn: whoever is meant by the source speaks in the first person inside."""
    starts = [r.start for r in out.references]
    for a in attributions:
        if a.kind != "direct" or len(a.source) != 1:
            continue
        k = _source(out, starts, *a.source[0])
        if k is None:
            continue
        for s, e in a.content:
            for j in range(bisect_left(starts, s), bisect_left(starts, e)):
                r = out.references[j]
                if text_of(out, r) in _SPEAKING and j != k:
                    out.unite(j, k, "speaker")


def _source(out: Chains, starts: Sequence[int], start: int, end: int) -> int | None:
    """The reference that a source's words are: the longest that lies in them."""
    within = [k for k in range(bisect_left(starts, start), bisect_left(starts, end)) if out.references[k].end <= end]
    best = max(within, key=lambda k: (out.references[k].end - out.references[k].start, -k), default=None)
    if best is None or text_of(out, out.references[best]) in ("we", "they", "you", "it"):
        return None
    held = out.references[best]
    return best if 2 * (held.end - held.start) >= end - start or held.form == "name" else None


def text_of(out: Chains, r: Coreferent) -> str:
    """A reference's words in lower case."""
    return out.text[r.start : r.end].lower()


def _acronyms(out: Chains) -> None:
    """ "the Council of Dorn (CD)": the letters mean the name from there on."""
    stops = [end for end, _ in out._ends]
    by_text: dict[str, list[int]] = {}
    for k, r in enumerate(out.references):
        by_text.setdefault(_DETERMINER.sub("", out.text[r.start : r.end]), []).append(k)
    for m in _ACRONYM.finditer(out.text):
        letters = m.group(1)
        i = bisect_left(stops, m.start())
        found = None
        while i < len(stops) and stops[i] == m.start():
            k = out._ends[i][1]
            r = out.references[k]
            capitals = re.findall(r"\b[A-Z]", out.text[_bare(out.text, r.start, r.end) : r.end])
            if "".join(capitals) == re.sub(r"[&-]", "", letters):
                found = k
            i += 1
        if found is None:
            continue
        for k in by_text.get(letters, ()):
            if out.references[k].start > m.start() and k != found:
                out.unite(k, found, "acronym")


def _bare(text: str, start: int, end: int) -> int:
    """Where a mention begins without its determiner."""
    m = _DETERMINER.match(text, start, end)
    return m.end() if m else start

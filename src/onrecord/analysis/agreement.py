"""How well found attributions agree with gold ones.

The measure is the one published peers are compared by on PolNeAR (Newell, Margolin, Ruths, LREC 2018):
words are the runs of letters and digits, so punctuation and quotation marks never count; the pieces
of a role are one set of words; gold and found attributions of an article are matched one to one.

    found       Jaccard overlap of the contents' words >= 0.5
    attributed  ... and of the sources' (two empty sources agree)
    complete    ... and of the cues'
    speaker     among the found: the speaker is the gold actor (right), another (wrong) or None (unresolved)

A content is "direct" when it holds a quotation mark or words inside quotation marks, else "indirect".
Recall of a class is over the gold ones of that class, precision over the found ones of that class.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from onrecord.findings import Range

_WORD = re.compile(r"\w+(?:['’]\w+)*")
_MARK = re.compile(r"[\"“”„«»‘]|``|''")
_STATE = re.compile(r"[\"“”„«»\n]|``|''")
LEVELS = ("found", "attributed", "complete")
CLASSES = ("all", "direct", "indirect")
THRESHOLD = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One attribution as compared: ranges into the article's text, and the speaker's name where known."""

    source: tuple[Range, ...]
    cue: tuple[Range, ...]
    content: tuple[Range, ...]
    speaker: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One article: its text, the gold attributions and the found ones."""

    id: str
    text: str
    gold: Sequence[Row]
    found: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """Precision, recall and F1 (0..1; None where there is nothing to divide by), with their counts."""

    gold: int
    gold_right: int
    predicted: int
    predicted_right: int

    @property
    def precision(self) -> float | None:
        return self.predicted_right / self.predicted if self.predicted else None

    @property
    def recall(self) -> float | None:
        return self.gold_right / self.gold if self.gold else None

    @property
    def f1(self) -> float | None:
        p, r = self.precision, self.recall
        if p is None and r is None:
            return None
        return 2 * p * r / (p + r) if p and r else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Miss:
    """A gold attribution that was not found or went to the wrong speaker: what a user looks at first."""

    article: str
    problem: str
    content: str
    gold_speaker: str | None
    found_speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The figures by class and level; speakers as counts of right, wrong and unresolved."""

    articles: int
    figures: Mapping[str, Mapping[str, Figure]]
    speakers: Mapping[str, int]
    missing: tuple[str, ...] = ()
    misses: tuple[Miss, ...] = field(default=())

    @property
    def right_actor(self) -> float | None:
        """Share of the gold statements with a named speaker that were found and given to that actor."""
        named = sum(self.speakers.get(k, 0) for k in ("right", "wrong", "unresolved", "not_found"))
        return self.speakers.get("right", 0) / named if named else None


class _Article:
    """The words of one text, and which of them stand inside quotation marks."""

    def __init__(self, text: str) -> None:
        self.text = text
        found = [m.span() for m in _WORD.finditer(text)]
        self.starts = [s for s, _ in found]
        self.ends = [e for _, e in found]
        self.quoted = bytearray(len(text))
        inside, last = False, 0
        for m in _STATE.finditer(text):
            if inside:
                self.quoted[last : m.start()] = b"\1" * (m.start() - last)
            mark = m.group()
            if mark in ("\n", "”", "»"):
                inside = False
            else:
                inside = not inside if mark in ('"', "''") else True
            last = m.end()

    def ids(self, ranges: Iterable[Range]) -> frozenset[int]:
        got: set[int] = set()
        for s, e in ranges:
            got.update(range(bisect_right(self.ends, s), bisect_left(self.starts, e)))
        return frozenset(got)

    def kind(self, row: Row, content: frozenset[int]) -> str:
        marked = any(_MARK.search(self.text, s, e) for s, e in row.content)
        return "direct" if marked or any(self.quoted[self.starts[w]] for w in content) else "indirect"


class _Worded:
    """A row as sets of words, and its class."""

    def __init__(self, article: _Article, row: Row) -> None:
        self.source = article.ids(row.source)
        self.cue = article.ids(row.cue)
        self.content = article.ids(row.content)
        self.kind = article.kind(row, self.content)


def _jaccard(a: frozenset[int], b: frozenset[int]) -> float:
    return len(a & b) / len(a | b) if a or b else 1.0


def match(edges: Mapping[int, Sequence[int]]) -> dict[int, int]:
    """Maximum one-to-one matching {gold: found}, by augmenting paths; better partners come first."""
    owner: dict[int, int] = {}

    def place(g: int, seen: set[int]) -> bool:
        for p in edges[g]:
            if p not in seen:
                seen.add(p)
                if p not in owner or place(owner[p], seen):
                    owner[p] = g
                    return True
        return False

    for g in sorted(edges):
        place(g, set())
    return {g: p for p, g in owner.items()}


def agree(pairs: Iterable[Pair], same_actor: Mapping[str, str] | None = None) -> Agreement:
    """Compare found with gold over articles.

    `same_actor` maps every name that a speaker may be given by to one canonical name; names not in
    it stand for themselves. Speakers are counted only where the gold names one.
    """
    counts: Counter[tuple[str, str, int]] = Counter()
    speakers: Counter[str] = Counter()
    misses: list[Miss] = []
    articles = 0
    for pair in pairs:
        articles += 1
        _count(pair, counts, speakers, misses, same_actor or {})
    figures = {
        cls: {
            level: Figure(
                gold=counts[cls, level, 1],
                gold_right=counts[cls, level, 0],
                predicted=counts[cls, level, 3],
                predicted_right=counts[cls, level, 2],
            )
            for level in LEVELS
        }
        for cls in CLASSES
    }
    return Agreement(articles=articles, figures=figures, speakers=dict(speakers), misses=tuple(misses))


def _count(
    pair: Pair,
    counts: Counter[tuple[str, str, int]],
    speakers: Counter[str],
    misses: list[Miss],
    same: Mapping[str, str],
) -> None:
    article = _Article(pair.text)
    gold = [_Worded(article, row) for row in pair.gold]
    found = [_Worded(article, row) for row in pair.found]
    by_word: defaultdict[int, set[int]] = defaultdict(set)
    for j, p in enumerate(found):
        for w in p.content:
            by_word[w].add(j)
    edges: dict[str, dict[int, list[int]]] = {level: {} for level in LEVELS}
    for i, g in enumerate(gold):
        scored = []
        for j in sorted({j for w in g.content for j in by_word[w]}):
            p = found[j]
            overlaps = (_jaccard(g.content, p.content), _jaccard(g.source, p.source), _jaccard(g.cue, p.cue))
            if overlaps[0] >= THRESHOLD:
                scored.append((tuple(-x for x in overlaps), j, overlaps))
        scored.sort()
        for depth, level in enumerate(LEVELS, 1):
            edges[level][i] = [j for _, j, o in scored if min(o[:depth]) >= THRESHOLD]
    matched = {level: match(edges[level]) for level in LEVELS}
    for level in LEVELS:
        hits = (set(matched[level]), set(matched[level].values()))
        for rows, hit, base in ((gold, hits[0], 0), (found, hits[1], 2)):
            for i, worded in enumerate(rows):
                for cls in ("all", worded.kind):
                    counts[cls, level, base] += i in hit
                    counts[cls, level, base + 1] += 1
    _count_speakers(pair, matched["found"], speakers, misses, same)


def _count_speakers(
    pair: Pair, matched: Mapping[int, int], speakers: Counter[str], misses: list[Miss], same: Mapping[str, str]
) -> None:
    for i, row in enumerate(pair.gold):
        got = pair.found[matched[i]].speaker if i in matched else None
        problem = None
        if i not in matched:
            problem = "not found"
        elif row.speaker is not None:
            problem = _speaker_problem(same.get(row.speaker, row.speaker), same.get(got, got) if got else None)
        elif got is not None:
            problem = "speaker given where the gold has none"
            speakers["invented"] += 1
        if row.speaker is not None:
            speakers[{None: "right", "not found": "not_found"}.get(problem, problem or "")] += 1
        if problem:
            content = " ... ".join(" ".join(pair.text[s:e].split()) for s, e in row.content)
            misses.append(
                Miss(article=pair.id, problem=problem, content=content, gold_speaker=row.speaker, found_speaker=got)
            )


def _speaker_problem(gold: str, got: str | None) -> str | None:
    if got is None:
        return "unresolved"
    return None if got == gold else "wrong"

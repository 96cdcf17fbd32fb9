"""Stories over time: which story goes on from which earlier one, and the storylines that this makes.

A story goes on from the earlier one that it shares most with: actors and issues that few stories have, and the words
both are told in. Each story goes on from one other at most, so storylines are trees and part where one matter becomes
two. The result depends on the set of stories alone. Where stories are many, each looks back at the latest few of every
actor, issue and telling word only, so the cost grows with their number and not with its square.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from onrecord.stories.wording import common

ENOUGH = 0.14
"""How much a story must share with an earlier one to go on from it."""
LOOK_BACK = 40
"""Earlier stories of one actor, issue or word that are looked at."""
FADE = 540.0
"""Days in which what is shared loses two thirds of its weight."""
_FEW = 2  # actors that no other story has: a story of fewer is weighed as if it had these, one name joins nothing alone
_WORDS = 60  # telling words of a story that count
_SHARED = 24  # of these, those that are told as a reason
_ACTORS, _TOLD, _ISSUES = 0.5, 0.35, 0.15


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """A story as it is compared with others: its days, its actors and issues by id, how often its terms stand in it."""

    id: str
    since: date | None
    until: date | None
    actors: frozenset[str]
    terms: Mapping[str, int]
    issues: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Continuation:
    """A story that goes on from an earlier one: how much they share (0..1), and what, the most telling first."""

    story: str
    earlier: str
    score: float
    actors: tuple[str, ...]
    issues: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Storyline:
    """Stories that go on from one another, the earliest first, and their links. `id` is the first story's."""

    id: str
    stories: tuple[str, ...]
    links: tuple[Continuation, ...]


class _Weighed(NamedTuple):
    sketch: Sketch
    actors: dict[str, float]
    issues: dict[str, float]
    words: dict[str, float]


def chain(sketches: Iterable[Sketch]) -> tuple[Storyline, ...]:
    """The storylines of these stories, the earliest first; a story without any other is a storyline of its own.

    Stories without a day stand alone: nobody knows what they go on from.
    """
    stories = sorted(sketches, key=_order)
    links = list(_links(_weigh(stories), _FEW * math.log(len(stories) + 1)))
    root = {s.id: s.id for s in stories}
    for link in links:  # in order of time: what is gone on from has its root already
        root[link.story] = root[link.earlier]
    held: defaultdict[str, list[str]] = defaultdict(list)
    for s in stories:
        held[root[s.id]].append(s.id)
    linked: defaultdict[str, list[Continuation]] = defaultdict(list)
    for link in links:
        linked[root[link.story]].append(link)
    return tuple(Storyline(id=first, stories=tuple(ids), links=tuple(linked[first])) for first, ids in held.items())


def _order(s: Sketch) -> tuple[bool, date, date, str]:
    return s.since is None, s.since or date.max, s.until or date.max, s.id


def _weigh(stories: Sequence[Sketch]) -> list[_Weighed]:
    """Each story with what its actors, issues and words tell: the fewer stories have one, the more."""
    many = len(stories)
    general = common()  # words that news holds whatever it reports
    actors, issues, words = (
        Counter(x for s in stories for x in getattr(s, field)) for field in ("actors", "issues", "terms")
    )

    def rare(counts: Counter[str], some: Collection[str]) -> dict[str, float]:
        return {x: math.log((many + 1) / counts[x]) for x in sorted(some)}

    out = []
    for s in stories:
        telling = {
            w: (1 + math.log(s.terms[w])) * x * max(0.0, 1 - 4 * general.get(w, 0.0))
            for w, x in rare(words, s.terms.keys()).items()
        }
        top = [w for w in sorted(telling, key=lambda w: (-telling[w], w))[:_WORDS] if telling[w] > 0]
        norm = math.sqrt(sum(telling[w] ** 2 for w in top)) or 1.0
        out.append(_Weighed(s, rare(actors, s.actors), rare(issues, s.issues), {w: telling[w] / norm for w in top}))
    return out


def _links(stories: Sequence[_Weighed], least: float) -> Iterable[Continuation]:
    """For each story what it goes on from, in order of time; `least` is what the actors of a story weigh in all."""
    seen: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for i, s in enumerate(stories):
        if s.sketch.since is None:
            break
        keys = [(kind, x) for kind, some in zip("aiw", s[1:], strict=True) for x in some]
        before = sorted({j for key in keys for j in seen[key][-LOOK_BACK:]})
        found = [(link.score, j, link) for j in before if (link := _compare(s, stories[j], least))]
        if found:
            yield max(found, key=lambda f: f[:2])[2]
        for key in keys:
            seen[key].append(i)


def _compare(s: _Weighed, earlier: _Weighed, least: float) -> Continuation | None:
    """What a story shares with an earlier one, where it is enough."""
    days = max(0, (s.sketch.since - (earlier.sketch.until or earlier.sketch.since)).days)  # type: ignore[operator]
    people, matters = _share(s.actors, earlier.actors, least), _share(s.issues, earlier.issues)
    told = sum(x * earlier.words[w] for w, x in s.words.items() if w in earlier.words)
    score = (_ACTORS * people + _TOLD * min(1.0, 2.5 * told) + _ISSUES * matters) * math.exp(-days / FADE)
    if score < ENOUGH:
        return None
    words = {w: x * earlier.words[w] for w, x in s.words.items() if w in earlier.words}
    return Continuation(
        story=s.sketch.id,
        earlier=earlier.sketch.id,
        score=round(score, 4),
        actors=_first(s.actors, earlier.actors),
        issues=_first(s.issues, earlier.issues),
        words=tuple(sorted(words, key=lambda w: (-words[w], w))[:_SHARED]),
    )


def _share(one: Mapping[str, float], other: Mapping[str, float], least: float = 1e-9) -> float:
    """How much of the smaller's weight both have."""
    both = sum(x for a, x in one.items() if a in other)
    return both / max(least, min(sum(one.values()), sum(other.values()))) if both else 0.0


def _first(one: Mapping[str, float], other: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted((a for a in one if a in other), key=lambda a: (-one[a], a)))

"""A story as its resolution sees it: every mention read, in order, with what stands around it."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from onrecord.actors.story.reading import Read, read_mention
from onrecord.actors.story.records import StoryArticle
from onrecord.actors.story.words import hits, state_names, tokens_of
from onrecord.findings import Sighting

FADE = 400.0  # characters over which a mention's weight falls to 1/e
NEXT = 100.0  # the same for pronouns, which mean who was named last
BACK = 40  # mentions looked back at
_DIRECTIONS = frozenset(("north", "south", "east", "west"))

Actor = tuple[Hashable, ...]
"""The key of an actor while a story is resolved: its sort, then what tells it from others of the sort."""


def first(weights: Mapping[Actor, float], many: int = 1) -> list[Actor]:
    """The actors with most weight, the same in any order."""
    return sorted(weights, key=lambda a: (-weights[a], repr(a)))[:many]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """One reading of one mention. `article` counts the articles in the order of their ids.

    `saw` is the kind that a tagger saw there; `looked` says that one was run over the article.
    """

    number: int
    article: int
    start: int
    end: int
    read: Read
    saw: str = ""
    looked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """That a mention is an actor's, how sure, and why."""

    actor: Actor
    score: float
    why: str


@dataclass(slots=True)
class Scene:
    """The mentions of a story in text order, and what is resolved so far."""

    articles: Sequence[StoryArticle]
    spots: Sequence[Spot]
    short: Mapping[str, str]
    shared: Mapping[str, tuple[str, ...]]
    found: dict[int, list[Found]] = field(default_factory=lambda: defaultdict(list))
    bounds: list[int] = field(default_factory=list)
    surnames: dict[str, Actor] = field(default_factory=dict)
    gender: dict[Actor, str] = field(default_factory=dict)
    _told: dict[int, Counter[Actor]] = field(default_factory=dict)
    _counts: Counter[Actor] = field(default_factory=Counter)
    _homes: list[str] = field(default_factory=list)
    _trail: dict[str, tuple[list[tuple[int, int]], list[Actor]]] = field(default_factory=dict)

    def give(self, spot: Spot, actor: Actor, score: float, why: str) -> None:
        """Note that a mention is an actor's."""
        if all(f.actor != actor for f in self.found[spot.number]):
            self.found[spot.number].append(Found(actor=actor, score=round(score, 2), why=why))

    def open(self, spot: Spot) -> bool:
        """Whether a mention is not resolved yet."""
        return not self.found.get(spot.number)

    def actor_of(self, spot: Spot, sort: str) -> Actor | None:
        """The one actor of this sort a mention was given, if it was given one."""
        got = [f.actor for f in self.found.get(spot.number, ()) if f.actor[0] == sort]
        return got[0] if len(got) == 1 else None

    def of_article(self, article: int) -> Sequence[Spot]:
        """The mentions of one article, in text order."""
        return self.spots[self.bounds[article] : self.bounds[article + 1]]

    def count(self, actor: Actor) -> int:
        """How many mentions of a settled sort are this actor's."""
        if not self._counts:
            for _, who in self._trail.values():
                self._counts.update(who)
        return self._counts[actor]

    def home(self, article: int) -> str:
        """The state whose institutions an article, or else the story, names without saying whose they are."""
        if not self._homes:
            named = [Counter(_institutions(self.of_article(i))) for i in range(len(self.articles))]
            whole = sum(named, Counter())
            self._homes.extend(_most(c) or _most(whole) for c in named)
        return self._homes[article]

    def told(self, article: int, who: Actor) -> float:
        """The share that a person settled has in an article, and, a little, in the whole story."""
        if not self._told:
            at, actors = self._trail.get("person", ([], []))
            for (i, _), actor in zip(at, actors, strict=True):
                self._told.setdefault(i, Counter())[actor] += 1
                self._told.setdefault(-1, Counter())[actor] += 1
        here, whole = (self._told.get(i, Counter()) for i in (article, -1))
        return here[who] / max(1, here.total()) + whole[who] / max(1, whole.total()) / 10

    def settle(self, sort: str) -> None:
        """Make what is resolved of a sort of actors by now the ground that `near` looks back over."""
        at: list[tuple[int, int]] = []
        who: list[Actor] = []
        for spot in self.spots:
            for f in self.found.get(spot.number, ()):
                if f.actor[0] == sort:
                    at.append((spot.article, spot.start))
                    who.append(f.actor)
        self._trail[sort] = (at, who)
        self._counts.clear()
        if sort == "person":
            self._told.clear()

    def near(self, spot: Spot, sort: str, fade: float = FADE) -> dict[Actor, float]:
        """The actors of a sort named before a mention in its article, by how much and how lately."""
        at, who = self._trail.get(sort, ([], []))
        low = bisect_left(at, (spot.article, -1))
        high = bisect_left(at, (spot.article, spot.start))
        weight: dict[Actor, float] = defaultdict(float)
        for i in range(max(low, high - BACK), high):
            weight[who[i]] += math.exp((at[i][1] - spot.start) / fade)
        return dict(weight)

    def before(self, spot: Spot, room: int) -> str:
        """The text before a mention, within its line."""
        text = self.articles[spot.article].text
        return text[max(0, spot.start - room) : spot.start].rpartition("\n")[2]

    def after(self, spot: Spot, room: int) -> str:
        """The text after a mention, within its line."""
        text = self.articles[spot.article].text
        return text[spot.end : spot.end + room].partition("\n")[0]


def _institutions(spots: Iterable[Spot]) -> Iterator[str]:
    """The states whose institutions are called by names of their own: "the Kremlin"."""
    for spot in spots:
        found = hits(tuple(tokens_of(spot.read.text[:300])))
        yield from (h.state for h in found if h.sort == "body" and h.state)


def _most(counts: Counter[str]) -> str:
    return min(counts, key=lambda s: (-counts[s], s)) if counts else ""


def make_scene(articles: Iterable[StoryArticle]) -> Scene:
    """Read every mention of the articles; the same for any order of articles and mentions."""
    once: dict[tuple[str, str, str], StoryArticle] = {}
    for a in articles:
        key = (a.document, a.outlet, a.text)
        held = once.get(key)
        more = held if held is not None else replace(a, mentions=(), sightings=())
        once[key] = replace(more, mentions=more.mentions + a.mentions, sightings=more.sightings + a.sightings)
    ordered = [once[key] for key in sorted(once)]
    short, shared = _short_states(ordered)
    spots: list[Spot] = []
    bounds = [0]
    for at, article in enumerate(ordered):
        seen = sorted((s for s in article.sightings if s.form == "name"), key=lambda s: (s.start, s.end))
        starts = [s.start for s in seen]
        for start, end, kind, form in _spans(article):
            saw = kind or _saw(seen, starts, start, end)
            lead = article.text[max(0, start - 12) : start].rpartition("\n")[2]
            for read in read_mention(article.text[start:end], short, shared, lead, form):
                spots.append(
                    Spot(
                        number=len(spots),
                        article=at,
                        start=start,
                        end=end,
                        read=read,
                        saw=saw,
                        looked=bool(seen or kind),
                    )
                )
        bounds.append(len(spots))
    return Scene(articles=ordered, spots=spots, short=short, shared=shared, bounds=bounds)


def _spans(article: StoryArticle) -> Iterator[tuple[int, int, str, str]]:
    """The mentions that lie in the text, once each, in text order, the longer first."""
    known: dict[tuple[int, int], tuple[str, str]] = {}
    for m in article.mentions:
        if 0 <= m.start < m.end <= len(article.text):
            kind = "" if m.kind == "unknown" else m.kind
            known[m.start, m.end] = max((kind, m.form), known.get((m.start, m.end), ("", "")))
    for start, end in sorted(known, key=lambda r: (r[0], -r[1])):
        yield start, end, *known[start, end]


def _saw(seen: Sequence[Sighting], starts: Sequence[int], start: int, end: int) -> str:
    """The kind a tagger gave the name that ends where a mention ends."""
    i = bisect_right(starts, end) - 1
    for s in seen[max(0, i - 2) : i + 1]:
        if s.start < end and abs(s.end - end) <= 2 and s.end > start:
            return s.kind
    return ""


def _short_states(articles: Sequence[StoryArticle]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """ "the North" for the only state of the story called North something; and words that its states share."""
    named: Counter[str] = Counter()
    for article in articles:
        for start, end, *_ in _spans(article):
            tokens = tuple(tokens_of(article.text[start : min(end, start + 300)]))
            named.update(h.state for h in hits(tokens) if h.sort == "state")
    called = {state_names()[code]: code for code in named if code in state_names()}
    states = sorted(s for s in called if len(s.split()) == 2)
    firsts = Counter(s.split()[0].lower() for s in states)
    lasts = Counter(s.split()[1].lower() for s in states)
    short = {f: called[s] for s in states if (f := s.split()[0].lower()) in _DIRECTIONS and firsts[f] == 1}
    shared = {
        word: tuple(called[s] for s in states if s.lower().endswith(" " + word)) for word, n in lasts.items() if n > 1
    }
    return short, shared

"""The stance sets and our marked sentences -> examples: pieces, parts, and what is to be learnt of them.

An example teaches the issue head (`sides`: the probabilities of support, oppose, none, unclear; `open` says which of
them are in question, for sets without a neutral label) or the toward head (`feeling` of the one target, `directed`).
"""

from __future__ import annotations

import gzip
import json
import random
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.prompt import CONTENT, CONTEXT, HOLDER, PROPOSITION, SOURCE, TARGET, Segment, lay_out
from onrecord.encoder.signs import CLASSES
from onrecord.positions import matter
from onrecord.stories import wording
from training.stance import blocks, marked, templates

SUPPORT, OPPOSE, NONE, UNCLEAR = range(4)
BOTH, THREE, FOUR = (1, 1, 0, 0), (1, 1, 1, 0), (1, 1, 1, 1)
FEELINGS = ("positive", "negative", "neutral")
DIRECTED = (("neutral", None), ("positive", "p>q"), ("negative", "p>q"), ("positive", "q>p"), ("negative", "q>p"))
LONGEST = 96


@dataclass(slots=True, kw_only=True)
class Example:
    """One prompt. `kind` is the set it comes from."""

    kind: str
    text: tuple[Segment, ...]
    about: tuple[Segment, ...]
    sides: tuple[float, ...] = ()
    open: tuple[int, ...] = FOUR
    conditional: int = -1
    implied: int = -1
    feeling: int = -1
    directed: int = -1
    weight: float = 1.0
    group: str = ""
    ids: list[int] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    signs: list[int] = field(default_factory=list)
    shared: list[str] = field(default_factory=list)

    def lay(self, pieces: WordPieces) -> Example:
        p = lay_out(pieces, (pieces.cls, pieces.sep), self.text, self.about, LONGEST)
        self.ids, self.parts, self.signs, self.shared = p.ids, p.parts, p.signs, p.shared
        return self

    def veiled(self, words: Sequence[int], rng: random.Random) -> list[int]:
        """Its pieces, with every word that text and proposition share and that leans no way become another one.

        What is left to learn is how a text speaks of whatever it is, not how texts speak of the toll.
        """
        other = {key: rng.choice(words) for key in sorted(set(self.shared))}
        topic = len(CLASSES)
        return [
            other[key] if key and sign == topic else piece
            for piece, sign, key in zip(self.ids, self.signs, self.shared, strict=True)
        ]


def rows(path: Path) -> list[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def one_hot(side: int) -> tuple[float, ...]:
    return tuple(float(i == side) for i in range(4))


_SIDE = {"support": SUPPORT, "oppose": OPPOSE, "neutral": NONE, "none": NONE, "unclear": UNCLEAR}


def issue_set(path: Path, kind: str) -> Iterator[Example]:
    """A set of texts with a side on a target: perspectrum, procon20, gwsd, semeval2016t6, vast."""
    for r in rows(path):
        text = re.sub(r"#SemST|@user", "", r["text"]).strip()
        sides = (*(r["probs"][s] for s in ("support", "oppose", "neutral")), 0.0) if "probs" in r else None
        yield Example(
            kind=kind,
            text=((text, CONTENT),),
            about=((r["target"], PROPOSITION),),
            sides=sides or one_hot(_SIDE[r["label"]]),
            open=BOTH if kind in ("perspectrum", "procon20") else THREE,
            group=f"{kind}/{r['target']}",
        )


COVERAGE, ARTICLES, NEAR = "news-m", "news-t", "m"
"""From these files on statements are as they come in articles, nine in ten (statement, proposition) without a side
("coverage"); stand in articles, with the sentence before them ("article"); and turns are held against propositions
nearer by ("near")."""
LED = 0.5
"""How many statements of ours that stand alone are shown behind another one of their dispute."""
SHORT_ANSWER = 9
"""A text of fewer words may answer what stands before it."""


def kept_aside(group: str) -> bool:
    """Whether a dispute or debate of ours is one of the tenth that is measured and not learnt from."""
    return zlib.crc32(group.encode()) % 10 == 0


def ours(folder: Path, *, aside: bool = False, without: Sequence[str] = ()) -> Iterator[Example]:
    """The invented sentences, those kept aside or the others; groups with a word of `without` are left out."""
    for path in sorted(folder.glob("*.txt")):
        for r in marked.read(path):
            if kept_aside(r.group) != aside or any(word in r.group for word in without):
                continue
            yield _invented(r, "debate" if r.debate else _news(path.stem), f"{path.stem}/{r.group}")


def _news(stem: str) -> str:
    return "article" if stem >= ARTICLES else "coverage" if stem >= COVERAGE else "news"


def plain(propositions: Iterable[str], count: int, seed: int) -> Iterator[Example]:
    """So many plain statements made of propositions (`templates`)."""
    asked = [a for p in sorted(set(propositions)) if (a := templates.apart(p))]
    for r in templates.made(asked, count, random.Random(seed)):
        yield _invented(r, "template", "templates")


def balanced(examples: Sequence[Example]) -> Sequence[Example]:
    """The same examples; those of a rarer side weigh more."""
    sides = [max(range(4), key=e.sides.__getitem__) for e in examples]
    for e, side in zip(examples, sides, strict=True):
        e.weight = (len(examples) / len(set(sides)) / sides.count(side)) ** 0.7
    return examples


_FOLLOWS = {"=": SUPPORT, "!": OPPOSE, "?": NONE}


def inferences(folder: Path, *, aside: bool = False) -> Iterator[Example]:
    """The invented inferences: what follows is supported, what is contradicted opposed. Contradictions go both ways."""
    for path in sorted(folder.glob("*.txt")):
        for r in blocks.read(path, blocks.PAIRS):
            if kept_aside(r.text) != aside:
                continue
            ways = [(r.text, r.against)]
            if r.label == "!" and not aside:
                ways.append((r.against, r.text))
            for text, about in ways:
                yield Example(
                    kind="pairs",
                    text=((text, CONTENT),),
                    about=((about, PROPOSITION),),
                    sides=one_hot(_FOLLOWS[r.label]),
                    open=THREE,
                    group=r.text,
                )


def turns(folder: Path, *, aside: bool = False) -> Iterator[Example]:
    """The invented statements that are held against many propositions."""
    for path in sorted(folder.glob("*.txt")):
        for r in blocks.read(path, blocks.TURNS):
            if kept_aside(r.text) == aside:
                segments, _ = marked.parse(r.text, r.where)
                side = marked.SIDES[r.label]
                yield Example(
                    kind="turns" if path.stem < NEAR else "near",
                    text=segments,
                    about=((r.against, PROPOSITION),),
                    sides=(0.5, 0.5, 0.0, 0.0) if side == "conditional" else one_hot(_SIDE[side]),
                    conditional=int(side == "conditional") if side != "none" else -1,
                    group=r.text,
                )


def _invented(r: marked.Marked, kind: str, group: str) -> Example:
    some = _SIDE.get(r.side)
    alone = Example(
        kind=kind,
        text=r.text,
        about=((r.proposition, PROPOSITION),),
        sides=(0.5, 0.5, 0.0, 0.0) if some is None else one_hot(some),
        open=THREE if r.debate else FOUR,
        conditional=int(r.side == "conditional") if not r.debate and r.side != "none" else -1,
        implied=int(r.implied) if not r.debate and r.side in ("support", "oppose") else -1,
        group=group,
    )
    return behind(alone, r.lead)


def sentiment(path: Path) -> Iterator[Example]:
    """NewsMTSC: a sentence and one who is named in it."""
    for r in rows(path):
        a, b = r["start"], r["end"]
        text = ((r["text"][:a], CONTEXT), (r["text"][a:b], TARGET), (r["text"][b:], CONTEXT))
        yield Example(
            kind="newsmtsc",
            text=text,
            about=((r["target"], PROPOSITION),),
            feeling=FEELINGS.index(r["label"]),
            group=r["text"],
        )


_MARK = re.compile(r"\[([^\[\]]*)\]")


def between(text: str, p: str, q: str) -> tuple[Segment, ...]:
    """A sentence of the directed set: its two names stand in brackets, the first is p."""
    out: list[Segment] = []
    at, part = 0, SOURCE
    for m in _MARK.finditer(text):
        if m[1] not in (p, q):
            continue
        out += [(text[at : m.start()], CONTEXT), (m[1], part)]
        at, part = m.end(), TARGET
    return (*out, (text[at:], CONTEXT))


def directed(path: Path) -> Iterator[Example]:
    for r in rows(path):
        yield Example(
            kind="directed",
            text=between(r["text"], r["p"], r["q"]),
            about=((r["p"], HOLDER), (r["q"], PROPOSITION)),
            directed=DIRECTED.index((r["label"], r["direction"])),
            group=r["text"],
        )


def turned(e: Example) -> Example:
    """A directed example read the other way round."""
    swap = {SOURCE: TARGET, TARGET: SOURCE}
    to = (0, 3, 4, 1, 2)[e.directed]
    text = tuple((t, swap.get(p, p)) for t, p in e.text)
    (p, _), (q, _) = e.about
    return Example(kind=e.kind, text=text, about=((q, HOLDER), (p, PROPOSITION)), directed=to, group=e.group)


_NEGATIONS = (
    (r"\bshould not\b", "should"),
    (r"\bshould never\b", "should"),
    (r"\bmust not\b", "must"),
    (r"\bis not\b", "is"),
    (r"\bare not\b", "are"),
    (r"\bdoes not\b", "does"),
    (r"\bcannot\b", "can"),
    (r"\bshould\b", "should not"),
    (r"\bmust\b", "must not"),
    (r"\bis\b", "is not"),
    (r"\bare\b", "are not"),
    (r"\bwill\b", "will not"),
    (r"\bcan\b", "cannot"),
    (r"\bhas\b", "has not"),
    (r"\bwas\b", "was not"),
)


def negated(proposition: str) -> str | None:
    """The contrary of a proposition by its first verb that can carry a "not"; None for questions and bare topics."""
    if proposition.rstrip().endswith("?"):
        return None
    for pattern, to in _NEGATIONS:
        out, n = re.subn(pattern, to, proposition, count=1)
        if n:
            return out
    return None


def against(e: Example, proposition: str) -> Example:
    """The same text on the contrary proposition."""
    a, b, c, d = e.sides
    return _on(e, proposition, sides=(b, a, c, d))


def elsewhere(e: Example, proposition: str) -> Example:
    """The same text on a proposition it has nothing to do with."""
    shut = e.open if e.open == FOUR else THREE
    return _on(e, proposition, sides=one_hot(NONE), open=shut, conditional=-1, implied=-1, weight=1.0)


def _on(e: Example, proposition: str, **changed: Any) -> Example:
    return _anew(e, about=((proposition, PROPOSITION),), **changed)


def _anew(e: Example, **changed: Any) -> Example:
    """The same example but for what changed, not yet laid out."""
    return replace(e, ids=[], parts=[], signs=[], shared=[], **changed)


DRAWN = 25
"""Propositions that are drawn to find one in like words."""


def _words(text: str) -> set[str]:
    stems = {wording.stemmed(w) for w in wording.words(text)}
    return {s for s in stems if wording.common().get(s, 0.0) < matter.COMMON}


def nearest(e: Example, others: Sequence[str], rng: random.Random) -> str:
    """Of some other propositions, drawn at random, the one that shares most words with the text."""
    words, mine = _words(told(e)), e.about[0][0]
    some = [o for o in rng.sample(others, min(DRAWN, len(others))) if o != mine]
    return max(some, key=lambda o: len(_words(o) & words), default=rng.choice(others))


def shown(
    e: Example, others: Sequence[str], rng: random.Random, far: float = 0.05, around: Sequence[str] = ()
) -> Example:
    """An example as it is shown once: now and then on the contrary proposition, or (`far`) on another one.

    Half of the other ones are in like words: what a machine holds against an issue is mostly about something else in
    the same article. `around` are texts, one of which may stand before it: its side is not this one's. A short text
    may be an answer to what stands before it, and is left alone.
    """
    if e.directed >= 0:
        return turned(e) if rng.random() < 0.25 else e
    if not e.sides:
        return e
    luck = rng.random()
    if luck < 0.2 and (contrary := negated(e.about[0][0])):
        e = against(e, contrary)
    elif luck > 1 - far and others:
        e = elsewhere(e, rng.choice(others) if rng.random() < 0.5 else nearest(e, others, rng))
    if around and len(told(e).split()) >= SHORT_ANSWER and rng.random() < LED:
        return behind(e, rng.choice(around))
    return e


def behind(e: Example, lead: str) -> Example:
    """An example with the sentence before it where its own do not name the issue, as `positions.reading` reads it."""
    if not lead or _words(told(e)) & _words(e.about[0][0]):
        return e
    return _anew(e, text=((f"{lead} ", CONTEXT), *e.text))


def told(e: Example) -> str:
    """Its text without marks."""
    return "".join(text for text, _ in e.text)

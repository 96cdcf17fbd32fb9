"""Gold attributions as a record, and quotations of known verdict made of them."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from lines import rows
from onrecord.model import Actor, Document, Entity, Link, Part, Reading, Span, Statement
from onrecord.quotations.lexicon import lexicon
from onrecord.quotations.passage import quoted
from onrecord.quotations.tokens import Word, words
from onrecord.span import stable_id
from onrecord.store.db import Store

BATCH = 50
_PIECE = 4  # words of a piece beside a silent cut, at least
_CUT, _LONG_CUT = 5, 25  # words that a silent cut leaves out
_GRAM = 6  # words in a row that an absent quotation may not share with the record
_PRONOUNS = frozenset(["he", "she", "they", "it", "i", "we", "who", "that", "which", "you", "his", "her"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A quotation with the verdict it must get.

    `made` says how it was made where its verdict is made in more ways than one; `left_out` are the normal forms of the
    words that must be shown as left out.
    """

    expected: str
    quote: str
    by: str | None = None
    made: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A gold statement: its words as printed, its kind, and who said it where a name tells."""

    text: str
    words: tuple[Word, ...]
    kind: str
    speaker: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    text: str
    said: tuple[Said, ...]
    narrated: tuple[str, ...]  # sentences outside all contents


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def fill(store: Store, data: Path) -> list[Article]:
    """The gold as a record; answers its articles."""
    run = store.begin_run("bench", {})
    articles, batch = [], []
    for row in rows(data):
        reading, article = _reading(row)
        batch.append(reading)
        articles.append(article)
        if len(batch) == BATCH:
            store.append(run, batch, [], *_actors(batch))
            batch = []
    store.append(run, batch, [], *_actors(batch))
    store.finish_run(run, {}, 0.0)
    return articles


def _reading(row: dict[str, object]) -> tuple[Reading, Article]:
    text, doc = str(row["text"]), "d" + sha(str(row["id"]))[:16]
    marks = quoted(text)

    def spans(at: Sequence[Sequence[int]]) -> tuple[Span, ...]:
        return tuple(Span(doc=doc, start=s, end=e, text=text[s:e]) for s, e in at)

    entities: dict[str, Entity] = {}
    statements: list[Statement] = []
    said: list[Said] = []
    seen: dict[tuple[str, ...], int] = {}
    for gold in row["attributions"]:  # type: ignore[attr-defined]
        content = spans(gold["content"])
        found = [w for s in content for w in words(s.text, s.start)]
        if not found:
            continue
        inside = [any(a <= w.start and w.end <= b for a, b in marks) for w in found]
        kind = "direct" if all(inside) else "mixed" if any(inside) else "indirect"
        name = " ".join(" ".join(s.text.split()) for s in spans(gold["source"])).strip(" ,")
        known = bool(name) and name.casefold() not in _PRONOUNS and name[0].isupper()
        if known and name not in entities:
            entities[name] = Entity(
                id=stable_id("e", doc, "entity", [name], 0), doc=doc, name=name, key=name, kind="person"
            )
        quotes = tuple(s.text for s in content)
        seen[quotes] = nth = seen.get(quotes, -1) + 1
        statements.append(
            Statement(
                id=stable_id("s", doc, "statement", quotes, nth), doc=doc, source=spans(gold["source"]),
                cue=spans(gold["cue"]), content=content, speaker=entities[name].id if known else None, kind=kind,
                act="assertion", score=1.0, why="gold", by="gold",
            )
        )  # fmt: skip
        if len(content) == 1:
            said.append(Said(text=quotes[0], words=tuple(found), kind=kind, speaker=name if known else None))
    published = date.fromisoformat(str(row["date"])) if row.get("date") else None
    reading = Reading(
        document=Document(
            id=doc, key=str(row["id"]), location=str(row["id"]), file=str(row["id"]), format="text", text=text,
            text_sha=sha(text), raw_sha=sha(text), outlet=str(row["publisher"]), title=None, published=published,
            language="en", parts=(Part(start=0, end=len(text), label="body", why="gold"),),
        ),
        mentions=(), entities=tuple({e.id: e for e in entities.values()}.values()), roles=(),
        statements=_distinct(statements),
    )  # fmt: skip
    return reading, Article(text=text, said=tuple(said), narrated=tuple(_narrated(row, text)))


def _distinct(found: Sequence[Statement]) -> tuple[Statement, ...]:
    return tuple({s.id: s for s in found}.values())


def _narrated(row: dict[str, object], text: str) -> Iterator[str]:
    taken = [tuple(at) for gold in row["attributions"] for role in ("content",) for at in gold[role]]  # type: ignore[attr-defined]
    sentence: list[Word] = []
    for word in words(text):
        sentence.append(word)
        if word.ends:
            start, end = sentence[0].start, sentence[-1].end
            if len(sentence) >= 10 and not any(s < end and start < e for s, e in taken):
                yield text[start:end]
            sentence = []


def _actors(batch: Sequence[Reading]) -> tuple[list[Actor], list[Link]]:
    actors: dict[str, Actor] = {}
    links = []
    for reading in batch:
        for e in reading.entities:
            key = e.name.casefold()
            name = "a" + sha(key)[:16]
            actors[name] = Actor(id=name, name=e.name, kind="person", key=key, names=(e.name,))
            links.append(Link(entity=e.id, actor=name, score=1.0, why="same name", by="gold"))
    return list(actors.values()), links


# ---------------------------------------------------------------------------- cases


def cases(articles: Sequence[Article], absent: Path | None, each: int) -> Iterator[Case]:
    """At most `each` quotations of each verdict, the same for the same gold."""
    rnd = random.Random(17)
    direct = [s for a in articles for s in a.said if s.kind == "direct" and len(s.words) >= 8 and _whole(s)]
    indirect = [s for a in articles for s in a.said if s.kind == "indirect" and len(s.words) >= 8]
    once = _once(direct)
    rnd.shuffle(once)
    vocabulary = [w.text for s in once for w in s.words if lexicon().content(w.key) and len(w.key) > 3]
    for s in once[:each]:
        yield Case(expected="verbatim", quote=_reset(rnd, s.text))
    for i, s in enumerate([s for s in once if len(s.words) >= 12][:each]):
        yield Case(expected="altered", quote=_altered(rnd, s, 1 + i % 3, vocabulary))
    halves = [s for s in once if len(s.words) >= 14]
    for a, b in list(zip(halves, reversed(halves), strict=True))[: min(each, len(halves) // 2)]:
        yield Case(expected="spliced", quote=_half(a, first=True) + " " + _half(b, first=False))
    named = [s for s in once if s.speaker]
    names = sorted({s.speaker for s in named if s.speaker})
    for s in named[:each]:
        other = rnd.choice([n for n in names if not _akin(n, s.speaker or "")])
        yield Case(expected="misattributed", quote=s.text, by=other)
    yield from [Case(expected="partial", quote=cut) for s in once if (cut := _before_negation(s))][:each]
    rest = _once(indirect)
    rnd.shuffle(rest)
    yield from [Case(expected="indirect", quote=s.text) for s in rest[:each]]
    told = sorted({n for a in articles for n in a.narrated if '"' not in n and "“" not in n})
    rnd.shuffle(told)
    yield from [Case(expected="text", quote=t) for t in told[:each]]
    if absent is not None:
        yield from _absent(absent, articles, each)
    long = [s for s in once if len(s.words) >= 2 * _PIECE + _CUT]
    yield from [_cut(random.Random(i), s) for i, s in enumerate(long[:each])]


def _whole(s: Said) -> bool:
    """Whether it has the same kind of marks throughout and no ellipsis or bracket of an editor."""
    return not any(c in s.text for c in "[]…") and "..." not in s.text


def _once(found: Sequence[Said]) -> list[Said]:
    """Each wording once."""
    return list({tuple(w.key for w in s.words): s for s in found}.values())


def _reset(rnd: random.Random, text: str) -> str:
    """The same words set otherwise: quotation marks, apostrophes, case of the first letter, a dash for a comma."""
    out = text.replace("’", "'") if rnd.random() < 0.5 else text.replace("'", "’")
    out = out.strip("\"“”' ")
    if rnd.random() < 0.3:
        out = out.replace(", ", " - ", 1)
    if rnd.random() < 0.3:
        out = out[0].swapcase() + out[1:]
    return f"“{out}”" if rnd.random() < 0.5 else out


def _altered(rnd: random.Random, s: Said, count: int, vocabulary: Sequence[str]) -> str:
    """`count` words replaced by others of the corpus."""
    start = s.words[0].start
    text = s.text
    base = s.words[0].start - s.text.find(s.words[0].text)
    for i in sorted(rnd.sample(range(1, len(s.words) - 1), count), reverse=True):
        word = s.words[i]
        other = rnd.choice([v for v in rnd.sample(list(vocabulary), 20) if v.casefold() != word.plain])
        text = text[: word.start - base] + other + text[word.end - base :]
    assert start >= base
    return text


def _half(s: Said, *, first: bool) -> str:
    base = s.words[0].start - s.text.find(s.words[0].text)
    middle = len(s.words) // 2
    if first:
        return s.text[: s.words[middle].end - base].strip('"“”')
    return s.text[s.words[middle].start - base :].strip('"“”')


def _cut(rnd: random.Random, s: Said) -> Case:
    """Two pieces of a statement side by side, what stood between them left out without a mark."""
    base = s.words[0].start - s.text.find(s.words[0].text)
    gone = rnd.randint(_CUT, min(_LONG_CUT, len(s.words) - 2 * _PIECE))
    first = rnd.randint(_PIECE, len(s.words) - gone - _PIECE)
    head = s.text[: s.words[first - 1].end - base].strip('"“”')
    tail = s.text[s.words[first + gone].start - base :].strip('"“”')
    left_out = tuple(w.key for w in s.words[first : first + gone])
    return Case(expected="spliced", quote=f"{head} {tail}", made="silent cut", left_out=left_out)


def _before_negation(s: Said) -> str | None:
    base = s.words[0].start - s.text.find(s.words[0].text)
    for i, word in enumerate(s.words):
        if word.ends and i < len(s.words) - 1:
            return None
        if i >= 6 and lexicon().negates(word.key):
            return s.text[: s.words[i - 1].end - base].strip('"“”')
    return None


def _akin(a: str, b: str) -> bool:
    return bool(set(a.casefold().split()) & set(b.casefold().split()))


def _absent(path: Path, articles: Sequence[Article], each: int) -> Iterator[Case]:
    there = set()
    for a in articles:
        keys = [w.key for w in words(a.text)]
        there |= {tuple(keys[i : i + _GRAM]) for i in range(len(keys) - _GRAM + 1)}
    count = 0
    for row in rows(path):
        _, article = _reading(row)
        for s in article.said:
            keys = [w.key for w in s.words]
            grams = {tuple(keys[i : i + _GRAM]) for i in range(len(keys) - _GRAM + 1)}
            if s.kind == "direct" and len(keys) >= 8 and not grams & there and count < each:
                count += 1
                yield Case(expected="absent", quote=s.text)
                break

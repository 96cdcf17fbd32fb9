"""Copies of articles made by rule, with the origin of every word known: what bench/reprints.py measures on.

`corpus` takes real articles and makes copies of a third of them, sets quotations and excerpts of these into another
third, and leaves the last as it is. `crowd` makes articles of an invented language without end, with phrases that
come again as phrases of news do. Both depend on their seed alone.
"""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate

KINDS = ("exact", "truncated", "edited .1", "edited .2", "edited .3", "rewritten", "shuffled", "mixed", "chain")
PLACED = ("quotation", "quotation edited", "excerpt", "excerpt edited")
_QUOTATION = re.compile(r"[“\"]([^”\"“\n]*)[”\"]")
SHORTEST_SOURCE = 250  # words
QUOTATION_WORDS = 8

Token = tuple[str, tuple[int, int] | None, bool]
"""A word with its marks, where it comes from (article, place), and whether it was set in as a quotation."""


@dataclass(slots=True)
class Made:
    """One article: its text, where each token of known origin stands in it, and how it was made."""

    id: str
    outlet: str
    published: date
    text: str
    tokens: list[tuple[int, int, tuple[int, int] | None, bool]] = field(default_factory=list)
    kind: str = "as it is"
    source: int | None = None  # place of the article it was made from
    quotations: list[tuple[int, int, int, int, int, bool]] = field(default_factory=list)
    """Quotations set in: characters here, place of the source, characters there, whether edited."""


def words_of(text: str) -> list[list[Token]]:
    """An article as paragraphs of tokens without origin."""
    return [[(w, None, False) for w in p.split()] for p in text.split("\n") if p.strip()]


def _laid_out(made: Made, paragraphs: Sequence[Sequence[Token]]) -> Made:
    out: list[str] = []
    at = 0
    for k, paragraph in enumerate(p for p in paragraphs if p):
        if k:
            out.append("\n\n")
            at += 2
        for j, (word, origin, quoted) in enumerate(paragraph):
            if j:
                out.append(" ")
                at += 1
            made.tokens.append((at, at + len(word), origin, quoted))
            out.append(word)
            at += len(word)
    made.text = "".join(out)
    return made


class Editor:
    """Changes to text as editors make them: words put for others, left out, put in; sentences written anew."""

    def __init__(self, rnd: random.Random, vocabulary: Sequence[str]) -> None:
        self.rnd, self.vocabulary = rnd, vocabulary

    def word(self) -> Token:
        return (self.rnd.choice(self.vocabulary), None, False)

    def edited(self, tokens: Sequence[Token], share: float) -> list[Token]:
        out: list[Token] = []
        for token in tokens:
            roll = self.rnd.random()
            if roll < share * 0.5:
                out.append(self.word())
            elif roll < share * 0.75:
                continue
            elif roll < share:
                out += [token, self.word()]
            else:
                out.append(token)
        return out

    def rewritten(self, tokens: Sequence[Token], share: float) -> list[Token]:
        out: list[Token] = []
        sentence: list[Token] = []
        for token in tokens:
            sentence.append(token)
            if token[0].rstrip("”\"'’)")[-1:] in ".?!":
                out += [self.word() for _ in sentence] if self.rnd.random() < share else sentence
                sentence = []
        return out + sentence

    def copy(self, kind: str, paragraphs: Sequence[list[Token]]) -> list[list[Token]]:
        """The paragraphs as an outlet of this habit prints them."""
        listed = [list(p) for p in paragraphs]
        if kind == "truncated":
            return self.cut(listed, self.rnd.uniform(0.3, 0.8))
        if kind.startswith("edited"):
            return [self.edited(p, float(kind.split()[1])) for p in listed]
        if kind == "rewritten":
            return [self.rewritten(p, 0.2) for p in listed]
        if kind == "shuffled":
            self.rnd.shuffle(listed)
            return listed
        if kind in ("mixed", "chain"):
            head = [self.word() for _ in range(9)]
            return [head, *(self.edited(p, 0.1) for p in self.cut(listed[1:], self.rnd.uniform(0.6, 0.95)))]
        return listed

    def cut(self, paragraphs: Sequence[list[Token]], share: float) -> list[list[Token]]:
        room = int(sum(map(len, paragraphs)) * share)
        out = []
        for p in paragraphs:
            out.append(p[:room])
            room -= len(p)
            if room <= 0:
                break
        return out


def corpus(articles: Sequence[dict[str, str]], seed: int) -> list[Made]:
    """Articles, copies of a third of them, and another third with words of the first set in."""
    rnd = random.Random(seed)
    vocabulary = sorted({w for a in articles for w in a["text"].split() if w.isalpha()})
    editor = Editor(rnd, vocabulary)
    out: list[Made] = []
    originals: list[list[list[Token]]] = []
    for k, article in enumerate(articles):
        count = iter(range(10**6))
        originals.append([[(w, (k, next(count)), False) for w, _, _ in p] for p in words_of(article["text"])])
    shape = [
        Made(id=a["id"], outlet=a["publisher"], published=date.fromisoformat(a["date"]), text="") for a in articles
    ]
    lengths = [sum(map(len, p)) for p in originals]
    sources = [k for k in range(0, len(articles), 3) if lengths[k] >= SHORTEST_SOURCE]
    for k, made in enumerate(shape):
        if k % 3 != 1:
            out.append(_laid_out(made, originals[k]))
    place = {m.id: n for n, m in enumerate(out)}
    for k in sources:
        before = originals[k]
        for n in range(3):
            kind = rnd.choice(KINDS)
            start = before if kind == "chain" and n else originals[k]
            paragraphs = editor.copy(kind, start)
            copy = Made(
                id=f"{articles[k]['id']}-{n}", outlet=f"Outlet {rnd.randrange(60)}", text="", kind=kind,
                published=shape[k].published + timedelta(days=1 + n), source=place[shape[k].id],
            )  # fmt: skip
            before = paragraphs
            out.append(_laid_out(copy, paragraphs))
    for k in range(1, len(articles), 3):
        out.append(_host(editor, shape[k], originals[k], rnd.choice(PLACED), out, rnd.choice(sources), place, shape))
    return out


def _host(
    editor: Editor, made: Made, own: list[list[Token]], kind: str, out: list[Made], k: int, place: dict[str, int],
    shape: list[Made],
) -> Made:  # fmt: skip
    """An article of its own with a quotation or some sentences of another set in."""
    rnd = editor.rnd
    source = place[shape[k].id]
    tokens = out[source].tokens
    text = out[source].text
    made.kind, made.source = kind, source
    if kind.startswith("excerpt"):
        length = rnd.randint(60, 160)
        first = rnd.randrange(max(1, len(tokens) - length))
        some: list[Token] = [(text[s:e], origin, False) for s, e, origin, _ in tokens[first : first + length]]
        some = editor.edited(some, 0.1) if kind.endswith("edited") else some
        at = rnd.randrange(1, len(own)) if len(own) > 1 else 1
        return _laid_out(made, [*own[:at], some, *own[at:]])
    found = [m.span(1) for m in _QUOTATION.finditer(text) if len(m[1].split()) >= QUOTATION_WORDS]
    if not found:
        made.kind, made.source = "as it is", None
        return _laid_out(made, own)
    start, end = rnd.choice(found)
    quoted: list[Token] = [
        (text[s:e].strip('“”"'), o, True) for s, e, o, _ in tokens if s >= start - 1 and e <= end + 2
    ]
    if kind.endswith("edited"):
        for n in sorted(rnd.sample(range(len(quoted)), max(1, len(quoted) // 8)), reverse=True):
            quoted[n : n + 1] = [editor.word()] if rnd.random() < 0.7 else []
    quoted = [(w, o, True) for w, o, _ in quoted if w]
    quoted[0] = ("“" + quoted[0][0], *quoted[0][1:])
    quoted[-1] = (quoted[-1][0] + "”", *quoted[-1][1:])
    tail: list[Token] = [(w, None, False) for w in rnd.choice(("he said.", "she told reporters.", "the aide added."))
                         .split()]  # fmt: skip
    at = rnd.randrange(1, len(own)) if len(own) > 1 else 1
    _laid_out(made, [*own[:at], [*quoted, *tail], *own[at:]])
    spans = [(s, e) for s, e, _, q in made.tokens if q]
    made.quotations.append((spans[0][0], spans[-1][1], source, start, end, kind.endswith("edited")))
    return made


# ---------------------------------------------------------------------------- any number of articles


PHRASES = 0.045  # so that pairs share runs of five words about as often as PolNeAR's articles do


class Crowd:
    """Articles of an invented language: words and stock phrases follow Zipf's law; some are copies of earlier ones."""

    WORDS, PHRASES, OUTLETS = 60_000, 25_000, 300

    def __init__(self, seed: int) -> None:
        rnd = random.Random(seed)
        signs = ["ba", "do", "ke", "li", "mu", "na", "po", "ra", "se", "ti", "vo", "zu", "sha", "gri", "lon", "mer"]
        made: dict[str, None] = {}
        while len(made) < self.WORDS:
            made["".join(rnd.choice(signs) for _ in range(rnd.choice((1, 2, 2, 3, 3, 4))))] = None
            if len(made) % 1000 == 0:
                signs = [*signs, rnd.choice(signs) + rnd.choice("rstnl")][:400]
        self.vocabulary = list(made)
        self.seed = seed
        self.word_weights = list(accumulate(1 / (n + 3) for n in range(self.WORDS)))
        self.phrase_weights = list(accumulate(1 / (n + 10) for n in range(self.PHRASES)))
        self.phrases = [tuple(self._words(rnd, rnd.choice((3, 4, 5, 5, 6, 6, 7, 8)))) for _ in range(self.PHRASES)]
        self.notes = [" ".join(self._words(rnd, rnd.randint(20, 60))) + "." for _ in range(self.OUTLETS)]

    def _words(self, rnd: random.Random, count: int) -> list[str]:
        return rnd.choices(self.vocabulary, cum_weights=self.word_weights, k=count)

    def article(self, k: int) -> Made:
        """The article of this number: one in eight a copy of an earlier one, one in eight quoting one."""
        rnd = random.Random(hashlib.sha256(f"{self.seed}/{k}".encode()).digest())
        outlet = min(self.OUTLETS - 1, int(self.OUTLETS ** rnd.random()))
        day = date(2020, 1, 1) + timedelta(days=k // 100)
        fate = self._fate(k)
        earlier = k - 1 - int(rnd.random() ** 2 * min(k, 2000)) if k else 0
        while earlier > 0 and self._is_copy(earlier):
            earlier -= 1
        made = Made(id=f"d{k:08}", outlet=f"Outlet {outlet}", published=day, text="")
        if self._is_copy(k):
            text = self._original(earlier)
            editor = Editor(rnd, self.vocabulary)
            made.kind, made.source = rnd.choice(KINDS[:-1]), earlier
            paragraphs = [[(w, None, False) for w in p.split()] for p in text.split("\n\n")]
            made.text = "\n\n".join(" ".join(w for w, _, _ in p) for p in editor.copy(made.kind, paragraphs) if p)
            return made
        made.text = self._original(k)
        if k and fate < 0.25:
            quotation = re.search(r"“[^”]*”", self._original(earlier))
            if quotation:
                made.kind, made.source = "quotation", earlier
                made.text += "\n\n" + quotation[0] + " " + " ".join(self._words(rnd, 4)) + "."
        if rnd.random() < 0.2:
            made.text += "\n\n" + self.notes[outlet]
        return made

    def _fate(self, k: int) -> float:
        return hashlib.sha256(f"{self.seed}/f/{k}".encode()).digest()[0] / 256

    def _is_copy(self, k: int) -> bool:
        return k > 0 and self._fate(k) < 0.125

    def _original(self, k: int) -> str:
        rnd = random.Random(hashlib.sha256(f"{self.seed}/o/{k}".encode()).digest())
        paragraphs = []
        for p in range(max(4, int(rnd.gauss(16, 6)))):
            words: list[str] = []
            while len(words) < 36:
                if rnd.random() < PHRASES:
                    words += rnd.choices(self.phrases, cum_weights=self.phrase_weights)[0]
                else:
                    words += self._words(rnd, 5)
            text = " ".join(words)
            paragraphs.append(f"“{text}” {words[0]} {words[3]}." if p % 4 == 1 else text.capitalize() + ".")
        return "\n\n".join(paragraphs)

    def articles(self, count: int) -> Iterator[Made]:
        return map(self.article, range(count))

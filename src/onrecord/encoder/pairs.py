"""What two mentions have to do with each other, as numbers: the features of the antecedent ranker."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.decode import Floats
from onrecord.encoder.referring import FEMALE, MALE, NAME, PRONOUNS, THING, UNKNOWN, Mention
from onrecord.encoder.sheet import CLOSES, INSIDE, OPENS, UNCLOSED, Sheet
from onrecord.findings import Range

Ints = NDArray[np.int64]
TOLD, OWN = 102, 6
"""How many features a pair has, and a mention alone."""
_CORE = 6
_NAMESAKES = 20
_WIDEST = 40
_STEPS = np.asarray([1, 2, 3, 4, 6, 9, 14, 22, 36, 60, 120, 1 << 40])
_SENTENCES = np.asarray([0, 1, 2, 3, 5, 8, 14, 1 << 40])
_OFTEN = np.asarray([1, 2, 4, 8, 1 << 40])
_LIKE = np.asarray([0, 15, 30, 45, 60, 1 << 40])
_WORDS = np.asarray([2, 4, 8, 16, 1 << 40])


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The mentions of an article as columns; row k of each is mention k, in the order of the text."""

    first: Ints
    last: Ints
    head: Ints
    form: Ints
    number: Ints
    gender: Ints
    text: Ints
    initials: Ints
    words: Ints  # content words of the core, the head first, -1 behind them
    stem: Ints
    reflexive: NDArray[np.bool_]
    sentence: Ints
    paragraph: Ints
    quotation: Ints  # the number of the quotation, 0 outside
    kind: Floats  # how surely a person, an organization, a place, none
    source: Ints  # the mention is the source of the contents with this number, 0: of none
    content: Ints  # the mention lies in the contents with this number, 0: in none
    sense: Floats  # what the head means, and the core: two vectors of length one, side by side
    often: Ints  # mentions of the article with the same words
    begins: NDArray[np.bool_]  # the first mention of its sentence
    asks: NDArray[np.bool_]  # its paragraph ends with a question mark

    def __len__(self) -> int:
        return len(self.first)


def sentences(sheet: Sheet) -> tuple[Ints, Ints, Ints]:
    """The sentence, paragraph and quotation (0: none) of each word."""
    n = len(sheet.start)
    sentence, paragraph, quotation = (np.zeros(n, dtype=np.int64) for _ in range(3))
    number = quote = 0
    for p, (first, last) in enumerate(sheet.paragraphs):
        number += 1
        paragraph[first:last] = p
        before = False
        for i in range(first, last):
            state = sheet.quote[i]
            if i > first and sheet.final[i - 1] and not sheet.final[i] and state != CLOSES:
                number += 1
            inside = state in (OPENS, INSIDE, CLOSES, UNCLOSED)
            if inside and (not before or state == OPENS):
                quote += 1
            before = inside
            quotation[i] = quote if inside else 0
            sentence[i] = number
    return sentence, paragraph, quotation


def table(
    mentions: Sequence[Mention],
    words: Sequence[str],
    sheet: Sheet,
    kinds: Floats,
    sense: Floats,
    said: Sequence[tuple[Range, Range]],
) -> Table:
    """The columns of mentions in text order.

    `words` are the sheet's in lower case; `kinds` and `sense` have a row a mention; `said` are (source, content) of
    attributions, in words.
    """
    ids: dict[str, int] = {"": -1}

    def number(word: str) -> int:
        return ids.setdefault(word, len(ids))

    n = len(mentions)
    core = np.full((n, _CORE), -1, dtype=np.int64)
    for k, m in enumerate(mentions):
        core[k, : len(m.words)] = [number(w) for w in m.words]
    sentence, paragraph, quotation = sentences(sheet)

    def column(values: Sequence[int]) -> Ints:
        return np.asarray(values, dtype=np.int64).reshape(n)

    head = column([m.head for m in mentions])
    first, last = column([m.first for m in mentions]), column([m.last for m in mentions])
    source, content = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    for at, ((a, b), (c, d)) in enumerate(said, 1):
        lo, hi = np.searchsorted(first, (a - _WIDEST, a + 2))
        source[lo:hi][(head[lo:hi] >= a) & (head[lo:hi] < b)] = at
        lo, hi = np.searchsorted(first, (c, d))
        content[lo:hi] = at
    texts = column([number(m.text) for m in mentions])
    _, which, count = np.unique(texts, return_inverse=True, return_counts=True)
    paragraphs: Ints = paragraph[head] if n else head
    within = sentence[head] if n else head
    return Table(
        first=first,
        last=last,
        head=head,
        form=column([m.form for m in mentions]),
        number=column([m.number for m in mentions]),
        gender=column([m.gender for m in mentions]),
        text=texts,
        initials=column([number(m.initials) for m in mentions]),
        words=core,
        stem=column([number(_stem(m.words[0])) for m in mentions]),
        reflexive=np.asarray([m.reflexive for m in mentions], dtype=bool).reshape(n),
        sentence=within,
        paragraph=paragraphs,
        quotation=quotation[head] if n else column([]),
        kind=kinds,
        source=source,
        content=content,
        sense=sense,
        often=count[which].reshape(n),
        asks=np.asarray([words[sheet.paragraphs[p][1] - 1] == "?" for p in paragraphs], dtype=bool).reshape(n),
        begins=np.concatenate([np.ones(min(n, 1), dtype=bool), within[1:] != within[:-1]]),
    )


def senses(words: Floats, mentions: Sequence[Mention], first: int = 0) -> Floats:
    """The vectors of words -> those of the mentions' heads and of their cores, each of length one, side by side.

    The first row of `words` is the sheet's word `first`.
    """
    head = words[[m.head - first for m in mentions]]
    size = np.asarray([m.stop - m.begin for m in mentions])
    sums = np.concatenate([np.zeros((1, words.shape[1]), dtype=np.float32), words.cumsum(0)])
    core = sums[[m.stop - first for m in mentions]] - sums[[m.begin - first for m in mentions]]
    core /= size[:, None]
    both = (v / np.maximum(np.linalg.norm(v, axis=1, keepdims=True), 1e-6) for v in (head, core))
    return np.concatenate(list(both), 1, dtype=np.float32)


def _stem(word: str) -> str:
    """A noun without its plural's ending, roughly."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def one_hot(values: Ints, steps: Ints) -> Floats:
    """Which step each value lies in, as columns."""
    return np.eye(len(steps), dtype=np.float32)[np.searchsorted(steps, values)]


def features(t: Table, m: Ints, a: Ints) -> Floats:
    """One row a pair: mention `m` with an earlier mention `a`, as indices into the table."""
    form_m, form_a = t.form[m], t.form[a]
    words_m, words_a = t.words[m], t.words[a]
    nominal = (form_m >= PRONOUNS) & (form_a >= PRONOUNS)
    both = np.flatnonzero(nominal)
    shared = np.zeros((len(m), _CORE, _CORE), dtype=bool)
    shared[both] = (words_m[both, :, None] == words_a[both, None, :]) & (words_m[both, :, None] >= 0)
    in_a, in_m = np.asarray(shared.any(2)), np.asarray(shared.any(1))
    left_m = ((words_m >= 0) & ~in_a).sum(1)
    left_a = ((words_a >= 0) & ~in_m).sum(1)
    names = (form_m == NAME) & (form_a == NAME)
    same_head = nominal & shared[:, 0, 0]
    number_m, number_a = t.number[m], t.number[a]
    gender_m, gender_a = t.gender[m], t.gender[a]
    told = (number_m != UNKNOWN) & (number_a != UNKNOWN)
    sexed = (gender_m != UNKNOWN) & (gender_a != UNKNOWN)
    kind_m, kind_a = t.kind[m], t.kind[a]
    alike = (kind_m * kind_a).sum(1)
    quote_m, quote_a = t.quotation[m], t.quotation[a]
    content_m, content_a = t.content[m], t.content[a]
    apart = t.first[m] - t.last[a]
    inside = t.last[a] >= t.last[m]
    sentence = t.sentence[m] - t.sentence[a]
    flags = [
        nominal & (t.text[m] == t.text[a]),
        names & (t.text[m] == t.text[a]),
        same_head,
        same_head & names,
        same_head & (left_m > 0) & (left_a > 0),
        same_head & (left_m == 0),
        same_head & (left_a == 0),
        nominal & (t.stem[m] == t.stem[a]),
        nominal & in_a[:, 0],
        nominal & in_m[:, 0],
        nominal & in_a[:, 1:].any(1),
        nominal & (left_m == 0),
        nominal & (left_a == 0),
        names & (left_m == 0),
        names & (left_m > 0) & ~shared.any((1, 2)),
        (t.initials[m] >= 0) & (t.initials[m] == t.text[a]),
        (t.initials[a] >= 0) & (t.initials[a] == t.text[m]),
        told & (number_m == number_a),
        told & (number_m != number_a),
        sexed & (gender_m == gender_a),
        sexed & (gender_m != gender_a),
        (gender_m != UNKNOWN) & (gender_a == UNKNOWN),
        inside,
        ~inside & (apart <= 0),
        ~inside & (apart == 1),
        sentence == 0,
        t.paragraph[m] == t.paragraph[a],
        (quote_m > 0) & (quote_m == quote_a),
        (quote_m > 0) & (quote_a == 0),
        (quote_m == 0) & (quote_a > 0),
        (quote_m > 0) & (quote_a > 0) & (quote_m != quote_a),
        (content_m > 0) & (content_m == t.source[a]),
        (content_a > 0) & (content_a == t.source[m]),
        (content_m > 0) & (content_m == content_a),
        t.source[a] > 0,
        t.source[m] > 0,
        t.reflexive[m],
        t.begins[a],
        t.begins[m],
        t.begins[a] & (sentence == 1),
        t.asks[m],
        t.asks[a],
        t.asks[m] == t.asks[a],
        form_m == form_a,
        (form_m < PRONOUNS) & (words_m[:, 0] == words_a[:, 0]),
    ]
    half = t.sense.shape[1] // 2
    sense = t.sense[m[both]] * t.sense[a[both]]
    like = np.zeros((len(m), 2), dtype=np.float32)
    like[both] = np.stack([sense[:, :half].sum(1), sense[:, half:].sum(1)], 1)
    other = (nominal & (t.stem[m] != t.stem[a]))[:, None]
    sex = np.zeros((len(m), 6), dtype=np.float32)
    for k, g in enumerate((MALE, FEMALE, THING)):
        sex[:, k] = gender_m == g
        sex[:, 3 + k] = gender_a == g
    return np.concatenate(
        [
            np.stack(flags, 1).astype(np.float32) if len(m) else np.zeros((0, len(flags)), dtype=np.float32),
            np.stack([alike, t.kind[m][:, 3], t.kind[a][:, 3]], 1),
            like,
            like * other,
            one_hot(np.floor(like[:, 1] * 100).astype(np.int64), _LIKE) * other,
            one_hot(t.often[a], _OFTEN),
            one_hot(t.often[m], _OFTEN) * nominal[:, None],
            kind_a[:, :3] * (form_m < PRONOUNS)[:, None],
            sex,
            one_hot(m - a, _STEPS),
            one_hot(sentence, _SENTENCES),
            one_hot(np.maximum(apart, 0), _WORDS) * (sentence == 0)[:, None],
        ],
        1,
        dtype=np.float32,
    )


def own_features(t: Table) -> Floats:
    """One row a mention: what of it was seen before, and how it stands."""
    n = len(t)
    out = np.zeros((n, OWN), dtype=np.float32)
    heads: dict[int, int] = {}
    texts: dict[int, int] = {}
    words: dict[int, int] = {}
    for k in range(n):
        if t.form[k] >= PRONOUNS:
            head, text = int(t.stem[k]), int(t.text[k])
            out[k, 0] = min(heads.get(head, 0), 3) / 3
            out[k, 1] = min(texts.get(text, 0), 3) / 3
            out[k, 2] = min(words.get(int(t.words[k, 0]), 0), 3) / 3
            heads[head] = heads.get(head, 0) + 1
            texts[text] = texts.get(text, 0) + 1
            for w in t.words[k].tolist():
                words[w] = words.get(w, 0) + 1
    out[:, 3] = t.kind[:, 3] if n else 0
    out[:, 4] = t.quotation > 0
    out[:, 5] = np.minimum(t.last - t.first, 10) / 10
    return out


def pairs(t: Table, near: tuple[int, int], far: int, size: int) -> Iterator[tuple[Ints, Ints]]:
    """The pairs to be judged, `size` mentions at a time: each with the `near` before it and, of `far`, namesakes.

    `near` is for pronouns and for others, which seldom mean what no word of theirs tells. Sorted by mention, then
    antecedent. Mentions that hold or overlap one another are no pairs.
    """
    seen: dict[int, list[int]] = {}
    ms: list[Ints] = []
    as_: list[Ints] = []
    for k in range(len(t)):
        low = max(0, k - near[int(t.form[k] >= PRONOUNS)])
        before = np.arange(low, k)
        if t.form[k] >= PRONOUNS:
            mine = {int(t.stem[k]), int(t.initials[k]), int(t.text[k]), *t.words[k].tolist()} - {-1}
            more = sorted({j for w in mine for j in seen.get(w, ())[-_NAMESAKES:] if k - far <= j < low})
            before = np.concatenate([np.asarray(more, dtype=np.int64), before])
            for w in mine:
                seen.setdefault(w, []).append(k)
        before = before[t.last[before] <= t.first[k]]
        ms.append(np.full(len(before), k, dtype=np.int64))
        as_.append(before)
        if len(ms) == size or k == len(t) - 1:
            yield np.concatenate(ms), np.concatenate(as_)
            ms, as_ = [], []

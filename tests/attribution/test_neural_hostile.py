"""Articles nobody would write: whatever comes, rows that slice true, in bounded memory, and no exception.

Where only the machinery matters the network is a stub that marks something nearly everywhere, from
what it is given and nothing else; so far more is linked and cut than in any real article.
"""

from __future__ import annotations

import sys
import tracemalloc
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.attribution.neural import Neural
from onrecord.attribution.sureness import FEATURES
from onrecord.backends import attributor
from onrecord.encoder.engine import Encoder
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import LONGEST
from onrecord.findings import Findings
from onrecord.model import Part
from onrecord.vocabulary import ACTS, SIGHTING_FORMS, SIGHTING_KINDS, STATEMENT_KINDS

SIZE = 64
LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
VOCABULARY = ["[UNK]", "[CLS]", "[SEP]", *LETTERS, *(f"##{c}" for c in LETTERS), *"\".,:;!?'-()", "said", "the", "that"]
SETTINGS = {
    "version": "stub",
    "near": [[0.1 * ((5 * k + j) % 16) for k in range(16)] for j in range(2)],
    "nobody": [0.1] * SIZE,
    "sureness": [0.1 * (1 + k % 5) for k in range(len(FEATURES))],
}


def stub_network(ids: Any, shapes: Any, quotes: Any, places: Any) -> Any:
    """Scores that depend on a window's pieces and on nothing else, as varied as chance."""
    assert len(ids) <= LONGEST
    before = np.concatenate([[0], ids[:-1]])
    mixed = ((ids * 2654435761 + before * 40503 + shapes * 97 + quotes * 31 + places) % 65_521)[:, None]

    def layer(width: int, salt: int) -> Any:
        return (mixed * np.arange(3 + salt, 3 + salt + width) % 1009 / 200).astype(np.float32)

    tags = layer(7, 1)
    tags[:, 2::2] += 1.5  # spans of several words
    return tags, layer(14, 50), np.tile(layer(16, 100) - 2.5, SIZE // 4)


@pytest.fixture(scope="module")
def neural() -> Neural:
    made = attributor("attribution.neural")
    assert isinstance(made, Neural)
    return made


def stubbed() -> Neural:
    return Neural(Encoder(stub_network, WordPieces(VOCABULARY), SETTINGS))


STUB = stubbed()


def allowed(text: str, parts: Sequence[Part]) -> list[bool]:
    """Which characters are article, by the labels alone; where parts overlap, any of them counts."""
    if not parts:
        return [True] * len(text)
    out = [False] * len(text)
    for p in parts:
        if p.label in ("headline", "body"):
            out[p.start : p.end] = [True] * len(out[p.start : p.end])
    return out


def check(text: str, found: Findings, parts: Sequence[Part] = ()) -> None:
    """What holds for the rows of every text."""
    read = allowed(text, parts)
    keys = [(a.content, a.cue) for a in found.attributions]
    assert keys == sorted(keys)
    for a in found.attributions:
        assert a.content
        assert a.kind in STATEMENT_KINDS
        assert a.act in ACTS
        assert 0 <= a.score <= 1
        assert a.why
        assert a.by.startswith("attribution.neural/")
        for role in (a.source, a.cue, a.content, a.addressee):
            assert all(one[1] <= two[0] for one, two in pairwise(role))
        for s, e in (*a.source, *a.cue, *a.content, *a.addressee, *a.via):
            assert 0 <= s < e <= len(text)
            assert text[s:e] == text[s:e].strip()
            assert read[s]
            assert read[e - 1]
    for sighting in found.sightings:
        assert 0 <= sighting.start < sighting.end <= len(text)
        assert text[sighting.start : sighting.end] == text[sighting.start : sighting.end].strip()
        assert sighting.kind in SIGHTING_KINDS
        assert sighting.form in SIGHTING_FORMS
        assert 0 <= sighting.score <= 1
        assert read[sighting.start]
        assert read[sighting.end - 1]
    assert len({(s.start, s.end) for s in found.sightings}) == len(found.sightings)
    for names in (True, False):
        layer = sorted((s.start, s.end) for s in found.sightings if (s.form == "name") is names)
        assert all(one[1] <= two[0] for one, two in pairwise(layer))


# ---------------------------------------------------------------- any text

WORDS = (
    "said|told|according to|adding that|He|Ana Ruiz|the ministry|reporters|that|who|to|the port was closed|as saying|"
    "Q:|Mr.|U.N.|don't|1,000|...|مصر قال|Анна сказала|王先生说|かな|한국|नमस्ते|İstanbul|naïve|ﬁ|ß|👩‍👩‍👧"
    "|🇺🇳|e\u0301|x\u0301\u0302\u0303|\u0301|"
    "Kestrel-\nbased|co\xadop|_|http://x.y/?a=b"
)
MARKS = [
    *",.:?!“”\"'‘’«»„—-()¶\n\u200b\u200d\xad\xa0\u3000\x00\x07\x1b\x1c\x85\u2028\u202e\ufeff\ufffd\ud800",
    "``",
    "''",
]
BREAKS = ["\n\n", "\r\n", "\r", "\n \n\n\t\n", "    ", "\n- "]
PIECES = st.sampled_from([*WORDS.split("|"), *MARKS, *BREAKS])
TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(PIECES, max_size=80).map(" ".join),
    st.lists(PIECES, max_size=80).map("".join),
    st.text(
        st.characters(codec=None, categories=["Cc", "Cf", "Cs", "Co", "Cn", "Mn", "So", "Zs", "Zl", "Zp"]), max_size=60
    ),
)
LABELS = ["headline", "body", "notice", "caption", "byline"]
SLOW = settings(max_examples=times(250), deadline=None)


@SLOW
@given(TEXTS)
def test_any_text(text: str) -> None:
    found = STUB.find(text)
    check(text, found)
    assert STUB.find(text) == found
    assert STUB.attribute(text) == list(found.attributions)


@SLOW
@given(TEXTS, st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200), st.sampled_from(LABELS)), max_size=5))
def test_any_parts(text: str, cuts: list[tuple[int, int, str]]) -> None:
    parts = [Part(start=min(a, b), end=max(a, b), label=label) for a, b, label in cuts]
    check(text, STUB.find(text, parts), parts)


@settings(max_examples=times(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_with_the_model_that_ships(neural: Neural, text: str) -> None:
    found = neural.find(text)
    check(text, found)
    assert neural.find(text) == found


@settings(max_examples=times(60), deadline=None)
@given(st.lists(TEXTS, min_size=2, max_size=5), st.randoms())
def test_articles_do_not_touch_each_other(texts: list[str], rnd: Any) -> None:
    first = [STUB.find(t) for t in texts]
    other = stubbed()
    order = rnd.sample(range(len(texts)), len(texts))
    assert all(other.find(texts[k]) == first[k] for k in order)


PLAIN = st.lists(st.sampled_from(["said", "the port", "“we go,”", "Ana Ruiz", "that", "told", "so.", "“", "”", "It"]))


@settings(max_examples=times(100), deadline=None)
@given(st.lists(PLAIN.filter(bool).map(" ".join), min_size=1, max_size=6))
def test_lines_with_or_without_blank_lines_between_and_around_are_the_same(paragraphs: list[str]) -> None:
    texts = [around + between.join(paragraphs) + around for between, around in (("\n\n", ""), ("\n \n\n", "\n\n "))]
    one, two = (
        [[text[s:e] for s, e in (*a.source, *a.cue, *a.content)] for a in STUB.attribute(text)] for text in texts
    )
    assert one == two


# ---------------------------------------------------------------- hostile articles

SENTENCE = "“The port is closed,” said Ana Ruiz, and Tom Adair told reporters that the road would open in May. "
MANY = times(1000, 300)
HOSTILE = {
    "open quotation marks": " “word" * 2 * MANY,
    "straight quotation marks": ' "word' * 2 * MANY,
    "quotation marks alone": "“" * 5 * MANY,
    "straight quotation marks alone": '"' * 5 * MANY,
    "backticks": "`" * 5 * MANY,
    "single marks": "‘ " * 5 * MANY,
    "quotations over empty paragraphs": "“go on\n\n" * 2 * MANY,
    "no spaces": "x" * 100 * MANY,
    "no spaces, many marks": "said:“go,”" * 2 * MANY,
    "no spaces, no letters": "…—" * 20 * MANY,
    "emoji": "👩‍👩‍👧 said 🇺🇳 “👍🏽” " * (MANY // 2),
    "control characters": "".join(map(chr, range(32))) * 300 + "said “go”\x00\x1b[31m he said" * 300,
    "directions": "\u202eقال\u202c said \u2066“اذهب”\u2069 " * (MANY // 2),
    "mixed scripts": "王先生说 “走吧,” Анна said مصر and İstanbul’da नमस्ते. " * (MANY // 5),
    "combining marks": "a" + "\u0301" * 20 * MANY + " said " + "\u0301" * 5 * MANY,
    "soft hyphens": "a\xad" * 20 * MANY + "\xad" * 5 * MANY,
    "no break spaces": "Ana\xa0said\u202f“go”\u3000" * MANY,
    "surrogates": "\ud800 said “\udfff” " * (MANY // 2),
    "empty paragraphs": "\n \n\t\n\r\n" * 10 * MANY + "“Go,” said Ana." + "\n\u2029\n" * 10 * MANY,
    "one word paragraphs": "said\n\n“go”\n\nAna\n\n" * (MANY // 2),
    "one endless sentence": "said Ana that the port " * MANY,
    "nested brackets": "(" * 5 * MANY + "said" + ")" * 5 * MANY,
    "cues alone": "said " * 2 * MANY,
    "nothing but stops": ". " * 20 * MANY,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_articles(name: str) -> None:
    text = HOSTILE[name]
    check(text, STUB.find(text))


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_articles_with_the_model_that_ships(neural: Neural, name: str) -> None:
    text = HOSTILE[name][: times(2_000, 700)]  # of most, several windows
    check(text, neural.find(text))


def test_unpaired_marks_leave_the_next_paragraph_readable(neural: Neural) -> None:
    text = " “word" * 500 + "\n\n“The port is closed,” said Ana Ruiz."
    sources = [text[s:e] for a in neural.attribute(text) for s, e in a.source]
    assert "Ana Ruiz" in sources


def test_a_long_article_with_the_model_that_ships(neural: Neural) -> None:
    text = "\n\n".join([SENTENCE * 8] * times(35, 10))
    assert len(text.split()) > times(5000, 1400)
    found = neural.find(text)
    check(text, found)
    assert len(found.attributions) > 100


def test_equal_paragraphs_far_apart_are_read_alike(neural: Neural) -> None:
    """Each window is run by itself, so what stands elsewhere in the article cannot change its scores."""
    body = SENTENCE * 7  # fills a window alone
    filler = "The rain went on for most of the week, and the lake rose. " * 12
    text = "\n\n".join(["The lake rose in the night.", *[body, filler] * 3])
    found = neural.attribute(text)
    inside: list[list[Any]] = []
    at = 0
    for _ in range(3):
        at = text.index(body, at + 1)
        mine = [a for a in found if at <= a.content[0][0] < at + len(body)]
        inside.append([([(s - at, e - at) for s, e in a.content], a.score) for a in mine])
    assert inside[1]
    assert inside[1] == inside[2]  # the first is another matter: it is the first paragraph of the body


# ---------------------------------------------------------------- bounds

PROSE = (
    "The ferries stopped a week early in December, and the lake froze. Trade through the port fell by a third. A new "
    "pier stands empty above the old town, where the market is held. "
)


def peak(work: Callable[[], object]) -> int:
    """The most memory that Python and numpy held during a call, in bytes."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def long_article(words: int, said_in: int = 12) -> str:
    """Prose with something said in every `said_in`-th paragraph."""
    out = []
    count = 0
    k = 0
    while count < words:
        out.append((SENTENCE if k % said_in == 0 else PROSE) * 4)
        count += len(out[-1].split())
        k += 1
    return "\n\n".join(out)


@pytest.fixture(scope="module")
def quiet() -> Neural:
    """A stub that marks a word in some forty, so that the article's length is what counts."""

    def network(ids: Any, shapes: Any, quotes: Any, places: Any) -> Any:
        tags, mentions, links = stub_network(ids, shapes, quotes, places)
        tags[:, 0] += 2.5
        mentions[:, [0, 7]] += 2
        return tags, mentions, links

    return Neural(Encoder(network, WordPieces(VOCABULARY), SETTINGS))


def test_an_article_as_long_as_a_book(quiet: Neural) -> None:
    words = times(50_000, 12_000)
    text = long_article(words, said_in=60)
    assert len(text.split()) >= words
    found = quiet.find(text)
    check(text, found)
    assert found.attributions


def test_memory_grows_with_the_article_and_no_faster(quiet: Neural) -> None:
    short, long = long_article(700), long_article(2_800)
    quiet.find(short)  # what is loaded once is loaded
    small, large = peak(lambda: quiet.find(short)), peak(lambda: quiet.find(long))
    assert large < 5 * small
    assert large < 3_000 * 2_800  # bytes a word, so that 200,000 words stay under 600 MB


def test_one_article_leaves_nothing_behind(quiet: Neural) -> None:
    text = long_article(1_000)
    quiet.find(text)
    tracemalloc.start()
    try:
        for _ in range(3):
            quiet.find(text)
        kept, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 60_000
    assert most > kept


def calls(work: Callable[[], object]) -> int:
    """How many calls of Python functions some work takes: its length, whatever the machine."""
    count = 0

    def counted(frame: Any, event: str, arg: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(counted)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("kind", ["prose", "statements", "turns"])
def test_work_grows_with_the_article_and_no_faster(kind: str) -> None:
    def article(n: int) -> str:
        if kind == "turns":
            return "\n\n".join(f"{'Ruiz' if k % 2 else 'Adair'}: The port is closed for now." for k in range(4 * n))
        return long_article(50 * n, said_in=1 if kind == "statements" else 12)

    STUB.find(article(5))
    small, large = calls(lambda: STUB.find(article(10))), calls(lambda: STUB.find(article(40)))
    assert large < 5 * small, (small, large)

"""Whatever a statement says, its own words are found again as its own words."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_factory import fill, reading

from effort import times
from onrecord.quotations.compare import compare
from onrecord.quotations.passage import Passage
from onrecord.quotations.quotation import parse
from onrecord.quotations.tokens import keys, words
from onrecord.store import queries
from onrecord.store.db import Store

WORDS = " ".join(
    [
        "the of to and not we will never river Dam army if unless twenty-one eleven 1,200 3.5 U.S. Mr. Lee's don’t",
        "re-open cease-fire organised colour Özdalan “valley” (bridge) naïve % $700 per cent two hundred – said, gone.",
        "can't Why? “Stop!” one. I am no longer here; 10:30 co\xadoperate e\u0301tude",
    ]
).split(" ")


def _statements() -> list[str]:
    rnd = random.Random(23)
    return [" ".join(rnd.choice(WORDS) for _ in range(rnd.randint(6, 40))) for _ in range(60)]


MADE = [s for s in _statements() if len(words(s)) >= 5]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Store.create(tmp_path_factory.mktemp("runs") / "r") as made:
        fill(made, [reading(f"{i}.txt", [("Ann Lee", s)]) for i, s in enumerate(MADE)])
        yield made


@settings(deadline=None, max_examples=times(60))
@given(st.integers(0, len(MADE) - 1))
def test_a_statement_itself_is_verbatim(store: Store, i: int) -> None:
    answer = queries.check(store, MADE[i])
    assert answer.verdict == "verbatim", answer.why
    assert f"news/{i}.txt" in [a.document.file for a in answer.appearances if a.likeness == 1.0]


@settings(deadline=None, max_examples=times(120))
@given(st.integers(0, len(MADE) - 1), st.data())
def test_a_run_of_five_words_or_more_is_verbatim_or_partial(store: Store, i: int, data: st.DataObject) -> None:
    found = words(MADE[i])
    first = data.draw(st.integers(0, len(found) - 5))
    last = data.draw(st.integers(first + 4, len(found) - 1))
    answer = queries.check(store, MADE[i][found[first].start : found[last].end])
    assert answer.verdict in ("verbatim", "partial"), answer.why
    assert f"news/{i}.txt" in [a.document.file for a in answer.appearances if a.likeness == 1.0]


@given(st.text(max_size=200))
def test_words_stand_at_their_characters_in_order(text: str) -> None:
    found = words(text)
    assert all(0 <= a.start < a.end <= len(text) and a.key for a in found)
    assert all(a.end <= b.start for a, b in zip(found, found[1:], strict=False))
    assert all(text[a.start : a.end].startswith(a.text.split(" ")[0]) for a in found)
    assert len(keys(text)) >= len(found)


_word = st.sampled_from(["a", "b", "c", "d", "e", "f", "g", "the", "not", "will"])
_text = st.lists(_word, min_size=1, max_size=12).map(" ".join)


@given(_text, _text)
def test_a_comparison_accounts_for_every_word_once(quoted: str, recorded: str) -> None:
    found = compare(parse(quoted), Passage(words=tuple(words(recorded)), direct=True))
    if found is None:
        assert not set(quoted.split()) & set(recorded.split())
        return
    assert [s.here for s in found.steps if s.here is not None] == list(range(len(found.here)))
    there = [s.there for s in found.steps if s.there is not None]
    assert there == list(range(found.first, found.last + 1))
    assert all(found.here[s.here].key == found.there[s.there].key for s in found.steps if s.op == "same")  # type: ignore[index]
    assert 0 < found.likeness <= 1

"""What holds for every text: spans slice true, sorted, disjoint; the same text gives the same
result.
"""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.attribution.rules import Rules
from onrecord.model import Part
from onrecord.vocabulary import ACTS, STATEMENT_KINDS

WORDS = (
    "said|told|says|according to|adding that|He|Ana Ruiz|the ministry|reporters|that|who|and|to|by"
    "|the port was closed|was asked|quoted|as saying|Q:|Mr.|U.N.|don't|he's|1,000|...|which"
)
MARKS = [*",.:?“”\"'‘’«»„—-()¶\n\u200b\xad\xa0", "``", "''", "\n\n", "\r\n"]
PIECES = st.sampled_from([*WORDS.split("|"), *MARKS])
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=60).map(" ".join))


@settings(max_examples=times(400), deadline=None)
@given(TEXTS)
def test_any_text(text: str) -> None:
    found = Rules().attribute(text)
    assert found == Rules().attribute(text)
    assert [a.content for a in found] == sorted(a.content for a in found)
    for a in found:
        assert a.content
        assert a.kind in STATEMENT_KINDS
        assert a.act in ACTS
        assert a.by == "attribution.rules/1"
        assert a.why
        assert 0 < a.score <= 1
        for role in (a.source, a.cue, a.content, a.addressee):
            assert list(role) == sorted(role)
            assert all(e <= s for (_, e), (s, _) in zip(role, role[1:], strict=False))
        for s, e in (*a.source, *a.cue, *a.content, *a.addressee, *a.via):
            assert 0 <= s < e <= len(text)
            assert text[s:e] == text[s:e].strip()


@settings(max_examples=times(100), deadline=None)
@given(TEXTS, st.lists(st.tuples(st.integers(0, 300), st.integers(0, 300)), max_size=4))
def test_any_parts(text: str, cuts: list[tuple[int, int]]) -> None:
    parts = [Part(start=min(c), end=max(c), label="body") for c in cuts]
    for a in Rules().attribute(text, parts):
        assert all(0 <= s < e <= len(text) for s, e in (*a.source, *a.cue, *a.content))

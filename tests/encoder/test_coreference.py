"""Words of a text -> how they refer, what can never mean the same, and references."""

from __future__ import annotations

import re
from dataclasses import replace
from importlib import resources
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.encoder.blocks import Group, co_argument, two_names
from onrecord.encoder.coreference import BLOCK, FEW, Coreference, begin, load, open_coreference, words_of
from onrecord.encoder.decode import Floats
from onrecord.encoder.engine import NONE, Encoder, Ids, Scores
from onrecord.encoder.pairs import Table, features, own_features, pairs, senses, sentences, table
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.referring import FORMS, SEVERAL, Mention, mention
from onrecord.encoder.sheet import Passage, Sheet, make_sheet, windows
from onrecord.errors import ModelError
from onrecord.findings import Attribution, Coreferent

VOCABULARY = WordPieces(["[CLS]", "[SEP]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijkl")])
INNER = 768


def sheet_of(text: str) -> Sheet:
    """The sheet of a text whose paragraphs are its lines."""
    passages, at = [], 0
    for line in text.split("\n"):
        passages.append(Passage(start=at, end=at + len(line)))
        at += len(line) + 1
    return make_sheet(text, passages, VOCABULARY)


def words(text: str, sheet: Sheet) -> list[str]:
    return [text[s:e].lower() for s, e in zip(sheet.start, sheet.end, strict=True)]


def mention_of(text: str, part: str) -> Mention:
    """The mention that `part` of `text` is."""
    sheet = sheet_of(text)
    found = re.search(rf"\b{re.escape(part)}(?!\w)", text)
    assert found is not None
    span = words_of(sheet, found.span())
    assert span is not None
    return mention(words(text, sheet), sheet, *span)


@pytest.mark.parametrize(
    ("text", "part", "form", "head", "number", "gender"),
    [
        ("Then I left.", "I", "i", "i", "one", ""),
        ("Then he left.", "he", "he", "he", "one", "m"),
        ("They saw her plan.", "her", "she", "her", "one", "f"),
        ("They saw her plan.", "her plan", "possessive", "plan", "one", "thing"),
        ("They saw it.", "They", "they", "they", "several", ""),
        ("So these left.", "these", "this", "these", "several", ""),
        ("So Zefka Alvarn left.", "Zefka Alvarn", "name", "alvarn", "one", ""),
        ("So Mr Alvarn left.", "Mr Alvarn", "name", "alvarn", "one", "m"),
        ("So Mary Alvarn, the mayor of Dorn, left.", "Mary Alvarn, the mayor of Dorn", "name", "alvarn", "one", "f"),
        ("Then the mayor of Dorn left.", "the mayor of Dorn", "definite", "mayor", "one", ""),
        ("Then the mayors of Dorn left.", "the mayors of Dorn", "definite", "mayors", "several", ""),
        ("Then Alvarn's old plan failed.", "Alvarn's old plan", "possessive", "plan", "one", "thing"),
        ("Then Alvarn's plan failed.", "Alvarn's", "name", "alvarn", "one", ""),
        ("Then this plan failed.", "this plan", "demonstrative", "plan", "one", "thing"),
        ("Then a widow left.", "a widow", "indefinite", "widow", "one", "f"),
        ("Then fish and boats sank.", "fish and boats", "bare", "boats", "several", ""),
        ("Then news broke.", "news", "bare", "news", "one", ""),
    ],
)
def test_how_words_refer(text: str, part: str, form: str, head: str, number: str, gender: str) -> None:
    m = mention_of(text, part)
    assert FORMS[m.form] == form
    assert m.words[0] == head
    assert ("", "one", "several")[m.number] == number
    assert ("", "m", "f", "thing")[m.gender] == gender


def rows() -> list[list[str]]:
    found = resources.files("onrecord").joinpath("data", "referring.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in found if line and not line.startswith("#")][1:]


@pytest.mark.parametrize("row", rows(), ids=lambda r: str(r[0]))
def test_every_list_is_shown_at_work(row: list[str]) -> None:
    name, listed, note, shown, counter = row
    held = set(listed.split())
    assert name and note and len(held) == len(listed.split())
    example, counter_example = (set(re.findall(r"[\w']+|[^\w\s]", x.lower())) for x in (shown, counter))
    assert example & held
    assert not counter_example & held


@pytest.mark.parametrize(
    ("one", "other", "two"),
    [
        ("Mary Alvarn", "Peter Alvarn", True),
        ("Mary Alvarn", "Alvarn", False),
        ("Mary Alvarn", "Mrs Alvarn", False),
        ("Mary Alvarn", "M. Alvarn", False),
        ("Mary Alvarn", "Mary Jane Alvarn", False),
        ("Zefka Alvarn", "Oruk Alvarn", True),
        ("South Dorn", "Dorn", True),
        ("South Dorn", "North Dorn", True),
        ("South Dorn", "South Dorn", False),
    ],
)
def test_other_first_names_and_other_sides_are_others(one: str, other: str, two: bool) -> None:
    a, b = (mention_of(f"So {n} left.", n) for n in (one, other))
    assert two_names(a, b, 0.9) is two
    assert two_names(b, a, 0.9) is two


@pytest.mark.parametrize(
    ("text", "object_", "subject", "blocked"),
    [
        ("Alvarn saw him.", "him", "Alvarn", True),
        ("Alvarn had often seen him.", "him", "Alvarn", True),
        ("Alvarn saw himself.", "himself", "Alvarn", False),
        ("Alvarn's brother saw him.", "him", "Alvarn's", False),
        ("Alvarn wanted Dossen to see him.", "him", "Alvarn", False),
        ("Alvarn thought that Dossen saw him.", "him", "Alvarn", False),
        ("Alvarn looked behind, for him.", "him", "Alvarn", False),
        ("Alvarn saw his plan.", "his", "Alvarn", False),
    ],
)
def test_subject_and_object_of_a_clause(text: str, object_: str, subject: str, blocked: bool) -> None:
    sheet = sheet_of(text)
    m, a = mention_of(text, object_), mention_of(text, subject)
    assert co_argument(m, a, words(text, sheet)) is blocked


@pytest.mark.parametrize(
    ("held", "new", "takes"),
    [
        (["he"], "she", False),
        (["he"], "they", False),
        (["they"], "I", False),
        (["he", "the mayor"], "him", True),
        (["Mary Alvarn"], "he", False),
        (["Alvarn", "she"], "Mr Alvarn", False),
        (["Mary Alvarn", "Alvarn"], "Peter Alvarn", False),
        (["Mary Alvarn", "Alvarn"], "Ms Alvarn", True),
        (["the council"], "they", True),
    ],
)
def test_a_chain_takes_only_what_can_be_one(held: list[str], new: str, takes: bool) -> None:
    group = Group()
    for name in held:
        group.add(mention_of(f"So {name} left.", name), 0.9)
    assert group.takes(mention_of(f"So {new} left.", new), 0.9) is takes


def test_sentences_paragraphs_and_quotations_are_counted() -> None:
    text = "One two. Three\nfour"
    sentence, paragraph, quotation = sentences(sheet_of(text))
    assert sentence.tolist() == [1, 1, 1, 2, 3]
    assert paragraph.tolist() == [0, 0, 0, 0, 1]
    assert quotation.tolist() == [0] * 5


def table_of(text: str, spans: list[tuple[int, int]]) -> tuple[Table, list[Mention]]:
    sheet = sheet_of(text)
    found = [mention(words(text, sheet), sheet, *s) for s in spans]
    vectors = np.ones((len(sheet.start), 4), dtype=np.float32)
    kinds = np.full((len(found), 4), 0.25, dtype=np.float32)
    return table(found, words(text, sheet), sheet, kinds, senses(vectors, found), []), found


def test_pairs_are_bounded_and_never_overlap() -> None:
    text = " ".join(f"Dorn{'abc'[k % 3]}" for k in range(900))
    t, _ = table_of(text, [(k, k + 2) for k in range(899)])
    found = list(pairs(t, (99, 10), 50, 64))
    m, a = (np.concatenate(x) for x in zip(*found, strict=True))
    assert (t.last[a] <= t.first[m]).all()
    assert np.bincount(m).max() <= 10 + 40
    assert (np.diff(m) >= 0).all()
    assert len(set(zip(m.tolist(), a.tolist(), strict=True))) == len(m)
    assert len(found) == -(-899 // 64)
    assert features(t, m, a).shape[0] == len(m)
    assert np.isfinite(own_features(t)).all()


@pytest.fixture(scope="module")
def shipped() -> Coreference:
    return load()


def scores_of(sheet: Sheet, seed: int) -> list[Scores]:
    """What an encoder might give: numbers drawn by chance."""
    out = []
    for k, window in enumerate(windows(sheet)):
        rng = np.random.default_rng((seed, k))
        n = sum(b - a for a, b in window)
        tags = np.log(rng.dirichlet(np.ones(7), n)).astype(np.float32)
        hidden = rng.normal(0, 0.6, (n, INNER)).astype(np.float32)
        out.append(Scores(words=window, tags=tags, names=tags, mentions=tags, links=NONE, hidden=hidden))
    return out


def read(model: Coreference, text: str, seed: int = 0, every: bool = False) -> tuple[Coreferent, ...]:
    """The references of a text, of every word and pair of words where told."""
    sheet = sheet_of(text)
    spans = [(sheet.start[k], sheet.end[k]) for k in range(len(sheet.start))] if every else None
    seen = begin(text, sheet, spans)
    model.see(scores_of(sheet, seed), seen)
    whole = [(0, len(text))] if text.strip() else []
    said = [Attribution(source=((0, 1),), cue=(), content=tuple(whole), kind="direct", act="say")] if whole else []
    return model.link(seen, said)


def lawful(text: str, found: tuple[Coreferent, ...]) -> None:
    """References lie in the text, in order; what one refers to stands before it, in its chain where linked."""
    assert all(0 <= r.start < r.end <= len(text) for r in found)
    assert all((x.start, -x.end) < (y.start, -y.end) for x, y in pairwise(found))
    chain = {(r.start, r.end): r.chain for r in found}
    for r in found:
        assert 0 <= r.score <= 1.001
        assert all(v.end <= r.start and 0 <= v.score <= 1.001 for v in r.rivals)
        if r.linked:
            assert chain[r.rivals[0].start, r.rivals[0].end] == r.chain
        assert [v.score for v in r.rivals] == sorted((v.score for v in r.rivals), reverse=True)


@settings(max_examples=times(60), deadline=None)
@given(st.text(max_size=300), st.integers(0, 3), st.booleans())
@example("", 0, False)
@example("\n\n  \n", 0, True)
@example("He said he saw her. She saw them.\nThey left. It left them.", 0, True)
@example("«», \u202e שלום\n漢字 漢字", 1, True)
def test_any_text_gives_lawful_references(shipped: Coreference, text: str, seed: int, every: bool) -> None:
    found = read(shipped, text, seed, every)
    lawful(text, found)
    assert found == read(shipped, text, seed, every)


def test_a_long_text_in_blocks_is_as_lawful_as_a_short_one(shipped: Coreference) -> None:
    text = "\n".join(f"He saw Mr Dorn{'abcd'[k % 4]} and it fell." for k in range(BLOCK))
    found = read(shipped, text, every=True)
    lawful(text, found)
    assert len(found) > BLOCK


def test_paragraphs_seen_in_several_calls_are_the_same(shipped: Coreference) -> None:
    text = "\n".join(f"He saw the dog {'abcd'[k % 4]} and it fell asleep again." for k in range(60))
    sheet = sheet_of(text)
    at_once, bit_by_bit = begin(text, sheet), begin(text, sheet)
    shipped.see(scores_of(sheet, 5), at_once)
    for window in scores_of(sheet, 5):
        shipped.see([window], bit_by_bit)
    assert len(scores_of(sheet, 5)) > 1
    assert shipped.link(at_once) == shipped.link(bit_by_bit)


def test_spans_are_bounded_by_the_words(shipped: Coreference) -> None:
    text = " ".join(f"dorn {'abcd'[k % 4]}" for k in range(30))
    sheet = sheet_of(text)
    seen = begin(text, sheet)
    (window,) = scores_of(sheet, 0)
    everything = replace(shipped, least=-1e9)
    everything.see([window], seen)
    assert len(seen.mentions) == 60 // 2 + FEW
    lawful(text, everything.link(seen))


@pytest.mark.parametrize("inner", [False, True])
def test_inner_vectors_are_those_of_the_first_pieces(inner: bool) -> None:
    def network(*inputs: Ids) -> list[Floats]:
        rows = np.arange(len(inputs[0]), dtype=np.float32)[:, None]
        return [rows.repeat(n, 1) for n in (7, 14, 256, *([3] if inner else []))]

    (scores,) = Encoder(network, VOCABULARY, {}).read(sheet_of("ab c abc"))
    assert scores.links[:, 0].tolist() == [1, 3, 4]
    assert scores.hidden.tolist() == ([[1] * 3, [3] * 3, [4] * 3] if inner else [])


def test_an_encoder_without_inner_vectors_is_told(shipped: Coreference) -> None:
    sheet = sheet_of("He left.")
    (window,) = scores_of(sheet, 0)
    bare = Scores(words=window.words, tags=window.tags, names=window.names, mentions=window.mentions, links=NONE)
    with pytest.raises(ModelError, match="inner vectors"):
        shipped.see([bare], begin("He left.", sheet))


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no branch\.onnx and no ranker\.onnx and no settings\.json"):
        open_coreference(tmp_path)
    for name in ("branch.onnx", "ranker.onnx", "settings.json"):
        (tmp_path / name).write_bytes(b"{")
    with pytest.raises(ModelError, match="cannot be used"):
        open_coreference(tmp_path)


def test_both_is_several() -> None:
    assert mention_of("So both left.", "both").number == SEVERAL

"""What a branch says of words -> incidents; the shipped branch on sentences; the table it reads rows from."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from effort import times
from onrecord import plover
from onrecord.attribution.neural import Neural
from onrecord.encoder import events as room
from onrecord.encoder.decode import Floats
from onrecord.encoder.embedding import Rows, open_rows
from onrecord.encoder.engine import NONE as NO_VECTORS
from onrecord.encoder.engine import Scores
from onrecord.encoder.events import (
    CLASSES,
    LINK,
    MODE_AT,
    MODES,
    NEAR,
    ROLES,
    SENSE,
    SIZES,
    WIDTH,
    Events,
    Ids,
    load,
    open_events,
    participants,
    runs,
)
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import Passage, Sheet, make_sheet, windows
from onrecord.errors import ModelError
from onrecord.findings import Incident, Range
from onrecord.vocabulary import EVENT_CONTEXTS, EVENT_STATUSES, EVENT_TYPES

VOCABULARY = WordPieces(["[CLS]", "[SEP]", "[UNK]", *"abcdefghijklmnopqrstuvwxyz", *(f"##{c}" for c in "abcdefghijkl")])
INNER = 768
YES, NO = 6.0, -6.0


def sheet_of(text: str) -> Sheet:
    """The sheet of a text whose paragraphs are its lines."""
    passages, at = [], 0
    for line in text.split("\n"):
        passages.append(Passage(start=at, end=at + len(line)))
        at += len(line) + 1
    return make_sheet(text, passages, VOCABULARY)


def scores_of(sheet: Sheet, seed: int = 0) -> list[Scores]:
    """What an encoder might give: numbers drawn by chance."""
    out = []
    for k, window in enumerate(windows(sheet)):
        rng = np.random.default_rng((seed, k))
        n = sum(b - a for a, b in window)
        hidden = rng.normal(0, 0.6, (n, INNER)).astype(np.float32)
        out.append(
            Scores(
                words=window, tags=NO_VECTORS, names=NO_VECTORS, mentions=NO_VECTORS, links=NO_VECTORS, hidden=hidden
            )
        )
    return out


class Told:
    """A branch that says what it is told, by the number of a word."""

    def __init__(self, **words: dict[int, int]) -> None:
        self.words = words
        self.links: set[tuple[str, int, int]] = set()

    def __call__(self, rows: Floats, hidden: Floats, owner: Ids, first: Ids) -> list[Floats]:
        assert len(rows) == len(owner)
        assert all(owner[at] == k + 1 for k, at in enumerate(first))
        n = len(first)
        parts = {
            name: np.full((n, size), NO, dtype=np.float32)
            for name, size in zip(("cls", "modes", "statuses", "contexts", "phrases"), SIZES, strict=True)
        }
        parts["cls"][:, 0] = parts["phrases"][:, 0] = 0
        for name, said in self.words.items():
            for word, what in said.items():
                parts[name][word, what] = YES
        links = np.zeros((n, 2, len(ROLES), LINK), dtype=np.float32)
        for role, a, b in self.links:  # a direction of its own for each asking word
            links[a, 0, ROLES.index(role), a] = links[b, 1, ROLES.index(role), a] = 8
        senses = np.arange(n * SENSE, dtype=np.float32).reshape(n, SENSE) + 1
        relations = np.zeros((n, len(EVENT_TYPES) + 4 * LINK), dtype=np.float32)
        return [np.concatenate(list(parts.values()), 1), links.reshape(n, -1), relations, senses]


def events_of(branch: Told) -> Events:
    rows = Rows(np.zeros((100, WIDTH), dtype=np.int8), np.ones((100, 1), dtype=np.float32))
    return Events(
        branch=branch,
        rows=rows,
        edges=(0, 1),
        version="0",
        near=np.zeros((len(ROLES), NEAR), dtype=np.float32),
        bias=np.full(len(ROLES), -4, dtype=np.float32),
        apart=np.zeros((2, NEAR), dtype=np.float32),
        linked=np.zeros(len(ROLES), dtype=np.float32),
        least=0.5,
        told=0.5,
    )


def say(branch: Told, text: str) -> list[Incident]:
    sheet = sheet_of(text)
    return events_of(branch).see(scores_of(sheet), sheet)


def mode_number(kind: str, mode: str | None) -> int:
    return MODES.index((kind, mode))


TEXT = "Police in Dorn were said to have arrested two men on Monday."
#       0      1  2    3    4    5  6    7        8   9   10 11    12


def test_every_head_speaks_of_its_trigger() -> None:
    told = Told(
        cls={7: CLASSES.index("COERCE")},
        modes={7: mode_number("COERCE", "arrest")},
        statuses={7: EVENT_STATUSES.index("negated")},
        contexts={7: EVENT_CONTEXTS.index("legal"), 0: EVENT_CONTEXTS.index("gender")},
        phrases={0: 1, 2: 1, 8: 1, 9: 2},
    )
    told.links = {("actor", 7, 0), ("recipient", 7, 8), ("recipient", 7, 9), ("place", 7, 2)}
    (found,) = say(told, TEXT)
    assert TEXT[slice(*found.trigger)] == "arrested"
    assert (found.type, found.mode, found.status, found.contexts) == ("COERCE", "arrest", "negated", ("legal",))
    assert [TEXT[slice(*r)] for r in (*found.actors, *found.recipients, *found.places)] == ["Police", "two men", "Dorn"]
    assert found.why == "tagged"
    assert found.by == "encoder.events/0"
    assert len(found.vector) == SENSE
    assert sum(x * x for x in found.vector) == pytest.approx(1, abs=1e-3)
    assert all(x == round(x, 4) for x in found.vector)


def test_a_mild_call_is_a_request_that_says_so() -> None:
    (found,) = say(Told(cls={7: CLASSES.index("appeal")}), TEXT)
    assert (found.type, found.mode, found.why) == ("REQUEST", None, "tagged-appeal")


def test_neighbouring_words_are_one_trigger_and_others_another() -> None:
    coerce = CLASSES.index("COERCE")
    found = say(Told(cls={5: coerce, 6: coerce, 9: coerce}), TEXT)
    assert [TEXT[slice(*i.trigger)] for i in found] == ["to have", "men"]


def test_a_mode_is_one_of_its_type() -> None:
    told = Told(cls={7: CLASSES.index("COERCE")}, modes={7: mode_number("ASSAULT", "beat")})
    (found,) = say(told, TEXT)
    assert found.mode in {None, *plover.types()["COERCE"].modes}


def test_a_paragraph_tells_nothing_of_the_next() -> None:
    told = Told(cls={1: CLASSES.index("ASSAULT")}, phrases={0: 1})
    told.links = {("actor", 1, 0)}
    text = "Kites fell.\nBirds fell."
    found = say(told, text)
    assert [(text[slice(*i.trigger)], [text[slice(*a)] for a in i.actors]) for i in found] == [
        ("fell", ["Kites"]),
        ("fell", ["Birds"]),
    ]
    assert found[0].trigger < found[1].trigger


@pytest.mark.parametrize(
    ("links", "phrases", "expected"),
    [
        ([[3, 3, -3, -3], [-3] * 4, [-3] * 4], [(0, 2)], [[(0, 2)], [], []]),  # an actor
        ([[3, 3, -3, -3], [4, 4, -3, -3], [-3] * 4], [(0, 2)], [[], [(0, 2)], []]),  # its likelier role
        ([[3, -9, -3, -3], [-3] * 4, [-3] * 4], [(0, 2)], [[], [], []]),  # on average not linked
        ([[-3] * 4, [-3] * 4, [-3, 3, -3, -3]], [], [[], [], [(1, 2)]]),  # linked, but of no phrase
        ([[-3] * 4, [-3, 0.5, -3, -3], [-3] * 4], [], [[], [], []]),  # hardly linked, and of no phrase
        ([[5, 5, 5, 5], [-3] * 4, [-3] * 4], [(2, 4)], [[(0, 2)], [], []]),  # never the trigger itself
        ([[5, 5, -3, 5], [-3] * 4, [-3] * 4], [(0, 1), (1, 2)], [[(0, 2)], [], []]),  # parts that touch are one
        ([[5, -3, 5, 5], [-3] * 4, [-3] * 4], [(0, 1), (2, 3)], [[(0, 1), (2, 3)], [], []]),  # two with a word between
    ],
)
def test_who_takes_part(links: list[list[float]], phrases: list[Range], expected: list[list[Range]]) -> None:
    found = participants(np.asarray(links, dtype=np.float32), phrases, (3, 4))
    assert [list(f) for f in found] == expected


@given(st.lists(st.booleans(), max_size=30))
def test_runs_are_the_marked_words(marked: list[bool]) -> None:
    found = runs(np.asarray(marked, dtype=bool))
    assert [k for a, b in found for k in range(a, b)] == [k for k, m in enumerate(marked) if m]
    assert all(x[1] < y[0] for x, y in pairwise(found))


def test_modes_of_a_type_stand_together() -> None:
    for name, kind in plover.types().items():
        assert [MODES[k] for k in range(len(MODES))[MODE_AT[name]]] == [(name, m) for m in (None, *kind.modes)]


@pytest.fixture(scope="module")
def shipped() -> Events:
    return load()


@settings(max_examples=times(40), deadline=None)
@given(st.text(max_size=300), st.integers(0, 3))
@example("", 0)
@example("\n\n  \n", 0)
@example("... !!! ???", 0)
@example("a" * 700, 1)
@example("«», \u202e שלום\n漢字 漢字", 1)
def test_any_text_gives_lawful_incidents(shipped: Events, text: str, seed: int) -> None:
    sheet = sheet_of(text)
    eager = replace(shipped, least=0.02)
    found = eager.see(scores_of(sheet, seed), sheet)
    assert all(x.trigger[1] <= y.trigger[0] for x, y in pairwise(found))
    for i in found:
        assert i.type in EVENT_TYPES
        assert i.mode is None or i.mode in plover.types()[i.type].modes
        assert i.status in EVENT_STATUSES
        assert set(i.contexts) <= set(EVENT_CONTEXTS)
        assert 0 <= i.score <= 1
        taken = [*i.actors, *i.recipients, *i.places]
        assert all(0 <= s < e <= len(text) for s, e in [i.trigger, *taken])
        assert all(e <= i.trigger[0] or i.trigger[1] <= s for s, e in taken)
        assert len(taken) == len(set(taken))
    assert found == eager.see(scores_of(sheet, seed), sheet)


def test_windows_seen_in_several_calls_are_the_same(shipped: Events) -> None:
    sheet = sheet_of("\n".join("Troops shelled the village and talks broke off again." for _ in range(60)))
    eager = replace(shipped, least=0.02)
    scores = scores_of(sheet, 5)
    assert len(scores) > 1
    assert eager.see(scores, sheet) == [i for window in scores for i in eager.see([window], sheet)]


def test_an_encoder_without_inner_vectors_is_told(shipped: Events) -> None:
    sheet = sheet_of("He left.")
    (window,) = scores_of(sheet)
    with pytest.raises(ModelError, match="inner vectors"):
        shipped.see([replace(window, hidden=NO_VECTORS)], sheet)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    encoder = tmp_path / "encoder"
    encoder.mkdir()
    with pytest.raises(ModelError, match=r"no branch\.onnx and no settings\.json"):
        open_events(tmp_path, encoder)
    for path in (
        tmp_path / "branch.onnx",
        encoder / "model.onnx",
        encoder / "vocabulary.txt",
    ):
        path.write_bytes(b"{")
    (tmp_path / "settings.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match="cannot be used"):
        open_events(tmp_path, encoder)


def test_settings_of_another_form_are_told(tmp_path: Path) -> None:
    models = Path(room.__file__).parents[1] / "models"
    (tmp_path / "branch.onnx").write_bytes((models / "events/branch.onnx").read_bytes())
    given_ = json.loads((models / "events/settings.json").read_text(encoding="utf-8"))
    (tmp_path / "settings.json").write_text(json.dumps({**given_, "near": [1, 2]}), encoding="utf-8")
    with pytest.raises(ModelError, match="'near' must be numbers"):
        open_events(tmp_path, models / "attribution")


@pytest.fixture(scope="module")
def neural() -> Neural:
    return Neural()


def found_in(neural: Neural, text: str) -> list[Incident]:
    return list(neural.find(text).incidents)


@pytest.mark.parametrize(
    ("text", "trigger", "kind", "actor", "recipient"),
    [
        ("Turkish police arrested 14 journalists on Monday.", "arrested", "COERCE", "Turkish police", "14 journalists"),
        ("Rebels attacked an army base at dawn.", "attacked", "ASSAULT", "Rebels", "an army base"),
        ("Norway accused Russia of jamming satellite signals.", "accused", "ACCUSE", "Norway", "Russia"),
        ("Canada expelled two Iranian diplomats on Friday.", "expelled", "SANCTION", "Canada", "two Iranian diplomats"),
        ("Hundreds of students marched through Lima.", "marched", "PROTEST", "Hundreds of students", None),
        ("The prime minister rejected the union's demand.", "rejected", "REJECT", "The prime minister", None),
        ("Japan gave Nepal 3 million dollars in food aid.", "gave", "AID", "Japan", "Nepal"),
        ("The rebels released 40 prisoners.", "released", "RETREAT", "The rebels", "40 prisoners"),
    ],
)
def test_plain_sentences(neural: Neural, text: str, trigger: str, kind: str, actor: str, recipient: str | None) -> None:
    found = [i for i in found_in(neural, text) if trigger in text[slice(*i.trigger)]]
    assert [i.type for i in found] == [kind]
    assert [text[slice(*a)] for a in found[0].actors] == [actor]
    if recipient:
        assert recipient in [text[slice(*r)] for r in found[0].recipients]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Soldiers shelled the village on Sunday.", "happened"),
        ("The president will visit Ankara next week.", "future"),
        ("The army may attack the city next week.", "hypothetical"),
        ("The minister denied that troops had shelled the village.", "negated"),
    ],
)
def test_whether_it_happened(neural: Neural, text: str, status: str) -> None:
    assert status in {i.status for i in found_in(neural, text)}


@pytest.mark.parametrize(
    "text",
    [
        "The senator declined to comment on Tuesday.",
        "She said she was optimistic about the harvest.",
        "The museum opens again in spring after a long repair.",
        "Heavy rain is forecast for the coast tonight.",
    ],
)
def test_sentences_that_tell_of_no_event(neural: Neural, text: str) -> None:
    assert found_in(neural, text) == []


def test_a_mild_call_is_marked(neural: Neural) -> None:
    found = found_in(neural, "The pope urged both sides to show restraint.")
    assert [(i.type, "appeal" in i.why) for i in found if i.type == "REQUEST"] == [("REQUEST", True)]


def test_what_attributes_in_bulk_reads_no_events(neural: Neural, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("events were read")

    monkeypatch.setattr(Events, "see", never)
    assert neural.attribute('"We stay," the mayor said on Monday.')


def test_relations_are_probabilities_and_order_counts(neural: Neural, shipped: Events) -> None:
    text = "France accused Mali of arresting two of its diplomats."
    sheet = make_sheet(text, [Passage(start=0, end=len(text))], neural.encoder.vocabulary)
    (said,) = shipped.say(list(neural.encoder.read(sheet)), sheet)
    found = shipped.relation(said, [0], [2])
    assert sum(found.values()) == pytest.approx(1, abs=1e-4)
    assert max(found, key=lambda k: found[k]) == "ACCUSE"
    assert found != shipped.relation(said, [2], [0])


def varint(n: int) -> bytes:
    out = b""
    while n > 127:
        out += bytes([n & 127 | 128])
        n >>= 7
    return out + bytes([n])


def field(number: int, content: bytes) -> bytes:
    return varint(number << 3 | 2) + varint(len(content)) + content


def tensor(name: str, content: bytes) -> bytes:
    return field(5, varint(1 << 3) + varint(384) + field(8, name.encode()) + field(9, content))


def test_a_table_is_read_where_it_lies(tmp_path: Path) -> None:
    rows = np.arange(-6, 6, dtype=np.int8).reshape(3, 4)
    scale = np.asarray([1, 0.5, 2], dtype=np.float32)
    graph = tensor("other", b"abc") + tensor("t.scale", scale.tobytes()) + tensor("t.rows", rows.tobytes())
    path = tmp_path / "model.onnx"
    path.write_bytes(varint(1 << 3) + varint(8) + field(7, graph))
    found = open_rows(path, "t", 4)
    assert found([2, 0]).tolist() == [[4, 6, 8, 10], [-6, -5, -4, -3]]
    with pytest.raises(ValueError, match="no table u"):
        open_rows(path, "u", 4)
    path.write_bytes(path.read_bytes()[:-2])
    with pytest.raises(ValueError, match="cut off"):
        open_rows(path, "t", 4)


@given(st.binary(min_size=1, max_size=60))
def test_a_file_that_is_no_model_is_told(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("table") / "model.onnx"
    path.write_bytes(content)
    with pytest.raises(ValueError, match=r"no table|protocol buffer"):
        open_rows(path, "t", 4)

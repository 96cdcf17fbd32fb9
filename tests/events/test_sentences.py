"""The marked sentences that the tagger of events learns from: their form, and that every line is of it."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

TRAINING = Path(__file__).parents[2] / "training/events"
pytestmark = pytest.mark.skipif(not TRAINING.is_dir(), reason="a source distribution holds no training data")
LINE = (
    "[a1 Peru] and [a1 Chile] [e1:REQUEST~/yield:happened:diplomatic,economic urged] [r1,a2 the miners] to end "
    "their [e2:PROTEST/strike:hypothetical:- strike] at [p2 Tacna]."
)


@pytest.fixture(scope="module")
def data() -> ModuleType:
    spec = importlib.util.spec_from_file_location("events_data", TRAINING / "data.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["events_data"] = module
    spec.loader.exec_module(module)
    return module


def test_a_marked_line_is_read(data: ModuleType) -> None:
    line = data.parse(LINE)
    assert line.text == "Peru and Chile urged the miners to end their strike at Tacna."

    def words(ranges: list[tuple[int, int]]) -> list[str]:
        return [line.text[s:e] for s, e in ranges]

    call, strike = line.acts
    assert (call.type, call.mode, call.status, call.contexts) == (
        "REQUEST",
        "yield",
        "happened",
        ("diplomatic", "economic"),
    )
    assert call.cls == data.APPEAL
    assert words([call.trigger]) == ["urged"]
    assert {k: words(v) for k, v in call.parts.items()} == {
        "actor": ["Peru", "Chile"],
        "recipient": ["the miners"],
        "place": [],
    }
    assert (strike.type, strike.mode, strike.status, strike.contexts) == ("PROTEST", "strike", "hypothetical", ())
    assert {k: words(v) for k, v in strike.parts.items()} == {
        "actor": ["the miners"],
        "recipient": [],
        "place": ["Tacna"],
    }


def test_a_line_without_marks_has_no_event(data: ModuleType) -> None:
    assert data.parse("The harbour was quiet.").acts == []


@pytest.mark.parametrize(
    "line",
    [
        "[e1:COERCE:happened:- raided",
        "[e1:COERCE:happened:- [a1 Peru] raided]",
        "[e1:NOTHING:happened:- raided]",
        "[e1:COERCE/demo:happened:- raided]",
        "[e1:COERCE:perhaps:- raided]",
        "[e1:COERCE:happened:weather raided]",
        "[a1 Peru] waited",
        "[x1 Peru] [e1:COERCE:happened:- raided]",
        "[e1:COERCE:happened:- raided] and [e1:COERCE:happened:- searched]",
    ],
)
def test_marks_of_another_form_are_refused(data: ModuleType, line: str) -> None:
    with pytest.raises(ValueError, match=r"\S"):
        data.parse(line)


def test_all_lines_are_of_the_form_and_varied(data: ModuleType) -> None:
    found = list(data.lines(TRAINING / "sentences"))
    acts = [a for line in found for a in line.acts]
    assert len(found) > 2000
    assert {a.type for a in acts} == {c for c in data.CLASSES if c not in ("", "appeal")}
    assert {a.status for a in acts} == set(data.EVENT_STATUSES)
    assert 0.08 < sum(not line.acts for line in found) / len(found) < 0.4
    assert 0.05 < sum(line.held for line in found) / len(found) < 0.15
    assert len({line.text for line in found}) > 0.98 * len(found)


def test_a_line_at_fault_is_named(data: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# a comment\n\nFine.\n[a1 Peru] waited\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"a\.txt:4: a1: no such event"):
        list(data.lines(tmp_path))

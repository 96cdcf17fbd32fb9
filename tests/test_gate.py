"""The accuracy gate: what fails it, and that only a reason in the changelog lets a floor fall."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

GATE = Path(__file__).parents[1] / "bench/gate.py"


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The gate with one made-up set, measured at 0.8, and floors of its own."""
    spec = importlib.util.spec_from_file_location("gate", GATE)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    (tmp_path / "gold").write_text("gold")
    (tmp_path / "CHANGELOG.md").write_text("- found: we measure harder things now")
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "FLOORS", tmp_path / "floors.json")
    monkeypatch.setattr(module, "SETS", {"made": (lambda: {"found": 0.8}, (tmp_path / "gold",))})
    monkeypatch.setattr(module, "committed", dict)
    return module


def write(gate: ModuleType, *steps: dict[str, object], sha: str | None = None) -> None:
    gold = [{"sha": sha or gate.digest([gate.ROOT / "gold"])}]
    gate.FLOORS.write_text(json.dumps({"made": {"gold": gold, "floors": {"found": list(steps)}}}))


def test_no_floor_fails_until_it_is_raised(gate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert gate.main([]) == 1
    assert "has no floor" in capsys.readouterr().out
    assert gate.main(["--raise"]) == 0
    assert gate.main([]) == 0
    assert json.loads(gate.FLOORS.read_text())["made"]["floors"]["found"] == [{"floor": 0.79}]


def test_a_fallen_figure_fails_and_raising_never_lowers(gate: ModuleType) -> None:
    write(gate, {"floor": 0.81})
    assert gate.main([]) == 1
    assert gate.main(["--raise"]) == 1
    assert json.loads(gate.FLOORS.read_text())["made"]["floors"]["found"] == [{"floor": 0.81}]


@pytest.mark.parametrize(
    ("reason", "code"), [(None, 1), ("not in the changelog", 1), ("we measure harder things now", 0)]
)
def test_a_lowered_floor_needs_its_reason_in_the_changelog(gate: ModuleType, reason: str | None, code: int) -> None:
    write(gate, {"floor": 0.9}, {"floor": 0.7, "reason": reason})
    assert gate.main([]) == code


def test_rewriting_history_fails(gate: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    write(gate, {"floor": 0.9})
    before = json.loads(gate.FLOORS.read_text())
    monkeypatch.setattr(gate, "committed", lambda: before)
    write(gate, {"floor": 0.7})
    assert gate.main([]) == 1


def test_changed_gold_is_noticed(gate: ModuleType) -> None:
    write(gate, {"floor": 0.7})
    (gate.ROOT / "gold").write_text("easier gold")
    assert gate.main([]) == 1
    assert gate.main(["--gold-changed", "for no reason"]) == 1
    write(gate, {"floor": 0.7}, sha="0" * 16)
    assert gate.main(["--gold-changed", "we measure harder things now"]) == 0


def test_absent_corpora_are_skipped_with_a_message(
    gate: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(gate, "SETS", {"away": (dict, (gate.ROOT / "nowhere",))})
    assert gate.main([]) == 0
    assert "away: skipped" in capsys.readouterr().err

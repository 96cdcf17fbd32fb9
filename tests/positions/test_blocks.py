"""The invented inferences and turns that the stance network learns from: they can be read, and no label is favoured."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

blocks = pytest.importorskip("training.stance.blocks", reason="a source distribution holds no training data")
marked = pytest.importorskip("training.stance.marked")

HERE = Path(blocks.__file__).parent
PAIRS, TURNS = sorted((HERE / "pairs").glob("*.txt")), sorted((HERE / "turns").glob("*.txt"))


@pytest.mark.parametrize("path", PAIRS, ids=lambda p: p.stem)
def test_inferences_can_be_read(path: Path) -> None:
    labels = Counter(r.label for r in blocks.read(path, blocks.PAIRS))
    assert sum(labels.values()) > 1000
    assert 0.9 < labels["="] / labels["!"] < 1.1
    assert labels["?"] > 300


@pytest.mark.parametrize("path", TURNS, ids=lambda p: p.stem)
def test_turns_can_be_read(path: Path) -> None:
    rows = list(blocks.read(path, blocks.TURNS))
    labels = Counter(r.label for r in rows)
    assert len(rows) > 1000
    assert 0.6 < labels["+"] / labels["-"] < 1.3
    assert labels["0"] > 300
    for text in {r.text for r in rows}:
        marked.parse(text, path.name)


@pytest.mark.parametrize("line", ["+ too early", "# text\n* no such label", "# text\nnothing", "# text\n+"])
def test_lines_that_make_no_sense_are_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(blocks.BlocksError, match=r"a.txt:\d"):
        list(blocks.read(path, blocks.TURNS))


def test_each_line_is_held_against_its_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("# {A} <said> [no]\n+ one\n0 two\n# {B} <said> [yes]\n- three\n", encoding="utf-8")
    found = [(r.text, r.against, r.label) for r in blocks.read(path, blocks.TURNS)]
    no, yes = "{A} <said> [no]", "{B} <said> [yes]"
    assert found == [(no, "one", "+"), (no, "two", "0"), (yes, "three", "-")]

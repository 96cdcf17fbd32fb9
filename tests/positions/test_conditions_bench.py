"""The measure of conditions: marked lines, and the sample coverage read by the whole pipeline."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import onrecord

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = Path(onrecord.__file__).parent / "data/sample"

MARKED = """=== The lake
1: The lake should be filled.
1c | {Alvarn} <said> [he could live with the lake ((if the wall is lowered))].
1c | {Alvarn} <said> [he could live with the lake ((at a price that suits him))].
1- | {Alvarn} <said> [blood will flow if they fill it].
. | {Alvarn} <said> [the lake is deep].
"""


def measured(data: Path) -> dict[str, float]:
    command = [sys.executable, str(ROOT / "bench/conditions.py"), "--data", str(data), "--json"]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def test_marked_lines(tmp_path: Path) -> None:
    file = tmp_path / "marked.txt"
    file.write_text(MARKED, encoding="utf-8")
    got = measured(file)
    assert (got["gold"], got["exact"], got["recall"]) == (2, 0.5, 0.5)
    assert (got["found"], got["found_unmarked"]) == (2, 1)


def test_the_samples_conditions_are_found(tmp_path: Path) -> None:
    """Of the sample's articles, those in which a condition is marked."""
    for folder in ("articles", "gold"):
        (tmp_path / folder).mkdir()
    for name in ("onrecord.toml", "gold/positions.jsonl"):
        shutil.copyfile(SAMPLE / name, tmp_path / name)
    for row in map(json.loads, (SAMPLE / "gold/positions.jsonl").read_text(encoding="utf-8").splitlines()):
        if row["condition"]:
            name = "articles/" + row["file"].partition("#")[0]
            shutil.copyfile(SAMPLE / name, tmp_path / name)
    got = measured(tmp_path)
    assert got["gold"] >= 7
    assert got["recall"] == 1.0


def test_what_is_not_there_is_skipped(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "bench/conditions.py"), "--data", str(tmp_path / "none")]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0
    assert ran.stdout.startswith("skipped")

"""The bench reads ECB+'s form, and its measures are those of the papers."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[3] / "bench"
sys.path.insert(0, str(BENCH))
import ecb  # noqa: E402
import event_coreference as bench  # noqa: E402

TEXT = "http: / / vell. example / 1\nDorn' s guns shelled the port of Brelin.\nThe shelling killed 2. 5 thousand sheep."


def row(doc: str, subtopic: str) -> dict[str, object]:
    lines = TEXT.split("\n")
    starts = [0, len(lines[0]) + 1, len(lines[0]) + len(lines[1]) + 2]
    sents = [[s, s + len(x), n > 0] for n, (s, x) in enumerate(zip(starts, lines, strict=True))]

    def mention(word: str, tag: str, chain: str | None) -> dict[str, object]:
        at = TEXT.index(word)
        return {"s": at, "e": at + len(word), "tag": tag, "c": chain}

    mentions = [
        mention("killed", "ACTION_OCCURRENCE", None),
        mention("shelled", "ACTION_OCCURRENCE", "A"),
        mention("shelling", "NEG_ACTION_OCCURRENCE", "A"),
        mention("Dorn", "HUMAN_PART_ORG", "H"),
        mention("vell", "ACTION_OCCURRENCE", "B"),
    ]
    return {"id": doc, "topic": 1, "subtopic": subtopic, "text": TEXT, "sents": sents, "mentions": mentions}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    out = tmp_path / "some.jsonl"
    out.write_text("\n".join(json.dumps(row(f"d{n}", f"s{n // 2}")) for n in range(4)), encoding="utf-8")
    return out


def test_event_mentions_of_curated_sentences_are_read_in_order(file: Path) -> None:
    found = [m for m in ecb.mentions(file, None) if m.doc == "d0"]
    assert [m.words for m in found] == [("shelled",), ("shelling",), ("killed",)]
    assert [m.chain for m in found[:2]] == ["A", "A"] and found[2].chain.startswith("d0")
    for m in found:
        start, end = m.report.trigger
        assert m.report.sentence[start:end] == m.words[0]
    assert found[0].report.sentence == "Dorn's guns shelled the port of Brelin."
    assert "2.5 thousand" in found[2].report.sentence
    assert [m.report.number for m in found] == [0, 1, 1]


def test_the_whole_bench_runs_without_vectors(file: Path) -> None:
    figures = bench.measure(file, vectors=False)
    assert (figures["mentions"], figures["chains"], figures["documents"]) == (12, 5, 4)
    for name in ("stories", "gold", "pool", "within"):
        assert 0 < figures[name]["b3"]["f1"] <= 1
    assert figures["gold"]["last_word"]["b3"]["p"] < 1 or figures["gold"]["last_word"]["b3"]["r"] < 1
    low, high = figures["stories"]["interval"]
    assert 0 <= low <= high <= 1


def test_the_measures_of_a_small_example() -> None:
    gold, found = ["a", "a", "a", "b", "c"], ["1", "1", "2", "2", "3"]
    figures = bench.figures(gold, found)
    assert figures["b3"] == {"p": 0.8, "r": pytest.approx(0.7333, abs=1e-4), "f1": pytest.approx(0.7652, abs=1e-4)}
    assert figures["muc"] == {"p": 0.5, "r": 0.5, "f1": 0.5}
    assert bench.figures(gold, gold)["conll"] == 1.0

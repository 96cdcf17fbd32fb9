"""The measure: tables of cases, and the same figures as the scorer the published peers were measured with."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.analysis.agreement import Pair, Row, agree
from onrecord.analysis.gold import place, read_gold
from onrecord.errors import GoldError

TEXT = 'The dam is safe, Ana Ruiz said. "We will not sign," Bo Lund told reporters in Mirna.'
SCORER = Path(__file__).parents[3] / "shared/tools/score_attributions.py"


def row(source: str, cue: str, content: str, speaker: str | None = None) -> Row:
    def spot(words: str) -> tuple[tuple[int, int], ...]:
        return ((TEXT.index(words), TEXT.index(words) + len(words)),) if words else ()

    return Row(source=spot(source), cue=spot(cue), content=spot(content), speaker=speaker)


RUIZ = row("Ana Ruiz", "said", "The dam is safe", "Ana Ruiz")
LUND = row("Bo Lund", "told", '"We will not sign,"', "Bo Lund")


@pytest.mark.parametrize(
    ("found", "hits", "speakers"),
    [
        ([RUIZ, LUND], (2, 2, 2), {"right": 2}),
        ([LUND], (1, 1, 1), {"right": 1, "not_found": 1}),
        ([row("Bo Lund", "said", "The dam is safe", "Bo Lund"), LUND], (2, 1, 1), {"right": 1, "wrong": 1}),
        ([row("", "said", "The dam is safe"), LUND], (2, 1, 1), {"right": 1, "unresolved": 1}),
        ([row("Ana Ruiz", "told", "The dam is safe", "Ana Ruiz")], (1, 1, 0), {"right": 1, "not_found": 1}),
        ([], (0, 0, 0), {"not_found": 2}),
    ],
)
def test_levels_and_speakers(found: list[Row], hits: tuple[int, int, int], speakers: dict[str, int]) -> None:
    result = agree([Pair(id="a", text=TEXT, gold=[RUIZ, LUND], found=found)])
    got = tuple(result.figures["all"][level].gold_right for level in ("found", "attributed", "complete"))
    assert got == hits
    assert result.speakers == speakers
    assert len(result.misses) == 2 - speakers.get("right", 0)


def test_an_alias_is_the_same_actor() -> None:
    found = [row("Ana Ruiz", "said", "The dam is safe", "A. Ruiz")]
    result = agree([Pair(id="a", text=TEXT, gold=[RUIZ], found=found)], {"A. Ruiz": "Ana Ruiz", "Ana Ruiz": "Ana Ruiz"})
    assert result.right_actor == 1.0


def test_classes_split_by_quotation_marks() -> None:
    result = agree([Pair(id="a", text=TEXT, gold=[RUIZ, LUND], found=[LUND])])
    assert result.figures["direct"]["found"].f1 == 1.0
    assert result.figures["indirect"]["found"].recall == 0.0
    assert result.figures["indirect"]["found"].precision is None


def random_rows(rnd: random.Random, n: int) -> list[dict[str, list[list[int]]]]:
    def spans(most: int) -> list[list[int]]:
        starts = [rnd.randrange(len(TEXT) - 12) for _ in range(rnd.randint(0, most))]
        return [[s, s + rnd.randint(1, 12)] for s in starts]

    rows = [{"source": spans(1), "cue": spans(1), "content": spans(2)} for _ in range(n)]
    return [r for r in rows if r["content"]]


@pytest.mark.skipif(not SCORER.is_file(), reason="the shared scorer is not beside this checkout")
def test_same_figures_as_the_shared_scorer(tmp_path: Path) -> None:
    rnd = random.Random(3)
    gold = [{"id": str(i), "text": TEXT, "attributions": random_rows(rnd, 6)} for i in range(60)]
    pred = [{"id": g["id"], "attributions": random_rows(rnd, 6)} for g in gold]
    for name, lines in (("gold", gold), ("pred", pred)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(x) + "\n" for x in lines))
    out = subprocess.run(
        [sys.executable, SCORER, tmp_path / "gold.jsonl", tmp_path / "pred.jsonl", "--json"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    theirs = json.loads(out.stdout)["scores"]
    articles = read_gold(tmp_path / "gold.jsonl")
    assert isinstance(articles, list)
    found = {p["id"]: place(TEXT, [("x", r) for r in p["attributions"]]) for p in pred}
    ours = agree(Pair(id=a.id, text=a.text, gold=a.rows, found=found[a.id]) for a in articles)
    for cls, levels in ours.figures.items():
        for level, figure in levels.items():
            their = theirs[cls]["attribution"][level]
            assert (figure.gold_right, figure.gold, figure.predicted_right, figure.predicted) == (
                their["gold_right"], their["gold"], their["predicted_right"], their["predicted"],
            ), (cls, level)  # fmt: skip


def test_gold_by_quoted_words_and_by_offsets_is_the_same(tmp_path: Path) -> None:
    quoted = {
        "file": "a",
        "source": ["Bo Lund"],
        "cue": ["told"],
        "content": ['"We will not sign,"'],
        "at": "Bo Lund told",
    }
    by_offset = {"file": "a", "source": [[52, 59]], "cue": [[60, 64]], "content": [[32, 51]]}
    assert place(TEXT, [("g", quoted)]) == place(TEXT, [("g", by_offset)])


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"file": "a", "content": ["nowhere"]}', "do not stand in the article"),
        ('{"file": "a", "content": [[0, 999]]}', "inside the text"),
        ('{"file": "a", "content": []}', 'no "content"'),
        ('{"content": ["x"]}', 'no "file"'),
        ("[1]", "expected an object"),
        ("{", "not JSON"),
        ("", "no line in it"),
    ],
)
def test_bad_gold_names_the_line(tmp_path: Path, line: str, says: str) -> None:
    path = tmp_path / "attributions.jsonl"
    path.write_text(line + "\n")
    with pytest.raises(GoldError, match=says) as caught:
        form = read_gold(path)
        assert not isinstance(form, list)
        place(TEXT, form.lines["a"])
    assert "attributions.jsonl" in str(caught.value)

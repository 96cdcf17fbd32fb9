"""When statements were said, against gold in the sample's form.

    python bench/said_on.py --data DIR [--json] [--misses N]

DIR holds articles/ and gold/attributions.jsonl with `said_on` ({"from", "to"}; null: the text dates no occasion).
A gold statement is compared with the one of ours whose content shares most words with it, at least half. `dated` is the
share of the gold's dated statements that have the same days, `wider` of those that have days around or within them;
`invented` is the share of the undated ones that we date. The peer takes the day of publication for every statement.
"""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import of_folder
from onrecord import project, record
from onrecord.analysis.gold import GoldTable, place, read_gold
from onrecord.model import Reading, Statement
from onrecord.span import overlap


def measure(folder: Path, misses: list[str]) -> dict[str, float]:
    """The figures (0..1) of one folder."""
    toml = folder / "onrecord.toml"
    settings = replace(project.load(toml), actors=(), issues=()) if toml.is_file() else project.Project()
    gold = read_gold(folder / "gold")
    if not isinstance(gold, GoldTable):
        raise SystemExit(f"{folder}: the gold is of another form")
    counts: Counter[str] = Counter()
    for reading in record.run(folder / "articles", settings):
        if isinstance(reading, Reading):
            compare(reading, gold, reading.document.file.removeprefix(f"{folder}/articles/"), counts, misses)
    return {
        "dated": counts["same"] / max(1, counts["dated"]),
        "wider": counts["touching"] / max(1, counts["dated"]),
        "invented": counts["invented"] / max(1, counts["undated"]),
        "peer_dated": counts["peer"] / max(1, counts["dated"]),
        "gold_dated": counts["dated"],
        "gold_undated": counts["undated"],
    }


def compare(reading: Reading, gold: GoldTable, file: str, counts: Counter[str], misses: list[str]) -> None:
    """Count the days of one article's statements."""
    lines = gold.lines.get(file, ())
    published = reading.document.published
    for (_, line), row in zip(lines, place(reading.document.text, lines), strict=True):
        ours = max(reading.statements, key=lambda s: _shared(s, row.content), default=None)
        if ours is None or _shared(ours, row.content) < 0.5:
            continue
        want = line.get("said_on")
        got = (ours.said.since.isoformat(), ours.said.until.isoformat()) if ours.said else None
        if want is None:
            counts["undated"] += 1
            counts["invented"] += got is not None
        else:
            days = want["from"], want["to"]
            counts["dated"] += 1
            counts["same"] += got == days
            counts["touching"] += got is not None and got[0] <= days[1] and days[0] <= got[1]
            counts["peer"] += published is not None and days == (published.isoformat(),) * 2
        if got != (want and (want["from"], want["to"])):
            misses.append(f"{file}: gold {want and (want['from'], want['to'])} ours {got}: {ours.content[0].text[:80]}")


def _shared(s: Statement, content: tuple[tuple[int, int], ...]) -> float:
    """The share of characters that two contents have in common, of the longer."""
    both = sum(overlap((a.start, a.end), b) for a in s.content for b in content)
    return both / max(1, sum(a.end - a.start for a in s.content), sum(b[1] - b[0] for b in content))


if __name__ == "__main__":
    sys.exit(of_folder.main(__doc__, "gold/attributions.jsonl", measure))

"""The whole chain, from articles as added to statements by the right actor, against gold in the sample's form.

    python bench/chain.py --data DIR [--backend attribution.rules|attribution.neural] [--json] [--misses N]

DIR holds articles/ and gold/ (attributions.jsonl, actors.jsonl, documents.jsonl by quoted words; see the
README of src/onrecord/data/sample; without documents.jsonl what is said of documents is left out) and perhaps an
onrecord.toml, of which only the outlets are used: the aliases in it would be help. The backend is the one named,
else the project's. Nothing here was trained on; which sets were looked at while rules were
written stands in bench/gold/README.md.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord import project, record
from onrecord.analysis.agreement import Agreement
from onrecord.backends import ATTRIBUTORS
from onrecord.store import queries
from onrecord.store.rows import DocumentView

Figures = dict[str, float]
SHORTEST = 9  # letters: shorter contents stand in junk by chance


def measure(folder: Path, backend: str | None = None) -> tuple[Figures, Agreement]:
    """The figures (0..1) of one folder, and the agreement they come from."""
    toml = folder / "onrecord.toml"
    settings = replace(project.load(toml), actors=(), issues=()) if toml.is_file() else project.Project()
    settings = replace(settings, attribution=backend) if backend else settings
    with (
        tempfile.TemporaryDirectory() as place,
        record.open(Path(place) / "r.onrecord", project=settings, create=True) as rec,
    ):
        done = rec.add(folder / "articles")
        result = rec.score(folder / "gold")
        views = list(queries.documents(rec.store))
    if result.missing:
        raise SystemExit(f"gold for articles that are not in the record: {', '.join(result.missing)}")
    shown = {v.document.file.removeprefix(f"{folder}/articles/"): v for v in views}
    figures = result.figures
    right = result.speakers.get("right", 0)
    wrong = result.speakers.get("wrong", 0) + result.speakers.get("invented", 0)
    return {
        "found": figures["all"]["found"].f1 or 0.0,
        "attributed": figures["all"]["attributed"].f1 or 0.0,
        "complete": figures["all"]["complete"].f1 or 0.0,
        "direct_found": figures["direct"]["found"].f1 or 0.0,
        "direct_attributed": figures["direct"]["attributed"].f1 or 0.0,
        "direct_attributed_precision": figures["direct"]["attributed"].precision or 0.0,
        "right_actor": result.right_actor or 0.0,
        "actor_precision": right / max(1, right + wrong),
        **of_documents(folder / "gold/documents.jsonl", shown, done.rejected),
    }, result


def of_documents(gold: Path, shown: dict[str, DocumentView], rejected: int) -> Figures:
    """What is right about the articles themselves; nothing where no gold says what would be."""
    if not gold.is_file():
        return {}
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    truth = {row["file"]: row for row in rows}
    return {
        "nothing_in_junk": 1.0 - junk_quoted(truth, shown),
        **{f: share_right(f, truth, shown) for f in ("outlet", "title", "published", "byline")},
        "read": 1.0 - rejected / max(1, len(truth)),
    }


def junk_quoted(truth: dict[str, Any], shown: dict[str, DocumentView]) -> float:
    """Share of the statements whose content lies inside a line that is no article."""
    inside = total = 0
    for file, view in shown.items():
        repeats = truth[file].get("repeats", ())
        junk = [" ".join(j.split()) for j in truth[file]["junk"] if j not in repeats]
        for said in view.said:
            total += 1
            inside += len(said.quote) >= SHORTEST and any(said.quote in j for j in junk)
    return inside / max(1, total)


def share_right(field: str, truth: dict[str, Any], shown: dict[str, DocumentView]) -> float:
    """Share of the documents whose field is the gold's."""
    compared = right = 0
    for file, gold in truth.items():
        view = shown[file]
        got = view.byline if field == "byline" else getattr(view.document, field)
        want = gold[field]
        if want is None and field == "title":
            continue  # titles of items are not part of their text and carry no gold
        compared += 1
        right += (str(got) if got else None) == want
    return right / max(1, compared)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--backend", choices=sorted(ATTRIBUTORS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if not (options.data / "gold").is_dir():
        print(f"skipped: {options.data} holds no gold/")
        return 0
    figures, result = measure(options.data, options.backend)
    if options.json:
        print(json.dumps({**{k: round(v, 4) for k, v in figures.items()}, "speakers": dict(result.speakers)}, indent=1))
        return 0
    for name, value in figures.items():
        print(f"{name:30}{value:8.3f}")
    print("speakers: " + ", ".join(f"{k} {n}" for k, n in sorted(result.speakers.items())))
    for miss in result.misses[: options.misses]:
        print(f"{miss.article}: {miss.problem}: {miss.content}  [gold {miss.gold_speaker}, found {miss.found_speaker}]")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""All that is measured on a folder of articles with gold in the sample's form, each article read once.

    python bench/folder.py --data DIR --json

Prints the figures of chain.py, clusters.py, said_on.py, event_chain.py and conditions.py, by those names, of
each for which DIR has gold. The same figures as from each alone: they ask for the same articles with the same settings,
and what was found in an article is remembered between them.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import chain
import clusters
import conditions
import event_chain
import said_on
from onrecord import pipeline
from onrecord.backends import DEFAULT_ATTRIBUTOR
from onrecord.model import RawDocument, Reading, Rejected
from onrecord.project import Project

Analyse = Callable[[RawDocument, Project], Reading | Rejected]
MEASURES = {  # the file of gold that each needs
    "chain": ("attributions.jsonl", lambda folder: chain.measure(folder, DEFAULT_ATTRIBUTOR)[0]),
    "clusters": ("actors.jsonl", lambda folder: clusters.measure(folder)[0]),
    "said_on": ("attributions.jsonl", lambda folder: said_on.measure(folder, [])),
    "events": ("events.jsonl", lambda folder: event_chain.measure(folder, [])),
    "conditions": ("positions.jsonl", lambda folder: conditions.of_folder(folder).figures()),
}


def measure(folder: Path) -> dict[str, Any]:
    """Every measurement's figures."""
    pipeline.analyse = once(pipeline.analyse)
    return {name: asked(folder) for name, (gold, asked) in MEASURES.items() if (folder / "gold" / gold).is_file()}


def once(analyse: Analyse) -> Analyse:
    """The same, but what was answered of an article and settings is remembered: it depends on nothing else."""
    found: dict[bytes, Reading | Rejected] = {}

    def asked(source: RawDocument, project: Project) -> Reading | Rejected:
        key = pickle.dumps((source, project))
        if key not in found:
            found[key] = analyse(source, project)
        return found[key]

    return asked


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true", help="as every bench has it; there is no other form")
    print(json.dumps(measure(parser.parse_args().data), indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

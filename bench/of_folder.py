"""The command line of a measurement over one folder with gold: figures as a table or JSON, then some misses."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from pathlib import Path

Measure = Callable[[Path, list[str]], dict[str, float]]
"""The figures of a folder; what differs is told in the list."""


def main(about: str | None, gold: str, measure: Measure) -> int:
    """Measure the folder that is asked for, where it holds the file `gold`. Answers the exit code."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if not (options.data / gold).is_file():
        print(f"skipped: {options.data} holds no {gold}")
        return 0
    misses: list[str] = []
    figures = measure(options.data, misses)
    if options.json:
        print(json.dumps({k: round(v, 4) for k, v in figures.items()}, indent=1))
        return 0
    for name, value in figures.items():
        print(f"{name:16}{value:8.3f}")
    for miss in misses[: options.misses]:
        print(miss)
    return 0

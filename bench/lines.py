"""JSON Lines as the benches take them: a file, packed or not, or a folder of such files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PACKED = ".gz"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file, or of all files of a folder, a line each."""
    files = sorted(f for f in path.iterdir() if f.name.endswith((".jsonl", ".jsonl.gz"))) if path.is_dir() else [path]
    for file in files:
        with gzip.open(file, "rt", encoding="utf-8") if file.suffix == PACKED else file.open(encoding="utf-8") as lines:
            yield from (json.loads(line) for line in lines if line.strip())

"""An empty record for each test; `store_factory` beside this file is imported by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store.db import Store

sys.path.insert(0, str(Path(__file__).parent))

from store_factory import MADE, check_sound, fill


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "r.onrecord") as made:
        yield made
        check_sound(made)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """A closed record of one article, alone in its folder."""
    path = tmp_path / "box" / "r.onrecord"
    path.parent.mkdir()
    with Store.create(path) as store:
        fill(store, [MADE])
    return path

"""An empty record for each test; `store_factory` beside this file is imported by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store.db import Store

sys.path.insert(0, str(Path(__file__).parent))

from store_factory import check_sound


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "r.onrecord") as made:
        yield made
        check_sound(made)

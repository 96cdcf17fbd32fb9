"""The invented record of `invented.py`, for a test of its own or to be asked by all."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store.db import Store

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent / "store"), str(HERE)]

from invented import MADE  # noqa: E402
from store_factory import fill  # noqa: E402


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Store]:
    """A record of a test's own."""
    with Store.create(tmp_path / "r.onrecord") as store:
        fill(store, MADE)
        yield store


@pytest.fixture(scope="session")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The same record, to be asked only."""
    with Store.create(tmp_path_factory.mktemp("quotations") / "r.onrecord") as store:
        fill(store, MADE)
        yield store

"""An empty record for each test; `store_factory` beside this file is imported by name."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.store.db import Store

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "r.onrecord") as made:
        yield made
        check_sound(made)


def check_sound(store: Store) -> None:
    """What must hold after whatever a test did: sound pages, whole references, an index equal to the texts."""
    with store._engine.connect() as conn:
        assert conn.exec_driver_sql("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert conn.exec_driver_sql("PRAGMA foreign_key_check").fetchall() == []
        if store.writable:
            for index in ("document_fts", "statement_fts"):
                conn.exec_driver_sql(f"INSERT INTO {index}({index}, rank) VALUES ('integrity-check', 1)")
        conn.rollback()

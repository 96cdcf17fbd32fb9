"""A record goes from a file to a server and back row for row, into nothing but an empty place."""

from __future__ import annotations

from pathlib import Path

import pytest
from server_rows import rows

import onrecord
from onrecord.errors import RecordError, UsageError
from onrecord.store import copying
from onrecord.store.address import place
from onrecord.store.db import Store


def test_there_and_back_is_the_same_rows(sample_home: Path, empty: str, tmp_path: Path) -> None:
    with onrecord.open(sample_home / "record.onrecord") as file:
        there = file.copy(empty)
        first = rows(file.store)
        found = file.find("dam")
    with onrecord.open(empty) as server:
        assert rows(server.store) == first
        assert server.copy(tmp_path / "back.onrecord") == there == sum(map(len, first.values()))
    with onrecord.open(tmp_path / "back.onrecord") as back:
        assert rows(back.store) == first
        assert back.store.check() == []
        assert back.find("dam") == found
        back.judge(back.said()[0].id, "accept", who="a")  # it is a record like any other


def test_the_index_of_a_copy_holds_current_articles_alone(empty: str, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    with onrecord.open(tmp_path / "r.onrecord", create=True) as record:
        for gates in ("old", "new"):
            article.write_text(f'"The {gates} gates stay open," Mira Alvarn told reporters on Monday.\n')
            record.add([article])
        record.copy(empty)
    with onrecord.open(empty) as server:
        assert (server.find("old").total, server.find("new").total) == (0, 2)
        server.copy(tmp_path / "back.onrecord")
    with onrecord.open(tmp_path / "back.onrecord") as back:
        assert (back.find("old").total, back.find("new").total) == (0, 2)
        assert back.store.check() == []


def test_nothing_is_copied_over(sample_home: Path, moved: str, empty: str, tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("mine")
    with onrecord.open(sample_home / "record.onrecord") as record:
        for target in (taken, moved):
            with pytest.raises(UsageError, match="there is something already"):
                record.copy(target)
    assert taken.read_text() == "mine"


def test_a_database_of_something_else_is_left_alone(server: object, sample_home: Path, empty: str) -> None:
    server.sql(empty, "CREATE TABLE alembic_version (version_num text)")  # type: ignore[attr-defined]
    with onrecord.open(sample_home / "record.onrecord") as record, pytest.raises(RecordError, match="other tables"):
        record.copy(empty)
    with pytest.raises(RecordError, match="give a record a database of its own"):
        onrecord.open(empty, create=True)


@pytest.mark.parametrize("to_server", [True, False])
def test_a_copy_that_fails_leaves_nothing(
    sample_home: Path, moved: str, empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, to_server: bool
) -> None:
    def broken(table: str, count: int) -> None:
        if table == "statement":
            raise KeyboardInterrupt

    source, target = (sample_home / "record.onrecord", empty) if to_server else (moved, tmp_path / "new.onrecord")
    with Store.open(place(source)) as store:
        with pytest.raises(KeyboardInterrupt):
            copying.copy(store, place(target), broken)
        assert not Store.exists(place(target))
        assert list(tmp_path.iterdir()) == []
        copying.copy(store, place(target))  # and there is room for the whole
    with Store.open(place(target)) as made:
        assert made.check() == []

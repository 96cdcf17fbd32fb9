"""A file is there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from onrecord.errors import OnRecordError
from onrecord.export import FORMATS, export
from onrecord.output import replacing


def test_the_old_file_stands_until_the_new_one_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with replacing(path) as file:
        file.write(b"new")
        file.flush()
        assert path.read_text() == "old"
    assert path.read_text() == "new"


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")
    with pytest.raises(KeyboardInterrupt), replacing(path) as file:
        file.write(b"half")
        raise KeyboardInterrupt
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "old"


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_that_fails_leaves_nothing_half(record: Any, tmp_path: Path, form: str) -> None:
    """Statements break off in the middle: files made before are whole, the broken one is not there."""

    def broken(**filters: Any) -> Any:
        for i, view in enumerate(record.views):
            if i == 5:
                raise RuntimeError("disk on fire")
            yield from view.said

    def burning(**filters: Any) -> Any:
        raise RuntimeError("disk on fire")
        yield

    record.statements, record.events, record.positions = broken, burning, burning
    with pytest.raises(RuntimeError):
        export(record, form, tmp_path / "out")
    left = [p.name for p in tmp_path.rglob("*") if p.is_file()]
    assert {n.split(".")[0] for n in left} <= {"documents"}


def test_a_new_file_has_the_usual_permissions(tmp_path: Path) -> None:
    mask = os.umask(0o022)
    try:
        with replacing(tmp_path / "a.txt") as file:
            file.write(b"x")
    finally:
        os.umask(mask)
    assert (tmp_path / "a.txt").stat().st_mode & 0o777 == 0o644


def test_a_place_that_cannot_be_written_is_named(record: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OnRecordError, match=r"file.*cannot be written"):
        export(record, "tables", tmp_path / "file" / "out")
    (tmp_path / "brief.html").mkdir()
    with pytest.raises(OnRecordError, match=r"brief\.html.*cannot be written"):
        export(record, "brief", tmp_path / "brief.html")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["brief.html", "file"]

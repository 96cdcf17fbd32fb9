"""A record on a server answers what the file answers: every question, every filter, every export."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import server_questions as questions

import onrecord
from effort import THOROUGH
from onrecord import Project, Record, project

FORMATS = ("tables", "csv", "jsonl", "plover", "brief", "dna", "positions", "ftm", "annotations", "notes")
FEW = (  # that fill every table of an export
    *("basin-2023-10-full.html", "feed.xml", "gazette-2023-02-zurqani.txt", "meridian-2025-03-report.html"),
    "merrunvoice-2024-03-zurqani.txt",
)


@pytest.fixture(scope="module")
def settings(sample_home: Path) -> Project:
    return project.load(sample_home / "onrecord.toml")


@pytest.fixture(scope="module")
def both(sample_home: Path, moved: str, settings: Project) -> Iterator[tuple[Record, Record]]:
    """The sample's record in its file and on the server. Not to be written to."""
    with (
        onrecord.open(sample_home / "record.onrecord", project=settings) as file,
        onrecord.open(moved, project=settings) as server,
    ):
        yield file, server


def test_every_question_is_answered_alike(both: tuple[Record, Record]) -> None:
    """The rows lie in no order on the server: an answer that leans on their order would differ."""
    file, server = both
    differ, refused = [], 0
    for question in (*questions.fixed(), *questions.of_rows(file)):
        expected = questions.answer(file, question)
        refused += isinstance(expected, tuple) and str(expected[0]).endswith(("NotFound", "UsageError"))
        if questions.answer(server, question) != expected:
            differ.append(question)
    assert differ == []
    assert 0 < refused < 60  # most questions are answered, and what is refused is refused in the same words


@pytest.fixture(scope="module")
def filled(
    server: Any, sample_home: Path, settings: Project, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Record]:
    """A record that was filled on the server, with a few articles; with THOROUGH=1 with all. Not to be written to."""
    folder = tmp_path_factory.mktemp("filled") / "articles"
    folder.mkdir()
    for name in [path.name for path in (sample_home / "articles").iterdir()] if THOROUGH else FEW:
        shutil.copy(sample_home / "articles" / name, folder)
    with onrecord.open(server.database(), project=settings, create=True) as record:
        record.add([str(folder)])
        yield record


def test_a_record_that_was_filled_on_the_server_holds_the_same_statements(
    sample_home: Path, both: tuple[Record, Record], filled: Record
) -> None:
    assert filled.store.check() == []
    assert filled.verify().damages == ()
    names = {path.name for path in (sample_home / "articles").iterdir()} if THOROUGH else set(FEW)
    told = []
    for record in (both[0], filled):
        said = [(s.id, s.quote, Path(s.document.file.partition("#")[0]).name) for s in record.said(every=True)]
        told.append(sorted(one for one in said if one[2] in names))
    assert told[0] == told[1]
    assert {name for *_, name in told[0]} == names


@pytest.fixture(scope="module")
def exported(
    filled: Record, settings: Project, copied_in_no_order: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Record, Record]]:
    """That record in a file, and on the server with its rows in no order. Not to be written to."""
    path = tmp_path_factory.mktemp("exported") / "record.onrecord"
    filled.copy(path)
    with (
        onrecord.open(path, project=settings) as file,
        onrecord.open(copied_in_no_order(path), project=settings) as server,
    ):
        yield file, server


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_the_same_to_the_byte(exported: tuple[Record, Record], tmp_path: Path, form: str) -> None:
    written = []
    for name, record in zip(("file", "server"), exported, strict=True):
        folder = tmp_path / name
        folder.mkdir()
        done = record.export(form, folder / "out")
        written.append({path.relative_to(folder): _nameless(path) for path in done.files})
    assert written[0].keys() == written[1].keys()
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []
    assert all(written[0].values())


def _nameless(path: Path) -> bytes:
    """What was written, without the heading of notes: that is the name of the record, and two have two."""
    data = path.read_bytes()
    return data.partition(b"\n")[2] if path.name == "index.md" else data

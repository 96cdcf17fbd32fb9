"""A record on a server answers what the file answers: every question, every filter, every export."""

from __future__ import annotations

from pathlib import Path

import pytest
import server_questions as questions

import onrecord
from onrecord import project

FORMATS = ("tables", "csv", "jsonl", "plover", "brief", "dna", "positions", "ftm", "annotations", "notes")


def test_every_question_is_answered_alike(sample_home: Path, moved: str) -> None:
    """The rows lie in no order on the server: an answer that leans on their order would differ."""
    settings = project.load(sample_home / "onrecord.toml")
    differ, refused = [], 0
    with (
        onrecord.open(sample_home / "record.onrecord", project=settings) as file,
        onrecord.open(moved, project=settings) as server,
    ):
        for question in (*questions.fixed(), *questions.of_rows(file)):
            expected = questions.answer(file, question)
            refused += isinstance(expected, tuple) and str(expected[0]).endswith(("NotFound", "UsageError"))
            if questions.answer(server, question) != expected:
                differ.append(question)
    assert differ == []
    assert 0 < refused < 60  # most questions are answered, and what is refused is refused in the same words


def test_a_record_that_was_filled_on_the_server_holds_the_same_statements(sample_home: Path, filled: str) -> None:
    settings = project.load(sample_home / "onrecord.toml")
    with (
        onrecord.open(sample_home / "record.onrecord", project=settings) as file,
        onrecord.open(filled, project=settings) as server,
    ):
        assert server.store.check() == []
        assert server.verify().damages == ()
        told = [sorted((s.id, s.quote) for s in record.said(every=True)) for record in (file, server)]
        assert told[0] == told[1] != []


@pytest.mark.parametrize("form", FORMATS)
def test_an_export_is_the_same_to_the_byte(sample_home: Path, moved: str, tmp_path: Path, form: str) -> None:
    settings = project.load(sample_home / "onrecord.toml")
    written = []
    for name, place in (("file", sample_home / "record.onrecord"), ("server", moved)):
        folder = tmp_path / name
        folder.mkdir()
        with onrecord.open(place, project=settings) as record:
            done = record.export(form, folder / "out")
        written.append({path.relative_to(folder): _nameless(path) for path in done.files})
    assert written[0].keys() == written[1].keys()
    assert [name for name in written[0] if written[0][name] != written[1][name]] == []
    assert all(written[0].values())


def _nameless(path: Path) -> bytes:
    """What was written, without the heading of notes: that is the name of the record, and two have two."""
    data = path.read_bytes()
    return data.partition(b"\n")[2] if path.name == "index.md" else data

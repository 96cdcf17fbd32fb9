"""What is judged, merged, taken out and taken back on a server leaves the rows that it leaves in a file."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from server_rows import rows

import onrecord
from onrecord import Record, project
from onrecord.errors import RecordError, UsageError
from onrecord.store import schema

Step = Callable[[Record], object]


def _statement(record: Record, n: int) -> str:
    return sorted(s.id for s in record.said())[n]


def _position(record: Record) -> str:
    paths = record.positions().paths
    return min(t.id for p in paths for s in p.steps for t in s.taken)


def _event(record: Record, n: int) -> str:
    return sorted(e.best.id for e in record.events().events)[n]


def _undo(record: Record, back: int) -> object:
    """Take back the newest line of the log, or one before it."""
    return record.undo(sorted(line.id for line in record.log().lines)[-back])


STEPS: dict[str, tuple[Step, ...]] = {
    "statements": (
        lambda r: r.judge(_statement(r, 3), "accept", who="a"),
        lambda r: r.judge(_statement(r, 5), "reject", who="a", note="no \0 quotation"),
        lambda r: r.judge(_statement(r, 8), "correct", who="b", speaker="Milena Draskova"),
        lambda r: r.judge(_statement(r, 9), "correct", who="b", speaker="Somebody New"),
        lambda r: _undo(r, 3),
        lambda r: r.judge(_statement(r, 3), "reject", who="b"),
    ),
    "events": (
        lambda r: r.judge(_event(r, 2), "reject", who="a"),
        lambda r: r.judge(_event(r, 4), "correct", who="a", actors="Nuray Karadal; Lin Weiqing", date="2024-03"),
        lambda r: _undo(r, 2),
    ),
    "positions": (
        lambda r: r.judge(_position(r), "correct", who="a", stance="support", strength="explicit"),
        lambda r: r.judge(_position(r), "reject", who="b"),
        lambda r: r.audit("Ferren accord", n=6),
        lambda r: _undo(r, 1),
    ),
    "actors": (
        lambda r: r.merge("Helen Marsh", "Margaret Pell", who="a"),
        lambda r: r.rename("Lin Weiqing", "Prof. Lin", who="a"),
        lambda r: r.split("Nuray Karadal", who="b", name="Karadal"),
        lambda r: _undo(r, 3),
    ),
    "documents": (
        lambda r: r.remove(min(s.document.id for s in r.said()), who="a"),
        lambda r: r.remove("meridian-2025-03-report.html", who="a"),
    ),
    "issues": (
        lambda r: r.issue_add("Grain", statement="Grain should be shipped.", words=["grain"]),
        lambda r: r.issue_remove("Grain"),
    ),
}  # fmt: skip


def test_the_same_steps_leave_the_same_rows(sample_home: Path, copied: str, tmp_path: Path) -> None:
    file = tmp_path / "record.onrecord"
    shutil.copy(sample_home / "record.onrecord", file)
    settings = project.load(sample_home / "onrecord.toml")
    with onrecord.open(file, project=settings) as here, onrecord.open(copied, project=settings) as there:
        after = _rows(here)
        for name, steps in STEPS.items():
            before = after
            for step in steps:
                said = [_told(step, record) for record in (here, there)]
                assert said[0] == said[1], name
            after, found = _rows(here), _rows(there)
            assert name == "issues" or after != before, name
            assert [t for t in after if after[t] != found[t]] == [], name
            assert there.store.check() == [], name


def _told(step: Step, record: Record) -> str:
    """The kind of answer, or the refusal."""
    try:
        return type(step(record)).__name__
    except UsageError as e:
        return str(e)


def _rows(record: Record) -> dict[str, list[tuple[object, ...]]]:
    """The rows without what the clock says; PostgreSQL has U+FFFD where a file has NUL."""
    return {
        table: [tuple(v.replace("\0", "\ufffd") if isinstance(v, str) else v for v in line) for line in lines]
        for table, lines in rows(record.store, clock=False).items()
    }


def test_an_article_that_changed_is_found_by_its_new_words_alone(empty: str, tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text('"The old gates stay open," Mira Alvarn told reporters on Monday.\n')
    with onrecord.open(empty, create=True) as record:
        record.add([article])
        first = record.said()[0]
        record.judge(first.id, "accept", who="a")
        article.write_text('"The new gates stay shut," Mira Alvarn told reporters on Monday.\n')
        assert record.add([article]).updated == 1
        assert record.find("old").total == 0 and record.find("new gates").total == 2
        assert record.said(text="shut")[0].id != first.id
        record.remove(record.said()[0].document.id, who="a")
        assert record.find("gates").total == 0
        assert record.add([article]).added == 1
        assert record.find("new gates").total == 2
        assert record.store.check() == []


def test_the_log_is_append_only_for_every_program(copied: str) -> None:
    with onrecord.open(copied) as record:
        record.judge(_statement(record, 0), "accept", who="a")
        for change in ("DELETE FROM judgement", "UPDATE judgement SET who = 'x'", "TRUNCATE judgement CASCADE"):
            with pytest.raises(RecordError, match="judgements are never"), record.store.write() as conn:
                conn.exec_driver_sql(change)
        with record.store.read() as conn:
            assert conn.scalar(sa.select(schema.judgement.c.who)) == "a"


def test_a_coders_judgements_come_from_a_file_to_the_server(sample_home: Path, copied: str, tmp_path: Path) -> None:
    file = tmp_path / "coder.onrecord"
    shutil.copy(sample_home / "record.onrecord", file)
    settings = project.load(sample_home / "onrecord.toml")
    with onrecord.open(file, project=settings) as coder:
        coder.judge(_statement(coder, 3), "reject", who="coder")
    with onrecord.open(copied, project=settings) as record:
        assert record.merge_record(file).taken == 1
        assert record.merge_record(file).taken == 0
        with pytest.raises(UsageError, match="this is the record itself"):
            record.merge_record(copied)
    with onrecord.open(file, project=settings) as coder:
        assert coder.merge_record(copied).taken == 0


def test_text_that_the_server_cannot_keep_is_replaced(empty: str, tmp_path: Path) -> None:
    text = '\\"The gates \\ud800 stay open,\\" Mira Alvarn told reporters on Monday.'
    long = "https://example.org/" + "x" * 9000
    (tmp_path / "a.jsonl").write_text(f'{{"text": "{text}", "title": "T\\u0000x", "url": "{long}"}}\n')
    with onrecord.open(empty, create=True) as record:
        assert record.add([tmp_path / "a.jsonl"]).added == 1
        said = record.said()[0]
        assert said.content[0].text == '"The gates \ufffd stay open,"'
        assert said.document.title == "T\ufffdx"
        assert record.find("ga\0tes").total == 0
        assert record.verify().damages == ()
        now = datetime.now(UTC)
        assert abs((record.judge(said.id, "accept", who="\0", note="\ud800").at - now).total_seconds()) < 3600

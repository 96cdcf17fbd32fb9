"""What pages need of the whole record is asked ahead: at the start, and after what is written."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from fastapi.testclient import TestClient

from onrecord.errors import RecordError
from onrecord.record import Record
from onrecord.web import Serving, network_drawing
from onrecord.web.ahead import QUESTIONS, Ahead, Question
from onrecord.web.app import create_app

LONG = 300.0  # seconds after which nothing will come any more


class Heard:
    """Questions that only say that they were asked, and can be waited for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._changed = threading.Condition()

    def question(self, name: str, does: Callable[[Record], Any] = lambda _: None) -> Question:
        def ask(record: Record) -> None:
            with self._changed:
                self.asked.append(name)
                self._changed.notify_all()
            does(record)

        return ask

    def wait(self, *names: str) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: self.asked == [*names], LONG), self.asked


@contextmanager
def running(record: Record, questions: dict[str, Question], quiet: float = 0.0) -> Iterator[Ahead]:
    ahead = Ahead(record, questions, quiet=quiet, look=0.01)
    ahead.start()
    try:
        yield ahead
    finally:
        ahead.stop(LONG)


def first(record: Record) -> str:
    return record.said(limit=1)[0].id


def test_all_is_asked_at_the_start_and_again_after_a_write(writing: Record) -> None:
    heard = Heard()
    with running(writing, {"a": heard.question("a"), "b": heard.question("b")}):
        heard.wait("a", "b")
        writing.judge(first(writing), "accept", who="Ana")
        heard.wait("a", "b", "a", "b")


def test_what_it_asked_is_remembered(writing: Record, monkeypatch: pytest.MonkeyPatch) -> None:
    done = Heard()
    with running(writing, {**QUESTIONS, "last": done.question("last")}):
        done.wait("last")
    monkeypatch.setattr(network_drawing, "_made", lambda *_: pytest.fail("it is drawn anew"))
    client = TestClient(create_app(writing, Serving()), base_url="http://localhost")
    assert client.get("/network").status_code == 200
    kept = writing.store.remembered.kept()
    assert {
        "overview",
        "status",
        "sides",
        "positions",
        "timeline",
        "network",
        "outlets",
        "drift",
        "diff",
    } <= kept.keys()
    with writing.store.read() as conn:
        for question, asked in (("status", writing.project.sure), ("drift", None), ("overview", writing.project.sure)):
            writing.store.remembered.get(conn, question, asked, lambda: pytest.fail("it was made anew"))


def test_it_waits_until_nobody_writes(writing: Record) -> None:
    heard = Heard()
    with running(writing, {"a": heard.question("a")}, quiet=1e6):
        heard.wait("a")  # at the start it does not wait
        writing.judge(first(writing), "accept", who="Ana")
    assert heard.asked == ["a"]


def test_a_write_ends_the_round_and_begins_another(writing: Record) -> None:
    heard = Heard()
    judged: list[str] = []

    def judge_once(record: Record) -> None:
        if not judged:
            judged.append(first(record))
            record.judge(judged[0], "accept", who="Ana")

    with running(writing, {"a": heard.question("a", judge_once), "b": heard.question("b")}) as ahead:
        heard.wait("a", "a", "b")
    assert ahead.asked_of == writing.store.state()


@pytest.mark.parametrize("error", [RecordError("gone"), RuntimeError("a defect")])
def test_an_error_is_logged_and_the_next_question_asked(
    reading: Record, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()

    def fail(_: Record) -> None:
        raise error

    with caplog.at_level(logging.WARNING), running(reading, {"a": heard.question("a", fail), "b": heard.question("b")}):
        heard.wait("a", "b")
    assert [str(error) in r.getMessage() or r.exc_info is not None for r in caplog.records] == [True]
    assert "a could not be asked ahead" in caplog.records[0].getMessage()


def test_it_stops_between_questions(reading: Record) -> None:
    heard = Heard()
    ended, asked = threading.Event(), threading.Event()

    def hold(_: Record) -> None:
        asked.set()
        ended.wait(LONG)

    ahead = Ahead(reading, {"a": heard.question("a", hold), "b": heard.question("b")}, quiet=0.0, look=0.01)
    ahead.start()
    assert asked.wait(LONG)
    ahead.stop(0.0)  # does not wait longer than it may
    ended.set()
    ahead.stop(LONG)
    assert heard.asked == ["a"]


def test_others_can_write_while_it_asks(writing: Record) -> None:
    asked, ended = threading.Event(), threading.Event()

    def hold(record: Record) -> None:
        with record.store.read():
            record.status()
            asked.set()
            ended.wait(LONG)

    with running(writing, {"a": hold}):
        assert asked.wait(LONG)
        with sqlite3.connect(str(writing.store.path), timeout=0) as other:
            other.execute("BEGIN IMMEDIATE")
            other.rollback()
        writing.judge(first(writing), "accept", who="Ana")
        ended.set()

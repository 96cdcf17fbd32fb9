"""Questions on the whole record asked ahead, so that what a page needs is remembered when somebody opens it.

A thread asks them once at the start, and again when the record has not been written to for some seconds, by whichever
process. It only reads, one question after the other. It has the priority of all threads: one of a lower would keep the
interpreter from pages whenever the machine has other work.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from onrecord.errors import OnRecordError
from onrecord.record import Record
from onrecord.web import network_drawing, overview

QUIET = 5.0  # seconds without a write before the questions are asked again: somebody who judges goes on
LOOK = 0.5  # seconds between two looks at the state of the record
REST = 0.05  # seconds between two questions, in which pages have the processor to themselves
_log = logging.getLogger(__name__)
Question = Callable[[Record], Any]

QUESTIONS: Mapping[str, Question] = {
    "status": lambda r: r.status(),
    "issues": lambda r: r.issues(),
    "actors": lambda r: r.actors(limit=1),
    "statements": lambda r: r.count_said(include_rejected=False),
    "events": lambda r: r.events(limit=1, include_rejected=False),
    "positions": lambda r: r.positions(),
    "changes": lambda r: r.changes(),
    "overview": overview.overview,
    "timeline": lambda r: r.timeline(limit=1),
    "network": lambda r: network_drawing.drawing(r, network_drawing.PLAIN),
    "stories": lambda r: r.stories(limit=1),
    "outlets": lambda r: r.outlets(),
    "conditions": lambda r: r.conditions(limit=1),
    "progress": lambda r: r.progress(),
    "diff": lambda r: _diff(r),
    "drift": lambda r: r.drift(limit=1),
}
"""What pages ask before anybody chose anything, as they ask it: the cheap ones first."""


class Ahead:
    """The thread, from `start` to `stop`. `seconds` without a write are waited for before it asks again."""

    def __init__(
        self, record: Record, questions: Mapping[str, Question] = QUESTIONS, *, quiet: float = QUIET, look: float = LOOK
    ) -> None:
        self._record, self._questions = record, questions
        self._quiet, self._look = quiet, look
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="onrecord-ahead", daemon=True)
        self.asked_of = ""  # the state of which all was asked last

    def start(self) -> None:
        self._thread.start()

    def stop(self, seconds: float | None = None) -> None:
        """Ask no more. A question under way is waited for, so long."""
        self._ended.set()
        self._thread.join(seconds)

    def _run(self) -> None:
        state, since = self._state(), float("-inf")
        while not self._ended.is_set():
            now = self._state()
            if now != state:
                state, since = now, time.monotonic()
            if state and state != self.asked_of and time.monotonic() - since >= self._quiet:
                self._ask(state)
            self._ended.wait(self._look)

    def _ask(self, state: str) -> None:
        """All questions, until somebody writes."""
        for name, question in self._questions.items():
            if self._ended.wait(REST) or self._state() != state:
                return
            try:
                question(self._record)
            except OnRecordError as e:
                _log.warning("%s could not be asked ahead: %s", name, e)
            except Exception:
                _log.exception("%s could not be asked ahead", name)
        self.asked_of = state

    def _state(self) -> str:
        """The state of the record; none where it cannot be read now, and then it is looked at again."""
        try:
            return self._record.store.state()
        except OnRecordError as e:
            _log.warning("the record cannot be read: %s", e)
            return ""


@contextmanager
def asked_ahead(record: Record) -> Iterator[Ahead]:
    """The questions are asked ahead for as long as the record is served."""
    ahead = Ahead(record)
    ahead.start()
    try:
        yield ahead
    finally:
        ahead.stop()


def _diff(record: Record) -> Any:
    last = record.status().last
    return record.diff(overview.began(last)) if last else None


__all__ = ["QUESTIONS", "Ahead", "asked_ahead"]

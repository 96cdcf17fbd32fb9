"""The commands of review on the sample coverage: queue, judge-all, state, undo --bulk, log, coders."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def asked(sample: Path, tmp_path: Path, run: Callable[..., Any]) -> Callable[..., Any]:
    """Run a command on a copy of the sample's record."""
    copy = tmp_path / "r.onrecord"
    shutil.copy(sample / "record.onrecord", copy)
    return lambda *args: run(*args, "--record", copy)


def first(asked: Callable[..., Any], n: int = 1, *more: str) -> list[str]:
    found = json.loads(asked("queue", "-n", n, "-f", "json", *more).out)
    return [item["id"] for item in found["items"]]


def test_queue_pages_on_and_says_how_far_review_is(asked: Callable[..., Any]) -> None:
    page = asked("queue", "-n", 2)
    assert page.code == 0
    assert len(page.out.splitlines()) == 3
    place = page.err.rpartition("--after ")[2].strip()
    assert len(first(asked, 4)) == 4
    assert first(asked, 2, "--after", place) == first(asked, 4)[2:]
    for kind in ("position", "event", "actor"):
        assert asked("queue", "--kind", kind).code == 0
    assert asked("queue", "--progress").out.splitlines()[1].startswith("statement\t0\t0\t")
    assert asked("queue", "--after", "x").code == 2


def test_many_are_judged_and_undone_in_one_go(asked: Callable[..., Any]) -> None:
    own = first(asked, 3)
    done = asked("judge-all", "accept", *own, "snone", "--who", "ann")
    assert (done.code, done.out) == (0, "3 judged: accept\n")
    assert "not judged: snone" in done.err
    assert not set(own) & set(first(asked, 50))
    assert asked("undo", "--bulk", 1).out == "bulk 1 undone: 3 judgements\n"
    assert first(asked, 3) == own


def test_who_judges_against_what_they_saw_is_stopped(asked: Callable[..., Any]) -> None:
    (own,) = first(asked)
    assert asked("judge", own, "accept", "--who", "ann", "--against", 0).code == 0
    stopped = asked("judge", own, "reject", "--who", "bo", "--against", 0)
    assert (stopped.code, stopped.out) == (1, "")
    assert f"ann judged {own} meanwhile: accept" in stopped.err
    assert asked("judge", own, "reject", "--who", "bo").code == 0
    assert own in asked("coders", "--disagreements").out
    assert "statement\tann, bo\t1\t0%" in asked("coders").out
    assert asked("judge", own, "accept", "--who", "cy", "--role", "adjudication").code == 0
    assert own not in asked("coders", "--disagreements").out
    lines = asked("log").out.splitlines()[1:]
    assert [x.split("\t")[2:4] for x in lines] == [["cy", "accept (adjudication)"], ["bo", "reject"], ["ann", "accept"]]


def test_words_are_corrected_and_a_statement_is_added(asked: Callable[..., Any], tmp_path: Path) -> None:
    (item,) = json.loads(asked("queue", "-n", 1, "-f", "json").out)["items"]
    start, end = item["said"]["content"][0]["start"], item["said"]["content"][-1]["end"]
    done = asked("judge", item["id"], "correct", "--content", f"{start}-{end - 3}", "--who", "ann")
    assert done.code == 0
    assert done.out.strip().endswith(item["said"]["content"][-1]["text"][:-3].strip()[-12:])
    successor = next(s for s in json.loads(asked("said", "-f", "json").out) if s["by"] == "person:ann")
    assert f"replaced by {successor['id']}, in a person's words: " in asked("explain", item["id"]).out
    added = asked("state", item["said"]["document"]["id"], "--content", "0-12", "--speaker", "?", "--who", "ann")
    assert added.code == 0
    own = added.out.split()[1].rstrip(":")
    assert "ann added it" in asked("explain", own).out
    assert asked("export", "-f", "jsonl", "--out", tmp_path / "out").code == 0
    written = [json.loads(x) for x in (tmp_path / "out").read_text(encoding="utf-8").splitlines()]
    mine = [x for x in written if x.get("by") == "person:ann"]
    ids = {value for x in written for value in x.values() if isinstance(value, str)}
    assert (len(mine), own in ids, item["id"] in ids) == (2, True, False)
    assert asked("verify").code == 0
    assert asked("undo", 2).code == 0
    assert asked("explain", own).code == 2
    wrong = asked("state", item["said"]["document"]["id"], "--content", "5-2")
    assert (wrong.code, "is empty" in wrong.err) == (2, True)

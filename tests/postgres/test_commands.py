"""The command line on a server's record, from the first article to a copy in a file."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


def test_from_add_to_copy(run: Callable[..., Any], empty: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.txt").write_text('"The gates stay open," Mira Alvarn told reporters on Monday.\n')
    typed = empty.replace("onrecord@", "onrecord:hush@")  # this server asks for no password
    missing = run("said", "--record", typed)
    assert missing.code == 2 and "onrecord add FOLDER --record" in missing.err
    made = run("init", "--record", typed)
    assert made.code == 0
    assert f'record = "{empty}"' in (tmp_path / "onrecord.toml").read_text()
    added = run("add", "a.txt")  # the project names the record
    assert added.code == 0 and added.out.startswith(f"{empty}: 1 document added")
    said = json.loads(run("said", "--record", typed, "-f", "json").out)
    assert said[0]["speaker"]["name"] == "Mira Alvarn"
    assert run("judge", said[0]["id"], "accept", "--who", "a").code == 0
    assert run("undo", "1").code == 0
    status = run("status", "--record", typed)
    assert status.out.startswith(empty)
    assert run("verify").code == 0
    doctor = run("doctor", "--record", typed)
    assert f"record {empty}: sound" in doctor.out and "extra postgres: installed" in doctor.out
    assert run("export", "-f", "jsonl", "-o", "out.jsonl").code == 0
    copied = run("copy", typed, "copy.onrecord")
    assert copied.code == 0 and copied.out.startswith(f"copy.onrecord: a copy of {empty}, ")
    again = run("copy", typed, "copy.onrecord")
    assert again.code == 2 and "there is something already" in again.err
    assert json.loads(run("said", "--record", "copy.onrecord", "-f", "json").out)[0]["id"] == said[0]["id"]
    for one in (missing, made, added, status, doctor, copied, again):
        assert "hush" not in one.out + one.err


def test_an_address_that_is_none(run: Callable[..., Any]) -> None:
    wrong = run("said", "--record", "postgresql://u:hush@host")
    assert wrong.code == 2 and "ends in the name of one database" in wrong.err and "hush" not in wrong.err

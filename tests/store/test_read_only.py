"""A record on read-only media, through `onrecord.open`: it can be asked; adding and judging say why they cannot."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from store_factory import open_to_all

import onrecord
from onrecord.errors import RecordError


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text('Dispute\n\n"The gates stay open," Mira Alvarn told reporters on Monday.\n')
    (folder / "b.txt").write_text('Rain again\n\n"It rains," Ana Ruiz said.\n')
    return folder


AS_NOBODY = """
import os, sys, tempfile
from pathlib import Path
import onrecord
from onrecord.errors import RecordError
with tempfile.TemporaryDirectory() as folder, onrecord.open(Path(folder, "r"), create=True) as record:
    record.add([sys.argv[2]])  # all modules are loaded now: the interpreter's own files may be root's alone
    record.judge(record.said()[0].id, "accept", who="jo")
    record.status(), record.find("gates")
os.setgid(65534)
os.setuid(65534)
with onrecord.open(sys.argv[1]) as record:
    found = record.said()
    print(len(found), record.status().documents, record.find("gates").total)
    for verb in (lambda: record.add([sys.argv[2]]), lambda: record.judge(found[0].id, "accept", who="jo")):
        try:
            verb()
        except RecordError as e:
            print(e)
"""


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user")
@pytest.mark.parametrize("modes", [(0o444, 0o555), (0o666, 0o555), (0o444, 0o777)])
def test_read_only_media_are_opened_for_asking(articles: Path, tmp_path: Path, modes: tuple[int, int]) -> None:
    open_to_all(tmp_path)
    home = tmp_path / "box"
    home.mkdir()
    with onrecord.open(home / "r.onrecord", create=True) as record:
        record.add([str(articles)])
        there = len(record.said())
    (home / "r.onrecord").chmod(modes[0])
    home.chmod(modes[1])
    ran = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, home / "r.onrecord", articles], capture_output=True, text=True
    )
    lines = ran.stdout.splitlines()
    assert lines[0] == f"{there} 2 2", ran.stderr
    assert len(lines) == 3 and all(
        "opened for reading only: this file or its folder is read-only" in x for x in lines[1:]
    )


def test_opening_what_cannot_be_written_for_writing_says_so(
    articles: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with onrecord.open(tmp_path / "r.onrecord", create=True) as record:
        record.add([str(articles)])
    monkeypatch.setattr("onrecord.store.db.can_write", lambda path: False)
    with onrecord.open(tmp_path / "r.onrecord") as record:
        assert record.said()
        with pytest.raises(RecordError, match="read-only here"):
            record.add([str(articles)])

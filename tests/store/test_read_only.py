"""A record on read-only media, through `onrecord.open`: it can be asked; adding and judging say why they cannot."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from forked import Forking, forking  # noqa: F401
from store_factory import open_to_all

import onrecord
from onrecord.errors import RecordError
from onrecord.project import Project

RULES = Project(attribution="attribution.rules")


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("in") / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text('Dispute\n\n"The gates stay open," Mira Alvarn told reporters on Monday.\n')
    (folder / "b.txt").write_text('Rain again\n\n"It rains," Ana Ruiz said.\n')
    return folder


@pytest.fixture(scope="module")
def made(articles: Path) -> Path:
    """A closed record of these articles, to be copied."""
    path = articles.with_name("r.onrecord")
    with onrecord.open(path, project=RULES, create=True) as record:
        record.add([str(articles)])
    return path


AS_NOBODY = """
import os, sys
import onrecord
from onrecord.errors import RecordError
from onrecord.project import Project
os.setgid(65534)  # all modules are loaded: the interpreter's own files may be root's alone
os.setuid(65534)
with onrecord.open(sys.argv[1], project=Project(attribution="attribution.rules")) as record:
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
def test_read_only_media_are_opened_for_asking(
    articles: Path,
    made: Path,
    tmp_path: Path,
    forking: Forking,  # noqa: F811
    modes: tuple[int, int],
) -> None:
    open_to_all(tmp_path)
    open_to_all(articles)
    home = tmp_path / "box"
    home.mkdir()
    path = shutil.copyfile(made, home / "r.onrecord")
    with onrecord.open(path, project=RULES) as record:
        there = len(record.said())
    path.chmod(modes[0])
    home.chmod(modes[1])
    forking.start(AS_NOBODY, path, articles)
    code, lines = forking.finish()
    assert code == 0
    assert lines[0] == f"{there} 2 2\n"
    assert len(lines) == 3 and all(
        "opened for reading only: this file or its folder is read-only" in x for x in lines[1:]
    )


def test_opening_what_cannot_be_written_for_writing_says_so(
    articles: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copyfile(made, tmp_path / "r.onrecord")
    monkeypatch.setattr("onrecord.store.db.can_write", lambda path: False)
    with onrecord.open(tmp_path / "r.onrecord", project=RULES) as record:
        assert record.said()
        with pytest.raises(RecordError, match="read-only here"):
            record.add([str(articles)])

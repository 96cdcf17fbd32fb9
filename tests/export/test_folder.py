"""A folder of an export: whole or not there, never over what is somebody else's, and finished by the next run."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from onrecord.errors import OnRecordError, UsageError
from onrecord.export.folder import LIST, own_folder


def put(path: Path, files: dict[str, str], kind: str = "notes") -> None:
    with own_folder(path, kind) as folder:
        for name, text in files.items():
            with folder.file(name) as out:
                out.write(text.encode())


def there(path: Path) -> dict[str, str]:
    return {p.relative_to(path).as_posix(): p.read_text() for p in path.rglob("*") if p.is_file() and p.name != LIST}


ONE = {"index.md": "one", "actors/A.md": "a", "actors/B.md": "b"}
TWO = {"index.md": "two", "actors/A.md": "a", "issues/C.md": "c"}


def test_a_new_folder_an_empty_one_and_the_own_one(tmp_path: Path) -> None:
    out = tmp_path / "deep" / "out"
    put(out, ONE)
    assert there(out) == ONE
    put(out, TWO)
    assert there(out) == TWO
    put(out, {"index.md": "three"})
    assert there(out) == {"index.md": "three"}
    assert [p.name for p in out.iterdir() if p.is_dir()] == []
    (tmp_path / "empty").mkdir()
    put(tmp_path / "empty", ONE)
    assert there(tmp_path / "empty") == ONE
    assert sorted(p.name for p in tmp_path.iterdir()) == ["deep", "empty"]
    assert out.stat().st_mode & 0o777 == (0o777 & ~mask())


def mask() -> int:
    found = os.umask(0o022)
    os.umask(found)
    return found


def test_what_others_put_there_stays(tmp_path: Path) -> None:
    put(tmp_path / "out", ONE)
    (tmp_path / "out" / "mine.md").write_text("mine")
    (tmp_path / "out" / "actors" / "mine.md").write_text("mine, too")
    put(tmp_path / "out", {"index.md": "two"})
    assert there(tmp_path / "out") == {"index.md": "two", "mine.md": "mine", "actors/mine.md": "mine, too"}


def test_a_folder_that_is_not_its_own_is_refused(tmp_path: Path) -> None:
    (tmp_path / "foreign").mkdir()
    (tmp_path / "foreign" / "diary.md").write_text("dear diary")
    (tmp_path / "file").write_text("x")
    put(tmp_path / "other", ONE, "annotations")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / LIST).write_text('{"export": "notes", "files": 3}')
    for name, words in (
        ("foreign", "not empty"),
        ("file", "this is a file"),
        ("other", "another export"),
        ("broken", "another"),
    ):
        before = there(tmp_path)
        with pytest.raises(UsageError, match=words):
            put(tmp_path / name, TWO)
        assert there(tmp_path) == before
    with pytest.raises(OnRecordError, match="cannot be written"):
        put(tmp_path / "file" / "out", ONE)


def test_a_note_that_was_changed_by_hand_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, ONE)
    (out / "index.md").write_text("my own words")
    with pytest.raises(UsageError, match=r"index\.md"):
        put(out, TWO)
    assert there(out) == {**ONE, "index.md": "my own words"}
    put(out, {"actors/A.md": "new"})  # no more of the export's: it stays as one of the user's own
    assert there(out) == {"actors/A.md": "new", "index.md": "my own words"}
    with pytest.raises(UsageError, match=r"index\.md"):
        put(out, ONE)


def test_another_file_in_the_place_of_a_note(tmp_path: Path) -> None:
    out = tmp_path / "out"
    put(out, ONE)
    (out / "issues").mkdir()
    (out / "issues" / "C.md").write_text("mine")
    with pytest.raises(UsageError, match=r"issues/C\.md"):
        put(out, TWO)
    (out / "issues" / "C.md").write_text("c")  # the same words are no loss
    put(out, TWO)
    assert there(out) == TWO


def test_links_do_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    out, elsewhere = tmp_path / "out", tmp_path / "elsewhere"
    put(out, ONE)
    elsewhere.mkdir()
    for file in (out / "actors").iterdir():
        file.rename(elsewhere / file.name)
    (out / "actors").rmdir()
    (out / "actors").symlink_to(elsewhere)
    with pytest.raises(UsageError, match=r"actors/A\.md"):
        put(out, {"actors/A.md": "new"})
    put(out, {"index.md": "two"})
    assert there(elsewhere) == {"A.md": "a", "B.md": "b"}


@pytest.mark.parametrize("name", ["../victim.md", "/victim.md", "a/../../victim.md", "C:/victim.md", ""])
def test_a_list_that_was_changed_names_nothing_outside(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out"
    put(out, ONE)
    (tmp_path / "victim.md").write_text("a")
    found = json.loads((out / LIST).read_text())
    sha = found["files"]["actors/A.md"]
    (out / LIST).write_text(json.dumps({**found, "files": {**found["files"], name: sha}}))
    put(out, TWO)
    assert (tmp_path / "victim.md").read_text() == "a"
    assert there(out) == TWO


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    put(tmp_path / "out", ONE)
    for place in ("out", "new"):
        with pytest.raises(KeyboardInterrupt), own_folder(tmp_path / place, "notes") as folder:
            with folder.file("index.md") as out:
                out.write(b"half")
            raise KeyboardInterrupt
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out"]
    assert there(tmp_path / "out") == ONE


KILLED = """
import os, signal, sys
from pathlib import Path
from onrecord.export.folder import own_folder
last, moved = int(sys.argv[2]), 0
rename = Path.replace
def replace(self, target):
    global moved
    done = rename(self, target)
    moved += 1
    if moved == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return done
Path.replace = replace
with own_folder(Path(sys.argv[1]), "notes") as folder:
    for n in range(4):
        with folder.file(f"{n}.md") as out:
            out.write(b"new")
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
@pytest.mark.parametrize("last", [1, 2, 4, 6])
def test_a_run_that_is_killed_while_it_puts_files_is_finished_by_the_next(tmp_path: Path, last: int) -> None:
    out = tmp_path / "out"
    put(out, {f"{n}.md": "old" for n in range(6)})
    done = subprocess.run([sys.executable, "-c", KILLED, str(out), str(last)], check=False)
    assert done.returncode == -signal.SIGKILL
    assert set(there(out).values()) <= {"old", "new"}
    put(out, {f"{n}.md": "newer" for n in range(3)})
    assert there(out) == {f"{n}.md": "newer" for n in range(3)}

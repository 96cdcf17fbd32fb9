"""What the user types: files, folders, patterns, standard input, and what is wrong with them."""

from __future__ import annotations

import io
import os
import socket
from pathlib import Path

import pytest

from onrecord.errors import UsageError
from onrecord.model import RawDocument, Rejected
from onrecord.read import read

TEXT = b"Gates stay open\n\nThe minister said on Monday that the gates would stay open.\n"


@pytest.fixture
def home(tmp_path, monkeypatch):
    (tmp_path / "articles/a/deep").mkdir(parents=True)
    (tmp_path / "articles/.hidden").mkdir()
    for name in (
        "articles/b.txt",
        "articles/a/x.txt",
        "articles/a/deep/y.txt",
        "articles/.hidden/z.txt",
        "articles/a/.z.txt",
    ):
        (tmp_path / name).write_bytes(TEXT)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(found):
    return [(d.key, d.file) for d in found]


def test_folder_is_walked_in_order_without_hidden_files(home):
    assert names(read(["articles"])) == [
        ("articles/a/deep/y.txt", "articles/a/deep/y.txt"),
        ("articles/a/x.txt", "articles/a/x.txt"),
        ("articles/b.txt", "articles/b.txt"),
    ]


def test_key_does_not_depend_on_how_the_folder_is_typed(home):
    keys = [d.key for d in read(["articles"])]
    for typed in ("./articles", "articles/", str(home / "articles"), "articles/../articles"):
        assert [d.key for d in read([typed])] == keys
    assert [d.location for d in read(["articles"])] == [str(home / d.key) for d in read(["articles"])]


def test_single_file_is_named_with_its_folder(home, monkeypatch):
    assert names(read(["articles/a/x.txt"])) == [("a/x.txt", "articles/a/x.txt")]
    monkeypatch.chdir(home / "articles/a")
    assert names(read(["x.txt"])) == [("a/x.txt", "x.txt")]
    assert [d.key for d in read(["."])] == ["a/deep/y.txt", "a/x.txt"]


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("articles/*.txt", ["articles/b.txt"]),
        ("articles/**/*.txt", ["articles/a/deep/y.txt", "articles/a/x.txt", "articles/b.txt"]),
        ("articles/**", ["articles/a/deep/y.txt", "articles/a/x.txt", "articles/b.txt"]),
        ("art*", ["articles/a/deep/y.txt", "articles/a/x.txt", "articles/b.txt"]),
        ("articles/?/x.txt", ["articles/a/x.txt"]),
    ],
)
def test_patterns(home, pattern, found):
    assert [d.file for d in read([pattern])] == found


def test_a_file_named_like_a_pattern_is_a_file(home):
    (home / "what[1].txt").write_bytes(TEXT)
    assert [d.file for d in read(["what[1].txt"])] == ["what[1].txt"]


def test_each_file_once(home):
    assert len(list(read(["articles/b.txt", "articles", str(home / "articles"), "articles/a"]))) == 3
    assert [d.file for d in read(["articles", "articles/a/.z.txt"])][-1] == "articles/a/.z.txt"


@pytest.mark.parametrize("typed", ["nowhere.txt", "articles/nowhere", "*.nothing", "", "a\x00b", "**/nothing.txt"])
def test_missing_path_stops_before_anything_is_read(home, typed):
    with pytest.raises(UsageError) as error:
        read(["articles", typed])
    assert typed.partition("\x00")[0] in str(error.value)


def test_nothing_to_read():
    with pytest.raises(UsageError):
        read([])


def test_links(home):
    (home / "articles/loop").symlink_to(home / "articles", target_is_directory=True)
    (home / "articles/dead.txt").symlink_to(home / "nowhere")
    (home / "articles/good.txt").symlink_to(home / "articles/b.txt")
    found = list(read(["articles"]))
    rejected = {r.file: r.reason for r in found if isinstance(r, Rejected)}
    assert rejected == {"articles/loop": "unreadable", "articles/dead.txt": "unreadable"}
    assert "articles/good.txt" in [d.file for d in found if isinstance(d, RawDocument)]
    assert len(list(read(["articles/loop"]))) == 3 + 3, "a link to a folder that is named itself is followed"


def test_pipes_and_sockets_are_named_not_waited_for(home, monkeypatch):
    os.mkfifo(home / "articles/pipe")
    monkeypatch.chdir(home / "articles")
    with socket.socket(socket.AF_UNIX) as s:
        s.bind("sock")
        found = {r.file: r for r in read(["pipe", "sock"])}
    assert {f: r.reason for f, r in found.items()} == {"pipe": "unreadable", "sock": "unreadable"}
    assert all("-" in r.detail for r in found.values())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_permission_denied(home):
    (home / "articles/b.txt").chmod(0)
    (home / "articles/a/deep").chmod(0)
    try:
        found = [r for r in read(["articles"]) if isinstance(r, Rejected)]
    finally:
        (home / "articles/a/deep").chmod(0o755)
    assert [(r.file, r.reason) for r in found] == [("articles/a/deep", "unreadable"), ("articles/b.txt", "unreadable")]
    assert all("permission" in r.detail for r in found)


def test_permission_denied_on_opening(home, monkeypatch):
    def refuse(self, *args, **kwargs):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    assert [(r.reason, "permission" in r.detail) for r in read(["articles/b.txt"])] == [("unreadable", True)]


def test_undecodable_names_can_be_printed_and_stored(home):
    try:
        Path(os.fsdecode(os.fsencode(home / "articles/caf") + b"\xe9.txt")).write_bytes(TEXT)
    except OSError:
        pytest.skip("this file system takes no such names")
    found = [d for d in read(["articles"]) if "caf" in d.file]
    assert [d.key for d in found] == ["articles/caf\\xe9.txt"]
    assert all(name.encode("utf-8") for d in found for name in (d.key, d.file, d.location))


def test_standard_input():
    found = list(read(["-"], stdin=io.BytesIO(TEXT)))
    assert [(d.key, d.file, d.location, d.data) for d in found] == [("stdin", "-", "stdin", TEXT)]
    lines = io.BytesIO(b'{"id": 1, "text": "One."}\n{"id": 2, "text": "Two."}\n')
    assert [d.key for d in read(["-", "-"], stdin=lines)] == ["stdin#1", "stdin#2"]

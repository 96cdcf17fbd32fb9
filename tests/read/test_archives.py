"""Zip and tar files, packed files: what lies in them is read in place, and nothing they say is trusted."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import struct
import tarfile
import zipfile
import zlib

import pytest

from onrecord.model import RawDocument, Rejected, Wanted
from onrecord.read import limits, members, read, tarred, zipped

TEXT = b"Gates stay open\n\nThe minister said on Monday that she would not leave."
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 20
LINES = b"\n".join(json.dumps(r).encode() for r in ({"id": "k", "text": "One."}, {"url": "https://post.example/2"}))


@pytest.fixture
def give(tmp_path):
    """Write a file and read it; nothing else may appear on the disk."""

    def run(data, name):
        (tmp_path / name).write_bytes(data)
        before = sorted(tmp_path.rglob("*"))
        found = list(read([str(tmp_path / name)]))
        assert sorted(tmp_path.rglob("*")) == before
        return found

    return run


def zip_of(*files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in files:
            z.writestr(zipfile.ZipInfo(name), data, method)
    return out.getvalue()


def tar_of(*files, mode="w", form=tarfile.PAX_FORMAT):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode, format=form) as t:
        for name, data in files:
            info = tarfile.TarInfo(name)
            if isinstance(data, bytes):
                info.size = len(data)
                t.addfile(info, io.BytesIO(data))
            else:
                info.type, info.linkname = data.encode(), "/etc/passwd"
                t.addfile(info)
    return out.getvalue()


FILES = [
    ("coverage/a.txt", TEXT),
    ("coverage/b.html", b"<html><body><p>The minister left.</p></body></html>"),
    ("coverage/list.jsonl", LINES),
    ("coverage/.hidden.txt", TEXT),
    ("__MACOSX/coverage/._a.txt", TEXT),
    ("photo.txt", PNG),
    ("packed.txt.gz", gzip.compress(TEXT)),
]
ARCHIVES = {
    "x.zip": zip_of(*FILES),
    "stored.zip": zip_of(*FILES, method=zipfile.ZIP_STORED),
    "bz2.zip": zip_of(*FILES, method=zipfile.ZIP_BZIP2),
    "xz.zip": zip_of(*FILES, method=zipfile.ZIP_LZMA),
    "x.tar": tar_of(*FILES),
    "old.tar": tar_of(*FILES, form=tarfile.USTAR_FORMAT),
    "gnu.tar": tar_of(*FILES, form=tarfile.GNU_FORMAT),
    "x.tar.gz": tar_of(*FILES, mode="w:gz"),
    "x.tgz": tar_of(*FILES, mode="w:gz"),
    "x.tar.bz2": tar_of(*FILES, mode="w:bz2"),
    "x.tar.xz": tar_of(*FILES, mode="w:xz"),
    "nameless": tar_of(*FILES, mode="w:xz"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_members_are_read_in_place(give, name):
    found = give(ARCHIVES[name], name)
    assert [(type(f), f.file.partition(name)[2]) for f in found] == [
        (RawDocument, "#coverage/a.txt"),
        (RawDocument, "#coverage/b.html"),
        (RawDocument, "#coverage/list.jsonl#k"),
        (Wanted, "#coverage/list.jsonl#https://post.example/2"),
        (Rejected, "#photo.txt"),
        (RawDocument, "#packed.txt.gz"),
    ]
    assert (found[0].data, found[0].format, found[1].format) == (TEXT, "text", "html")
    assert found[0].key.endswith(f"{name}#coverage/a.txt")
    assert found[0].location.endswith(f"{name}#coverage/a.txt")
    assert found[5].data == TEXT
    assert found[4].reason == "binary"


NAMES = {
    "../../../etc/cron.d/x.txt": "etc/cron.d/x.txt",
    "/etc/passwd": "etc/passwd",
    "C:\\Windows\\x.txt": "Windows/x.txt",
    "a/./b/../c.txt": "a/b/c.txt",
    "a\x1b[31m\nb.txt": "a [31m b.txt",
    "\u202etxt.exe": "txt.exe",
    "..": "member",
    "a/" * 400 + "x.txt": "..." + ("a/" * 400 + "x.txt")[-500:],
}


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("make", [zip_of, tar_of])
def test_names_are_only_labels(give, name, make):
    (found,) = give(make((name, TEXT)), "x.bin")
    assert found.file.partition("x.bin#")[2] == NAMES[name]
    assert found.data == TEXT


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("make", [zip_of, tar_of])
def test_equal_names_are_told_apart(give, make):
    found = give(make(("a.txt", TEXT), ("./a.txt", TEXT + b" x"), ("a.txt", TEXT + b" y")), "x.bin")
    assert [f.file.partition("#")[2] for f in found] == ["a.txt", "a.txt~2", "a.txt~3"]
    assert len({f.data for f in found}) == 3


def test_archives_in_archives_to_a_depth(give):
    one = zip_of(("a.txt", TEXT))
    two = tar_of(("one.zip", one), ("b.txt", TEXT), mode="w:gz")
    three = zip_of(("two.tgz", two), ("c.txt", TEXT))
    assert [f.file.partition("x.zip")[2] for f in give(two, "x.zip")] == ["#one.zip#a.txt", "#b.txt"]
    found = give(three, "x.zip")
    assert [(type(f), f.file.partition("x.zip")[2]) for f in found] == [
        (Rejected, "#two.tgz#one.zip"),
        (RawDocument, "#two.tgz#b.txt"),
        (RawDocument, "#c.txt"),
    ]
    assert found[0].reason == "archive"


def test_links_and_devices_are_not_followed(give):
    data = tar_of(("a.txt", TEXT), ("l", "2"), ("h", "1"), ("d", "3"))
    document, others = give(data, "x.tar")
    assert document.data == TEXT
    assert others.detail.startswith("3 of its members")
    assert "l, h, d" in others.detail


def test_a_locked_member_is_named(give):
    data = bytearray(zip_of(("a.txt", TEXT), ("b.txt", TEXT)))
    at = data.find(b"PK\x01\x02")
    data[at + 8] |= 1
    found = give(bytes(data), "x.zip")
    assert [getattr(f, "reason", "read") for f in found] == ["encrypted", "read"]


def test_a_damaged_member_costs_itself(give):
    data = bytearray(zip_of(("a.txt", TEXT), ("b.txt", TEXT), method=zipfile.ZIP_STORED))
    at = data.find(b"Monday")
    data[at] ^= 0xFF
    found = give(bytes(data), "x.zip")
    assert [getattr(f, "reason", "read") for f in found] == ["broken-zip", "read"]


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_archives_cut_off(give, share):
    files = [(f"{i}.txt", TEXT + str(i * 7919).encode() * 200) for i in range(40)]
    packed = zip_of(*files)
    assert [f.reason for f in give(packed[: int(len(packed) * share)], "x.zip")] == ["broken-zip"]
    for mode, reason in (
        ("w", "broken-tar"),
        ("w:gz", "broken-gzip"),
        ("w:bz2", "broken-bzip2"),
        ("w:xz", "broken-xz"),
    ):
        data = tar_of(*files, mode=mode)
        found = give(data[: int(len(data) * share)], "x.tar")
        assert found[-1].reason == reason
        assert sum(isinstance(f, Rejected) for f in found) == 1
        assert all(f.data.startswith(TEXT) for f in found[:-1])
    assert len(found) >= 1


@pytest.mark.parametrize("data", [zip_of(), zip_of((".x", b"a")), tar_of((".x", b"a")), zip_of(("__MACOSX/x", b"a"))])
def test_archives_of_nothing(give, data):
    (found,) = give(data, "x.bin")
    assert found.reason in ("empty", "archive")


def test_bombs_end_early(give, monkeypatch):
    monkeypatch.setattr(limits, "_ALLOWED", 3_000_000)
    bomb = zip_of(*((f"{i}.jsonl", b'{"text": "' + b"a" * 1_000_000 + b'"}') for i in range(50)))
    for data in (bomb, zip_of(("in.zip", bomb)), tar_of(("in.zip", bomb))):
        found = give(data, "x.zip")
        assert found[-1].reason == "too-large"
        assert found[-1].file.endswith("x.zip")
        assert len(found) < 25


def test_many_small_bombs_in_one_archive_share_a_limit(give, monkeypatch):
    monkeypatch.setattr(limits, "_ALLOWED", 3_000_000)
    packed = gzip.compress(b"The minister left. " * 50_000)
    found = give(zip_of(*((f"{i}.txt.gz", packed) for i in range(60))), "x.zip")
    assert found[-1].reason == "too-large"
    assert len(found) < 30


def test_members_that_lie_in_one_another(give):
    """One kernel of zeros that every member claims for itself."""
    body = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = body.compress(b"\x00" * 1_000_000) + body.flush()
    local = struct.pack("<4sHHHHHIIIHH", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(kernel), 1_000_000, 1, 0) + b"a"
    listed = b"".join(
        struct.pack(
            "<4sHHHHHHIIIHHHHHII", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(kernel), 1_000_000, 1, 0, 0, 0, 0, 0, 0
        )
        + bytes([98 + i])
        for i in range(20)
    )
    start = len(local) + len(kernel)
    end = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 20, 20, len(listed), start, 0)
    (found,) = give(local + kernel + listed + end, "x.zip")
    assert found.reason == "archive"


def test_an_archive_that_holds_itself_ends(give):
    inner = zip_of(("a.txt", TEXT))
    for _ in range(30):
        inner = zip_of(("r.zip", inner))
    (found,) = give(inner, "r.zip")
    assert found.reason == "archive"


def test_too_many_members(give, monkeypatch):
    files = [(f"{i}.txt", b"Words of an article.") for i in range(30)]
    for module in (members, zipped):
        monkeypatch.setattr(module, "MAX_MEMBERS", 20)
    assert [f.reason for f in give(zip_of(*files), "x.zip")] == ["too-large"]
    found = give(tar_of(*files), "x.tar")
    assert (len(found), found[-1].reason) == (21, "too-large")


def test_a_list_of_members_too_long_to_hold(give):
    data = bytearray(zip_of(("a.txt", TEXT)))
    at = data.rfind(b"PK\x05\x06")
    data[at + 12 : at + 16] = struct.pack("<I", 0x7FFFFFFF)
    assert [f.reason for f in give(bytes(data), "x.zip")] == ["too-large"]


def test_a_name_of_a_gigabyte(give, monkeypatch):
    monkeypatch.setattr(tarred, "_MAX_EXTRA", 1_000)
    (found,) = give(tar_of(("a" * 3_000 + ".txt", TEXT)), "x.tar")
    assert found.reason == "broken-tar"


def test_a_web_archive_gives_its_pages_only(give):
    page = b"<html><body><p>The minister left.</p></body></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://post.example/a\r\nContent-Length: %d\r\n\r\n"
    warc = gzip.compress(head % len(http) + http + b"\r\n\r\n")
    files = [("archive/data.warc.gz", warc), ("datapackage.json", b"{}"), ("pages/pages.jsonl", LINES)]
    (found,) = give(zip_of(*files), "x.wacz")
    assert found.data == page
    assert found.file.endswith("x.wacz#archive/data.warc.gz#https://post.example/a")


PACKED = {"x.txt.gz": gzip.compress, "x.txt.bz2": bz2.compress, "x.txt.xz": lzma.compress}


@pytest.mark.parametrize("name", PACKED)
def test_packed_files(give, name):
    pack = PACKED[name]
    (found,) = give(pack(TEXT), name)
    assert (found.data, found.format) == (TEXT, "text")
    (found,) = give(pack(TEXT[:20]) + pack(TEXT[20:]), name)
    assert found.data == TEXT
    (cut,) = give(pack(TEXT)[:-6], name)
    assert cut.reason.startswith("broken-")
    assert [f.reason for f in give(pack(pack(TEXT)), name)] == ["archive"]
    rows = give(pack(b"id,text\n1,One.\n"), name.replace(".txt", ".csv"))
    assert [f.text for f in rows] == ["One."]


@pytest.mark.parametrize("name", PACKED)
def test_packed_bombs(give, name, monkeypatch):
    from onrecord.read import unpack

    monkeypatch.setattr(unpack, "_RATIO_FROM", 100_000)
    assert [f.reason for f in give(PACKED[name](b"a" * 20_000_000), name)] == ["too-large"]


def test_other_packings_say_what_to_do(give):
    for head in (b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"PK\x07\x08"):
        (found,) = give(head + b"\x00" * 50, "x.zip")
        assert found.reason == "archive"
        assert "unpack" in found.detail or "join" in found.detail


def test_an_archive_from_standard_input(tmp_path):
    found = list(read(["-"], stdin=io.BytesIO(ARCHIVES["x.zip"])))
    assert next(f.key for f in found if isinstance(f, RawDocument)) == "stdin#coverage/a.txt"
    assert len(list(read(["-"], stdin=io.BytesIO(ARCHIVES["x.tgz"])))) == len(found)


def test_the_record_knows_members_again(tmp_path):
    import onrecord

    (tmp_path / "x.zip").write_bytes(zip_of(("2019-01-28-a.txt", TEXT)))
    with onrecord.open(tmp_path / "r.onrecord", create=True) as record:
        first = record.add([str(tmp_path / "x.zip")])
        again = record.add([str(tmp_path / "x.zip")])
    assert (first.added, again.unchanged) == (1, 1)


def test_a_member_without_a_name(give):
    data = bytearray(zip_of(("a", TEXT), ("b.txt", TEXT)))
    for at in (30, data.find(b"PK\x01\x02") + 46):
        data[at] = 0
    found = give(bytes(data), "x.zip")
    assert [(f.file.partition("#")[2], f.data) for f in found] == [("member", TEXT), ("b.txt", TEXT)]


def test_a_defect_in_a_reader_costs_one_file(tmp_path, monkeypatch):
    from onrecord.read import tarred

    def broken(stream, items):
        raise KeyError("a defect")
        yield

    monkeypatch.setattr(tarred, "read_tar", broken)
    (tmp_path / "a.tar").write_bytes(ARCHIVES["x.tar"])
    (tmp_path / "b.txt").write_bytes(TEXT)
    defect, document = read([str(tmp_path)])
    assert (defect.reason, document.data) == ("internal-error", TEXT)
    assert "report" in defect.detail

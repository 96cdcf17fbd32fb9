"""WARC and WET as crawls leave them: whole, coded in every way, cut off, patched and lying."""

from __future__ import annotations

import gzip
import importlib.util
import io
import tracemalloc
import zlib

import pytest

from onrecord.clean import clean
from onrecord.model import RawDocument, Rejected
from onrecord.project import Project
from onrecord.read import read, warc_records

PAGE = b"<html><head><title>Gates stay open</title></head><body><p>The minister said so.</p></body></html>"


@pytest.fixture
def give(tmp_path):
    """Write a WARC file and read it."""

    def run(data, name="x.warc"):
        (tmp_path / name).write_bytes(data)
        return list(read([str(tmp_path / name)]))

    return run


def record(url, block, *, kind="response", form="application/http; msgtype=response", length=None):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{zlib.crc32(url.encode())}>\r\n"
        f"WARC-Date: 2019-01-28T23:30:00Z\r\nWARC-Target-URI: {url}\r\nContent-Type: {form}\r\n"
        f"Content-Length: {len(block) if length is None else length}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def http(body=PAGE, *lines, status="200 OK", form="text/html; charset=utf-8"):
    head = "\r\n".join([f"HTTP/1.1 {status}", f"Content-Type: {form}", *lines, "", ""])
    return head.encode() + body


def page(name, *args, **kwargs):
    return record(f"https://post.example/{name}", http(*args, **kwargs))


A, B, C = page("a"), page("b"), page("c")


def names(found):
    """The last letters of the addresses read, with "!" for what was rejected."""
    return "".join(f.meta["url"][-1] if isinstance(f, RawDocument) else "!" for f in found)


def test_a_page(give):
    (found,) = give(A)
    assert found.key.endswith("#https://post.example/a")
    assert found.format == "html"
    assert found.data == PAGE
    assert dict(found.meta) == {"url": "https://post.example/a", "fetched": "2019-01-28T23:30:00Z"}


def test_the_day_of_the_crawl_is_not_the_day_of_publication(give):
    (found,) = give(page("a", PAGE.replace(b"so.", b"so. " * 40)))
    document = clean(found, Project())
    assert document.url == "https://post.example/a"
    assert document.published is None


def test_the_texts_of_a_wet_file(give):
    texts = [
        record(
            f"https://post.example/{n}",
            f"Gates stay open\nThe minister said {n}, Zoë.".encode(),
            kind="conversion",
            form="text/plain",
        )
        for n in "ab"
    ]
    info = record("", b"software: x", kind="warcinfo", form="application/warc-fields")
    found = give(info + b"".join(texts), "x.warc.wet.gz")
    assert names(found) == "ab"
    assert found[0].format == "text"
    assert found[0].data.decode().endswith("said a, Zoë.")


def chunked(data):
    return b"%x\r\n%s\r\n%x;ext=1\r\n%s\r\n0\r\n\r\n" % (5, data[:5], len(data) - 5, data[5:])


GZ, CH = "Content-Encoding: gzip", "Transfer-Encoding: chunked"
CODED = {
    "gzip": (gzip.compress(PAGE), GZ),
    "chunked": (chunked(PAGE), CH),
    "both": (chunked(gzip.compress(PAGE)), GZ, CH),
    "deflate": (zlib.compress(PAGE), "Content-Encoding: deflate"),
    "raw deflate": (zlib.compress(PAGE, wbits=-15), "Content-Encoding: deflate"),
    "stored plain, header kept: gzip": (PAGE, GZ),
    "stored plain, header kept: chunked": (PAGE, CH),
    "stored plain, header kept: br": (PAGE, "Content-Encoding: br"),
    "odd": (PAGE, "Content-Encoding: UTF-8"),
}


@pytest.mark.parametrize("name", CODED)
def test_codings(give, name):
    assert [f.data for f in give(page("a", *CODED[name]))] == [PAGE]


@pytest.mark.skipif(importlib.util.find_spec("brotli") is None, reason="needs onrecord[warc]")
def test_brotli(give):
    import brotli

    assert [f.data for f in give(page("a", brotli.compress(PAGE), "Content-Encoding: br"))] == [PAGE]
    bomb = brotli.compress(b"a" * 40_000_000, quality=1)
    assert names(give(page("a", bomb, "Content-Encoding: br") + B)) == "b!"


def test_without_brotli_the_user_is_told(give, monkeypatch):
    from onrecord.read import http as module

    monkeypatch.setattr(module, "find_spec", lambda name: None)
    (found,) = give(page("a", b"\x8b\x0c\x80x", "Content-Encoding: br"))
    assert "onrecord[warc]" in found.detail


def test_bombs_in_pages_are_passed_over(give):
    found = give(page("a", gzip.compress(b"a" * 40_000_000), GZ) + B)
    assert names(found) == "b!"
    assert "too large" in found[1].detail


CHARSETS = {
    "by header": ("Привет, мир новостей".encode("koi8-r"), "koi8-r", "Привет"),
    "header lies, bytes are utf-8": ("Привет, мир новостей".encode(), "koi8-r", "Привет"),
    "header is nonsense": ("Élan vital".encode("cp1252"), "x-nonsense", "Élan"),
    "header is latin-1, as ever": ("“Élan”".encode("cp1252"), "iso-8859-1", "“Élan”"),
}


@pytest.mark.parametrize("name", CHARSETS)
def test_charsets(give, name):
    words, said, wanted = CHARSETS[name]
    (found,) = give(
        page("a", b"<html><body><p>" + words + b" said so.</p></body></html>", form=f"text/html; charset={said}")
    )
    assert wanted in clean(found, Project()).text


def test_what_is_no_page_is_counted_in_one_line(give):
    data = b"".join((
        record("https://post.example/robots.txt", http(b"User-agent: *", form="text/plain")),
        record("https://post.example/q", b"GET / HTTP/1.1\r\n\r\n", kind="request"),
        record("https://post.example/r", b"", kind="revisit"),
        record("dns:post.example", b"1.2.3.4", form="text/dns"),
        A,
        page("d", status="404 Not Found"),
        page("e", b"\x89PNG\r\n\x1a\n", form="image/png"),
        page("f", b"\x89PNG\r\n\x1a\n"),
        page("g", b""),
    ))  # fmt: skip
    found = give(data)
    assert names(found) == "a!"
    assert found[1].reason == "not-articles"
    assert found[1].file.endswith("x.warc")
    assert "4 of 5" in found[1].detail
    assert "1 with status 404" in found[1].detail
    assert "1 image/png" in found[1].detail


def test_a_file_without_pages_says_what_it_holds(give):
    (found,) = give(record("https://post.example/q", b"GET /", kind="request") * 3)
    assert (found.reason, "3 request" in found.detail) == ("no-article-text", True)


DAMAGED = {
    "a header of its own kind": (A.replace(b"WARC-Date", b"no colon\r\n continued\r\nWARC-Date") + B, "ab"),
    "cut in a page": (A + B[:-40], "a!"),
    "cut in headers": (A + B[:60], "a!"),
    "cut after a page": (A + B[:-4], "ab"),
    "foreign bytes between": (A + b"noise\r\n\r\nnoise\n" * 40 + B + C, "abc!"),
    "length too small": (A + record("https://post.example/b", http(), length=50) + C, "a!c"),
    "length too large": (A + record("https://post.example/b", http(), length=600) + C, "a!c"),
    "length beyond the file": (A + record("https://post.example/b", http(), length=10**15) + C, "a!c"),
    "length absurd": (A + record("https://post.example/b", http(), length=10**30) + C, "a!c"),
    "length negative": (A + record("https://post.example/b", http(), length=-4) + C, "a!c"),
    "length missing": (A + B.replace(b"Content-Length", b"X-Length") + C, "a!c"),
    "headers without end": (A + b"WARC/1.0\r\nX: " + b"y" * 500_000 + b"\r\n\r\n" + C, "a!c"),
    "headers cut by the next": (A + B[:60] + b"\r\n" + C, "a!c"),
    "no blank lines between": (A.rstrip(b"\r\n") + b"\r\n" + B + C, "abc"),
    "only line feeds": (
        A.replace(b"\r\n\r\n", b"\n\n")[:-2].replace(b"Length: %d" % len(http()), b"Length: %d" % (len(http()) - 2))
        + B,
        "ab",
    ),
    "a page about WARC": (
        record("https://post.example/a", http(b"<html><p>x</p>\r\n\r\nWARC/1.0\r\nWARC-Type: response\r\n</html>")) + B,
        "ab",
    ),
}


@pytest.mark.parametrize("name", DAMAGED)
@pytest.mark.parametrize("packed", [False, True])
def test_damaged_files_give_what_is_whole(give, name, packed):
    data, expected = DAMAGED[name]
    found = give(gzip.compress(data) if packed else data, "x.warc.gz" if packed else "x.warc")
    assert names(found) == expected
    assert all(f.reason == "broken-record" and f.detail for f in found if isinstance(f, Rejected))


def members(*records):
    return b"".join(map(gzip.compress, records))


def test_a_gzip_file_cut_in_a_member(give):
    data = members(A, B, C)
    for cut, expected in ((5, "abc!"), (60, "ab!"), (len(gzip.compress(C)) - 12, "ab!")):
        assert names(give(data[:-cut], "x.warc.gz")) == expected


def test_a_damaged_member_costs_its_own_records(give):
    first, second = gzip.compress(A), bytearray(gzip.compress(B))
    second[40:80] = b"\xff" * 40
    found = give(first + bytes(second) + gzip.compress(C), "x.warc.gz")
    assert names(found).replace("!", "") == "ac"
    assert "!" in names(found)


def test_records_too_large_to_be_pages(give, monkeypatch):
    monkeypatch.setattr(warc_records, "MAX_BLOCK", 2_000)
    found = give(A + page("b", b"<html>" + b"x" * 50_000) + C)
    assert names(found) == "ac!"


def test_broken_throughout_is_said_in_a_few_lines(give):
    found = give(b"WARC/1.0\r\n" * 2_000 + A)
    assert names(found).count("a") == 1
    assert len(found) < 30
    assert "more records are broken" in found[-1].detail


def test_lengths_that_all_lie_do_not_cost_the_file_again_and_again(monkeypatch):
    monkeypatch.setattr(warc_records, "MAX_BLOCK", 1_000_000)
    lying = record("https://post.example/b", http(), length=10**12)
    tape = warc_records.Tape(io.BufferedReader(io.BytesIO(lying * 3_000 + A)))
    found = list(warc_records.records(tape))
    assert [r.fault for r in found] == ["its length is wrong"] * 3_000 + [""]
    assert tape._again < 30 * 3_000 * len(lying)


def test_the_same_page_twice(give):
    found = give(A + A)
    assert [f.key.rpartition("/")[2] for f in found] == ["a", "a~2"]


def test_an_old_arc_file_is_named(give):
    (found,) = give(b"filedesc://x.arc 0.0.0.0 20190128 text/plain 1\n", "x.arc")
    assert "WARC" in found.detail


def test_a_long_crawl_is_read_in_little_memory(give, tmp_path):
    big = page("a", PAGE + b" " * 100_000)
    (tmp_path / "x.warc").write_bytes(big * 300)  # 30 MB
    next(iter(read([str(tmp_path / "x.warc")])))
    tracemalloc.start()
    count = sum(1 for _ in read([str(tmp_path / "x.warc")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 300
    assert peak < 4_000_000

"""What no reader should trust: 200 generated files, each of which must end as a document or a reason."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import socket
import time
import zipfile

import pytest

from onrecord.clean import clean
from onrecord.model import Document, Rejected, Wanted
from onrecord.project import Project
from onrecord.read import read

SENTENCE = "The minister said on Monday that the gates of the dam would stay open until autumn."


def _zip(name="word/document.xml"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as z:
        z.writestr(name, "x")
    return out.getvalue()


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;">]>
<rss version="2.0"><channel><title>&lol2;</title>
<item><title>x</title><description>&lol2;</description></item></channel></rss>"""
NITF_LAUGHS = """<?xml version="1.0"?><!DOCTYPE nitf [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;&lol;">]>
<nitf><body><body.content><p>&lol2;</p></body.content></body></nitf>"""
EXTERNAL = """<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd"><!ENTITY y SYSTEM "http://x.example/">]>
<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>x</title><content>&x;&y;</content></entry></feed>"""

REFUSED = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \r\n\t \n", "empty"),
    "bom.txt": (b"\xef\xbb\xbf \n", "empty"),
    "nul.txt": (b"\x00" * 500, "binary"),
    "some-nul.txt": (b"abc\x00def\x00\x01\x02" * 50, "binary"),
    "empty.zip": (b"PK\x05\x06" + b"\x00" * 18, "archive"),
    "cut.zip": (_zip()[:60], "broken-zip"),
    "half.docx": (_zip(), "broken-docx"),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "broken-pdf"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100, "unsupported-format"),
    "blank.rtf": (b"{\\rtf1\\ansi }", "no-article-text"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "binary"),
    "photo.jpg": (b"\xff\xd8\xff\xe0" + bytes(range(256)), "binary"),
    "program": (b"\x7fELF\x02\x01\x01" + b"\x00" * 50, "binary"),
    "db.txt": (b"SQLite format 3\x00" + b"\x00" * 50, "binary"),
    "x.tar": (b"a.txt" + b"\x00" * 252 + b"ustar" + b"\x00" * 100, "broken-tar"),
    "table.csv": (b"a,b\n1,2\n", "no-text-field"),
    "crawl.warc": (b"WARC/nonsense\r\n", "no-article-text"),
    "half.bz2": (bz2.compress(SENTENCE.encode())[:-9], "broken-bzip2"),
    "half.xz": (lzma.compress(SENTENCE.encode())[:-9], "broken-xz"),
    "laughs.nitf": (NITF_LAUGHS.encode(), "unsafe-xml"),
    "laughs.xml": (LAUGHS.encode(), "unsafe-xml"),
    "external.xml": (EXTERNAL.encode(), "unsafe-xml"),
    "other.xml": (b'<?xml version="1.0"?><invoice><n>1</n></invoice>', "unsupported-format"),
    "no-entries.xml": (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "no-text-field"),
    "half.gz": (gzip.compress(SENTENCE.encode())[:20], "broken-gzip"),
    "bad.gz": (b"\x1f\x8b\x08\x00" + b"\xff" * 60, "broken-gzip"),
    "x.parquet": (b"PAR1" + b"\x00" * 30, "broken-parquet"),
    "control.txt": (bytes(range(1, 9)) * 40, "not-text"),
    "menu.html": (b"<html><body><nav><a href='/'>Home</a></nav></body></html>", "no-article-text"),
    "only-script.html": (b"<html><script>var a = 'x';</script></html>", "no-article-text"),
}


def worked(path):
    """All that becomes of a file."""
    return [r if isinstance(r, Rejected | Wanted) else clean(r, Project()) for r in read([str(path)])]


@pytest.mark.parametrize("name", REFUSED)
def test_refused_with_a_reason(tmp_path, name):
    data, reason = REFUSED[name]
    (tmp_path / name).write_bytes(data)
    found = worked(tmp_path / name)
    assert [r.reason for r in found] == [reason]
    assert found[0].detail
    assert found[0].file.endswith(name)


def _pages(rng):
    """Broken pages: cut anywhere, tags torn, nested without end, attributes without end."""
    page = f"<html><head><title>T</title></head><body><h1>T</h1>{f'<p>{SENTENCE}</p>' * 8}</body></html>"
    yield from (page[: rng.randrange(len(page))] for _ in range(30))
    yield from ("".join(c for c in page if rng.random() > 0.05) for _ in range(20))
    yield from ("".join(rng.sample(list(page), len(page))) for _ in range(10))
    yield "<div>" * 50_000 + f"<p>{SENTENCE}</p>"
    yield "<b><i>" * 20_000 + SENTENCE
    yield "<table><tr><td>" * 3_000 + SENTENCE
    yield f"<html><body><p {'a=1 ' * 50_000}>{SENTENCE}</p></body></html>"
    yield "<html><!--" + "x" * 100_000
    yield "<html><body>" + "<" * 50_000
    yield "<html><body>" + "&" * 50_000
    yield "<html><body>" + "&#x110000;&#0;&#xD800;" * 500 + f"<p>{SENTENCE}</p>"
    yield f"<html><title><script>alert(1)</script></title><p>{SENTENCE}</p>"
    yield f'<html><script type="application/ld+json">{"[" * 50_000}</script><p>{SENTENCE}</p>'
    yield f'<html><meta property="og:title" content="{"x" * 100_000}"><p>{SENTENCE}</p>'
    yield f'<html><base href="http://x.example"><link rel="canonical" href="http://[::1"><p>{SENTENCE}</p>'
    yield f'<html><img src="http://x.example/a.png"><iframe src="http://x.example/"></iframe><p>{SENTENCE}</p>'
    yield f"<html><meta charset='utf-16'><p>{SENTENCE}</p>"


def _noise(rng):
    yield from (rng.randbytes(rng.randrange(1, 4000)) for _ in range(50))
    text = (SENTENCE + "\n").encode() * 5
    for _ in range(40):
        data = bytearray(text)
        for _ in range(rng.randrange(1, 40)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        yield bytes(data)
    packed = gzip.compress(text)
    for _ in range(30):
        data = bytearray(packed)
        data[rng.randrange(len(data))] ^= 1 << rng.randrange(8)
        yield bytes(data)


SUFFIXES = ["txt", "html", "json", "jsonl", "xml", "gz", "parquet", "csv", "warc", "zip", "tar", "xlsx"]


def _files():
    rng = random.Random(20190128)
    for i, page in enumerate(_pages(rng)):
        yield f"p{i}.html", page.encode("utf-8", "replace")
    for i, data in enumerate(_noise(rng)):
        yield f"n{i}.{rng.choice(SUFFIXES)}", data


FILES = list(_files())


def test_there_are_many():
    assert len(FILES) > 190


@pytest.mark.parametrize(("name", "data"), FILES, ids=[name for name, _ in FILES])
def test_hostile_file(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    start = time.monotonic()
    found = worked(tmp_path / name)
    assert found, "passed over in silence"
    for r in found:
        assert isinstance(r, Document | Wanted) or (r.reason and r.detail)
        assert getattr(r, "reason", "") != "internal-error"
    assert time.monotonic() - start < 120, "it hung"


def test_deeply_nested_text_is_not_lost(tmp_path):
    (tmp_path / "deep.html").write_text("<div>" * 50_000 + f"<p>{SENTENCE}</p>")
    (found,) = worked(tmp_path / "deep.html")
    assert SENTENCE in found.text


def test_nothing_is_ever_fetched(tmp_path, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("the network was touched")

    page = f"""<!DOCTYPE html SYSTEM "http://x.example/x.dtd"><html><head><base href="http://x.example/">
    <link rel="stylesheet" href="http://x.example/x.css"><script src="http://x.example/x.js"></script></head>
    <body><img src="http://x.example/x.png">{f"<p>{SENTENCE}</p>" * 8}</body></html>"""
    item = "<item><link>http://x.example/1</link><description>A b c.</description></item>"
    feed = f'<rss version="2.0"><channel><title>x</title>{item}</channel></rss>'
    (tmp_path / "page.html").write_text(page)
    (tmp_path / "feed.xml").write_text(feed)
    (tmp_path / "address.xml").write_text("http://x.example/feed.xml")
    (tmp_path / "x.jsonl").write_text('{"text": "http://x.example/", "url": "http://x.example/a"}')
    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "create_connection", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    found = worked(tmp_path)
    assert len(found) == 4
    assert "internal-error" not in [getattr(r, "reason", "") for r in found]

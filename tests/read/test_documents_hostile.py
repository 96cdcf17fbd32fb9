"""Documents made to hurt: each ends as documents or as a reason, in bounded time and memory, and touches nothing."""

from __future__ import annotations

import io
import os
import random
import socket
import struct
import tracemalloc
import zipfile
import zlib

import pytest
from document_writers import CONTAINER, FIRST, LONG, ODT_HEAD, epub, mail, mhtml, odt, xhtml
from pdf_writer import column, pdf

from effort import times
from onrecord.clean import clean
from onrecord.model import Document, RawDocument, Rejected
from onrecord.project import Project
from onrecord.read import contained, mbox, mime, package, read, zip_list
from onrecord.read import pdf as pdf_reader
from onrecord.read.contained import Limits
from onrecord.read.limits import Refused


@pytest.fixture
def give(tmp_path):
    def run(name, content):
        (tmp_path / name).write_bytes(content)
        return list(read([str(tmp_path / name)]))

    return run


def packed(**parts: str):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in parts.items():
            z.writestr(name, data)
    return out.getvalue()


# ------------------------------------------------------------------------------------------------ PDF

SOUND = pdf(column(LONG, 50, 700))
LOCKED = pdf(
    column(LONG, 50, 700),
    trailer=f"/ID [<{'00' * 16}> <{'00' * 16}>] "
    f"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <{'11' * 32}> /U <{'22' * 32}> >>",
)
DEEP = b"%PDF-1.7\n1 0 obj\n" + b"[" * 200_000 + b"\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF"
LOOP = SOUND.replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
ENDLESS = (
    b"%PDF-1.7\n" + b"".join(b"%d 0 obj\n<< /A %d 0 R >>\nendobj\n" % (n, n + 1) for n in range(1, 100_000)) + b"%%EOF"
)
BOMB = pdf(b"BT /F 10 Tf 50 700 Td (x) Tj ET\n" + b" " * 300_000_000, packed=True)
PICTURE = pdf(b"0 0 600 800 re f", b"0 0 600 800 re f")

BROKEN_PDF = {
    "nothing": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj", "broken-pdf"),
    "locked": (LOCKED, "encrypted"),
    "scanned": (PICTURE, "scanned"),
    "nested": (DEEP, "broken-pdf"),
    "endless objects": (ENDLESS, "broken-pdf"),
    "no page": (pdf(), "broken-pdf"),
    "only noise": (
        pdf([(50, 700 - 12 * i, 10, "\x81\x8d\x8f\x90\x9d"[:0] + "¤¦¨¯¬¸¶" * 6) for i in range(20)]),
        "not-text",
    ),
}


@pytest.mark.parametrize("name", BROKEN_PDF)
def test_pdf_refused_with_a_reason(give, name):
    data, reason = BROKEN_PDF[name]
    (found,) = give("a.pdf", data)
    assert isinstance(found, Rejected), found
    assert found.reason == reason
    assert found.detail


def test_pdf_whose_pages_are_their_own_parents(give):
    assert len(give("a.pdf", LOOP)) == 1


def test_pdf_bomb_in_a_stream(give):
    assert len(BOMB) < 1_000_000
    assert len(give("a.pdf", BOMB)) == 1


def test_pdf_cut_anywhere_and_with_torn_bytes(give):
    rng = random.Random(20190128)
    for _ in range(40):
        data = bytearray(SOUND[: rng.randrange(9, len(SOUND))] if rng.random() < 0.5 else SOUND)
        for _ in range(rng.randrange(0, 30)):
            data[rng.randrange(5, len(data))] = rng.randrange(256)
        for found in give("a.pdf", bytes(data)):
            assert isinstance(found, RawDocument) or (found.reason and found.detail)


def test_pdf_of_thousands_of_pages(give):
    pages = times(10_000, 2_000)
    data = pdf(*([(50, 700, 10, f"Page about dam {n}.")] for n in range(pages)))
    (found,) = give("a.pdf", data)
    assert found.text.startswith("Page about dam 0.")
    assert found.text.endswith(f"Page about dam {pages - 1}.")


def test_pdf_that_takes_too_long(give, monkeypatch):
    monkeypatch.setattr(pdf_reader, "LIMITS", Limits(seconds=1, broken="broken-pdf"))
    (found,) = give("a.pdf", pdf(*([column(LONG * 20, 50, 790, leading=3)] * 1_000), packed=True))
    assert found.reason == "too-slow"
    monkeypatch.undo()
    assert give("b.pdf", SOUND)[0].text == LONG, "the next file is read by another child"


def test_pdf_reading_leaves_one_child_and_no_zombie(give):
    for _ in range(3):
        give("a.pdf", SOUND)
        give("b.pdf", DEEP)
    assert len([pid for pid in contained._children if pid == os.getpid()]) == 1


# --------------------------------------------------------------------------------------- EPUB and ODT

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>'


def _doctype(text, doctype):
    return text.replace("?>", "?>" + doctype, 1)


HOSTILE = {
    "epub without container": ("a.epub", packed(mimetype="application/epub+zip", x="y"), "broken-epub"),
    "epub without spine": ("a.epub", epub({}), "broken-epub"),
    "epub of pictures": ("a.epub", epub({"a.xhtml": xhtml("<img src='1.png'/>")}), "no-article-text"),
    "epub entities": ("a.epub", epub({"a.xhtml": xhtml("x")}, container=_doctype(CONTAINER, LAUGHS)), "unsafe-xml"),
    "epub outside": ("a.epub", epub({"a.xhtml": xhtml("x")}, container=_doctype(CONTAINER, OUTSIDE)), "unsafe-xml"),
    "epub utf-16 entities": (
        "a.epub",
        epub({"a.xhtml": xhtml("x")}, container=_doctype(CONTAINER, LAUGHS).encode("utf-16")),
        "unsafe-xml",
    ),
    "epub container elsewhere": (
        "a.epub",
        epub({"a.xhtml": xhtml("x")}, container=CONTAINER.replace("OEBPS/content.opf", "../../../etc/passwd")),
        "broken-epub",
    ),
    "epub locked": (
        "a.epub",
        epub(
            {"a.xhtml": xhtml(f"<p>{LONG}</p>")},
            extra=[("META-INF/encryption.xml", '<e><EncryptionMethod Algorithm="http://x.example/aes"/></e>')],
        ),
        "encrypted",
    ),
    "epub cut": ("a.epub", epub({"a.xhtml": xhtml(f"<p>{LONG}</p>")})[:-30], "broken-epub"),
    "odt entities": ("a.odt", odt("<text:p>&b;</text:p>", head=_doctype(ODT_HEAD, LAUGHS)), "unsafe-xml"),
    "odt outside": ("a.odt", odt("<text:p>&b;</text:p>", head=_doctype(ODT_HEAD, OUTSIDE)), "unsafe-xml"),
    "odt broken": ("a.odt", odt("<text:p>"), "broken-odt"),
    "odt deep": ("a.odt", odt("<text:section>" * 5_000 + "</text:section>" * 5_000), "broken-odt"),
    "odt empty": ("a.odt", odt("<text:p> </text:p>"), "empty"),
    "odt bomb": ("a.odt", odt(f"<text:p>{'a' * 60_000_000}</text:p>"), "too-large"),
    "odt locked": ("a.odt", odt("x", extra=[("META-INF/manifest.xml", "<m><encryption-data/></m>")]), "encrypted"),
    "odt cut": ("a.odt", odt(f"<text:p>{LONG}</text:p>")[:-10], "broken-odt"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_packages_refused_with_a_reason(give, name):
    file, data, reason = HOSTILE[name]
    (found,) = give(file, data)
    assert isinstance(found, Rejected), found
    assert (found.reason, bool(found.detail)) == (reason, True)


def test_epub_bomb_in_one_piece_costs_that_piece(give):
    parts = {"a.xhtml": xhtml(f"<p>{'a ' * 30_000_000}</p>"), "b.xhtml": xhtml(f"<p>{LONG}</p>")}
    found = give("a.epub", epub(parts))
    assert [getattr(r, "reason", "") for r in found] == ["too-large", ""]


def test_epub_of_many_bombs_is_bounded(give, monkeypatch):
    monkeypatch.setattr(package, "MAX_WHOLE", 5_000_000)
    parts = {f"{n}.xhtml": xhtml(f"<p>{LONG}</p>{' ' * 1_000_000}") for n in range(12)}
    found = give("a.epub", epub(parts))
    assert len(found) == 12
    assert {getattr(r, "reason", "") for r in found} == {"", "too-large"}


def test_a_list_of_parts_without_end_is_not_read():
    data = packed(a="b")
    at = data.rindex(b"PK\x05\x06")
    lying = data[:at] + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 60_000, 60_000, 2_000_000_000, 0, 0)
    with pytest.raises(Refused) as refused:
        zip_list.refuse_many_parts(lying, "broken-epub")
    assert refused.value.reason == "too-large"


def test_epub_entities_in_a_piece_stay_unexpanded(give):
    piece = _doctype(
        xhtml(f"<p>{LONG} &b; end</p>").replace("<!DOCTYPE html>", ""), LAUGHS.replace("DOCTYPE x", "DOCTYPE html")
    )
    (found,) = give("a.epub", epub({"a.xhtml": piece}))
    assert "haha" not in found.text


def test_names_that_climb_lead_nowhere(give, tmp_path):
    (tmp_path / "secret.txt").write_text("the secret of the dam " * 20)
    before = sorted(tmp_path.rglob("*"))
    parts = {"../../secret.txt": xhtml(f"<p>{LONG}</p>"), "a.xhtml": xhtml(f"<p>{LONG}</p>")}
    found = give("a.epub", epub(parts, extra=[("../../../evil.xhtml", "x"), ("/abs.xhtml", "y")]))
    assert all("secret of" not in (r.text or "") for r in found if isinstance(r, RawDocument))
    assert sorted(tmp_path.rglob("*")) == sorted([*before, tmp_path / "a.epub"])
    m = mail()
    m.add_attachment(FIRST, filename="../../../evil.txt")
    assert give("a.eml", bytes(m))[1].file.endswith("a.eml#evil.txt")
    assert not (tmp_path.parent / "evil.txt").exists()


@pytest.mark.parametrize(
    "make", [lambda: epub({"a.xhtml": xhtml(f"<p>{LONG}</p>")}), lambda: odt(f"<text:p>{LONG}</text:p>")]
)
def test_packages_with_torn_bytes(give, make):
    rng = random.Random(1)
    sound = make()
    for _ in range(60):
        data = bytearray(sound)
        for _ in range(rng.randrange(1, 20)):
            data[rng.randrange(60, len(data))] = rng.randrange(256)
        for found in give("a.bin", bytes(data)):
            assert isinstance(found, RawDocument) or (found.reason and found.detail)


# ------------------------------------------------------------------------------------------------ mail

START = b"MIME-Version: 1.0\nSubject: x\nFrom: a@b.example\n"


def multipart(count):
    part = b"--b\nContent-Type: application/octet-stream; name=x.png\n\nx\n"
    return (
        START
        + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\n"
        + FIRST.encode()
        + b"\n"
        + part * count
        + b"--b--\n"
    )


def nested(depth):
    out = START
    for n in range(depth):
        out += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n)
    return out + b"\n" + FIRST.encode() + b"\n"


def test_mail_of_ten_thousand_parts(give):
    (found,) = give("a.eml", multipart(10_000))
    assert found.reason == "too-large"


def test_mail_of_some_hundred_parts_is_read(give):
    assert give("a.eml", multipart(500))[0].text.strip() == FIRST


@pytest.mark.parametrize(("depth", "reason"), [(10, ""), (50, "too-large"), (20_000, "too-large")])
def test_mail_nested(give, depth, reason):
    found = give("a.eml", nested(depth))
    assert [getattr(r, "reason", "") for r in found] == [reason]


def test_mails_in_mails_without_end(give):
    m = mail()
    for n in range(12):
        outer = mail(Message_ID=f"<{n}@x>")
        outer.add_attachment(m)
        m = outer
    found = give("a.eml", bytes(m))
    assert [getattr(r, "reason", "") for r in found] == ["", "", "", "archive"]


def test_a_bomb_that_is_attached(give):
    m = mail()
    m.add_attachment(
        odt(f"<text:p>{'a' * 60_000_000}</text:p>"), maintype="application", subtype="odt", filename="a.odt"
    )
    m.add_attachment(zlib.compress(b"a" * 1_000_000), maintype="application", subtype="x", filename="a.bin")
    assert len(give("a.eml", bytes(m))) == 3


BAD_HEADERS = [
    b"Subject: =?utf-8?b?" + b"QUFB" * 500_000 + b"?=",
    b"Subject: " + b"=?utf-8?q?a?= " * 100_000,
    b"Subject: =?x?x?x?= =?utf-8?b?!!!?= =?utf-8?q?=zz?= =?rot13?q?nop?=",
    b"Subject: a\rb\x00c\x1b[31m\xff\xfe\xe2\x80\xae",
    b"Subject: " + b"x" * 2_000_000,
    b"Subject: a\n" + b" folded\n" * 100_000,
    b"From: " + b"(" * 100_000,
    b"From: " + b'"' * 99_999,
    b"From: " + b"<" * 50_000 + b"a@b",
    b"From: =?utf-8?q?a=0D=0ABcc:_x=40y?= <x@y>",
    b"Date: Mon, 99 Jan 99999 99:99:99 +9999",
    b"Date: " + b"1 " * 100_000,
    b"Content-Type: text/plain; charset=" + b"x" * 100_000,
    b"Content-Type: text/plain; charset=punycode",
    b"Content-Type: multipart/mixed",
    b"Content-Type: multipart/mixed; boundary=" + b"b" * 100_000,
    b'Content-Type: multipart/mixed; boundary=""',
    b"Content-Type: " + b";a=b" * 50_000,
    b"Content-Type: text/plain; " + b"; ".join(b"name*%d=x" % n for n in range(20_000)),
    b"Content-Transfer-Encoding: base64",
    b"Content-Transfer-Encoding: x-unknown",
    b"X-A: b\n" * 100_000,
    b"No colon here",
]


@pytest.mark.parametrize("number", range(len(BAD_HEADERS)))
def test_hostile_headers(give, number):
    data = b"MIME-Version: 1.0\n" + BAD_HEADERS[number] + b"\n\n" + LONG.encode() + b"\n"
    for found in give("a.eml", data):
        if isinstance(found, Rejected):
            assert found.reason
            continue
        for value in found.meta.values():
            assert len(value) < 5_000
            assert not any(c in value for c in "\r\n\x00\x1b\u202e\ud800")
        made = clean(found, Project())
        assert isinstance(made, Document) or made.reason


def test_headers_never_become_other_headers(give):
    data = (
        b"MIME-Version: 1.0\nSubject: =?utf-8?q?Gates=0D=0AFrom:_evil?=\nFrom: R P <r@p.example>\n\n" + FIRST.encode()
    )
    assert give("a.eml", data)[0].meta == {"title": "Gates From: evil", "byline": "R P"}


def test_mails_with_torn_bytes(give):
    rng = random.Random(7)
    m = mail(LONG, f"<p>{LONG}</p>")
    m.add_attachment(FIRST, filename="a.txt")
    sounds = [bytes(m), mhtml(), b"From a@b Mon Jan 28 10:00:00 2019\n" + bytes(m) * 2]
    for n in range(120):
        data = bytearray(sounds[n % 3])
        for _ in range(rng.randrange(1, 60)):
            data[rng.randrange(40, len(data))] = rng.randrange(256)
        if n % 2:
            data = data[: rng.randrange(40, len(data))]
        name = ("a.eml", "a.mhtml", "a.mbox")[n % 3]
        found = give(name, bytes(data))
        assert found
        for r in found:
            assert isinstance(r, RawDocument) or (r.reason and r.detail)


def test_a_mail_without_end_in_a_mailbox_is_passed_over(give, monkeypatch):
    monkeypatch.setattr(mbox, "MAX_MAIL", 2_000_000)
    start = b"From a@b Mon Jan 28 10:00:00 2019\n"
    data = start + bytes(mail()) + b"\n" + b"x" * 30_000_000 + b"\n\n" + start + bytes(mail(Message_ID="<2@x>"))
    tracemalloc.start()
    found = give("a.mbox", data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [getattr(r, "reason", "") for r in found] == ["too-large", ""]
    assert peak < 15_000_000


def test_boundaries_that_share_a_beginning():
    data = (
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b-in\n\n"
        b"--b-in\n\none\n--b-in--\n--b\n\ntwo\n--b--\nafter"
    )
    assert [part.data for part in mime.parsed(data).walk() if not part.parts] == [b"one", b"two"]


def test_nothing_is_ever_fetched(give, monkeypatch):
    def forbidden(*args, **kwargs):
        raise AssertionError("the network was touched")

    monkeypatch.setattr(socket, "socket", forbidden)
    monkeypatch.setattr(socket, "create_connection", forbidden)
    monkeypatch.setattr(socket, "getaddrinfo", forbidden)
    remote = '<!DOCTYPE html SYSTEM "http://x.example/x.dtd">'
    html = f'<img src="http://x.example/x.png"><link href="http://x.example/x.css" rel="stylesheet"><p>{LONG}</p>'
    m = mail("x", html)
    m.add_attachment(b"", maintype="message", subtype="external-body", filename="x")
    assert give("a.eml", bytes(m))[0].text
    assert give("a.mhtml", mhtml())[0].text
    assert give("a.epub", epub({"a.xhtml": _doctype(xhtml(html), remote)}))[0].text
    assert give("a.odt", odt(f"<text:p>{LONG}</text:p>", head=_doctype(ODT_HEAD, remote)))[0].text

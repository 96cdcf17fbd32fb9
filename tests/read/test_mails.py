"""Mail, mailboxes and saved pages. The files are made here."""

from __future__ import annotations

import io
import mailbox
import tracemalloc
from datetime import date

import pytest
from document_writers import FIRST, LONG, SECOND, THIRD, bodies, mail, mhtml, odt
from hypothesis import given
from hypothesis import strategies as st
from pdf_writer import column, pdf

from onrecord.model import RawDocument, Rejected
from onrecord.read import mbox, mime, read

# ------------------------------------------------------------------------------------------------ mail

NEWSLETTER = f"""<!DOCTYPE html><html><head><title>x</title><style>p {{}}</style></head><body>
<div style="display:none;max-height:0px">A preview that nobody sees &zwnj;&nbsp;&zwnj;</div>
<table><tr><td><a href="https://lake.example/1">View in browser</a></td></tr>
<tr><td><h1>Gates stay open</h1><p>{FIRST}</p><p>{THIRD}</p><p>{SECOND}</p></td></tr>
<tr><td>You are receiving this email because you signed up.<br><a>Unsubscribe</a></td></tr></table></body></html>"""


def test_letter(cleaned):
    (found,) = cleaned("a.eml", bytes(mail()))
    assert (found.title, found.byline, found.outlet) == ("Gates stay open", "Rhona Peel", None)
    assert found.published == date(2019, 1, 28), "the sender's own day"
    assert found.published_at.isoformat() == "2019-01-28T23:30:00-05:00"
    assert found.text.strip() == LONG
    assert found.format == "mail"


SENDERS = [
    ("The Harbour Post <news@harbourpost.example>", {"outlet": "The Harbour Post"}),
    (
        '"Rhona Peel from The Weekly Lake" <weekly@mailer.example>',
        {"byline": "Rhona Peel", "outlet": "The Weekly Lake"},
    ),
    ("Rhona Peel at Lake Weekly <weekly@mailer.example>", {"byline": "Rhona Peel", "outlet": "Lake Weekly"}),
    ("Rhona Peel <rhona@mailer.example>", {"byline": "Rhona Peel"}),
    ("=?utf-8?q?Jos=C3=A9_=C3=81lvarez?= <jose@mailer.example>", {"byline": "José Álvarez"}),
    ("rhona@mailer.example", {}),
    ("rhona@mailer.example (Rhona Peel)", {"byline": "Rhona Peel"}),
    ('"Peel, Rhona" <rhona@mailer.example>, "Stone, John" <john@mailer.example>', {"byline": "Rhona Peel"}),
    ("<rhona@mailer.example>", {}),
    ("", {}),
]


@pytest.mark.parametrize(("sender", "meta"), SENDERS)
def test_who_sent_it(give, sender, meta):
    data = bytes(mail(From="x@example.org")).replace(b"From: x@example.org", b"From: " + sender.encode())
    found = give("a.eml", data)[0].meta
    assert {k: v for k, v in found.items() if k in ("byline", "outlet")} == meta


def test_a_list_is_an_outlet(give):
    found = give("a.eml", bytes(mail(From="Lake Notes <x@mailer.example>", List_Unsubscribe="<https://x.example>")))[0]
    assert found.meta["outlet"] == "Lake Notes"


@pytest.mark.parametrize(
    "subject", ["Fwd: Gates stay open", "RE: Fw: AW: Gates stay open", "[press] Re: [x] Gates stay open"]
)
def test_subject_without_its_prefixes(give, subject):
    assert give("a.eml", bytes(mail(Subject=subject)))[0].meta["title"] == "Gates stay open"


def test_newsletter_is_its_html(cleaned):
    (found,) = cleaned("a.eml", bytes(mail("View this email in your browser: https://lake.example/1", NEWSLETTER)))
    assert bodies(found) == [f"{FIRST}\n\n{THIRD}\n\n{SECOND}"]
    assert "nobody sees" not in found.text


def test_html_that_only_points_at_the_plain_text(cleaned):
    (found,) = cleaned("a.eml", bytes(mail(LONG, "<p>Your program does not show HTML; see the text.</p>")))
    assert bodies(found) == [LONG]


def test_html_alone(cleaned):
    (found,) = cleaned("a.eml", bytes(mail(None, f"<p>{FIRST}</p><p>{SECOND}</p>")))
    assert bodies(found) == [f"{FIRST}\n\n{SECOND}"]


FORWARDS = [
    "---------- Forwarded message ---------\nFrom: {sender}\nDate: {day}\nSubject: {subject}\nTo: <a@b.example>\n\n",
    "FYI\n\nBegin forwarded message:\n\n> From: {sender}\n> Subject: {subject}\n> Date: {day}\n> To: a@b.example\n> \n",
    "-----Original Message-----\nFrom: {sender}\nSent: {day}\nTo: A B\nSubject: {subject}\n\n",
]
DAYS = ["Sun, Jan 27, 2019 at 11:30 PM", "27 January 2019 23:30", "Sunday, January 27, 2019 11:30 PM"]


@pytest.mark.parametrize("opening", FORWARDS)
@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("html", [False, True])
def test_a_forwarded_mail_is_who_wrote_it(cleaned, opening, day, html):
    sender = "The Harbour Post <news@harbourpost.example>"
    text = opening.format(sender=sender, day=day, subject="Gates stay open") + LONG
    shown = "<div>" + text.replace("<", "&lt;").replace("\n", "<br>\n") + "</div>"
    (found,) = cleaned("a.eml", bytes(mail(None, shown, Subject="Fwd: x") if html else mail(text, Subject="Fwd: x")))
    assert (found.title, found.outlet, found.published) == ("Gates stay open", "The Harbour Post", date(2019, 1, 27))


@pytest.mark.parametrize(
    ("subject", "above"), [("Gates stay open", ""), ("Fwd: Gates stay open", "I have a lot to say of it. " * 10)]
)
def test_a_letter_of_its_own_is_its_senders(cleaned, subject, above):
    text = above + FORWARDS[0].format(sender="News <n@x.example>", day=DAYS[0], subject="Other") + LONG
    (found,) = cleaned("a.eml", bytes(mail(f"{LONG}\n\n{text}" if not above else text, Subject=subject)))
    assert (found.title, found.byline) == ("Gates stay open", "Rhona Peel")


def test_flowed_text(give):
    data = (
        b"Subject: x\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8; format=flowed\n\n"
        b"The gates of \nthe dam stay \nopen.\n> He said \n> so.\n>> Older.\n-- \nRhona\n"
    )
    assert give("a.eml", data)[0].text == "The gates of the dam stay open.\n> He said so.\n>> Older.\n--\nRhona\n"


def test_attachments_are_read_as_what_they_are(give):
    m = mail()
    m.add_attachment(
        bytes(mail(SECOND, Subject="Older/news", Message_ID="<2@x>")),
        maintype="application",
        subtype="octet-stream",
        filename="old.eml",
    )
    m.add_attachment(mail(THIRD, Subject="Fwd: The other", Message_ID="<3@x>"))
    m.add_attachment(pdf(column(FIRST, 50, 700)), maintype="application", subtype="pdf", filename="statement.pdf")
    m.add_attachment(odt(f"<text:p>{FIRST}</text:p>"), maintype="application", subtype="octet-stream", filename="s.odt")
    m.add_attachment(FIRST, filename="../../etc/pass wd.txt")
    m.add_attachment(
        f"<html><body><article><p>{LONG}</p></article></body></html>", subtype="html", filename="page.html"
    )
    m.add_attachment(b"\x89PNG\r\n\x1a\n", maintype="image", subtype="png", filename="logo.png")
    m.add_attachment(b"BEGIN:VCALENDAR", maintype="text", subtype="calendar", filename="a.ics")
    found = give("a.eml", bytes(m))
    assert [(d.file.partition("a.eml")[2], d.format) for d in found] == [
        ("", "mail"), ("#old.eml", "mail"), ("#Fwd: The other.eml", "mail"), ("#statement.pdf", "pdf"),
        ("#s.odt", "odt"), ("#etc/pass wd.txt", "text"), ("#page.html", "html"),
    ]  # fmt: skip
    assert all(d.key.endswith(d.file.rpartition("/")[2].partition("a.eml")[2]) for d in found[:5])


def test_attachment_that_cannot_be_read_costs_itself(give):
    m = mail()
    m.add_attachment(b"%PDF-1.7 nothing", maintype="application", subtype="pdf", filename="broken.pdf")
    found = give("a.eml", bytes(m))
    assert [type(d) for d in found] == [RawDocument, Rejected]
    assert found[1].reason == "broken-pdf"
    assert found[1].file.endswith("a.eml#broken.pdf")


def test_mail_that_only_carries(give):
    m = mail("")
    m.add_attachment(pdf(column(FIRST, 50, 700)), maintype="application", subtype="pdf", filename="a.pdf")
    assert [d.format for d in give("a.eml", bytes(m))] == ["pdf"]


def test_mail_of_apples_program(cleaned):
    data = bytes(mail())
    (found,) = cleaned("12.emlx", b"%-10d\n" % len(data) + data + b'<?xml version="1.0"?><plist><dict/></plist>')
    assert found.title == "Gates stay open"
    assert "plist" not in found.text


def test_empty_mail(give):
    assert give("a.eml", bytes(mail("")))[0].reason == "empty"


# ------------------------------------------------------------------------------------------- mailboxes


def box(tmp_path, mails):
    made = mailbox.mbox(tmp_path / "made")
    for m in mails:
        made.add(m)
    made.close()
    return (tmp_path / "made").read_bytes()


def test_mbox(give, tmp_path):
    letters = [
        mail(f"{LONG}\n\nFrom the dam they came.\n", Message_ID=f"<{n}@x>", Subject=f"Letter {n}") for n in range(3)
    ]
    found = give("box.mbox", box(tmp_path, letters))
    assert [d.file.rpartition("#")[2] for d in found] == ["0@x", "1@x", "2@x"]
    assert [d.meta["title"] for d in found] == ["Letter 0", "Letter 1", "Letter 2"]
    assert all("\nFrom the dam they came." in d.text for d in found)


def test_mbox_bad_mails_cost_themselves(give, tmp_path):
    letters = [mail(), mail("", Message_ID="<2@x>"), mail(Message_ID=""), mail(Message_ID="<1@post.example>")]
    found = give("box", box(tmp_path, letters))
    assert [getattr(d, "reason", "") for d in found] == ["", "empty", "", ""]
    assert len({d.location for d in found}) == 4


def test_mbox_in_constant_memory(tmp_path):
    one = (
        b"From x@example.org Mon Jan 28 10:00:00 2019\n"
        + bytes(mail()).replace(b"\r\n", b"\n")
        + b"\n"
        + (b"x" * 76 + b"\n") * 2_000
        + b"\n"
    )
    (tmp_path / "box.mbox").write_bytes(one * 30)
    next(iter(read([str(tmp_path / "box.mbox")])))  # modules are loaded
    tracemalloc.start()
    count = sum(1 for _ in read([str(tmp_path / "box.mbox")]))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 30
    assert peak < 12 * len(one)


def test_mbox_one_mail_too_large(monkeypatch):
    monkeypatch.setattr(mbox, "MAX_MAIL", 1_000)
    big = b"From a 10:00\nSubject: x\n\n" + b"y" * 5_000_000 + b"\n\nFrom b 10:01\nSubject: z\n\nshort\n"
    sizes = [(len(data) < 3_000_000, size > 1_000) for data, size in mbox.mails(io.BufferedReader(io.BytesIO(big)))]
    assert sizes == [(True, True), (True, False)]


# ----------------------------------------------------------------------------------------- saved pages


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64"])
@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "utf-16", "no-such", ""])
def test_saved_page(cleaned, encoding, charset):
    (found,) = cleaned("page.mhtml", mhtml(charset=charset, encoding=encoding))
    assert (found.title, found.outlet, found.byline) == ("Gates stay open", "The Harbour Post", "Rhona Peel")
    assert found.url == "https://post.example/2019/gates"
    assert found.published == date(2019, 1, 28), "not the day of saving"
    assert THIRD in found.text
    assert found.format == "mhtml"


def test_saved_page_by_its_headers_alone(cleaned):
    head = "Snapshot-Content-Location: https://post.example/2019/gates?utm_source=x\n"
    (found,) = cleaned("download", mhtml(located="cid:frame", head=head))
    assert found.url == "https://post.example/2019/gates"


# -------------------------------------------------------------------------------------------- MIME


@given(
    st.binary(max_size=400),
    st.sampled_from(["", "utf-8", "koi8-r", "iso-2022-jp", "rot13", "punycode", "x" * 99, "\x00"]),
)
def test_decoded_never_fails(data, said):
    assert isinstance(mime.decoded(data, said), str)


@given(st.text(max_size=300))
def test_headers_are_clean_lines(value):
    found = mime.header(value)
    assert found == " ".join(found.split())
    assert found.isprintable() or not any(c in found for c in "\n\r\x00\u202e")


@given(st.binary(max_size=600))
def test_any_bytes_are_a_mail(data):
    part = mime.parsed(b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + data)
    assert part.headers
    assert isinstance(part.walk().__next__().text, str)


CHARSETS = [
    ("Grüße", "utf-8", "iso-8859-1"), ("Grüße", "cp1252", "utf-8"), ("Grüße", "cp1252", "us-ascii"),
    ("“Да”, сказал министр", "koi8-r", "koi8-r"), ("大臣は言った", "iso-2022-jp", "iso-2022-jp"),
    ("Grüße", "utf-8", "utf-16"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "real", "said"), CHARSETS)
def test_charsets_that_lie(text, real, said):
    assert mime.decoded(text.encode(real, "ignore"), said) == text.encode(real, "ignore").decode(real)

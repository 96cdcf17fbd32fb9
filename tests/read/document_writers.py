"""Writers of documents for the tests: EPUB, OpenDocument, mail, saved pages. The texts are invented."""

from __future__ import annotations

import base64
import io
import quopri
import zipfile
from email.message import EmailMessage

from onrecord.model import Document

FIRST = "The minister of irrigation said on Monday that the gates of the dam would stay open until autumn."
SECOND = "The opposition disagreed with him at once; she called it an unconstitutional reading of the law on water."
THIRD = "“We have nothing to hide,” Amit Desai told reporters in the capital. “And nothing to add to it.”"
LONG = " ".join([FIRST, SECOND, THIRD])


def bodies(document):
    """The stretches of article text."""
    assert isinstance(document, Document), document
    return [document.text[p.start : p.end] for p in document.parts if p.label == "body"]


CONTAINER = """<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">
<rootfiles>
<rootfile full-path="OEBPS/content.opf"/></rootfiles></container>"""


def xhtml(content, title="The Lake Quarterly", kind=""):
    return f"""<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"
    xmlns:epub="http://www.idpf.org/2007/ops"><head><title>{title}</title><style>p {{}}</style></head>
    <body{f' epub:type="{kind}"' if kind else ""}>{content}</body></html>"""


def epub(parts, spine=None, meta="", nav="", extra=(), container=CONTAINER):
    """An EPUB of these parts (name -> content), in this reading order."""
    spine = list(parts) if spine is None else spine
    manifest = "".join(
        f'<item id="i{i}" href="{name}" media-type="application/xhtml+xml" properties="{"nav" * (name == nav)}"/>'
        for i, name in enumerate(parts)
    )
    order = "".join(f'<itemref idref="i{list(parts).index(name)}"/>' for name in spine)
    opf = f"""<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
    <metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Lake Quarterly</dc:title>
    <dc:language>en</dc:language>{meta}</metadata><manifest>{manifest}</manifest><spine>{order}</spine></package>"""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("mimetype"), "application/epub+zip")
        z.writestr("META-INF/container.xml", container)
        z.writestr("OEBPS/content.opf", opf)
        for name, content in parts.items():
            z.writestr(f"OEBPS/{name}", content)
        for name, content in extra:
            z.writestr(name, content)
    return out.getvalue()


ODT_HEAD = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"

xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><office:body><office:text>"""
ODT_META = """<?xml version="1.0"?><office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"

xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><office:meta>
 <dc:title>{title}</dc:title><meta:initial-creator>{author}</meta:initial-creator></office:meta></office:document-meta>"""


def odt(content, title="", author="", head=ODT_HEAD, extra=(), kind="text"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr(zipfile.ZipInfo("mimetype"), f"application/vnd.oasis.opendocument.{kind}")
        z.writestr("content.xml", f"{head}{content}</office:text></office:body></office:document-content>")
        z.writestr("meta.xml", ODT_META.format(title=title, author=author))
        for name, data in extra:
            z.writestr(name, data)
    return out.getvalue()


def mail(plain=LONG, html=None, **headers):
    m = EmailMessage()
    said = {
        "Subject": "Gates stay open", "From": "Rhona Peel <rhona@post.example>", "To": "x@example.org",
        "Date": "Mon, 28 Jan 2019 23:30:00 -0500", "Message-ID": "<1@post.example>",
    }  # fmt: skip
    for name, value in {**said, **{k.replace("_", "-"): v for k, v in headers.items()}}.items():
        if value:
            m[name] = value
    if plain is not None:
        m.set_content(plain)
        if html is not None:
            m.add_alternative(html, subtype="html")
    else:
        m.set_content(html, subtype="html")
    return m


PAGE = f"""<html><head><title>Gates stay open | The Harbour Post</title></head><body><nav><a>Home</a><a>News</a></nav>
<article><h1>Gates stay open</h1><p>By Rhona Peel</p><time datetime="2019-01-28">28 January 2019</time>
{"".join(f"<p>{text}</p>" for text in (FIRST, SECOND, THIRD, FIRST.replace("Monday", "Friday")))}
</article></body></html>"""


def mhtml(
    html=PAGE,
    charset="utf-8",
    located="https://post.example/2019/gates",
    head="From: <Saved by Blink>\n",
    encoding="quoted-printable",
):
    data = html.encode("utf-8")
    packed = quopri.encodestring(data) if encoding == "quoted-printable" else base64.encodebytes(data)
    return (
        (
            f"{head}Subject: Gates\nDate: Sat, 21 Nov 2026 19:00:00 -0000\nMIME-Version: 1.0\n"
            'Content-Type: multipart/related;\n\ttype="text/html";\n\tboundary="--b--"\n\n\n----b--\n'
            f"Content-Type: text/html; charset={charset}\nContent-Transfer-Encoding: {encoding}\n"
            f"Content-Location: {located}\n\n"
        ).encode()
        + packed
        + b"\n----b--\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0KGgo="
        + b"\n\n----b----\n"
    )

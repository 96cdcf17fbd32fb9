"""A tiny writer of PDF files for the tests: lines at places, on pages, with properties."""

from __future__ import annotations

import zlib

WIDTHS = 500  # thousandths of the size: the mean width of Helvetica's letters


def pdf(*pages, info=None, trailer="", packed=False):
    """A PDF. A page is a list of (x, y, size, text), drawn in that order; or bytes, the page's own drawing."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Courier /Encoding /WinAnsiEncoding >>")
    kids = []
    for page in pages:
        drawn = page if isinstance(page, bytes) else b"\n".join(map(_shown, page))
        extra = b""
        if packed:
            drawn, extra = zlib.compress(drawn, 9), b" /Filter /FlateDecode"
        objects.append(b"<< /Length %d%s >>\nstream\n%s\nendstream" % (len(drawn), extra, drawn))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R "
            b"/Resources << /Font << /F 3 0 R >> >> >>" % len(objects)
        )
    objects[1] = b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(kids), b" ".join(b"%d 0 R" % k for k in kids))
    if info:
        said = b" ".join(
            b"/%s <%s>" % (k.encode(), ("\ufeff" + v).encode("utf-16-be").hex().encode()) for k, v in info.items()
        )
        objects.append(b"<< %s >>" % said)
        trailer += f" /Info {len(objects)} 0 R"
    return _file(objects, trailer)


def _shown(piece):
    x, y, size, text = piece
    written = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F %d Tf %d %d Td (%s) Tj ET" % (size, x, y, written)


def _file(objects, trailer):
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % at for at in places)
    out += b"trailer\n<< /Size %d /Root 1 0 R%s >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, (" " + trailer).encode(), start,
    )  # fmt: skip
    return bytes(out)


def column(text, x, top, size=10, width=40, leading=12):
    """A text as the lines of a column, each as full as its words allow."""
    lines, line = [], ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    lines.append(line)
    return [(x, top - i * leading, size, text) for i, text in enumerate(lines)]

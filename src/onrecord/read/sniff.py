"""What a file is, by its first bytes and then by its name; and what cannot be an article at all."""

from __future__ import annotations

import json
import re
from pathlib import PurePath

from onrecord.read.items import FIELDS, plain

PARQUET = b"PAR1"

# What a file is that is no text: the bytes it begins with, and its kind (`readers.READERS`).
_BINARY: tuple[tuple[bytes, str], ...] = (
    (PARQUET, "parquet"),
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"PK\x03\x04", "zip"),
    (b"WARC/", "warc"),
)
# Each: the bytes a file begins with, the reason it is refused, what to do about it.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x05\x06", "archive", "an empty zip file"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "a 7z file; unpack it first"),
    (b"PK\x07\x08", "archive", "one part of a split zip file; join the parts first"),
    (b"filedesc://", "unsupported-format", "an ARC file, as old crawls made them; convert it to WARC"),
    (b"Rar!\x1a\x07", "archive", "a rar file; unpack it first"),
    (b"\x28\xb5\x2f\xfd", "archive", "a zstd file; unpack it first, or compress with gzip"),
    (b"\x89PNG\r\n", "binary", "an image; OnRecord reads text"),
    (b"\xff\xd8\xff", "binary", "an image; OnRecord reads text"),
    (b"GIF8", "binary", "an image; OnRecord reads text"),
    (b"SQLite format 3\x00", "binary", "a database; open records with --record"),
    (b"\x7fELF", "binary", "a program; OnRecord reads text"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ADVICE = {
    ".msg": "an Outlook message; save it as .eml",
    ".doc": "an old Word document; save it as .docx",
    ".docx": "a Word file locked with a password; save it without one",
    ".ppt": "an old presentation; save it as text",
}
_UNSUPPORTED = {
    ".toml": "settings, not an article",
    ".yaml": "settings, not an article",
    ".yml": "settings, not an article",
    ".ini": "settings, not an article",
    ".py": "program code, not an article",
    ".js": "program code, not an article",
    ".css": "a style sheet, not an article",
}
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml")
_MAIL_SUFFIXES = (".eml", ".emlx", ".mhtml", ".mht")
_APPLE = re.compile(r"\A\d{1,10}[ ]*\n")  # Apple's mails begin with their length
_TABLE_SUFFIXES = (".csv", ".tsv", ".tab")
_PROSE_SUFFIXES = (".md", ".markdown", ".rst")
_DELIMITERS = (",", ";", "\t", "|")
_ADDRESS_LINE = re.compile(r"https?://\S+$", re.IGNORECASE)
_LINES = 200
_MAX_HEADER = 4_000
_MAIL_HEAD = re.compile(
    r"(?:(?:From|To|Cc|Date|Subject|Received|Return-Path|Delivered-To|Message-ID|MIME-Version|Content-Type|"
    r"Content-Transfer-Encoding|Snapshot-Content-Location|DKIM-Signature|Reply-To|Sender|X-[\w-]+)"
    r":[^\n]*\n(?:[ \t][^\n]*\n)*)+",
    re.IGNORECASE,
)
_MAIL_NEEDED = re.compile(
    r"^(?:MIME-Version|Message-ID|Received|Snapshot-Content-Location):", re.IGNORECASE | re.MULTILINE
)
_MBOX = re.compile(r"From \S+@?\S* .*\d\d:\d\d.*\n[A-Za-z-]+: ")
_JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
_XML_OPENING = re.compile(
    r"^(?:<\?[^>]*\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>|\s)+", re.DOTALL | re.IGNORECASE
)
_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|(?:\w+:)?feed)[\s>]", re.IGNORECASE)
_HTML = re.compile(
    r"<(?:html|head|body|title|meta|article|main|section|div|p|h[1-6]|table|script|link|style|span|header|nav|ul|a|br|img)"
    r"(?:\s[^<]*)?/?>",
    re.IGNORECASE,
)
_NEWS = re.compile(r"<(?:[\w-]+:)?(?:newsItem|newsMessage|packageItem|nitf|NewsML)[\s/>]")
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html", re.IGNORECASE)
_ELEMENT = re.compile(r"<[A-Za-z_][\w:.-]*[\s/>]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL = 0.01
_MAX_NUL = 0.05
_LEGIBLE = re.compile(r"[\w\s\x21-\x7e“”‘’«»„–—…•·€£،؟。、「」]")
_MIN_LEGIBLE = 0.7


def refusal(head: bytes, name: str) -> tuple[str, str] | None:
    """(reason, what to do) for a file that no reader can take; `head` is its first bytes."""
    for magic, reason, detail in _REFUSED:
        if head.startswith(magic):
            return reason, detail
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp" or head[:3] == b"ID3":
        return "binary", "sound or film; OnRecord reads text"
    suffix = PurePath(name).suffix.lower()
    if head.startswith(_OLE) and suffix != ".xls":
        return "unsupported-format", _OLE_ADVICE.get(suffix, "an old Office document; save it as .docx, .xlsx or text")
    if suffix in _UNSUPPORTED:
        return "unsupported-format", _UNSUPPORTED[suffix]
    return None


def binary_kind(head: bytes, name: str) -> str | None:
    """The kind of a file that is no text, or None. Offices' files are zip files and are told by what these hold."""
    if head[257:262] == b"ustar" or (name.lower().endswith(".tar") and _is_old_tar(head)):
        return "tar"
    if head.startswith(_OLE):
        return "spreadsheet"
    found = next((kind for magic, kind in _BINARY if head.startswith(magic)), None)
    if found is None and b"%PDF-" in head[:1024] and PurePath(name).suffix.lower() == ".pdf":
        return "pdf"
    if found is None and head[:64].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return "rtf"
    return _zip_kind(head, name) if found == "zip" else found


def _zip_kind(head: bytes, name: str) -> str:
    """What a zip file is, by the first names in it, else by its own."""
    mime = head[30:100]
    if mime.startswith(b"mimetypeapplication/epub+zip"):
        return "epub"
    if mime.startswith(b"mimetypeapplication/vnd.oasis.opendocument"):
        return "spreadsheet" if b"spreadsheet" in mime else "odt"
    office = {".docx": "docx", ".xlsx": "spreadsheet", ".xlsm": "spreadsheet", ".xlsb": "spreadsheet"}
    office |= {".epub": "epub", ".odt": "odt", ".odp": "odt"}
    if b"[Content_Types].xml" in head:
        for inner, kind in ((b"word/", "docx"), (b"xl/", "spreadsheet")):
            if inner in head:
                return kind
    return office.get(PurePath(name).suffix.lower(), "zip")


def bare(name: str) -> str:
    """A file's name without the suffix that says how it is packed."""
    stem, dot, packing = name.rpartition(".")
    if packing.lower() in ("tgz", "tbz", "tbz2", "txz"):
        return f"{stem}.tar"
    return stem if dot and packing.lower() in ("gz", "bz2", "xz") else name


def _is_old_tar(head: bytes) -> bool:
    """Whether a file begins with a tar header of the oldest kind, which only its sum of bytes betrays."""
    said = head[148:156].strip(b" \x00")
    if len(head) < 512 or not re.fullmatch(rb"[0-7]{1,7}", said):
        return False
    return sum(head[:148]) + 8 * 0x20 + sum(head[156:512]) == int(said, 8)


def without_nul(text: str, name: str) -> str:
    """A table's text without the NUL bytes that some databases write for empty fields."""
    few = 0 < text.count("\x00") < _MAX_NUL * len(text)
    return text.replace("\x00", "") if few and PurePath(name).suffix.lower() in _TABLE_SUFFIXES else text


def not_text(text: str) -> tuple[str, str] | None:
    """(reason, what to do) where decoded bytes are no text: NUL, control characters, noise."""
    sample = text[:20_000]
    if "\x00" in sample:
        return "binary", "it has NUL bytes, so it is no text file"
    if len(_CONTROL.findall(sample)) > _MAX_CONTROL * len(sample) + 1:
        return "not-text", "it is full of control characters"
    if len(sample) >= 40 and len(_LEGIBLE.findall(sample)) < _MIN_LEGIBLE * len(sample):
        return "not-text", "it reads as noise; if it is an article, save it as UTF-8"
    return None


def kind(head: str, name: str, whole: bool) -> str:
    """The kind of a text file: text, html, json, feed, newsxml, xml, table, mail or mbox. `head` is decoded; `whole`:
    it is all there is."""
    suffix = PurePath(name).suffix.lower()
    start = head.lstrip("\ufeff \t\r\n\x0c")
    if _MBOX.match(start):
        return "mbox"
    lines = start.replace("\r\n", "\n")
    mail = _MAIL_HEAD.match(_APPLE.sub("", lines) if suffix == ".emlx" else lines)
    if mail and (suffix in _MAIL_SUFFIXES or _MAIL_NEEDED.search(mail[0])):
        return "mail"
    if suffix in _TABLE_SUFFIXES:
        return "table"
    if start.startswith("<"):
        found = _markup(start, suffix)
        if found:
            return found
    if suffix in _HTML_SUFFIXES:
        return "html"
    if suffix in _JSON_SUFFIXES or _is_json(start, whole):
        return "json"
    return "table" if _is_table(start, suffix) else "text"


def _markup(start: str, suffix: str) -> str | None:
    """Which markup a text that opens with "<" is in, if any."""
    opening = _XML_OPENING.match(start)
    root = start[opening.end() :] if opening else start
    if _FEED.match(root):
        return "feed"
    if _NEWS.match(root):
        return "newsxml"
    if _HTML.match(root) or _HTML_DOCTYPE.match(start):
        return "html"
    if start[:5].lower() == "<?xml" or (suffix in (".xml", ".rss", ".atom") and _ELEMENT.match(root)):
        return "html" if suffix in _HTML_SUFFIXES else "xml"
    return "html" if len(_HTML.findall(start[:4000])) >= 3 else None


def _is_table(start: str, suffix: str) -> bool:
    """Whether a text is a list of addresses, a line each, or opens with a header that names texts or addresses."""
    if suffix in _PROSE_SUFFIXES:
        return False
    first, _, rest = start.partition("\n")
    lines = [line.strip() for line in start.split("\n")[:_LINES] if line.strip()]
    if len(lines) > 1 and all(_ADDRESS_LINE.match(line) for line in lines[:-1]):
        return True
    for delimiter in _DELIMITERS:
        names = [plain(cell) for cell in first[:_MAX_HEADER].split(delimiter)]
        if len(names) > 1 and all(0 < len(name) <= 40 for name in names) and delimiter in rest.partition("\n")[0]:
            known = [ours for ours, theirs in FIELDS.items() for name in names if name in theirs]
            if len(set(known)) > 1 and ("text" in known or "url" in known):
                return True
    return False


def _is_json(start: str, whole: bool) -> bool:
    """Whether a text opens as JSON objects do; an article may open with a bracket too."""
    if re.match(r"\[\s*\{\s*\"|\{\s*\"[^\"\n]{1,80}\"\s*:", start):
        return True
    if not whole or start[:1] not in ("{", "["):
        return False
    try:
        json.loads(start)
    except (ValueError, RecursionError):
        return False
    return True

"""What a file is, by its first bytes and then by its name; and what cannot be an article at all."""

from __future__ import annotations

import json
import re
from pathlib import PurePath

GZIP = b"\x1f\x8b"
PARQUET = b"PAR1"

# Each: the bytes a file begins with, the reason it is refused, what to do about it.
_REFUSED: tuple[tuple[bytes, str, str], ...] = (
    (b"PK\x03\x04", "archive", "a zip file (or an Office document); unpack it, or save the document as text or HTML"),
    (b"PK\x05\x06", "archive", "an empty zip file"),
    (b"7z\xbc\xaf\x27\x1c", "archive", "a 7z file; unpack it first"),
    (b"Rar!\x1a\x07", "archive", "a rar file; unpack it first"),
    (b"BZh", "archive", "a bzip2 file; unpack it first, or compress with gzip"),
    (b"\xfd7zXZ\x00", "archive", "an xz file; unpack it first, or compress with gzip"),
    (b"\x28\xb5\x2f\xfd", "archive", "a zstd file; unpack it first, or compress with gzip"),
    (b"%PDF-", "unsupported-format", "a PDF; save its text as .txt first, for instance with pdftotext"),
    (b"{\\rtf", "unsupported-format", "an RTF document; save it as plain text or HTML"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "unsupported-format", "an old Office document; save it as text or HTML"),
    (b"\x89PNG\r\n", "binary", "an image; OnRecord reads text"),
    (b"\xff\xd8\xff", "binary", "an image; OnRecord reads text"),
    (b"GIF8", "binary", "an image; OnRecord reads text"),
    (b"SQLite format 3\x00", "binary", "a database; open records with --record"),
    (b"\x7fELF", "binary", "a program; OnRecord reads text"),
    (b"WARC/1.", "unsupported-format", "a WARC file; export its pages as HTML files or JSON Lines"),
)
_UNSUPPORTED = {
    ".csv": "a table; convert it to JSON Lines or Parquet, one article a row",
    ".tsv": "a table; convert it to JSON Lines or Parquet, one article a row",
    ".toml": "settings, not an article",
    ".yaml": "settings, not an article",
    ".yml": "settings, not an article",
    ".ini": "settings, not an article",
    ".py": "program code, not an article",
    ".js": "program code, not an article",
    ".css": "a style sheet, not an article",
}
_HTML_SUFFIXES = (".html", ".htm", ".xhtml", ".shtml", ".mhtml")
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
_HTML_DOCTYPE = re.compile(r"<!DOCTYPE\s+html", re.IGNORECASE)
_ELEMENT = re.compile(r"<[A-Za-z_][\w:.-]*[\s/>]")
_CONTROL = re.compile(r"[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL = 0.01
_LEGIBLE = re.compile(r"[\w\s\x21-\x7e“”‘’«»„–—…•·€£،؟。、「」]")
_MIN_LEGIBLE = 0.7


def refusal(head: bytes, name: str) -> tuple[str, str] | None:
    """(reason, what to do) for a file that no reader can take; `head` is its first bytes."""
    for magic, reason, detail in _REFUSED:
        if head.startswith(magic):
            return reason, detail
    if head[257:262] == b"ustar":
        return "archive", "a tar file; unpack it first"
    if head[:4] == b"RIFF" or head[4:8] == b"ftyp" or head[:3] == b"ID3":
        return "binary", "sound or film; OnRecord reads text"
    suffix = PurePath(name).suffix.lower()
    if suffix in _UNSUPPORTED:
        return "unsupported-format", _UNSUPPORTED[suffix]
    return None


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
    """text, html, json, feed or xml. `head` is decoded; `whole`: it is all there is."""
    suffix = PurePath(name.removesuffix(".gz")).suffix.lower()
    start = head.lstrip("\ufeff \t\r\n\x0c")
    if start.startswith("<"):
        found = _markup(start, suffix)
        if found:
            return found
    if suffix in _HTML_SUFFIXES:
        return "html"
    if suffix in _JSON_SUFFIXES or _is_json(start, whole):
        return "json"
    return "text"


def _markup(start: str, suffix: str) -> str | None:
    """Which markup a text that opens with "<" is in, if any."""
    opening = _XML_OPENING.match(start)
    root = start[opening.end() :] if opening else start
    if _FEED.match(root):
        return "feed"
    if _HTML.match(root) or _HTML_DOCTYPE.match(start):
        return "html"
    if start[:5].lower() == "<?xml" or (suffix in (".xml", ".rss", ".atom") and _ELEMENT.match(root)):
        return "html" if suffix in _HTML_SUFFIXES else "xml"
    return "html" if len(_HTML.findall(start[:4000])) >= 3 else None


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

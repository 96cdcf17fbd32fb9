"""The bytes of a fetched page -> its documents, by the readers of files; what the server says helps where they cannot
tell."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from onrecord import charset
from onrecord.model import RawDocument, Rejected
from onrecord.read.items import Found
from onrecord.read.paths import Source
from onrecord.read.sources import documents
from onrecord.read.unpack import Refused

_CHARSET = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def read_page(data: bytes, *, location: str, file: str, headers: Mapping[str, str] | None = None) -> Iterator[Found]:
    """The documents of a page, known by its `location` and shown as `file`; or why there are none."""
    source = Source(path=None, key=location, file=file, location=location)
    try:
        for found in documents(source, io.BytesIO(data)):
            yield _told(found, location, headers or {}) if isinstance(found, RawDocument) else found
    except Refused as e:
        sha = hashlib.sha256(data).hexdigest()
        yield Rejected(file=file, location=location, reason=e.reason, detail=e.detail, raw_sha=sha)


def _told(found: RawDocument, location: str, headers: Mapping[str, str]) -> RawDocument:
    """A document that is the page itself, with the page's address, and its text where only the server knows how to
    read it. An item of many says its own address."""
    if found.location != location:
        return found
    meta = {"url": location, **found.meta}
    encoding = _encoding(found.data, headers) if found.text is None and found.format in ("html", "text") else None
    if encoding is None:
        return replace(found, meta=meta)
    return replace(found, meta={**meta, "encoding": encoding}, text=found.data.decode(encoding, "replace"))


def _encoding(data: bytes, headers: Mapping[str, str]) -> str | None:
    """The encoding that the server declares, where the bytes do not say one and can be read with it."""
    declared = _CHARSET.search(headers.get("content-type", ""))
    if declared is None or data.startswith(_MARKS):
        return None
    alone = charset.detect(data, html=True)
    if alone.startswith("utf"):
        return None
    told = charset.detect(b'<meta charset="%s">' % declared[1].encode("ascii") + data, html=True)
    return told if told != alone else None

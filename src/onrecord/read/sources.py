"""One source -> its documents: looks at what it is, hands it to its reader, and lets nothing raise."""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

from onrecord import charset
from onrecord.model import RawDocument, Rejected
from onrecord.read import sniff
from onrecord.read.feed import read_feed
from onrecord.read.items import Items
from onrecord.read.jsonl import read_json
from onrecord.read.parquet import read_parquet
from onrecord.read.paths import Source, sources
from onrecord.read.unpack import HEAD, MAX_ARTICLE, MAX_WHOLE, Refused, Stream


def read(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[RawDocument | Rejected]:
    """Every article in `paths`: files, folders, glob patterns, "-" for standard input.

    Raises UsageError, before anything is read, for a path that does not exist. Whatever is wrong with
    a file that does exist comes back as Rejected.
    """
    found = sources(paths)  # checks the paths now, not at the first item
    return _each(found, stdin)


def _each(found: Iterator[Source | Rejected], stdin: BinaryIO | None) -> Iterator[RawDocument | Rejected]:
    for source in found:
        if isinstance(source, Rejected):
            yield source
            continue
        try:
            yield from _opened(source, stdin)
        except Refused as e:
            yield _rejected(source, e.reason, e.detail)
        except PermissionError:
            yield _rejected(source, "unreadable", "permission denied; change its permissions or run as its owner")
        except OSError as e:
            yield _rejected(source, "unreadable", e.strerror or str(e))


def _opened(source: Source, stdin: BinaryIO | None) -> Iterator[RawDocument | Rejected]:
    if source.path is None:
        yield from _documents(source, stdin if stdin is not None else sys.stdin.buffer)
        return
    with source.path.open("rb") as opened:
        yield from _documents(source, opened)


def _documents(source: Source, opened: BinaryIO) -> Iterator[RawDocument | Rejected]:
    """The documents of one open source, by what its first bytes say it is."""
    stream = Stream(opened)
    if not stream.head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c\x00"):
        _refuse_blank(stream)
    if refused := sniff.refusal(stream.head, source.file.removesuffix(".gz")):
        raise Refused(*refused)
    if stream.head.startswith(sniff.PARQUET):
        whole = source.path if source.path and not stream.packed else io.BytesIO(stream.whole(MAX_WHOLE))
        yield from read_parquet(whole, Items(source, "parquet"))
        return
    head = charset.decode(stream.head[: len(stream.head) & ~3 or None], html=True)[0]
    if noise := sniff.not_text(head):
        raise Refused(*noise)
    kind = sniff.kind(head, source.file, len(stream.head) < HEAD)
    if kind == "json":
        yield from read_json(stream, Items(source, "jsonl"))
    elif kind == "feed":
        yield from read_feed(stream.whole(MAX_WHOLE), Items(source, "feed"))
    elif kind == "xml":
        raise Refused("unsupported-format", "XML that is neither a web page nor a feed; convert it to HTML or text")
    else:
        data = stream.whole(MAX_ARTICLE)
        yield RawDocument(key=source.key, location=source.location, file=source.file, format=kind, data=data)


def _refuse_blank(stream: Stream) -> NoReturn:
    """Refuses a file that opens with nothing: no bytes, white space only, or NUL bytes."""
    if b"\x00" in stream.head:
        raise Refused("binary", "it has NUL bytes and nothing else, so it is no text file")
    raise Refused("empty", "the file holds nothing but white space" if stream.head else "the file has no bytes")


def _rejected(source: Source, reason: str, detail: str) -> Rejected:
    return Rejected(file=source.file, location=source.location, reason=reason, detail=detail, raw_sha=_sha(source))


def _sha(source: Source) -> str:
    """The hash of a refused file, so that adding it again unchanged can be told; empty if unreadable."""
    if source.path is None:
        return ""
    try:
        with source.path.open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""

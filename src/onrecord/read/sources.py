"""One source -> its documents: looks at what it is, hands it to its reader, and lets nothing raise."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NoReturn

from onrecord import charset
from onrecord.errors import OnRecordError
from onrecord.model import Rejected
from onrecord.read import exports, sniff
from onrecord.read.items import Found, Items
from onrecord.read.paths import Source, sources
from onrecord.read.readers import read_as
from onrecord.read.unpack import HEAD, Refused, Stream


def read(paths: Sequence[str], *, stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Every article in `paths`: files, folders, glob patterns, "-" for standard input.

    Raises UsageError, before anything is read, for a path that does not exist. Whatever is wrong with
    a file that does exist comes back as Rejected.
    """
    found = sources(paths)  # checks the paths now, not at the first item
    return _each(found, stdin)


def _each(found: Iterator[Source | Rejected], stdin: BinaryIO | None) -> Iterator[Found]:
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
        except OnRecordError:
            raise
        except Exception as e:  # whatever a reader trips over costs this file only
            detail = f"{type(e).__name__}: {e}"[:300]
            yield _rejected(source, "internal-error", f"{detail} (please report this with the file)")


def _opened(source: Source, stdin: BinaryIO | None) -> Iterator[Found]:
    if source.path is None:
        yield from documents(source, stdin if stdin is not None else sys.stdin.buffer)
        return
    with source.path.open("rb") as opened:
        yield from documents(source, opened)


def documents(source: Source, opened: BinaryIO) -> Iterator[Found]:
    """The documents of one open source, by what its first bytes say it is. Raises Refused, OSError."""
    stream = Stream(opened, source.path, source.budget)
    if not stream.head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x0b\x0c\x00"):
        _refuse_blank(stream)
    name = sniff.bare(source.file)
    if refused := sniff.refusal(stream.head, name):
        raise Refused(*refused)
    kind = sniff.binary_kind(stream.head, name)
    if kind is None:
        head = charset.decode(stream.head[: len(stream.head) & ~3 or None], html=True)[0]
        if noise := sniff.not_text(sniff.without_nul(head, name)):
            raise Refused(*noise)
        kind = sniff.kind(head, name, len(stream.head) < HEAD)
        kind = exports.kind_of(kind, head) or kind
    yield from read_as(kind, stream, Items(source, kind))


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

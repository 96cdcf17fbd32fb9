"""Zip files -> the documents of their members."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from onrecord.read import zip_list
from onrecord.read.items import Found, Items
from onrecord.read.limits import Budget
from onrecord.read.members import MAX_MEMBERS, Members
from onrecord.read.unpack import MAX_WHOLE, Refused, Stream

_MAX_DIRECTORY = 64 * 1024 * 1024
_LOCAL_SIZE = 30
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, IndexError, struct.error)
_LOCKED = 1


def read_zip(stream: Stream, items: Items) -> Iterator[Found]:
    """The documents of a zip file; of a web archive's WACZ, those of its WARC files."""
    if stream.path is not None:
        with stream.path.open("rb") as opened:
            yield from _archive(opened, items)
    else:
        yield from _archive(io.BytesIO(stream.whole(MAX_WHOLE)), items)


def _archive(opened: BinaryIO, items: Items) -> Iterator[Found]:
    size = _checked_size(opened)
    members = Members(items.source, items.source.budget or Budget(lambda: size))
    try:
        archive = zipfile.ZipFile(opened)
    except (*_BROKEN, UnicodeError, RuntimeError) as e:
        raise Refused("broken-zip", f"the zip file is damaged or cut off; fetch it again ({str(e)[:100]})") from None
    with archive:
        listed = [info for info in archive.infolist() if not info.filename.endswith("/")]
        _refuse_overlaps(listed)
        if not listed:
            raise Refused("empty", "a zip file without files")
        shown = 0
        for info in _pages(listed):
            members.count_one()
            label = members.label(info.filename)
            if label is not None:
                shown += 1
                yield from _member(archive, info, label, members)
        if not shown:
            raise Refused("empty", "a zip file of hidden files only")


def _pages(listed: Sequence[zipfile.ZipInfo]) -> Sequence[zipfile.ZipInfo]:
    """The members to read: all, but of a WACZ file its pages as crawled and not the lists about them."""
    names = {info.filename for info in listed}
    crawled = [info for info in listed if info.filename.startswith("archive/")]
    return crawled if "datapackage.json" in names and crawled else listed


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, label: str, members: Members) -> Iterator[Found]:
    if info.flag_bits & _LOCKED:
        yield members.rejected(label, "encrypted", "locked with a password; unpack it and add what is inside")
        return
    try:
        with archive.open(info) as opened:
            yield from members.found(label, opened)
    except NotImplementedError:
        yield members.rejected(label, "archive", "packed in a way that is not read; unpack it and zip it anew")
    except (*_BROKEN, RuntimeError) as e:
        yield members.rejected(label, "broken-zip", f"damaged in the zip file; fetch it again ({str(e)[:100]})")


def _checked_size(opened: BinaryIO) -> int:
    """The file's size. Refuses a list of members too long to be held, before it is read."""
    size = opened.seek(0, io.SEEK_END)
    opened.seek(max(0, size - zip_list.TAIL))
    count, listed = zip_list.length(opened.read(), "broken-zip")
    opened.seek(0)
    if count > MAX_MEMBERS or listed > _MAX_DIRECTORY:
        raise Refused("too-large", f"more than {MAX_MEMBERS} members; unpack it and add the folder")
    return size


def _refuse_overlaps(listed: Sequence[zipfile.ZipInfo]) -> None:
    """Refuses members that share their bytes: how the worst bombs are made."""
    ordered = sorted(listed, key=lambda info: info.header_offset)
    for one, after in zip(ordered, ordered[1:], strict=False):
        if one.header_offset + _LOCAL_SIZE + one.compress_size > after.header_offset:
            raise Refused("archive", "its members lie in one another, as in a bomb; do not open it")

"""Tar files -> the documents of their members, streamed."""

from __future__ import annotations

import tarfile
from collections.abc import Iterator

from onrecord.model import Rejected
from onrecord.read.items import Found, Items
from onrecord.read.limits import Budget
from onrecord.read.members import Members
from onrecord.read.unpack import Refused, Stream

_MAX_EXTRA = 1024 * 1024
_EXTRAS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip
_SHOWN = 3


class _Header(tarfile.TarInfo):
    """A member's header; refuses one whose names alone would fill the memory."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _Header:
        found = super().frombuf(buf, encoding, errors)
        if found.type in _EXTRAS and not 0 <= found.size <= _MAX_EXTRA:
            raise Refused("broken-tar", "a member of the tar file has a name of more than a megabyte")
        return found


def read_tar(stream: Stream, items: Items) -> Iterator[Found]:
    """The documents of a tar file. Links and devices are named in one line and not followed."""
    members = Members(items.source, items.source.budget or Budget(lambda: stream.taken))
    others: list[str] = []
    passed = shown = 0
    try:
        with tarfile.open(fileobj=stream.body, mode="r|", tarinfo=_Header, errorlevel=0) as archive:
            while (member := archive.next()) is not None:
                archive.members = []  # type: ignore[attr-defined]  # it would keep them all
                if member.isdir():
                    continue
                members.count_one()
                label = members.label(member.name)
                if label is None:
                    continue
                shown += 1
                opened = archive.extractfile(member) if member.isreg() and not member.issparse() else None
                if opened is None:
                    passed += 1
                    others += [label] if len(others) < _SHOWN else []
                    continue
                yield from members.found(label, opened)
    except (tarfile.TarError, EOFError, ValueError, OverflowError) as e:
        raise Refused("broken-tar", f"the tar file is damaged or cut off; fetch it again ({str(e)[:100]})") from None
    if passed:
        yield _not_followed(items, passed, others)
    if not shown:
        raise Refused("empty", "a tar file without files")


def _not_followed(items: Items, passed: int, names: list[str]) -> Rejected:
    listed = ", ".join(names) + (" ..." if passed > len(names) else "")
    what = "is a link, device or file with holes" if passed == 1 else "are links, devices or files with holes"
    detail = f"{passed} of its members {what}; these are not read: {listed}"
    return Rejected(file=items.source.file, location=items.source.location, reason="unreadable", detail=detail)

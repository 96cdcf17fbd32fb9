"""A document that is a zip file of parts (EPUB, OpenDocument): its parts within limits, its XML without tricks.

Parts are read in memory and their names are only looked up, so a name that climbs out of the file leads nowhere.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from types import TracebackType
from typing import Any

from onrecord import charset
from onrecord.read.limits import MAX_RATIO, RATIO_FROM, Refused
from onrecord.read.unpack import MAX_ARTICLE, MAX_WHOLE, Stream
from onrecord.read.zip_list import refuse_many_parts

_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, RuntimeError, struct.error,
)  # fmt: skip
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_LOCKED = 1


class Package:
    """The parts of one file. Use it as a context manager. `kind` is what users call the file: "EPUB"."""

    def __init__(self, stream: Stream, kind: str) -> None:
        self.kind = kind
        self.broken = f"broken-{kind.lower()}"
        self.data = stream.whole(MAX_WHOLE)
        self._spent = 0
        refuse_many_parts(self.data, self.broken)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(self.data))
        except (*_BROKEN, UnicodeError) as e:
            raise self._damaged(e) from None
        self._parts = {info.filename: info for info in self._zip.infolist()}

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def __contains__(self, name: str) -> bool:
        return name in self._parts

    def part(self, name: str) -> bytes:
        """A part's bytes. Raises Refused where it is missing, locked, damaged or larger than any text."""
        info = self._parts.get(name)
        if info is None:
            raise Refused(self.broken, f"the {self.kind} file lacks its part {name[:100]!r}; fetch it again")
        if info.flag_bits & _LOCKED:
            raise Refused("encrypted", f"the {self.kind} file is locked with a password; save it without one")
        try:
            with self._zip.open(info) as opened:
                data = opened.read(MAX_ARTICLE + 1)
        except _BROKEN as e:
            raise self._damaged(e) from None
        self._spent += len(data)
        bomb = len(data) > RATIO_FROM and len(data) > MAX_RATIO * max(info.compress_size, 1)
        if bomb or len(data) > MAX_ARTICLE or self._spent > MAX_WHOLE:
            raise Refused("too-large", f"the {self.kind} file unpacks to more than any text needs")
        return data

    def xml(self, name: str) -> Any:
        """A part as an lxml tree. Raises Refused for broken XML and for any that defines entities."""
        return parsed(self.part(name), self.broken, name)

    def _damaged(self, error: Exception) -> Refused:
        said = str(error)[:100]
        return Refused(self.broken, f"the {self.kind} file is damaged or cut off; fetch it again ({said})")


def parsed(data: bytes, broken: str, name: str) -> Any:
    """XML as an lxml tree: nothing is fetched, no entity is expanded, no depth or size without end is followed."""
    from lxml import etree

    text, _ = charset.decode(data, html=True)
    plain = _DECLARATION.sub("", text.removeprefix("\ufeff")).encode("utf-8", "replace")
    if _ENTITY.search(plain):
        raise Refused("unsafe-xml", f"{name} defines its own XML entities, which could blow up or fetch; remove them")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_pis=True)
    try:
        return etree.fromstring(plain, parser)
    except (etree.LxmlError, ValueError, RecursionError) as e:
        raise Refused(broken, f"{name} is no sound XML: {str(e)[:100]}") from None

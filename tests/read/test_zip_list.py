"""How long a zip file's list says it is, before the list is read."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from onrecord.model import Rejected
from onrecord.read import read
from onrecord.read.limits import Refused
from onrecord.read.zip_list import MOST_PARTS, TAIL, length, refuse_many_parts


def packed(count: int, comment: bytes = b"") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.comment = comment
        for n in range(count):
            archive.writestr(f"{n}.txt", "a")
    return out.getvalue()


@pytest.mark.parametrize("comment", [b"", b"a comment " * 500])
@pytest.mark.parametrize("count", [0, 1, 70])
def test_what_a_file_says_of_its_list(count, comment):
    members, size = length(packed(count, comment)[-TAIL:], "broken-zip")
    assert members == count
    assert (size > 0) is (count > 0)


def test_the_description_of_large_files_counts():
    wide = b"PK\x06\x06" + bytes(28) + struct.pack("<QQ", 5_000_000, 9) + bytes(8)
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHIIH", 0xFFFF, 0xFFFF, 0, 0, 0)
    assert length(wide + end, "broken-zip") == (5_000_000, 9)


@pytest.mark.parametrize("tail", [b"", b"PK\x05\x06", packed(3)[:-30]])
def test_a_file_without_its_end_is_cut_off(tail):
    with pytest.raises(Refused) as refused:
        length(tail, "broken-zip")
    assert refused.value.reason == "broken-zip"


@pytest.mark.parametrize("name", ["many.docx", "many.epub", "many.odt"])
def test_a_document_of_too_many_parts_is_refused_before_its_list_is_read(tmp_path, name):
    end = b"PK\x05\x06" + bytes(4) + struct.pack("<HHIIH", 0xFFFF, MOST_PARTS + 1, 100, 0, 0)
    mime = {"many.epub": b"application/epub+zip", "many.odt": b"application/vnd.oasis.opendocument.text"}.get(name)
    head = b"PK\x03\x04" + bytes(26) + (b"mimetype" + mime if mime else b"[Content_Types].xml word/")
    data = head + bytes(100) + end
    with pytest.raises(Refused):
        refuse_many_parts(data, "broken")
    (tmp_path / name).write_bytes(data)
    (found,) = read([str(tmp_path / name)])
    assert isinstance(found, Rejected)
    assert found.reason == "too-large"

"""Makers of small documents, and the promises every document keeps."""

from __future__ import annotations

import hashlib

import pytest

from onrecord.clean import clean
from onrecord.model import Document, RawDocument, Rejected
from onrecord.project import Project
from onrecord.vocabulary import PART_LABELS


def raw(data, *, name="a/x.txt", kind="text", text=None, **meta):
    if isinstance(data, str):
        data = data.encode("utf-8")
    return RawDocument(key=name, location="/" + name, file=name, format=kind, data=data, text=text, meta=meta)


def keeps_its_promises(doc, source):
    """Parts slice true, in order, without overlap, over every visible character; evidence is in the text."""
    assert isinstance(doc, Document)
    assert doc.text_sha == hashlib.sha256(doc.text.encode("utf-8", "surrogatepass")).hexdigest()
    assert doc.raw_sha == hashlib.sha256(source.data).hexdigest()
    at = 0
    for part in doc.parts:
        assert at <= part.start < part.end <= len(doc.text)
        assert not doc.text[at : part.start].strip(), "text between parts belongs to no part"
        assert part.label in PART_LABELS
        at = part.end
    assert not doc.text[at:].strip()
    assert any(part.label == "body" for part in doc.parts)
    assert sum(part.label == "headline" for part in doc.parts) <= 1
    for e in doc.evidence:
        if e.start is not None:
            assert 0 <= e.start < e.end <= len(doc.text)
            assert doc.text[e.start : e.end].strip() == doc.text[e.start : e.end]


@pytest.fixture(scope="session")
def promises():
    """The check that a document of this source keeps its promises."""
    return keeps_its_promises


@pytest.fixture(scope="session")
def make_raw():
    """A RawDocument of a text or bytes, without reading a file."""
    return raw


@pytest.fixture(scope="session")
def cleaned():
    """Clean a text or bytes; the result is checked before it is returned."""

    def run(data, project=None, **how):
        source = raw(data, **how)
        doc = clean(source, project or Project())
        if isinstance(doc, Rejected):
            assert doc.reason
            assert doc.detail
            return doc
        keeps_its_promises(doc, source)
        return doc

    return run


@pytest.fixture(scope="session")
def labels(cleaned):
    """The label of each line of a text."""

    def run(text, **how):
        doc = cleaned(text, **how)
        out = []
        for part in doc.parts:
            out += [
                (part.label, " ".join(line.split()))
                for line in doc.text[part.start : part.end].splitlines()
                if line.strip()
            ]
        return out

    return run

"""Short passages with marked sources -> who the resolver says is meant."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest

from onrecord.actors.speakers import Resolved, resolve_document
from onrecord.actors.vacancies import is_post
from onrecord.findings import Attribution, Sighting
from onrecord.model import Document
from onrecord.project import Project

_MARK = re.compile(r"[{}<>]")
_STOP = re.compile(r"[.!?][\"”]?(?:\s|$)|$")


def document(text: str, **given: object) -> Document:
    """An article that is nothing but `text`."""
    fields: dict[str, object] = {"id": "d1", "key": "a.txt", "location": "a.txt", "file": "a.txt", "format": "text"}
    fields |= {"text_sha": "", "raw_sha": "", "text": text, **given}
    return Document(**fields)  # type: ignore[arg-type]


def marked(passage: str) -> tuple[str, list[Attribution]]:
    """The text, and an attribution for each {source}; <...> after it is its content, else what follows its verb.

    A content that stands before its source is marked <...> right before: `<“No,”> said {Alvarn}.`
    """
    text, stretches = "", []
    at = 0
    opened: dict[str, int] = {}
    for m in _MARK.finditer(passage):
        text += passage[at : m.start()]
        at = m.end()
        if m.group() in "{<":
            opened[m.group()] = len(text)
        else:
            kind = "{" if m.group() == "}" else "<"
            stretches.append((kind, opened[kind], len(text)))
    text += passage[at:]
    contents = [(s, e) for kind, s, e in stretches if kind == "<"]
    out = []
    for kind, start, end in stretches:
        if kind != "{":
            continue
        stop = _STOP.search(text, end)
        sentence = stop.start() if stop else len(text)
        near = [c for c in contents if c[0] >= end and c[0] <= sentence]
        before = [c for c in contents if c[1] <= start and not re.search(r"[.!?]\s", text[c[1] : start])]
        if near:
            content = near[0]
        elif before:
            content = before[-1]
        else:
            verb = re.compile(r"\W*\w+\W*").match(text, end)
            content = (verb.end() if verb else end, sentence)
        if content[0] >= content[1]:
            content = (max(0, len(text) - 1), len(text))
        direct = text[content[0]] in "“\"'‘"
        out.append(
            Attribution(
                source=((start, end),) if end > start else (),
                cue=(),
                content=(content,),
                kind="direct" if direct else "indirect",
                why=str(len(out)),
            )
        )
    return text, out


@dataclass(frozen=True)
class Answered:
    """What a passage's sources were resolved to, in text order: (name or None, why)."""

    speakers: list[tuple[str | None, str]]
    resolved: Resolved
    text: str


def sightings_of(text: str, seen: Sequence[str]) -> list[Sighting]:
    """ "organization name 0.4: the Guardians of the Dawn": wherever these words stand in the text."""
    out = []
    for row in seen:
        said, _, words = row.partition(": ")
        kind, form, score = said.split()
        found = [m.start() for m in re.finditer(re.escape(words), text)]
        assert found, f"{words!r} does not stand in the passage"
        out += [Sighting(start=s, end=s + len(words), kind=kind, form=form, score=float(score)) for s in found]
    return out


def read_passage(passage: str, project: Project | None = None, seen: Sequence[str] = ()) -> Answered:
    """Resolve the marked sources of a passage; `seen` as `sightings_of` reads it."""
    text, attributions = marked(passage)
    sightings = sightings_of(text, seen)
    resolved = resolve_document(document(text), attributions, project or Project(), sightings)
    names = {e.id: e.name for e in resolved.entities if not is_post(e.key)}  # a post is nobody yet
    by_why = {s.why: s for s in resolved.statements}
    out: list[tuple[str | None, str]] = []
    for i in range(len(attributions)):
        statement = by_why[str(i)]
        inside = [
            m
            for m in resolved.mentions
            if any(s.start <= m.span.start and m.span.end <= s.end for s in statement.source)
            and m.entity == statement.speaker
        ]
        inside.sort(key=lambda m: ("pronoun", "role", "name").index(m.kind) if statement.speaker is None else 0)
        out.append((names.get(statement.speaker or ""), inside[0].why if inside else ""))
    return Answered(out, resolved, text)


@pytest.fixture
def passage() -> Callable[..., Answered]:
    """`read_passage`, for tests of single passages."""
    return read_passage


@pytest.fixture
def make_document() -> Callable[..., Document]:
    """`document`, for tests that build their own attributions."""
    return document

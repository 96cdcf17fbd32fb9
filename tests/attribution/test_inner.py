"""Attributions inside the contents of others."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from onrecord.attribution import inner
from onrecord.attribution.neural import Neural
from onrecord.backends import attributor
from onrecord.findings import Attribution, Range


@pytest.fixture(scope="module")
def neural() -> Neural:
    made = attributor("attribution.neural")
    assert isinstance(made, Neural)
    return made


def words(text: str, ranges: Sequence[Range]) -> str:
    return " | ".join(text[s:e] for s, e in ranges)


def at(text: str, part: str) -> tuple[Range, ...]:
    start = text.index(part)
    return ((start, start + len(part)),)


def outer(text: str, content: str) -> Attribution:
    return Attribution(source=at(text, "Alvarn"), cue=at(text, "said"), content=at(text, content), kind="direct")


@pytest.mark.parametrize(
    ("text", "source", "cue", "content"),
    [
        (
            "“The general told us that the port was closed,” Tomas Alvarn said on Monday.",
            "The general",
            "told",
            "that the port was closed",
        ),
        (
            "Tomas Alvarn said on Monday that the general had promised to leave the valley.",
            "the general",
            "promised",
            "to leave the valley",
        ),
    ],
)
def test_found(neural: Neural, text: str, source: str, cue: str, content: str) -> None:
    found = [a for a in neural.find(text).attributions if a.why == "tagged-within"]
    assert [words(text, a.source) for a in found] == [source]
    assert cue in words(text, found[0].cue)
    assert words(text, found[0].content).strip(",”") == content
    assert not [a for a in neural.attribute(text) if a.why == "tagged-within"]


@pytest.mark.parametrize(
    "text",
    [
        "“I know every bolt in that wall,” Tomas Alvarn said.",  # what the speaker thinks says no more than the whole
        "“We believe that the port was closed,” Tomas Alvarn said.",
        "“The port was closed on Monday because of the storm,” Tomas Alvarn said.",
        "Mayor Tomas Alvarn ruled out a vote. “The council has decided. That is what councils are for.”",
    ],
)
def test_not_found(neural: Neural, text: str) -> None:
    assert not [a for a in neural.find(text).attributions if a.why == "tagged-within"]


def test_what_lies_inside_lies_inside(neural: Neural) -> None:
    text = (
        "“The general told us that the port was closed,” Tomas Alvarn said. “They promised to open it.”\n\n"
        "Mira Dossen denied that Alvarn had warned the crews to leave."
    )
    found = neural.find(text).attributions
    contents = [r for a in found if a.why != "tagged-within" for r in a.content]
    for a in found:
        if a.why == "tagged-within":
            for s, e in (*a.source, *a.cue, *a.content):
                assert any(b <= s and e <= f for b, f in contents)


def test_passages_leave_out_marks_and_short_or_silent_contents() -> None:
    text = "“They said that it rained all day long,” Alvarn said."
    (p,) = inner.passages(text, [outer(text, "“They said that it rained all day long,”")])
    assert text[p.start : p.end] == "They said that it rained all day long,"
    silent = "“It rained all day long in the valley,” Alvarn said."
    assert inner.passages(silent, [outer(silent, "“It rained all day long in the valley,”")]) == []
    short = "“They said so,” Alvarn said."
    assert inner.passages(short, [outer(short, "“They said so,”")]) == []
    assert inner.passages("", []) == []


def test_contents_inside_contents_are_read_once() -> None:
    text = "“They said that the general had said that it rained,” Alvarn said."
    whole = outer(text, "“They said that the general had said that it rained,”")
    part = outer(text, "that the general had said that it rained")
    assert len(inner.passages(text, [part, whole, whole])) == 1

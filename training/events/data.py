"""Marked sentences -> what the branch learns from: words with inner vectors, and what they name, through the reading
that ships.

A line is a paragraph of invented news. `[e1:TYPE/mode:status:contexts words]` marks a trigger (`TYPE~`: a mild call),
`[a1 words]`, `[r1 words]`, `[p1 words]` an actor, a recipient, a place of event 1; `[r1,a2 words]` has two roles.
"""

from __future__ import annotations

import random
import re
import zlib
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from onrecord.attribution.neural import Neural
from onrecord.attribution.passages import passages
from onrecord.encoder.engine import NONE
from onrecord.encoder.events import CLASSES, MODES, ROLES
from onrecord.encoder.sheet import make_sheet
from onrecord.findings import Range
from onrecord.layout import lay_out
from onrecord.model import Part
from onrecord.vocabulary import EVENT_CONTEXTS, EVENT_STATUSES

_MARK = re.compile(r"\[([^\[\]\s]+) ([^\[\]]+)\]")
_ROLE = {"a": "actor", "r": "recipient", "p": "place"}
APPEAL = CLASSES.index("appeal")
SHARE_HELD = 10
"""One line in so many is held out for measuring."""


@dataclass(slots=True)
class Act:
    """One marked event: ranges of characters."""

    trigger: Range
    cls: int
    type: str
    mode: str | None
    status: str
    contexts: tuple[str, ...]
    parts: dict[str, list[Range]] = field(default_factory=lambda: {r: [] for r in ROLES})


@dataclass(slots=True)
class Line:
    """A paragraph with its events."""

    text: str
    acts: list[Act]

    @property
    def held(self) -> bool:
        """Whether the line is held out, by a hash of its words."""
        return zlib.crc32(self.text.encode()) % SHARE_HELD == 0


def parse(line: str) -> Line:
    """A marked line. Raises ValueError where the marks are not of the form."""
    pieces: list[str] = []
    at = size = 0
    marks: list[tuple[str, Range]] = []
    for m in _MARK.finditer(line):
        before = line[at : m.start()]
        pieces += [before, m.group(2)]
        start = size + len(before)
        size = start + len(m.group(2))
        marks.append((m.group(1), (start, size)))
        at = m.end()
    text = "".join(pieces) + line[at:]
    if "[" in text or "]" in text:
        raise ValueError(f"a bracket that is no mark: {line[:80]}")
    acts: dict[str, Act] = {}
    for head, span in marks:
        if ":" in head:
            name, act = _act(head, span)
            if name in acts:
                raise ValueError(f"two triggers of event {name}: {line[:80]}")
            acts[name] = act
    for head, span in marks:
        for role in head.split(",") if ":" not in head else ():
            if role[1:] not in acts or role[0] not in _ROLE:
                raise ValueError(f"{role}: no such event or role: {line[:80]}")
            acts[role[1:]].parts[_ROLE[role[0]]].append(span)
    return Line(text, list(acts.values()))


def _act(head: str, span: Range) -> tuple[str, Act]:
    name, kind, status, contexts = head.split(":")
    type_, _, mode = kind.partition("/")
    mild = type_.endswith("~")
    type_ = type_.rstrip("~")
    found = tuple(c for c in contexts.split(",") if c != "-")
    if (type_, mode or None) not in MODES or status not in EVENT_STATUSES or set(found) - set(EVENT_CONTEXTS):
        raise ValueError(f"[{head}: no such type, mode, status or context")
    return name[1:], Act(span, APPEAL if mild else CLASSES.index(type_), type_, mode or None, status, found)


def lines(folder: Path) -> Iterator[Line]:
    """The paragraphs of all files of a folder. Raises ValueError, naming file and line."""
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                try:
                    yield parse(line.strip())
                except ValueError as e:
                    raise ValueError(f"{path.name}:{number}: {e}") from e


@dataclass(slots=True)
class Example:
    """A paragraph's words with their pieces and inner vectors, and what they name.

    `known` is whether all its events are marked. Where not, `root` is that of one event, whose participants `weak`
    holds, or None: no event but calls. `pairs` are (actor words, recipient words, class).
    """

    id: str
    hidden: NDArray[np.float16]
    pieces: list[tuple[int, ...]]
    start: list[int]
    end: list[int]
    text: str
    known: bool
    cls: NDArray[np.int64]
    mode: NDArray[np.int64]
    status: NDArray[np.int64]
    contexts: NDArray[np.float32]
    phrase: NDArray[np.int64]
    acts: list[tuple[list[int], list[list[int]]]]
    pairs: list[tuple[list[int], list[int], int]]
    root: str | None = None
    weak: list[tuple[list[int], list[int], int]] = field(default_factory=list)
    group: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A paragraph as the encoder read it."""

    hidden: NDArray[np.float16]
    pieces: list[tuple[int, ...]]
    places: list[Range]


def read(texts: Sequence[str], neural: Neural, headline: bool = False) -> list[Read]:
    """The texts read as the paragraphs of one article, the first its headline where told so."""
    whole = "\n\n".join(texts)
    parts = [Part(start=0, end=len(texts[0]), label="headline")] if headline else []
    if headline and len(texts) > 1:
        parts.append(Part(start=len(texts[0]) + 2, end=len(whole), label="body"))
    page = lay_out(whole, parts)
    sheet = make_sheet(page.text, passages(page), neural.encoder.vocabulary)
    hidden = np.concatenate([s.hidden for s in neural.encoder.read(sheet)] or [NONE]).astype(np.float16)
    out = []
    at = 0
    for text in texts:
        a, b = bisect_left(sheet.start, at), bisect_left(sheet.start, at + len(text))
        places = [(sheet.start[i] - at, sheet.end[i] - at) for i in range(a, b)]
        out.append(Read(hidden[a:b], sheet.pieces[a:b], places))
        at += len(text) + 2
    return out


def within(places: Sequence[Range], span: Range) -> list[int]:
    """The words that a range of characters covers."""
    return [i for i, (s, e) in enumerate(places) if s < span[1] and e > span[0]]


def blank(got: Read, text: str, name: str, known: bool) -> Example:
    """A paragraph of which nothing is marked yet."""
    n = len(got.places)
    return Example(
        id=name,
        hidden=got.hidden,
        pieces=got.pieces,
        start=[s for s, _ in got.places],
        end=[e for _, e in got.places],
        text=text,
        known=known,
        cls=np.zeros(n, np.int64),
        mode=np.full(n, -1, np.int64),
        status=np.full(n, -1, np.int64),
        contexts=np.zeros((n, len(EVENT_CONTEXTS)), np.float32),
        phrase=np.zeros(n, np.int64),
        acts=[],
        pairs=[],
    )


def example(line: Line, read_as: Read, name: str) -> Example:
    """A marked paragraph as an example."""
    got, places = blank(read_as, line.text, name, known=True), read_as.places
    for act in line.acts:
        trigger = within(places, act.trigger)
        got.cls[trigger] = act.cls
        got.mode[trigger] = MODES.index((act.type, act.mode))
        got.status[trigger] = EVENT_STATUSES.index(act.status)
        got.contexts[trigger] = [c in act.contexts for c in EVENT_CONTEXTS]
        roles: list[list[int]] = []
        for role in ROLES:
            words: list[int] = []
            for span in act.parts[role]:
                here = within(places, span)
                got.phrase[here] = 2
                got.phrase[here[:1]] = 1
                words += here
            roles.append(words)
        got.acts.append((trigger, roles))
        if roles[0] and roles[1]:
            got.pairs.append((roles[0], roles[1], act.cls))
    return got


def examples(found: Iterable[Line], neural: Neural, size: int, seed: int) -> list[tuple[Example, Line]]:
    """The lines as examples, `size` of them an article, in an order drawn anew for each seed."""
    rows = list(found)
    rng = random.Random(seed)
    order = list(range(len(rows)))
    if size > 1:
        rng.shuffle(order)
    out: list[tuple[Example, Line]] = []
    for at in range(0, len(order), size):
        some = [rows[k] for k in order[at : at + size]]
        titled = rng.random() < (0.3 if size == 1 else 0.7)
        for line, found_as in zip(some, read([r.text for r in some], neural, titled), strict=True):
            out.append((example(line, found_as, line.text[:40]), line))
    return out

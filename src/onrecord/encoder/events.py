"""Events of an article: what a branch beside the encoder says of a paragraph's words -> `Incident`s.

A run of words that more likely than not name an act is a trigger; its words together say which type, mode, status and
contexts. Phrases are the branch's own; one is an actor, a recipient or a place of a trigger where the links from the
trigger's words to its words say so on average. `relation` gives the type of what passes between two phrases.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from onrecord import plover
from onrecord.encoder.decode import Floats, best_tags, distance_class, log_softmax, spans
from onrecord.encoder.embedding import Rows, open_rows
from onrecord.encoder.engine import Scores
from onrecord.encoder.pieces import OTHER
from onrecord.encoder.sheet import LONGEST, Sheet
from onrecord.errors import ModelError
from onrecord.findings import Incident, Range
from onrecord.vocabulary import EVENT_CONTEXTS, EVENT_STATUSES, EVENT_TYPES

NONE, APPEAL = 0, 1 + len(EVENT_TYPES)
CLASSES = ("", *EVENT_TYPES, "appeal")
"""What a word may name: nothing, an act of a type, a mild call (`REQUEST`, but no demand)."""
MODES = tuple((t.name, m) for t in plover.types().values() for m in (None, *t.modes))
TYPE_OF_MODE = tuple(t for t, _ in MODES)
MODE_AT = {t: slice(TYPE_OF_MODE.index(t), TYPE_OF_MODE.index(t) + TYPE_OF_MODE.count(t)) for t in EVENT_TYPES}
ROLES = ("actor", "recipient", "place")
PHRASE = ("out", "begin", "inside")
SIZES = (len(CLASSES), len(MODES), len(EVENT_STATUSES), len(EVENT_CONTEXTS), len(PHRASE))
_ENDS = tuple(int(n) for n in np.cumsum(SIZES))
LINK, NEAR, SENSE, WIDTH = 64, 16, 64, 384
TABLE = "tagger.words"
Ids = Any
Branch = Callable[[Floats, Floats, Ids, Ids], Sequence[Floats]]
"""Rows of pieces, inner vectors of words after one of zeros, each piece's word, each word's first piece -> scores of
words, link vectors, what words say of relations, vectors of meaning."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What the branch says of the words of one paragraph: `first` is the sheet's number of its first word.

    `cls` are log probabilities, the others scores; `asks` and `answers` are [role, word, LINK].
    """

    first: int
    cls: Floats
    modes: Floats
    statuses: Floats
    contexts: Floats
    phrases: Floats
    asks: Floats
    answers: Floats
    relations: Floats
    senses: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Events:
    """A branch with what was learnt beside it.

    `near` and `bias` are what distance and role add to a link, and distance to a relation (`apart`), `least` is the
    probability of naming an act that makes a trigger, `linked` the score that makes a participant (by role), `told`
    the probability that makes a context; `slope` and `shift` make scores probabilities of being right.
    """

    branch: Branch
    rows: Rows
    edges: tuple[int, int]
    version: str
    near: Floats
    bias: Floats
    apart: Floats
    linked: Floats
    least: float
    told: float
    slope: float = 1.0
    shift: float = 0.0

    def see(self, windows: Iterable[Scores], sheet: Sheet) -> list[Incident]:
        """The events that the words of the next windows of an article name, in order."""
        told: list[tuple[Said, Floats, list[Range]]] = []
        for said in self.say(windows, sheet):
            named = 1 - np.exp(said.cls[:, NONE])
            if triggers := runs(named >= self.least):
                told.append((said, named, triggers))
        tags = [log_softmax(said.phrases) for said, *_ in told]
        found: list[Incident] = []
        for (said, named, triggers), best, score in zip(told, best_tags(tags), tags, strict=True):
            phrases = [(p.first, p.last) for p in spans(best, score)]
            found.extend(self._incident(said, sheet, t, phrases, float(named[slice(*t)].max())) for t in triggers)
        return found

    def say(self, windows: Iterable[Scores], sheet: Sheet) -> Iterable[Said]:
        """Run the branch over every paragraph (or part of one) of windows."""
        for window in windows:
            if not window.hidden.size:
                raise ModelError("the encoder gives no inner vectors, which events need")
            row = 0
            for first, last in window.words:
                stop = row + last - first
                if any(shape != OTHER for shape in sheet.shape[first:last]):
                    yield self._say(window.hidden[row:stop], sheet, first, last)
                row = stop

    def _say(self, hidden: Floats, sheet: Sheet, first: int, last: int) -> Said:
        ids, owner, at = [self.edges[0]], [0], []
        for k in range(first, last):
            at.append(len(ids))
            ids.extend(sheet.pieces[k])
            owner.extend([k - first + 1] * len(sheet.pieces[k]))
        room = LONGEST + 2
        ids, owner = [*ids[: room - 1], self.edges[1]], [*owner[: room - 1], 0]
        at = [min(a, room - 1) for a in at]
        inner = np.concatenate([np.zeros((1, hidden.shape[1]), dtype=np.float32), hidden])
        words, links, relations, senses = self.branch(self.rows(ids), inner, np.asarray(owner), np.asarray(at))
        cls, modes, statuses, contexts, phrases = np.split(words, _ENDS[:-1], axis=1)
        asks, answers = links.reshape(len(at), 2, len(ROLES), LINK).transpose(1, 2, 0, 3)
        return Said(
            first=first,
            cls=log_softmax(cls),
            modes=modes,
            statuses=statuses,
            contexts=contexts,
            phrases=phrases,
            asks=asks,
            answers=answers,
            relations=relations,
            senses=senses,
        )

    def links(self, said: Said, words: Sequence[int]) -> Floats:
        """Scores of links from words of the paragraph to all its words: [role, asking, answering]."""
        n = said.cls.shape[0]
        near = _apart()[list(words), :n]
        score = said.asks[:, list(words)] @ said.answers.transpose(0, 2, 1) * (2 / np.sqrt(LINK))
        return np.asarray(score + self.near[:, near] + self.bias[:, None, None], dtype=np.float32)

    def _incident(self, said: Said, sheet: Sheet, trigger: Range, phrases: Sequence[Range], sure: float) -> Incident:
        a, b = trigger
        at = slice(a, b)
        weight = 1 - np.exp(said.cls[at, NONE : NONE + 1])
        weight = weight / weight.sum()
        cls = 1 + int((weight * np.exp(said.cls[at, 1:])).sum(0).argmax())
        kind = "REQUEST" if cls == APPEAL else CLASSES[cls]
        modes = (weight * log_softmax(said.modes[at, MODE_AT[kind]])).sum(0)
        mode = MODES[MODE_AT[kind].start + int(modes.argmax())][1]
        status = EVENT_STATUSES[int((weight * log_softmax(said.statuses[at])).sum(0).argmax())]
        told = (weight / (1 + np.exp(-said.contexts[at]))).sum(0)
        roles = participants(self.links(said, range(a, b)).mean(1) - self.linked[:, None], phrases, trigger)
        sense = (weight * said.senses[at]).sum(0)
        length = float(np.sqrt((sense**2).sum())) or 1.0
        actors, recipients, places = (tuple(_place(sheet, said.first, p) for p in found) for found in roles)
        return Incident(
            trigger=_place(sheet, said.first, trigger),
            type=kind,
            mode=mode,
            contexts=tuple(c for c, p in zip(EVENT_CONTEXTS, told.tolist(), strict=True) if p >= self.told),
            status=status,
            actors=actors,
            recipients=recipients,
            places=places,
            score=self._right(sure),
            why="tagged-appeal" if cls == APPEAL else "tagged",
            by=f"encoder.events/{self.version}",
            vector=tuple(round(float(x) / length, 4) for x in sense),
        )

    def relation(self, said: Said, actor: Sequence[int], recipient: Sequence[int]) -> dict[str, float]:
        """How likely what passes from actor to recipient (words of the paragraph) is of each type."""
        n, k = said.cls.shape[0], len(EVENT_TYPES)
        asks, answers = said.relations[:, k:].reshape(n, 2, 2, LINK).transpose(1, 2, 0, 3)
        gate = np.zeros(n, dtype=np.float32)
        for role, side in enumerate((actor, recipient)):
            if side:
                to = list(side)
                link = asks[role] @ answers[role][to].T * (2 / np.sqrt(LINK)) + self.apart[role][_apart()[:n, to]]
                gate += link.mean(-1)
        p = np.exp(log_softmax(_log_sum(said.relations[:, :k] + gate[:, None])))
        return dict(zip(EVENT_TYPES, p.tolist(), strict=True))

    def _right(self, sure: float) -> float:
        """How surely an event of that probability is one."""
        p = min(max(sure, 1e-4), 1 - 1e-4)
        return round(float(1 / (1 + np.exp(-self.slope * np.log(p / (1 - p)) - self.shift))), 4)


@lru_cache(maxsize=1)
def _apart() -> Any:
    """The classes of distance between the words of a paragraph."""
    return np.asarray([[distance_class(b - a) for b in range(LONGEST)] for a in range(LONGEST)], dtype=np.intp)


def runs(marked: Any) -> list[Range]:
    """The ranges of neighbouring words that are marked."""
    edge = np.flatnonzero(np.diff(np.concatenate([[False], marked, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edge[::2], edge[1::2], strict=True)]


def participants(links: Floats, phrases: Sequence[Range], trigger: Range) -> tuple[list[Range], ...]:
    """The phrases that are actor, recipient, place of a trigger: those whose words' links are above zero on average.

    A phrase is in one role, its likeliest. Words that are linked one by one and lie in no phrase make one of their own.
    """
    out: tuple[list[Range], ...] = ([], [], [])
    free = np.ones(links.shape[1], dtype=bool)
    free[trigger[0] : trigger[1]] = False
    for first, last in phrases:
        free[first:last] = False
        mean = links[:, first:last].mean(1)
        role = int(mean.argmax())
        if mean[role] > 0 and not (first < trigger[1] and trigger[0] < last):
            out[role].append((first, last))
    best = links.argmax(0)
    for role in range(len(ROLES)):
        for first, last in runs(free & (best == role) & (links[role] > 1)):
            out[role].append((first, last))
    return tuple(_joined(sorted(found)) for found in out)


def _joined(found: Sequence[Range]) -> list[Range]:
    """Ranges with those that touch made one: between two participants there is a comma or an "and"."""
    out: list[Range] = []
    for first, last in found:
        if out and out[-1][1] == first:
            out[-1] = (out[-1][0], last)
        else:
            out.append((first, last))
    return out


def _log_sum(scores: Floats) -> Floats:
    top = scores.max(0)
    return np.asarray(top + np.log(np.exp(scores - top).sum(0)), dtype=np.float32)


def _place(sheet: Sheet, first: int, words: Range) -> Range:
    return sheet.start[first + words[0]], sheet.end[first + words[1] - 1]


@lru_cache(maxsize=2)
def load(name: str = "events") -> Events:
    """The model whose files lie in `models/NAME` of the package, beside the encoder's. Raises ModelError."""
    with resources.as_file(resources.files("onrecord") / "models") as folder:
        return open_events(Path(folder, name), Path(folder, "attribution"))


def open_events(folder: Path, encoder: Path) -> Events:
    """The model in a folder (branch.onnx, settings.json) for the encoder in another. Raises ModelError."""
    needed = [
        folder / "branch.onnx",
        folder / "settings.json",
        encoder / "model.onnx",
        encoder / "vocabulary.txt",
    ]
    missing = [f.name for f in needed if not f.is_file()]
    if missing:
        raise ModelError(f"{folder}: there is no {' and no '.join(missing)}; install onrecord anew")
    try:
        settings = json.loads(needed[1].read_text(encoding="utf-8"))
        session = _session(needed[0])

        def branch(rows: Floats, hidden: Floats, owner: Ids, first: Ids) -> Sequence[Floats]:
            inputs = {"rows": rows, "hidden": hidden, "owner": owner, "first": first}
            return [x[0] for x in session.run(None, {k: v[None] for k, v in inputs.items()})]

        return Events(
            branch=branch,
            rows=open_rows(needed[2], TABLE, WIDTH),
            edges=(int(settings["edges"][0]), int(settings["edges"][1])),
            version=str(settings["version"]),
            near=_numbers(settings, "near", (len(ROLES), NEAR)),
            bias=_numbers(settings, "bias", (len(ROLES),)),
            apart=_numbers(settings, "apart", (2, NEAR)),
            linked=_numbers(settings, "linked", (len(ROLES),)),
            least=float(settings["least"]),
            told=float(settings["told"]),
            slope=float(settings.get("slope", 1.0)),
            shift=float(settings.get("shift", 0.0)),
        )
    except Exception as e:  # ONNX Runtime's errors share no class of their own
        raise ModelError(f"{folder}: the model cannot be used: {e or type(e).__name__}") from e


def _numbers(settings: dict[str, Any], name: str, shape: tuple[int, ...]) -> Floats:
    found = np.asarray(settings.get(name), dtype=np.float32)
    if found.shape != shape:
        raise ValueError(f"settings.json: {name!r} must be numbers of the shape {shape}")
    return found


def _session(path: Path) -> Any:
    import onnxruntime as ort

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

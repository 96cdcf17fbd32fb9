"""What the encoder says of an act where it is told, made short: the words that name it and those around it.

`fill` gives the incidents of an article their vectors while the encoder's inner vectors are at hand; reports of events
are compared by them (`onrecord.events.coreference`). The axes were fitted for the encoder that ships.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files

import numpy as np

from onrecord.encoder.coreference import words_of
from onrecord.encoder.decode import Floats
from onrecord.encoder.engine import Scores
from onrecord.encoder.sheet import Sheet
from onrecord.errors import ModelError
from onrecord.findings import Incident, Range

AROUND = 6
"""Words on either side of a trigger that are its surroundings."""
STEP = 1024
"""Numbers are rounded to this part of one: they come back from 32 bits as they were."""


@dataclass(frozen=True, slots=True)
class Axes:
    """Mean of the encoder's inner vectors of words, and the directions in which triggers and surroundings differ."""

    mean: Floats
    trigger: Floats
    around: Floats


@cache
def axes() -> Axes:
    """The shipped axes. Raises ModelError."""
    try:
        with files("onrecord").joinpath("models", "event_coreference", "axes.npz").open("rb") as file:
            held = np.load(file, allow_pickle=False)
            return Axes(*(held[k].astype(np.float32) for k in ("mean", "trigger", "around")))
    except (OSError, KeyError, ValueError) as e:
        raise ModelError(f"models/event_coreference/axes.npz cannot be used ({e}); install onrecord anew") from e


def fill(incidents: Iterable[Incident], windows: Sequence[Scores], sheet: Sheet) -> list[Incident]:
    """The incidents that these windows of an article tell, each with its vector.

    Where the encoder is not the one that the axes were fitted for they have none, and are compared without.
    """
    found = list(incidents)
    if not found:
        return found
    width = len(axes().mean)
    if any(w.hidden.ndim != 2 or w.hidden.shape[1] != width for w in windows):
        return [replace(i, vector=()) for i in found]
    hidden = np.concatenate([w.hidden for w in windows])
    row = {k: at for at, k in enumerate(k for w in windows for first, last in w.words for k in range(first, last))}
    out = []
    for incident in found:
        words = words_of(sheet, incident.trigger)
        at = (row[words[0]], row[words[1] - 1] + 1) if words and words[0] in row and words[1] - 1 in row else None
        out.append(replace(incident, vector=shorten(hidden, at) if at else ()))
    return out


def shorten(hidden: Floats, words: Range) -> tuple[float, ...]:
    """The inner vectors of an article's words (rows) and the trigger's words among them -> an act's vector.

    `hidden` is `encoder.engine.Scores.hidden`. Raises ModelError where it is of another width.
    """
    held = axes()
    if hidden.ndim != 2 or hidden.shape[1] != len(held.mean) or not 0 <= words[0] < words[1] <= len(hidden):
        raise ModelError(f"inner vectors of the shape {hidden.shape} and words {words} make no vector of an event")
    trigger = hidden[words[0] : words[1]].mean(0, dtype=np.float32) - held.mean
    around = hidden[max(0, words[0] - AROUND) : words[1] + AROUND].mean(0, dtype=np.float32) - held.mean
    whole = np.concatenate([held.trigger @ trigger, held.around @ around])
    return tuple((np.round(whole * STEP) / STEP).astype(float).tolist())


def width() -> tuple[int, int]:
    """How many numbers of a vector are the trigger's, and how many its surroundings'."""
    return len(axes().trigger), len(axes().around)


def parts(vector: Sequence[float]) -> tuple[Floats, ...]:
    """The parts of a vector that are compared each by itself; none where there is none, or one of another width."""
    if not vector:
        return ()
    cut, rest = width()
    if len(vector) != cut + rest:
        return ()
    whole = np.asarray(vector, dtype=np.float32)
    return whole[:cut], whole[cut:]

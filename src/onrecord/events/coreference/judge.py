"""How likely two reports tell of one event: a few small networks over the numbers of `comparing`, in numpy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from onrecord.encoder.decode import Floats
from onrecord.errors import ModelError
from onrecord.events.coreference.comparing import NAMES

WIDEST = 4.0
"""Standard deviations from the mean beyond which a number is cut off."""
Net = tuple[Floats, ...]
"""First layer, second, third and the direct way from the numbers to the answer: weights and biases in turn."""


@dataclass(frozen=True, slots=True)
class Judge:
    """Networks whose answers are averaged, means and spreads of the numbers, and the score from which reports join."""

    mean: Floats
    spread: Floats
    nets: tuple[Net, ...]
    threshold: float

    def __call__(self, rows: Floats) -> Floats:
        """Rows of numbers by `comparing.NAMES` -> probabilities."""
        x = np.clip((np.asarray(rows, np.float32).reshape(-1, len(NAMES)) - self.mean) / self.spread, -WIDEST, WIDEST)
        out = np.zeros(len(x))
        for w1, b1, w2, b2, w3, b3, direct in self.nets:
            h = np.maximum(x @ w1 + b1, 0)
            h = np.maximum(h @ w2 + b2, 0)
            out += 1 / (1 + np.exp(-(h @ w3 + x @ direct)[:, 0] - b3[0]))
        # Rounded, so that the last digits, which may differ between machines, decide nothing.
        return np.asarray(np.round(out / len(self.nets), 5), dtype=np.float32)


@cache
def load() -> Judge:
    """The shipped judge. Raises ModelError."""
    try:
        with files("onrecord").joinpath("models", "event_coreference", "judge.npz").open("rb") as file:
            return unpack(dict(np.load(file, allow_pickle=False)))
    except (OSError, KeyError, ValueError) as e:
        raise ModelError(f"models/event_coreference/judge.npz cannot be used ({e}); install onrecord anew") from e


def unpack(held: dict[str, Floats]) -> Judge:
    """The judge of a file's arrays. Raises KeyError or ValueError where it was made for other numbers."""
    names: Sequence[str] = bytes(held["names"]).decode().split()
    if tuple(names) != NAMES:
        raise ValueError("it was learnt on other numbers than this version compares by")
    nets = [tuple(held[f"{k}{i}"] for i in range(7)) for k in range(int(held["nets"]))]
    return Judge(held["mean"], held["spread"], tuple(nets), float(held["threshold"]))

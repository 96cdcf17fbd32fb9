"""The stance network: which side a text takes on a proposition, and what a sentence shows of feelings between two.

A network of its own on the encoder's table of word pieces, run prompt by prompt (`prompt.lay_out`), so that what it
says of one does not depend on others.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.encoder.decode import Floats
from onrecord.encoder.embedding import Rows, open_rows
from onrecord.encoder.events import TABLE, WIDTH
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.prompt import LONGEST, PROPOSITION, Segment, lay_out
from onrecord.errors import ModelError

SIDES = ("support", "oppose", "none", "unclear")
FLAGS = ("conditional", "implied")
FEELINGS = ("positive", "negative", "neutral")
DIRECTED = (("neutral", None), ("positive", "p>q"), ("negative", "p>q"), ("positive", "q>p"), ("negative", "q>p"))
FEATURES = 160
"""128 that the issue head decides by, and 32 that tell what a content is about, for heads made for one issue."""
Network = Callable[[Floats, Any, Any], Sequence[Floats]]
"""Word vectors of pieces, their parts and signs -> features, scores of sides and flags, scores of feelings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What the network makes of a text and a proposition: `features`, and the scores of SIDES and FLAGS (logits)."""

    features: Floats
    sides: Floats
    flags: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Stances:
    """A stance network with its vocabulary and what was learnt beside it.

    `head` are the weights that make `Read.sides` and `flags` of the features, one row a score, its last number the
    bias.
    """

    network: Network
    rows: Rows
    pieces: WordPieces
    version: str
    head: Floats
    settings: dict[str, Any]

    def issue(self, text: Sequence[Segment], proposition: str, longest: int = LONGEST) -> Read:
        """Which side a text takes on a proposition."""
        features, sides, _ = self._run(text, [(proposition, PROPOSITION)], longest)
        return Read(features=features, sides=sides[: len(SIDES)], flags=sides[len(SIDES) :])

    def toward(
        self, text: Sequence[Segment], about: Sequence[Segment], longest: int = LONGEST
    ) -> tuple[Floats, Floats]:
        """Scores of FEELINGS towards the target, and of DIRECTED between source (p) and target (q)."""
        *_, found = self._run(text, about, longest)
        return found[: len(FEELINGS)], found[len(FEELINGS) :]

    def _run(self, text: Sequence[Segment], about: Sequence[Segment], longest: int) -> Sequence[Floats]:
        p = lay_out(self.pieces, (self.pieces.cls, self.pieces.sep), text, about, longest)
        return self.network(self.rows(p.ids), np.asarray(p.parts, dtype=np.int64), np.asarray(p.signs, dtype=np.int64))


@lru_cache(maxsize=1)
def version() -> str:
    """The version of the network that ships, read without loading it. Raises ModelError."""
    try:
        text = (resources.files("onrecord") / "models/stance/settings.json").read_text(encoding="utf-8")
        return str(json.loads(text)["version"])
    except (OSError, ValueError, KeyError) as e:
        raise ModelError(f"models/stance/settings.json cannot be read ({e}); install onrecord anew") from e


@lru_cache(maxsize=1)
def load() -> Stances:
    """The network that ships. Raises ModelError where it cannot be used."""
    with resources.as_file(resources.files("onrecord") / "models") as folder:
        return open_stances(Path(folder) / "stance", Path(folder) / "attribution")


def open_stances(folder: Path, encoder: Path) -> Stances:
    """The network in a folder (network.onnx, settings.json) on the table of an encoder's. Raises ModelError."""
    needed = [folder / "network.onnx", folder / "settings.json", encoder / "model.onnx", encoder / "vocabulary.txt"]
    missing = [f.name for f in needed if not f.is_file()]
    if missing:
        raise ModelError(f"{folder}: there is no {' and no '.join(missing)}; install onrecord anew")
    try:
        settings = json.loads(needed[1].read_text(encoding="utf-8"))
        head = np.asarray(settings["head"], dtype=np.float32)
        if head.shape != (len(SIDES) + len(FLAGS), FEATURES + 1):
            raise ValueError(f"settings.json: 'head' has the shape {head.shape}")
        return Stances(
            network=_session(needed[0]),
            rows=open_rows(needed[2], TABLE, WIDTH),
            pieces=WordPieces.read(needed[3]),
            version=str(settings["version"]),
            head=head,
            settings=settings,
        )
    except Exception as e:  # ONNX Runtime's errors share no class of their own
        raise ModelError(f"{folder}: the model cannot be used: {e or type(e).__name__}") from e


def _session(path: Path) -> Network:
    import onnxruntime as ort

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def network(rows: Floats, parts: Any, signs: Any) -> Sequence[Floats]:
        inputs = {"rows": rows[None], "parts": parts[None], "signs": signs[None]}
        return [x[0] for x in session.run(None, inputs)]

    return network

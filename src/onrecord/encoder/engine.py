"""The network on the CPU: ONNX Runtime, one thread, one window at a time, loaded once a process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.decode import Floats, log_softmax
from onrecord.encoder.pieces import OTHER, WordPieces
from onrecord.encoder.sheet import LATER, Sheet, windows
from onrecord.errors import ModelError
from onrecord.findings import Range

Ids = NDArray[np.int64]
Network = Callable[[Ids, Ids, Ids, Ids], Sequence[Floats]]
"""Pieces, shapes, quotation states and places of one window -> tag scores, mention scores, link vectors, and,
where the network gives them, inner vectors."""


NONE: Floats = np.zeros((0, 0), dtype=np.float32)
_SHAPES = {"near": (2, 16), "nobody": (64,), "sureness": (14,), "least": ()}
_WAY_OUT = 'install onrecord anew, or use [backends] attribution = "attribution.rules", which needs no model'


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the network says of the words of one window.

    `words` are the window's ranges of words of the sheet; the rows of `tags`, `names`, `mentions`
    (log probabilities), `links` and `hidden` (none where the network gives none) are those words in order.
    """

    words: list[Range]
    tags: Floats
    names: Floats
    mentions: Floats
    links: Floats
    hidden: Floats = field(default_factory=lambda: NONE)


@dataclass(frozen=True, slots=True)
class Encoder:
    """A network with its vocabulary and the settings that were learnt beside it."""

    network: Network
    vocabulary: WordPieces
    settings: dict[str, Any]

    def read(self, sheet: Sheet) -> Iterator[Scores]:
        """Run every window of a sheet, in order."""
        for window in windows(sheet):
            inputs, at = self._inputs(sheet, window)
            tags, mentions, links, *inner = self.network(*inputs)
            mentions = mentions[at]
            layers = mentions.shape[1] // 2
            yield Scores(
                words=window,
                tags=log_softmax(tags[at]),
                names=log_softmax(mentions[:, :layers]),
                mentions=log_softmax(mentions[:, layers:]),
                links=links[at],
                hidden=inner[0][at] if inner else NONE,
            )

    def _inputs(self, sheet: Sheet, window: Sequence[Range]) -> tuple[tuple[Ids, Ids, Ids, Ids], NDArray[np.intp]]:
        """The rows of one window, and where each word's first piece stands in them."""
        ids, shapes, quotes, places = [self.vocabulary.cls], [OTHER], [0], [LATER]
        at: list[int] = []
        for first, last in window:
            for i in range(first, last):
                at.append(len(ids))
                pieces = sheet.pieces[i]
                ids.extend(pieces)
                if len(pieces) == 1:
                    shapes.append(sheet.shape[i])
                    quotes.append(sheet.quote[i])
                else:
                    shapes.extend([sheet.shape[i]] * len(pieces))
                    quotes.extend([sheet.quote[i]] * len(pieces))
            ids.append(self.vocabulary.sep)
            shapes.append(OTHER)
            quotes.append(0)
            places.extend([sheet.place[first]] * (len(ids) - len(places)))
        rows = (np.asarray(x, dtype=np.int64) for x in (ids, shapes, quotes, places))
        a, b, c, d = rows
        return (a, b, c, d), np.asarray(at, dtype=np.intp)


@lru_cache(maxsize=2)
def load(name: str) -> Encoder:
    """The encoder whose files lie in `models/NAME` of the package. Raises ModelError where it cannot be used."""
    with resources.as_file(resources.files("onrecord") / "models" / name) as folder:
        return open_encoder(Path(folder))


def open_encoder(folder: Path) -> Encoder:
    """The encoder in a folder: model.onnx, vocabulary.txt, settings.json. Raises ModelError."""
    needed = [folder / f for f in ("model.onnx", "vocabulary.txt", "settings.json")]
    missing = [f.name for f in needed if not f.is_file()]
    if missing:
        raise ModelError(f"{folder}: there is no {' and no '.join(missing)}; {_WAY_OUT}")
    try:
        encoder = Encoder(_session(needed[0]), WordPieces.read(needed[1]), _settings(needed[2]))
        _try_out(encoder)
    except ImportError as e:
        raise ModelError(f"onnxruntime cannot be imported ({e}); {_WAY_OUT}") from e
    except Exception as e:  # ONNX Runtime's errors share no class of their own
        raise ModelError(f"{folder}: the model cannot be used: {e or type(e).__name__}; {_WAY_OUT}") from e
    return encoder


def _session(path: Path) -> Network:
    import onnxruntime as ort

    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def network(ids: Ids, shapes: Ids, quotes: Ids, places: Ids) -> Sequence[Floats]:
        inputs = {"ids": ids[None], "shapes": shapes[None], "quotes": quotes[None], "places": places[None]}
        return [found[0] for found in session.run(None, inputs)]

    return network


def _settings(path: Path) -> dict[str, Any]:
    """What was learnt beside the network. Raises ValueError where it is not of the form that is needed."""
    settings = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(settings, dict):
        raise ValueError(f"{path.name} is no JSON object")
    for name, shape in _SHAPES.items():
        if np.asarray(settings.get(name), dtype=np.float32).shape != shape:
            raise ValueError(f"{path.name}: {name!r} must be numbers of the shape {shape}")
    return settings


def _try_out(encoder: Encoder) -> None:
    """Run two words, so that a model of another form is told now and not at the first article."""
    words = [encoder.vocabulary("a")] * 2
    sheet = Sheet(start=[0, 2], end=[1, 3], pieces=words, shape=[0, 0], quote=[0, 0], place=[LATER, LATER])
    sheet.final, sheet.paragraphs = [False, False], [(0, 2)]
    (scores,) = encoder.read(sheet)
    shapes = tuple(x.shape for x in (scores.tags, scores.names, scores.mentions, scores.links))
    if shapes != ((2, 7), (2, 7), (2, 7), (2, 4 * _SHAPES["nobody"][0])):
        raise ValueError(f"its answers have the shapes {shapes}")

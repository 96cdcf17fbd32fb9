"""The network on the CPU: ONNX Runtime, one thread, one window at a time, loaded once a process."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from onrecord.encoder.decode import Floats, log_softmax
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import Sheet, windows
from onrecord.errors import ModelError
from onrecord.model import Range

Ids = NDArray[np.int64]
Network = Callable[[Ids, Ids, Ids, Ids], tuple[Floats, Floats, Floats]]
"""Pieces, shapes, quotation states and places of one window -> tag scores, mention scores, link vectors."""

_OTHER_SHAPE, _LATER = 5, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """What the network says of the words of one window.

    `words` are the window's ranges of words of the sheet; the rows of `tags`, `names`, `mentions`
    (log probabilities) and `links` are those words in order.
    """

    words: list[Range]
    tags: Floats
    names: Floats
    mentions: Floats
    links: Floats


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
            tags, mentions, links = self.network(*inputs)
            mentions = mentions[at]
            layers = mentions.shape[1] // 2
            yield Scores(
                words=window,
                tags=log_softmax(tags[at]),
                names=log_softmax(mentions[:, :layers]),
                mentions=log_softmax(mentions[:, layers:]),
                links=links[at],
            )

    def _inputs(self, sheet: Sheet, window: Sequence[Range]) -> tuple[tuple[Ids, Ids, Ids, Ids], NDArray[np.intp]]:
        """The rows of one window, and where each word's first piece stands in them."""
        ids, shapes, quotes, places = [self.vocabulary.cls], [_OTHER_SHAPE], [0], [_LATER]
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
            shapes.append(_OTHER_SHAPE)
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
        raise ModelError(
            f"{folder}: no {' and no '.join(missing)}: install onrecord anew, or name a trained model's folder"
        )
    try:
        import onnxruntime as ort
    except ImportError as e:
        raise ModelError(
            f'onnxruntime cannot be imported ({e}); without it use [backends] attribution = "attribution.rules"'
        ) from e
    ort.disable_telemetry_events()
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = ort.InferenceSession(str(needed[0]), options, providers=["CPUExecutionProvider"])
        settings = json.loads(needed[2].read_text(encoding="utf-8"))
    except Exception as e:  # ONNX Runtime's errors share no class of their own
        raise ModelError(f"{folder}: the model cannot be loaded: {e}") from e

    def network(ids: Ids, shapes: Ids, quotes: Ids, places: Ids) -> tuple[Floats, Floats, Floats]:
        inputs = {"ids": ids[None], "shapes": shapes[None], "quotes": quotes[None], "places": places[None]}
        tags, mentions, links = session.run(None, inputs)
        return tags[0], mentions[0], links[0]

    return Encoder(network, WordPieces.read(needed[1]), settings)

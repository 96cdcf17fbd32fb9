"""A branch and a ranker -> the files that ship: branch.onnx (8-bit weights), ranker.onnx, settings.json.

And the encoder once more, with its inner vectors as one more output: the other outputs stay the same, bit for bit.
"""

from __future__ import annotations

import json
import math
import shutil
import tempfile
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.encoder.pairs import OWN, TOLD
from training.coreference.network import HIDDEN, SPAN, VECTOR, Branch, Ranker
from training.tagger.export import NAMES, Rows, load
from training.tagger.network import Tagger

LAYERS = (4, 5)
"""The layers of the encoder whose vectors the branch reads; the first gives the words' senses."""
QUANTIZATION: dict[str, Any] = {
    "op_types_to_quantize": ["MatMul"],
    "per_channel": True,
    "reduce_range": True,
    "weight_type": QuantType.QInt8,
    "extra_options": {"MatMulConstBOnly": True},
}


class Open(nn.Module):
    """The tagger with the vectors of some layers as a fourth output."""

    def __init__(self, tagger: Tagger, layers: Sequence[int]) -> None:
        super().__init__()
        self.tagger, self.at = tagger, tuple(layers)

    def forward(self, ids: Tensor, shapes: Tensor, quotes: Tensor, places: Tensor) -> tuple[Tensor, ...]:
        t = self.tagger
        at = torch.arange(ids.shape[1])
        x = t.norm(t.words(ids) + t.positions(at) + t.shapes(shapes) + t.quotes(quotes) + t.places(places))
        inner = []
        for k, layer in enumerate(t.layers, 1):
            x = layer(x, None)
            if k in self.at:
                inner.append(x)
        return t.tags(x), t.mentions(x), t.links(x), torch.cat(inner, -1)


def open_encoder_model(checkpoint: Path, shipped: Path, folder: Path, layers: Sequence[int] = LAYERS) -> None:
    """Write the encoder of a checkpoint with its inner vectors, beside copies of the shipped one's other files."""
    folder.mkdir(parents=True, exist_ok=True)
    tagger = load(checkpoint)
    tagger.words = Rows(tagger.words.weight.data)  # type: ignore[assignment]
    inputs = {name: (torch.zeros(1, 20, dtype=torch.long), {1: "pieces"}) for name in NAMES}
    outputs = {name: {1: "pieces"} for name in ("tags", "mentions", "links", "hidden")}
    _write(Open(tagger, layers).eval(), inputs, outputs, folder / "model.onnx")
    for name in ("vocabulary.txt", "settings.json"):
        shutil.copy(shipped / name, folder / name)


class ShippedBranch(nn.Module):
    """The branch with the scores of spans of coreferent mentions (but for their width), and the words' senses."""

    def __init__(self, branch: Branch, ranker: Ranker, mean: Tensor, turn: Tensor) -> None:
        super().__init__()
        self.branch, self.bias = branch, nn.Parameter(ranker.bias.data[1])
        self.mean, self.turn = nn.Parameter(mean), nn.Linear(*turn.shape, bias=False)
        self.turn.weight.data = turn.T.contiguous()

        layer = branch.layers[0]
        self.inner = _side_by_side(layer.query, layer.key, layer.value)
        self.outer = _side_by_side(branch.spans, branch.parts)

    def forward(self, hidden: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self._layer(self.branch.norm(self.branch.mix(hidden)))
        out = self.outer(x)
        first, last = out[..., SPAN : 2 * SPAN], out[..., 3 * SPAN : 4 * SPAN]
        score = first @ last.transpose(-1, -2) * (2 / math.sqrt(SPAN)) + self.bias
        return score, out[..., 4 * SPAN :], self.turn(hidden[..., : len(self.mean)] - self.mean)

    def _layer(self, x: Tensor) -> Tensor:
        """The branch's layer, its three first products as one."""
        layer = self.branch.layers[0]
        b, t, w = x.shape
        q, k, v = self.inner(x).view(b, t, 3, layer.heads, -1).permute(2, 0, 3, 1, 4)
        mixed = (q @ k.transpose(-1, -2) / math.sqrt(w // layer.heads)).softmax(-1) @ v
        x = layer.norm1(x + layer.out(mixed.transpose(1, 2).reshape(b, t, w)))
        return layer.norm2(x + layer.down(F.gelu(layer.up(x))))


def _side_by_side(*parts: nn.Linear) -> nn.Linear:
    """Linear layers of one input as one layer."""
    out = nn.Linear(parts[0].in_features, sum(p.out_features for p in parts))
    out.weight.data = torch.cat([p.weight.data for p in parts])
    out.bias.data = torch.cat([p.bias.data for p in parts])
    return out


class ShippedRanker(nn.Module):
    """The ranker in two parts that are run apart: of mentions alone, and of pairs of them."""

    def __init__(self, ranker: Ranker) -> None:
        super().__init__()
        self.ranker = ranker

    def forward(
        self, vectors: Tensor, forms: Tensor, own: Tensor, known: Tensor, both: Tensor, product: Tensor, told: Tensor
    ) -> tuple[Tensor, ...]:
        r = self.ranker
        alone = F.relu(r.alone(vectors) + r.alone_form(forms) + r.alone_told(own))
        h = F.relu(known + r.product(product) + r.told(told) + r.forms(both))
        return r.ask(vectors), r.answer(vectors), r.alone_score(alone)[:, 0], r.score(h)[:, 0]


def export(branch: Branch, ranker: Ranker, turn: tuple[Any, Any], folder: Path, settings: dict[str, Any]) -> None:
    """Write the model's folder. `turn` is the mean and the turning of the words' senses."""
    folder.mkdir(parents=True, exist_ok=True)
    mean, by = (torch.from_numpy(x) for x in turn)
    inner = torch.zeros(1, 20, branch.mix.in_features)
    outputs = {"spans": {1: "words", 2: "words"}, "parts": {1: "words"}, "senses": {1: "words"}}
    shipped = ShippedBranch(branch, ranker, mean, by).eval()
    _write(shipped, {"hidden": (inner, {1: "words"})}, outputs, folder / "branch.onnx")
    long = torch.zeros(4, dtype=torch.long)
    inputs = {
        "vectors": (torch.zeros(4, VECTOR), {0: "mentions"}),
        "forms": (long, {0: "mentions"}),
        "own": (torch.zeros(4, OWN), {0: "mentions"}),
        "known": (torch.zeros(4, HIDDEN), {0: "pairs"}),
        "both": (long, {0: "pairs"}),
        "product": (torch.zeros(4, VECTOR), {0: "pairs"}),
        "told": (torch.zeros(4, TOLD), {0: "pairs"}),
    }
    outputs = {name: {0: "mentions"} for name in ("ask", "answer", "alone")} | {"pair": {0: "pairs"}}
    _write(ShippedRanker(ranker).eval(), inputs, outputs, folder / "ranker.onnx", quantized=False)
    learnt = {
        "width": ranker.width[1].tolist(),
        "norm": [ranker.norm.weight.tolist(), ranker.norm.bias.tolist()],
        "sure": ranker.sure.tolist(),
    }
    rounded = json.loads(json.dumps(learnt), parse_float=lambda x: round(float(x), 6))
    (folder / "settings.json").write_text(json.dumps({**settings, **rounded}) + "\n", encoding="utf-8")


Named = Mapping[str, tuple[Tensor, dict[int, str]]]


def _write(
    model: nn.Module, inputs: Named, outputs: Mapping[str, dict[int, str]], path: Path, quantized: bool = True
) -> None:
    """Write a model as ONNX: named inputs and outputs, each with its axes of any length."""
    with tempfile.TemporaryDirectory() as work, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        full = Path(work, "full.onnx")
        torch.onnx.export(
            model,
            tuple(x for x, _ in inputs.values()),
            str(full if quantized else path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes={**{k: axes for k, (_, axes) in inputs.items()}, **outputs},
            opset_version=17,
            dynamo=False,
        )
        if quantized:
            quantize_dynamic(full, path, **QUANTIZATION)

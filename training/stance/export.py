"""A checkpoint -> the files that ship: network.onnx (8-bit weights) and settings.json.

What ships gives, behind the features of the issue head, what the content is about: its mean vector after two layers, on
the axes on which texts differ most. The general head makes nothing of it; one that a reviewer's judgements make may.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.prompt import CONTENT
from training.coreference.export import _write as write
from training.stance.data import Example
from training.stance.learn import batch
from training.stance.network import PARTS, SIGNS, WIDTH, Stance, mean
from training.tagger.export import Rows
from training.tagger.network import load_base

LAYER, AXES = 2, 32


class Shipped(nn.Module):
    """The network on one prompt. `axes` turn the mean vector of a content into what it is about."""

    def __init__(self, model: Stance, axes: nn.Linear) -> None:
        super().__init__()
        self.axes = axes
        model.positions = Rows(model.positions.weight.data)  # type: ignore[assignment]
        self.model = model

    def forward(self, rows: Tensor, parts: Tensor, signs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        x = self.model.begin(rows, parts, signs)
        for i, layer in enumerate(self.model.layers, 1):
            x = layer(x, None)
            if i == LAYER:
                about = self.axes(mean(x, parts == CONTENT))
        z, sides, feelings = self.model.heads(x, parts, signs)
        return torch.cat([z, about], 1), sides, feelings


@torch.no_grad()
def axes(model: Stance, base: Path, examples: Sequence[Example]) -> nn.Linear:
    """The axes on which the contents of these examples differ most, as far as the features do on the whole."""
    pieces = WordPieces.read(base / "vocab.txt")
    contents, features = [], []
    for e in examples:
        ids, parts, signs, _ = batch([e.lay(pieces)], lambda e: e.ids)
        x = model.begin(model.words(ids), parts, signs)
        for i, layer in enumerate(model.layers, 1):
            x = layer(x, None)
            if i == LAYER:
                contents.append(mean(x, parts == CONTENT)[0])
        features.append(model.heads(x, parts, signs)[0][0])
    rows = torch.stack(contents)
    middle = rows.mean(0)
    _, _, ways = torch.linalg.svd(rows - middle, full_matrices=False)
    turned = ways[:AXES]
    apart = ((rows - middle) @ turned.T).square().sum(1).mean()
    scale = (torch.stack(features).square().sum(1).mean() / apart).sqrt()
    out = nn.Linear(turned.shape[1], AXES)
    out.weight.data, out.bias.data = turned * scale, -(middle @ turned.T) * scale
    return out


def load(checkpoints: Sequence[Path], base: Path) -> Stance:
    """The mean of these checkpoints of one network, with the words of MiniLM in `base`."""
    some = [torch.load(c, map_location="cpu") for c in checkpoints]
    weights = {name: sum(s[name] for s in some) / len(some) for name in some[0]}
    layers = 1 + max(int(k.split(".")[1]) for k in weights if k.startswith("layers."))
    model = Stance(layers)
    load_base(model, base)
    model.load_state_dict({k: v for k, v in weights.items() if k != "words.weight"}, strict=False)
    return model.eval()


def export(model: Stance, about: nn.Linear, folder: Path, settings: dict[str, Any], *, quantized: bool = True) -> None:
    """Write the model's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = {
        "rows": (torch.zeros(1, 20, WIDTH), {1: "pieces"}),
        "parts": (torch.arange(20)[None] % PARTS, {1: "pieces"}),
        "signs": (torch.arange(20)[None] % SIGNS, {1: "pieces"}),
    }
    outputs: dict[str, dict[int, str]] = {name: {} for name in ("features", "sides", "feelings")}
    write(Shipped(model, about).eval(), inputs, outputs, folder / "network.onnx", quantized=quantized)
    none = torch.zeros(model.sides.weight.shape[0], AXES)
    head = torch.cat([model.sides.weight, none, model.sides.bias[:, None]], 1)
    rounded = [[round(x, 6) for x in row] for row in head.tolist()]
    (folder / "settings.json").write_text(json.dumps({**settings, "head": rounded}) + "\n", encoding="utf-8")

"""A checkpoint -> the files that ship: network.onnx (8-bit weights) and settings.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from training.coreference.export import _write as write
from training.stance.network import PARTS, SIGNS, WIDTH, Stance
from training.tagger.export import Rows


class Shipped(nn.Module):
    """The network on one prompt."""

    def __init__(self, model: Stance) -> None:
        super().__init__()
        model.positions = Rows(model.positions.weight.data)  # type: ignore[assignment]
        self.model = model

    def forward(self, rows: Tensor, parts: Tensor, signs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        z, sides, feelings = self.model(rows, parts, signs)
        return z, sides, feelings


def load(checkpoint: Path) -> Stance:
    weights = torch.load(checkpoint, map_location="cpu")
    layers = 1 + max(int(k.split(".")[1]) for k in weights if k.startswith("layers."))
    model = Stance(layers, vocabulary=1)
    model.load_state_dict({k: v for k, v in weights.items() if k != "words.weight"}, strict=False)
    return model.eval()


def export(model: Stance, folder: Path, settings: dict[str, Any], *, quantized: bool = True) -> None:
    """Write the model's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    inputs = {
        "rows": (torch.zeros(1, 20, WIDTH), {1: "pieces"}),
        "parts": (torch.arange(20)[None] % PARTS, {1: "pieces"}),
        "signs": (torch.arange(20)[None] % SIGNS, {1: "pieces"}),
    }
    outputs: dict[str, dict[int, str]] = {name: {} for name in ("features", "sides", "feelings")}
    write(Shipped(model).eval(), inputs, outputs, folder / "network.onnx", quantized=quantized)
    head = torch.cat([model.sides.weight, model.sides.bias[:, None]], 1)
    rounded = [[round(x, 6) for x in row] for row in head.tolist()]
    (folder / "settings.json").write_text(json.dumps({**settings, "head": rounded}) + "\n", encoding="utf-8")

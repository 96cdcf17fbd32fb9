"""A checkpoint -> the files that ship: model.onnx (8-bit weights), vocabulary.txt, settings.json."""

from __future__ import annotations

import json
import shutil
import tempfile
import warnings
from pathlib import Path
from typing import Any

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from onrecord.attribution.sureness import FEATURES
from training.tagger.measure import settings_of
from training.tagger.network import Tagger

NAMES = ("ids", "shapes", "quotes", "places")


def load(checkpoint: Path) -> Tagger:
    model = Tagger()
    model.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    return model.eval()


class Rows(nn.Module):
    """An embedding as 8-bit rows, each with a scale of its own."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        scale = (weight.abs().amax(1, keepdim=True) / 127).clamp(min=1e-8)
        self.register_buffer("scale", scale)
        self.register_buffer("rows", (weight / scale).round().to(torch.int8))

    def forward(self, ids: Tensor) -> Tensor:
        return self.rows[ids].float() * self.scale[ids]


def export(model: Tagger, base: Path, folder: Path, extra: dict[str, Any], **quantization: Any) -> None:
    """Write the model's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {**settings_of(model), "sureness": [0.0] * len(FEATURES), "least": 0.0, **extra}
    model.words = Rows(model.words.weight.data)  # type: ignore[assignment]
    with tempfile.TemporaryDirectory() as work:
        full, short = Path(work, "full.onnx"), folder / "model.onnx"
        to_onnx(model, full)
        quantize_dynamic(
            full,
            short,
            op_types_to_quantize=["MatMul"],
            extra_options={"MatMulConstBOnly": True},
            **{"per_channel": True, "reduce_range": True, "weight_type": QuantType.QInt8, **quantization},
        )
    shutil.copy(base / "vocab.txt", folder / "vocabulary.txt")
    (folder / "settings.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")


def to_onnx(model: Tagger, path: Path) -> None:
    inputs = tuple(torch.zeros(1, 20, dtype=torch.long) for _ in NAMES)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            model,
            inputs,
            str(path),
            input_names=list(NAMES),
            output_names=["tags", "mentions", "links"],
            dynamic_axes={n: {1: "pieces"} for n in (*NAMES, "tags", "mentions", "links")},
            opset_version=17,
            dynamo=False,
        )

"""The branch -> the files that ship: branch.onnx (8-bit weights) and settings.json."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from onrecord.encoder.decode import Floats
from onrecord.encoder.embedding import open_rows
from onrecord.encoder.events import SENSE, TABLE
from training.coreference.export import _write as write
from training.events.network import WIDTH, Branch
from training.tagger.export import Rows

CHOSEN = {"linked": [-0.5, -0.5, 0.0], "least": 0.8, "told": 0.4}
"""Set by cross-validation: what makes a participant (by role), a trigger, a context."""


class Shipped(nn.Module):
    """The branch on one paragraph, with vectors of its words' meaning as a fourth output."""

    def __init__(self, branch: Branch, mean: Tensor, turn: Tensor) -> None:
        super().__init__()
        self.branch, self.positions = branch, Rows(branch.positions.weight.data)
        self.mean, self.turn = nn.Parameter(mean), nn.Linear(*turn.shape, bias=False)
        self.turn.weight.data = turn.T.contiguous()

    def forward(self, rows: Tensor, hidden: Tensor, owner: Tensor, first: Tensor) -> tuple[Tensor, ...]:
        b = self.branch
        at = torch.arange(rows.shape[1])
        x = b.norm(rows + self.positions(at)) + b.mix(hidden)[:, owner[0]]
        for layer in b.layers:
            x = layer(x, None)
        x = x[:, first[0]] + b.late(hidden[:, 1:])
        return b.words(x), b.links(x), b.relations(x), self.turn(x - self.mean)


def turning(vectors: Floats) -> tuple[Tensor, Tensor]:
    """The mean of vectors of triggers and their turning to the `SENSE` directions in which they differ most."""
    mean = vectors.mean(0)
    _, size, turned = np.linalg.svd(vectors - mean, full_matrices=False)
    scale = size[:SENSE] / np.sqrt(len(vectors))
    by = turned[:SENSE].T / np.sqrt(scale)
    return torch.from_numpy(mean.astype(np.float32)), torch.from_numpy(by.astype(np.float32))


def table(encoder: Path) -> Tensor:
    """The rows of all word pieces of the shipped encoder."""
    rows = open_rows(encoder / "model.onnx", TABLE, WIDTH)
    return torch.from_numpy(rows(range(len(rows.rows))))


def export(branch: Branch, turn: tuple[Tensor, Tensor], folder: Path, settings: dict[str, Any]) -> None:
    """Write the model's folder."""
    folder.mkdir(parents=True, exist_ok=True)
    long = torch.zeros(1, 20, dtype=torch.long)
    inputs = {
        "rows": (torch.zeros(1, 20, WIDTH), {1: "pieces"}),
        "hidden": (torch.zeros(1, 21, branch.mix.in_features), {1: "words_and_one"}),
        "owner": (long, {1: "pieces"}),
        "first": (long, {1: "words"}),
    }
    outputs = {name: {1: "words"} for name in ("scores", "links", "relations", "senses")}
    write(Shipped(branch, *turn).eval(), inputs, outputs, folder / "branch.onnx")
    learnt = {"near": branch.near.tolist(), "bias": branch.bias.tolist(), "apart": branch.apart.tolist()}
    rounded = json.loads(json.dumps(learnt), parse_float=lambda x: round(float(x), 6))
    given = {**CHOSEN, **settings}
    (folder / "settings.json").write_text(json.dumps({**given, **rounded}) + "\n", encoding="utf-8")

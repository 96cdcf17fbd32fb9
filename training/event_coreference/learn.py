"""The networks of the judge: the recipe and the loop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from onrecord.events.coreference.comparing import ARTICLES, NAMES, VECTORS
from onrecord.events.coreference.judge import WIDEST

HIDDEN, HALF = 48, 24
BATCH, RATE, DECAY, DROP, SMOOTH = 2048, 4e-3, 0.1, 0.2, 0.01
LACKING = 0.08
"""The share of pairs that are shown without vectors, and without articles, so that the judge can do without."""


class Network(nn.Module):
    """Three layers and a direct way."""

    def __init__(self) -> None:
        super().__init__()
        n = len(NAMES)
        self.first, self.second = nn.Linear(n, HIDDEN), nn.Linear(HIDDEN, HALF)
        self.third, self.direct = nn.Linear(HALF, 1), nn.Linear(n, 1, bias=False)
        self.drop = nn.Dropout(DROP)

    def forward(self, x: Any) -> Any:
        h = self.drop(F.relu(self.first(x)))
        h = self.drop(F.relu(self.second(h)))
        return (self.third(h) + self.direct(x))[:, 0]


def fit(x: Any, y: Any, weight: Any, *, nets: int, epochs: int, seed: int = 7) -> dict[str, Any]:
    """Numbers and answers of pairs -> the arrays of `judge.unpack`, without the threshold."""
    torch.set_num_threads(1)
    rng = np.random.default_rng(seed)
    x = np.array(x, np.float32)
    for names in (VECTORS, ARTICLES):
        lacking = rng.random(len(x)) < LACKING
        x[np.ix_(lacking, [NAMES.index(n) for n in names])] = 0.0
    mean, spread = x.mean(0), x.std(0) + 1e-6
    rows = torch.tensor(np.clip((x - mean) / spread, -WIDEST, WIDEST))
    wanted, worth = torch.tensor(y, dtype=torch.float32), torch.tensor(weight, dtype=torch.float32)
    out: dict[str, Any] = {
        "mean": mean.astype(np.float32),
        "spread": spread.astype(np.float32),
        "names": np.frombuffer(" ".join(NAMES).encode(), np.uint8),
        "nets": np.array(nets),
    }
    for k in range(nets):
        for i, array in enumerate(_one(rows, wanted, worth, epochs, seed + k)):
            out[f"{k}{i}"] = array
    return out


def _one(rows: Any, wanted: Any, worth: Any, epochs: int, seed: int) -> Sequence[Any]:
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Network()
    optimizer = torch.optim.AdamW(net.parameters(), RATE, weight_decay=DECAY)
    parts = max(1, len(rows) // BATCH)
    for step in range(epochs * parts):
        if step % parts == 0:
            batches = np.array_split(rng.permutation(len(rows)), parts)
        b = batches[step % parts]
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / (epochs * parts)) + 1e-5
        target = wanted[b] * (1 - 2 * SMOOTH) + SMOOTH
        loss = F.binary_cross_entropy_with_logits(net(rows[b]), target, worth[b])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    layers = (net.first.weight.T, net.first.bias, net.second.weight.T, net.second.bias)
    layers += (net.third.weight.T, net.third.bias, net.direct.weight.T)
    return [x.detach().numpy().astype(np.float32).copy() for x in layers]

"""The network: MiniLM over a text and a target, the parts and signs of their pieces as further inputs, and two heads.

The issue head says which side a text takes on a proposition; the toward head what a sentence shows of a feeling
towards one who is named in it, and of one who is named in it towards another.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn

from training.tagger.network import WIDTH, Layer

PARTS = 7  # onrecord.encoder.prompt.PARTS
SIGNS = 24  # onrecord.encoder.signs.SIGNS
CLASSES = SIGNS // 2
FEATURES = 128
SIDES = 4  # support, oppose, none, unclear
FLAGS = 2  # conditional, implied
FEELINGS, DIRECTED = 3, 5


class Stance(nn.Module):
    def __init__(self, layers: int = 6, vocabulary: int = 30522) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.parts = nn.Embedding(PARTS, WIDTH)
        self.signs = nn.Embedding(SIGNS, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.features = nn.Linear(4 * WIDTH, FEATURES)
        self.sides = nn.Linear(FEATURES, SIDES + FLAGS)
        self.toward = nn.Linear(3 * WIDTH, FEATURES)
        self.feelings = nn.Linear(FEATURES, FEELINGS + DIRECTED)
        self.drop = nn.Dropout(0.0)
        nn.init.normal_(self.parts.weight, std=0.01)
        nn.init.normal_(self.signs.weight, std=0.01)

    def begin(self, rows: Tensor, parts: Tensor, signs: Tensor) -> Tensor:
        """What the layers begin with. `rows` are the word vectors of the pieces."""
        at = torch.arange(rows.shape[1], device=rows.device)
        begun: Tensor = self.drop(self.norm(rows + self.positions(at) + self.parts(parts) + self.signs(signs)))
        return begun

    def forward(
        self, rows: Tensor, parts: Tensor, signs: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """The features of the issue head, its scores, and the scores of the toward head."""
        x = self.begin(rows, parts, signs)
        for layer in self.layers:
            x = layer(x, mask)
        return self.heads(x, parts, signs)

    def heads(self, x: Tensor, parts: Tensor, signs: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """What the heads make of the inner vectors of every piece."""
        first = x[:, 0]
        shared = mean(x, (signs >= CLASSES) & (parts != 5))
        issue = torch.cat([first, mean(x, parts == 3), mean(x, parts == 5), shared], 1)
        z = torch.tanh(self.features(self.drop(issue)))
        toward = torch.cat([first, mean(x, parts == 4), mean(x, parts == 1)], 1)
        f = torch.tanh(self.toward(self.drop(toward)))
        return z, self.sides(self.drop(z)), self.feelings(self.drop(f))


def mean(x: Tensor, chosen: Tensor) -> Tensor:
    """The mean vector of the chosen pieces; zeros where none is."""
    weight = chosen.to(x.dtype)[..., None]
    return (x * weight).sum(1) / weight.sum(1).clamp(min=1.0)

"""The network: MiniLM with the letters' shape, quotation state and place added, and its heads.

Tags: O and B/I x source, cue, content, on the first piece of each word. Links: content piece ->
cue -> source, each the dot product of two projections plus a learned weight for the distance.
Mentions: two layers (names; any mention, outermost) of O and B/I x person, organization, place.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

WIDTH, LAYERS, HEADS, INNER = 384, 6, 12, 1536
SHAPES, QUOTES, PLACES = 6, 5, 3
TAGS = 7
MENTION_TAGS = 14
LINK = 64
NEAR = 16  # classes of distance, see `distance_class`


class Layer(nn.Module):
    """One transformer layer as BERT's (post-norm)."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.0)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, _ = x.shape
        q, k, v = (m(x).view(b, t, HEADS, WIDTH // HEADS).transpose(1, 2) for m in (self.query, self.key, self.value))
        weights = q @ k.transpose(-1, -2) / math.sqrt(WIDTH // HEADS)
        if mask is not None:
            weights = weights + mask
        mixed = weights.softmax(-1) @ v
        x = self.norm1(x + self.drop(self.out(mixed.transpose(1, 2).reshape(b, t, WIDTH))))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Tagger(nn.Module):
    def __init__(self, vocabulary: int = 30522, layers: int = LAYERS) -> None:
        super().__init__()
        self.words = nn.Embedding(vocabulary, WIDTH)
        self.positions = nn.Embedding(512, WIDTH)
        self.shapes = nn.Embedding(SHAPES, WIDTH)
        self.quotes = nn.Embedding(QUOTES, WIDTH)
        self.places = nn.Embedding(PLACES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.tags = nn.Linear(WIDTH, TAGS)
        self.mentions = nn.Linear(WIDTH, MENTION_TAGS)
        self.links = nn.Linear(WIDTH, 4 * LINK)  # content asks, cue answers; cue asks, source answers
        self.near = nn.Parameter(torch.zeros(2, NEAR))
        self.nobody = nn.Parameter(torch.zeros(LINK))  # the answer of a cue without a source
        self.drop = nn.Dropout(0.0)
        for e in (self.shapes, self.quotes, self.places):
            nn.init.normal_(e.weight, std=0.01)

    def forward(
        self, ids: Tensor, shapes: Tensor, quotes: Tensor, places: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Scores of tags and of both mention layers, and link vectors, for every piece.

        `mask` is 0 where a piece may be looked at and very low where not (batches of unequal windows).
        """
        at = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(at) + self.shapes(shapes) + self.quotes(quotes) + self.places(places)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.drop(x)
        return self.tags(x), self.mentions(x), self.links(x)


def load_base(model: Tagger, folder: Path) -> None:
    """Copy a MiniLM (safetensors, BERT's names) into the encoder; the word embeddings are frozen."""
    got = load_file(folder / "model.safetensors")
    got = {k.removeprefix("bert."): v.float() for k, v in got.items()}
    with torch.no_grad():
        model.words.weight.copy_(got["embeddings.word_embeddings.weight"])
        model.positions.weight.copy_(
            got["embeddings.position_embeddings.weight"] + got["embeddings.token_type_embeddings.weight"][0]
        )
        _copy(model.norm, got, "embeddings.LayerNorm")
        for i, layer in enumerate(model.layers):
            name = f"encoder.layer.{i}."
            for module, key in (
                (layer.query, "attention.self.query"),
                (layer.key, "attention.self.key"),
                (layer.value, "attention.self.value"),
                (layer.out, "attention.output.dense"),
                (layer.norm1, "attention.output.LayerNorm"),
                (layer.up, "intermediate.dense"),
                (layer.down, "output.dense"),
                (layer.norm2, "output.LayerNorm"),
            ):
                _copy(module, got, name + key)
    model.words.weight.requires_grad_(False)


def _copy(module: nn.Module, got: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(got[name + ".weight"])  # type: ignore[operator, union-attr]
    module.bias.copy_(got[name + ".bias"])  # type: ignore[operator, union-attr]

"""The branch that finds events: a small encoder of its own beside the shipped one, and heads.

It reads a paragraph's word pieces (rows of the shipped encoder's table, which are MiniLM's own), each with what the
shipped encoder says of its word, through a few layers begun from MiniLM's first. Of every word then: the type of the
act it names (`CLASSES`), its mode, status and contexts, where phrases of participants begin and go on. Of every two
words: whether the second is of the actor, the recipient or the place of the act that the first names (the dot product
of two projections, and a weight for the distance). Given two participants, a relation's type is the sum, over all
words, of what the word says of types and of its links to both (heads of their own).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.encoder.events import CLASSES, MODES, PHRASE, ROLES
from onrecord.vocabulary import EVENT_CONTEXTS, EVENT_STATUSES, EVENT_TYPES

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 3
PIECES = 260
LINK = 64
NEAR = 16
SENSE = 64
SIZES = (len(CLASSES), len(MODES), len(EVENT_STATUSES), len(EVENT_CONTEXTS), len(PHRASE))
_PARTS = (
    ("attention.output.dense", "out"),
    ("attention.output.LayerNorm", "norm1"),
    ("intermediate.dense", "up"),
    ("output.dense", "down"),
    ("output.LayerNorm", "norm2"),
)


class Layer(nn.Module):
    """One transformer layer (post-norm), its three first products as one."""

    def __init__(self, drop: float) -> None:
        super().__init__()
        self.into = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, w = x.shape
        q, k, v = self.into(x).view(b, t, 3, HEADS, -1).permute(2, 0, 3, 1, 4)
        weights = q @ k.transpose(-1, -2) / math.sqrt(w // HEADS)
        if mask is not None:
            weights = weights + mask
        mixed = (weights.softmax(-1) @ v).transpose(1, 2).reshape(b, t, w)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))

    def begin_at(self, got: Mapping[str, Tensor], name: str) -> None:
        """Begin with a layer of a BERT."""
        with torch.no_grad():
            for i, part in enumerate(("query", "key", "value")):
                self.into.weight[i * WIDTH : (i + 1) * WIDTH] = got[f"{name}attention.self.{part}.weight"]
                self.into.bias[i * WIDTH : (i + 1) * WIDTH] = got[f"{name}attention.self.{part}.bias"]
            for key, part in _PARTS:
                getattr(self, part).weight.copy_(got[f"{name}{key}.weight"])
                getattr(self, part).bias.copy_(got[f"{name}{key}.bias"])


class Branch(nn.Module):
    """Rows of pieces, inner vectors of words (after one of zeros), each piece's word, each word's first piece -> scores
    of words side by side (`SIZES`), their asking and answering vectors, and what they say of a relation."""

    def __init__(self, layers: int = LAYERS, drop: float = 0.1, inputs: int = 2 * WIDTH) -> None:
        super().__init__()
        self.positions = nn.Embedding(PIECES, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer(drop) for _ in range(layers))
        self.mix, self.late = (nn.Linear(inputs, WIDTH) for _ in range(2))
        self.words = nn.Linear(WIDTH, sum(SIZES))
        self.links = nn.Linear(WIDTH, 2 * len(ROLES) * LINK)
        self.near = nn.Parameter(torch.zeros(len(ROLES), NEAR))
        self.bias = nn.Parameter(torch.full((len(ROLES),), -3.0))
        self.apart = nn.Parameter(torch.zeros(2, NEAR))
        self.relations = nn.Linear(WIDTH, len(EVENT_TYPES) + 4 * LINK)
        self.drop = nn.Dropout(2 * drop)
        with torch.no_grad():  # begin where most words name nothing, so that the first steps need not learn that
            self.words.bias[CLASSES.index("")] += 4.0
            self.words.bias[len(self.words.bias) - len(PHRASE)] += 1.0
        for mix in (self.mix, self.late):
            nn.init.normal_(mix.weight, std=0.005)
            nn.init.zeros_(mix.bias)

    def begin_at(self, folder: Path) -> None:
        """Begin with a MiniLM (safetensors, BERT's names)."""
        got = {k.removeprefix("bert."): v.float() for k, v in load_file(folder / "model.safetensors").items()}
        with torch.no_grad():
            kinds = got["embeddings.token_type_embeddings.weight"][0]
            self.positions.weight.copy_(got["embeddings.position_embeddings.weight"][:PIECES] + kinds)
            self.norm.weight.copy_(got["embeddings.LayerNorm.weight"])
            self.norm.bias.copy_(got["embeddings.LayerNorm.bias"])
        for i, layer in enumerate(self.layers):
            layer.begin_at(got, f"encoder.layer.{i}.")  # type: ignore[operator]

    def forward(
        self, rows: Tensor, hidden: Tensor, owner: Tensor, first: Tensor, mask: Tensor | None = None
    ) -> tuple[Tensor, Tensor, Tensor]:
        hidden = self.drop(hidden)
        x = self.norm(rows + self.positions.weight[: rows.shape[1]]) + _rows(self.mix(hidden), owner)
        for layer in self.layers:
            x = layer(x, mask)
        x = self.drop(_rows(x, first) + self.late(hidden[:, 1:]))
        return self.words(x), self.links(x), self.relations(x)

    def link_scores(self, links: Tensor, near: Tensor) -> Tensor:
        """[batch, role, asking word, answering word]; `near` are the distance classes of word pairs."""
        b, t, _ = links.shape
        ask, answer = links.view(b, t, 2, len(ROLES), LINK).permute(2, 0, 3, 1, 4)
        return ask @ answer.transpose(-1, -2) * (2 / math.sqrt(LINK)) + self.near[:, near] + self.bias[:, None, None]

    def relation(self, said: Tensor, near: Tensor, actor: Tensor, recipient: Tensor) -> Tensor:
        """[batch, type] scores of relations between words; `actor` and `recipient` are weights of words, `said` the
        third answer. No word may be left out but by a type score of its own that is very low."""
        b, t, _ = said.shape
        k = len(EVENT_TYPES)
        ask, answer = said[..., k:].view(b, t, 2, 2, LINK).permute(2, 0, 3, 1, 4)
        link = ask @ answer.transpose(-1, -2) * (2 / math.sqrt(LINK)) + self.apart[:, near]
        gate = (link * torch.stack([actor, recipient], 1)[:, :, None]).sum((1, 3))
        return (said[..., :k] + gate[..., None]).logsumexp(1)


def _rows(x: Tensor, at: Tensor) -> Tensor:
    return torch.gather(x, 1, at[:, :, None].expand(-1, -1, x.shape[-1]))

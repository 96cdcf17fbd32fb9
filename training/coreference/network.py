"""The branch on the encoder's inner vectors, and the ranker of antecedents.

Branch, a vector a word: layers of its own over the words of a window, then what spans and mentions are made of. A span
(i, j) scores the dot product of a vector of its first word and one of its last, once for "a mention of anything"
and once for "a mention that corefers". A mention's vector is made of its first, last and weighted words.
Ranker: mention and antecedent vectors, their product, and the features of `encoder.pairs`, through one hidden layer.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.encoder.referring import FORMS

SPAN = 64
VECTOR = 128
HIDDEN = 128
WIDEST = 40


class Layer(nn.Module):
    """One transformer layer (post-norm)."""

    def __init__(self, width: int, heads: int, inner: int, drop: float) -> None:
        super().__init__()
        self.heads = heads
        self.query, self.key, self.value = (nn.Linear(width, width) for _ in range(3))
        self.out = nn.Linear(width, width)
        self.norm1 = nn.LayerNorm(width, eps=1e-12)
        self.up, self.down = nn.Linear(width, inner), nn.Linear(inner, width)
        self.norm2 = nn.LayerNorm(width, eps=1e-12)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, t, w = x.shape
        q, k, v = (m(x).view(b, t, self.heads, -1).transpose(1, 2) for m in (self.query, self.key, self.value))
        weights = q @ k.transpose(-1, -2) / math.sqrt(w // self.heads)
        if mask is not None:
            weights = weights + mask
        mixed = (weights.softmax(-1) @ v).transpose(1, 2).reshape(b, t, w)
        x = self.norm1(x + self.drop(self.out(mixed)))
        return self.norm2(x + self.drop(self.down(F.gelu(self.up(x)))))


class Branch(nn.Module):
    """Inner vectors of words -> span vectors (2 labels x first, last), mention parts (first, last, inside), weight."""

    def __init__(
        self, inputs: int, width: int = 384, layers: int = 1, heads: int = 12, inner: int = 1536, drop: float = 0.2
    ):
        super().__init__()
        self.mix = nn.Linear(inputs, width)
        self.norm = nn.LayerNorm(width)
        self.layers = nn.ModuleList(Layer(width, heads, inner, drop) for _ in range(layers))
        self.spans = nn.Linear(width, 4 * SPAN)
        self.parts = nn.Linear(width, 3 * VECTOR + 1)
        self.drop = nn.Dropout(drop)

    def forward(self, x: Tensor, mask: Tensor | None = None) -> tuple[Tensor, Tensor]:
        x = self.norm(self.mix(self.drop(x)))
        for layer in self.layers:
            x = layer(x, mask)
        x = self.drop(x)
        return self.spans(x), self.parts(x)


class Ranker(nn.Module):
    def __init__(self, features: int, drop: float = 0.3) -> None:
        super().__init__()
        self.width = nn.Parameter(torch.zeros(2, WIDEST + 1))
        self.bias = nn.Parameter(torch.tensor([-3.0, -4.0]))
        self.norm = nn.LayerNorm(VECTOR)
        self.ask = nn.Linear(VECTOR, HIDDEN)
        self.answer = nn.Linear(VECTOR, HIDDEN, bias=False)
        self.product = nn.Linear(VECTOR, HIDDEN, bias=False)
        self.told = nn.Linear(features, HIDDEN, bias=False)
        self.forms = nn.Embedding(len(FORMS) ** 2, HIDDEN)
        self.score = nn.Linear(HIDDEN, 1)
        self.alone = nn.Linear(VECTOR, HIDDEN)
        self.alone_form = nn.Embedding(len(FORMS), HIDDEN)
        self.alone_told = nn.Linear(6, HIDDEN, bias=False)
        self.alone_score = nn.Linear(HIDDEN, 1)
        self.sure = nn.Parameter(torch.tensor([0.5, 0.3]))
        self.drop = nn.Dropout(drop)
        nn.init.normal_(self.forms.weight, std=0.1)
        nn.init.normal_(self.alone_form.weight, std=0.1)

    def span_scores(self, first: Tensor, last: Tensor, label: int) -> Tensor:
        """Scores of all spans (i, j) of words: last word j inclusive."""
        n = first.shape[0]
        a, b = first.view(n, 2, SPAN)[:, label], last.view(n, 2, SPAN)[:, label]
        at = torch.arange(n)
        wide = (at[None] - at[:, None]).clamp(0, WIDEST)
        return a @ b.T / math.sqrt(SPAN) * 2 + self.width[label][wide] + self.bias[label]

    def vectors(self, parts: Tensor, first: Tensor, last: Tensor) -> Tensor:
        """Mention vectors of spans [first, last) of words."""
        a, b, c, w = parts.split((VECTOR, VECTOR, VECTOR, 1), -1)
        at = first[:, None] + torch.arange(WIDEST)[None]
        beyond = at >= last[:, None]
        at = torch.minimum(at, last[:, None] - 1)
        weights = w[at, 0].masked_fill(beyond, -1e4).softmax(-1)
        inside = (weights[:, :, None] * c[at]).sum(1)
        return F.relu(self.norm(a[first] + b[last - 1] + inside))

    def forward(
        self, g: Tensor, sure: Tensor, form: Tensor, own: Tensor, m: Tensor, a: Tensor, told: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Scores of pairs (m, a), and of each mention's having no antecedent."""
        g = self.drop(g)
        ask, answer = self.ask(g), self.answer(g)
        h = (
            ask[m]
            + answer[a]
            + self.product(g[m] * g[a])
            + self.told(told)
            + self.forms(form[m] * len(FORMS) + form[a])
        )
        pair = (
            F.relu(h) @ self.drop(self.score.weight[0])
            + self.score.bias
            + self.sure[0] * sure[m]
            + self.sure[1] * sure[a]
        )
        alone = self.alone(g) + self.alone_form(form) + self.alone_told(own)
        return pair, F.relu(alone) @ self.drop(self.alone_score.weight[0]) + self.alone_score.bias

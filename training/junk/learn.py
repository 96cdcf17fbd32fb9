"""The network of onrecord.clean.learned, fitted by gradient descent on one core."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import nn

from onrecord.clean.learned import AROUND
from training.junk.data import Text

LEXICAL, FIRST, SECOND = 10, 32, 24
WORD_LOST = 0.15  # words left out at random, so that no line is known by one word
BATCH, RATE = 24, 2e-3


class Network(nn.Module):  # type: ignore[misc]
    """A table of words out of their meaning, one layer a line, one layer over a line and those around it."""

    def __init__(self, meaning: Any, traits: int) -> None:
        super().__init__()
        self.meaning = nn.Parameter(torch.as_tensor(meaning), requires_grad=False)
        self.turn = nn.Linear(meaning.shape[1], LEXICAL, bias=False)
        self.own = nn.Parameter(torch.zeros(meaning.shape[0], LEXICAL))
        self.first = nn.Linear(traits + 3 * LEXICAL + 1, FIRST)
        self.second = nn.Linear(FIRST * (2 * AROUND + 2), SECOND)
        self.third = nn.Linear(SECOND, 1)
        self.lost = nn.Dropout(0.1)

    def table(self) -> Any:
        return self.turn(self.meaning) + self.own

    def forward(self, x: Any, words: Any, sizes: Sequence[int]) -> Any:
        h = self.lost(torch.relu(self.first(torch.cat([x, self.lexical(words)], 1))))
        out = []
        for part in torch.split(h, list(sizes)):
            n = part.shape[0]
            padded = nn.functional.pad(part, (0, 0, AROUND, AROUND))
            wide = [padded[k : k + n] for k in range(2 * AROUND + 1)] + [part.mean(0, keepdim=True).expand(n, -1)]
            out.append(torch.cat(wide, 1))
        return self.third(self.lost(torch.relu(self.second(torch.cat(out))))).squeeze(1)

    def lexical(self, words: Any) -> Any:
        there = words != -1
        if self.training:
            words = torch.where((torch.rand(words.shape) < WORD_LOST) & there, -2, words)
        known = words >= 0
        table = self.table()
        v = table[words.clamp(min=0)]
        some = known.any(1, keepdim=True).float()
        mean = (v * known.unsqueeze(2)).sum(1) / known.sum(1, keepdim=True).clamp(min=1)
        most = torch.where(known.unsqueeze(2), v, torch.full_like(v, -1e9)).amax(1).clamp(min=-1e8) * some
        first = v[:, 0] * known[:, :1]
        count = there.sum(1, keepdim=True)
        unknown = torch.where(count > 0, 1 - known.sum(1, keepdim=True) / count.clamp(min=1), torch.zeros_like(some))
        return torch.cat([mean, most, first, unknown], 1)


def fit(texts: Sequence[Text], meaning: Any, epochs: int, seed: int = 1, body: float = 2.0) -> Network:
    """Fitted weights; `body`: how much more a lost body line counts than missed furniture."""
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    net = Network(meaning, texts[0].x.shape[1])
    groups = [
        {"params": [net.own], "weight_decay": 0.0},
        {"params": [p for n, p in net.named_parameters() if n != "own" and p.requires_grad], "weight_decay": 1e-2},
    ]
    best = torch.optim.AdamW(groups, lr=RATE)
    steps = epochs * (len(texts) // BATCH + 1)
    pace = torch.optim.lr_scheduler.OneCycleLR(best, RATE * 2, total_steps=steps, pct_start=0.1)
    order = np.random.default_rng(seed)
    for _ in range(epochs):
        net.train()
        turn = order.permutation(len(texts))
        for at in range(0, len(texts), BATCH):
            some = [texts[i] for i in turn[at : at + BATCH]]
            x, words, y, w = (
                torch.as_tensor(np.concatenate([getattr(t, k) for t in some])) for k in ("x", "words", "y", "weight")
            )
            z = net(x, words.long(), [len(t.y) for t in some])
            loss = nn.functional.binary_cross_entropy_with_logits(z, y, reduction="none")
            used = torch.unique(words[words >= 0]).long()
            own = net.own[used].pow(2).sum() * 2e-4
            total = (loss * w * (1 + (body - 1) * (1 - y))).sum() / w.sum().clamp(min=1) + own
            best.zero_grad()
            total.backward()
            best.step()
            pace.step()
    net.eval()
    return net


def scores(net: Network, text: Text) -> Any:
    """How likely each block is furniture."""
    with torch.no_grad():
        z = net(torch.as_tensor(text.x), torch.as_tensor(text.words).long(), [len(text.y)])
    return torch.sigmoid(z).numpy()

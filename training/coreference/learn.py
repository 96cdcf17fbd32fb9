"""The recipe and the loop: spans and antecedents are learnt together, a part of a document a step."""

from __future__ import annotations

import copy
import json
import math
import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.encoder.blocks import allowed
from onrecord.encoder.coreference import FAR, one_a_head
from onrecord.encoder.decode import Floats
from onrecord.encoder.pairs import features, own_features, pairs, senses, table
from onrecord.encoder.referring import mention
from onrecord.encoder.sheet import Sheet
from onrecord.findings import Range
from training.coreference.data import Document
from training.coreference.network import SPAN, WIDEST, Branch, Ranker

WIDTH = 384
SENSE = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every number of a training run."""

    epochs: int = 20
    copies: int = 5
    as_written: float = 0.25
    rate: float = 5e-4
    head_rate: float = 2e-3
    weight_decay: float = 0.01
    warmup: float = 0.06
    dropout: float = 0.15
    span_weight: float = 5.0
    average: float = 0.996
    cut: float = 0.7
    least: float = 0.12
    most: float = 0.5
    gold_epochs: int = 2
    near: tuple[int, int] = (60, 60)
    seed: int = 1


class Judged(NamedTuple):
    """One document through the network: the loss of its spans, the spans kept, and the scores of pairs of them."""

    loss: Tensor
    spans: list[Range]
    m: Tensor
    a: Tensor
    pair: Tensor
    alone: Tensor


class Model(nn.Module):
    """Branch and ranker with the turning of the words' senses."""

    def __init__(self, turn: tuple[Floats, Floats], drop: float) -> None:
        super().__init__()
        self.mean, self.turn = turn
        blank = np.zeros(0, dtype=np.int64)
        none = table([], [], Sheet(), np.zeros((0, 4), np.float32), np.zeros((0, 2 * SENSE), np.float32), [])
        self.branch = Branch(2 * WIDTH, WIDTH, 1, 12, 1536, drop)
        self.ranker = Ranker(features(none, blank, blank).shape[1], drop)

    def begin_at(self, tagger: Mapping[str, Tensor], layer: int) -> None:
        """Begin with the tagger's layer on the vectors that it was trained on (the last of the inputs)."""
        own = {k.removeprefix(f"layers.{layer}."): v for k, v in tagger.items() if k.startswith(f"layers.{layer}.")}
        self.branch.layers[0].load_state_dict(own)
        with torch.no_grad():
            self.branch.mix.weight.normal_(std=0.005)
            self.branch.mix.bias.zero_()
            self.branch.mix.weight[:, -WIDTH:] += torch.eye(WIDTH)

    def forward(self, d: Document, recipe: Recipe, gold: bool = False) -> Judged:
        """Judge a document; in training also the loss of its spans. `gold`: its gold spans are judged, too."""
        spans, parts = self._words(d)
        loss, kept, sure = self._spans(d, spans, recipe, gold)
        order = sorted(range(len(kept)), key=lambda k: (kept[k][0], -kept[k][1]))
        kept = [kept[k] for k in order]
        none = torch.zeros(0, dtype=torch.long)
        if not kept:
            return Judged(loss, [], none, none, torch.zeros(0), torch.zeros(0))
        sure = [sure[k] for k in order]
        mentions = [mention(d.words, d.sheet, *s) for s in kept]
        if not self.training:
            best = one_a_head(mentions, [float(s) for s in sure])
            kept, sure, mentions = ([x[k] for k in best] for x in (kept, sure, mentions))
        heads = [m.head for m in mentions]
        meant = (d.hidden[:, :WIDTH].astype(np.float32) - self.mean) @ self.turn
        t = table(mentions, d.words, d.sheet, d.kinds[heads], senses(meant, mentions), d.said)
        m, a = next(pairs(t, recipe.near, FAR, len(t)))
        may = allowed(t, mentions, d.words, m, a)
        m, a = m[may], a[may]
        first, last = (torch.tensor(x) for x in zip(*kept, strict=True))
        vectors = self.ranker.vectors(parts, first, last)
        rows, cols = torch.from_numpy(m), torch.from_numpy(a)
        told, own = torch.from_numpy(features(t, m, a)), torch.from_numpy(own_features(t))
        pair, alone = self.ranker(vectors, torch.stack(sure), torch.from_numpy(t.form), own, rows, cols, told)
        return Judged(loss, kept, rows, cols, pair.float(), alone.float())

    def _words(self, d: Document) -> tuple[Tensor, Tensor]:
        """The branch's vectors of all words, window by window (as one batch)."""
        x = torch.from_numpy(d.hidden.astype(np.float32))
        sizes = [sum(b - a for a, b in w) for w in d.windows]
        batch = torch.zeros(len(sizes), max(sizes), x.shape[1])
        mask = torch.zeros(len(sizes), 1, 1, max(sizes))
        for k, piece in enumerate(x.split(sizes)):
            batch[k, : sizes[k]] = piece
            mask[k, :, :, sizes[k] :] = -1e4
        out = self.branch(batch, mask)
        spans, parts = (torch.cat([o[k, :n] for k, n in enumerate(sizes)]) for o in out)
        return spans, parts

    def _spans(
        self, d: Document, spans: Tensor, recipe: Recipe, gold: bool
    ) -> tuple[Tensor, list[Range], list[Tensor]]:
        corefer = {s for c in d.clusters for s in c}
        loss = torch.zeros(())
        kept: list[Range] = []
        sure: list[Tensor] = []
        for a, b in d.sheet.paragraphs:
            first, last = spans[a:b].split(2 * SPAN, -1)
            n = b - a
            lawful = torch.ones(n, n).triu().bool() & ~torch.ones(n, n).triu(WIDEST).bool()
            scores = [self.ranker.span_scores(first, last, label) for label in (0, 1)]
            if self.training:
                for score, wanted in zip(scores, (d.entities | corefer, corefer), strict=True):
                    goal = torch.zeros(n, n)
                    for i, j in wanted:
                        if a <= i and j <= b:
                            goal[i - a, j - 1 - a] = 1
                    loss = loss + F.binary_cross_entropy_with_logits(score[lawful], goal[lawful], reduction="sum")
            score = scores[1].masked_fill(~lawful, -99)
            found = score > math.log(recipe.least / (1 - recipe.least))
            if gold:
                for i, j in corefer:
                    if a <= i and j <= b and j - i <= WIDEST:
                        found[i - a, j - 1 - a] = True
            for i, j in found.nonzero().tolist():
                kept.append((a + i, a + j + 1))
                sure.append(score[i, j])
        most = int(recipe.most * len(d.words))
        if len(kept) > most:
            best = sorted(range(len(kept)), key=lambda k: -float(sure[k].detach()))[:most]
            kept, sure = [kept[k] for k in best], [sure[k] for k in best]
        return loss, kept, sure


def rank_loss(d: Document, judged: Judged) -> Tensor:
    """Minus the log probability of every mention's gold antecedents, or of having none (Lee et al., EMNLP 2017)."""
    of = {s: k for k, c in enumerate(d.clusters) for s in c}
    n = len(judged.spans)
    cluster = torch.tensor([of.get(s, -1 - k) for k, s in enumerate(judged.spans)])
    good = cluster[judged.m] == cluster[judged.a]
    has = torch.zeros(n).index_add(0, judged.m, good.float()) > 0
    rows, scores = torch.cat([judged.m, torch.arange(n)]), torch.cat([judged.pair, judged.alone])
    right = torch.cat([good, ~has])
    return (_log_sum(scores, rows, n) - _log_sum(scores[right], rows[right], n)).sum()


def _log_sum(scores: Tensor, rows: Tensor, n: int) -> Tensor:
    """Log of the sum of the exponentials of the scores of each row."""
    top = torch.full((n,), -1e4).scatter_reduce(0, rows, scores.detach(), "amax")
    return torch.log(torch.zeros(n).index_add(0, rows, torch.exp(scores - top[rows])) + 1e-30) + top


def clusters(judged: Judged, bias: float) -> list[list[Range]]:
    """Each span with the chain whose mentions are together likeliest, where that is better than none (and `bias`)."""
    alone = (judged.alone + bias).tolist()
    rivals: list[list[tuple[int, float]]] = [[] for _ in judged.spans]
    for m, a, score in zip(judged.m.tolist(), judged.a.tolist(), judged.pair.tolist(), strict=True):
        rivals[m].append((a, score))
    chain: list[int] = []
    held: dict[int, list[Range]] = {}
    for k, span in enumerate(judged.spans):
        total: dict[int, float] = {}
        for a, score in rivals[k]:
            total[chain[a]] = total.get(chain[a], 0.0) + math.exp(score)
        best = max(total, key=lambda c: total[c], default=k)
        chain.append(best if total.get(best, 0.0) > math.exp(alone[k]) else k)
        held.setdefault(chain[k], []).append(span)
    return [c for c in held.values() if len(c) > 1]


def turning(documents: Sequence[Document]) -> tuple[Floats, Floats]:
    """The mean of words' vectors, and their turn to `SENSE` main directions, each scaled by the root of its spread."""
    x = np.concatenate([d.hidden[::3, :WIDTH].astype(np.float32) for d in documents])
    mean = x.mean(0)
    _, spread, directions = np.linalg.svd(x - mean, full_matrices=False)
    scale = np.sqrt(spread[:SENSE] / math.sqrt(len(x)))
    return mean, (directions[:SENSE].T / scale).astype(np.float32)


def part(d: Document, first: int, last: int) -> Document:
    """The windows [first, last) of a document, as a document."""
    a, b = d.windows[first][0][0], d.windows[last - 1][-1][1]
    s = d.sheet
    lists = ("start", "end", "pieces", "shape", "quote", "place", "final")
    paragraphs = [(max(x, a) - a, min(y, b) - a) for x, y in s.paragraphs if x < b and y > a]
    sheet = replace(s, paragraphs=paragraphs, **{name: getattr(s, name)[a:b] for name in lists})

    def moved(spans: Any) -> list[Range]:
        return [(x - a, y - a) for x, y in spans if a <= x and y <= b]

    return replace(
        d,
        sheet=sheet,
        words=d.words[a:b],
        windows=[[(x - a, y - a) for x, y in w] for w in d.windows[first:last]],
        hidden=d.hidden[a:b],
        kinds=d.kinds[a:b],
        said=[(x, y) for pair in d.said if len(both := moved(pair)) == 2 for x, y in [both]],
        clusters=[moved(c) for c in d.clusters],
        entities=set(moved(d.entities)),
    )


def epoch_parts(copies: Sequence[Sequence[Document]], recipe: Recipe, rng: random.Random) -> list[Document]:
    """One epoch: every document in one of its tellings, most of them cut in two, in random order."""
    out: list[Document] = []
    for k in range(len(copies[0])):
        d = copies[0 if rng.random() < recipe.as_written else rng.randrange(len(copies))][k]
        n = len(d.windows)
        if rng.random() < recipe.cut and n > 3:
            at = rng.randint(n // 3, n - n // 3)
            out += [part(d, 0, at), part(d, at, n)]
        else:
            out.append(d)
    rng.shuffle(out)
    return out


def learn(
    model: Model,
    copies: Sequence[Sequence[Document]],
    tagger: Path,
    folder: Path,
    recipe: Recipe,
    measure: Callable[[Model], dict[str, float]],
) -> None:
    """Train; write a checkpoint of the averaged weights and a line of the log every epoch."""
    rng = random.Random(recipe.seed)
    model.begin_at(torch.load(tagger, map_location="cpu"), 5)
    branch, ranker = model.branch, model.ranker
    slow = [*branch.layers.parameters(), *branch.mix.parameters(), *branch.norm.parameters()]
    fast = [*branch.spans.parameters(), *branch.parts.parameters(), *ranker.parameters()]
    groups = [{"params": slow, "lr": recipe.rate}, {"params": fast, "lr": recipe.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=recipe.weight_decay, betas=(0.9, 0.98))
    average = copy.deepcopy(model.state_dict())
    steps, started = 0, time.time()
    for epoch in range(recipe.epochs):
        model.train()
        parts = epoch_parts(copies, recipe, rng)
        losses = []
        for k, d in enumerate(parts):
            done = (epoch + k / len(parts)) / recipe.epochs
            for group, rate in zip(optimizer.param_groups, (recipe.rate, recipe.head_rate), strict=True):
                group["lr"] = rate * min(1.0, done / recipe.warmup) * (1 - done)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                judged = model(d, recipe, gold=epoch < recipe.gold_epochs)
            loss = judged.loss.float() * recipe.span_weight / len(d.words)
            if judged.spans:
                loss = loss + rank_loss(d, judged) / max(1, sum(map(len, d.clusters)))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            steps += 1
            losses.append(loss.item())
            keep = min(recipe.average, (steps + 1) / (steps + 10))
            with torch.no_grad():
                for name, value in model.state_dict().items():
                    average[name].lerp_(value, 1 - keep)
        torch.save(average, folder / f"epoch{epoch + 1}.pt")
        line = {"epoch": epoch + 1, "loss": float(np.mean(losses)), "s": round(time.time() - started)}
        if epoch % 2:
            mine = copy.deepcopy(model.state_dict())
            model.load_state_dict(average)
            line.update(measure(model))
            model.load_state_dict(mine)
        print(json.dumps(line), flush=True)
    (folder / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1))

"""The recipe and the loop: one network on marked sentences, and on sentences of which one event or none is known."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from onrecord.encoder.decode import distance_class
from onrecord.encoder.events import CLASSES, MODE_AT, ROLES, TYPE_OF_MODE
from onrecord.vocabulary import EVENT_TYPES
from training.events.data import APPEAL, Example
from training.events.network import PIECES, SIZES, Branch

NEARS = torch.tensor([[distance_class(b - a) for b in range(PIECES)] for a in range(PIECES)])
ROOTS = {name: [CLASSES.index(name)] for name in EVENT_TYPES} | {
    "REQUEST": [CLASSES.index("REQUEST"), APPEAL],
    "YIELD": [CLASSES.index("CONCEDE"), CLASSES.index("RETREAT")],
}
"""The classes of a root of today's PLOVER and of PLV's (2019), whose YIELD is CONCEDE and RETREAT."""
PLV_ROOTS = tuple(r for r in ROOTS if r not in ("CONCEDE", "RETREAT"))
LOW = -1e4
Pair = tuple[list[int], list[int], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What is fixed before training."""

    epochs: int = 8
    batch: int = 16
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    smooth: float = 0.1
    decay: float = 0.01
    seed: int = 1
    links: float = 0.3
    contexts: float = 0.15
    phrase: float = 0.3
    weak: float = 0.5
    kind: float = 1.0
    known: float = 0.4
    relation: float = 2.0
    nothing: float = 1.0
    bf16: bool = True
    mean_from: float = 0.6
    """From this share of the steps on the weights are averaged, once in `every` steps."""
    every: int = 8


@dataclass(slots=True)
class Batch:
    """Examples side by side."""

    examples: list[Example]
    ids: Tensor
    hidden: Tensor
    owner: Tensor
    first: Tensor
    mask: Tensor
    words: Tensor


def collate(examples: Sequence[Example], edges: tuple[int, int]) -> Batch:
    """A batch; `edges` are the numbers of the pieces before and after a paragraph."""
    n = len(examples)
    longest = max(sum(len(p) for p in e.pieces) for e in examples) + 2
    most = max(len(e.pieces) for e in examples)
    ids = torch.zeros(n, longest, dtype=torch.long)
    mask = torch.full((n, 1, 1, longest), LOW)
    first = torch.zeros(n, most, dtype=torch.long)
    words = torch.zeros(n, most, dtype=torch.bool)
    owner = torch.zeros(n, longest, dtype=torch.long)
    hidden = torch.zeros(n, most + 1, examples[0].hidden.shape[1])
    for k, e in enumerate(examples):
        row = [edges[0]]
        for j, pieces in enumerate(e.pieces):
            first[k, j] = len(row)
            owner[k, len(row) : len(row) + len(pieces)] = j + 1
            row.extend(pieces)
        row.append(edges[1])
        ids[k, : len(row)] = torch.tensor(row)
        mask[k, :, :, : len(row)] = 0
        words[k, : len(e.pieces)] = True
        hidden[k, 1 : len(e.pieces) + 1] = torch.from_numpy(e.hidden.astype(np.float32))
    return Batch(list(examples), ids, hidden, owner, first, mask, words)


class Model(nn.Module):
    """The branch with the table of word pieces, which is not trained."""

    def __init__(self, table: Tensor, drop: float = 0.1, layers: int = 3) -> None:
        super().__init__()
        self.branch = Branch(layers, drop)
        self.register_buffer("table", table, persistent=False)

    def forward(self, batch: Batch) -> tuple[list[Tensor], Tensor, Tensor]:
        """Scores of words (class, mode, status, contexts, phrase), of links, and what words say of relations."""
        words, links, said = self.branch(self.table[batch.ids], batch.hidden, batch.owner, batch.first, batch.mask)
        t = words.shape[1]
        scores = self.branch.link_scores(links.float(), NEARS[:t, :t])
        return list(words.float().split(SIZES, -1)), scores, said.float()

    def relations(self, said: Tensor, batch: Batch, pairs: Sequence[tuple[int, Pair]]) -> Tensor:
        """[pair, type]: scores of the relations of pairs, each in an example of the batch."""
        t = said.shape[1]
        ends = torch.zeros(2, len(pairs), t)
        for k, (_, pair) in enumerate(pairs):
            for side in (0, 1):
                ends[side, k, pair[side]] = 1 / max(1, len(pair[side]))
        at = [k for k, _ in pairs]
        low = torch.where(batch.words[at], 0.0, LOW)
        words = torch.cat([said[at][..., : len(EVENT_TYPES)] + low[..., None], said[at][..., len(EVENT_TYPES) :]], -1)
        return self.branch.relation(words, NEARS[:t, :t], ends[0], ends[1])


def root_scores(types: Tensor, roots: Sequence[str]) -> Tensor:
    """Scores of the types (last axis) -> those of roots."""
    of = [[c - 1 for c in ROOTS[r] if c != APPEAL] for r in roots]
    return torch.stack([types[..., some].logsumexp(-1) for some in of], -1)


def smoothed(scores: Tensor, wanted: int, smooth: float) -> Tensor:
    """Minus the log probability of the wanted class, a part of it spread over all."""
    log = scores.log_softmax(-1)
    return -(1 - smooth) * log[wanted] - smooth * log.mean()


def loss_of(model: Model, batch: Batch, recipe: Recipe) -> Tensor:
    """The loss of a batch, a sentence's mean."""
    (cls, mode, status, contexts, phrase), links, said = model(batch)
    total = cls.new_zeros(())
    pairs: list[tuple[int, Pair]] = []
    for k, e in enumerate(batch.examples):
        n = len(e.pieces)
        mine = (cls[k, :n], mode[k, :n], status[k, :n], contexts[k, :n], phrase[k, :n])
        link = links[k, :, :n, :n]
        total = total + (recipe.known * known(mine, link, e, recipe) if e.known else guessed(mine, link, e, recipe))
        pairs.extend((k, p) for p in (e.weak if e.root else e.pairs))
    if pairs:
        types = model.relations(said, batch, pairs)
        for types_of, (k, pair) in zip(types, pairs, strict=True):
            root = batch.examples[k].root
            if root:
                wanted = PLV_ROOTS.index(root)
                total = total + recipe.relation * smoothed(root_scores(types_of, PLV_ROOTS), wanted, recipe.smooth)
            else:
                name = "REQUEST" if pair[2] == APPEAL else CLASSES[pair[2]]
                total = total + smoothed(types_of, EVENT_TYPES.index(name), recipe.smooth)
    return total / len(batch.examples)


def known(scores: tuple[Tensor, ...], links: Tensor, e: Example, recipe: Recipe) -> Tensor:
    """The loss of a paragraph all whose events are marked."""
    cls, mode, status, contexts, phrase = scores
    loss = F.cross_entropy(cls, torch.from_numpy(e.cls), reduction="sum")
    loss = loss + recipe.phrase * F.cross_entropy(phrase, torch.from_numpy(e.phrase), reduction="sum")
    for trigger, roles in e.acts:
        share = 1 / len(trigger)
        goal = torch.full((len(trigger),), int(e.cls[trigger[0]]) - 1)
        loss = loss + recipe.kind * share * F.cross_entropy(cls[trigger, 1:], goal, reduction="sum")
        wanted = int(e.mode[trigger[0]])
        at = MODE_AT[TYPE_OF_MODE[wanted]]
        goal = torch.full((len(trigger),), wanted - at.start)
        loss = loss + share * F.cross_entropy(mode[trigger, at], goal, reduction="sum")
        goal = torch.full((len(trigger),), int(e.status[trigger[0]]))
        loss = loss + share * F.cross_entropy(status[trigger], goal, reduction="sum")
        said = torch.from_numpy(e.contexts[trigger])
        told = F.binary_cross_entropy_with_logits(contexts[trigger], said, reduction="sum")
        loss = loss + recipe.contexts * share * told
        goals = torch.zeros(len(ROLES), cls.shape[0])
        for role, words in enumerate(roles):
            goals[role, words] = 1
        for t in trigger:
            found = F.binary_cross_entropy_with_logits(links[:, t], goals, reduction="sum")
            loss = loss + recipe.links * share * found
    return loss


def guessed(scores: tuple[Tensor, ...], links: Tensor, e: Example, recipe: Recipe) -> Tensor:
    """The loss of a sentence of which one event is known, without its words, or that it has none but calls."""
    cls, phrase = scores[0], scores[4]
    log = cls.log_softmax(-1)
    if e.root is None:
        return -recipe.nothing * log[:, [0, APPEAL]].logsumexp(-1).sum()
    ((actor, recipient, _),) = e.weak
    here = log[:, ROOTS[e.root]].logsumexp(-1)
    none = torch.log1p(-here.exp().clamp(max=1 - 1e-6)).sum()
    loss = -recipe.weak * torch.log1p(-none.exp().clamp(max=1 - 1e-6))
    with torch.no_grad():
        gate = sum(links[r][:, w].mean(-1).clamp(max=4) for r, w in enumerate((actor, recipient)) if w)
        weight = (here + gate).softmax(0)
    for role, words in enumerate((actor, recipient)):
        if words:
            goal = torch.zeros(cls.shape[0])
            goal[words] = 1
            each = F.binary_cross_entropy_with_logits(links[role], goal.expand_as(links[role]), reduction="none")
            loss = loss + recipe.links * recipe.weak * (weight[:, None] * each).sum()
            goals = torch.full((len(words),), 2)
            goals[0] = 1
            loss = loss + recipe.phrase * recipe.weak * F.cross_entropy(phrase[words], goals, reduction="sum")
    return loss


def batches(examples: Sequence[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """The examples in batches of like lengths, in any order."""
    order = sorted(examples, key=lambda e: len(e.pieces) + rng.random() * 8)
    out = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(out)
    return out


def learn(
    model: Model,
    draw: Callable[[int, random.Random], list[Example]],
    edges: tuple[int, int],
    recipe: Recipe,
    measure: Callable[[Model], str] | None = None,
) -> None:
    """Train; `draw` gives an epoch's examples. The weights kept are the mean of the last steps'."""
    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)
    body = [*model.branch.layers.parameters(), model.branch.positions.weight, *model.branch.norm.parameters()]
    inside = {id(p) for p in body}
    head = [p for p in model.parameters() if id(p) not in inside]
    groups = [{"params": body, "lr": recipe.rate}, {"params": head, "lr": recipe.head_rate}]
    optimizer = torch.optim.AdamW(groups, weight_decay=recipe.decay, betas=(0.9, 0.98))
    steps = recipe.epochs * math.ceil(len(draw(0, random.Random(0))) / recipe.batch)
    mean: dict[str, Tensor] = {}
    step = kept = 0
    for epoch in range(recipe.epochs):
        began, total, count = time.monotonic(), 0.0, 0
        model.train()
        for some in batches(draw(epoch, rng), recipe.batch, rng):
            step += 1
            pace = min(1.0, step / 60) * max(0.03, 1 - step / (steps + 1))
            for group, rate in zip(optimizer.param_groups, (recipe.rate, recipe.head_rate), strict=True):
                group["lr"] = rate * pace
            with torch.autocast("cpu", torch.bfloat16, enabled=recipe.bf16):
                loss = loss_of(model, collate(some, edges), recipe)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            total, count = total + float(loss.detach()), count + 1
            if step > recipe.mean_from * steps and step % recipe.every == 0:
                kept += 1
                for name, p in model.named_parameters():
                    now = p.detach()
                    mean[name] = now.clone() if kept == 1 else mean[name] + (now - mean[name]) / kept
        last = epoch == recipe.epochs - 1
        if last and mean:
            model.load_state_dict(mean, strict=False)
        model.eval()
        said = measure(model) if measure else ""
        print(f"epoch {epoch + 1} loss {total / count:.3f} {time.monotonic() - began:.0f} s {said}", flush=True)

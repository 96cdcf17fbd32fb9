"""Fine-tuning: two single-threaded processes that share gradients, or one."""

from __future__ import annotations

import json
import os
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional as F

from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.prompt import CONTENT, CONTEXT
from training.stance import data
from training.stance.data import Example
from training.stance.network import Stance
from training.tagger.learn import _share
from training.tagger.network import load_base


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every number of a training run.

    `share`: how much of a set is shown an epoch; `veiled`: how many prompts are; `far`: how many of a set are shown on
    another proposition; `noise`: how many words of the sets that are known by their words become others; `frozen`: the
    layers, from below, that do not learn; `led`: the sets whose statements are shown now and then behind another one.
    """

    epochs: int = 4
    layers: int = 6
    rate: float = 2e-4
    head_rate: float = 1e-3
    decay_by_layer: float = 0.9
    weight_decay: float = 0.01
    warmup: float = 0.06
    pieces_a_step: int = 1200
    dropout: float = 0.1
    average: float = 0.997
    smoothing: float = 0.05
    seed: int = 1
    share: tuple[tuple[str, float], ...] = ()
    none_share: float = 0.5
    veiled: float = 0.0
    far: tuple[tuple[str, float], ...] = ()
    noise: float = 0.0
    frozen: int = 0
    led: tuple[str, ...] = ()


Veil = Callable[[Example], list[int]]
FIXED = ("gwsd", "semeval2016t6", "vast")
"""Sets about a few topics, that are known by their words."""
NOISY = (*FIXED, "directed", "newsmtsc", "procon20")
SHORT = torch.cpu._is_avx512_bf16_supported()
"""Whether the processor reckons with short numbers itself; where it does not they are thrice as slow."""
SPECIAL = 1000
"""Pieces of a smaller number are no words."""


def veil(base: Path, recipe: Recipe, seed: int) -> Veil:
    """What the pieces of an example are when it is shown: now and then it is veiled (`Example.veiled`), or noisy."""
    rng = random.Random(seed)
    vocabulary = (base / "vocab.txt").read_text(encoding="utf-8").splitlines()
    words = [i for i, piece in enumerate(vocabulary) if piece.isascii() and piece.isalpha() and len(piece) > 3]

    def pieces(e: Example) -> list[int]:
        open_to_it = e.sides and e.kind not in FIXED
        ids = e.veiled(words, rng) if open_to_it and rng.random() < recipe.veiled else e.ids
        if not recipe.noise or e.kind not in NOISY:
            return ids
        return [
            rng.choice(words) if part in (CONTEXT, CONTENT) and i >= SPECIAL and rng.random() < recipe.noise else i
            for i, part in zip(ids, e.parts, strict=True)
        ]

    return pieces


def batch(items: Sequence[Example], veil: Veil) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    longest = max(len(e.ids) for e in items)
    ids = torch.tensor([veil(e) + [0] * (longest - len(e.ids)) for e in items])
    parts = torch.tensor([e.parts + [0] * (longest - len(e.ids)) for e in items])
    signs = torch.tensor([e.signs + [0] * (longest - len(e.ids)) for e in items])
    lengths = torch.tensor([len(e.ids) for e in items])
    mask = ((torch.arange(longest)[None] >= lengths[:, None]) * -1e4)[:, None, None, :]
    return ids, parts, signs, mask


def loss_of(model: Stance, items: Sequence[Example], recipe: Recipe, veil: Veil) -> Tensor:
    ids, parts, signs, mask = batch(items, veil)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=SHORT):
        _, sides, feelings = model(model.words(ids), parts, signs, mask.to(torch.bfloat16 if SHORT else torch.float))
    sides, feelings = sides.float(), feelings.float()
    total = sides.new_zeros(())
    mine = [i for i, e in enumerate(items) if e.sides]
    if mine:
        goal = torch.tensor([items[i].sides for i in mine])
        shut = 1 - torch.tensor([items[i].open for i in mine], dtype=torch.float)
        logits = sides[mine, :4] - 1e4 * shut
        weight = torch.tensor([items[i].weight for i in mine])
        smooth = (1 - shut) / (1 - shut).sum(1, keepdim=True)
        halved = torch.tensor([items[i].sides.count(0.5) == 2 for i in mine])
        goal = (1 - recipe.smoothing) * goal + recipe.smoothing * smooth
        ce = -(goal * logits.log_softmax(-1)).sum(-1)
        either = -logits.log_softmax(-1)[:, :2].logsumexp(-1)  # for or against, under a condition: which is not told
        total = total + (torch.where(halved, either, ce) * weight).sum()
    for name, at in (("conditional", 4), ("implied", 5)):
        some = [i for i, e in enumerate(items) if getattr(e, name) >= 0]
        if some:
            goal = torch.tensor([float(getattr(items[i], name)) for i in some])
            total = total + 0.5 * F.binary_cross_entropy_with_logits(sides[some, at], goal, reduction="sum")
    for name, at in (("feeling", slice(0, 3)), ("directed", slice(3, 8))):
        some = [i for i, e in enumerate(items) if getattr(e, name) >= 0]
        if some:
            goal = torch.tensor([getattr(items[i], name) for i in some])
            total = total + F.cross_entropy(feelings[some, at], goal, reduction="sum", label_smoothing=recipe.smoothing)
    return total / len(items)


def groups(model: Stance, recipe: Recipe) -> list[dict[str, object]]:
    """Parameters with their learning rates: lower layers learn slower, the heads fastest."""
    out: list[dict[str, object]] = []
    depth = len(model.layers)
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith("layers."):
            rate = recipe.rate * recipe.decay_by_layer ** (depth - 1 - int(name.split(".")[1]))
        elif name.startswith(("positions", "norm")):
            rate = recipe.rate * recipe.decay_by_layer**depth
        elif name.startswith(("parts", "signs")):
            rate = recipe.rate
        else:
            rate = recipe.head_rate
        out.append({"params": [p], "lr": rate, "weight_decay": recipe.weight_decay if p.dim() > 1 else 0.0})
    return out


def epoch_batches(
    examples: Sequence[Example], pieces: WordPieces, recipe: Recipe, rng: random.Random
) -> list[list[Example]]:
    """One epoch's batches: prompts of like length together, in random order. The same in every process."""
    share, far = dict(recipe.share), dict(recipe.far)
    others: dict[str, list[str]] = {}
    around: dict[str, list[str]] = {}
    for e in examples:
        if e.sides:
            others.setdefault(e.kind, []).append(e.about[0][0])
        if e.kind in recipe.led:
            around.setdefault(e.group, []).append(data.told(e))
    pool: list[Example] = []
    for e in examples:
        keep = share.get(e.kind, 1.0)
        if e.kind == "news" and e.sides[data.NONE] == 1:
            keep *= recipe.none_share
        while keep > 0:
            if rng.random() < keep:
                near = around.get(e.group, ())
                pool.append(data.shown(e, others.get(e.kind, ()), rng, far.get(e.kind, 0.05), near))
            keep -= 1
    for e in pool:
        if not e.ids:
            e.lay(pieces)
    rng.shuffle(pool)
    out: list[list[Example]] = []
    for at in range(0, len(pool), 2000):
        some: list[Example] = []
        for e in sorted(pool[at : at + 2000], key=lambda e: len(e.ids)):
            if some and (len(some) + 1) * len(e.ids) > recipe.pieces_a_step:
                out.append(some)
                some = []
            some.append(e)
        out.append(some)
    rng.shuffle(out)
    return out


def learn(
    rank: int,
    world: int,
    folder: Path,
    base: Path,
    examples: Sequence[Example],
    recipe: Recipe,
    start: Path | None = None,
) -> None:
    """Train in process `rank` of `world`; rank 0 writes a checkpoint (of averaged weights) and a line each epoch."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    if world > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", str(29500 + recipe.seed % 400))
        dist.init_process_group("gloo", rank=rank, world_size=world)
    pieces = WordPieces.read(base / "vocab.txt")
    shown = veil(base, recipe, recipe.seed + rank)
    model = Stance(recipe.layers)
    load_base(model, base)
    if start:
        model.load_state_dict(torch.load(start), strict=False)
    for m in model.modules():
        if isinstance(m, torch.nn.Dropout):
            m.p = recipe.dropout
    model.train()
    if recipe.frozen:
        fixed = ("positions", "parts", "signs", "norm.", *(f"layers.{i}." for i in range(recipe.frozen)))
        for name, p in model.named_parameters():
            p.requires_grad &= not name.startswith(fixed)
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(groups(model, recipe), betas=(0.9, 0.98), eps=1e-6, fused=True)
    rates = [g["lr"] for g in optimizer.param_groups]
    average = {k: v.detach().clone() for k, v in model.state_dict().items() if k != "words.weight"}
    rng = random.Random(recipe.seed)
    step, steps, started = 0, 0, time.time()
    for epoch in range(recipe.epochs):
        batches = epoch_batches(examples, pieces, recipe, rng)
        steps = steps or len(batches) * recipe.epochs
        losses: list[float] = []
        for items in batches:
            part = 1 - abs(step / steps - recipe.warmup) / (1 - recipe.warmup)
            factor = step / steps / recipe.warmup if step < recipe.warmup * steps else max(part, 0.0)
            for g, rate in zip(optimizer.param_groups, rates, strict=True):
                g["lr"] = rate * factor
            loss = loss_of(model, items[rank::world] or items[:1], recipe, shown)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            _share(parameters, world)
            torch.nn.utils.clip_grad_norm_(parameters, 1.0)
            optimizer.step()
            step += 1
            losses.append(loss.item())
            if rank == 0:
                keep = min(recipe.average, (step + 1) / (step + 10))
                with torch.no_grad():
                    for k, v in model.state_dict().items():
                        if k != "words.weight":
                            average[k].lerp_(v, 1 - keep)
                if step % 50 == 0:
                    line = {"step": step, "of": steps, "loss": float(np.mean(losses[-50:])), "s": time.time() - started}
                    print(json.dumps(line), flush=True)
        if rank == 0:
            torch.save(average, folder / f"epoch{epoch + 1}.pt")
            (folder / "recipe.json").write_text(json.dumps(asdict(recipe), indent=1))
            done = {"epoch": epoch + 1, "loss": float(np.mean(losses)), "s": time.time() - started}
            print(json.dumps(done), flush=True)
    if world > 1:
        dist.barrier()
        dist.destroy_process_group()

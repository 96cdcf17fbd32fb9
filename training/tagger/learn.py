"""Fine-tuning: two single-threaded processes that share gradients, or one GPU."""

from __future__ import annotations

import json
import math
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor
from torch.nn import functional as F

from onrecord.encoder.decode import distance_class
from onrecord.encoder.pieces import WordPieces
from onrecord.encoder.sheet import windows
from training.tagger import data
from training.tagger.augment import Augmenter, foreign_names
from training.tagger.network import LINK, Tagger, load_base


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Every number of a training run."""

    epochs: int = 8
    rate: float = 4e-4
    head_rate: float = 2e-3
    decay_by_layer: float = 0.9
    weight_decay: float = 0.01
    warmup: float = 0.06
    windows_a_step: int = 16
    dropout: float = 0.1
    average: float = 0.997
    link_weight: float = 0.3
    mention_weight: float = 0.5
    label_smoothing: float = 0.0
    augment: bool = True
    seed: int = 1
    shortest_pack: int = 96
    longest_pack: int = 192


@dataclass(slots=True)
class Window:
    """One window as lists: pieces and marks, and what is to be learnt at the first pieces of words."""

    ids: list[int]
    shapes: list[int]
    quotes: list[int]
    places: list[int]
    tags: list[int]
    names: list[int]
    mentions: list[int]
    contents: list[tuple[int, int, int]]  # position of a content, its cue's, distance class by cue: see links
    cues: list[tuple[int, int]]
    sources: list[tuple[int, int]]
    cue_of: dict[int, int]
    source_of: dict[int, int]


def make_windows(example: data.Example, pack: int, vocabulary: WordPieces) -> Iterator[Window]:
    """The windows of an article with their labels; links that leave a window are not learnt."""
    sheet = example.sheet
    for ranges in windows(sheet, pack):
        w = Window([vocabulary.cls], [5], [0], [2], [-100], [-100], [-100], [], [], [], {}, {})
        position: dict[int, int] = {}
        for first, last in ranges:
            for i in range(first, last):
                position[i] = len(w.ids)
                for k, piece in enumerate(sheet.pieces[i]):
                    w.ids.append(piece)
                    w.shapes.append(sheet.shape[i])
                    w.quotes.append(sheet.quote[i])
                    w.places.append(sheet.place[i])
                    w.tags.append(example.tags[i] if k == 0 else -100)
                    w.names.append(example.names[i] if k == 0 else -100)
                    w.mentions.append(example.mentions[i] if k == 0 else -100)
            w.ids.append(vocabulary.sep)
            w.shapes.append(5)
            w.quotes.append(0)
            w.places.append(sheet.place[first])
            w.tags.append(-100)
            w.names.append(-100)
            w.mentions.append(-100)
        for i, p in position.items():
            tag = example.tags[i]
            if tag == 1:
                w.sources.append((i, p))
            elif tag == 3 and i in example.source_of:
                w.cues.append((i, p))
                w.source_of[i] = example.source_of[i]
            elif tag == 5 and example.cue_of.get(i) in position:
                w.contents.append((i, p, 0))
                w.cue_of[i] = example.cue_of[i]
        yield w


def batch(items: Sequence[Window], device: torch.device) -> tuple[list[Tensor], Tensor, list[Tensor]]:
    longest = max(len(w.ids) for w in items)

    def pad(name: str, fill: int) -> Tensor:
        rows = [getattr(w, name) + [fill] * (longest - len(w.ids)) for w in items]
        return torch.tensor(rows, device=device)

    lengths = torch.tensor([len(w.ids) for w in items], device=device)
    beyond = torch.arange(longest, device=device)[None] >= lengths[:, None]
    mask = (beyond * -1e4)[:, None, None, :].to(torch.bfloat16)
    inputs = [pad("ids", 0), pad("shapes", 5), pad("quotes", 0), pad("places", 2)]
    return inputs, mask, [pad(n, -100) for n in ("tags", "names", "mentions")]


def link_loss(links: Tensor, model: Tagger, items: Sequence[Window]) -> tuple[Tensor, int]:
    """The summed cross entropy of every gold link against the gold spans of its window, and their number."""
    total, count = links.new_zeros(()), 0
    scale = math.sqrt(LINK)
    for b, w in enumerate(items):
        asks, answers, cue_asks, source_answers = links[b].split(LINK, dim=-1)
        if len(w.cues) > 1 and w.contents:
            order = {i: k for k, (i, _) in enumerate(w.cues)}
            kept = [(i, p) for i, p, _ in w.contents if w.cue_of[i] in order]
            if kept:
                near = torch.tensor([[distance_class(c - i) for c, _ in w.cues] for i, _ in kept])
                score = asks[[p for _, p in kept]] @ answers[[p for _, p in w.cues]].T / scale
                score = score + model.near[0][near.to(links.device)]
                goal = torch.tensor([order[w.cue_of[i]] for i, _ in kept], device=links.device)
                total = total + F.cross_entropy(score.float(), goal, reduction="sum")
                count += len(kept)
        if w.cues:
            order = {i: k for k, (i, _) in enumerate(w.sources)}
            order[-1] = len(w.sources)
            kept = [(i, p) for i, p in w.cues if w.source_of[i] in order]
            if kept:
                near = torch.tensor([[distance_class(s - i) for s, _ in w.sources] for i, _ in kept], dtype=torch.long)
                keys = torch.cat([source_answers[[p for _, p in w.sources]], model.nobody[None].to(links.dtype)])
                extra = model.near[1][near.view(len(kept), -1).to(links.device)]
                extra = torch.cat([extra, extra.new_zeros(len(kept), 1)], 1)
                score = cue_asks[[p for _, p in kept]] @ keys.T / scale + extra
                goal = torch.tensor([order[w.source_of[i]] for i, _ in kept], device=links.device)
                total = total + F.cross_entropy(score.float(), goal, reduction="sum")
                count += len(kept)
    return total, count


def loss_of(model: Tagger, items: Sequence[Window], recipe: Recipe, device: torch.device) -> Tensor:
    inputs, mask, (tags, names, mentions) = batch(items, device)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        tag_scores, mention_scores, links = model(*inputs, mask=mask)
    loss = torch.zeros((), device=device)
    if (tags >= 0).any():
        loss = loss + F.cross_entropy(
            tag_scores.float().flatten(0, 1), tags.flatten(), label_smoothing=recipe.label_smoothing
        )
        linked, count = link_loss(links.float(), model, items)
        if count:
            loss = loss + recipe.link_weight * linked / count
    if (names >= 0).any():
        first, second = mention_scores.float().flatten(0, 1).split(7, dim=-1)
        loss = loss + recipe.mention_weight * (
            F.cross_entropy(first, names.flatten()) + F.cross_entropy(second, mentions.flatten())
        )
    return loss


def groups(model: Tagger, recipe: Recipe) -> list[dict[str, object]]:
    """Parameters with their learning rates: lower layers learn slower, the heads and new inputs fastest."""
    out: list[dict[str, object]] = []
    depth = len(model.layers)
    for name, p in model.named_parameters():
        if not p.requires_grad:
            continue
        if name.startswith("layers."):
            rate = recipe.rate * recipe.decay_by_layer ** (depth - 1 - int(name.split(".")[1]))
        elif name.startswith(("positions", "norm")):
            rate = recipe.rate * recipe.decay_by_layer**depth
        elif name.startswith(("shapes", "quotes", "places")):
            rate = recipe.rate
        else:
            rate = recipe.head_rate
        out.append({"params": [p], "lr": rate, "weight_decay": recipe.weight_decay if p.dim() > 1 else 0.0})
    return out


def epoch_batches(
    examples: Sequence[data.Example],
    others: Sequence[data.Example],
    augmenter: Augmenter | None,
    vocabulary: WordPieces,
    recipe: Recipe,
    rng: random.Random,
) -> list[list[Window]]:
    """One epoch's batches: windows of like length together, in random order. The same in every process."""
    pool: list[Window] = []
    for e in (*examples, *others):
        shown = augmenter(e, rng) if augmenter else e
        pool.extend(make_windows(shown, rng.randint(recipe.shortest_pack, recipe.longest_pack), vocabulary))
    rng.shuffle(pool)
    out: list[list[Window]] = []
    size, stretch = recipe.windows_a_step, recipe.windows_a_step * 40
    for at in range(0, len(pool), stretch):
        part = sorted(pool[at : at + stretch], key=lambda w: (w.tags[1] < 0, len(w.ids)))
        out.extend(part[i : i + size] for i in range(0, len(part), size))
    rng.shuffle(out)
    return out


def learn(rank: int, world: int, folder: Path, base: Path, corpora: Path, recipe: Recipe, limit: int = 0) -> None:
    """Train in process `rank` of `world`; rank 0 writes a checkpoint and a line of the log each epoch."""
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    if world > 1:
        os.environ.setdefault("MASTER_ADDR", "127.0.0.1")
        os.environ.setdefault("MASTER_PORT", str(29500 + recipe.seed % 400))
        dist.init_process_group("gloo", rank=rank, world_size=world)
    vocabulary = WordPieces.read(base / "vocab.txt")
    examples = data.attributions(corpora / "polnear/train.jsonl.gz", vocabulary)[: limit or None]
    others = data.entities(corpora / "gum/train.jsonl", vocabulary)[: limit or None]
    augmenter = Augmenter(examples, foreign_names(corpora / "names"), vocabulary) if recipe.augment else None
    model = Tagger()
    load_base(model, base)
    for m in model.modules():
        if isinstance(m, torch.nn.Dropout):
            m.p = recipe.dropout
    model.to(device).train()
    parameters = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(groups(model, recipe), betas=(0.9, 0.98), eps=1e-6, fused=True)
    rates = [g["lr"] for g in optimizer.param_groups]
    average = {k: v.detach().clone() for k, v in model.state_dict().items()}
    rng = random.Random(recipe.seed)
    step, steps, started = 0, 0, time.time()
    for epoch in range(recipe.epochs):
        batches = epoch_batches(examples, others, augmenter, vocabulary, recipe, rng)
        steps = steps or len(batches) * recipe.epochs
        losses = []
        for items in batches:
            part = 1 - abs(step / steps - recipe.warmup) / (1 - recipe.warmup)
            factor = step / steps / recipe.warmup if step < recipe.warmup * steps else max(part, 0.0)
            for g, rate in zip(optimizer.param_groups, rates, strict=True):
                g["lr"] = rate * factor
            loss = loss_of(model, items[rank::world] or items[:1], recipe, device)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
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
            print(
                json.dumps({"epoch": epoch + 1, "loss": float(np.mean(losses)), "s": time.time() - started}), flush=True
            )
    if world > 1:
        dist.barrier()
        dist.destroy_process_group()


def _share(parameters: Sequence[Tensor], world: int) -> None:
    """Average the gradients over the processes, as one flat tensor."""
    if world == 1:
        return
    grads = [p.grad if p.grad is not None else torch.zeros_like(p) for p in parameters]
    flat = torch.cat([g.flatten() for g in grads])
    dist.all_reduce(flat)
    flat /= world
    at = 0
    for p, g in zip(parameters, grads, strict=True):
        p.grad = flat[at : at + g.numel()].view_as(g)
        at += g.numel()

"""A model's scores on marked sentences, with 32-bit weights: triggers, what they name, whom they link."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import torch

from onrecord.encoder.decode import Floats
from onrecord.encoder.events import MODE_AT, ROLES, TYPE_OF_MODE, runs
from onrecord.vocabulary import EVENT_CONTEXTS
from training.events.data import Example
from training.events.learn import Model, collate

LEAST = 0.5
SIZE = 32


def measured(model: Model, found: Sequence[Example], edges: tuple[int, int]) -> dict[str, float]:
    """Precision and recall of triggers (a run of words that shares a word with a marked one), F1; of those found, the
    share with the right type, mode, status; F1 of contexts; F1 of the words of actors, recipients, places."""
    model.eval()
    c: Counter[str] = Counter()
    with torch.no_grad():
        for at in range(0, len(found), SIZE):
            batch = collate(found[at : at + SIZE], edges)
            (cls, mode, status, contexts, _), links, _ = model(batch)
            for k, e in enumerate(batch.examples):
                n = len(e.pieces)
                p = cls[k, :n].softmax(-1)
                said = (p, mode[k, :n], status[k, :n], contexts[k, :n])
                _count(c, e, [x.numpy() for x in said], links[k, :, :n, :n].numpy())
    hits = max(1, c["hit"])
    precision, recall = hits / max(1, c["hit"] + c["false"]), hits / max(1, c["gold"])
    out = {
        "precision": precision,
        "recall": recall,
        "f1": 2 * precision * recall / (precision + recall),
        **{name: c[name] / hits for name in ("type", "mode", "status")},
        **{name: 2 * c[f"{name} both"] / max(1, c[f"{name} sum"]) for name in ("contexts", *ROLES)},
    }
    return {name: round(x, 3) for name, x in out.items()}


def _count(c: Counter[str], e: Example, said: Sequence[Floats], links: Floats) -> None:
    p, mode, status, contexts = said
    on = 1 - p[:, 0] >= LEAST
    marked = {w for trigger, _ in e.acts for w in trigger}
    c["false"] += sum(not marked.intersection(range(*r)) for r in runs(on))
    c["gold"] += len(e.acts)
    for trigger, roles in e.acts:
        t = max(trigger, key=lambda w: 1 - p[w, 0])
        if not on[t]:
            continue
        c["hit"] += 1
        c["type"] += int(p[t, 1:].argmax()) + 1 == e.cls[t]
        at = MODE_AT[TYPE_OF_MODE[int(e.mode[t])]]
        c["mode"] += int(mode[t, at].argmax()) + at.start == e.mode[t]
        c["status"] += int(status[t].argmax()) == e.status[t]
        told = {k for k in range(len(EVENT_CONTEXTS)) if contexts[t, k] > np.log(0.4 / 0.6)}
        wanted = set(np.flatnonzero(e.contexts[t]).tolist())
        pairs = [("contexts", told, wanted)]
        for role, words in enumerate(roles):
            pairs.append((ROLES[role], set(np.flatnonzero(links[role, t] > 0).tolist()), set(words)))
        for name, a, b in pairs:
            c[f"{name} both"] += len(a & b)
            c[f"{name} sum"] += len(a) + len(b)


def trigger_vectors(model: Model, found: Sequence[Example], edges: tuple[int, int]) -> Floats:
    """The branch's vectors of all triggers."""
    model.eval()
    out: list[Floats] = []
    held: list[torch.Tensor] = []
    hook = model.branch.words.register_forward_pre_hook(lambda _, given: held.append(given[0].float()))
    with torch.no_grad():
        for at in range(0, len(found), SIZE):
            batch = collate(found[at : at + SIZE], edges)
            held.clear()
            model(batch)
            out.extend(held[0][k, t].mean(0).numpy() for k, e in enumerate(batch.examples) for t, _ in e.acts)
    hook.remove()
    return np.stack(out)

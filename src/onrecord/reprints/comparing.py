"""Articles held in memory, compared all with all: the whole of this room in one call.

A record keeps fingerprints and passages and does the same step by step (`store.settling`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from onrecord.reprints.align import Shared, shared, whole
from onrecord.reprints.candidates import candidates
from onrecord.reprints.grams import fingerprint
from onrecord.reprints.kinds import SHORTEST, Overlap
from onrecord.reprints.lineage import Descent, Paper, descents, ordered, pair_kind
from onrecord.reprints.wording import Wording

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What was found. Articles are named by their places in what was given; of a pair the earlier article stands
    first. Exact copies (`copies`: copy -> first) are aligned with the first of them only."""

    passages: Mapping[Pair, tuple[Shared, ...]]
    kinds: Mapping[Pair, str]
    copies: Mapping[int, int]
    descents: tuple[Descent, ...]
    candidates: int


def compare(papers: Sequence[Paper], words: Sequence[Wording]) -> Compared:
    """The passages and the lineage of these articles; the number of words in each paper is that of its wording."""
    sized = [replace(p, words=len(w)) for p, w in zip(papers, words, strict=True)]
    order = ordered(sized)
    in_order = [sized[n] for n in order]
    said = [words[n] for n in order]
    copies = first_copies([w.numbers.tobytes() if len(w) >= SHORTEST else b"" for w in said])
    firsts = [k for k in range(len(order)) if k not in copies]
    prints = [fingerprint(said[k]) for k in firsts]
    names = {name: n for n, name in enumerate(sorted({p.outlet for p in sized if p.outlet}))}
    outlets = np.array([names.get(in_order[k].outlet or "", -1) for k in firsts], dtype=np.int64)
    found = candidates(np.array([len(p) for p in prints], dtype=np.int64), outlets, lambda: enumerate(prints))
    passages: dict[Pair, tuple[Shared, ...]] = {}
    overlaps: dict[Pair, Overlap] = {}
    for a, b, fresh in found:
        pair = firsts[a], firsts[b]
        made = shared(said[pair[0]], said[pair[1]])
        if made:
            passages[pair], overlaps[pair] = made, Overlap.of(made, fresh)
    kinds = {(a, b): k for (a, b), o in overlaps.items() if (k := pair_kind(in_order[a], in_order[b], o))}
    passages |= {(first, copy): (whole(said[first], said[copy]),) for copy, first in copies.items()}
    kinds |= {(first, copy): "exact" for copy, first in copies.items()}
    return Compared(
        passages={(order[a], order[b]): made for (a, b), made in passages.items()},
        kinds={(order[a], order[b]): kind for (a, b), kind in kinds.items()},
        copies={order[copy]: order[first] for copy, first in copies.items()},
        descents=tuple(
            replace(d, document=order[d.document], parent=order[d.parent], original=order[d.original])
            for d in descents(in_order, overlaps, copies)
        ),
        candidates=len(found),
    )


def first_copies(keys: Sequence[bytes | str]) -> dict[int, int]:
    """For each article whose key an earlier one has, the first that has it. An empty key is nobody's."""
    first: dict[bytes | str, int] = {}
    return {k: first[key] for k, key in enumerate(keys) if key and first.setdefault(key, k) != k}

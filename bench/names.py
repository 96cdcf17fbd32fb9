#!/usr/bin/env python3
"""How well names are matched: two printed names, one actor or two?

    bench/names.py --data FOLDER [--part NAME ...] [--json]

`--part` measures these alone: speed, bench, state_actor, armed_group, igo, arabic, un, ofac, blocking.
FOLDER holds name_bench, phoenix_actor_aliases, arabic_token_variants, un_sanctions_noise and ofac_scores (.jsonl).
Where it is absent this says so and exits 0; what is absent in it is left out. One threshold, .5, for all names. Every
figure is given for all rows, for the part the weights may be fitted on ("fit") and the other ("check": connected names
go together, see training/names/data.py), and for a peer at its best threshold for that very set, which flatters it:
rapidfuzz's token_sort_ratio, for single words its Levenshtein similarity.

- bench: F1 over name_bench rows, by schema; peer_logicv2 is nomenklatura's own score at its best threshold.
- state_actor, armed_group, igo: F1 over pairs of Phoenix aliases, kind unknown. Same: the pairs within an actor whose
  letters can tell ("spelled": at least half of the words of the shorter name have a like word in the other; and
  "acronym"). An actor of n names weighs n - 1. Not in it, and counted with what is found of them: "unalike" (no such
  words: translations, spouses, places), "surname" (one word of the other: not merged between stories, by design),
  "office" ("the X administration" and X: not one actor, by design). `_all` is the F1 with all of them. Different: for
  each name the five nearest of other actors (three by token_sort_ratio, two by token_set_ratio), each weighing 1; not
  actors that share a name, nor those of one state with a name nine tenths alike.
- arabic: F1 over pairs of words at the likeness from which the matcher takes two words for one (`FITS`). Same: Latin
  spellings of one Arabic word, each seen at least twice; `_all` with those seen once. Different: as many pairs of
  spellings of different Arabic words of which half of the letters agree; `_nearest`: one of the 20 nearest instead.
- un: each noisy name looks for its clean one among all clean names, through blocking and comparison; the best at or
  above the threshold is its answer. precision = right / answers, recall = right / names.
- ofac: rank correlation of our score with the score of the OFAC search (a search tool's, no truth).
- blocking: over 100,000 made names; recall is that of the same pairs above that the matcher finds.
- microseconds: processor time of one comparison of read names over the Phoenix pairs, likenesses remembered or not.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

from rapidfuzz import fuzz  # noqa: E402
from rapidfuzz.distance import Levenshtein  # noqa: E402

from onrecord.actors.naming.alignment import FITS  # noqa: E402
from onrecord.actors.naming.blocking import blocking_keys  # noqa: E402
from onrecord.actors.naming.likeness import likeness  # noqa: E402
from onrecord.actors.naming.matching import compare, read_name  # noqa: E402
from training.names.data import (  # noqa: E402
    Pair,
    Parts,
    alias_pairs,
    bench_pairs,
    noise_pairs,
    parts,
    rows,
    token_pairs,
)

THRESHOLD = 0.5
KNOWABLE = ("spelled", "acronym")
Figures = dict[str, float]


def score(pair: Pair) -> float:
    return compare(read_name(pair.a, pair.kind), read_name(pair.b, pair.kind)).score


def peer(pair: Pair) -> float:
    return fuzz.token_sort_ratio(pair.a.casefold(), pair.b.casefold()) / 100


def f1(pairs: Sequence[Pair], scores: Sequence[float], at: float) -> tuple[float, float, float]:
    """F1, precision and recall, pairs weighed."""
    hit = sum(p.weight for p, s in zip(pairs, scores, strict=True) if p.same and s >= at)
    false = sum(p.weight for p, s in zip(pairs, scores, strict=True) if not p.same and s >= at)
    same = sum(p.weight for p in pairs if p.same)
    return (2 * hit / (hit + false + same) if hit else 0.0, hit / max(hit + false, 1e-9), hit / max(same, 1e-9))


def best(pairs: Sequence[Pair], scores: Sequence[float]) -> float:
    """The F1 at the threshold that is best for these very pairs."""
    return max(f1(pairs, scores, at / 50)[0] for at in range(1, 51))


def measured(
    name: str, pairs: list[Pair], by: Callable[[Pair], float], at: float, other: Callable[[Pair], float]
) -> Figures:
    """F1, precision, recall; on both parts; and of the peer."""
    if not pairs:
        return {}
    scores = [by(p) for p in pairs]
    out = dict(zip((f"{name}_f1", f"{name}_precision", f"{name}_recall"), f1(pairs, scores, at), strict=True))
    for part in ("fit", "check"):
        chosen = [(p, s) for p, s in zip(pairs, scores, strict=True) if p.part == part]
        if chosen:
            out[f"{name}_f1_{part}"] = f1([p for p, _ in chosen], [s for _, s in chosen], at)[0]
    out[f"{name}_peer_f1"] = best(pairs, [other(p) for p in pairs])
    out[f"{name}_pairs"] = len(pairs)
    out[f"{name}_same"] = sum(p.same for p in pairs)
    return out


def bench(folder: Path, known: Parts) -> Figures:
    pairs = bench_pairs(folder, known)
    out = measured("bench", pairs, score, THRESHOLD, peer)
    if pairs:
        out["bench_peer_logicv2_f1"] = best(pairs, [p.peer for p in pairs])
    for schema in sorted({p.sort for p in pairs}):
        chosen = [p for p in pairs if p.sort == schema]
        out[f"bench_{schema.lower()}_f1"] = f1(chosen, [score(p) for p in chosen], THRESHOLD)[0]
        out[f"bench_{schema.lower()}_peer_logicv2_f1"] = best(chosen, [p.peer for p in chosen])
    checked = [p for p in pairs if p.part == "check"]
    if checked:  # how far the probabilities are from what is: 0 is perfect, .25 is a coin
        out["bench_brier_check"] = sum((score(p) - p.same) ** 2 for p in checked) / len(checked)
    return out


def aliases(folder: Path, known: Parts, kind: str) -> Figures:
    pairs = alias_pairs(folder, known, kind)
    if not pairs:
        return {}
    out = measured(kind, [p for p in pairs if not p.same or p.sort in KNOWABLE], score, THRESHOLD, peer)
    out[f"{kind}_all_f1"] = f1(pairs, [score(p) for p in pairs], THRESHOLD)[0]
    unweighed = [p for p in pairs if p.same and p.sort in KNOWABLE]
    out[f"{kind}_recall_unweighed"] = sum(score(p) >= THRESHOLD for p in unweighed) / max(1, len(unweighed))
    for sort in ("spelled", "acronym", "unalike", "surname", "office"):
        chosen = [p for p in pairs if p.same and p.sort == sort]
        out[f"{kind}_{sort}_pairs"] = len(chosen)
        out[f"{kind}_{sort}_found"] = sum(score(p) >= THRESHOLD for p in chosen) / max(1, len(chosen))
    return out


def words(folder: Path) -> Figures:
    def like(pair: Pair) -> float:
        return likeness(pair.a, pair.b)

    def letters(pair: Pair) -> float:
        return Levenshtein.normalized_similarity(pair.a, pair.b)

    out: Figures = {}
    for name, nearest, least in (("arabic", 0, 2), ("arabic_all", 0, 1), ("arabic_nearest", 20, 2)):
        pairs = [
            Pair(a=p.a, b=p.b, kind=p.kind, same=p.same, part=p.part, source=p.source)
            for p in token_pairs(folder, nearest)
            if p.weight >= least and p.a != p.b
        ]
        out |= measured(name, pairs, like, FITS, letters)
    return out


def noise(folder: Path, known: Parts) -> Figures:
    found = rows(folder, "un_sanctions_noise")
    if not found:
        return {}
    blocks: dict[str, set[str]] = defaultdict(set)
    clean = {r["clean"]: read_name(r["clean"], "person") for r in found}
    for text, name in clean.items():
        for key in blocking_keys(name):
            blocks[key].add(text)
    rows_of: dict[str, list[tuple[bool, bool, bool, int]]] = {"": [], "_fit": [], "_check": []}
    for r in found:
        noisy = read_name(r["noisy"], "person")
        near = sorted({text for key in blocking_keys(noisy) for text in blocks[key]})
        scored = sorted((-compare(noisy, clean[text]).score, text) for text in near)
        answer = scored[0][1] if scored and -scored[0][0] >= THRESHOLD else ""
        row = (bool(answer), answer == r["clean"], r["clean"] != r["noisy"], len(near))
        for part in ("", "_" + known.of(r["clean"])):
            rows_of[part].append(row)
    out: Figures = {}
    for part, answers in rows_of.items():
        if answers:
            out[f"un_precision{part}"] = sum(a[1] for a in answers) / max(1, sum(a[0] for a in answers))
            out[f"un_recall{part}"] = sum(a[1] for a in answers) / len(answers)
    changed = [a for a in rows_of[""] if a[2]]
    out["un_recall_changed"] = sum(a[1] for a in changed) / max(1, len(changed))
    out["un_candidates"] = sum(a[3] for a in rows_of[""]) / len(found)
    out |= {f"un_pairs_{k.removeprefix('un_')}": v for k, v in
            measured("un", noise_pairs(folder, known), score, THRESHOLD, peer).items()}  # fmt: skip
    return out


def ofac(folder: Path) -> Figures:
    found = [r for r in rows(folder, "ofac_scores") if r["ofac_score"] >= 0]
    if not found:
        return {}
    ours = [compare(read_name(r["query"]), read_name(r["result"])).score for r in found]
    theirs = [float(r["ofac_score"]) for r in found]
    return {"ofac_rank_correlation": float(np.corrcoef(_ranks(ours), _ranks(theirs))[0, 1]), "ofac_pairs": len(found)}


def _ranks(values: Sequence[float]) -> list[float]:
    """Ranks, equal values sharing theirs."""
    ordered = sorted(values)
    return [(ordered.index(v) + len(ordered) - ordered[::-1].index(v)) / 2 for v in values]


def made_names(count: int, seed: int = 4) -> list[str]:
    """So many different names of two to four words: of 2,500 given names, a few frequent, and 25,000 family names."""
    pick = random.Random(seed)
    frequent = ["mohammed", "ahmed", "ali", "hassan", "john", "maria", "jose", "ivan", "olga", "kim", "chen", "anna"]

    def word(syllables: int) -> str:
        onsets = [*"bcdfghjklmnprstvz", "sh", "ch", "kh"]
        return "".join(
            pick.choice(onsets) + pick.choice("aeiou") + pick.choice(["", "", *"nrlsm"]) for _ in range(syllables)
        )

    given = [word(pick.choice((2, 2, 3))) for _ in range(2500)] + frequent * 10
    family = [word(pick.choice((2, 3, 3))) for _ in range(25000)]
    names: set[str] = set()
    while len(names) < count:
        first = [pick.choice(given) for _ in range(pick.choice((1, 1, 1, 2, 2, 3)))]
        names.add(" ".join((*first, pick.choice(family))).title())
    return sorted(names)


def blocking(folder: Path, known: Parts, count: int = 100_000) -> Figures:
    names = [read_name(n, "person") for n in made_names(count)]
    start = time.process_time()
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, name in enumerate(names):
        for key in blocking_keys(name):
            blocks[key].append(at)
    seconds = time.process_time() - start
    some = range(0, count, max(1, count // 2000))
    near = [len({j for key in blocking_keys(names[i]) for j in blocks[key]}) - 1 for i in some]
    sizes = [len(b) for b in blocks.values()]
    out: Figures = {
        "blocking_names": count,
        "blocking_keys_per_name": sum(sizes) / count,
        "blocking_block_mean": sum(sizes) / len(sizes),
        "blocking_block_max": max(sizes),
        "blocking_candidates_mean": sum(near) / len(near),
        "blocking_candidates_max": max(near),
        "blocking_key_seconds": seconds,
    }
    sets = {"bench": bench_pairs(folder, known), "un": noise_pairs(folder, known)}
    sets |= {kind: alias_pairs(folder, known, kind) for kind in ("state_actor", "armed_group", "igo")}
    for name, pairs in sets.items():
        found = [p for p in pairs if p.same and score(p) >= THRESHOLD]
        shared = sum(p.weight for p in found if _keys(p.a, p.kind) & _keys(p.b, p.kind))
        if found:
            out[f"blocking_recall_{name}"] = shared / sum(p.weight for p in found)
    return out


def _keys(text: str, kind: str) -> frozenset[str]:
    return blocking_keys(read_name(text, kind))


def speed(folder: Path, known: Parts) -> Figures:
    read = [(read_name(p.a, p.kind), read_name(p.b, p.kind)) for p in alias_pairs(folder, known, "state_actor")]
    if not read:
        return {}
    out: Figures = {}
    likeness.cache_clear()
    for name in ("cold", "warm"):
        start = time.process_time()
        for a, b in read:
            compare(a, b)
        out[f"microseconds_{name}"] = (time.process_time() - start) / len(read) * 1e6
    out["microseconds_bar_ratio"] = 50 / out["microseconds_cold"]
    return out


PARTS: dict[str, Callable[[Path, Parts], Figures]] = {  # speed first: nothing is remembered then
    "speed": speed,
    "bench": bench,
    **{kind: partial(aliases, kind=kind) for kind in ("state_actor", "armed_group", "igo")},
    "arabic": lambda folder, _: words(folder),
    "un": noise,
    "ofac": lambda folder, _: ofac(folder),
    "blocking": blocking,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--part", action="append", choices=list(PARTS), metavar="NAME", help="all, where none is named")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    if not args.data.is_dir():
        print(f"{args.data}: not here, nothing measured", file=sys.stderr)
        return 0
    known = parts(args.data)
    out: Figures = {}
    for name in args.part or PARTS:
        out |= PARTS[name](args.data, known)
    if args.json:
        print(json.dumps({name: round(value, 4) for name, value in out.items()}, indent=1))
    else:
        for name, value in out.items():
            print(f"{name:36} {value:10.3f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

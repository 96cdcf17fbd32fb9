"""Pairs of names, same and different, out of the name sets; and which half of them the weights may be fitted on.

Names that stand together in any row are connected, over all sets; a connected group is "fit" or "check" by the hash
of its first name, so no name of the check part is ever fitted on. Nothing here asks the matcher that is measured.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from anyascii import anyascii
from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

FIT_SHARE = 0.6
KINDS = {"Person": "person", "Company": "organization", "Organization": "organization", "Vessel": "organization"}
_SMALL = frozenset(
    ("the", "of", "and", "for", "in", "al", "el", "bin", "ibn", "bint", "de", "la", "le", "da", "do", "a", "s")
)
_TITLES = frozenset(
    ("president", "vice", "secretary", "prime", "minister", "defense", "senator", "governor", "us", "u", "s",
     "american", "united", "states", "former", "general", "kanzler", "bundeskanzler", "chancellor", "german",
     "israeli", "mr", "mrs", "lady", "baroness", "sir", "lord", "ambassador", "deputy", "state", "house",
     "speaker", "attorney", "sheikh", "sayyid", "sayyed", "seyyed", "hojatolislam")
)  # fmt: skip
_OFFICES = frozenset(("administration", "regime", "government", "presidency", "govt", "forces"))
_WORDS = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two printed names. `sort` is why a same pair counts or does not (see `sort_of`); `weight` for counting."""

    a: str
    b: str
    kind: str
    same: bool
    part: str
    source: str
    sort: str = ""
    weight: float = 1.0
    peer: float = 0.0


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of one set; none where the file is absent."""
    path = folder / f"{name}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def words_of(name: str) -> list[str]:
    """Lower-case words in ASCII, without the small ones."""
    found = _WORDS.findall(anyascii(name).lower().replace("'", ""))
    return [w for w in found if w not in _SMALL] or found


def sort_of(a: str, b: str) -> str:
    """Whether two names of one actor can be known for that by their letters.

    "office": only one names a government or the like of the person; "acronym": the letters of the other;
    "surname": one is a single word of the other; "unalike": less than half of the words of the shorter name have
    a like word (Levenshtein similarity .6) in the other; "spelled": all else.
    """
    wa, wb = words_of(a), words_of(b)
    if bool(_OFFICES & set(wa)) != bool(_OFFICES & set(wb)):
        return "office"
    short, long = sorted(([w for w in found if w not in _TITLES] or found for found in (wa, wb)), key=len)
    letters = {"".join(w[0] for w in found) for found in (long, _WORDS.findall(anyascii(max(a, b, key=len)).lower()))}
    if len(short) == 1 and len(long) > 2 and short[0] in letters:
        return "acronym"
    like = sum(any(Levenshtein.normalized_similarity(w, v) >= 0.6 for v in long) for w in short)
    if len(short) == 1 < len(long):
        return "surname" if like else "unalike"
    return "spelled" if short and like * 2 >= len(short) else "unalike"


class Parts:
    """Which part a name belongs to."""

    def __init__(self, groups: Iterable[Sequence[str]]) -> None:
        self._up: dict[str, str] = {}
        for group in groups:
            first = _plain(group[0])
            for name in group:
                self._join(first, _plain(name))

    def of(self, name: str) -> str:
        """ "fit" or "check"."""
        byte = hashlib.sha256(self._root(_plain(name)).encode()).digest()[0]
        return "fit" if byte < FIT_SHARE * 256 else "check"

    def _root(self, name: str) -> str:
        while self._up.setdefault(name, name) != name:
            self._up[name] = self._up[self._up[name]]
            name = self._up[name]
        return name

    def _join(self, a: str, b: str) -> None:
        a, b = sorted((self._root(a), self._root(b)))
        self._up[b] = a


def _plain(name: str) -> str:
    return " ".join(sorted(name.casefold().replace(",", " ").split()))


def parts(folder: Path) -> Parts:
    """The groups of connected names over all sets of the folder."""
    groups: list[Sequence[str]] = [(r["a"], r["b"]) for r in rows(folder, "name_bench")]
    groups += [r["names"] for r in rows(folder, "phoenix_actor_aliases") if r.get("names")]
    groups += [(r["clean"], r["noisy"]) for r in rows(folder, "un_sanctions_noise")]
    return Parts(groups)


def bench_pairs(folder: Path, parts: Parts) -> list[Pair]:
    """name_bench.jsonl, all rows."""
    return [
        Pair(
            a=r["a"], b=r["b"], kind=KINDS.get(r["schema"], "unknown"), same=r["match"], part=parts.of(r["a"]),
            source="name_bench", sort=r["schema"], peer=r.get("logicv2", 0.0) or 0.0,
        )
        for r in rows(folder, "name_bench")
    ]  # fmt: skip


def alias_pairs(folder: Path, parts: Parts, kind: str) -> list[Pair]:
    """phoenix_actor_aliases.jsonl, one type: all pairs within an actor, and for each name the nearest of others.

    A pair within an actor of n names weighs 2 / n: an actor weighs as much as the merges it needs (n - 1). The
    different pairs are, for each name, the three nearest names of other actors by token_sort_ratio of rapidfuzz and the
    two nearest by token_set_ratio; they weigh 1. Actors that share a printed name, or that have the same state in their
    codes and names of which nine in ten letters agree, are not known to be different: such pairs are left out.
    """
    found = [r for r in rows(folder, "phoenix_actor_aliases") if r["type"] == kind and r.get("names")]
    actors = [sorted({n.strip() for n in r["names"]}) for r in found]
    states = [{code[:3] for code in r.get("codes", ())} for r in found]
    out = [
        Pair(
            a=a,
            b=b,
            kind="unknown",
            same=True,
            part=parts.of(a),
            source=kind,
            sort=sort_of(a, b),
            weight=2 / len(names),
        )
        for names in actors
        for a, b in combinations(names, 2)
    ]
    return out + [
        Pair(a=a, b=b, kind="unknown", same=False, part=parts.of(a), source=kind) for a, b in _nearest(actors, states)
    ]


def _nearest(actors: list[list[str]], states: list[set[str]]) -> list[tuple[str, str]]:
    names = sorted({n for found in actors for n in found})
    owners: dict[str, set[int]] = {}
    for at, found in enumerate(actors):
        for name in found:
            owners.setdefault(name, set()).add(at)
    kin = {at: {o for n in found for o in owners[n]} for at, found in enumerate(actors)}
    twins = process.cdist(names, names, scorer=fuzz.ratio, dtype=np.float32) >= 90
    for at, other in zip(*np.nonzero(twins), strict=True):
        for x in owners[names[at]]:
            kin[x] |= {y for y in owners[names[other]] if states[x] & states[y]}
    pairs: set[tuple[str, str]] = set()
    for scorer, count in ((fuzz.token_sort_ratio, 3), (fuzz.token_set_ratio, 2)):
        table = process.cdist(names, names, scorer=scorer, dtype=np.float32)
        for at, name in enumerate(names):
            related = {o for owner in owners[name] for o in kin[owner]}
            order = np.argsort(-table[at], kind="stable")[: 40 + len(related)]
            others = [names[j] for j in order if j != at and not owners[names[j]] & related]
            pairs.update((min(name, o), max(name, o)) for o in others[:count])
    return sorted(pairs)


def noise_pairs(folder: Path, parts: Parts) -> list[Pair]:
    """un_sanctions_noise.jsonl: each noisy name with its clean one, and with the three nearest other clean ones."""
    found = rows(folder, "un_sanctions_noise")
    clean = sorted({r["clean"] for r in found})
    out: list[Pair] = []
    for r in found:
        near = process.extract(r["noisy"], clean, scorer=fuzz.token_sort_ratio, limit=4)
        part = parts.of(r["clean"])
        out.append(Pair(a=r["noisy"], b=r["clean"], kind="person", same=True, part=part, source="un"))
        out += [
            Pair(a=r["noisy"], b=o, kind="person", same=False, part=part, source="un")
            for o, _, _ in near
            if o != r["clean"]
        ][:3]
    return out


def token_pairs(folder: Path, nearest: int = 0) -> list[Pair]:
    """arabic_token_variants.jsonl: spellings of one Arabic word, and of words near in spelling.

    Same: all pairs of Latin spellings of one Arabic word; `weight` is the count of the rarer one. Different: for each
    of them its first spelling, with a spelling of other Arabic words of which at least half of the letters agree
    (Levenshtein similarity .5; the nearest five where fewer are so), one of them by hash. With `nearest`: one of that
    many nearest spellings instead, which is nearer than most spellings of one word are.
    """
    spelled = [_spellings(r["latin"]) for r in rows(folder, "arabic_token_variants")]
    owners: dict[str, set[int]] = {}
    for at, counts in enumerate(spelled):
        for word in counts:
            owners.setdefault(word, set()).add(at)
    near = _near_words(owners, nearest)
    out: list[Pair] = []
    for at, counts in enumerate(spelled):
        part = "fit" if hashlib.sha256(f"row {min(counts)}".encode()).digest()[0] < FIT_SHARE * 256 else "check"
        for a, b in combinations(sorted(counts), 2):
            weight = float(min(counts[a], counts[b]))
            out.append(Pair(a=a, b=b, kind="unknown", same=True, part=part, source="arabic", weight=weight))
            number = int.from_bytes(hashlib.sha256(f"{a} {b} {at}".encode()).digest()[:4])
            if near[a]:
                other = near[a][number % len(near[a])]
                out.append(Pair(a=a, b=other, kind="unknown", same=False, part=part, source="arabic", weight=weight))
    return out


def _near_words(owners: dict[str, set[int]], nearest: int) -> dict[str, list[str]]:
    """For each spelling those near it, the nearest first, of Arabic words that it does not spell."""
    vocabulary = sorted(owners)
    near: dict[str, list[str]] = {}
    for start in range(0, len(vocabulary), 500):
        block = vocabulary[start : start + 500]
        table = process.cdist(block, vocabulary, scorer=Levenshtein.normalized_similarity, dtype=np.float32)
        for word, line in zip(block, table, strict=True):
            count = min(max(int((line >= 0.5).sum()), 30) if not nearest else nearest + 30, len(line))
            likely = np.flatnonzero(line >= np.partition(line, -count)[-count])
            order = likely[np.argsort(-line[likely], kind="stable")][:count]
            found = [vocabulary[j] for j in order if not owners[vocabulary[j]] & owners[word]]
            half = [w for w in found if Levenshtein.normalized_similarity(w, word) >= 0.5]
            near[word] = found[:nearest] if nearest else half if len(half) >= 5 else found[:5]
    return near


def _spellings(latin: Sequence[Sequence[Any]]) -> dict[str, int]:
    """Spelling -> count, in lower-case ASCII letters: diacritics do not make a spelling."""
    out: dict[str, int] = {}
    for word, count in latin:
        plain = re.sub(r"[^a-z]", "", anyascii(word).lower())
        if plain:
            out[plain] = out.get(plain, 0) + int(count)
    return out

"""Actors across documents: how whole and how pure they are on gold, and how fast very many names are clustered.

    python bench/clusters.py --data DIR [--backend NAME] [--json] [--misses]
    python bench/clusters.py [--names 100000] [--mentions 1000000] [--seed 7] [--store] [--json]

With --data: B-cubed precision, recall and F1 (Bagga and Baldwin 1998) over the name mentions of the record that
one gold actor owns (a name that two gold actors share, or none has, is left out; a mention that nobody resolved is
alone); which gold actors have all their printed names under one actor (of a person those of two words and more:
a bare surname is its article's own); which two gold actors became one. DIR is
as for bench/chain.py; the aliases in its onrecord.toml are not used.

Without: names made up from syllables, with the variants that outlets print (other transliterations, no particle,
initials, middle names), cluster in memory; with --store the same mentions fill a record through the store, and
one more document is added to it.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from typing import Any

from onrecord import adding, project, record
from onrecord.actors.clustering.clusters import JOIN, Edge, cluster, components, ruled
from onrecord.actors.clustering.edges import Comparing, Node, likely
from onrecord.actors.names import key
from onrecord.actors.resolve import actor_id, resolve
from onrecord.backends import ATTRIBUTORS
from onrecord.model import Document, Entity, Mention, Part, Reading, Span, Statement
from onrecord.store import queries
from onrecord.store.db import Store

# ---------------------------------------------------------------------------- against gold


def measure(folder: Path, backend: str | None = None) -> tuple[dict[str, Any], list[str]]:
    """The figures of one folder of gold, and what is not right, a line each."""
    toml = folder / "onrecord.toml"
    settings = replace(project.load(toml), actors=(), issues=()) if toml.is_file() else project.Project()
    settings = replace(settings, attribution=backend) if backend else settings
    with (
        tempfile.TemporaryDirectory() as place,
        record.open(Path(place) / "r.onrecord", project=settings, create=True) as rec,
    ):
        rec.add(folder / "articles")
        found = list(mentions(rec.store))
    owners = gold_names(folder / "gold/actors.jsonl")
    placed = [(text, owner, cluster) for text, cluster in found if (owner := owners.get(key(text)))]
    by_cluster, by_owner = defaultdict(Counter), defaultdict(Counter)
    for _, owner, got in placed:
        by_cluster[got][owner] += 1
        by_owner[owner][got] += 1
    precision = sum(n * n / c.total() for c in by_cluster.values() for n in c.values()) / max(1, len(placed))
    recall = sum(n * n / c.total() for c in by_owner.values() for n in c.values()) / max(1, len(placed))
    rows = [json.loads(line) for line in (folder / "gold/actors.jsonl").read_text(encoding="utf-8").splitlines()]
    broken, several = broken_sets(placed, {r["name"] for r in rows if r["kind"] == "person"})
    home = {owner: max(c, key=lambda k: (c[k], k)) for owner, c in by_owner.items()}
    merged = [(a, b) for a, b in combinations(sorted(home), 2) if home[a] == home[b]]
    figures = {
        "mentions": len(placed),
        "actors": len(by_owner),
        "b3_precision": round(precision, 4),
        "b3_recall": round(recall, 4),
        "b3_f1": round(2 * precision * recall / max(1e-9, precision + recall), 4),
        "alias_sets": several,
        "alias_sets_whole": several - len(broken),
        "actors_merged": len(merged),
    }
    misses = [f"not whole: {owner}: {names}" for owner, names in sorted(broken.items())]
    misses += [f"merged: {a} = {b}" for a, b in merged]
    for got, counts in by_cluster.items():
        if len(counts) > 1:
            misses.append(f"mixed: {got}: {dict(counts)}")
    return figures, misses


def mentions(store: Store) -> Iterator[tuple[str, str]]:
    """Every name mention of current articles with its actor, one of its own where nobody resolved it."""
    with store.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT m.n, m.text, r.id, r.name FROM mention m JOIN document d ON d.n = m.document"
            " LEFT JOIN link k ON k.entity = m.entity LEFT JOIN actor a ON a.n = k.actor"
            " LEFT JOIN actor r ON r.n = a.root WHERE m.kind = 'name' AND d.superseded_by IS NULL ORDER BY m.n"
        ).all()
    for n, text, actor, name in rows:
        yield text, f"{name} ({actor})" if actor else f"mention {n}"


def gold_names(file: Path) -> dict[str, str]:
    """Key of a name -> the one gold actor that has it."""
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for line in file.read_text(encoding="utf-8").splitlines():
        actor = json.loads(line)
        for name in (actor["name"], *actor["aliases"]):
            owners[key(name)].add(actor["name"])
    return {k: next(iter(names)) for k, names in owners.items() if len(names) == 1}


def broken_sets(placed: list[tuple[str, str, str]], persons: set[str]) -> tuple[dict[str, str], int]:
    """Gold actors whose printed aliases are not all under one actor, and how many have several aliases printed."""
    homes: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for text, owner, got in placed:
        if owner not in persons or " " in key(text):
            homes[owner][key(text)][got] += 1
    broken, several = {}, 0
    for owner, names in homes.items():
        several += len(names) > 1
        best = {name: max(c, key=lambda k: (c[k], k)) for name, c in names.items()}
        if len(set(best.values())) > 1:
            broken[owner] = ", ".join(f"{n} -> {b}" for n, b in sorted(best.items()))
    return broken, several


# ---------------------------------------------------------------------------- very many names

PROCESSES = 2

_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "kh", "br", "st", "tr")
_VOWELS = ("a", "e", "i", "o", "u", "a", "e", "ai")
_ENDS = ("n", "r", "l", "s", "m", "d", "k", "sky", "ov", "ez", "son", "i", "a", "man", "ra", "")
_SWAPS = (("kh", "h"), ("ai", "ay"), ("sky", "ski"), ("ov", "off"), ("v", "w"), ("z", "s"), ("i", "y"), ("e", "a"))


def people(names: int, seed: int) -> Iterator[list[str]]:
    """Invented people, each with the distinct names that are printed of them; `names` in all."""
    rnd = random.Random(seed)
    firsts = [_word(rnd, 2) for _ in range(4000)]
    lasts = [_word(rnd, rnd.choice((2, 2, 3))) for _ in range(60000)]
    made = 0
    seen: set[str] = set()
    while made < names:
        first = firsts[int(len(firsts) * rnd.random() ** 2)]
        last = lasts[int(len(lasts) * rnd.random() ** 1.5)]
        forms = [f"{first} {last}", *(_variant(rnd, first, last) for _ in range(rnd.choice((0, 0, 0, 1, 1, 2, 4))))]
        fresh = [f for f in dict.fromkeys(forms) if key(f) not in seen][: names - made]
        seen.update(map(key, fresh))
        if fresh:
            made += len(fresh)
            yield fresh


def _word(rnd: random.Random, syllables: int) -> str:
    body = "".join(rnd.choice(_ONSETS) + rnd.choice(_VOWELS) for _ in range(syllables))
    return (body + rnd.choice(_ENDS)).capitalize()


def _variant(rnd: random.Random, first: str, last: str) -> str:
    kind = rnd.randrange(4)
    if kind == 0:
        return f"{first} {rnd.choice('ABCDEGHJKLMR')}. {last}"
    if kind == 1:
        return f"{first} al-{last}"
    old, new = rnd.choice(_SWAPS)
    if kind == 2:
        return f"{first} {last.lower().replace(old, new, 1).capitalize()}"
    return f"{first.lower().replace(old, new, 1).capitalize()} {last}"


def engine(everyone: list[list[str]]) -> dict[str, Any]:
    """Cluster all names in memory."""
    started = time.perf_counter()
    nodes = {
        actor_id(key(n)): Node(id=actor_id(key(n)), family=key(n), name=n, kind="person") for p in everyone for n in p
    }
    with ProcessPoolExecutor(PROCESSES) as pool:
        parts = pool.map(_edges, [(nodes, i) for i in range(PROCESSES)])
        edges = [edge for part in parts for edge in part]
    comparing = Comparing(nodes)
    verdicts = ruled(())
    groups = sum(
        len(cluster(some, edges_of, comparing.against, verdicts).members) for some, edges_of in _parts(nodes, edges)
    )
    return {
        "names": len(nodes),
        "people": len(everyone),
        "pairs": len(edges),
        "actors": groups,
        "cluster_seconds": round(time.perf_counter() - started, 1),
        "peak_gib": peak(),
    }


def peak() -> float:
    """The most memory that this process and its children held, in GiB."""
    who = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    largest = [resource.getrusage(w).ru_maxrss for w in who]
    return round((largest[0] + PROCESSES * largest[1]) / 2**20, 2)


def _edges(asked: tuple[Mapping[str, Node], int]) -> list[Edge]:
    nodes, which = asked
    return list(likely(Comparing(nodes), nodes, JOIN, (which, PROCESSES)))


def _parts(nodes: Mapping[str, Node], edges: list[Any]) -> Iterator[tuple[list[str], list[Any]]]:
    """The parts that can be clustered on their own, each with its edges."""
    part_of = {}
    parts = list(components(nodes, edges, ruled(())))
    for i, part in enumerate(parts):
        part_of.update(dict.fromkeys(part, i))
    of: defaultdict[int, list[Any]] = defaultdict(list)
    for edge in edges:
        of[part_of[edge.a]].append(edge)
    for i, part in enumerate(parts):
        yield part, of[i]


# ---------------------------------------------------------------------------- through the store

PER_DOCUMENT = 20  # mentions


def documents(everyone: list[list[str]], mentions: int, seed: int) -> Iterator[Reading]:
    """Articles of `PER_DOCUMENT` mentions each; some people are named far more often, everybody once at least."""
    rnd = random.Random(seed)
    every = [n for p in everyone for n in p]
    rnd.shuffle(every)
    for i in range(mentions // PER_DOCUMENT):
        some = every[i * 2 : i * 2 + 2] if i * 2 < len(every) else []
        some += [every[int(len(every) * rnd.random() ** 4)] for _ in range(PER_DOCUMENT // 2 - len(some))]
        yield article(f"{i}", list(dict.fromkeys(some)))


def article(name: str, names: list[str]) -> Reading:
    """One article in which each of these people is named twice, and says something."""
    doc, text = f"d{name}", ""
    entities, found, said = [], [], []
    for n, who in enumerate(names):
        start = len(text)
        text += f"{who} said: “We will wait for word {n}.” Then {who} left.\n\n"
        owner = Entity(id=f"e{name}-{n}", doc=doc, name=who, key=key(who), kind="person")
        entities.append(owner)
        second = text.rindex(who)
        for k, at in enumerate((start, second)):
            span = Span(doc=doc, start=at, end=at + len(who), text=who)
            found.append(
                Mention(
                    id=f"m{name}-{n}-{k}", span=span, kind="name", entity=owner.id, score=0.9, why="full-name", by="b"
                )
            )
        quote = text.index("“", start) + 1
        content = Span(doc=doc, start=quote, end=text.index("”", quote), text=text[quote : text.index("”", quote)])
        said.append(
            Statement(
                id=f"s{name}-{n}", doc=doc, source=(found[-2].span,), cue=(), content=(content,), speaker=owner.id,
                kind="direct", act="promise", score=0.9, why="bench", by="b",
            )
        )  # fmt: skip
    part = Part(start=0, end=len(text.rstrip()), label="body")
    document = Document(
        id=doc, key=name, location=f"/n/{name}", file=f"n/{name}", format="text", text=text, text_sha=name,
        raw_sha=name, parts=(part,),
    )  # fmt: skip
    return Reading(document=document, mentions=tuple(found), entities=tuple(entities), statements=tuple(said))


def through_store(everyone: list[list[str]], mentions: int, seed: int, place: Path) -> dict[str, Any]:
    """Fill a record with the mentions, then add one more article that names old and new people."""
    with Store.create(place) as store:
        run = store.begin_run("bench", {})
        started = time.perf_counter()
        batch: list[Reading] = []
        for reading in documents(everyone, mentions, seed):
            batch.append(reading)
            if len(batch) == adding.BATCH_DOCUMENTS:
                add(store, run, batch)
                batch = []
        add(store, run, batch)
        filled = time.perf_counter() - started
        old = [p[0] for p in everyone[:5]]
        worst = 0.0
        for i in range(5):
            extra = article(
                f"extra{i}", [*old, f"Ann{'abcde'[i]} Zworykina", f"Mister B. {everyone[i][0].split()[-1]}son"]
            )
            started = time.perf_counter()
            add(store, run, [extra])
            worst = max(worst, time.perf_counter() - started)
        started = time.perf_counter()
        doubtful = queries.doubts(store, limit=20)
        asked = time.perf_counter() - started
        with store.read() as conn:
            actors = conn.exec_driver_sql("SELECT count(*) FROM actor WHERE shown = 1").scalar()
            names = conn.exec_driver_sql("SELECT count(*) FROM actor WHERE traits != ''").scalar()
    return {
        "store_names": names,
        "store_actors": actors,
        "store_fill_seconds": round(filled, 1),
        "store_one_document_seconds": round(worst, 3),
        "store_doubtful_seconds": round(asked, 2),
        "doubtful": len(doubtful),
    }


def add(store: Store, run: int, batch: list[Reading]) -> None:
    store.append(run, batch, [], *resolve([e for r in batch for e in r.entities], project.Project()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--backend", choices=sorted(ATTRIBUTORS))
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--mentions", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--store", action="store_true")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    misses: list[str] = []
    if options.data is not None:
        if not (options.data / "gold/actors.jsonl").is_file():
            print(f"skipped: {options.data} holds no gold/actors.jsonl")
            return 0
        figures, misses = measure(options.data, options.backend)
    else:
        everyone = list(people(options.names, options.seed))
        figures = engine(everyone)
        if options.store:
            with tempfile.TemporaryDirectory() as folder:
                figures |= through_store(everyone, options.mentions, options.seed, Path(folder) / "r.onrecord")
            figures["peak_gib"] = peak()
    print(json.dumps(figures, indent=1) if options.json else "\n".join(f"{k:30}{v}" for k, v in figures.items()))
    if options.misses:
        print("\n".join(misses))
    return 0


if __name__ == "__main__":
    sys.exit(main())

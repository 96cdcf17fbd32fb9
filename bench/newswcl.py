#!/usr/bin/env python3
"""Who is meant over the articles of one story: `story_actors` against the annotated stories of NewsWCL50.

    python bench/newswcl.py --data FILE [--json] [--misses N] [--topics 0,1,2] [--no-tagger]

FILE is JSON Lines, one article a row: {"id", "topic", "outlet", "text", "mentions": [[start, end, chain, type], ...]}.
The resolver is given the texts, the outlets and the spans of all mentions (of events and things, too), neither
chains nor types, and what the default tagger sights in the text; it decides by itself what is a person. Each topic is
one story. Two settings: "persons" scores the mentions of type ACTOR, "all" those of ACTOR, GROUP and COUNTRY (ACTOR-I,
minor actors in chains that are rests, are left out of both). The chains are of near-identity (the White House
counts as the USA, a party's chairman as the party), so "all" is scored on the camps (`camps_of`), "persons" on the
actors themselves; `persons_camps` and `all_identity` are the other way about. A span with several chains stands in
the gold once for each, and goes to as many clusters as the resolver gives it, those that fit best.

B-cubed (Bagga and Baldwin 1998) and the CoNLL mean of MUC, B-cubed and CEAF-e, over all stories together. Baselines:
one cluster for each exact string of a story, and for each last word. The data is used as its folder's README allows,
inside this check alone. Where FILE is absent this says so and exits 0.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from onrecord.actors.story.actors import (
    StoryArticle,
    StoryCluster,
    StoryMention,
    camps_of,
    story_actors,
)
from onrecord.findings import Sighting

SETTINGS = {"persons": frozenset(("ACTOR",)), "all": frozenset(("ACTOR", "GROUP", "COUNTRY"))}
Place = tuple[str, int, int]
Key = tuple[str, int, int, int]
"""A gold mention: article, start, end, and which of the chains of that span."""
Clusters = list[list[Key]]
Part = tuple[float, float]
"""How many are right, of how many."""
Tagger = Callable[[str], tuple[Sighting, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One topic: its rows, the actors found, and the camps they form."""

    rows: Sequence[Mapping[str, Any]]
    actors: Sequence[StoryCluster]
    camps: Sequence[StoryCluster]


def stories(path: Path, tagger: Tagger | None, topics: Sequence[str] = ()) -> Iterator[Story]:
    """The stories of a file, resolved, by topic."""
    by_topic: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with path.open(encoding="utf-8") as lines:
        for row in map(json.loads, filter(str.strip, lines)):
            by_topic[str(row["topic"])].append(row)
    for topic in sorted(by_topic):
        if topics and topic not in topics:
            continue
        rows = by_topic[topic]
        actors = story_actors([article(row, tagger) for row in rows])
        yield Story(rows=rows, actors=actors, camps=camps_of(actors))


def article(row: Mapping[str, Any], tagger: Tagger | None) -> StoryArticle:
    """A row as the resolver gets it: no chains, no types."""
    return StoryArticle(
        document=row["id"],
        outlet=row["outlet"],
        text=row["text"],
        mentions=tuple(StoryMention(start=start, end=end) for start, end, *_ in row["mentions"]),
        sightings=tagger(row["text"]) if tagger else (),
    )


def tagging() -> Tagger:
    """The default backend's sightings."""
    from onrecord.attribution.neural import Neural

    backend = Neural()
    return lambda text: backend.find(text).sightings


def gold_of(story: Story, types: frozenset[str]) -> dict[Place, list[str]]:
    """The chains of each span that has a type of the setting."""
    out: dict[Place, list[str]] = defaultdict(list)
    for row in story.rows:
        for start, end, chain, kind in row["mentions"]:
            if kind in types:
                out[row["id"], start, end].append(chain)
    return out


def of_clusters(clusters: Sequence[StoryCluster]) -> dict[Place, list[str]]:
    """The clusters that each span was given."""
    out: dict[Place, list[str]] = defaultdict(list)
    for cluster in clusters:
        for link in cluster.mentions:
            out[link.document, link.start, link.end].append(cluster.id)
    return out


def by_string(story: Story, key: Callable[[str], str]) -> dict[Place, list[str]]:
    """A baseline: the spans of a story by a key of their words."""
    out: dict[Place, list[str]] = {}
    for row in story.rows:
        for start, end, *_ in row["mentions"]:
            out[row["id"], start, end] = [key(row["text"][start:end])]
    return out


def last_word(text: str) -> str:
    words: list[str] = re.findall(r"\w+", text.lower())
    return words[-1] if words else ""


def pairs(gold: Mapping[Place, list[str]], given: Mapping[Place, list[str]]) -> list[tuple[Key, str, str]]:
    """Each gold mention with its chain and its cluster; several chains of a span go to the clusters they fit."""
    fit = Counter((chains[0], given[at][0]) for at, chains in gold.items() if len(chains) == 1 and at in given)
    out = []
    for at, chains in gold.items():
        free = list(given.get(at, [f"{at}: not in the text"]))
        order = sorted(range(len(chains)), key=lambda i: (-max(fit[chains[i], c] for c in free), chains[i]))
        for i in order:
            best = max(free, key=lambda c: (fit[chains[i], c], c))
            if len(free) > 1 and len(chains) > 1:
                free.remove(best)
            out.append(((*at, i), chains[i], best))
    return out


def grouped(found: Sequence[tuple[Key, str, str]]) -> tuple[Clusters, Clusters]:
    """Gold clusters and given clusters of the same mentions."""
    gold: dict[str, list[Key]] = defaultdict(list)
    given: dict[str, list[Key]] = defaultdict(list)
    for key, chain, cluster in found:
        gold[chain].append(key)
        given[cluster].append(key)
    return list(gold.values()), list(given.values())


def scores(stories: Sequence[tuple[Clusters, Clusters]]) -> dict[str, float]:
    """B-cubed precision, recall and F1, and the CoNLL mean, over all stories; gold and found have the same mentions."""
    b3 = _f1([(_inside(found, gold), _inside(gold, found)) for gold, found in stories])
    muc = _f1([(_links(found, gold), _links(gold, found)) for gold, found in stories])
    ceaf = _f1([_matched(gold, found) for gold, found in stories])
    return {"precision": b3[0], "recall": b3[1], "f1": b3[2], "conll": (muc[2] + b3[2] + ceaf[2]) / 3}


def _f1(parts: Sequence[tuple[Part, Part]]) -> tuple[float, float, float]:
    """Precision, recall and F1 of summed (right, of how many) pairs."""
    p, r = (
        sum(x[side][0] for x in parts) / max(1e-9, sum(x[side][1] for x in parts)) if parts else 0.0 for side in (0, 1)
    )
    return p, r, 2 * p * r / (p + r) if p + r else 0.0


def _spread(cluster: Sequence[Key], others: Clusters) -> list[int]:
    """How many mentions of a cluster lie in each of the other side's clusters."""
    of = {key: i for i, c in enumerate(others) for key in c}
    return list(Counter(of[key] for key in cluster).values())


def _inside(clusters: Clusters, others: Clusters) -> Part:
    """B-cubed: per mention, the share of its cluster that is in its cluster of the other side, too."""
    return sum(n * n / len(c) for c in clusters for n in _spread(c, others)), sum(map(len, clusters))


def _links(clusters: Clusters, others: Clusters) -> Part:
    """MUC: the links of each cluster that the other side's clusters leave whole."""
    return sum(len(c) - len(_spread(c, others)) for c in clusters), sum(len(c) - 1 for c in clusters)


def _matched(gold: Clusters, found: Clusters) -> tuple[Part, Part]:
    """CEAF-e: the likeness of clusters in the best one-to-one match."""
    of = {key: j for j, c in enumerate(found) for key in c}
    like = np.zeros((len(gold), len(found)))
    for i, c in enumerate(gold):
        for j, n in Counter(of[key] for key in c).items():
            like[i, j] = 2 * n / (len(c) + len(found[j]))
    best = best_match(like)
    return (best, len(found)), (best, len(gold))


def best_match(worth: NDArray[np.float64]) -> float:
    """The most that a one-to-one match of rows and columns is worth (shortest augmenting paths, Kuhn and Munkres)."""
    if not worth.size:
        return 0.0
    cost = -(worth if worth.shape[0] <= worth.shape[1] else worth.T)
    rows, columns = cost.shape
    of_row, of_column = np.zeros(rows + 1), np.zeros(columns + 1)
    owner = np.zeros(columns + 1, dtype=int)  # the row, from 1, that has a column, from 1
    for row in range(1, rows + 1):
        owner[0], at = row, 0
        least, way = np.full(columns + 1, np.inf), np.zeros(columns + 1, dtype=int)
        used = np.zeros(columns + 1, dtype=bool)
        while owner[at]:
            used[at] = True
            slack = np.full(columns + 1, np.inf)
            slack[1:] = cost[owner[at] - 1] - of_row[owner[at]] - of_column[1:]
            nearer = ~used & (slack < least)
            least[nearer], way[nearer] = slack[nearer], at
            next_one = int(np.argmin(np.where(used, np.inf, least)))
            step = least[next_one]
            of_row[owner[used]] += step
            of_column[used] -= step
            least[~used] -= step
            at = next_one
        while at:
            owner[at], at = owner[way[at]], int(way[at])
    return float(-sum(cost[owner[j] - 1, j - 1] for j in range(1, columns + 1) if owner[j]))


def measure(path: Path, tagger: bool = True, topics: Sequence[str] = ()) -> dict[str, float]:
    """All figures of a file, by name: `persons`, `persons_precision`, `all_conll`, `all_last_word` ..."""
    told = list(stories(path, tagging() if tagger else None, topics))
    out: dict[str, float] = {"stories": len(told)}
    for setting, types in SETTINGS.items():
        golds = [gold_of(s, types) for s in told]
        out[f"{setting}_mentions"] = sum(len(c) for g in golds for c in g.values())
        ways: dict[str, list[dict[Place, list[str]]]] = {
            "identity": [of_clusters(s.actors) for s in told],
            "camps": [of_clusters(s.camps) for s in told],
            "exact": [by_string(s, str) for s in told],
            "last_word": [by_string(s, last_word) for s in told],
        }
        head = "identity" if setting == "persons" else "camps"
        for way, given in ways.items():
            found = scores([grouped(pairs(g, c)) for g, c in zip(golds, given, strict=True)])
            if way == head:
                out |= {setting: found["f1"], **{f"{setting}_{n}": v for n, v in found.items() if n != "f1"}}
            else:
                out |= {f"{setting}_{way}": found["f1"], f"{setting}_{way}_conll": found["conll"]}
    return {name: round(value, 4) for name, value in out.items()}


def misses(story: Story, setting: str) -> Iterator[str]:
    """Mentions that are not in the cluster most of their chain is in, or whose cluster is mostly another chain's."""
    clusters = story.actors if setting == "persons" else story.camps
    found = pairs(gold_of(story, SETTINGS[setting]), of_clusters(clusters))
    texts = {row["id"]: row["text"] for row in story.rows}
    names = {c.id: f"{c.name} ({c.kind})" for c in clusters}
    why = {(k.document, k.start, k.end, c.id): k.why for c in clusters for k in c.mentions}
    home: dict[str, Counter[str]] = defaultdict(Counter)
    owner: dict[str, Counter[str]] = defaultdict(Counter)
    for _, chain, cluster in found:
        home[chain][cluster] += 1
        owner[cluster][chain] += 1
    for (document, start, end, _), chain, cluster in found:
        if home[chain].most_common(1)[0][0] != cluster or owner[cluster].most_common(1)[0][0] != chain:
            text = texts[document]
            around = f"{text[max(0, start - 40) : start]}[[{text[start:end]}]]{text[end : end + 30]}".replace("\n", " ")
            yield f"{setting}\t{chain}\t{names[cluster]}\t{why[document, start, end, cluster]}\t{around}"


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", type=int, default=0, metavar="N", help="show N mentions that went wrong")
    parser.add_argument("--topics", default="", help="only these stories, with commas between")
    parser.add_argument("--no-tagger", action="store_true", help="give the resolver no sightings")
    args = parser.parse_args(argv)
    if not args.data.is_file():
        print(f"{args.data}: not there; nothing measured")
        return 0
    topics = [t for t in args.topics.split(",") if t]
    figures = measure(args.data, not args.no_tagger, topics)
    if args.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:24} {value:g}")
    if args.misses:
        told = stories(args.data, None if args.no_tagger else tagging(), topics)
        lines = [line for story in told for setting in SETTINGS for line in misses(story, setting)]
        print("\n".join(lines[: args.misses]))
    return 0


if __name__ == "__main__":
    sys.exit(main())

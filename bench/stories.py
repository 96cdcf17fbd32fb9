"""Documents into stories: how well on gold, and how fast on very many documents.

    python bench/stories.py --data FILE [--json] [--misses]
    python bench/stories.py --scale [100000] [--seed 7] [--json]
    python bench/stories.py --kept [10000] [--seed 7] [--json]

FILE has one document a line: {"id", "text", "subtopic"} and, where known, "title", "published" and "outlet";
`subtopic` is its gold story. All documents of the file are grouped at once. Printed are the adjusted Rand index
(Hubert and Arabie 1985), B-cubed precision, recall and F1, V-measure, and how many stories there are and were
found. `floor` is the same of plain TF-IDF vectors under average linkage, at the threshold given with --floor.

--scale makes documents up: stories of very different sizes in a few hundred quarrels, each quarrel with its own
words and names, over two years. --kept puts such documents into a record: how long it takes to find and keep their
stories and storylines, to notice that nothing changed, to find them again after one document more, and to answer
`outlets` and `story`; and how many links go on from a story of the same quarrel.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from lines import rows
from onrecord.stories.grouping import cluster
from onrecord.stories.records import StoryDocument

_ADDRESS = re.compile(r"\s*(?:https?|www)\b")

# ---------------------------------------------------------------------------- against gold


def read(file: Path) -> tuple[list[StoryDocument], dict[str, str]]:
    """The documents of a gold file, and the story of each. An address in the first line is no part of the text."""
    documents, gold = [], {}
    for row in rows(file):
        text = row["text"]
        if _ADDRESS.match(text):
            text = text.partition("\n")[2]
        published = date.fromisoformat(row["published"]) if row.get("published") else None
        documents.append(StoryDocument(id=row["id"], text=text, title=row.get("title", ""), published=published))
        gold[row["id"]] = str(row["subtopic"])
    return documents, gold


def measure(file: Path, floor: float) -> tuple[dict[str, Any], list[str]]:
    documents, gold = read(file)
    groups = cluster(documents)
    found = {d: g.id for g in groups for d in g.documents}
    ids = [d.id for d in documents]
    figures = {"documents": len(ids), "gold_stories": len({*gold.values()}), "stories": len(groups)}
    figures |= agreement([gold[i] for i in ids], [found[i] for i in ids])
    plain = tfidf(documents, floor)
    figures["floor"] = agreement([gold[i] for i in ids], [plain[i] for i in ids])
    sizes = Counter(gold.values())
    misses = []
    for group in groups:
        inside = Counter(gold[d] for d in group.documents)
        if len(inside) > 1 or any(n < sizes[s] for s, n in inside.items()):
            what = ", ".join(f"{n} of {sizes[s]} of {s}" for s, n in sorted(inside.items()))
            misses.append(f"{what} (likeness {group.likeness})")
    return figures, misses


def agreement(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """The figures of one grouping against another, the groups of each document given in turn."""
    n = len(gold)
    both, a, b = Counter(zip(gold, found, strict=True)), Counter(gold), Counter(found)
    same, pairs_a, pairs_b = (sum(math.comb(x, 2) for x in c.values()) for c in (both, a, b))
    chance = pairs_a * pairs_b / max(1, math.comb(n, 2))
    top = (pairs_a + pairs_b) / 2 - chance
    precision = sum(x * x / b[k[1]] for k, x in both.items()) / n
    recall = sum(x * x / a[k[0]] for k, x in both.items()) / n
    entropy_a, entropy_b = (-sum(x / n * math.log(x / n) for x in c.values()) for c in (a, b))
    shared = sum(x / n * math.log(x * n / (a[i] * b[j])) for (i, j), x in both.items())
    return {
        "ari": round((same - chance) / top if top else 1.0, 4),
        "b3_precision": round(precision, 4),
        "b3_recall": round(recall, 4),
        "b3_f1": round(2 * precision * recall / (precision + recall), 4),
        "v": round(2 * shared / (entropy_a + entropy_b) if entropy_a + entropy_b else 1.0, 4),
    }


def tfidf(documents: Sequence[StoryDocument], threshold: float) -> dict[str, str]:
    """The floor: words in lower case, TF-IDF, average linkage over all pairs."""
    words = [Counter(re.findall(r"[a-z0-9]+", d.text.lower())) for d in documents]
    df = Counter(w for c in words for w in c)
    n = len(documents)
    rows = []
    for counts in words:
        weights = {w: (1 + math.log(x)) * math.log(n / df[w]) for w, x in counts.items()}
        length = math.sqrt(sum(x * x for x in weights.values())) or 1.0
        rows.append({w: x / length for w, x in weights.items()})
    like = [
        [sum(x * other.get(w, 0.0) for w, x in row.items()) for other in rows[: i + 1]] for i, row in enumerate(rows)
    ]
    import numpy as np

    from onrecord.stories.likeness import Pairs
    from onrecord.stories.linking import Part, link

    a, b = np.array([(j, i) for i in range(n) for j in range(i)], np.int64).reshape(-1, 2).T
    likeness = np.array([like[i][j] for j, i in zip(a, b, strict=True)])
    groups = link([Part([i]) for i in range(n)], Pairs(a, b, likeness), threshold, 0.0)
    return {documents[i].id: str(number) for number, group in enumerate(groups) for i in group.rows}


# ---------------------------------------------------------------------------- very many


def made_up(n: int, seed: int) -> Iterator[tuple[StoryDocument, str]]:
    """Documents and the story of each. Words of a language that nobody speaks, frequent ones as in any language."""
    rnd = random.Random(seed)
    words = [_word(rnd) for _ in range(60_000)]
    frequent = [min(59_999, int(rnd.paretovariate(0.65)) - 1) for _ in range(1_000_000)]
    made = story = 0
    while made < n:
        quarrel = random.Random(f"{seed}-{story % 300}")
        theme = [quarrel.choice(words) for _ in range(60)]
        people = [_word(quarrel).capitalize() + " " + _word(quarrel).capitalize() for _ in range(12)]
        own = [rnd.choice(words) for _ in range(25)]
        names = [_word(rnd).capitalize() + " " + _word(rnd).capitalize() for _ in range(4)] + rnd.sample(people, 3)
        begun = date(2023, 1, 1) + timedelta(days=rnd.randrange(730))
        for _ in range(min(n - made, int(min(500, rnd.paretovariate(0.9))))):
            text = _article(rnd, words, frequent, theme, own, names)
            day = begun + timedelta(days=min(20, int(rnd.expovariate(0.7))))
            yield StoryDocument(id=f"d{made}", title=text[0], text="\n".join(text), published=day), str(story)
            made += 1
        story += 1


def _article(
    rnd: random.Random, words: list[str], frequent: list[int], theme: list[str], own: list[str], names: list[str]
) -> list[str]:
    sentences = []
    for _ in range(rnd.randrange(12, 28)):
        some = [words[frequent[rnd.randrange(1_000_000)]] for _ in range(rnd.randrange(10, 22))]
        for _ in range(3):
            some[rnd.randrange(1, len(some))] = rnd.choice(theme if rnd.random() < 0.5 else own)
        some[rnd.randrange(1, len(some))] = rnd.choice(names)
        sentences.append(" ".join(some).capitalize() if rnd.random() < 0.3 else " ".join(some))
    return sentences


_ONSETS = ("b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "z", "sh", "kh", "br", "st", "tr")


def _word(rnd: random.Random) -> str:
    return "".join(rnd.choice(_ONSETS) + rnd.choice("aeiou") for _ in range(rnd.choice((1, 2, 2, 3)))) + rnd.choice(
        "nrlsmdk"
    )


def scale(n: int, seed: int) -> dict[str, Any]:
    """Group made-up documents; how long it takes from their text on, how much memory, how right it is."""
    owner: dict[str, str] = {}

    def documents() -> Iterator[StoryDocument]:
        for document, story in made_up(n, seed):
            owner[document.id] = story
            yield document

    started = time.perf_counter()
    groups = cluster(documents())
    seconds = time.perf_counter() - started
    found = {d: g.id for g in groups for d in g.documents}
    split = defaultdict(set)
    for d, story in owner.items():
        split[story].add(found[d])
    return {
        "documents": n,
        "gold_stories": len(split),
        "stories": len(groups),
        "seconds_with_making_them_up": round(seconds, 1),
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
        **agreement([owner[d] for d in owner], [found[d] for d in owner]),
    }


# ---------------------------------------------------------------------------- in a record


def kept(n: int, seed: int) -> dict[str, Any]:
    """Stories kept with a record of made-up documents: seconds of one core for each step."""
    import tempfile

    import onrecord
    from onrecord.actors.resolve import resolve
    from onrecord.store import queries, storylines

    seconds: dict[str, float] = {}

    def timed(name: str, call: Callable[[], Any]) -> Any:
        started = time.process_time()
        found = call()
        seconds[name] = round(time.process_time() - started, 2)
        return found

    quarrels: dict[str, int] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        onrecord.open(Path(folder) / "r.onrecord", create=True) as record,
    ):
        readings = []
        for document, story in made_up(n + 1, seed):
            quarrels[document.id] = int(story) % 300
            readings.append(reading(document))
        run = record.store.begin_run("", {})
        for k in range(0, n, 500):
            some = readings[k : min(n, k + 500)]
            record.store.append(run, some, (), *resolve([e for r in some for e in r.entities], record.project))
        timed("settle", lambda: storylines.settle(record.store))
        timed("settle_again", lambda: storylines.settle(record.store))
        with record.store.read() as conn:
            timed("is_due", lambda: storylines.is_due(conn))
        every = timed("story", lambda: queries.stories(record.store, limit=20))
        timed("story_page", lambda: queries.story(record.store, every.storylines[0].stories[0].id))
        timed("outlets", lambda: queries.outlets(record.store))
        record.store.append(run, readings[n:], (), *resolve(readings[n].entities, record.project))
        timed("settle_one_more", lambda: storylines.settle(record.store))
        views = {v.story.id: v for v in timed("story_views", lambda: list(queries.story_views(record.store)))}
    of = {s: Counter(quarrels[d.id] for d in v.documents).most_common(1)[0][0] for s, v in views.items()}
    links = [(s, v.follows.story.id) for s, v in views.items() if v.follows]
    return {
        "documents": n,
        "stories": every.stories,
        "storylines": every.total,
        "links": len(links),
        "links_within_a_quarrel": sum(of[a] == of[b] for a, b in links),
        "seconds": seconds,
        "peak_gib": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20, 2),
    }


def reading(document: StoryDocument) -> Any:
    """A document as a record takes it, with the capitalised names in it as its entities."""
    from onrecord.model import Document, Entity, Part, Reading

    names = sorted({*re.findall(r"\b[A-Z][a-z]+ [A-Z][a-z]+\b", document.text)})
    at = f"/{document.id}"
    return Reading(
        document=Document(
            id=document.id, key=document.id, location=at, file=at, format="text", text=document.text,
            text_sha=document.id, raw_sha=document.id, url=None, outlet=f"Outlet {int(document.id[1:]) % 40}",
            title=document.title[:80], byline=None, published=document.published, language="en", encoding="utf-8",
            parts=(Part(start=0, end=len(document.text), label="body", why=""),), evidence=(),
        ),
        mentions=(),
        entities=tuple(
            Entity(id=f"{document.id}-{k}", doc=document.id, name=name, key=name.lower(), kind="person")
            for k, name in enumerate(names)
        ),
        roles=(),
        statements=(),
    )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--floor", type=float, default=0.16)
    parser.add_argument("--misses", action="store_true")
    parser.add_argument("--scale", type=int, nargs="?", const=100_000)
    parser.add_argument("--kept", type=int, nargs="?", const=10_000)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    if given.scale:
        figures, misses = scale(given.scale, given.seed), []
    elif given.kept:
        figures, misses = kept(given.kept, given.seed), []
    elif given.data:
        figures, misses = measure(given.data, given.floor)
    else:
        parser.error("--data FILE, --scale [N] or --kept [N]")
    print(json.dumps(figures, indent=None if given.json else 1))
    if given.misses:
        print(*misses, sep="\n")


if __name__ == "__main__":
    main()

"""How fast a record is filled and asked, beside plain sqlite3 writing the same rows.

    PYTHONPATH=src python bench/store.py [--documents 3000] [--keep FILE]

Articles are made up: 800 words, 25 statements, 40 mentions, 12 entities each; words and names follow
a Zipf-like distribution, so some words stand in every article and some actors in a third of them.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from onrecord.model import Actor, Document, Entity, Link, Mention, Part, Reading, Role, Span, Statement
from onrecord.store import queries
from onrecord.store.db import Store

WORDS, STATEMENTS, MENTIONS, ENTITIES, BATCH = 800, 25, 40, 12, 100
TABLES = ("run", "document", "source", "entity", "mention", "role", "statement", "via", "actor", "link", "actor_name")
Batch = tuple[list[Reading], list[Actor], list[Link]]


def zipf(rnd: random.Random, size: int) -> int:
    """A rank from 0 to size - 1, the low ones far more often."""
    return min(size - 1, int(size ** rnd.random()) - 1)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def reading(rnd: random.Random, i: int) -> Reading:
    """One made-up article."""
    text = "\n\n".join(
        " ".join(f"word{zipf(rnd, 30_000)}" for _ in range(WORDS // 20)) + "." for _ in range(20)
    )  # fmt: skip
    doc = "d" + sha(str(i))
    names = sorted({f"Name{zipf(rnd, 20_000)} Surname{rnd.randrange(9)}" for _ in range(ENTITIES)})
    entities = [Entity(id="e" + sha(doc + n), doc=doc, name=n, key=n.casefold(), kind="person") for n in names]

    def span(length: int) -> Span:
        start = rnd.randrange(len(text) - length)
        return Span(doc=doc, start=start, end=start + length, text=text[start : start + length])

    statements = [
        Statement(
            id=f"s{sha(f'{doc} {k}')}", doc=doc, source=(span(14),), cue=(span(4),), content=(span(110),),
            speaker=rnd.choice(entities).id if k % 5 else None, kind="direct" if k % 3 else "indirect", act="assertion",
            score=0.8, why="subject of a cue verb", by="rules/1",
        )
        for k in range(STATEMENTS)
    ]  # fmt: skip
    mentions = [
        Mention(
            id=f"m{sha(f'{doc} {k}')}", span=span(14), kind="name" if k % 2 else "pronoun",
            entity=rnd.choice(entities).id, score=0.9, why="full name", by="rules/1",
        )
        for k in range(MENTIONS)
    ]  # fmt: skip
    at = [m for m, c in enumerate(text) if c == "\n" and text[m - 1] != "\n"]
    parts = [Part(start=s, end=e, label="body", why="x") for s, e in zip([0, *[a + 2 for a in at]], [*at, len(text)])]  # noqa: B905
    return Reading(
        document=Document(
            id=doc, key=f"{i}.txt", location=f"/news/{i}.txt", file=f"news/{i}.txt", format="text", text=text,
            text_sha=sha(text), raw_sha=sha(text), outlet=f"Outlet {zipf(rnd, 40)}", title=text[:60],
            published=date(2000, 1, 1) + timedelta(days=rnd.randrange(9000)), language="en", parts=tuple(parts),
        ),
        mentions=tuple(mentions),
        entities=tuple(entities),
        roles=tuple(
            Role(id="r" + sha(doc + e.id), entity=e.id, title="minister", org=None, evidence=span(8))
            for e in entities[:3]
        ),
        statements=tuple(statements),
    )  # fmt: skip


def batches(documents: int) -> Iterator[Batch]:
    rnd = random.Random(7)
    for first in range(0, documents, BATCH):
        readings = [reading(rnd, i) for i in range(first, min(documents, first + BATCH))]
        entities = [e for r in readings for e in r.entities]
        actors = {e.key: Actor(id="a" + sha(e.key), name=e.name, kind=e.kind, key=e.key) for e in entities}
        links = [Link(entity=e.id, actor=actors[e.key].id, score=0.8, why="same name", by="rules/1") for e in entities]
        yield readings, list(actors.values()), links


def fill(store: Store, documents: int) -> float:
    """CPU seconds spent in the store, the making of articles not counted."""
    spent = 0.0
    run = store.begin_run("bench", {})
    for readings, actors, links in batches(documents):
        before = time.process_time()
        store.append(run, readings, [], actors, links)
        spent += time.process_time() - before
    store.finish_run(run, {}, spent)
    return spent


def raw(full: Path, empty: Path, documents: int) -> float:
    """CPU seconds of plain sqlite3 putting the finished record's rows into an empty one, in as many transactions."""
    with closing(sqlite3.connect(full)) as here:
        rows = {name: here.execute(f"SELECT * FROM {name} ORDER BY 1").fetchall() for name in TABLES}
    steps = -(-documents // BATCH)
    with closing(sqlite3.connect(empty, isolation_level=None)) as there:
        there.execute("PRAGMA foreign_keys = OFF")  # rows of a batch may name rows of a later one here
        there.execute("PRAGMA synchronous = NORMAL")
        there.execute("PRAGMA cache_size = -65536")
        before = time.process_time()
        for step in range(steps):
            there.execute("BEGIN IMMEDIATE")
            for name, every in rows.items():
                some = every[len(every) * step // steps : len(every) * (step + 1) // steps]
                if some:
                    there.executemany(f"INSERT INTO {name} VALUES ({','.join('?' * len(some[0]))})", some)
            there.execute("COMMIT")
        return time.process_time() - before


def timed(name: str, ask: Callable[[], Any], times: int = 3) -> None:
    best = min(_once(ask) for _ in range(times))
    print(f"{name:38} {best * 1000:9.2f} ms")


def _once(ask: Callable[[], Any]) -> float:
    before = time.perf_counter()
    ask()
    return time.perf_counter() - before


def ask(store: Store) -> None:
    """The usual questions."""
    top = queries.status(store).speakers[0].name
    one = queries.said(store, limit=1)[0]
    timed("open, ask one, close", lambda: _open(store.path))
    timed("known(location)", lambda: store.known("/news/7.txt"))
    timed("status", lambda: queries.status(store))
    timed("find a rare word", lambda: queries.find(store, "word29000"))
    timed("find a common word", lambda: queries.find(store, "word0"))
    timed("find two words", lambda: queries.find(store, "word50 word700"))
    timed("said, newest 50", lambda: queries.said(store, limit=50))
    timed(f"said by {top}, newest 50", lambda: queries.said(store, by=top, limit=50))
    timed(f"timeline of {top}", lambda: queries.timeline(store, by=top, step="year"))
    timed("said with a word, newest 50", lambda: queries.said(store, text="word3", limit=50))
    timed("unresolved, newest 50", lambda: queries.said(store, by="?", limit=50))
    timed("count_said", lambda: queries.count_said(store))
    timed(f"show {top}", lambda: queries.show(store, top))
    timed("show an article", lambda: queries.show(store, one.document.file))
    timed("explain", lambda: queries.explain(store, one.id))
    timed("every statement, streamed", lambda: sum(1 for _ in queries.statements(store)), 1)


def _open(path: Path) -> None:
    with Store.open(path) as store:
        queries.said(store, limit=1)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--documents", type=int, default=3000)
    parser.add_argument("--keep", type=Path, help="where the record is to stay")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        full, empty = options.keep or Path(folder, "full.onrecord"), Path(folder, "empty.onrecord")
        with Store.create(full) as store:
            spent = fill(store, options.documents)
        size = full.stat().st_size / options.documents
        print(f"append      {options.documents / spent:7.0f} documents/CPU-s   {size / 1024:.1f} KiB a document")
        Store.create(empty).close()
        plain = raw(full, empty, options.documents)
        print(f"raw sqlite3 {options.documents / plain:7.0f} documents/CPU-s   append: {spent / plain:.2f} x its time")
        with Store.open(full) as store:
            ask(store)


if __name__ == "__main__":
    main()

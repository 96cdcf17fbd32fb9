"""Checking quotations: how right the verdicts are on gold, and how fast the search is at a million statements.

    python bench/quotations.py --data polnear/dev.jsonl.gz [--absent polnear/train.jsonl.gz] [--json] [-v]
    python bench/quotations.py --scale 1000000 [--queries 200] [--json] [--keep FILE]

With `--data` the gold attributions of a corpus are the record, and quotations with a known verdict are made of them:
untouched, with k words replaced, spliced of two, spliced by a silent cut inside one, of another speaker, cut before a
negation, narrator's sentences, indirect contents, and quotations of the `--absent` part that this one does not have.
Same seed, same quotations.

With `--scale` a record of made-up statements (Zipf's law over real function words and invented others) is written
straight into the tables; queries are untouched, 10 to 20 % edited, spliced, absent, and of very common words only. The
peer is a plain FTS5 query of all words joined by OR, the best ten by bm25.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(Path(__file__).resolve().parent))

from onrecord.quotations.compare import Edit  # noqa: E402
from onrecord.quotations.lexicon import lexicon  # noqa: E402
from onrecord.quotations.tokens import words  # noqa: E402
from onrecord.store import queries  # noqa: E402
from onrecord.store.db import Store  # noqa: E402
from quotation_gold import cases, fill  # noqa: E402

VOCABULARY = 60_000
EXPONENT, SHIFT = 1.05, 2.7  # of Zipf and Mandelbrot
PER_DOCUMENT = 20
ACTORS = 2_000
COMMON = 150  # the ranks that count as very common
WARM_UP = 20
PEER_EACH = 8

# ---------------------------------------------------------------------------- verdicts on gold


def verdicts(data: Path, absent: Path | None, each: int, verbose: bool) -> dict[str, Any]:
    """The confusion matrix: expected against answered."""
    matrix: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)  # by class, and the verdict it must get
    shown: list[bool] = []  # of silent cuts: whether the words left out are shown as that
    seconds: list[float] = []
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "gold.onrecord") as store:
        articles = fill(store, data)
        for case in cases(articles, absent, each):
            start = time.perf_counter()
            answer = queries.check(store, case.quote, by=case.by)
            seconds.append(time.perf_counter() - start)
            matrix[case.made or case.expected, case.expected][answer.verdict] += 1
            if case.left_out:
                shown.append(_is_shown(case.left_out, answer.edits))
            if verbose and answer.verdict != case.expected:
                print(f"{case.expected} -> {answer.verdict}: {case.quote!r} by {case.by}\n    {answer.why}")
    total = sum(c.total() for c in matrix.values())
    right = sum(c[name] for (_, name), c in matrix.items())
    others = sum(c.total() for (_, name), c in matrix.items() if name != "verbatim")
    false = sum(c["verbatim"] for (_, name), c in matrix.items() if name != "verbatim")
    return {
        "accuracy": right / total,
        "false_verbatim": false / others,
        "by_verdict": {made: c[name] / c.total() for (made, name), c in sorted(matrix.items())},
        "silent_cuts_shown": statistics.mean(shown) if shown else None,
        "confusion": {made: dict(sorted(c.items())) for (made, _), c in sorted(matrix.items())},
        "quotations": total,
        "median_ms": 1000 * statistics.median(seconds),
    }


def _is_shown(left_out: Sequence[str], edits: Sequence[Edit]) -> bool:
    """Whether these words are shown as left out, and nothing else as different.

    In any order: where a cut begins and is followed by the same word, either may be the one that was left out.
    """
    gone = [e for e in edits if e.op != "same"]
    if [e.op for e in gone] != ["left out"]:
        return False
    return sorted(w.key for w in words(gone[0].recorded)) == sorted(left_out)


# ---------------------------------------------------------------------------- speed at scale


def vocabulary() -> list[str]:
    known = sorted(w for w in lexicon().sets["function"] if w.isalpha() and len(w) > 1)
    random.Random(3).shuffle(known)
    rnd = random.Random(5)
    parts = ["ba", "ki", "lo", "mun", "tre", "sal", "vor", "den", "ri", "ga", "pol", "ste", "nu", "rak", "hem", "ul"]
    made: dict[str, None] = {}
    while len(made) < VOCABULARY:
        made["".join(rnd.choice(parts) for _ in range(rnd.randint(2, 5)))] = None
    return [*known, *made][:VOCABULARY]


class Words:
    """Words drawn by rank, the low ranks far more often."""

    def __init__(self, seed: int) -> None:
        import numpy as np

        self.numpy, self.random = np, np.random.default_rng(seed)
        weight = 1 / (np.arange(1, VOCABULARY + 1) + SHIFT) ** EXPONENT
        self.bounds = np.cumsum(weight / weight.sum())
        self.words = np.array(vocabulary(), dtype=object)

    def draw(self, count: int, most: int = VOCABULARY) -> list[str]:
        top = self.bounds[most - 1]
        ranks = self.numpy.searchsorted(self.bounds, self.random.random(count) * top)
        return list(self.words[self.numpy.minimum(ranks, most - 1)])

    def lengths(self, count: int) -> list[int]:
        drawn = self.random.lognormal(2.95, 0.55, count).astype(int)
        return list(self.numpy.clip(drawn, 3, 120))


def sentence(words: Sequence[str]) -> str:
    """Words with a capital and a full stop, and one more in the middle of long ones."""
    out = list(words)
    for at in range(0, len(out), 16):
        out[at] = out[at].capitalize()
        if at:
            out[at - 1] += "."
    return " ".join(out) + "."


def write(path: Path, scale: int) -> None:
    """A record of `scale` statements, straight into the tables; the triggers keep the index."""
    Store.create(path).close()
    words, rnd = Words(7), random.Random(7)
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA synchronous = OFF")
        db.execute("PRAGMA cache_size = -400000")
        db.execute("BEGIN")
        db.execute(
            "INSERT INTO run(id, started, project_sha, versions, counts)"
            " VALUES (1, '2020-01-01T00:00:00', '', '{}', '{}')"
        )
        _people(db)
        number = 1
        for n in range(1, scale // PER_DOCUMENT + 1):
            number = _document(db, rnd, words, n, number)
        db.execute("COMMIT")
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _people(db: sqlite3.Connection) -> None:
    rows = [(n, f"a{n:016x}", f"person {n}", f"Person {n}", n) for n in range(1, ACTORS + 1)]
    db.executemany(
        "INSERT INTO actor(n, id, key, given_name, given_kind, known, name, fold, kind, shown, root)"
        " SELECT ?1, ?2, ?3, '', '', 0, ?4, ?3, 'person', 1, ?5",
        rows,
    )


def _document(db: sqlite3.Connection, rnd: random.Random, words: Words, n: int, number: int) -> int:
    """One article of statements; answers the next free number of a statement."""
    day = (date(2005, 1, 1) + timedelta(days=rnd.randrange(7000))).isoformat()
    actor = rnd.randrange(1, ACTORS + 1)
    lengths = words.lengths(PER_DOCUMENT)
    drawn = words.draw(sum(lengths))
    text, at, rows = f"Article {n}\n\n", 0, []
    for k, length in enumerate(lengths):
        common = (number + k) % 500 == 0  # a few of very common words only
        some = words.draw(int(length), COMMON) if common else drawn[at : at + length]
        at += length
        content = sentence(some)
        start = len(text) + len(f"Person {actor} said: “")
        text += f"Person {actor} said: “{content}”\n\n"
        rows.append(
            (
                number + k, f"s{number + k:016x}", n, n, day, start, f"[[{start},{start + len(content)}]]", content,
                f"Person {actor}",
            )
        )  # fmt: skip
    db.execute(
        "INSERT INTO document(n, id, key, location, file, format, outlet, title, published, text_sha, raw_sha, run,"
        " parts, evidence, text) VALUES (?1, ?2, ?3, ?3, ?3, 'text', ?4, ?5, ?6, '', '', 1, '[]', '[]', ?7)",
        (n, f"d{n:016x}", f"{n}.txt", f"Outlet {n % 40}", f"Article {n}", day, text),
    )
    db.execute(
        "INSERT INTO entity(n, id, document, name, key, kind) VALUES (?, ?, ?, ?, ?, 'person')",
        (n, f"e{n:016x}", n, f"Person {actor}", f"person {actor}"),
    )
    db.execute("INSERT INTO link(entity, actor, score, why, by) VALUES (?, ?, 1.0, 'made', 'bench')", (n, actor))
    db.executemany(
        "INSERT INTO statement(n, id, document, speaker, via, kind, act, day, score, why, by, start, source_at, cue_at,"
        " content_at, content, source, cue)"
        " VALUES (?, ?, ?, ?, 0, 'direct', 'assertion', ?, 0.9, 'made', 'bench', ?, '[]', '[]', ?, ?, ?, 'said')",
        rows,
    )
    return number + len(rows)


Query = tuple[str, str, tuple[str, ...]]  # its kind, the words, the ids that must be found


def asked(db: sqlite3.Connection, count: int) -> Iterator[Query]:
    """Queries of five kinds in turn."""
    rnd, words = random.Random(11), Words(13)
    most = db.execute("SELECT max(n) FROM statement").fetchone()[0]

    def one(least: int, step: int = 1) -> tuple[str, list[str]]:
        while True:
            n = rnd.randrange(1, most // step + 1) * step
            name, text = db.execute("SELECT id, content FROM statement WHERE n = ?", (n,)).fetchone()
            if len(text.split()) >= least:
                return name, text.replace(".", "").split()

    for i in range(count):
        kind = ("verbatim", "edited", "spliced", "absent", "common")[i % 5]
        if kind == "verbatim":
            name, text = one(8)
            yield kind, " ".join(text), (name,)
        elif kind == "edited":
            name, text = one(10)
            yield kind, " ".join(_edited(rnd, words, text, rnd.uniform(0.1, 0.2))), (name,)
        elif kind == "spliced":
            (a, first), (b, second) = one(14), one(14)
            yield kind, " ".join([*first[: len(first) // 2], *second[len(second) // 2 :]]), (a, b)
        elif kind == "absent":
            yield kind, " ".join(words.draw(rnd.randint(8, 30))), ()
        else:
            name, text = one(8, 500)
            yield kind, " ".join(text[:20] if i % 2 else _edited(rnd, words, text[:20], 0.1)), (name,)


def _edited(rnd: random.Random, words: Words, text: list[str], share: float) -> list[str]:
    out = list(text)
    for _ in range(max(1, round(share * len(text)))):
        at = rnd.randrange(len(out))
        match rnd.randrange(3):
            case 0:
                out[at] = words.draw(1)[0]
            case 1:
                del out[at]
            case _:
                out.insert(at, words.draw(1)[0])
    return out


def speed(path: Path, count: int) -> dict[str, Any]:
    """Milliseconds a query and recall, by kind, beside the peer."""
    took: defaultdict[str, list[float]] = defaultdict(list)
    worked: list[float] = []  # of the processor alone: what other processes do to the clock is not in it
    found: defaultdict[str, list[bool]] = defaultdict(list)
    answers: defaultdict[str, Counter[str]] = defaultdict(Counter)
    peer_took: list[float] = []
    peer_found: list[bool] = []
    with Store.open(path) as store, closing(sqlite3.connect(path)) as db:
        db.execute("PRAGMA cache_size = -65536")
        every = list(asked(db, count + WARM_UP))
        for _, text, _ in every[:WARM_UP]:
            queries.check(store, text)
        for kind, text, wanted in every[WARM_UP:]:
            start, work = time.perf_counter(), time.process_time()
            answer = queries.check(store, text)
            worked.append(1000 * (time.process_time() - work))
            took[kind].append(1000 * (time.perf_counter() - start))
            answers[kind][answer.verdict] += 1
            got = {a.statement for a in answer.appearances} | {p.place.statement for p in answer.pieces}
            if wanted:
                found[kind].append(set(wanted) <= got)
        for _, text, wanted in [q for q in every[WARM_UP:] if q[0] != "absent"][: 4 * PEER_EACH]:
            start = time.perf_counter()
            got = _peer(db, text)
            peer_took.append(1000 * (time.perf_counter() - start))
            peer_found.append(set(wanted) <= got)
        sizes = {
            t: db.execute(f"SELECT sum(length(block)) FROM {t}_data").fetchone()[0] / 1e6
            for t in ("statement_fts", "document_fts")
        }
    whole = [x for xs in took.values() for x in xs]
    return {
        "median_ms": statistics.median(whole),
        "p95_ms": statistics.quantiles(whole, n=20)[18],
        "worst_ms": max(whole),
        "median_cpu_ms": statistics.median(worked),
        "p95_cpu_ms": statistics.quantiles(worked, n=20)[18],
        "by_kind": {
            k: {
                "median_ms": statistics.median(xs),
                "p95_ms": statistics.quantiles(xs, n=20)[18],
                "recall": sum(found[k]) / len(found[k]) if found[k] else None,
                "verdicts": dict(answers[k]),
            }
            for k, xs in took.items()
        },
        "recall": sum(map(sum, found.values())) / sum(map(len, found.values())),
        "peer_fts5_or": {"median_ms": statistics.median(peer_took), "recall_at_10": statistics.mean(peer_found)},
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "file_mb": path.stat().st_size / 1e6,
        "index_mb": sizes,
        "own_index_mb": 0.0,
    }


def _peer(db: sqlite3.Connection, text: str) -> set[str]:
    terms = " OR ".join(f'"{w}"' for w in dict.fromkeys(text.split()))
    query = (
        "SELECT s.id FROM statement_fts f JOIN statement s ON s.n = f.rowid WHERE statement_fts MATCH ?"
        " ORDER BY bm25(statement_fts) LIMIT 10"
    )
    return {row[0] for row in db.execute(query, (terms,))}


def at_scale(scale: int, count: int, keep: Path | None) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = keep or Path(folder) / "scale.onrecord"
        start = time.perf_counter()
        if not path.exists():
            write(path, scale)
        made = time.perf_counter() - start
        # asked in a process of its own, so that the memory is that of asking
        import subprocess

        command = [sys.executable, __file__, "--ask", str(path), "--queries", str(count)]
        ran = subprocess.run(command, capture_output=True, check=True, text=True)
        return {"statements": scale, "write_seconds": made, **json.loads(ran.stdout)}


def show(figures: dict[str, Any]) -> None:
    for name, value in figures.items():
        if isinstance(value, dict):
            print(f"{name}:")
            for k, v in value.items():
                print(f"  {k:14} {v}")
        else:
            print(f"{name:18} {value:.4g}" if isinstance(value, float) else f"{name:18} {value}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, help="gold attributions, JSON Lines")
    parser.add_argument("--absent", type=Path, help="gold whose quotations are not in --data; default: train beside it")
    parser.add_argument("--each", type=int, default=100, help="quotations of each verdict")
    parser.add_argument("--scale", type=int, help="statements of a made-up record")
    parser.add_argument("--queries", type=int, default=200)
    parser.add_argument("--keep", type=Path, help="keep the made-up record here, and use it where it is there")
    parser.add_argument("--ask", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true")
    args = parser.parse_args()
    print_json: Callable[[Any], None] = lambda x: print(json.dumps(x, indent=1))  # noqa: E731
    if args.ask:
        print_json(speed(args.ask, args.queries))
        return
    figures: dict[str, Any] = {}
    if args.data:
        absent = args.absent or args.data.with_name(args.data.name.replace("dev", "train"))
        figures |= verdicts(args.data, absent if absent.exists() else None, args.each, args.verbose)
    if args.scale:
        figures |= at_scale(args.scale, args.queries, args.keep)
    if not figures:
        parser.error("bring --data or --scale")
    (print_json if args.json else show)(figures)


if __name__ == "__main__":
    main()

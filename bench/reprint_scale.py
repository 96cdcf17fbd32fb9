"""How the finding of reprints grows: any number of made-up articles, through the pure engine or through a record."""

from __future__ import annotations

import resource
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

from onrecord.reprints.align import shared
from onrecord.reprints.candidates import candidates
from onrecord.reprints.grams import fingerprint
from onrecord.reprints.kinds import Overlap
from onrecord.reprints.lineage import Paper, descents, ordered
from onrecord.reprints.wording import Wording, read_words
from reprint_texts import Crowd, Made


def scale(count: int, seed: int) -> dict[str, Any]:
    """The pure engine over made-up articles, texts on disk, memory as it would be in a record."""
    out: dict[str, Any] = {"seed": seed, "articles": count}
    crowd = Crowd(seed)
    with tempfile.TemporaryFile() as file:
        at, facts = [0], []
        for made in crowd.articles(count):
            at.append(at[-1] + file.write(made.text.encode()))
            facts.append((made.outlet, made.published, made.kind, made.source))
        base = time.perf_counter(), time.process_time()

        def text(k: int) -> Wording:
            file.seek(at[k])
            read = file.read(at[k + 1] - at[k]).decode()
            return read_words(read, ((0, len(read)),))

        def lap(name: str) -> None:
            out[name] = {
                "wall": round(time.perf_counter() - base[0], 1),
                "cpu": round(time.process_time() - base[1], 1),
                "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            }

        papers, sizes, starts = [], [], [0]
        with tempfile.TemporaryFile() as prints:
            for k in range(count):
                w = text(k)
                numbers = fingerprint(w)
                prints.write(numbers.tobytes())
                papers.append(Paper(id=f"d{k:08}", outlet=facts[k][0], published=facts[k][1], words=len(w)))
                sizes.append(len(numbers))
                starts.append(starts[-1] + len(numbers))
            lap("fingerprints")
            order = ordered(papers)

            def read() -> Any:
                for place, k in enumerate(order):
                    prints.seek(starts[k] * 8)
                    yield place, np.frombuffer(prints.read(sizes[k] * 8), dtype=np.uint64)

            names = {name: n for n, name in enumerate(sorted({f[0] for f in facts}))}
            made_of = candidates(
                np.array([sizes[k] for k in order]), np.array([names[facts[k][0]] for k in order]), read
            )
            lap("candidates")
        pairs = {}
        kept: dict[int, Wording] = {}
        for a, b, fresh in made_of:
            for k in (a, b):
                if k not in kept:
                    kept[k] = text(order[k])
            found = shared(kept[a], kept[b])
            if found:
                pairs[a, b] = Overlap.of(found, fresh)
            if len(kept) > 4_000:
                kept.clear()
        lap("alignments")
        results = descents([papers[k] for k in order], pairs, {})
        lap("lineage")
        place = {k: p for p, k in enumerate(order)}
        wanted = {(place[f[3]], place[k]) for k, f in enumerate(facts) if f[3] is not None and f[2] != "quotation"}
        quoted = {(place[f[3]], place[k]) for k, f in enumerate(facts) if f[2] == "quotation"}
        out |= {
            "postings": starts[-1], "pairs_aligned": len(made_of), "pairs_sharing": len(pairs),
            "copies": len(wanted), "kinds": dict(Counter(d.kind for d in results)),
            "quotations": len(quoted), "quotations_found": len({(min(p), max(p)) for p in quoted} & set(pairs)),
        }  # fmt: skip
    return out


def scale_store(count: int, seed: int) -> dict[str, Any]:
    """The same through a record: documents appended, then settled; and a hundred more."""
    from hashlib import sha256

    from onrecord.model import Document, Part, Reading
    from onrecord.store import shared as sharing
    from onrecord.store.db import Store

    crowd = Crowd(seed)

    def reading(made: Made) -> Reading:
        sha = sha256(made.text.encode()).hexdigest()
        return Reading(document=Document(
            id=made.id, key=made.id, location=f"/{made.id}", file=made.id, format="text", text=made.text, text_sha=sha,
            raw_sha=sha + made.id, outlet=made.outlet, published=made.published,
            parts=(Part(start=0, end=len(made.text), label="body"),),
        ))  # fmt: skip

    out: dict[str, Any] = {"seed": seed, "articles": count}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "scale.onrecord")
        with Store.create(path) as store:
            run = store.begin_run("bench", {})
            for first in range(0, count, 500):
                store.append(run, [reading(crowd.article(k)) for k in range(first, min(count, first + 500))])
            for name, more in (("all", range(0)), ("hundred more", range(count, count + 100)), ("nothing", range(0))):
                store.append(run, [reading(crowd.article(k)) for k in more])
                wall, cpu = time.perf_counter(), time.process_time()
                sharing.settle(store)
                out[name] = {
                    "wall": round(time.perf_counter() - wall, 1),
                    "cpu": round(time.process_time() - cpu, 1),
                    "rss_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                }
            with store.read() as conn:
                for table in ("passage", "reprint"):
                    out[table] = conn.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()
        out["file_mb"] = path.stat().st_size // 2**20
    return out

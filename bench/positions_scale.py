#!/usr/bin/env python3
"""How fast positions are read: pairs a second, and an issue added to a large record.

    python bench/positions_scale.py [--statements 100000] [--json]

Articles are made of the invented sentences on disputes that the stance network learns from
(training/stance/sentences): ten statements of one dispute an article, four fifths of the articles ten of several.
Printed: `pairs_a_second`, statements that words made worth reading, read with one issue each, on one core, with the
search for telling words; `pieces` of their prompts; and for each of three issues what `Record.issue_add` takes on the
whole record, with the pairs that were read.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

from onrecord import record  # noqa: E402
from onrecord.encoder.prompt import CONTENT, CUE, SOURCE, Segment  # noqa: E402
from onrecord.model import Actor, Document, Entity, Link, Part, Reading, Span, Statement  # noqa: E402
from onrecord.positions import passage, reading  # noqa: E402
from onrecord.positions.spoken import Spoken  # noqa: E402
from onrecord.project import Issue, Project  # noqa: E402

EACH = 10  # statements of an article
Text = tuple[Segment, ...]


def disputes(folder: Path) -> tuple[list[list[Text]], list[Issue]]:
    """The marked texts of each dispute, and one issue of each."""
    from training.stance import marked

    texts: defaultdict[str, dict[Text, None]] = defaultdict(dict)
    asked: dict[str, str] = {}
    for path in sorted(folder.glob("news-*.txt")):
        for row in marked.read(path):
            texts[row.group][row.text] = None
            asked.setdefault(row.group, row.proposition)
    return [list(t) for t in texts.values()], [Issue(name=n, statement=s) for n, s in asked.items()]


def article(i: int, some: Sequence[Text]) -> Reading:
    """An article of these texts, a paragraph each."""
    own = "d" + hashlib.sha256(str(i).encode()).hexdigest()[:16]
    text, statements = "", []
    speaker = Entity(id=f"e{own}", doc=own, name=f"Speaker {i % 997}", key=f"speaker {i % 997}", kind="person")
    for k, segments in enumerate(some):
        spans: defaultdict[int, list[Span]] = defaultdict(list)
        for words, part in segments:
            spans[part].append(Span(doc=own, start=len(text), end=len(text) + len(words), text=words))
            text += words
        text += "\n\n"
        statements.append(
            Statement(
                id=f"s{own}{k}",
                doc=own,
                source=tuple(spans[SOURCE]),
                cue=tuple(spans[CUE]),
                content=tuple(spans[CONTENT]),
                speaker=speaker.id,
                kind="indirect",
                act="assertion",
                score=0.9,
                why="",
                by="bench",
            )
        )
    sha = hashlib.sha256(text.encode()).hexdigest()
    document = Document(
        id=own,
        key=f"{i}.txt",
        location=f"/news/{i}.txt",
        file=f"news/{i}.txt",
        format="text",
        text=text,
        text_sha=sha,
        raw_sha=sha,
        outlet=f"Outlet {i % 40}",
        title=f"Article {i}",
        published=date(2010, 1, 1) + timedelta(days=i % 5000),
        language="en",
        parts=(Part(start=0, end=len(text), label="body"),),
    )
    return Reading(document=document, entities=(speaker,), statements=tuple(statements))


def pairs(articles: Sequence[Reading], issues: Sequence[Issue]) -> dict[str, float]:
    """Pairs a second of one process, on the statements worth reading."""
    reading.by()
    found = read = 0
    pieces = 0
    started = time.process_time()
    for a, issue in zip(articles, issues, strict=False):
        spoken = [Spoken(statement=s, text=a.document.text) for s in a.statements]
        here = [spoken[i] for i in reading.candidates(spoken, issue)]
        found += len(spoken)
        read += len(reading.read(here, issue))
    spent = time.process_time() - started
    pieces = sum(len(t.split()) for a in articles[:50] for s in a.statements for t in _texts(a, s))
    words = pieces / max(1, sum(len(a.statements) for a in articles[:50]))
    return {"pairs": read, "pairs_a_second": round(read / spent, 1), "words": round(words, 1), "statements": found}


def _texts(a: Reading, s: Statement) -> list[str]:
    return [t for t, _ in passage.segments(Spoken(statement=s, text=a.document.text), lead=False)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    folder = REPO / "training/stance/sentences"
    if not folder.is_dir():
        print("skipped: the invented sentences are not here")
        return 0
    texts, issues = disputes(folder)
    rnd = random.Random(3)
    every = [t for some in texts for t in some]
    one_each = [article(i, rnd.sample(some, min(EACH, len(some)))) for i, some in enumerate(texts)]
    out: dict[str, object] = pairs(one_each, issues)
    count = options.statements // EACH
    with (
        tempfile.TemporaryDirectory() as place,
        record.open(Path(place) / "r.onrecord", project=Project(), create=True) as rec,
    ):
        run = rec.store.begin_run("bench", {})
        for first in range(0, count, 500):
            some = [
                article(i, rnd.sample(rnd.choice(texts) if i % 5 == 0 else every, EACH))
                for i in range(first, min(count, first + 500))
            ]
            names = {e.key: e.name for r in some for e in r.entities}
            actors = [Actor(id="a" + k.replace(" ", ""), name=n, kind="person", key=k) for k, n in names.items()]
            links = [
                Link(entity=e.id, actor="a" + e.key.replace(" ", ""), score=1.0, why="", by="bench")
                for r in some
                for e in r.entities
            ]
            rec.store.append(run, some, [], actors, links)
        rec.store.finish_run(run, {}, 0.0)
        added = []
        for issue in issues[:: len(issues) // 3][:3]:
            started, wall = time.process_time(), time.perf_counter()
            row = rec.issue_add(issue.name, statement=issue.statement)
            added.append(
                {
                    "issue": issue.statement,
                    "cpu_seconds": round(time.process_time() - started, 1),
                    "seconds": round(time.perf_counter() - wall, 1),
                    "row": str(row)[:300],
                }
            )
    out["added"] = added
    print(json.dumps(out) if options.json else json.dumps(out, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())

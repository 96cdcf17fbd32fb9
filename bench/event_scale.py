"""Many reports by rule: how long bringing them together takes, and how much memory.

Each event is told by one to four reports in other words, on its own day and by its own actors; names, places and acts
come up again and again, as they do in a long dispute.
"""

from __future__ import annotations

import random
import resource
import time
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from onrecord.events.coreference.reading import article
from onrecord.events.same import EventReport, cluster

ACTS = {
    "ASSAULT": ("shelled", "bombarded", "attacked", "opened fire on"),
    "COERCE": ("arrested", "detained", "seized", "rounded up"),
    "REQUEST": ("demanded talks with", "called on", "urged", "asked"),
    "THREATEN": ("threatened", "warned", "vowed to punish", "issued an ultimatum to"),
    "CONSULT": ("met", "held talks with", "visited", "received"),
    "ACCUSE": ("condemned", "accused", "blamed", "denounced"),
}
ACTORS, PLACES, SEED, A_DAY = 120, 200, 11, 12
_FIRST, _LAST = date(2019, 1, 1), date(2023, 12, 31)


def reports(n: int) -> Iterator[tuple[EventReport, int]]:
    """So many reports, each with the number of its event."""
    rnd = random.Random(SEED)
    made = event = 0
    while made < n:
        kind = rnd.choice(sorted(ACTS))
        a, b, place = rnd.randrange(ACTORS), rnd.randrange(ACTORS), rnd.randrange(PLACES)
        # The days grow with the number of reports: a longer record is no denser one.
        day = _FIRST + timedelta(days=(event // A_DAY) % (_LAST - _FIRST).days)
        for k in range(min(n - made, rnd.choice((1, 1, 1, 2, 2, 3, 4)))):
            act = rnd.choice(ACTS[kind])
            sentence = f"The guard of Actor{a} {act} the men of Actor{b} near Place{place}, officials said."
            start = sentence.index(act)
            doc = f"d{event % max(1, n // 8)}-{k}"
            yield EventReport(
                id=f"r{made}", doc=doc, sentence=sentence, trigger=(start, start + len(act)), at=event, number=k,
                story=f"s{event // 40}", type=kind, status="happened", actors=(f"a{a}",), recipients=(f"a{b}",),
                place=f"Place{place}" if rnd.random() < 0.5 else None, since=day if rnd.random() < 0.6 else None,
                told=day + timedelta(days=rnd.randrange(2)), article=article(sentence),
                vector=tuple(round(rnd.uniform(-1, 1), 2) for _ in range(144)),
            ), event  # fmt: skip
            made += 1
        event += 1


def measure(n: int) -> dict[str, Any]:
    """Seconds, memory and what was found."""
    made = list(reports(n))
    before = resource.getrusage(resource.RUSAGE_SELF)
    start = time.perf_counter()
    groups = cluster([r for r, _ in made])
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF)
    of = {r.id: e for r, e in made}
    return {
        "reports": n,
        "events": len({*of.values()}),
        "found": len(groups),
        "wrongly_merged": sum(len({of[r] for r in g.reports}) > 1 for g in groups),
        "seconds": round(wall, 1),
        "cpu_seconds": round(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, 1),
        "peak_mib": round(after.ru_maxrss / 1024),
        "peak_mib_before": round(before.ru_maxrss / 1024),
    }

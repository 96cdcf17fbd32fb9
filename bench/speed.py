"""Speed and memory on one core: attribution alone, and the whole `add` path of plain text.

    python bench/speed.py [--data articles.jsonl.gz] [--limit N] [--json]

DATA is JSON Lines with "id" and "text" (default: PolNeAR dev beside the project; where that is absent
the sample coverage, many times over). Every stage runs in a process of its own, pinned to one core (writing
the articles to a folder counts into `add`);
rates are per CPU second of that process, so they can be compared on a noisy machine.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
POLNEAR = ROOT.parent / "shared/data/polnear/dev.jsonl.gz"


def articles(data: Path | None, limit: int) -> list[str]:
    """The texts to work on."""
    if data is None and POLNEAR.is_file():
        data = POLNEAR
    if data is None:
        folder = ROOT / "src/onrecord/data/sample/articles"
        texts = [p.read_text(encoding="utf-8", errors="replace") for p in sorted(folder.glob("*.txt"))]
        return (texts * 20)[:limit]
    opener = gzip.open if data.suffix == ".gz" else open
    with opener(data, "rt", encoding="utf-8") as f:
        return [json.loads(line)["text"] for line in f][:limit]


def words(texts: list[str]) -> int:
    return sum(len(t.split()) for t in texts)


def stage_attribute(texts: list[str]) -> None:
    from onrecord.backends import attributor

    engine = attributor()
    for text in texts:
        engine.attribute(text)


def stage_clean(texts: list[str]) -> None:
    from onrecord.clean import clean
    from onrecord.model import RawDocument
    from onrecord.project import Project

    for i, text in enumerate(texts):
        name = f"{i}.txt"
        clean(RawDocument(key=name, location=name, file=name, format="text", data=text.encode()), Project())


def stage_add(texts: list[str]) -> None:
    from onrecord import record

    with tempfile.TemporaryDirectory() as folder:
        articles_dir = Path(folder) / "articles"
        articles_dir.mkdir()
        for i, text in enumerate(texts):
            (articles_dir / f"{i:06}.txt").write_text(text, encoding="utf-8")
        with record.open(Path(folder) / "r.onrecord", create=True) as rec:
            rec.add([str(articles_dir)])


STAGES = {"attribute": stage_attribute, "clean": stage_clean, "add": stage_add}


def measure(stage: str, data: Path | None, limit: int) -> dict[str, float]:
    """Run one stage in a process of its own; first once on two texts so that imports do not count."""
    command = [sys.executable, __file__, "--stage", stage, "--limit", str(limit)]
    command += ["--data", str(data)] if data else []
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def child(stage: str, data: Path | None, limit: int) -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = articles(data, limit)
    STAGES[stage](texts[:2])
    started = time.process_time()
    STAGES[stage](texts)
    seconds = time.process_time() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    n = words(texts)
    print(
        json.dumps(
            {
                "documents": len(texts),
                "words": n,
                "cpu_seconds": round(seconds, 3),
                "words_per_second": round(n / seconds),
                "documents_per_second": round(len(texts) / seconds, 1),
                "peak_mib": round(peak),
            }
        )
    )


def start_up() -> dict[str, float]:
    """Milliseconds (best of seven) for the bare interpreter, `import onrecord` and `onrecord --help`."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}

    def best(code: str) -> float:
        times = []
        for _ in range(7):
            started = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment)
            times.append(time.perf_counter() - started)
        return min(times) * 1000

    bare = best("pass")
    return {
        "interpreter_ms": round(bare, 1),
        "import_ms": round(best("import onrecord") - bare, 1),
        "import_public_names_ms": round(best("from onrecord import *") - bare, 1),
        "help_ms": round(best("import sys; sys.argv=['onrecord','--help']; from onrecord.cli import main; main()"), 1),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("--stage", choices=STAGES, help=argparse.SUPPRESS)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    if options.stage:
        child(options.stage, options.data, options.limit)
        return
    result: dict[str, dict[str, float]] = {s: measure(s, options.data, options.limit) for s in STAGES}
    result["start"] = start_up()
    if options.json:
        print(json.dumps(result, indent=1))
        return
    print(f"{'stage':12}{'words/s':>10}{'docs/s':>9}{'CPU s':>8}{'peak MiB':>10}")
    for stage in STAGES:
        r = result[stage]
        print(
            f"{stage:12}{r['words_per_second']:>10,}{r['documents_per_second']:>9}{r['cpu_seconds']:>8}{r['peak_mib']:>10}"
        )
    print("  ".join(f"{k} {v}" for k, v in result["start"].items()))


if __name__ == "__main__":
    main()

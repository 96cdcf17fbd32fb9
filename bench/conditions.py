"""How well the conditions of statements are found: their spans, against marked ones.

    python bench/conditions.py --data DIR_OR_FILE [--json] [--misses N] [--found N]

DIR holds articles/ and gold/positions.jsonl (rows with `condition`, the words of the condition's spans), read by the
whole pipeline: a row counts as found where the statement that shares most words with it, at least half, has it.
FILE holds lines "labels | text" with {source}, <cue>, [content] and ((condition)), each line a statement as marked.
exact: the same words; near: one holds the other or they share three of five words (markers left out); recall is the
share of gold spans found exact or near. Spans found in lines without a marked condition are listed by --found for
reading by eye: many are conditions all the same (of a threat, or of what is no position). words_per_second is of
`find` alone over the same texts.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from onrecord import project, record
from onrecord.findings import Range
from onrecord.model import Condition, Reading, Span, Statement
from onrecord.positions import conditions
from onrecord.span import overlap, refind, words

_MARK = re.compile(r"\(\(|\)\)|[{}<>\[\]]")
_KINDS = {"{": "source", "<": "cue", "[": "content", "((": "condition"}
_MARKERS = re.compile(
    r"^(?:(?:and|but|only|if|unless|until|once|as long as|so long as|provided|that|should|were|without|with|barring|"
    r"when|on|in exchange for|in return for|after|the condition) )+"
)
_LIKE = 0.6


@dataclass(slots=True)
class Sums:
    """What is counted over all gold spans, and what is to be read."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    words: int = 0
    seconds: float = 0.0

    def compare(self, gold: Sequence[str], found: Sequence[str], where: str) -> None:
        """Count the gold spans of a statement."""
        for want in gold:
            fits = [_fit(want, got) for got in found]
            best = max(fits, default=0)
            self.counts["gold"] += 1
            self.counts["exact"] += best == 2
            self.counts["near"] += best == 1
            if best < 2:
                self.misses.append(f"{'near' if best else 'MISS'} | {want} | {' // '.join(found)} | {where}")

    def figures(self) -> dict[str, float]:
        """All that is printed."""
        n = max(1, self.counts["gold"])
        return {
            "gold": self.counts["gold"],
            "exact": round(self.counts["exact"] / n, 4),
            "recall": round((self.counts["exact"] + self.counts["near"]) / n, 4),
            "found": self.counts["found"],
            "found_unmarked": len(self.others),
            "words_per_second": round(self.words / self.seconds) if self.seconds else 0,
        }


def _fit(want: str, got: str) -> int:
    """2: the same words; 1: near; 0: neither."""
    if words(want) == words(got):
        return 2
    a, b = (_MARKERS.sub("", words(x) + " ").split() for x in (want, got))
    shared = sum((Counter(a) & Counter(b)).values())
    if not shared:
        return 0
    held = shared == min(len(a), len(b)) and 3 * shared >= max(len(a), len(b))
    return int(held or 2 * shared >= 2 * _LIKE * max(1, (len(a) + len(b)) / 2))


def of_folder(folder: Path) -> Sums:
    """The conditions of articles by the whole pipeline."""
    toml = folder / "onrecord.toml"
    settings = project.load(toml) if toml.is_file() else project.Project()
    lines = (folder / "gold/positions.jsonl").read_text(encoding="utf-8").splitlines()
    gold: dict[str, list[dict[str, list[str]]]] = {}
    for row in map(json.loads, lines):
        gold.setdefault(row["file"], []).append(row)
    sums = Sums()
    for reading in record.run(folder / "articles", replace(settings, actors=(), issues=())):
        if not isinstance(reading, Reading):
            continue
        file = reading.document.file.removeprefix(f"{folder}/articles/")
        _read(reading, sums)
        for row in gold.get(file, ()):
            _compare(reading, row, file, sums)
    return sums


def _read(reading: Reading, sums: Sums) -> None:
    doc = reading.document
    began = time.process_time()
    conditions.find(doc.text, reading.statements, doc.parts)
    sums.seconds += time.process_time() - began
    sums.words += len(doc.text.split())
    sums.counts["found"] += len(reading.conditions)
    sums.others.extend(_line(c, doc.text) for c in reading.conditions)


def _compare(reading: Reading, row: dict[str, list[str]], file: str, sums: Sums) -> None:
    want = row["condition"]
    if not want:
        return
    content = [r for quote in row["content"] if (r := refind(reading.document.text, quote))]
    ours = max(reading.statements, key=lambda s: _shared(s, content), default=None)
    if ours is None or _shared(ours, content) < 0.5:
        sums.counts["no_statement"] += 1
        sums.misses.append(f"no statement | {want} | {file}")
        return
    found = [s.text for c in reading.conditions if c.statement == ours.id for s in c.spans]
    sums.compare(want, found, file)


def _shared(s: Statement, content: Sequence[Range]) -> float:
    """The share of characters that two contents have in common, of the longer."""
    both = sum(overlap((a.start, a.end), b) for a in s.content for b in content)
    return both / max(1, sum(a.end - a.start for a in s.content), sum(b[1] - b[0] for b in content))


def of_file(path: Path) -> Sums:
    """The conditions of marked lines."""
    sums = Sums()
    for text, statement, gold in marked(path.read_text(encoding="utf-8")):
        began = time.process_time()
        found = conditions.find(text, [statement], ())
        sums.seconds += time.process_time() - began
        sums.words += len(text.split())
        sums.counts["found"] += len(found)
        sums.compare(gold, [s.text for c in found for s in c.spans], text)
        if not gold:
            sums.others.extend(_line(c, text) for c in found)
    return sums


def marked(data: str) -> Iterator[tuple[str, Statement, list[str]]]:
    """The lines of a marked file: the text, its statement, and the words of its conditions."""
    for number, line in enumerate(data.splitlines()):
        label, bar, raw = line.partition(" | ")
        if not bar or "[" not in raw or re.match(r"=== |\d+: ", line):
            continue
        text, spans = unmarked(raw)
        doc = f"d{number}"

        def made(
            kind: str, spans: dict[str, list[Range]] = spans, text: str = text, doc: str = doc
        ) -> tuple[Span, ...]:
            return tuple(Span(doc=doc, start=s, end=e, text=text[s:e]) for s, e in spans.get(kind, ()) if s < e)

        statement = Statement(
            id=doc, doc=doc, source=made("source"), cue=made("cue"), content=made("content"), speaker=None,
            kind="indirect", act="assertion", score=1.0, why=label, by="",
        )  # fmt: skip
        yield text, statement, [s.text for s in made("condition")]


def unmarked(raw: str) -> tuple[str, dict[str, list[Range]]]:
    """A line without its marks, and the ranges of what each kind of mark holds."""
    text, at = "", 0
    open_: list[tuple[str, int]] = []
    spans: dict[str, list[Range]] = {}
    for m in _MARK.finditer(raw):
        text += raw[at : m.start()]
        at = m.end()
        if m.group() in _KINDS:
            open_.append((_KINDS[m.group()], len(text)))
        elif open_:
            kind, start = open_.pop()
            spans.setdefault(kind, []).append((start, len(text)))
    return text + raw[at:], spans


def _line(c: Condition, text: str) -> str:
    around = text[max(0, c.spans[0].start - 70) : c.spans[-1].end + 70].replace("\n", " ")
    then = " / ".join(s.text for s in c.consequence)
    return (
        f"{c.polarity} {c.effect} {c.score} [{c.why}] {' / '.join(s.text for s in c.spans)} => {then}\n      {around}"
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", type=int, default=0, help="print so many spans that are not found as they are")
    parser.add_argument("--found", type=int, default=0, help="print so many that no mark confirms, to be read by eye")
    options = parser.parse_args()
    if not options.data.exists() or (options.data.is_dir() and not (options.data / "gold/positions.jsonl").is_file()):
        print(f"skipped: {options.data} holds no marked conditions")
        return 0
    sums = of_folder(options.data) if options.data.is_dir() else of_file(options.data)
    if options.json:
        print(json.dumps(sums.figures(), indent=1))
    else:
        for name, value in sums.figures().items():
            print(f"{name:18}{value:10}")
    for line in [*sums.misses[: options.misses], *sums.others[: options.found]]:
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""How well events are found and typed: sentences of which one event's root, actor and recipient are known.

    bench/events.py --data FILE_OR_DIR [--json] [--model FOLDER] [--encoder FOLDER] [--wrong N]

Rows are JSON Lines in PLV's form: {"text", "source", "target", "source_spans", "target_spans", "root", "quad"}; rows
whose root is null are sentences without an event. Roots are PLOVER's of 2019: YIELD is today's CONCEDE and RETREAT and
of quad 2 here. A mild call ("urged", "called on") counts as REQUEST. Rows with the same text are one sentence. Printed:

pair        given both participants, the type of what passes between them (`Events.relation`): accuracy of root and of
            quad, macro-F1 over the roots that occur.
sentence    the bare sentence (`Neural.find`): recall is the share of rows of whose root there is an event anywhere in
            the sentence, precision the share of the roots found in a sentence, each once, that are of one of its rows.
heads       of every row the event found in its sentence that fits it best: the most sides right, then the right root,
            then the higher score. The core of a phrase is its words before the first preposition, relative word, comma
            or bracket, its head the last of them (a genitive ending left out). A participant found is right where its
            head lies in the core of the gold span, or the gold head in its core; for "same_head", where both heads
            are one word. Precision is over the actors and recipients of the events that fit best, each event of
            a sentence once; recall over the gold sides that have a place in the text.
false       the share of the sentences without an event where one is found: all, and without mild calls, which PLV's
            convention leaves out and OnRecord marks (`Incident.why` says "appeal").
speed       microseconds a word: the branch alone, and the encoder's pass without it.
Where the data or the model is absent this says so and exits 0.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(REPO / "src"), str(REPO)]

from bench.lines import rows  # noqa: E402
from onrecord.attribution.neural import Neural  # noqa: E402
from onrecord.attribution.passages import passages  # noqa: E402
from onrecord.encoder.coreference import words_of  # noqa: E402
from onrecord.encoder.engine import open_encoder  # noqa: E402
from onrecord.encoder.events import Events, Said, open_events  # noqa: E402
from onrecord.encoder.pieces import words  # noqa: E402
from onrecord.encoder.sheet import Sheet, make_sheet  # noqa: E402
from onrecord.errors import ModelError  # noqa: E402
from onrecord.findings import Incident, Range  # noqa: E402
from onrecord.layout import lay_out  # noqa: E402

MODELS = REPO / "src" / "onrecord" / "models"
QUADS = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("YIELD", "COOPERATE", "AID"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
OLD = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
SIDES = ("actors", "recipients")
_PREPOSITIONS = "of in for to from on at by with against over between among under near during after before about"
_STOPS = frozenset(
    (*_PREPOSITIONS.split(), "into", "including", "who", "whom", "whose", "which", "that", "where", ",", "(", ";")
)
_ENDINGS = frozenset(("'", "’", "s"))


def core(text: str, span: Range) -> list[Range]:
    """The words of a phrase up to its first preposition, relative word, comma or bracket, without a genitive ending."""
    found: list[Range] = []
    for s, e in words(text, *span):
        if text[s:e].lower() in _STOPS and found:
            break
        found.append((s, e))
    while len(found) > 1 and text[slice(*found[-1])].lower() in _ENDINGS:
        found.pop()
    return found


def alike(text: str, found: Range, gold: Range) -> tuple[bool, bool]:
    """Whether two phrases have one head in the other's core; whether they have the same head."""
    a, b = core(text, found), core(text, gold)
    if not a or not b:
        return False, False
    return a[-1] in b or b[-1] in a, a[-1] == b[-1]


@dataclass(slots=True)
class Sums:
    """What is counted over all rows."""

    gold: list[str] = field(default_factory=list)
    guess: list[str] = field(default_factory=list)
    recalled: int = 0
    right_roots: int = 0
    roots: int = 0
    heads: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    same: list[int] = field(default_factory=lambda: [0, 0, 0, 0])
    sides: dict[str, list[int]] = field(default_factory=lambda: {s: [0, 0, 0, 0] for s in SIDES})
    none: int = 0
    false_all: int = 0
    false_acts: int = 0
    wrong: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=lambda: [0.0, 0.0])
    words: int = 0

    def add(self, other: Sums) -> None:
        """Count what another has counted, too."""
        for name in ("gold", "guess", "wrong"):
            getattr(self, name).extend(getattr(other, name))
        for name in ("recalled", "right_roots", "roots", "none", "false_all", "false_acts", "words"):
            setattr(self, name, getattr(self, name) + getattr(other, name))
        sums = [(self.heads, other.heads), (self.same, other.same), (self.seconds, other.seconds)]
        for mine, its in [*sums, *((self.sides[k], other.sides[k]) for k in SIDES)]:
            mine[:] = [a + b for a, b in zip(mine, its, strict=True)]  # type: ignore[operator, arg-type]

    def figures(self) -> dict[str, Any]:
        """All that is printed."""
        s, n = self, max(1, len(self.gold))
        pairs = list(zip(s.gold, s.guess, strict=True))
        return {
            "rows": len(s.gold),
            "pair": {
                "root": round(sum(g == f for g, f in pairs) / n, 4),
                "quad": round(sum(QUADS[g] == QUADS[f] for g, f in pairs) / n, 4),
                "root_macro_f1": macro(pairs),
                "quad_macro_f1": macro([(str(QUADS[g]), str(QUADS[f])) for g, f in pairs]),
            },
            "sentence": {"recall": round(s.recalled / n, 4), "precision": round(s.right_roots / max(1, s.roots), 4)},
            "heads": f1(s.heads),
            "same_head": f1(s.same),
            **{name: f1(s.sides[name]) for name in SIDES},
            "false": {
                "sentences": s.none,
                "all": round(s.false_all / max(1, s.none), 4),
                "without_calls": round(s.false_acts / max(1, s.none), 4),
            },
            "speed": {
                "branch_us_a_word": round(1e6 * s.seconds[1] / max(1, s.words), 1),
                "encoder_us_a_word": round(1e6 * s.seconds[0] / max(1, s.words), 1),
            },
        }


class Bench:
    """Measures one model."""

    def __init__(self, neural: Neural, events: Events) -> None:
        self.neural, self.events = neural, events
        self.sums = Sums()

    def read(self, text: str) -> tuple[Sheet, list[Said], list[Incident]]:
        """What is said of a text, and the events found in it."""
        page = lay_out(text)
        sheet = make_sheet(page.text, passages(page), self.neural.encoder.vocabulary)
        began = time.perf_counter()
        scores = list(self.neural.encoder.read(sheet))
        read = time.perf_counter()
        found = self.events.see(scores, sheet)
        self.sums.seconds[0] += read - began
        self.sums.seconds[1] += time.perf_counter() - read
        self.sums.words += len(sheet.start)
        return sheet, list(self.events.say(scores, sheet)), found

    def add(self, text: str, some: Sequence[dict[str, Any]]) -> None:
        """Measure a sentence: all rows with its text."""
        sheet, said, found = self.read(text)
        s = self.sums
        known = [r for r in some if r["root"]]
        if not known:
            s.none += 1
            s.false_all += bool(found)
            s.false_acts += any("appeal" not in i.why for i in found)
            return
        roots = {OLD.get(i.type, i.type) for i in found}
        wanted = {r["root"] for r in known}
        s.roots += len(roots)
        s.right_roots += len(roots & wanted)
        used: set[int] = set()
        for row in known:
            s.recalled += row["root"] in roots
            sides = [spans(text, row, name) for name in ("source", "target")]
            guess = self.pair(sheet, said, sides)
            s.gold.append(row["root"])
            s.guess.append(guess)
            if guess != row["root"]:
                s.wrong.append(f"{row['root']:9} {guess:9} {row['source']} > {row['target']} | {text}")
            self.participants(text, found, sides, row["root"], used)

    def pair(self, sheet: Sheet, said: Sequence[Said], sides: Sequence[Sequence[Range]]) -> str:
        """The root given the pair."""
        total = dict.fromkeys(QUADS, 0.0)
        for one in said:
            n = one.cls.shape[0]
            ends = [_words(sheet, side, one.first, n) for side in sides]
            if any(ends) or len(said) == 1:
                for name, p in self.events.relation(one, *ends).items():
                    total[OLD.get(name, name)] += p
        return max(total, key=lambda r: total[r])

    def participants(
        self, text: str, found: Sequence[Incident], sides: Sequence[Sequence[Range]], root: str, used: set[int]
    ) -> None:
        """Count the heads of the event that fits a row best."""

        def fit(k: int) -> tuple[int, bool, float]:
            i = found[k]
            sure = sum(any(alike(text, p, g)[0] for p in ps for g in gs) for ps, gs in _sides(i, sides))
            return sure, OLD.get(i.type, i.type) == root, i.score

        best = max(range(len(found)), key=fit, default=None)
        s = self.sums
        for name, gold in zip(SIDES, sides, strict=True):
            got = getattr(found[best], name) if best is not None else ()
            fresh = best is not None and best not in used
            pairs = [[alike(text, p, g) for g in gold] for p in got]
            for k, into in ((0, [s.heads, s.sides[name]]), (1, [s.same])):
                for sums in into:
                    sums[2] += sum(any(row[g][k] for row in pairs) for g in range(len(gold)))
                    sums[3] += len(gold)
                    if fresh and gold:
                        sums[0] += sum(any(x[k] for x in row) for row in pairs)
                        sums[1] += len(got)
        if best is not None:
            used.add(best)


def _sides(i: Incident, sides: Sequence[Sequence[Range]]) -> Iterator[tuple[Sequence[Range], Sequence[Range]]]:
    yield from zip((i.actors, i.recipients), sides, strict=True)


def _words(sheet: Sheet, side: Sequence[Range], first: int, count: int) -> list[int]:
    """The words of a paragraph that spans cover, counted from its first."""
    out: set[int] = set()
    for span in side:
        found = words_of(sheet, span)
        if found:
            out.update(k - first for k in range(*found) if first <= k < first + count)
    return sorted(out)


def spans(text: str, row: dict[str, Any], side: str) -> list[Range]:
    """Where a side stands: as told, else where its words stand in the text first."""
    told = [(int(a), int(b)) for a, b in row.get(f"{side}_spans") or ()]
    if told:
        return told
    words_ = row.get(side) or ""
    at = text.lower().find(words_.lower()) if words_ else -1
    return [(at, at + len(words_))] if at >= 0 else []


def macro(pairs: Sequence[tuple[str, str]]) -> float:
    """The mean F1 of the classes that occur in the gold."""
    scores = []
    for name in sorted({g for g, _ in pairs}):
        both = sum(g == f == name for g, f in pairs)
        scores.append(2 * both / (sum(g == name for g, _ in pairs) + sum(f == name for _, f in pairs)))
    return round(sum(scores) / max(1, len(scores)), 4)


def f1(sums: Sequence[int]) -> dict[str, float]:
    """Precision, recall and F1 of (right, found, found of gold, gold)."""
    p, r = sums[0] / max(1, sums[1]), sums[2] / max(1, sums[3])
    return {"precision": round(p, 4), "recall": round(r, 4), "f1": round(2 * p * r / max(1e-9, p + r), 4)}


def measure(data: Sequence[dict[str, Any]], neural: Neural, events: Events) -> Bench:
    """Measure rows."""
    by_text: dict[str, list[dict[str, Any]]] = {}
    for row in data:
        by_text.setdefault(row["text"], []).append(row)
    bench = Bench(neural, events)
    for text, some in by_text.items():
        bench.add(text, some)
    return bench


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--model", type=Path, default=MODELS / "events")
    parser.add_argument("--encoder", type=Path, default=MODELS / "attribution")
    parser.add_argument("--wrong", type=int, default=0, help="print so many rows whose root is wrong")
    args = parser.parse_args()
    if not args.data.exists():
        print(f"{args.data} is not there: nothing measured")
        return 0
    try:
        neural, events = Neural(open_encoder(args.encoder)), open_events(args.model, args.encoder)
    except ModelError as e:
        print(f"{e}: nothing measured")
        return 0
    bench = measure(list(rows(args.data)), neural, events)
    figures = bench.sums.figures()
    if args.json:
        print(json.dumps(figures))
    else:
        for name, value in figures.items():
            print(name, value)
    for line in bench.sums.wrong[: args.wrong]:
        print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

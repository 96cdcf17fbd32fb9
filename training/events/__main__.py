"""From marked sentences to the files that ship, in one command.

    python -m training.events --corpora ../shared/data --base MODEL [--work runs/events]
                              [--out src/onrecord/models/events] [--cross-validate] [--fold N]

MODEL is the folder of all-MiniLM-L6-v2 (training/README.md). The branch learns in two steps: from our own marked
sentences (`sentences/`) alone, then from them and the sentences of `events/plv_plover`, of which one relation is known.
One in ten of our own lines is held out and measured. With --cross-validate nothing is shipped: the second step is
made five times, each without a fifth of the sentences of PLV (by `sid`; with and without an event), which the 8-bit
model is then measured on by bench/events.py; --fold makes one of the five. What lies in --work is not made again.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch

from bench.events import Bench, Sums, measure
from onrecord.attribution.neural import Neural
from onrecord.encoder.engine import load, open_encoder
from onrecord.encoder.events import open_events
from training.events import plv
from training.events.data import Example, Line, examples, lines
from training.events.export import export, table, turning
from training.events.learn import Model, Recipe, learn
from training.events.measure import measured, trigger_vectors

VERSION = "1"
FOLDS = 5
SEED = 1
SENTENCES = Path(__file__).parent / "sentences"
ENCODER = Path("src/onrecord/models/attribution")
OWN = Recipe(epochs=8, mean_from=0.7)
BOTH = Recipe(epochs=5, relation=3.0, nothing=3.0)
SHARE = 1.0
"""Of our own sentences, the share that an epoch of the second step draws."""
VIEWS = 3
"""How often the sentences are read: alone, and among others in so many orders less one."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs/events"))
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/events"))
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--fold", type=int)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    teacher = Teacher(args.corpora / "events/plv_plover", args.base, args.work)
    if not args.cross_validate:
        model = teacher.both(None)
        said = measured(model, teacher.held, teacher.edges)
        (args.work / "held.json").write_text(json.dumps(said, indent=1))
        teacher.ship(model, args.out)
        print(json.dumps(said))
        return
    for fold in range(FOLDS) if args.fold is None else [args.fold]:
        print(fold, json.dumps(teacher.fold(fold).sums.figures()), flush=True)
    if args.fold is None:
        parts = [pickle.loads((args.work / f"fold{k}.pkl").read_bytes()) for k in range(FOLDS)]
        print("all", json.dumps(together(parts)))


class Teacher:
    """What is read once, and the two steps."""

    def __init__(self, corpus: Path, base: Path, work: Path) -> None:
        self.base, self.work = base, work
        self.rows = list(plv.sentences(corpus))
        vocabulary = load("attribution").vocabulary
        self.edges = (vocabulary.cls, vocabulary.sep)
        self.table = table(ENCODER)
        own, self.plv = self._read()
        self.own = [[e for e, line in view if not line.held] for view in own]
        self.held = [e for e, line in own[0] if line.held]

    def _read(self) -> tuple[list[list[tuple[Example, Line]]], list[list[Example]]]:
        kept = self.work / "read.pkl"
        if not kept.is_file():
            neural = Neural(open_encoder(ENCODER))
            found = list(lines(SENTENCES))
            own = [examples(found, neural, 6 if k else 1, k) for k in range(VIEWS)]
            kept.write_bytes(pickle.dumps((own, [plv.examples(self.rows, neural, k) for k in range(VIEWS)])))
        got: tuple[list[list[tuple[Example, Line]]], list[list[Example]]] = pickle.loads(kept.read_bytes())
        return got

    def first(self) -> Model:
        """The model after the first step: our own sentences alone."""
        model = Model(self.table)
        kept = self.work / "own.pt"
        if not kept.is_file():
            model.branch.begin_at(self.base)
            learn(model, lambda epoch, _: self.own[epoch % VIEWS], self.edges, OWN, self._say)
            torch.save(model.state_dict(), kept)
        model.load_state_dict(torch.load(kept))
        return model

    def both(self, without: int | None) -> Model:
        """The model after both steps, without a fold of PLV."""
        model = self.first()
        kept = self.work / ("both.pt" if without is None else f"without{without}.pt")
        if not kept.is_file():
            of = folds([e.group for e in self.plv[0]])
            weak = [[e for e in view if without is None or of[e.group] != without] for view in self.plv]

            def draw(epoch: int, rng: random.Random) -> list[Example]:
                some, mine = weak[epoch % VIEWS], self.own[(epoch + 1) % VIEWS]
                again = [e for e in weak[(epoch + 1) % VIEWS] if not e.root]
                return [*some, *again, *rng.sample(mine, int(SHARE * len(mine)))]

            learn(model, draw, self.edges, replace(BOTH, seed=SEED), self._say)
            torch.save(model.state_dict(), kept)
        model.load_state_dict(torch.load(kept))
        return model.eval()

    def fold(self, number: int) -> Bench:
        """The 8-bit model made without a fold, measured on it."""
        folder = self.work / f"fold{number}"
        of = folds([e.group for e in self.plv[0]])
        self.ship(self.both(number), folder)
        mine = [r for r in self.rows if of[str(r.get("sid", r["id"]))] == number]
        bench = measure(mine, Neural(open_encoder(ENCODER)), open_events(folder, ENCODER))
        (self.work / f"fold{number}.pkl").write_bytes(pickle.dumps(bench.sums))
        return bench

    def ship(self, model: Model, folder: Path) -> None:
        """Write a model's files."""
        turn = turning(trigger_vectors(model, self.own[0], self.edges))
        settings: dict[str, Any] = {"version": VERSION, "edges": list(self.edges)}
        export(model.branch, turn, folder, settings)

    def _say(self, model: Model) -> str:
        return json.dumps(measured(model, self.held, self.edges))


def folds(groups: list[str]) -> dict[str, int]:
    """Which fold each group of sentences is in."""
    names = sorted(set(groups))
    random.Random(SEED).shuffle(names)
    return {name: k % FOLDS for k, name in enumerate(names)}


def together(parts: list[Sums]) -> dict[str, Any]:
    """The figures of all folds as one."""
    whole = parts[0]
    for part in parts[1:]:
        whole.add(part)
    figures: dict[str, Any] = whole.figures()
    return figures


if __name__ == "__main__":
    main()

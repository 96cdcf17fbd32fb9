"""From data to the files that ship, in one command.

    python -m training.coreference --corpora ../shared/data --tagger CHECKPOINT [--work runs/coreference]
                                   [--encoder FOLDER] [--out src/onrecord/models/coreference] [--seed N]

CHECKPOINT holds the shipped tagger's weights (training/README.md: the mean of its last three epochs). Written are
the same encoder with its inner vectors as one more output (--encoder), and branch, ranker and settings (--out).
GUM train is read five times, four of them with other names; every epoch is measured on GUM dev, which also chooses
the bias of "no antecedent". What lies in --work, documents read and checkpoints, is not made again.
"""

from __future__ import annotations

import argparse
import json
import math
import pickle
from dataclasses import replace
from pathlib import Path

import torch
from torch.nn import functional as F

from bench.coreference import BAR, conll
from bench.coreference import Reader as Chain
from onrecord.attribution.neural import Neural
from onrecord.encoder.coreference import open_coreference
from onrecord.encoder.engine import open_encoder
from training.coreference.data import Document, Renamer, documents
from training.coreference.export import export, open_encoder_model
from training.coreference.learn import Judged, Model, Recipe, clusters, learn, turning
from training.tagger.__main__ import mean
from training.tagger.data import rows

VERSION = "1"
LEAST = 0.08
"""Spans less likely to corefer are not judged; in training that bound is higher, for speed."""
MEAN = 5
"""Epochs whose weights are averaged."""
SHIPPED = Path("src/onrecord/models/attribution")
BIASES = (0.0, -0.2, -0.4, -0.6, -0.8)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpora", type=Path, required=True)
    parser.add_argument("--tagger", type=Path, required=True)
    parser.add_argument("--work", type=Path, default=Path("runs/coreference"))
    parser.add_argument("--encoder", type=Path, default=Path("runs/coreference/encoder"))
    parser.add_argument("--out", type=Path, default=Path("src/onrecord/models/coreference"))
    parser.add_argument("--seed", type=int, default=Recipe().seed)
    parser.add_argument("--epochs", type=int, default=Recipe().epochs)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    recipe = replace(Recipe(), seed=args.seed, epochs=args.epochs)
    open_encoder_model(args.tagger, SHIPPED, args.encoder)
    read = Reader(args.corpora, args.encoder, args.work)
    copies = [read("train", k) for k in range(recipe.copies)]
    dev = read("dev", 0)
    torch.manual_seed(recipe.seed)
    torch.set_num_threads(1)
    model = Model(turning(copies[0]), recipe.dropout)
    made = [args.work / f"epoch{n + 1}.pt" for n in range(recipe.epochs)]
    if not all(c.is_file() for c in made):
        learn(model, copies, args.tagger, args.work, recipe, lambda m: measure(judge(m, dev, recipe), -0.5))
    model.load_state_dict(torch.load(mean(made[-MEAN:], args.work / f"mean-of-last-{MEAN}.pt"), map_location="cpu"))
    recipe = replace(recipe, least=LEAST)
    judged = judge(model, dev, recipe)
    results = {bias: measure(judged, bias) for bias in BIASES}
    bias = max(results, key=lambda b: results[b]["bar"])
    least = math.log(recipe.least / (1 - recipe.least))
    settings = {"version": VERSION, "least": least, "bias": bias}
    export(model.branch, model.ranker, (model.mean, model.turn), args.out, settings)
    settings = json.loads((args.out / "settings.json").read_text(encoding="utf-8"))
    settings.update(calibrate(args.encoder, args.out, args.corpora / "gum/dev.jsonl"))
    (args.out / "settings.json").write_text(json.dumps(settings) + "\n", encoding="utf-8")
    (args.work / "result.json").write_text(json.dumps({str(b): r for b, r in results.items()}, indent=1))
    print(json.dumps({"bias": bias, **results[bias]}))


class Reader:
    """GUM's documents, read once by the backend and kept in a folder."""

    def __init__(self, corpora: Path, encoder: Path, work: Path) -> None:
        self.corpora, self.encoder, self.work = corpora, encoder, work

    def __call__(self, name: str, telling: int) -> list[Document]:
        """The documents of a file as written (0) or told again with other names."""
        kept = self.work / f"{name}-{telling}.pkl"
        if kept.is_file():
            found: list[Document] = pickle.loads(kept.read_bytes())
            return found
        renamer = Renamer(self.corpora / "names") if telling else None
        made = list(documents(self.corpora / f"gum/{name}.jsonl", Neural(open_encoder(self.encoder)), renamer, telling))
        kept.write_bytes(pickle.dumps(made))
        return made


def judge(model: Model, documents: list[Document], recipe: Recipe) -> list[tuple[Document, Judged]]:
    """The documents as the network judges them (32-bit weights)."""
    model.eval()
    with torch.no_grad():
        return [(d, model(d, recipe)) for d in documents]


def measure(judged: list[tuple[Document, Judged]], bias: float) -> dict[str, float]:
    """CoNLL F1 of the three genres of the bar, and of all documents."""
    found = [(d.genre, d.clusters, clusters(j, bias)) for d, j in judged]
    some = conll((g, f) for genre, g, f in found if genre in BAR)
    return {"bar": some["conll"], "all": conll((g, f) for _, g, f in found)["conll"]}


def calibrate(encoder: Path, model: Path, dev: Path) -> dict[str, float]:
    """Slope and shift that make the shipped model's probabilities those of being right on dev (logistic regression).

    A choice is right where mention and antecedent are of one gold cluster.
    """
    opened = open_encoder(encoder)
    read = Chain(Neural(opened), opened, open_coreference(model))
    chosen: list[tuple[float, bool]] = []
    for row in rows(dev):
        of = {tuple(span): k for k, c in enumerate(row["onto_clusters"]) for span in c}
        for r in read(row["text"])[0].references:
            if r.rivals and (r.linked or r.form == "pronoun"):
                best, mine = r.rivals[0], of.get((r.start, r.end))
                chosen.append((best.score, mine is not None and of.get((best.start, best.end)) == mine))
    p, right = (torch.tensor(x, dtype=torch.float64) for x in zip(*chosen, strict=True))
    logit = torch.logit(p, eps=1e-4)
    line = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.LBFGS([line], max_iter=100)

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        value = F.binary_cross_entropy_with_logits(line[0] * logit + line[1], right)
        value.backward()
        return value

    optimizer.step(loss)
    return {"slope": round(float(line[0]), 4), "shift": round(float(line[1]), 4)}


if __name__ == "__main__":
    main()

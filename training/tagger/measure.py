"""A checkpoint's scores on annotated articles, through the code that ships."""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import torch

from onrecord.attribution.neural import Neural
from onrecord.encoder.engine import Encoder, Floats, Ids
from onrecord.encoder.pieces import WordPieces
from training.tagger.network import Tagger

REPO = Path(__file__).resolve().parents[2]


def torch_encoder(checkpoint: Path, vocabulary: WordPieces) -> Encoder:
    """The encoder over a checkpoint of the network, run by torch."""
    model = Tagger()
    model.load_state_dict(torch.load(checkpoint, map_location="cpu"))
    model.eval()

    def network(*inputs: Ids) -> tuple[Floats, Floats, Floats]:
        with torch.inference_mode():
            out = model(*(torch.from_numpy(x)[None] for x in inputs))
        a, b, c = (np.asarray(x[0].float().numpy()) for x in out)
        return a, b, c

    return Encoder(network, vocabulary, settings_of(model))


def settings_of(model: Tagger) -> dict[str, Any]:
    return {"near": model.near.detach().tolist(), "nobody": model.nobody.detach().tolist()}


def headline(table: dict[str, Any]) -> dict[str, float]:
    """The F1s that decide, in hundredths."""
    picks = {
        **{level: table["all"]["attribution"][level] for level in ("found", "attributed", "complete")},
        "content_words": table["all"]["token"]["content"],
        "direct_found": table["direct"]["attribution"]["found"],
        "direct_attributed": table["direct"]["attribution"]["attributed"],
    }
    return {name: round(100 * m["f1"], 2) for name, m in picks.items()}


def bench() -> ModuleType:
    spec = importlib.util.spec_from_file_location("bench_attribution", REPO / "bench/attribution.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["bench_attribution"] = module
    spec.loader.exec_module(module)
    return module


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("checkpoints", type=Path, nargs="+")
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--limit", type=int, default=0)
    args = parser.parse_args()
    torch.set_num_threads(1)
    b = bench()
    scorer = b.load_scorer(b.TOOLS / "score_attributions.py")
    gold = list(b.articles(args.data))[: args.limit or None]
    sentences = b.sentences_beside(args.data, gold)
    vocabulary = WordPieces.read(args.base / "vocab.txt")
    for checkpoint in args.checkpoints:
        tagger = Neural(torch_encoder(checkpoint, vocabulary))
        found = [tagger.attribute(a["text"]) for a in gold]
        if (args.data / "gold").is_dir():
            found = [b.outer(f) for f in found]
        table = b.score(scorer, gold, found)
        print(checkpoint)
        b.show(table)
        if sentences:
            spans = b.exact_spans(b.TOOLS, sentences, gold, found)
            print("exact", {r: round(100 * x["exact"]["f1"], 1) for r, x in spans.items()})
        print(json.dumps({r: round(100 * table["all"]["token"][r]["f1"], 1) for r in ("source", "cue", "content")}))


if __name__ == "__main__":
    main()

"""Fit the weights of name matching and write data/name_weights.tsv.

    python -m training.names --data ../shared/data/names

Two steps: first the words (their likeness enters the names), then the names of persons and bodies. Seeds are fixed;
the same data gives the same file.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from onrecord.actors import alignment, likeness
from training.names import fit_names, fit_words

OUT = Path(__file__).resolve().parents[2] / "src/onrecord/data/name_weights.tsv"
HEAD = (
    "# Weights of the logistic models that compare printed names (actors/likeness.py, actors/name_features.py), as\n"
    "# `python -m training.names --data FOLDER` writes them; a weight of 0 was held back by its sign.\n"
    "model\tfeature\tweight\n"
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    folder = parser.parse_args().data
    models = {"word": fit_words.train(folder)}
    write(models)
    models |= fit_names.train(folder)
    write(models)
    for model, found in models.items():
        print(model, {feature: round(weight, 2) for feature, weight in found.items()})


def write(models: Mapping[str, Mapping[str, float]]) -> None:
    """The file, and nothing remembered of the one before."""
    lines = [
        f"{model}\t{feature}\t{weight:.4f}\n" for model, found in models.items() for feature, weight in found.items()
    ]
    OUT.write_text(HEAD + "".join(lines), encoding="utf-8")
    for cached in (likeness.weights, likeness.row, likeness.likeness, alignment.align):
        clear = getattr(cached, "cache_clear", None)
        if clear:
            clear()


if __name__ == "__main__":
    main()

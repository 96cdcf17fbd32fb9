"""Fit the weights of name matching and write data/name_weights.tsv.

    python -m training.names --data ../shared/data/names

Two steps: first the words (their likeness enters the names), then the names of persons and bodies. Seeds are fixed;
the same data gives the same file.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

from onrecord.actors.naming import likeness
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
    models = {"word": rounded(fit_words.train(folder))}
    likeness.weights = lambda: models  # names are fitted on the likeness of words just fitted
    likeness.row.cache_clear()
    likeness.likeness.cache_clear()
    models |= {model: rounded(found) for model, found in fit_names.train(folder).items()}
    lines = [f"{model}\t{name}\t{weight:.4f}\n" for model, found in models.items() for name, weight in found.items()]
    OUT.write_text(HEAD + "".join(lines), encoding="utf-8")
    for model, found in models.items():
        print(model, found)


def rounded(found: Mapping[str, float]) -> dict[str, float]:
    """As the file has them."""
    return {feature: round(weight, 4) for feature, weight in found.items()}


if __name__ == "__main__":
    main()

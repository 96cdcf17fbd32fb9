"""How the weights of `attribution.neural` were made: `python -m training.tagger`."""

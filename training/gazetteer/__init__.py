"""How the names of states in other languages were made: `python -m training.gazetteer`."""

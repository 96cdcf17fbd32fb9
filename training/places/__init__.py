"""How the tables of places were made: `python -m training.places`."""

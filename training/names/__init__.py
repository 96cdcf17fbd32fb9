"""How the weights of data/name_weights.tsv are made: `python -m training.names --data FOLDER`."""

"""Judging in the browser: rows with the words around them, forms into verdicts, verdicts into answers."""

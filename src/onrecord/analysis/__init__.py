"""Records -> figures: pure functions over rows, nothing is read or written here."""

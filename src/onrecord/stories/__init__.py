"""Which documents tell of the same event: documents into stories, by their words, days and actors."""

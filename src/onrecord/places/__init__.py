"""Places: names of countries and cities, and which of them a document means."""

"""The record: one SQLite file, every question asked of it, and the log of what people judged."""

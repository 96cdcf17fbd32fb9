"""Names as they are printed: read, compared, and brought together by keys."""

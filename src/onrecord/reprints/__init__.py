"""Which articles are copies of which, and which words two articles share: pure functions over texts.

`wording` reads the words of an article, `grams` picks what it is found by, `candidates` finds pairs that share enough
of it, `align` finds the shared passages of a pair to the character, `kinds` says what a pair is, `lineage` which copy
was taken from which, `mapping` leads from characters of one side of a passage to those of the other (`map_span`).
"""

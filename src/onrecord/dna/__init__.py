"""Files of Philip Leifeld's Discourse Network Analyzer, as they lie on a disk: `.dna`, SQLite, version 3.

`tables` says which tables and columns there are and what refers to what; `reading` makes a `DnaFile` of a file's
bytes and `writing` bytes of a `DnaFile`. `fitted` makes text and labels such as DNA can hold, `password` is how it
keeps passwords, `coding` who says what by which variables, `joining` makes one file of several.

Written from the definitions of the format alone. Nothing here knows a record.
"""

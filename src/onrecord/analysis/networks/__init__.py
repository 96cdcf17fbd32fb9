"""Who sides with whom: networks of actors and concepts out of coded statements, as pure functions over arrays.

`coded` is what goes in, `options` every choice that is made; `duplicates` says what counts once, `matrices` counts
and multiplies, `normalize` divides, `windows` moves through time, `expected` carries the coding's own doubt into the
weights, `network` puts it together. What is read off a network: `polarization`, `communities`, `backbone`, `phases`.
The definitions are those of Philip Leifeld's discourse network analysis.
"""

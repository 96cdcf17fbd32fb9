"""The names of months, in every form and language of `data/months.tsv`."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def months() -> dict[str, int]:
    """Every form of every month's name, lower case."""
    out: dict[str, int] = {}
    for line in files("onrecord").joinpath("data", "months.tsv").read_text("utf-8").splitlines()[2:]:
        number, forms, *_ = line.split("\t")
        out |= dict.fromkeys(forms.split(), int(number))
    return out

"""What holds for any text: spans slice true, the same again, in order, no crash."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from effort import times
from onrecord.places import dateline_of, find, place_of
from onrecord.places.tables import rows
from onrecord.vocabulary import PLACE_KINDS

PIECES = sorted(
    {w for _, words, *_ in rows("places_words.tsv") for w in words.split(",")[:12]}
    | {"Aleppo", "Kelda", "Syria", "Syrian", "Tripoli", "the capital", "KELDA (SPS) - ", ",", ".", ", Ill.", "'s", "’s",
       "al-", "St.", "of", "and", "in", "In", "\n", "\n\n", "“", "”", "President", "Monday", "İ", "ß", "ʿ", "حلب",
       "\x00", "Port", "of the", "Bosnia and Herzegovina", "\u200f", "D.C.", "🙂"}
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=16).map(" ".join) | st.text(max_size=80)


@settings(max_examples=times(400), deadline=None)
@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_any_text(text, a, b):
    found = find(text, doc="d")
    assert found == find(text, doc="d")
    assert [p.span.start for p in found] == sorted(p.span.start for p in found)
    for p in found:
        assert p.span.text == text[p.span.start : p.span.end] and p.span.text.strip()
        assert p.kind in PLACE_KINDS and 0 <= p.score <= 1 and p.why and p.name
        assert (p.latitude is None) == (p.longitude is None)
    low, high = sorted((min(a, len(text)), min(b, len(text))))
    got = place_of(text, (low, high), (low, high), found, dateline=dateline_of(text, found))
    assert got is None or got.span in [p.span for p in found]


def test_long_text_without_an_end_is_read():
    for text in ("in Aleppo, " * 3000, "Kelda " * 20_000, "in " * 20_000, "A of the " * 5000, "in the capital " * 3000):
        find(text)


def test_the_import_reads_nothing():
    code = (
        "import sys, json, onrecord.places as p; from onrecord.places.gazetteer import gazetteer;"
        "print(json.dumps([gazetteer.cache_info().currsize, 'anyascii' in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [0, False]


def test_gold_is_well_formed():
    folder = Path(__file__).parents[2] / "bench/gold/places"
    for name in ("names.jsonl", "unseen.jsonl"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            assert all(p["words"] in row["text"] for p in row["places"])
    for line in (folder / "acts.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert row["sentence"][0] <= row["trigger"][0] < row["trigger"][1] <= row["sentence"][1] <= len(row["text"])
        assert row["place"] is None or row["place"] in row["text"]

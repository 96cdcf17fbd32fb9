"""From two articles as they are added to one event with two reports, with the vectors the judge was taught with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from onrecord import record
from onrecord.encoder import act_vectors
from onrecord.encoder.act_vectors import STEP, fill, parts, width
from onrecord.encoder.engine import Scores
from onrecord.encoder.sheet import Sheet
from onrecord.findings import Incident
from onrecord.model import Reading
from onrecord.store.encode_events import vector_of
from onrecord.store.schema import event

ONE = """Harbour Gazette
3 March 2021

Police arrest dock strike leader in Merrun

MERRUN, March 3 - Police in Velmark arrested the union leader Ana Dorn in Merrun on Wednesday, a spokesman said.
"""
TWO = """Kestria Post
4 March 2021

Union leader held in Merrun

The union leader Ana Dorn was arrested by police in Merrun on Wednesday, her lawyer said. The port was quiet.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("told")
    for name, text in (("one.txt", ONE), ("two.txt", TWO)):
        (folder / name).write_text(text, encoding="utf-8")
    with record.open(folder / "r.onrecord", create=True) as rec:
        rec.add([folder / "one.txt", folder / "two.txt"])
    return folder / "r.onrecord"


def test_two_reports_of_one_act_are_one_event(made: Path, run: Any) -> None:
    answer = run("events", "--record", made, "--type", "COERCE", "--format", "json")
    events = json.loads(answer.out)["events"]
    files = [{r["document"]["file"].rsplit("/", 1)[-1] for r in e["reports"]} for e in events]
    assert {"one.txt", "two.txt"} in files


def test_the_store_keeps_the_vectors_as_they_were_made(made: Path) -> None:
    read = record.run([made.parent / "one.txt", made.parent / "two.txt"])
    found = {e.vector for r in read if isinstance(r, Reading) for e in r.events if e.vector}
    with record.open(made) as rec, rec.store.read() as conn:
        kept = [vector_of(v) for v in conn.scalars(event.select().with_only_columns(event.c.vector)) if v]
    assert kept and all(len(v) == sum(width()) and len(parts(v)) == 2 for v in kept)
    assert all(x * STEP == round(x * STEP) for v in kept for x in v)
    assert found == {*kept}


def test_an_encoder_of_another_width_gives_no_vectors() -> None:
    sheet = Sheet(start=[0], end=[4])
    window = Scores(words=[(0, 1)], tags=np.zeros((1, 1), np.float32), names=np.zeros((1, 1), np.float32),
                    mentions=np.zeros((1, 1), np.float32), links=np.zeros((1, 1), np.float32),
                    hidden=np.ones((1, 5), np.float32))  # fmt: skip
    told = [Incident(trigger=(0, 4), type="COERCE", vector=(1.0,))]
    assert [i.vector for i in fill(told, [window], sheet)] == [()]
    assert fill([], [window], sheet) == []


def test_a_trigger_is_found_across_windows() -> None:
    rng = np.random.default_rng(3)
    hidden = rng.normal(size=(4, len(act_vectors.axes().mean))).astype(np.float32)
    none = np.zeros((2, 1), np.float32)
    windows = [
        Scores(words=[(a, a + 2)], tags=none, names=none, mentions=none, links=none, hidden=hidden[a : a + 2])
        for a in (0, 2)
    ]
    sheet = Sheet(start=[0, 5, 10, 15], end=[4, 9, 14, 19])
    told = [Incident(trigger=(10, 14), type="COERCE"), Incident(trigger=(30, 34), type="COERCE")]
    assert [i.vector for i in fill(told, windows, sheet)] == [act_vectors.shorten(hidden, (2, 3)), ()]

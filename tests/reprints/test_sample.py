"""The sample coverage: one wire interview, two edited reprints, two quotations said again, and nothing else."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onrecord
from onrecord.store import shared

INTERVIEW = "sps-2023-02-zurqani-interview.txt"


def name(file: str) -> str:
    return file.rpartition("/")[2]


def test_the_interview_and_its_two_reprints_and_nothing_else(sample: Path) -> None:
    with onrecord.open("record.onrecord") as record:
        [lineage] = record.reprints()
        assert name(lineage.original.file) == INTERVIEW
        assert {(name(r.document.file), r.kind, r.depth) for r in lineage.copies} == {
            ("gazette-2023-02-zurqani.txt", "wire", 1),
            ("trumpet-2023-02-one-night.html", "wire", 1),
        }
        assert all(r.share > 0.9 and r.why == "the agency's own report (SPS)" for r in lineage.copies)
        quoting = [g for g in record.reprints(quotations=True) if g.original != lineage.original]
        assert {(name(g.original.file), name(r.document.file), r.kind) for g in quoting for r in g.copies} == {
            ("sps-2021-04-committee.txt", "feed.xml#bn-2025-03-06", "quotation"),
            ("merrunvoice-2023-09-vote.txt", "trumpet-2024-03-uturn.txt", "quotation"),
        }


def test_passages_of_the_sample_slice_true(sample: Path) -> None:
    with onrecord.open("record.onrecord") as record, record.store.read() as conn:
        text = dict(map(tuple, conn.exec_driver_sql("SELECT id, text FROM document")))
        found = shared.aligned(conn)
        for x in found:
            for side in (x.passage.a, x.passage.b):
                assert text[side.doc][side.start : side.end] == side.text
                assert side.text == side.text.strip()
        assert "No dam will stand on our land" in "".join(x.passage.a.text for x in found)


def test_the_tree_on_the_command_line(sample: Path, run: Callable[..., Any]) -> None:
    out = run("reprints").out.splitlines()
    assert out[0].startswith("Sarrin Press Service")
    assert [line.split()[0:2] for line in out if line.startswith("  wire")] == [["wire", "96%"], ["wire", "94%"]]
    told = run("reprints", "gazette-2023-02-zurqani.txt").out
    assert "| 173 words, 95% the same: MERRUN HILLS (SPS)" in told
    quoted = run("reprints", "trumpet-2024-03-uturn.txt").out
    assert "any foreign boot on the dam wall" in quoted


def test_json_and_csv(sample: Path, run: Callable[..., Any]) -> None:
    [lineage] = json.loads(run("reprints", "--format", "json").out)
    assert name(lineage["original"]["file"]) == INTERVIEW
    rows = list(csv.DictReader(io.StringIO(run("reprints", "--format", "csv").out)))
    assert [(name(r["original"]), r["kind"]) for r in rows] == [(INTERVIEW, "wire")] * 2
    assert json.loads(run("reprints", INTERVIEW, "-f", "jsonl").out)["copies"][0]["passages"]


def test_nothing_is_a_clear_answer(sample: Path, run: Callable[..., Any]) -> None:
    asked = run("reprints", "meridian-2021-05-never.html")
    assert asked.code == 0
    assert "it was taken from no other article here" in asked.err
    missing = run("reprints", "nothing-of-the-kind.txt")
    assert missing.code != 0
    assert "nothing-of-the-kind" in missing.err


def test_links_are_exported(sample: Path, tmp_path: Path) -> None:
    with onrecord.open("record.onrecord") as record:
        record.export("tables", tmp_path)
    rows = {r["file"]: r for r in _lines(tmp_path / "documents.jsonl")}
    links = _lines(tmp_path / "links.jsonl")
    assert {link["kind"] for link in links} == {"reprint", "passage", "same_event"}
    for link in links:
        for side in (link["a"], link["b"]):
            row = rows[side["file"]]
            text = row["text"] or (sample / side["file"]).read_bytes().decode("utf-8", "replace")
            assert 0 <= side["span"][0] < side["span"][1] <= len(text)
        assert 0.5 <= link["score"] <= 1
    copied = {(name(k["a"]["file"]), name(k["b"]["file"])) for k in links if k["kind"] == "reprint"}
    assert copied == {(INTERVIEW, "gazette-2023-02-zurqani.txt"), (INTERVIEW, "trumpet-2023-02-one-night.html")}


def _lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]

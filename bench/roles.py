"""Roles and allegiances of short passages against gold: who is what of which body, when, and what bodies are to bodies.

    python bench/roles.py [--data FILE_OR_DIR] [--backend attribution.rules|attribution.neural] [--json] [--misses]

The gold (bench/gold/roles, see its README) is JSON Lines: {"id", "register", "published", "text", "roles": [{"person",
"title", "org": [accepted], "since", "until": [accepted]}], "relations": [{"subject", "kind", "object", "since",
"until"}]}; a row with "optional" neither counts when found nor when missed. Each file is a half.

A role is right when the person, the last word of the title and the organisation agree (articles and case do not count).
`intervals` asks for both days, too, of those roles that have one on either side. Relations are right when kind and both
sides agree; `allied_with` and `opposed_to` have no direction. `relation_intervals` asks for their days.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from onrecord.actors.names import key, plain
from onrecord.actors.speakers import resolve_document
from onrecord.backends import ATTRIBUTORS, attributor
from onrecord.model import Document, Relation, Role
from onrecord.project import Project

DEFAULT = Path(__file__).parent / "gold/roles"
SYMMETRIC = ("allied_with", "opposed_to")


@dataclass(slots=True)
class Tally:
    """What was found, missed and invented of one kind of row."""

    hit: int = 0
    found: int = 0
    gold: int = 0
    misses: list[str] = field(default_factory=list)

    def figures(self) -> dict[str, float]:
        p, r = self.hit / max(1, self.found), self.hit / max(1, self.gold)
        f1 = 2 * p * r / (p + r) if self.hit else 0.0
        return {"precision": round(p, 3), "recall": round(r, 3), "f1": round(f1, 3), "gold": self.gold}


def measure(file: Path, backend: str) -> dict[str, Tally]:
    """The tallies of one half."""
    out = {name: Tally() for name in ("roles", "intervals", "relations", "relation_intervals")}
    for line in file.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found = attributor(backend).find(row["text"])
        resolved = resolve_document(document(row), found.attributions, Project(), found.sightings)
        called = {e.id: e.name for e in resolved.entities}
        of_roles(out, row, resolved.roles, called)
        of_relations(out, row, resolved.relations, called)
    return out


def document(row: Any) -> Document:
    """A passage as an article published on its day."""
    name, day = row["id"], date.fromisoformat(row["published"])
    return Document(
        id=name, key=name, location="", file=name, format="text", text=row["text"], text_sha="", raw_sha="",
        published=day,
    )  # fmt: skip


def of_roles(out: dict[str, Tally], row: Any, found: Sequence[Role], called: dict[str, str]) -> None:
    """Compare the roles of one passage; a gold role is matched once."""
    left = list(found)
    for want in row["roles"]:
        fits = [r for r in left if same_role(want, r, called)]
        exact = [r for r in fits if same_days(want, r)]
        optional = want.get("optional", False)
        got = (exact or fits or [None])[0]
        if got is not None:
            left.remove(got)
        if optional:
            continue
        out["roles"].gold += 1
        dated = bool(want["since"] or want["until"][0])
        out["intervals"].gold += dated
        if got is None:
            out["roles"].misses.append(f"{row['id']} missed: {shown(want)}")
            continue
        out["roles"].hit += 1
        out["roles"].found += 1
        out["intervals"].hit += bool(exact) and dated
        out["intervals"].found += got.since is not None or got.until is not None
        if not exact:
            out["intervals"].misses.append(f"{row['id']} {shown(want)}: found {got.since} - {got.until}")
    for r in left:
        out["roles"].found += 1
        out["intervals"].found += r.since is not None or r.until is not None
        text = f"{called[r.entity]} | {r.title} | {r.org} | {r.since} | {r.until}"
        out["roles"].misses.append(f"{row['id']} invented: {text} [{r.why}]")


def of_relations(out: dict[str, Tally], row: Any, found: Sequence[Relation], called: dict[str, str]) -> None:
    """Compare the relations of one passage."""
    left = list(found)
    for want in row["relations"]:
        fits = [r for r in left if same_relation(want, r, called)]
        exact = [r for r in fits if same_days(want, r)]
        got = (exact or fits or [None])[0]
        if got is not None:
            left.remove(got)
        if want.get("optional"):
            continue
        dated = bool(want["since"] or want["until"][0])
        out["relations"].gold += 1
        out["relation_intervals"].gold += dated
        if got is None:
            out["relations"].misses.append(f"{row['id']} missed: {shown(want)}")
            continue
        out["relations"].hit += 1
        out["relations"].found += 1
        out["relation_intervals"].hit += bool(exact) and dated
        out["relation_intervals"].found += got.since is not None or got.until is not None
        if not exact:
            out["relation_intervals"].misses.append(f"{row['id']} {shown(want)}: found {got.since} - {got.until}")
    for r in left:
        out["relations"].found += 1
        out["relation_intervals"].found += r.since is not None or r.until is not None
        text = f"{called[r.subject]} {r.kind} {called[r.object]} | {r.since} | {r.until}"
        out["relations"].misses.append(f"{row['id']} invented: {text} [{r.why}]")


def same_role(want: Any, got: Role, called: dict[str, str]) -> bool:
    """Whether person, head of the title and organisation agree."""
    orgs = {bare(o) for o in want["org"]}
    return (
        key(called[got.entity]) == key(want["person"])
        and head(got.title) == head(want["title"])
        and bare(got.org) in orgs
    )


def head(title: str) -> str:
    """The noun of a title: what stands before "of" or "for"."""
    words = plain(title).split()
    stop = next((i for i, w in enumerate(words) if i and w in ("of", "for")), len(words))
    return words[stop - 1] if words else ""


def same_relation(want: Any, got: Relation, called: dict[str, str]) -> bool:
    """Whether kind and sides agree."""
    sides = [bare(want["subject"]), bare(want["object"])]
    found = [bare(called[got.subject]), bare(called[got.object])]
    return want["kind"] == got.kind and (sides == found or (got.kind in SYMMETRIC and sides == found[::-1]))


def same_days(want: Any, got: Role | Relation) -> bool:
    """Whether both ends of the interval agree."""
    since, until = (d.isoformat() if d else None for d in (got.since, got.until))
    return since == want["since"] and until in want["until"]


def bare(name: str | None) -> str:
    """A body's name without its article."""
    return key(name) if name else ""


def shown(row: Any) -> str:
    """A gold row as a line."""
    parts = [v for k, v in row.items() if k != "optional"]
    return " | ".join("/".join(map(str, v)) if isinstance(v, list) else str(v) for v in parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--backend", choices=sorted(ATTRIBUTORS), default=Project().attribution)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", action="store_true")
    options = parser.parse_args()
    files = sorted(options.data.glob("*.jsonl")) if options.data.is_dir() else [options.data]
    if not files or not files[0].is_file():
        print(f"skipped: no gold in {options.data}")
        return 0
    halves = {f.stem: measure(f, options.backend) for f in files}
    if options.json:
        print(json.dumps({h: {k: t.figures() for k, t in tallies.items()} for h, tallies in halves.items()}, indent=1))
        return 0
    for half, tallies in halves.items():
        for name, tally in tallies.items():
            p, r, f1, gold = tally.figures().values()
            print(f"{half} {name:20} P {p:.3f}  R {r:.3f}  F1 {f1:.3f}  ({gold})")
            for miss in tally.misses if options.misses else ():
                print("   ", miss)
    return 0


if __name__ == "__main__":
    sys.exit(main())

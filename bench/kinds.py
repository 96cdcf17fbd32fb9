"""What kind of actor a name is taken for, and of which state: against gold coverage and outside lists of actors.

    python bench/kinds.py [--data FOLDER] [--gold FOLDER ...] [--backend attribution.rules] [--json] [-v]

Gold: the kinds of the gold actors that are found in the articles, over their names there (the folders that hold
`gold/actors.jsonl` and `articles/`; those in the repository where none is named). "near" takes an organisation and a
body of a state for one: gold that knows no parliaments calls them organisations.

FOLDER holds `ngec_actor_codes.jsonl` (phrase -> country and sector) and `phoenix_actor_aliases.jsonl` (names -> CAMEO
codes): names of countries by the gazetteer alone, kinds by words and gazetteer where the code tells one. Phrases taken
for a person are counted apart, because the codes give persons the sector of their office. Without them this part is
left out, and said so.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from onrecord.actors.gazetteer import Gazetteer, gazetteer
from onrecord.actors.names import key, kind
from onrecord.actors.speakers import resolve_document
from onrecord.backends import ATTRIBUTORS, attributor
from onrecord.clean import clean
from onrecord.model import Document
from onrecord.project import Project, load
from onrecord.read import read

REPO = Path(__file__).resolve().parents[1]
GOLD = (
    REPO / "src/onrecord/data/sample",
    REPO / "bench/gold/registers-a",
    REPO / "bench/gold/coverage/set1",
    REPO / "bench/gold/coverage/set2",
)
SPELLED = {"organisation": "organization"}
NEAR = {"government": "organization", "parliament": "organization", "coalition": "organization"}
SECTORS = {
    "MIL": {"government", "organization", "armed_group"},
    "SPY": {"government", "organization"},
    "COP": {"government", "organization"},
    "GOV": {"government", "state"},
    "LEG": {"parliament"},
    "PTY": {"party", "coalition"},
    "REB": {"armed_group"},
    "PRM": {"armed_group"},
    "JUD": {"government", "organization"},
    "EDU": {"organization"},
    "MED": {"media"},
    "JRN": {"media"},
    "PRE": {"state"},
}
BLOCS = {"igo:UN": "UNO", "igo:EU": "EUR", "igo:": "IGO"}


def actors_of(folder: Path) -> dict[str, set[tuple[str, str]]]:
    """Key of a name -> the gold actors (name, kind) that have it."""
    out: dict[str, set[tuple[str, str]]] = {}
    for line in (folder / "gold/actors.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for name in (row["name"], *row["aliases"]):
            out.setdefault(key(name), set()).add((row["name"], SPELLED.get(row["kind"], row["kind"])))
    return out


def in_coverage(folder: Path, backend: str | None) -> Iterator[tuple[str, str, str]]:
    """(gold actor, its kind, the kind found) for every entity that is one gold actor."""
    gold = actors_of(folder)
    settings = folder / "onrecord.toml"
    project = replace(load(settings), actors=()) if settings.is_file() else Project()  # its actors state their kinds
    project = replace(project, attribution=backend) if backend else project
    for raw in read([str(folder / "articles")]):
        document = raw if hasattr(raw, "reason") else clean(raw, project)
        if not isinstance(document, Document):
            continue
        found = attributor(project.attribution).find(document.text, document.parts)
        resolved = resolve_document(document, found.attributions, project, found.sightings)
        for entity in resolved[1]:
            meant = gold.get(entity.key, gold.get(key(entity.name), set()))
            if len(meant) == 1:
                name, wanted = next(iter(meant))
                yield name, wanted, entity.kind


def coverage(folder: Path, backend: str | None, verbose: bool) -> dict[str, Any]:
    """Accuracy over the entities of one gold folder; set2 knows organisations only, so any body is one there."""
    counts: Counter[str] = Counter()
    coarse = not any(k in ("government", "party", "media") for found in actors_of(folder).values() for _, k in found)
    for name, wanted, got in in_coverage(folder, backend):
        body = got not in ("person", "state", "unknown")
        got = "organization" if coarse and body else got
        part = "persons" if wanted == "person" else "bodies"
        counts[part] += 1
        counts[f"{part} right"] += got == wanted
        counts[f"{part} near"] += NEAR.get(got, got) == NEAR.get(wanted, wanted)
        counts[f"{part} unknown"] += got == "unknown"
        if verbose and got != wanted:
            print(f"{folder.name}: {name!r} is {wanted}, taken for {got}")
    return dict(counts)


def country(phrase: str, known: Gazetteer) -> str | None:
    """The state a phrase names, or the code that stands for an organisation of states."""
    state = known.state_in(phrase)
    if state is None:
        ids = [p.entry.id for p in known.within(phrase)]
        return next((code for made in ids for start, code in BLOCS.items() if made.startswith(start)), None)
    return state


def named_kind(name: str, known: Gazetteer) -> str:
    """The kind by the gazetteer, else by the words of the name."""
    entry = known.find(name)
    return entry.kind if entry is not None else kind(name)


def of_ngec(path: Path, known: Gazetteer, verbose: bool) -> dict[str, Any]:
    """Countries and kinds of the phrases."""
    counts: Counter[str] = Counter()
    for row in rows(path):
        phrase = row["actor"]
        if row.get("country"):
            got = country(phrase, known) or country(row.get("context", ""), known)
            mark(counts, "country", row["country"], got)
            if verbose and got is not None and got != row["country"]:
                print(f"ngec: {phrase!r} is {row['country']}, taken for {got}")
        if row.get("sector") in SECTORS:
            got = named_kind(phrase, known)
            judge(counts, SECTORS[row["sector"]], got)
            if verbose and got not in (*SECTORS[row["sector"]], "person", "unknown"):
                print(f"ngec: {phrase!r} is {row['sector']}, taken for {got}")
    return dict(counts)


def of_phoenix(path: Path, known: Gazetteer, verbose: bool) -> dict[str, Any]:
    """Countries of all names that name one; kinds of armed groups and of organisations of states."""
    counts: Counter[str] = Counter()
    for row in rows(path):
        codes = {c.split()[0][:3] for c in row["codes"] if len(c.split()[0]) >= 3}
        for name in row.get("names", ()):
            phrase = name.title()
            got = known.state_in(phrase) if row["type"] == "state_actor" else None
            if got is not None and codes:
                counts["country"] += 1
                counts["country right"] += got in codes
                if verbose and got not in codes:
                    print(f"phoenix: {phrase!r} is {sorted(codes)}, taken for {got}")
        if row["type"] == "armed_group" and row.get("names"):
            judge(counts, {"armed_group"}, named_kind(row["names"][0].title(), known))
    return dict(counts)


def mark(counts: Counter[str], what: str, wanted: str, got: str | None) -> None:
    """One answer, or none."""
    counts[what] += 1
    counts[f"{what} answered"] += got is not None
    counts[f"{what} right"] += got == wanted


def judge(counts: Counter[str], wanted: set[str], got: str) -> None:
    """One kind; persons and the unknown apart."""
    counts["kind"] += 1
    counts["kind person" if got == "person" else "kind unknown" if got == "unknown" else "kind told"] += 1
    counts["kind right"] += got in wanted


def rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The lines of a JSON Lines file."""
    yield from map(json.loads, path.read_text(encoding="utf-8").splitlines())


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--gold", type=Path, nargs="*", default=GOLD)
    parser.add_argument("--backend", choices=sorted(ATTRIBUTORS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is not right")
    args = parser.parse_args()
    figures = {f"coverage {g.name}": coverage(g, args.backend, args.verbose) for g in args.gold}
    for name, read_one in (("ngec_actor_codes", of_ngec), ("phoenix_actor_aliases", of_phoenix)):
        path = args.data / f"{name}.jsonl" if args.data else None
        if path is None or not path.is_file():
            print(f"{name}.jsonl is not there: left out (--data)", file=sys.stderr)
            continue
        figures[name] = read_one(path, gazetteer(), args.verbose)
    if args.json:
        print(json.dumps(figures))
        return
    for name, found in figures.items():
        print(f"{name:24} " + "  ".join(f"{what} {n}" for what, n in sorted(found.items())))


if __name__ == "__main__":
    main()

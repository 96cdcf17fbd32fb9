"""Who spoke: share of gold statements of the sample coverage that get the right speaker.

    python bench/speakers.py [--data src/onrecord/data/sample/gold] [--attributions found|gold]
        [--backend attribution.rules|attribution.neural] [--json] [-v]

With `found` the backend (the one named, else the project's) runs from file to statement, and a gold statement
counts when a predicted one covers at least half of the same words (Jaccard). With `gold` the resolver is given
the gold attributions and what else the backend sights, which measures it alone. "wrong" is another actor, or an
actor where gold has none.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from onrecord.actors.names import key
from onrecord.actors.speakers import resolve_document
from onrecord.actors.vacancies import is_post
from onrecord.analysis.gold import place, read_gold
from onrecord.backends import ATTRIBUTORS, attributor
from onrecord.clean import clean
from onrecord.errors import GoldError
from onrecord.findings import Attribution, Range
from onrecord.model import Document, Statement
from onrecord.project import Project, load
from onrecord.read import read
from onrecord.span import refind

DEFAULT = Path(__file__).parents[1] / "src/onrecord/data/sample/gold"
PRONOUNS = frozenset(
    ["he", "she", "it", "they", "i", "we", "you", "who", "which", "that", "her", "him", "his", "its", "their"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One gold statement: what its source is, and how its speaker came out."""

    file: str
    source: str
    kind: str
    gold: str | None
    got: str | None
    result: str
    why: str = ""


def documents(folder: Path, project: Project) -> dict[str, Document]:
    """The articles of the sample coverage by their name in the gold."""
    out = {}
    for raw in read([str(folder)]):
        found = clean(raw, project) if not hasattr(raw, "reason") else raw
        if isinstance(found, Document):
            out[found.file.removeprefix(str(folder)).lstrip("/")] = found
    return out


def gold_rows(gold: Path) -> dict[str, list[tuple[str, Mapping[str, Any]]]]:
    """The gold lines by file."""
    form = read_gold(gold)
    if isinstance(form, list):
        raise GoldError(f"{gold}: expected the tables of the sample coverage")
    return {file: list(lines) for file, lines in form.lines.items()}


def names(gold: Path) -> dict[str, set[str]]:
    """Key of a name or alias -> the gold actors it may mean."""
    out: dict[str, set[str]] = {}
    for line in (gold / "actors.jsonl").read_text(encoding="utf-8").splitlines():
        actor = json.loads(line)
        for name in (actor["name"], *actor["aliases"]):
            out.setdefault(key(name), set()).add(actor["name"])
    return out


def source_kind(line: Mapping[str, Any], known: Mapping[str, set[str]]) -> str:
    """name, role or pronoun: by the words of the gold source."""
    text = " ".join(line["source"]) if line["source"] else ""
    if not text:
        return "none"
    if text.casefold().split()[0].rstrip("’s'") in PRONOUNS and len(text.split()) == 1:
        return "pronoun"
    named = any(f" {name} " in f" {key(text)} " for name, actors in known.items() if line["speaker"] in actors)
    last = (line["speaker"] or "").split()[-1:] or [""]
    return "name" if named or (last[0] and key(last[0]) in key(text).split()) else "role"


def overlap(a: Sequence[Range], b: Sequence[Range]) -> float:
    """Jaccard overlap of two sets of ranges, by characters."""
    x = {i for s, e in a for i in range(s, e)}
    y = {i for s, e in b for i in range(s, e)}
    return len(x & y) / len(x | y) if x | y else 0.0


def as_attribution(document: Document, line: Mapping[str, Any], row: Any) -> Attribution:
    """A gold row in the form a backend gives."""
    near = row.content[0][0]

    def find(text: str | None) -> tuple[Range, ...]:
        found = refind(document.text, text, near) if text else None
        return (found,) if found else ()

    return Attribution(
        source=row.source,
        cue=row.cue,
        content=row.content,
        kind=line["kind"],
        act=line["act"],
        addressee=find(line.get("addressee")),
        via=tuple(r for v in line.get("via", ()) for r in find(v)),
    )


def outcomes(gold: Path, which: str, backend: str | None = None) -> Iterator[Outcome]:
    """Every gold statement that could be placed and was found, with its result."""
    project_file = gold.parent / "onrecord.toml"
    project = load(project_file) if project_file.is_file() else Project()
    project = replace(project, attribution=backend) if backend else project
    known = names(gold)
    articles = documents(gold.parent / "articles", project)
    for file, lines in gold_rows(gold).items():
        document = articles.get(file)
        if document is None:
            print(f"missing: {file}", file=sys.stderr)
            continue
        placed = []
        for where, line in lines:
            try:
                placed.append((line, place(document.text, [(where, line)])[0]))
            except GoldError as e:
                print(f"not placed: {file}: {e}", file=sys.stderr)
        found = attributor(project.attribution).find(document.text, document.parts)
        given = list(found.attributions)
        if which == "gold":
            given = [as_attribution(document, line, row) for line, row in placed]
        resolved = resolve_document(document, given, project, found.sightings, found.coreferents)
        mentions, statements = resolved.mentions, resolved.statements
        called = {e.id: e for e in resolved.entities if not is_post(e.key)}
        for line, row in placed:
            best = max(statements, key=lambda s: overlap(row.content, _ranges(s)), default=None)
            if best is None or overlap(row.content, _ranges(best)) < 0.5:
                continue
            got = called.get(best.speaker or "")
            means = known.get(got.key.removeprefix("known:"), known.get(key(got.name), set())) if got else set()
            right = line["speaker"] in means if got else line["speaker"] is None
            result = "right" if right else "unresolved" if got is None else "wrong"
            why = next((m.why for m in mentions if m.entity == best.speaker and _within(m.span, best)), "")
            yield Outcome(
                file=file,
                source=" | ".join(line["source"]),
                kind=source_kind(line, known),
                gold=line["speaker"],
                got=got.name if got else None,
                result=result,
                why=why,
            )


def _ranges(statement: Statement) -> list[Range]:
    return [(s.start, s.end) for s in statement.content]


def _within(span: Any, statement: Statement) -> bool:
    return any(s.start <= span.start and span.end <= s.end for s in statement.source)


def main() -> None:
    """Print the table, or the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=DEFAULT)
    parser.add_argument("--attributions", choices=("found", "gold"), default="found")
    parser.add_argument("--backend", choices=sorted(ATTRIBUTORS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is not right")
    args = parser.parse_args()
    found = list(outcomes(args.data, args.attributions, args.backend))
    total = sum(len(lines) for lines in gold_rows(args.data).values())
    table: dict[str, Counter[str]] = {}
    for o in found:
        for part in ("all", o.kind):
            table.setdefault(part, Counter())[o.result] += 1
    if args.verbose:
        for o in found:
            if o.result != "right":
                print(f"{o.result:10} {o.file:36} {o.source[:60]!r} -> {o.got!r} gold {o.gold!r} [{o.why}]")
    figures = {
        kind: {"n": sum(c.values()), **{r: c[r] for r in ("right", "unresolved", "wrong")}} for kind, c in table.items()
    }
    if args.json:
        print(json.dumps({"gold": total, "found": len(found), "by_source": figures}))
        return
    print(f"{total} gold statements, {len(found)} found ({args.attributions})")
    for kind, row in sorted(figures.items()):
        print(f"{kind:8} n={row['n']:3} right={row['right']:3} unresolved={row['unresolved']:3} wrong={row['wrong']:3}")


if __name__ == "__main__":
    main()

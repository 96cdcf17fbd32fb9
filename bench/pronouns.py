#!/usr/bin/env python3
"""Who is meant by a pronoun or a role: the resolver against sources judged by hand.

    bench/pronouns.py --data FILE [--attributions gold|found] [--half a|b] [--gold FILE] [--json] [-v]

FILE is PolNeAR's dev half in converted form (JSON Lines, plain or .gz: {"id", "text", "attributions"}); the
judgements are `gold/polnear-speakers/speakers.jsonl` beside this file (its README says how they were made). With
`gold` the resolver is given the corpus's attributions and what the default backend sights, which measures it
alone; with `found` the backend's own, of which the one that shares at least half of the content counts.

Of a row whose gold speaker has a name: right (one of the names judged equal), unresolved, wrong (another actor).
Of a row whose speaker has none: right (left unresolved), organization (the body an unnamed person belongs to or
speaks for: neither right nor wrong), wrong (invented). An answer that repeats the source names nobody. In `found`,
what no statement covers is missed. Of all rows asked, `resolved_right` is the share of rows with a named speaker
that are right, `right_of_all` that of all rows, `wrong` that of all rows whose answer is another actor.

Articles are cut in two by the hash of their ids: half a may be looked at, half b is only measured, so -v lists
what is not right in half a alone. Where the data is absent this says so and exits 0.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "src"))

from onrecord import backends  # noqa: E402
from onrecord.actors.names import key  # noqa: E402
from onrecord.actors.speakers import resolve_document  # noqa: E402
from onrecord.actors.vacancies import is_post  # noqa: E402
from onrecord.attribution import rules  # noqa: E402
from onrecord.attribution.details import Details  # noqa: E402
from onrecord.attribution.kinds import kind_of  # noqa: E402
from onrecord.findings import Attribution, Range  # noqa: E402
from onrecord.layout import lay_out  # noqa: E402
from onrecord.model import Document, Entity, Mention, Span, Statement  # noqa: E402
from onrecord.project import Project  # noqa: E402
from onrecord.span import merge, overlap  # noqa: E402

GOLD = Path(__file__).with_name("gold") / "polnear-speakers" / "speakers.jsonl"
SAME = 0.5
NAMED = ("right", "unresolved", "wrong", "missed")
NAMELESS = ("right", "organization", "wrong", "missed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One judged source: whose it is, by the names the article prints; no names where nobody is named."""

    article: str
    source: tuple[Range, ...]
    content: tuple[Range, ...]
    shas: tuple[str, str]
    form: str
    speaker: str | None
    names: frozenset[str]
    bodies: frozenset[str]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A judged source with what the resolver made of it."""

    row: Row
    said: str
    got: str | None
    result: str
    why: str


def read_gold(path: Path) -> dict[str, list[Row]]:
    """The judgements by article."""
    rows: dict[str, list[Row]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        given = json.loads(line)
        names = [given["speaker"], *given.get("also", ())] if given["speaker"] else []
        row = Row(
            article=given["article"],
            source=ranges(given["source"]),
            content=ranges(given["content"]),
            shas=(given["source_sha"], given["content_sha"]),
            form=given["form"],
            speaker=given["speaker"],
            names=frozenset(map(called, names)),
            bodies=frozenset(map(called, given.get("for", ()))),
            why=given.get("why", ""),
        )
        rows.setdefault(row.article, []).append(row)
    return rows


def ranges(pairs: Iterable[Sequence[int]]) -> tuple[Range, ...]:
    """Offsets of a file as ranges."""
    return tuple((start, end) for start, end in pairs)


def called(name: str) -> str:
    """What a name is compared by: the government of a state counts as the state, as the press uses either."""
    return key(name).removeprefix("government of ").removeprefix("the ")


def half(article: str) -> str:
    """The half of the gold an article is in: a or b."""
    return "ab"[hashlib.sha256(article.encode()).digest()[0] % 2]


def articles(path: Path) -> Iterator[Mapping[str, Any]]:
    """The articles of a file of the corpus."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def fits(text: str, row: Row) -> bool:
    """Whether the offsets of a judgement mean the words that were judged."""
    parts = (" ".join(text[s:e] for s, e in part) for part in (row.source, row.content))
    return tuple(hashlib.sha256(p.encode()).hexdigest()[:16] for p in parts) == row.shas


def given(text: str, marked: Iterable[Mapping[str, Any]]) -> list[Attribution]:
    """The corpus's attributions in the form a backend gives; what it does not mark, the rules say."""
    page = lay_out(text, ())
    read = rules.read(page)
    details = Details(page.text, read.finds, read.paragraphs)
    out = []
    for a in marked:
        source, cue, content = (ranges(a[part]) for part in ("source", "cue", "content"))
        known = details.of(source, cue or content[:1], content)
        kind = kind_of(page.text, content, read.quoted)
        out.append(
            Attribution(
                source=source,
                cue=cue,
                content=content,
                kind=kind,
                act=known.act,
                addressee=known.addressee,
                via=known.via,
            )
        )
    return out


def shared(some: Sequence[Range], others: Sequence[Range]) -> float:
    """The characters that both cover, as a share of those that either covers."""
    both = sum(overlap(a, b) for a in some for b in others)
    either = sum(e - s for s, e in (*some, *others)) - both
    return both / either if either else 0.0


def statement_of(row: Row, statements: Iterable[Statement]) -> Statement | None:
    """The statement that has the most of a judged content, and then of its source; None where none has half."""

    def likeness(s: Statement) -> tuple[float, float]:
        return shared(merge(row.content), at(s.content)), shared(merge(row.source), at(s.source))

    best = max(statements, key=likeness, default=None)
    return best if best is not None and likeness(best)[0] >= SAME else None


def at(spans: Iterable[Span]) -> list[Range]:
    """The offsets of spans."""
    return [(s.start, s.end) for s in spans]


def _why(mentions: Sequence[Mention], source: Sequence[Range]) -> str:
    """What the resolver says of a source: of all of it, else of the first words there that refer to somebody."""
    inside = [m for m in mentions if any(overlap((m.span.start, m.span.end), r) for r in source)]
    whole = (m for m in inside if (m.span.start, m.span.end) in source)
    return next((m.why for m in (*whole, *inside)), "")


def judge(row: Row, said: str, got: Entity | None) -> str:
    """The name of the result: see the top of this file."""
    answers = {called(got.name)} - {called(said)} if got else set()
    if row.speaker is None:
        return "right" if not answers else "organization" if answers & row.bodies else "wrong"
    return "right" if answers & row.names else "wrong" if answers else "unresolved"


def outcomes(path: Path, gold: Mapping[str, list[Row]], which: str) -> Iterator[Outcome]:
    """Every judged source of the articles in the file, with its result."""
    backend = backends.attributor(backends.DEFAULT_ATTRIBUTOR)
    for article in articles(path):
        rows, text = gold.get(article["id"], ()), article["text"]
        if not rows:
            continue
        if not all(fits(text, row) for row in rows):
            raise SystemExit(f"{article['id']}: not the text that was judged")
        sha = hashlib.sha256(text.encode()).hexdigest()
        name = article["id"]
        document = Document(
            id=name, key=name, location="", file=name, format="text", text=text, text_sha=sha, raw_sha=""
        )
        sighted = backend.find(text)
        attributions = given(text, article["attributions"]) if which == "gold" else sighted.attributions
        found = resolve_document(document, attributions, Project(), sighted.sightings, sighted.coreferents)
        actors = {e.id: e for e in found.entities if not is_post(e.key)}
        for row in rows:
            said = " ".join(text[s:e] for s, e in row.source)
            statement = statement_of(row, found.statements)
            got = actors.get(statement.speaker or "") if statement else None
            why = _why(found.mentions, row.source) if statement else ""
            result = judge(row, said, got) if statement else "missed"
            yield Outcome(row=row, said=said, got=got.name if got else None, result=result, why=why)


def figures(some: Sequence[Outcome]) -> dict[str, Any]:
    """The counts of outcomes and the shares that decide."""
    named = Counter(o.result for o in some if o.row.speaker is not None)
    nameless = Counter(o.result for o in some if o.row.speaker is None)
    return {
        "rows": len(some),
        "named": {"rows": named.total(), **{r: named[r] for r in NAMED}},
        "nameless": {"rows": nameless.total(), **{r: nameless[r] for r in NAMELESS}},
        "resolved_right": named["right"] / max(1, named.total()),
        "right_of_all": (named["right"] + nameless["right"]) / max(1, len(some)),
        "wrong": (named["wrong"] + nameless["wrong"]) / max(1, len(some)),
    }


def tables(found: Sequence[Outcome]) -> dict[str, dict[str, Any]]:
    """The figures of all outcomes, of each form and of each half."""
    out = {"all": figures(found)}
    for form in ("pronoun", "role"):
        out[form] = figures([o for o in found if o.row.form == form])
    for part in "ab":
        out[f"half {part}"] = figures([o for o in found if half(o.row.article) == part])
    return {name: table for name, table in out.items() if table["rows"]}


def show(table: Mapping[str, Mapping[str, Any]]) -> None:
    """The figures as two lines a part: of the named, of the nameless."""
    for name, f in table.items():
        shares = ", ".join(f"{k} {100 * f[k]:.1f}%" for k in ("resolved_right", "right_of_all", "wrong"))
        print(f"{name:8} {f['rows']:3} rows: {shares}")
        for part in ("named", "nameless"):
            print(f"   {part:9}" + "".join(f" {what} {n:3} " for what, n in f[part].items()))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--gold", type=Path, default=GOLD)
    parser.add_argument("--attributions", choices=("gold", "found"), default="gold")
    parser.add_argument("--half", choices=("a", "b"))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("-v", "--verbose", action="store_true", help="list what is not right in half a")
    args = parser.parse_args()
    if not args.data.is_file():
        print(f"skipped: no corpus at {args.data}")
        return 0
    gold = {name: rows for name, rows in read_gold(args.gold).items() if args.half in (None, half(name))}
    found = list(outcomes(args.data, gold, args.attributions))
    if not found:
        print(f"skipped: no judged article in {args.data}")
        return 0
    if args.verbose:
        for o in found:
            if o.result != "right" and half(o.row.article) == "a":
                wanted = o.row.speaker or f"nobody ({o.row.why})"
                print(f"{o.result:12} {o.row.article:45.45} {o.said[:50]!r} -> {o.got!r}, gold {wanted} [{o.why}]")
    table = tables(found)
    judged = sum(map(len, gold.values()))
    if args.json:
        print(json.dumps({"attributions": args.attributions, "judged": judged, "asked": len(found), "figures": table}))
        return 0
    print(f"{len(found)} of {judged} judged sources ({args.attributions} attributions)")
    show(table)
    return 0


if __name__ == "__main__":
    sys.exit(main())

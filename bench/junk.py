"""Which lines are article: the cleaner's labels beside gold, on pages copied as plain text.

    python bench/junk.py [--data PATH] [--json] [--errors] [--split tune|held|a|b]

Without a path: the marked pages, the sample coverage, and the sixty texts of junk_patterns.py, half a of which was
looked at while rules were made; half b was only measured (see bench/gold/README.md). PATH is one of three:
- a folder of marked pages (bench/gold/junk): each line opens with its kind and a space: h headline,
  b body, j junk, r repeat, m byline, date or clock (counted neither way); "= field: value" at the top.
  Sites with an odd number (s01-...) served for tuning. The even ones were held out at first (precision
  .980, recall .908) and looked at once after that, so they too flatter the cleaner by now;
- a folder with articles/ and gold/documents.jsonl (fields junk, repeats, meta, title, outlet, ...);
- a .jsonl.gz of clean articles with "attributions" (PolNeAR): what share of characters, and of gold
  attributions, is called no article.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import junk_patterns
from onrecord import charset
from onrecord.clean import clean
from onrecord.model import Document, RawDocument
from onrecord.project import Project
from onrecord.span import words
from onrecord.vocabulary import ARTICLE_LABELS

_GOLD = Path(__file__).parent / "gold" / "junk"
_SAMPLE = Path(__file__).parents[1] / "src" / "onrecord" / "data" / "sample"
_ODD, _EVEN = re.compile(r"s\d[13579]-"), re.compile(r"s\d[02468]-")
FIELDS = ("title", "outlet", "published", "byline")


@dataclass(slots=True)
class Page:
    """One page: its text, the kind of each line, and the fields it must give."""

    name: str
    text: str
    kinds: list[str]
    fields: dict[str, str] = field(default_factory=dict)


def marked(folder: Path) -> Iterator[Page]:
    """Pages whose gold stands before each line."""
    for path in sorted(folder.glob("*.txt")):
        page = Page(name=path.name, text="", kinds=[])
        out = []
        for line in path.read_text("utf-8").splitlines():
            if line.startswith("= "):
                key, _, value = line[2:].partition(":")
                page.fields[key] = value.strip()
                continue
            page.kinds.append(line[:1])
            out.append(line[2:])
        page.text = "\n".join(out) + "\n"
        yield page


def patterned(half: str) -> Iterator[Page]:
    """The texts of junk_patterns.py."""
    for made in junk_patterns.texts(half):
        page = Page(name=made.name, text="", kinds=[], fields=dict(made.fields))
        for kind, line in made.lines:
            page.kinds += [kind, ""] if made.spaced else [kind]
            page.text += line + ("\n\n" if made.spaced else "\n")
        yield page


def listed(folder: Path) -> Iterator[Page]:
    """Pages beside a gold file that lists their junk."""
    for row in (json.loads(x) for x in (folder / "gold" / "documents.jsonl").open(encoding="utf-8")):
        path = folder / "articles" / row["file"]
        if path.suffix != ".txt" or not path.is_file():
            continue
        text = charset.decode(path.read_bytes())[0].removeprefix("\ufeff")
        junk, meta = ({_flat(x) for x in row.get(key, [])} for key in ("junk", "meta"))
        repeats = {_flat(x): 0 for x in row.get("repeats", [])}
        kinds = []
        for line in map(_flat, text.splitlines()):
            kind = "j" if line in junk else "m" if line in meta else "b"
            if kind == "b" and line in repeats:
                repeats[line] += 1
                kind = "r" if repeats[line] > 1 else "b"
            kinds.append(kind if line else "")
        yield Page(row["file"], text, kinds, {key: row.get(key) or "" for key in FIELDS})


def _flat(line: str) -> str:
    return " ".join(line.split())


def read(page: Page) -> Any:
    raw = RawDocument(
        key=page.name, location="/" + page.name, file=page.name, format="text", data=page.text.encode(), text=page.text
    )
    return clean(raw, Project())


def verdicts(page: Page, document: Document) -> Iterator[tuple[str, bool, str]]:
    """(kind, called no article, line) for each line with ink."""
    article = bytearray(len(page.text))
    for part in document.parts:
        if part.label in ARTICLE_LABELS:
            article[part.start : part.end] = b"\x01" * (part.end - part.start)
    at = 0
    for kind, line in zip(page.kinds, page.text.split("\n"), strict=False):
        if line.strip():
            yield kind, sum(article[at : at + len(line)]) < 0.5 * len(line.strip()), line
        at += len(line) + 1


def persons(text: str) -> set[str]:
    return {words(p) for p in re.split(r",|;|\band\b", text) if p.strip()}


def judged(name: str, wanted: str, got: str) -> str:
    """right, wrong or absent; where there is nothing to find, absent is right; "?" is not judged."""
    if wanted == "?":
        return "right"
    if not got:
        return "absent" if wanted else "right"
    if name == "byline":
        return "right" if persons(wanted) == persons(got) else "wrong"
    plain = [words(x).removeprefix("the ") for x in (wanted, got)]
    return "right" if plain[0] == plain[1] else "wrong"


def measure(pages: list[Page], errors: bool) -> dict[str, Any]:
    lines: Counter[str] = Counter()
    found: dict[str, Counter[str]] = {name: Counter() for name in FIELDS}
    for page in pages:
        document = read(page)
        if not isinstance(document, Document):
            print(f"{page.name}: rejected {document.detail}")
            continue
        for kind, dropped, line in verdicts(page, document):
            if kind in "bh":
                lines["lost" if dropped else "kept"] += 1
            elif kind in "jr":
                lines["caught" if dropped else "missed"] += 1
            if errors and ((kind in "bh" and dropped) or (kind in "jr" and not dropped)):
                print(f"{page.name}\t{'LOST' if dropped else 'missed'}\t{line[:140]}")
        for name in FIELDS:
            got = str(getattr(document, name) or "")
            verdict = judged(name, page.fields.get(name, ""), got)
            found[name][verdict] += 1
            if errors and verdict != "right":
                print(f"{page.name}\t{name} {verdict}\t{got!r} for {page.fields.get(name)!r}")
    dropped = lines["caught"] + lines["lost"]
    return {
        "pages": len(pages),
        "precision": round(lines["caught"] / (dropped or 1), 4),
        "recall": round(lines["caught"] / ((lines["caught"] + lines["missed"]) or 1), 4),
        "lines": dict(lines),
        **{name: {v: round(found[name][v] / len(pages), 3) for v in ("right", "wrong", "absent")} for name in FIELDS},
    }


def measure_clean(path: Path, errors: bool) -> dict[str, Any]:
    """Articles that hold no junk: everything called so is a loss."""
    characters = lost = attributions = gone = 0
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            page = Page(row["id"], row["text"], [])
            document = read(page)
            if not isinstance(document, Document):
                continue
            outside = [p for p in document.parts if p.label not in (*ARTICLE_LABELS, "repeat")]
            characters += len(page.text)
            lost += sum(p.end - p.start for p in outside)
            for p in outside if errors else ():
                print(f"{page.name}\t{p.label}: {p.why}\t{_flat(page.text[p.start : p.end])[:160]}")
            for a in row["attributions"]:
                attributions += 1
                spans = a["content"]
                gone += any(s < p.end and p.start < e for s, e in spans for p in outside)
    return {
        "characters": characters,
        "lost_percent": round(100 * lost / (characters or 1), 3),
        "attributions": attributions,
        "attributions_lost_percent": round(100 * gone / (attributions or 1), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--errors", action="store_true", help="print every line and field that is wrong")
    parser.add_argument("--split", choices=("tune", "held", "a", "b", "c"))
    args = parser.parse_args()
    if args.data and not args.data.exists():
        print(f"{args.data} is absent; nothing measured")
        return
    out: dict[str, Any] = {}
    if args.data and args.data.is_file():
        out["clean articles"] = measure_clean(args.data, args.errors)
    elif args.data and (args.data / "gold" / "documents.jsonl").is_file():
        out["all"] = measure(list(listed(args.data)), args.errors)
    else:
        pages = list(marked(args.data or _GOLD))
        halves = {"tune": [p for p in pages if _ODD.match(p.name)], "held": [p for p in pages if _EVEN.match(p.name)]}
        for split, some in halves.items() if all(halves.values()) else (("all", pages),):
            if args.split in (None, split):
                out[split] = measure(some, args.errors)
    if not args.data:
        if args.split is None:
            out["sample"] = measure(list(listed(_SAMPLE)), args.errors)
        for half in "abc":
            if args.split in (None, half):
                out[f"patterns {half}"] = measure(list(patterned(half)), args.errors)
    print(json.dumps(out, ensure_ascii=False) if args.json else json.dumps(out, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()

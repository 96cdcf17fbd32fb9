"""What is told about a statement besides who said what: kind, act, addressee, relays, the statement it lies in.

    python bench/details.py --data DIR [--backend NAME] [--json] [--misses N]

DIR is one that bench/chain.py takes; `attributions.jsonl` may give `kind`, `act`, `addressee`, `via` (outermost
first, with the speakers of the enclosing rows) and `nested_in` (a row of the file, or of the article's rows, from 0).
The whole chain runs, by the backend named, else by every backend. Rows and statements whose contents and sources share
half of their words are matched one to one (the "attributed" of onrecord.analysis.agreement); all but `nested_found`
is told of the matched alone, so the backends answer for different rows; `both` tells of the rows that all of them
match.

    kind, act       share of matched rows with the gold's
    addressee       precision, recall and F1 of actors: gold's against the found one's
    chain           share of matched rows with the gold's `via`: enclosing speakers, then relays
    chain_stated    the same of rows whose gold states one
    relay           precision, recall and F1 of the relays alone: `via` without the enclosing speakers
    within          share of matched rows that lie in the statement of the right row, or rightly in none
    nested          the same of rows that the gold has in another
    nested_found    share of the gold's nested rows that are matched
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from onrecord import project, record, scoring
from onrecord.actors.names import key
from onrecord.analysis import agreement
from onrecord.analysis.gold import place, read_gold
from onrecord.backends import ATTRIBUTORS
from onrecord.store import queries
from onrecord.store.rows import DocumentView, Said

OLD_ACTS = {"statement": "assertion", "warning": "assertion"}  # labels of gold that was made before ACTS
Gold = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A gold row with the statement that is the same, both with what is compared."""

    file: str
    row: int
    gold: Gold
    said: Said
    want: Mapping[str, Any]
    got: Mapping[str, Any]


@dataclass(slots=True)
class Tally:
    """What one backend did on one folder."""

    matched: list[Matched] = field(default_factory=list)
    rows: int = 0
    nested: int = 0
    nested_found: int = 0


def read(folder: Path, backend: str) -> Tally:
    """Run the whole chain over the articles of a folder and match its statements with the gold."""
    toml = folder / "onrecord.toml"
    settings = replace(project.load(toml), actors=()) if toml.is_file() else project.Project()
    settings = replace(settings, attribution=backend)
    with (
        tempfile.TemporaryDirectory() as place_,
        record.open(Path(place_) / "r.onrecord", project=settings, create=True) as rec,
    ):
        rec.add(folder / "articles")
        views = {v.document.file: v for v in queries.documents(rec.store)}
    form = read_gold(folder / "gold")
    if isinstance(form, list):
        raise SystemExit(f"{folder}: gold of whole articles tells no details")
    rows = [line for lines in form.lines.values() for _, line in lines]
    pairs: dict[str, agreement.Pair] = {}
    shown: dict[str, DocumentView] = {}
    for file, lines in form.lines.items():
        view = scoring._document(views, file)
        if view is None:
            raise SystemExit(f"gold for an article that is not in the record: {file}")
        shown[file] = view
        found = [scoring._row(s) for s in view.said]
        pairs[file] = agreement.Pair(id=file, text=view.text, gold=place(view.text, lines), found=found)
    same = scoring._actors(_more_names(form.names, rows, shown), list(pairs.values()))
    outer = dict(_outer(folder / "gold/attributions.jsonl"))
    tally = Tally()
    for file, pair in pairs.items():
        _article(file, pair, shown[file], [line for _, line in form.lines[file]], outer, same, tally)
    return tally


def _more_names(names: Mapping[str, str], rows: Sequence[Gold], views: Mapping[str, DocumentView]) -> dict[str, str]:
    """The gold's names, with every addressee and relay of the gold, and those found that key alike."""
    out = dict(names)
    for row in rows:
        for name in (*(row.get("via") or ()), row.get("addressee")):
            if name:
                out.setdefault(name, name)
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for alias, name in out.items():
        by_key[key(alias)].add(name)
    for view in views.values():
        for said in view.said:
            for actor in (*said.via, said.addressee):
                owners = by_key.get(key(actor.name), set()) if actor else set()
                if actor and len(owners) == 1:
                    out.setdefault(actor.name, next(iter(owners)))
    return out


def _outer(path: Path) -> Iterator[tuple[tuple[str, int], int]]:
    """(file, row of the article) -> the row of the article it lies in.

    `nested_in` counts the rows of the whole file where that always names a row of the same article.
    """
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    number: list[int] = []
    counts: Counter[str] = Counter()
    for row in rows:
        number.append(counts[row["file"]])
        counts[row["file"]] += 1
    inner = [(i, r["nested_in"]) for i, r in enumerate(rows) if r.get("nested_in") is not None]
    whole = all(n < len(rows) and rows[n]["file"] == rows[i]["file"] for i, n in inner)
    for i, n in inner:
        yield (rows[i]["file"], number[i]), number[n] if whole else n


def _article(
    file: str,
    pair: agreement.Pair,
    view: DocumentView,
    lines: Sequence[Gold],
    outer: Mapping[tuple[str, int], int],
    same: Mapping[str, str],
    tally: Tally,
) -> None:
    matches = _matches(pair)
    row_of = {view.said[p].id: g for g, p in matches.items()}
    by_id = {s.id: s for s in view.said}
    tally.rows += len(lines)

    def named(name: str | None) -> str | None:
        return same.get(name, name) if name else None

    for g, line in enumerate(lines):
        tally.nested += line.get("nested_in") is not None
        if g not in matches:
            continue
        tally.nested_found += line.get("nested_in") is not None
        said = view.said[matches[g]]
        speakers = [by_id[w].speaker for w in _around(said, by_id)]
        above = [named(s.name) for s in speakers if s]
        want_above = {named(lines[w].get("speaker")) for w in _gold_around(file, g, outer)}
        relays = [named(a.name) for a in said.via]
        chain = list(dict.fromkeys(a for a in [*above, *relays] if a))
        want: dict[str, Any] = {}
        if "kind" in line:
            want["kind"] = line["kind"]
        if "act" in line:
            want["act"] = OLD_ACTS.get(line["act"], line["act"])
        if "addressee" in line:
            want["addressee"] = named(line["addressee"])
        if "via" in line:
            want["chain"] = [named(v) for v in line["via"]]
            want["relay"] = [named(v) for v in line["via"] if named(v) not in want_above]
        if "nested_in" in line:
            want["within"] = outer.get((file, g))
        got = {
            "kind": said.kind,
            "act": said.act,
            "addressee": named(said.addressee.name if said.addressee else None),
            "chain": chain,
            "relay": [r for r in dict.fromkeys(relays) if r],
            "within": row_of.get(said.within, -1) if said.within else None,
        }
        tally.matched.append(Matched(file=file, row=g, gold=line, said=said, want=want, got=got))


def _matches(pair: agreement.Pair) -> dict[int, int]:
    """Gold row -> found row, where contents and sources share half of their words."""
    article = agreement._Article(pair.text)
    gold = [agreement._Worded(article, r) for r in pair.gold]
    found = [agreement._Worded(article, r) for r in pair.found]
    edges: dict[int, list[int]] = {}
    for i, g in enumerate(gold):
        scored = []
        for j, p in enumerate(found):
            parts = ((g.content, p.content), (g.source, p.source), (g.cue, p.cue))
            shares = [agreement._jaccard(a, b) for a, b in parts]
            if min(shares[:2]) >= agreement.THRESHOLD:
                scored.append(([-s for s in shares], j))
        edges[i] = [j for _, j in sorted(scored)]
    return agreement._match(edges)


def _around(said: Said, by_id: Mapping[str, Said]) -> list[str]:
    """The statements that a statement lies in, outermost first."""
    out: list[str] = []
    at = said.within
    while at and at not in out:
        out.append(at)
        at = by_id[at].within if at in by_id else None
    return [w for w in reversed(out) if w in by_id]


def _gold_around(file: str, row: int, outer: Mapping[tuple[str, int], int]) -> list[int]:
    out: list[int] = []
    at = outer.get((file, row))
    while at is not None and at not in out:
        out.append(at)
        at = outer.get((file, at))
    return out


def figures(tally: Tally, only: set[tuple[str, int]] | None = None) -> dict[str, float]:
    """The figures (0..1) of the matched rows, or of some of them; none where the gold tells nothing."""
    rows = [m for m in tally.matched if only is None or (m.file, m.row) in only]
    out: dict[str, float] = {"matched": float(len(rows))}
    for name in ("kind", "act", "chain", "within"):
        told = [m for m in rows if name in m.want]
        if told:
            out[name] = sum(m.want[name] == m.got[name] for m in told) / len(told)
    relayed = [m for m in rows if m.want.get("chain")]
    if relayed:
        out["chain_stated"] = sum(m.want["chain"] == m.got["chain"] for m in relayed) / len(relayed)
    inner = [m for m in rows if m.want.get("within") is not None]
    if inner:
        out["nested"] = sum(m.want["within"] == m.got["within"] for m in inner) / len(inner)
    for name in ("addressee", "relay"):
        told = [m for m in rows if name in m.want]
        want = [set(_listed(m.want[name])) for m in told]
        got = [set(_listed(m.got[name])) for m in told]
        right, wanted, given = (
            sum(map(len, (w & g for w, g in zip(want, got, strict=True)))),
            sum(map(len, want)),
            sum(map(len, got)),
        )
        if wanted:
            out[f"{name}_precision"] = right / given if given else 0.0
            out[f"{name}_recall"] = right / wanted
            out[f"{name}_f1"] = 2 * right / (given + wanted)
    if only is None and tally.nested:
        out["nested_found"] = tally.nested_found / tally.nested
    return out


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value] if value else []


def misses(tally: Tally) -> Iterator[str]:
    """Act confusions first, then every matched row with something else wrong."""
    acts = Counter(
        (m.want["act"], m.got["act"]) for m in tally.matched if m.want.get("act", m.got["act"]) != m.got["act"]
    )
    for (want, got), n in acts.most_common():
        yield f"act {want} taken for {got}: {n}"
    for name in ("act", "addressee", "relay", "within", "kind"):
        for m in tally.matched:
            if name in m.want and m.want[name] != m.got[name]:
                who, cue = (" ".join(" ".join(s.text.split()) for s in part) for part in (m.said.source, m.said.cue))
                yield (
                    f"{name}: {m.file}: gold {m.want[name]}, found {m.got[name]}: "
                    f"{who} | {cue} | {m.said.quote[:90]} [{m.said.why}; {m.gold.get('at', '')[:60]}]"
                )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--backend", choices=sorted(ATTRIBUTORS))
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    if not (options.data / "gold").is_dir():
        print(f"skipped: {options.data} holds no gold/")
        return 0
    backends = [options.backend] if options.backend else sorted(ATTRIBUTORS)
    tallies = {b: read(options.data, b) for b in backends}
    table = {b: figures(t) for b, t in tallies.items()}
    if len(backends) > 1:
        both = set.intersection(*({(m.file, m.row) for m in t.matched} for t in tallies.values()))
        table |= {f"{b}, both": figures(t, both) for b, t in tallies.items()}
    if options.json:
        print(json.dumps({b: {k: round(v, 4) for k, v in f.items()} for b, f in table.items()}, indent=1))
        return 0
    print(" " * 20 + "".join(f"{b.removeprefix('attribution.'):>14}" for b in table))
    for name in dict.fromkeys(k for f in table.values() for k in f):
        cells = (f.get(name) for f in table.values())
        shape = "14.0f" if name == "matched" else "14.3f"
        print(f"{name:20}" + "".join(" " * 14 if c is None else f"{c:{shape}}" for c in cells))
    for backend, tally in tallies.items():
        for line, _ in zip(misses(tally), range(options.misses), strict=False):
            print(f"{backend}: {line}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Invented texts full of furniture, for `junk.py`: thirty each of families A, B and C, always the same.

    python bench/junk_patterns.py [a|b|c] [N]     prints the N-th text with the kind of each line

Families of furniture, bodies and names stand in gold/junk-patterns. The families were written from how sites, content
systems, databases and scrapers look, not from the cleaner's rules, and are dealt to the halves by a fixed shuffle, so
that rules made with A in view meet other furniture in B; C is a later list of other families. Bodies are of ten
registers, with short lines that must survive. Six of each thirty are Markdown, three have the running heads of print.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path

SEED = 20260
TEXTS = 30
HEAD, MID, TAIL = "head", "mid", "tail"
_GOLD = Path(__file__).parent / "gold" / "junk-patterns"
_SLOT = re.compile(r"\{(\w+)\}")
Line = tuple[str, str]  # kind and words


@dataclass(slots=True)
class Made:
    """One text: its lines in order, and the fields it must give."""

    name: str
    lines: list[Line]
    spaced: bool
    fields: dict[str, str] = field(default_factory=dict)


@cache
def _sections(name: str) -> dict[str, str]:
    """The pieces of a gold file under their "== " headings."""
    text = "\n".join(x for x in (_GOLD / name).read_text("utf-8").splitlines() if not x.startswith("# "))
    pieces = (p.partition("\n") for p in re.split(r"^== ", text, flags=re.MULTILINE)[1:])
    return {title: body.strip("\n") for title, _, body in pieces}


@cache
def families(name: str = "families.txt") -> dict[str, tuple[str, list[list[str]]]]:
    """Family -> zone and variants."""
    out = {}
    for title, body in _sections(name).items():
        zone, _, name = title.partition(": ")
        out[name] = zone, [variant.split("\n") for variant in body.split("\n\n")]
    return out


@cache
def slots() -> dict[str, list[str]]:
    rows = [x.split("\t") for x in (_GOLD / "slots.tsv").read_text("utf-8").splitlines() if not x.startswith("#")]
    return {name: values.split("|") for name, values in rows[1:]}


def halves() -> dict[str, list[str]]:
    """Which families are of A and which of B, as many of every zone in each; and those of C."""
    out: dict[str, list[str]] = {"a": [], "b": [], "c": sorted(families("families-c.txt"))}
    draw = random.Random(SEED)
    for zone in (HEAD, MID, TAIL):
        names = sorted(name for name, (where, _) in families().items() if where == zone)
        draw.shuffle(names)
        out["a"] += names[::2]
        out["b"] += names[1::2]
    return out


def _every() -> dict[str, tuple[str, list[list[str]]]]:
    return families() | families("families-c.txt")


def texts(half: str) -> Iterator[Made]:
    """The thirty texts of a half."""
    for n in range(TEXTS):
        yield _text(f"{half}{n + 1:02}", halves()[half], random.Random(f"{SEED}-{half}-{n}"), n)


def _text(name: str, own: list[str], draw: random.Random, n: int) -> Made:
    world = _world(draw)
    registers = _sections("bodies.txt")
    rows = registers[sorted(registers)[n % len(registers)]].split("\n")
    title = _filled(draw.choice([r[2:] for r in rows if r.startswith("^ ")]), world, draw)
    body = [("b", _filled(r, world, draw)) for r in rows if r and not r.startswith("^ ")]
    markdown, print_like = n % 5 == 4, n % 10 == 7
    zones = {z: [f for f in own if _every()[f][0] == z] for z in (HEAD, MID, TAIL)}
    head = [_junk(f, world, draw) for f in draw.sample(zones[HEAD], draw.randint(2, 4))]
    tail = [_junk(f, world, draw) for f in draw.sample(zones[TAIL], draw.randint(3, 6))]
    middle = [_junk(f, world, draw) for f in draw.sample(zones[MID], draw.randint(2, 4))]
    if print_like:
        middle += 2 * [[("j", f"{world['outlet']}    {world['date']}    {n}")]]
    body = _between(body, middle, draw)
    said = date(2019, 1, 1) + timedelta(days=draw.randrange(1800))
    meta = [("m", f"By {world['author']}"), ("m", f"{said:%B} {said.day}, {said.year}")]
    if draw.random() < 0.3:
        meta.reverse()
    lines = [*(x for g in head for x in g), ("h", title), *meta, *body, *(x for g in tail for x in g)]
    if markdown:
        lines = [(kind, _marked(kind, line, draw)) for kind, line in lines]
    given = {"title": title, "byline": world["author"], "published": said.isoformat(), "outlet": "?"}
    return Made(name + (".md" if markdown else ".txt"), lines, spaced=draw.random() < 0.7 or markdown, fields=given)


def _between(body: list[Line], groups: list[list[Line]], draw: random.Random) -> list[Line]:
    """The body with groups of furniture between its paragraphs, never inside its own lists."""
    whole = range(2, len(body) - 1)
    places = [i for i in whole if not body[i - 1][1].endswith(":") and not body[i][1].startswith("- ")]
    chosen = sorted(draw.choices(places, k=len(groups)), reverse=True)
    out = list(body)
    for at, group in zip(chosen, groups, strict=True):
        out[at:at] = group
    return out


def _world(draw: random.Random) -> dict[str, str]:
    world = {name: draw.choice(slots()[name]) for name in ("outlet", "place", "country", "org", "topic", "agency")}
    author = draw.choice(slots()["person"])
    return world | {
        "author": author,
        "first": author.split()[0],
        "handle": author.replace(" ", "").lower(),
        "url": "https://www.example.org/2023/05/04/story",
        "date": "May 4, 2023",
        "n": str(draw.randrange(40, 2000)),
    }


def _junk(name: str, world: dict[str, str], draw: random.Random) -> list[Line]:
    variant = draw.choice(_every()[name][1])
    own = world | {"person": world["author"]} if name in ("bio", "social post") else world
    return [("j", _filled(line, own, draw)) for line in variant]


def _filled(line: str, world: dict[str, str], draw: random.Random) -> str:
    def one(m: re.Match[str]) -> str:
        if m[1] in world:
            return world[m[1]]
        return draw.choice([x for x in slots()[m[1]] if x != world["author"]])

    return _SLOT.sub(one, line)


def _marked(kind: str, line: str, draw: random.Random) -> str:
    """A line as Markdown has it: the headline with #, some words in emphasis, links on furniture."""
    if kind == "h":
        return "# " + line
    if kind == "j" and draw.random() < 0.5 and line.count(" ") < 12 and line[0].isalpha():
        return f"[{line}](https://www.example.org/{draw.randrange(999)})"
    if kind == "b" and line.count(" ") > 10 and draw.random() < 0.4:
        words = line.split(" ")
        at = draw.randrange(1, len(words) - 1)
        words[at] = f"**{words[at]}**" if draw.random() < 0.5 else f"_{words[at]}_"
        return " ".join(words)
    return line


if __name__ == "__main__":
    made = list(texts(sys.argv[1] if len(sys.argv) > 1 else "a"))
    for kind, line in made[int(sys.argv[2]) - 1 if len(sys.argv) > 2 else 0].lines:
        print(kind, line)

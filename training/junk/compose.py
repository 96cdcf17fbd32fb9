"""Texts with furniture: bodies of the corpus and of bodies.txt, dressed in families of furniture.

Every line has its kind: b body, h headline, m byline or date (counted neither way), j furniture.
"""

from __future__ import annotations

import gzip
import json
import random
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from onrecord.clean.rules import sections

HERE = Path(__file__).parent
BENCH = HERE.parents[1] / "bench"
sys.path.insert(0, str(BENCH))
import junk_patterns  # noqa: E402

HEAD, MID, TAIL, ANY = "head", "mid", "tail", "any"
_NAV = (
    "gardening recipes parenting cars trucks motorbikes phones laptops games reviews deals coupons careers property "
    "rent mortgages insurance pensions crypto savings weddings horoscopes puzzles comics cartoons quizzes theatre "
    "dance opera museums design architecture books poetry film music awards celebrity royals fashion beauty hair "
    "fitness yoga diets nutrition sleep dating pets horses fishing hunting hiking camping cruises hotels flights "
    "restaurants wine beer coffee football rugby cricket tennis golf hockey baseball basketball boxing cycling "
    "sailing skiing athletics esports transfers fixtures results standings colleges schools universities science "
    "space physics climate wildlife oceans farming mining shipping aviation rail roads transit police fire crime "
    "courts councils elections parliament senate budget taxes trade banks markets stocks bonds commodities startups "
    "media advertising telecoms energy oil gas solar defence security refugees religion history obituaries letters "
    "columns editorials blogs podcasts videos galleries newsletters events tickets archive shop donate volunteers "
    "jobs classifieds notices weather traffic lottery faq"
)
_MONTHS = "January February March April May June July August September October November December"
_STOP = re.compile(r"(?<=[.!?”]) (?=[A-Z“])")
_SLOT = re.compile(r"\{(\w+)\}")
Line = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """A clean article: its headline and paragraphs."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stock:
    """What texts are made of."""

    furniture: Mapping[str, tuple[str, list[list[str]]]]  # family -> zone and variants
    articles: Sequence[Article]
    runs: Sequence[Sequence[str]]  # short body lines that stand together
    slots: Mapping[str, Sequence[str]] = field(default_factory=junk_patterns.slots)


def pieces(name: str) -> dict[str, list[list[str]]]:
    """Heading -> variants of a file of families."""
    text = "\n".join(x for x in (HERE / name).read_text("utf-8").splitlines() if not x.startswith("# "))
    out = {}
    for piece in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        title, _, body = piece.partition("\n")
        out[title] = [v.strip("\n").split("\n") for v in re.split(r"\n\n+", body.strip("\n")) if v.strip()]
    return out


def furniture(*, bench: bool = True) -> dict[str, tuple[str, list[list[str]]]]:
    """Every family of furniture, with those of the bench where they may be used."""
    out = {}
    for title, variants in pieces("families.txt").items():
        zone, _, name = title.partition(": ")
        out["own " + name] = zone, variants
    if bench:
        for name, (zone, variants) in junk_patterns._every().items():
            out["bench " + name] = zone, variants
    return out


def corpus(path: Path) -> list[Article]:
    """The articles of PolNeAR."""
    out = []
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            lines = [" ".join(x.split()) for x in row["text"].splitlines() if x.strip()]
            if len(lines) > 3:
                out.append(Article(title=row.get("title") or lines[0], lines=tuple(lines)))
    return out


def registers() -> list[Article]:
    """The invented bodies of the bench."""
    out = []
    for body in junk_patterns._sections("bodies.txt").values():
        rows = [r for r in body.split("\n") if r]
        out.append(Article(title=rows[0][2:], lines=tuple(r for r in rows if not r.startswith("^ "))))
    return out


def bare(article: Article) -> list[Line]:
    """The article as it is."""
    return [("b", line) for line in article.lines]


def compose(stock: Stock, draw: random.Random) -> tuple[str, list[Line]]:
    """One text and its lines with their kinds; "" where a line is empty."""
    world = _world(stock, draw)
    article = draw.choice(stock.articles)
    body = [("b", fill(x, world, stock, draw)) for x in article.lines]
    if len(body) > 30 or draw.random() < 0.5:
        size = draw.randint(3, 25)
        at = draw.randrange(max(1, len(body) - size))
        body = body[at : at + size]
    body = _apart(body, draw)
    for _ in range(draw.choice((0, 0, 1, 2, 3, 5)) if len(body) > 2 else 0):
        run = draw.choice(stock.runs) if draw.random() < 0.5 else _cuttings(article, draw)
        at = draw.randrange(1, len(body))
        body[at:at] = [("b", fill(x, world, stock, draw)) for x in run]
    amount = draw.choice((0.3, 1, 1, 2))
    for group in _groups(stock, (MID, ANY), int(draw.randint(0, 4) * amount), world, draw):
        places = [i for i in range(1, len(body)) if not body[i - 1][1].endswith(":") and body[i][1][:1] not in "-•*"]
        at = draw.choice(places or [len(body)])
        body[at:at] = group
    head = [x for g in _groups(stock, (HEAD, HEAD, ANY), int(draw.randint(0, 5) * amount), world, draw) for x in g]
    tail = [x for g in _groups(stock, (TAIL, TAIL, ANY, MID), int(draw.randint(0, 6) * amount), world, draw) for x in g]
    title: list[Line] = [("h", fill(article.title, world, stock, draw))] if draw.random() < 0.9 else []
    meta: list[Line] = [("m", f"By {world['person']}"), ("m", world["date"])]
    draw.shuffle(meta)
    under = [x for g in _groups(stock, (HEAD, MID), draw.choice((0, 0, 1)), world, draw) for x in g]
    lines = [*head, *title, *meta[: draw.randint(0, 2)], *under, *body, *tail]
    return _spaced(lines, draw), lines


def _apart(body: Sequence[Line], draw: random.Random) -> list[Line]:
    """The body with some paragraphs cut into their sentences."""
    out: list[Line] = []
    for kind, line in body:
        pieces = _STOP.split(line) if draw.random() < 0.08 else [line]
        out.extend((kind, x) for x in pieces)
    return out


def _cuttings(article: Article, draw: random.Random) -> list[str]:
    """Sub-headings, points and entries made of the article's own words."""
    out = []
    form = draw.choice(("subhead", "subhead", "subhead", "list", "entries"))
    for _ in range(1 if form == "subhead" else draw.randint(2, 6)):
        words = draw.choice(article.lines).split()
        at = draw.randrange(max(1, len(words) - 4))
        longest = {"subhead": 8, "list": 14, "entries": 7}[form]
        piece = " ".join(words[at : at + draw.randint(2, longest)]).strip(",.;:“”\"'()")
        if piece:
            out.append(piece[0].upper() + piece[1:])
    case = draw.random()
    if form == "list":
        mark = draw.choice(("- ", "• ", "* ", "– ", "", ""))
        return [mark + x + draw.choice(("", ".", ";")) for x in out]
    if form == "entries":
        return [f"{x}: {draw.randint(2, 900)}" if case < 0.4 else x for x in out]
    return [x.upper() if case < 0.25 else x.title() if case < 0.5 else x for x in out]


def _spaced(lines: Sequence[Line], draw: random.Random) -> str:
    style = draw.random()
    out = []
    for i, (kind, line) in enumerate(lines):
        wide = style < 0.45 or (style < 0.7 and (kind == "b" or i + 1 == len(lines) or lines[i + 1][0] != "j"))
        out.append(line + ("\n\n" if wide else "\n"))
    return "".join(out)


def _groups(
    stock: Stock, zones: Sequence[str], count: int, world: dict[str, str], draw: random.Random
) -> list[list[Line]]:
    out = []
    for _ in range(count):
        zone = draw.choice(zones)
        named = [f for f, (where, _) in stock.furniture.items() if where == zone]
        if not named:
            continue
        variant = draw.choice(stock.furniture[draw.choice(named)][1])
        if len(variant) > 1 and draw.random() < 0.3:
            variant = draw.sample(variant, draw.randint(1, len(variant)))
        out.append([("j", _varied(fill(x, world, stock, draw), draw)) for x in variant])
    return out


def _varied(line: str, draw: random.Random) -> str:
    """A line as another site would print it."""
    r = draw.random()
    if len(line) > 80 or r < 0.7:
        return line
    if r < 0.78:
        return line.upper()
    if r < 0.82:
        return line.title()
    if r < 0.85:
        return line.lower()
    if r < 0.88:
        return f"[{line}]"
    if r < 0.95:
        return line + draw.choice((" »", " >", " ›", "...", " →", ":", " +"))
    return draw.choice(("• ", "- ", "» ", "> ", "* ", "| ")) + line


def _world(stock: Stock, draw: random.Random) -> dict[str, str]:
    world = {name: draw.choice(stock.slots[name]) for name in ("outlet", "person", "org", "topic")}
    month = draw.choice(_MONTHS.split())
    forms = ("{m} {d}, {y}", "{d} {m} {y}", "{m3} {d}, {y}", "{d} {m3} {y}")
    day = draw.choice(forms).format(m=month, m3=month[:3], d=draw.randint(1, 28), y=draw.randint(2005, 2025))
    return world | {"date": day, "author": world["person"], "first": world["person"].split()[0]}


def fill(line: str, world: Mapping[str, str], stock: Stock, draw: random.Random) -> str:
    """The slots of a line filled in."""

    def one(m: re.Match[str]) -> str:
        name = m[1]
        if name == "tease":
            return _tease(stock, draw)
        if name == "head" and draw.random() < 0.85:
            return " ".join(draw.choice(stock.articles).title.split()[:16])
        if name == "person" and draw.random() < 0.5:
            return draw.choice(stock.slots["person"])
        if name == "nav":
            return _nav(draw)
        if name == "n":
            return str(draw.choice((draw.randint(2, 60), draw.randint(2, 4000))))
        made = {
            "clock": f"{draw.randint(0, 23)}:{draw.randint(0, 59):02}",
            "price": draw.choice("$£€") + str(draw.choice((5, 12, 19.99, 250, 1400))),
            "handle": draw.choice(stock.slots["person"]).replace(" ", draw.choice(("", "_"))).lower(),
            "url": "https://www." + draw.choice(("example.org", "kelmarherald.com", "ordland.net")) + "/story",
        }
        return world.get(name) or made.get(name) or draw.choice(stock.slots.get(name) or (name,))

    return _SLOT.sub(one, line)


def _tease(stock: Stock, draw: random.Random) -> str:
    """The first sentence of another article, cut as lists of articles cut it."""
    words = draw.choice(stock.articles).lines[0].split()
    return " ".join(words[: draw.randint(12, 30)]) + draw.choice(("...", "…", " ...", ""))


def _nav(draw: random.Random) -> str:
    known = sorted(sections())
    other = _NAV.split() if draw.random() < 0.6 else known
    word = draw.choice(other)
    word = word if draw.random() < 0.85 else f"{word} & {draw.choice(other)}"
    return word.upper() if draw.random() < 0.15 else word.title()

"""Draw docs/positions-learning.svg: what `bench/adapt.py --json` printed, a panel for each line of it.

python docs/draw_learning.py FILE     FILE holds the lines
"""

from __future__ import annotations

import json
import sys
from html import escape
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("positions-learning.svg")
WIDTH, HEIGHT, LEFT, TOP, APART = 330, 220, 48, 44, 70
NAMES = {"drawn": "labels drawn at random", "chosen": "chosen by the tool", "scratch": "a peer, from scratch"}
COLOURS = {"drawn": "#1b5e8c", "chosen": "#b2541a", "scratch": "#6b6b6b"}
DASHES = {"drawn": "", "chosen": "6 3", "scratch": "2 3"}


def panel(found: dict[str, Any], left: float) -> list[str]:
    curves = found["curves"]
    ticks = [p["labels"] for p in curves["drawn"]]
    every = [p[k] for points in curves.values() for p in points for k in ("low", "high", "macro_f1")]
    low, high = 5 * (min(every) // 5), 5 * (max(every) // 5 + 1)

    def x(labels: float) -> float:
        return left + WIDTH * ticks.index(labels) / (len(ticks) - 1)

    def y(value: float) -> float:
        return TOP + HEIGHT * (high - value) / (high - low)

    out = [text(left, TOP - 14, f"{found['target']}", "start", 13)]
    for tick in range(int(low), int(high) + 1, 5):
        out.append(f'<path d="M{left} {y(tick):.1f}h{WIDTH}" stroke="#ddd"/>')
        out.append(text(left - 6, y(tick) + 4, str(tick), "end"))
    out += [text(x(n), TOP + HEIGHT + 18, str(n), "middle") for n in ticks]
    drawn = curves["drawn"]
    band = [f"{x(p['labels']):.1f},{y(p['high']):.1f}" for p in drawn]
    band += [f"{x(p['labels']):.1f},{y(p['low']):.1f}" for p in reversed(drawn)]
    out.append(f'<polygon points="{" ".join(band)}" fill="{COLOURS["drawn"]}" opacity=".14"/>')
    for name, points in curves.items():
        line = " ".join(f"{x(p['labels']):.1f},{y(p['macro_f1']):.1f}" for p in points)
        dash = f' stroke-dasharray="{DASHES[name]}"' if DASHES[name] else ""
        out.append(f'<polyline points="{line}" fill="none" stroke="{COLOURS[name]}" stroke-width="2"{dash}/>')
    return out


def text(x: float, y: float, words: str, anchor: str, size: int = 11) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}">{escape(words)}</text>'


def drawing(found: list[dict[str, Any]]) -> str:
    width = LEFT + len(found) * (WIDTH + APART)
    height = TOP + HEIGHT + 66
    body = [line for i, one in enumerate(found) for line in panel(one, LEFT + i * (WIDTH + APART))]
    at = float(LEFT)
    for name, words in NAMES.items():
        dash = f' stroke-dasharray="{DASHES[name]}"' if DASHES[name] else ""
        body.append(f'<path d="M{at} {height - 16}h26" stroke="{COLOURS[name]}" stroke-width="2"{dash}/>')
        body.append(text(at + 32, height - 12, words, "start"))
        at += 190
    body.append(text(at, height - 12, "across: labels; up: macro F1; band: 10 to 90 %", "start"))
    title = "<title>Macro F1 of positions by the number of labels on an issue that the network has not seen</title>"
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" fill="#222">'
    )
    return "\n".join([head, title, f'<rect width="{width}" height="{height}" fill="#fff"/>', *body, "</svg>"]) + "\n"


def main() -> int:
    lines = Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()
    TARGET.write_text(drawing([json.loads(line) for line in lines if line.startswith("{")]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

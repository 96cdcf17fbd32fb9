"""Contrast of the brief's colours, light and dark, by the formula of WCAG 2 (level AA: 4.5 for text)."""

from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = (resources.files("onrecord.export") / "templates" / "page.css").read_text("utf-8")
LIGHT, DARK = (dict(re.findall(r"--(\w+):(#\w+)", block)) for block in CSS.split("@media", 2)[:2])


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = digits if len(digits) == 6 else "".join(c * 2 for c in digits)
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        *((ink, "paper") for ink in ("ink", "soft", "link", "name", "cue")),
        *((ink, "wash") for ink in ("ink", "soft", "link", "name", "cue")),
        *((ink, ground) for ink in ("ink", "name", "cue", "link") for ground in ("tint", "tint2")),
        ("soft", "tint"),
        ("ink", "hit"),
    ],
)
def test_text_is_readable(scheme: dict[str, str], ink: str, ground: str) -> None:
    assert contrast(scheme[ink], scheme[ground]) >= 4.5


@pytest.mark.parametrize("scheme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(
    ("line", "ground"),
    [
        ("edge", "paper"), ("edge", "tint"), ("bar", "paper"), ("edge", "tint2"),
        ("q1", "paper"), ("q2", "paper"), ("q3", "paper"), ("q4", "paper"),
    ],
)  # fmt: skip
def test_lines_and_bars_can_be_seen(scheme: dict[str, str], line: str, ground: str) -> None:
    assert contrast(scheme[line], scheme[ground]) >= 3

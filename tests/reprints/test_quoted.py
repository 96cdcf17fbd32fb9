"""What stands in quotation marks."""

from __future__ import annotations

import pytest

from onrecord.reprints.quoted import quoted_ranges


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“Go home,” he said. “Now.”", ["Go home,", "Now."]),
        ('"Go home," he said. "Now."', ["Go home,", "Now."]),
        ("„Geht heim“, sagte er, »und zwar bald«.", ["Geht heim", "und zwar bald"]),
        ("«Rentrez», dit-il.", ["Rentrez"]),
        ("``Go home,'' he said.", ["Go home,"]),
        ("彼は「帰れ」と言った。", ["帰れ"]),
        ("'They will turn for one night,' said the chief's aide.", ["They will turn for one night,"]),
        ("He swore the dogs' owners would pay and that it's over.", []),
        ("“We waited for years.\n\n“Now we go,” he said.", ["We waited for years.", "Now we go,"]),  # left open
        ("He was 6'2\" tall.\nShe said: “Fine.”", [" tall.", "Fine."]),  # a stray mark spoils its own line only
        ("Nothing here.", []),
        ("", []),
    ],
)
def test_quoted_ranges(text: str, expected: list[str]) -> None:
    assert [text[s:e] for s, e in quoted_ranges(text, ((0, len(text)),))] == expected


def test_only_within_the_ranges() -> None:
    text = "“Ad” said the banner. He said: “Go home.”"
    start = text.index("He said")
    assert [text[s:e] for s, e in quoted_ranges(text, ((start, len(text)),))] == ["Go home."]

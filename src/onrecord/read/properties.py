"""What the properties of an office document say of its title and author, where that can be believed.

Word processors fill properties from templates, from the machine and from whoever saved the file first. So they count
only where the first lines of the text say the same; the day of saving is no day of publication and never counts.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from onrecord.read.lines import Line
from onrecord.span import words

_HEAD = 12  # lines among which headline and byline stand
_LONGEST = 300


def declared(title: str, author: str, lines: Iterable[Line]) -> dict[str, str]:
    """Title and byline as fields: the properties' where the text bears them out, else the file's own first heading."""
    head = list(islice((line for line in lines if line.text.strip()), _HEAD))
    found: dict[str, str] = {}
    title, author = " ".join(title.split()), " ".join(author.split())
    if title and len(title) <= _LONGEST and any(words(line.text) == words(title) != "" for line in head):
        found["title"] = title
    elif heading := next((line.text for line in head[:4] if line.heading and len(line.text) <= _LONGEST), ""):
        found["title"] = " ".join(heading.split())
    name = words(author)
    if " " in name and any(f" {name} " in f" {words(line.text)} " and len(line.text) < 120 for line in head):
        found["byline"] = author
    return found

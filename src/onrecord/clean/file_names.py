"""What names of files say of their documents, by the project's patterns (`[sources] file_names`)."""

from __future__ import annotations

import re
from functools import cache
from pathlib import PurePosixPath

from onrecord.project import Project

ORIGIN = "file-name:pattern"
_OF_ITEMS = ("outlet", "published")  # what the name of a file of many articles says of each of them
_WORDED = ("title", "outlet", "byline")
_SUFFIX = re.compile(r"\.[A-Za-z][A-Za-z0-9]{1,7}")
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")


def given(project: Project, key: str) -> dict[str, str]:
    """The fields that a document's file name gives, each from the first pattern that has it.

    A pattern is looked for in the name without its ending; one with a slash in it, in the name with its folders.
    """
    found: dict[str, str] = {}
    if not project.file_names:
        return found
    path, whole = _path(key)
    for written in project.file_names:
        for name, value in _matched(written, path).items():
            if whole or name in _OF_ITEMS:
                found.setdefault(name, _value(name, value, project))
    return found


def of_item(key: str) -> bool:
    """Whether a key is that of an article inside a file of many, so that the file's name says less than the item."""
    return not _path(key)[1]


def unmatched(patterns: tuple[str, ...], key: str) -> tuple[str, ...]:
    """The patterns that do not fit the file of a document: what fits none of many is most likely mistyped."""
    path, _ = _path(key)
    return tuple(written for written in patterns if not _matched(written, path))


def _path(key: str) -> tuple[PurePosixPath, bool]:
    """The file that a document came in, and whether it is the file's only one. In an archive the members are files."""
    outer, _, inner = key.rpartition("#")
    if not outer:
        return PurePosixPath(inner), True
    member = PurePosixPath(inner)
    if "://" not in inner and _SUFFIX.fullmatch(member.suffix):
        return member, True
    return PurePosixPath(outer.rpartition("#")[2]), False


def _matched(written: str, path: PurePosixPath) -> dict[str, str]:
    name = path.name.removesuffix(".gz")
    stem = PurePosixPath(name).stem if _SUFFIX.fullmatch(PurePosixPath(name).suffix) else name
    m = _compiled(written).search(str(path.with_name(stem)) if "/" in written and stem else stem)
    return {name: value.strip() for name, value in m.groupdict().items() if value and value.strip()} if m else {}


@cache
def _compiled(written: str) -> re.Pattern[str]:
    return re.compile(written)


def _value(name: str, value: str, project: Project) -> str:
    """A value as it would be printed: names of files have no spaces, nor dates any signs."""
    if name in _WORDED and " " not in value:
        if any(value.casefold() == outlet.name.casefold() for outlet in project.outlets):
            return value
        return " ".join(value.split("_" if "_" in value else "-"))
    if name == "published":
        compact = _COMPACT.fullmatch(value)
        return "-".join(compact.groups()) if compact else value.replace("_", "-")
    if name == "url" and "://" not in value:
        return f"https://{value}"
    return value

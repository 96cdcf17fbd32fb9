"""A folder of many files that an export writes whole: into a place that is empty, or is its own from the time before.

    with own_folder(path, "notes") as folder:
        with folder.file("actors/Mara Okonjo.md") as out:
            out.write(b"...")

All is made beside the place first; nothing there changes before everything is made. A new folder then gets its name in
one step. In an own one, files take the place of their former selves one by one and the list of what is the export's
own (`LIST`, with hashes) says before which ones may; a run that is stopped there is finished by the next. What others
put into the folder stays; where one of the export's files was changed by hand, or something else stands in its place,
nothing is written.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from onrecord.errors import UsageError
from onrecord.output import replacing, speaking

LIST = ".onrecord-export.json"
"""The file that says which files are the export's own: for each the hashes that it may have."""
_NAMED = 3  # files that a refusal names
Own = dict[str, list[str]]


class Folder:
    """A folder in the making: `made` is each file's path below it with the hash of its bytes."""

    def __init__(self, staged: Path) -> None:
        self._staged = staged
        self.made: dict[str, str] = {}

    @contextmanager
    def file(self, name: str) -> Iterator[BinaryIO]:
        """A new file of the folder, by its path below it with "/" between."""
        path = self._staged / PurePosixPath(name)
        with speaking(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("xb") as file:
                yield file
            with path.open("rb") as file:
                self.made[name] = hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def own_folder(path: Path, kind: str) -> Iterator[Folder]:
    """The folder that takes its place when the block ends well, and leaves nothing when it does not.

    `kind` is the export that it belongs to. Raises UsageError for a folder that is not empty and not that export's own,
    and where files of it were changed by hand; OnRecordError, naming the place, when it cannot be written.
    """
    target = path.resolve() if path.is_symlink() else path
    _own(target, kind)
    with speaking(path):
        target.parent.mkdir(parents=True, exist_ok=True)
        staged = Path(tempfile.mkdtemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent))
    try:
        folder = Folder(staged)
        yield folder
        with speaking(path):
            _put(staged, target, kind, folder.made)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _put(staged: Path, target: Path, kind: str, made: Mapping[str, str]) -> None:
    own = _own(target, kind)
    lists = {name: [sha] for name, sha in sorted(made.items())}
    if own is None:
        (staged / LIST).write_bytes(_listed(kind, lists))
        staged.chmod(0o777 & ~_umask())
        if target.exists():
            target.rmdir()  # empty
        staged.rename(target)
        return
    _refuse_changed(target, own, made)
    both = {name: sorted({*own.get(name, ()), *lists.get(name, ())}) for name in sorted({*own, *lists})}
    _list(target, kind, both)
    for name in sorted(own.keys() - made.keys()):  # first: a system may take another case for the same name
        _remove(target, name, own[name])
    for name in made:
        place = target / PurePosixPath(name)
        place.parent.mkdir(parents=True, exist_ok=True)
        (staged / PurePosixPath(name)).replace(place)
    _list(target, kind, lists)


def _own(target: Path, kind: str) -> Own | None:
    """The files here that are this export's own; None where there is nothing yet."""
    with speaking(target):
        if not target.exists():
            return None
        if not target.is_dir():
            raise UsageError(f"{target}: this is a file; {kind} are written into a folder: name a new or empty one")
        file = target / LIST
        if not file.exists():
            if any(target.iterdir()):
                raise UsageError(f"{target}: not empty, and not written by this export; name a new or empty folder")
            return None
        found = _read(file.read_bytes())
    if found is None or found[0] != kind:
        raise UsageError(f"{target}: written by another export; name a new or empty folder")
    return found[1]


def _read(data: bytes) -> tuple[str, Own] | None:
    """The kind of export and its files, of a list that is one."""
    try:
        found = json.loads(data)
        files = {str(name): [str(sha) for sha in shas] for name, shas in found["files"].items()}
        return str(found["export"]), {n: s for n, s in files.items() if _inside(n)}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _inside(name: str) -> bool:
    """Whether it is the path of a file below the folder, and not one that a changed list leads elsewhere by."""
    parts = PurePosixPath(name).parts
    return bool(parts) and not PurePosixPath(name).is_absolute() and ".." not in parts and ":" not in name


def _refuse_changed(target: Path, own: Own, made: Mapping[str, str]) -> None:
    """Raise where a file to be written would take the place of what somebody else made or changed."""
    known = {name.casefold(): shas for name, shas in own.items()}
    bad = []
    for name, sha in made.items():
        place = target / PurePosixPath(name)
        foreign = os.path.lexists(place) and _sha(place) not in (*known.get(name.casefold(), ()), sha)
        if foreign or _elsewhere(place, target):
            bad.append(name)
    if bad:
        some = ", ".join(sorted(bad)[:_NAMED]) + (f" and {len(bad) - _NAMED} more" if len(bad) > _NAMED else "")
        raise UsageError(
            f"{target}: not written by this export, or changed since: {some}; move it away, then try again"
        )


def _remove(target: Path, name: str, shas: list[str]) -> None:
    """Take out a file that is the export's no more, and a folder that is empty then; one changed by hand stays."""
    place = target / PurePosixPath(name)
    if _elsewhere(place, target) or _sha(place) not in shas:
        return
    place.unlink()
    if place.parent != target and not any(place.parent.iterdir()):
        place.parent.rmdir()


def _elsewhere(place: Path, target: Path) -> bool:
    """Whether a link on the way to it leads out of the folder."""
    return any(p.is_symlink() for p in place.parents if target in p.parents)


def _sha(place: Path) -> str:
    if place.is_symlink() or not place.is_file():
        return ""
    with place.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _list(target: Path, kind: str, files: Own) -> None:
    with replacing(target / LIST) as out:
        out.write(_listed(kind, files))


def _listed(kind: str, files: Own) -> bytes:
    return (json.dumps({"export": kind, "files": files}, ensure_ascii=False, indent=0) + "\n").encode("utf-8")


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask

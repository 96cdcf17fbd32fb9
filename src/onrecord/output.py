"""Files that are there whole or not at all: written beside their place, then renamed into it.

What is asked for must not cost the user what is there: a record, or a file that is being read, is
never written over; a link stays a link; a pipe or device is written to, not replaced.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import OnRecordError, UsageError

_SURROGATE = re.compile("[\ud800-\udfff]")
_RECORD = b"SQLite format 3\0"


@contextmanager
def replacing(path: Path, *, inputs: Sequence[Path] = ()) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when the block ends well, and is removed when it does not.

    Raises UsageError where `path` is a record or one of `inputs`, OnRecordError, naming the path,
    when it cannot be written.
    """
    with speaking(path):
        if path.exists() and not path.is_file():
            with _opened(path) as stream:
                yield stream
            return
        target = path.resolve() if path.is_symlink() else path
        _spare(path, target, inputs)
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{target.name[:80]}.", suffix=".part", dir=target.parent)
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            with speaking(path):
                file.flush()
                os.fsync(file.fileno())
        with speaking(path):
            part.chmod(0o666 & ~_umask())
            part.replace(target)
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def _opened(target: Path) -> Iterator[BinaryIO]:
    if target.is_dir():
        raise OnRecordError(f"{target}: cannot be written: it is a folder; name a file")
    with target.open("wb") as stream:
        yield stream


def _spare(path: Path, target: Path, inputs: Sequence[Path]) -> None:
    """Refuse to write over what must not be lost."""
    if not target.exists():
        return
    if any(i.exists() and target.samefile(i) for i in inputs):
        raise UsageError(f"{path}: this file is being read; write to another one")
    with target.open("rb") as file:
        if file.read(len(_RECORD)) == _RECORD:
            raise UsageError(f"{path}: this is a record or another database; write to another file")


@contextmanager
def speaking(path: Path) -> Iterator[None]:
    """What the system says against writing here, as an OnRecordError that names the place."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as e:
        raise OnRecordError(f"{path}: cannot be written: {e.strerror or e}") from e


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def encodable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 file can hold, shown as U+FFFD (same length)."""
    return _SURROGATE.sub("�", text)

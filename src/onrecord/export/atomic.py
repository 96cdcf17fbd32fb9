"""Files that are there whole or not at all: written beside their place, then renamed into it."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from onrecord.errors import OnRecordError

_SURROGATE = re.compile("[\ud800-\udfff]")


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A new file that takes the place of `path` when the block ends well, and is removed when it does not.

    Raises OnRecordError, naming the path, when it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:80]}.", suffix=".part", dir=path.parent)
    except OSError as e:
        raise OnRecordError(f"{path}: cannot be written: {e.strerror or e}") from e
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.chmod(0o666 & ~_umask())
        part.replace(path)
    except OSError as e:
        part.unlink(missing_ok=True)
        raise OnRecordError(f"{path}: cannot be written: {e.strerror or e}") from e
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def encodable(text: str) -> str:
    """The text with lone surrogates, which no UTF-8 file can hold, shown as U+FFFD (same length)."""
    return _SURROGATE.sub("�", text)

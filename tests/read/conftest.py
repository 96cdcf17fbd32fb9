"""Makes the tests' own writers of files importable, and reads what they write."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from onrecord.clean import clean
from onrecord.model import Rejected
from onrecord.project import Project
from onrecord.read import read

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture
def give(tmp_path):
    """Write bytes to a file of that name and read it."""

    def run(name, content):
        (tmp_path / name).write_bytes(content)
        return list(read([str(tmp_path / name)]))

    return run


@pytest.fixture
def cleaned(give):
    """The documents of a file, cleaned."""

    def run(name, content):
        return [r if isinstance(r, Rejected) else clean(r, Project()) for r in give(name, content)]

    return run

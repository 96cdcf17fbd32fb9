"""Checks that what OnRecord needs works on this machine: one row a check, said in a sentence."""

from __future__ import annotations

import platform
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec

from onrecord import __version__
from onrecord.errors import OnRecordError
from onrecord.model import Document
from onrecord.project import Project
from onrecord.store.address import Place

LIBRARIES = (
    "sqlalchemy",
    "alembic",
    "trafilatura",
    "lxml",
    "feedparser",
    "numpy",
    "onnxruntime",
    "pyarrow",
    "py3langid",
    "jinja2",
    "rich",
)
EXTRAS = {"pdf": "pypdfium2", "office": "python_calamine", "warc": "brotli", "fetch": "httpx", "postgres": "pg8000"}
TRIAL = '"The gates stay open," Mira Alvarn told reporters on Monday.'
TRIAL_SPEAKER = "Mira Alvarn"
TRIAL_CONTENT = '"The gates stay open,"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was looked at, whether it is well, and a sentence on it."""

    check: str
    ok: bool
    detail: str


def examine(project: Project | None, record: Place | None) -> list[Check]:
    """Run every check; nothing raises, nothing leaves the machine."""
    settings = project or Project()
    checks: list[tuple[str, Callable[[], str]]] = [
        ("python", _python),
        ("sqlite", _sqlite),
        *((f"library {name}", lambda name=name: _library(name)) for name in LIBRARIES),
        *((f"extra {name}", lambda name=name: _extra(name)) for name in EXTRAS),
        (f"backend {settings.attribution}", lambda: _backend(settings)),
        ("sample article", lambda: _pipeline(settings)),
    ]
    if record is not None:
        checks.append((f"record {record}", lambda: _record(record)))
    rows = [Check(check="onrecord", ok=True, detail=__version__)]
    for name, check in checks:
        try:
            rows.append(Check(check=name, ok=True, detail=check()))
        except Exception as e:
            rows.append(Check(check=name, ok=False, detail=f"{e or type(e).__name__}"))
    return rows


def _python() -> str:
    return f"{platform.python_version()} on {platform.system()} {platform.machine()}"


def _sqlite() -> str:
    with sqlite3.connect(":memory:") as db:
        db.execute("CREATE VIRTUAL TABLE t USING fts5(x)")
        db.execute("CREATE TABLE s (x TEXT) STRICT")
    db.close()
    return f"{sqlite3.sqlite_version} with full-text search and strict tables"


def _library(name: str) -> str:
    import_module(name)
    try:
        return version(name)
    except PackageNotFoundError:
        return "present"


def _extra(name: str) -> str:
    """An optional part: that it is not there is nothing wrong."""
    if find_spec(EXTRAS[name]) is None:
        return f"not installed; what needs it says so: pip install 'onrecord[{name}]'"
    return "installed"


def _backend(project: Project) -> str:
    from onrecord.backends import attributor

    engine = attributor(project.attribution)
    found = engine.attribute(TRIAL)
    quoted = [TRIAL[s:e] for a in found for s, e in a.content]
    if TRIAL_CONTENT not in quoted:
        raise OnRecordError(f"does not find the quotation in {TRIAL!r}: {quoted}")
    return f"version {engine.version} finds the trial quotation"


def _pipeline(project: Project) -> str:
    from onrecord import pipeline
    from onrecord.model import RawDocument, Rejected

    raw = RawDocument(key="t", location="t", file="t.txt", format="text", data=TRIAL.encode())
    result = pipeline.analyse(raw, project)
    if isinstance(result, Rejected):
        raise OnRecordError(f"{result.reason}: {result.detail}")
    document: Document = result.document
    for statement in result.statements:
        for span in (*statement.source, *statement.cue, *statement.content):
            if document.text[span.start : span.end] != span.text:
                raise OnRecordError("a span does not slice true")
    names = {e.id: e.name for e in result.entities}
    speakers = [names[s.speaker] for s in result.statements if s.speaker]
    if TRIAL_SPEAKER not in speakers:
        raise OnRecordError(f"the speaker of {TRIAL!r} is not found: {speakers}")
    return f"read, cleaned, attributed to {TRIAL_SPEAKER}"


def _record(path: Place) -> str:
    from onrecord.store.db import Store

    if not Store.exists(path):
        return "not there yet; it is made by: onrecord add FOLDER"
    with Store.open(path) as store:
        problems = store.check()
        if problems:
            raise OnRecordError("; ".join(problems))
        return f"sound, {store.size() / 1e6:,.1f} MB"

"""The interface for programs: the OpenAPI description of all `.json` addresses, and the same as a list to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import FastAPI

from onrecord import __version__

ABOUT = (
    "The answers of a record, as its pages show them: the address of each is that of a page with .json behind it, and "
    "takes the same questions. Answers have ETags, parts of lists have Link headers. Every error has one shape."
)
FAILURE = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "kind", "message"],
            "properties": {
                "status": {"type": "integer"},
                "kind": {"type": "string"},
                "message": {"type": "string", "description": "One sentence that says what to do."},
            },
        }
    },
}
STATUSES = {
    "400": "The question makes no sense as asked; the message says what to change",
    "401": "Nobody is logged in, and this workbench has accounts",
    "403": "Not allowed here, or not to this person",
    "404": "What was asked for is not in the record",
    "409": "Somebody else judged it meanwhile",
    "503": "Another process is writing to the record; try again",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A value that an address takes."""

    name: str
    where: str
    needed: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """One address: how it is asked, with what, and which type its answer has."""

    method: str
    path: str
    summary: str
    about: str
    asked: tuple[Asked, ...]
    answers: str


@cache
def described() -> Mapping[str, Any]:
    """The OpenAPI description, which is the same for every record."""
    from onrecord.web.routes import ROUTERS

    app = FastAPI(title="OnRecord", version=__version__, description=ABOUT)
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    found = app.openapi()
    schemas = found.setdefault("components", {}).setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schemas["Failure"] = FAILURE
    told = {"application/json": {"schema": {"$ref": "#/components/schemas/Failure"}}}
    for path in found["paths"].values():
        for one in path.values():
            one["responses"].pop("422", None)
            for status, about in STATUSES.items():
                one["responses"].setdefault(status, {"description": about, "content": told})
    return found


def endpoints() -> tuple[Endpoint, ...]:
    """Every address of the interface, in the order of the pages."""
    return tuple(_endpoints(described()))


def _endpoints(found: Mapping[str, Any]) -> Iterator[Endpoint]:
    for path, methods in found["paths"].items():
        for method, one in methods.items():
            given = [
                Asked(name=p["name"], where=p["in"], needed=bool(p.get("required")), kind=_kind(p["schema"]))
                for p in one.get("parameters", ())
            ]
            body = one.get("requestBody", {}).get("content", {})
            for schema in (content["schema"] for content in body.values()):
                given += _fields(found, schema)
            answer = one["responses"].get("200", {}).get("content", {}).get("application/json", {}).get("schema", {})
            yield Endpoint(
                method=method.upper(), path=path, summary=one.get("summary", ""), about=one.get("description", ""),
                asked=tuple(given), answers=_kind(answer),
            )  # fmt: skip


def _fields(found: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Asked]:
    """The fields of a form or of a JSON body."""
    name = schema.get("$ref", "").rpartition("/")[2]
    whole = found["components"]["schemas"].get(name, schema)
    for field, own in whole.get("properties", {}).items():
        yield Asked(name=field, where="body", needed=field in whole.get("required", ()), kind=_kind(own))


def _kind(schema: Mapping[str, Any]) -> str:
    """A type in a word or two."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(_kind(s) for s in schema["anyOf"] if s.get("type") != "null")
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    if "enum" in schema:
        return " | ".join(str(v) for v in schema["enum"])
    return str(schema.get("format") or schema.get("type") or "anything")


__all__ = ["ABOUT", "Asked", "Endpoint", "described", "endpoints"]

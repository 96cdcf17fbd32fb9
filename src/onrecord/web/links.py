"""Addresses of pages, by the names of their routes."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from urllib.parse import quote, quote_plus

from fastapi import APIRouter, FastAPI
from starlette.routing import Route


class Links:
    """`links("actor", actor=id, offset=50)`: the address of a page. What is no part of the path is asked as a query."""

    def __init__(self, app: FastAPI) -> None:
        self.routes: dict[str, str] = app.state.paths

    def __call__(self, _name: str, /, *, _at: str = "", **values: object) -> str:
        """`_at` is the place on the page. Values that are None, empty or False are left out. Raises KeyError."""
        return address(self.routes[_name], _at=_at, **values)


def address(_path: str, *, _at: str = "", **values: object) -> str:
    """A path with its values in their places, the others as a query; for charts, which know no application."""
    asked = {}
    for key, value in values.items():
        if f"{{{key}}}" in _path:
            _path = _path.replace(f"{{{key}}}", _in_path(str(value)))
        elif value not in (None, "", False):
            asked[key] = "true" if value is True else str(value)
    query = "&".join(f"{_in_query(key)}={_in_query(value)}" for key, value in asked.items())
    return _path + (f"?{query}" if query else "") + (f"#{_in_path(_at)}" if _at else "")


@lru_cache(maxsize=8_192)
def _in_path(value: str) -> str:
    """A page has the same ids and names many times over."""
    return quote(value, safe="")


@lru_cache(maxsize=8_192)
def _in_query(value: str) -> str:
    return quote_plus(value)


def paths(routers: Sequence[APIRouter]) -> dict[str, str]:
    """The path of each named page or form of these routers."""
    return {r.name: r.path for router in routers for r in router.routes if isinstance(r, Route)}


__all__ = ["Links", "address", "paths"]

"""The application: made for one record, with nothing global."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from onrecord import __version__
from onrecord.record import Record
from onrecord.web import failures, visitors
from onrecord.web.guard import Guard
from onrecord.web.links import paths
from onrecord.web.routes import ROUTERS
from onrecord.web.serving import Serving
from onrecord.web.statics import Statics

ABOUT = "The answers of a record, as its pages show them: each address is that of a page with .json behind it."


def create_app(record: Record, serving: Serving | None = None) -> FastAPI:
    """The workbench of an open record. The one who calls closes the record."""
    chosen = serving or Serving()
    app = FastAPI(
        title="OnRecord",
        version=__version__,
        description=ABOUT,
        docs_url=None,
        redoc_url=None,
        openapi_url="/openapi.json",
    )
    app.state.record = record
    app.state.serving = chosen
    visitors.install(app)
    failures.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.router.routes.append(Mount("/static", Statics(), name="static"))
    app.state.paths = paths(ROUTERS)
    app.add_middleware(GZipMiddleware, minimum_size=1000)
    app.add_middleware(Guard, serving=chosen)
    return app


__all__ = ["create_app"]

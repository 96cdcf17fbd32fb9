"""The application: made for one record, with nothing global."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Mount

from onrecord import __version__
from onrecord.accounts import Accounts
from onrecord.record import Record
from onrecord.web import failures, visitors
from onrecord.web.entrance import Entrance
from onrecord.web.guard import Guard
from onrecord.web.links import paths
from onrecord.web.routes import ROUTERS
from onrecord.web.serving import Serving
from onrecord.web.statics import PREFIX, Statics


def create_app(record: Record, serving: Serving | None = None, accounts: Accounts | None = None) -> FastAPI:
    """The workbench of an open record; with accounts everybody logs in. The one who calls closes both."""
    chosen = serving or Serving()
    app = FastAPI(
        title="OnRecord",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,  # routes/api.py answers it, in the one shape of errors
        # newer releases tell the tools of the surroundings who asked what; older ones take the setting for nothing
        telemetry={"tracing": False, "metrics": False, "logs": False, "operation_spans": False},
    )
    app.state.record = record
    app.state.serving = chosen
    visitors.install(app, accounts)
    failures.install(app)
    for router in ROUTERS:
        app.router.routes.extend(router.routes)
    app.router.routes.append(Mount(PREFIX, Statics(), name="static"))
    app.state.paths = paths(ROUTERS)
    app.add_middleware(Entrance)
    app.add_middleware(failures.Unforeseen)
    app.add_middleware(GZipMiddleware, minimum_size=1000, compresslevel=6)
    app.add_middleware(Guard, serving=chosen, private=accounts is not None)
    return app


__all__ = ["create_app"]

"""The pages by subject; each module has one `router`."""

from __future__ import annotations

from onrecord.web.routes import overview, statements

ROUTERS = (overview.router, statements.router)
"""In the order in which addresses are tried."""

__all__ = ["ROUTERS"]

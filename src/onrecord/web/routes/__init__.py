"""The pages by subject; each module has one `router`."""

from __future__ import annotations

from onrecord.web.routes import network, overview, statements

ROUTERS = (overview.router, statements.router, network.router)
"""In the order in which addresses are tried."""

__all__ = ["ROUTERS"]

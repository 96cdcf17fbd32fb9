"""One event, many reports: `cluster` brings together reports that tell of the same event, within and across articles.

Nothing is read from anywhere but the reports; what comes out depends on their set alone, not on their order.
"""

from onrecord.events.coreference.clusters import cluster
from onrecord.events.coreference.reports import Amount, EventReport, Group, Join

__all__ = ["Amount", "EventReport", "Group", "Join", "cluster"]

"""Every question a record answers, under the same names as on the command line.

Each is a function over a `Store` and answers rows of `onrecord.store.rows`. Iterators read as they
are asked and see one state of the record from their first row to their last.
"""

from __future__ import annotations

from onrecord.store.actors import actors, listing, mentions
from onrecord.store.dossier import documents, explain, show
from onrecord.store.doubts import doubts
from onrecord.store.drift import drift
from onrecord.store.following import feeds
from onrecord.store.links import same
from onrecord.store.lookup import actor_of as actor
from onrecord.store.outlets import outlets
from onrecord.store.overview import status
from onrecord.store.quotation_check import check, check_all
from onrecord.store.reprint_queries import links, reprints
from onrecord.store.search import find
from onrecord.store.statements import Filters, count_said, said, statements, timeline
from onrecord.store.wanting import still_wanted as wanted

__all__ = [
    "Filters",
    "actor",
    "actors",
    "check",
    "check_all",
    "count_said",
    "documents",
    "doubts",
    "drift",
    "explain",
    "feeds",
    "find",
    "links",
    "listing",
    "mentions",
    "outlets",
    "reprints",
    "said",
    "same",
    "show",
    "statements",
    "status",
    "timeline",
    "wanted",
]

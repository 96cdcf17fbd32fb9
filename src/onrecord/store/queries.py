"""Every question a record answers, under the same names as on the command line.

Each is a function over a `Store` and answers rows of `onrecord.store.rows`. Iterators read as they
are asked and see one state of the record from their first row to their last.
"""

from __future__ import annotations

from onrecord.store.actors import actors, dossier_of, listing, mentions
from onrecord.store.article_page import article
from onrecord.store.articles import ArticleFilters, articles, outlet_names
from onrecord.store.condition_list import ConditionFilters, conditions
from onrecord.store.days import days
from onrecord.store.diff import diff
from onrecord.store.dna_codings import codings
from onrecord.store.dna_codings import kept as kept_files
from onrecord.store.dossier import documents, explain, show
from onrecord.store.doubts import doubts
from onrecord.store.drift import drift
from onrecord.store.event_filters import EventFilters
from onrecord.store.events import event_of as event
from onrecord.store.events import events
from onrecord.store.events import reports as event_reports
from onrecord.store.following import feeds
from onrecord.store.issues import listing as issues
from onrecord.store.links import same
from onrecord.store.lookup import actor_of as actor
from onrecord.store.merge_conflicts import conflicts as merge_conflicts
from onrecord.store.networks import network, representation
from onrecord.store.outlets import outlets
from onrecord.store.overview import runs, status
from onrecord.store.paths import ChangeFilters, PathFilters, changes, paths
from onrecord.store.periods import periods
from onrecord.store.position_why import explained as position_explained
from onrecord.store.positions import PositionFilters, position, position_called, positions, stated
from onrecord.store.quotation_check import check, check_all
from onrecord.store.reprint_queries import count_reprints, links, reprints
from onrecord.store.search import find
from onrecord.store.statements import Filters, count_said, said, statements
from onrecord.store.story_list import StoryFilters, stories
from onrecord.store.story_page import story_of as story
from onrecord.store.story_page import views as story_views
from onrecord.store.timeline import timeline
from onrecord.store.timeline_filters import TimelineFilters
from onrecord.store.wanting import still_wanted as wanted

__all__ = [
    "ArticleFilters",
    "ChangeFilters",
    "ConditionFilters",
    "EventFilters",
    "Filters",
    "PathFilters",
    "PositionFilters",
    "StoryFilters",
    "TimelineFilters",
    "actor",
    "actors",
    "article",
    "articles",
    "changes",
    "check",
    "check_all",
    "codings",
    "conditions",
    "count_reprints",
    "count_said",
    "days",
    "diff",
    "documents",
    "dossier_of",
    "doubts",
    "drift",
    "event",
    "event_reports",
    "events",
    "explain",
    "feeds",
    "find",
    "issues",
    "kept_files",
    "links",
    "listing",
    "mentions",
    "merge_conflicts",
    "network",
    "outlet_names",
    "outlets",
    "paths",
    "periods",
    "position",
    "position_called",
    "position_explained",
    "positions",
    "representation",
    "reprints",
    "runs",
    "said",
    "same",
    "show",
    "stated",
    "statements",
    "status",
    "stories",
    "story",
    "story_views",
    "timeline",
    "wanted",
]

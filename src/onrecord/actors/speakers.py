"""One article's attributions -> who said them: mentions, actors of the article, roles, statements."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from onrecord import __version__
from onrecord.actors import antecedents, roles
from onrecord.actors.antecedents import Answer, Scene
from onrecord.actors.coref import Cast, Ent, cluster
from onrecord.actors.known import known, scan
from onrecord.actors.lexicon import lexicon
from onrecord.actors.mentions import Name, find
from onrecord.actors.names import kind, plain
from onrecord.actors.phrases import Phrase, names_within, parse
from onrecord.layout import lay_out
from onrecord.model import ARTICLE_LABELS, Attribution, Document, Entity, Mention, Range, Role, Statement, When
from onrecord.project import Project
from onrecord.span import merge, overlap, span_of, spans, stable_id, trim, words

try:  # until onrecord.dates exists
    from onrecord.dates import resolve as resolve_dates
except ImportError:  # pragma: no cover
    resolve_dates = None  # type: ignore[assignment]

BY = f"actors.rules/{__version__}"

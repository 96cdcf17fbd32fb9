"""Accuracy on the user's own gold: the record's statements, or a backend's attributions, against it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.actors.names import key
from onrecord.analysis.agreement import Agreement, Pair, Row, agree
from onrecord.analysis.gold import GoldArticle, place, read_gold
from onrecord.backends import attributor
from onrecord.errors import GoldError
from onrecord.findings import Range
from onrecord.model import Span
from onrecord.store import queries
from onrecord.store.rows import DocumentView, Said

if TYPE_CHECKING:
    from onrecord.record import Record


def score(record: Record, gold: Path) -> Agreement:
    """Agreement of a record with gold about its documents.

    Gold of whole articles (form 2 of `onrecord.analysis.gold`) needs no record: the project's backend
    is run on its texts. Raises GoldError when no document of the gold is in the record.
    """
    form = read_gold(gold)
    if isinstance(form, list):
        return score_articles(form, record.project.attribution)
    documents = {view.document.file: view for view in queries.documents(record.store)}
    pairs, missing = [], []
    for file, lines in form.lines.items():
        view = _document(documents, file)
        if view is None:
            missing.append(file)
        else:
            found = [_row(s) for s in view.said]
            pairs.append(Pair(id=file, text=view.text, gold=place(view.text, lines), found=found))
    if not pairs:
        raise GoldError(f"{gold}: none of its {len(missing)} files is in the record (the first: {missing[0]})")
    called = {v.actor.name: [n.name for n in v.names] for v in queries.actors(record.store)}
    result = agree(pairs, _actors(form.names, pairs, called))
    return Agreement(
        articles=result.articles,
        figures=result.figures,
        speakers=result.speakers,
        misses=result.misses,
        missing=tuple(missing),
    )


def score_articles(articles: Sequence[GoldArticle], backend: str) -> Agreement:
    """Agreement of a backend, run on the texts as they are, with gold of whole articles."""
    engine = attributor(backend)
    return agree(
        Pair(
            id=a.id,
            text=a.text,
            gold=a.rows,
            found=[Row(source=x.source, cue=x.cue, content=x.content) for x in engine.attribute(a.text)],
        )
        for a in articles
    )


def _actors(
    names: Mapping[str, str], pairs: Sequence[Pair], called: Mapping[str, Sequence[str]] | None = None
) -> dict[str, str]:
    """Every speaker's name, found or gold, to the gold's canonical name: as printed, else by its matching key.

    So "Doña Mira Alvarn" is the gold's "Mira Alvarn"; a key that two gold actors share names neither. An actor whose
    name the gold does not have is the gold's actor that all its other names (`called`) mean, so far as they mean one.
    """
    by_key: defaultdict[str, set[str]] = defaultdict(set)
    for alias, name in names.items():
        by_key[key(alias)].add(name)
    for name in {row.speaker for pair in pairs for row in pair.gold if row.speaker}:
        by_key[key(name)].add(names.get(name, name))
    spoken = {row.speaker for pair in pairs for row in (*pair.gold, *pair.found) if row.speaker}
    found = dict(names)
    for name in spoken - names.keys():
        owners = by_key.get(key(name), set())
        if not owners:
            owners = {o for other in (called or {}).get(name, ()) for o in by_key.get(key(other), ())}
        if len(owners) == 1:
            found[name] = next(iter(owners))
    return found


def _document(documents: dict[str, DocumentView], file: str) -> DocumentView | None:
    """The document whose path as added is, or ends in, the gold's path."""
    if file in documents:
        return documents[file]
    ending = [view for name, view in documents.items() if name.endswith("/" + file)]
    return ending[0] if len(ending) == 1 else None


def _row(said: Said) -> Row:
    def ranges(spans: Sequence[Span]) -> tuple[Range, ...]:
        return tuple((s.start, s.end) for s in spans)

    return Row(
        source=ranges(said.source),
        cue=ranges(said.cue),
        content=ranges(said.content),
        speaker=said.speaker.name if said.speaker else None,
    )

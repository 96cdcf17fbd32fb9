"""The ordered list of stages that turn one source into what is stored of it.

Every stage here looks at one document alone, opens nothing and knows no clock, so documents can be
worked in any order and on any number of processes with the same result.
"""

from __future__ import annotations

from dataclasses import replace

from onrecord import __version__, events
from onrecord.actors.speakers import resolve_document
from onrecord.backends import attributor
from onrecord.clean import clean
from onrecord.errors import OnRecordError
from onrecord.model import RawDocument, Reading, Rejected
from onrecord.positions import conditions
from onrecord.project import Project


def analyse(raw: RawDocument, project: Project) -> Reading | Rejected:
    """Clean one source, find its attributions, events and conditions, and resolve who is meant.

    A source that cannot become a document comes back as Rejected. So does one on which a stage fails
    unexpectedly (reason "internal-error"): one poisonous page must not cost a user the other 10,000.
    """
    try:
        document = clean(raw, project)
        if isinstance(document, Rejected):
            return document
        found = attributor(project.attribution).find(document.text, document.parts)
        sure = [a for a in found.attributions if a.score >= project.min_score]
        named = events.asked(document.text, found.incidents)
        resolved = resolve_document(document, sure, project, found.sightings, found.coreferents, named)
        told = events.read(document, found.incidents, resolved)
        hanging = conditions.find(document.text, resolved.statements, document.parts)
    except OnRecordError:
        raise  # a missing backend is the user's to mend, not the page's fault
    except Exception as e:  # whatever it is: it costs this page only
        detail = f"{type(e).__name__}: {e}"[:300]
        return Rejected(
            file=raw.file,
            location=raw.location,
            reason="internal-error",
            detail=f"{detail} (please report this with the file)",
        )
    return Reading(
        document=replace(document, evidence=(*document.evidence, *told.doubts)),
        mentions=resolved.mentions,
        entities=resolved.entities,
        roles=resolved.roles,
        statements=resolved.statements,
        relations=resolved.relations,
        events=told.events,
        conditions=tuple(hanging),
    )


def versions(project: Project) -> dict[str, str]:
    """What a run is reproducible from: the product's version, each backend's, and that of the models beside it.

    An article that was read by others is read anew: one of before there were events or conditions gets them.
    """
    backend = attributor(project.attribution)
    found = {
        "onrecord": __version__,
        "attribution": f"{backend.name}/{backend.version}",
        "events": events.BY,
        "conditions": conditions.BY,
    }
    return found | ({"models": backend.beside} if backend.beside else {})

"""Events: who did what to whom, when and where, with PLOVER's types.

asked(incidents)                          words whose actors are needed
events(document, incidents, resolved)     the events of one article
"""

from onrecord.events.stage import Told, asked, read

__all__ = ["Told", "asked", "read"]

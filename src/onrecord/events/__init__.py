"""Events: who did what to whom, when and where, with PLOVER's types.

asked(text, incidents)                words whose actors are needed
read(document, incidents, resolved)   the events of one article
BY                                    the version of the rules that read them
"""

from onrecord.events.speech import BY
from onrecord.events.stage import Told, asked, read

__all__ = ["BY", "Told", "asked", "read"]

"""RawDocument -> Document: article text told from furniture, and what the source says of itself.

Pure: no file, no network, no clock. Nothing is deleted from plain text; lines are labelled, so
offsets stay those of the file.
"""

from onrecord.clean.cleaner import clean

__all__ = ["clean"]

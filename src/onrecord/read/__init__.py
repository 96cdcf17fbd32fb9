"""Paths and streams -> RawDocument: what the user added, one article at a time."""

from onrecord.read.items import Found
from onrecord.read.sources import read

__all__ = ["Found", "read"]

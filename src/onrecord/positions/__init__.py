"""Where speakers stand: (statement, issue) -> position."""

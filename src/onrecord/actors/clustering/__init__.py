"""Which names of the record are one actor."""

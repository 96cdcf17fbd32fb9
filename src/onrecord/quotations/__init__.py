"""Quotations compared word by word: what was quoted against what the record has. Pure; nothing here opens a file."""

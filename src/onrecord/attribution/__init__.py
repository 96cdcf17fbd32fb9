"""Document -> attributions: who said what, marked by which words."""

"""Which reports tell of one event, within an article and across articles: reading, comparing, bringing together."""

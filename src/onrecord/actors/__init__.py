"""Who the sources are: within a document, and across documents."""

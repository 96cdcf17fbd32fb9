"""Who is meant, over the articles of one story."""

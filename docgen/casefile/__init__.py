"""A case as clerks work on it: a draft with gaps, people entered once, and the documents that it can already make."""

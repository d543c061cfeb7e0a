"""Many cases at once: rows from a source, each rendered by one function, with a journal that survives a kill."""

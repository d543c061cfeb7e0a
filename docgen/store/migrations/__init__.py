"""The migrations of the store, run by `docgen.store.schema`."""

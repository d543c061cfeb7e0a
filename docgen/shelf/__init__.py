"""The shelf: all wordings of an installation, who wrote them, who answers for them. `docs/library.md` is its guide."""

"""What a service keeps: SQLite or PostgreSQL, personal data sealed, an audit chain, retention."""

from docgen.store.keys import ApiKey, Scope
from docgen.store.store import Store

__all__ = ["ApiKey", "Scope", "Store"]

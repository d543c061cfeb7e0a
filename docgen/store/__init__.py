"""What a service keeps: SQLite or PostgreSQL, personal data sealed, an audit chain, retention."""

from docgen.store.keys import ApiKey, Scope
from docgen.store.sessions import WebSession
from docgen.store.store import Store
from docgen.store.users import Role, User

__all__ = ["ApiKey", "Role", "Scope", "Store", "User", "WebSession"]

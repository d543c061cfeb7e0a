"""The tables brought up to date by Alembic, one starter at a time."""

from __future__ import annotations

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

_LOCK = 0x736368  # "sch": PostgreSQL's advisory lock while tables are changed


def migrate(engine: Engine) -> None:
    """Bring the database to the newest revision; several processes may do so at once."""
    config = Config()
    config.set_main_option("script_location", f"{__package__}:migrations")
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.execution_options(docgen_writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if MigrationContext.configure(connection).get_current_revision() != newest:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

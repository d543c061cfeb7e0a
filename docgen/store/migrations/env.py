"""Alembic's environment: works on the connection that `docgen.store.schema.migrate` hands over."""

from alembic import context

from docgen.store.models import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()

"""Runs the migrations on the connection that `database.migrate` hands over."""

from alembic import context
from sqlmodel import SQLModel

from server.store import tables  # noqa: F401  (registers the tables)

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    transactional_ddl=True,
)
context.run_migrations()

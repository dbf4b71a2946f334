"""Alembic's entry: runs inside the transaction that `store.migrate` opened."""

from __future__ import annotations

from alembic import context

from spotter.store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()

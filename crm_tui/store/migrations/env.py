"""Runs revisions on the connection that `store.migrate` hands over."""

from __future__ import annotations

from alembic import context

from crm_tui.models import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()

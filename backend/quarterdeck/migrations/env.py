"""Alembic's entry: run the revisions in one transaction, on the connection that `migrations.run` hands over."""

from alembic import context

from quarterdeck.migrations.models import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()

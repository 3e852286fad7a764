"""The schema's history: one chain of Alembic revisions for SQLite and PostgreSQL."""

"""Other programs that talk to us, and their tokens."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Json, Moment

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
ONE_CONTACT = "(contact_post_id IS NULL) <> (contact_person_id IS NULL)"


def upgrade() -> None:
    _clients()
    _tokens()


def downgrade() -> None:
    op.drop_table("api_token")
    op.drop_table("api_client")


def _clients() -> None:
    table = "api_client"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("contact_post_id", WHOLE, nullable=True),
        sa.Column("contact_person_id", WHOLE, nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", WHOLE, nullable=False),
        sa.CheckConstraint(ONE_CONTACT, name=op.f(f"ck_{table}_contact")),
        sa.ForeignKeyConstraint(["contact_person_id"], ["person.id"], name=op.f(f"fk_{table}_contact_person_id")),
        sa.ForeignKeyConstraint(["contact_post_id"], ["post.id"], name=op.f(f"fk_{table}_contact_post_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("council_id", "name", name=op.f(f"uq_{table}_council_id_name")),
    )


def _tokens() -> None:
    table = "api_token"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("client_id", WHOLE, nullable=False),
        sa.Column("name", sa.String(300), nullable=False),
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("secret_start", sa.String(8), nullable=False),
        sa.Column("scopes", Json, nullable=False),
        sa.Column("unit_ids", Json, nullable=True),
        sa.Column("indicator_ids", Json, nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("created_by", WHOLE, nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.Column("last_used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["api_client.id"], name=op.f(f"fk_{table}_client_id")),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["created_by"], ["person.id"], name=op.f(f"fk_{table}_created_by")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index("ix_api_token_client", table, ["council_id", "client_id"], unique=False)

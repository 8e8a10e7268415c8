"""Keep what is to be mailed, and whose address is proven."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("visitors", sa.Column("verified", sa.String(), nullable=True))
    op.create_table(
        "outbox",
        sa.Column("run", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("upto", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("handed_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("recipient", sa.String(), nullable=True),
        sa.Column("origin", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("run"),
    )
    op.create_index("outbox_by_origin", "outbox", ["origin", "handed_at"], unique=False)
    op.create_index("outbox_by_recipient", "outbox", ["recipient", "handed_at"], unique=False)
    op.create_index("outbox_due", "outbox", ["state", "next_at"], unique=False)
    op.create_index(op.f("ix_outbox_subject"), "outbox", ["subject"], unique=False)

"""Keep what the roster was before it was replaced."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What stands there now counts as known ever since: nobody has written down since when.
    entered = sa.Column("entered_at", sa.BigInteger(), nullable=False, server_default="0")
    op.add_column("shifts", entered)
    op.add_column("shifts", sa.Column("gone_at", sa.BigInteger(), nullable=True))

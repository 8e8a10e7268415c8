"""Keep own dashboards, saved views and reports by mail."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "dashboards",
        *_owned(),
        sa.Column("period", sa.String(), nullable=False),
        sa.Column("tiles", sa.Text(), nullable=False),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "views",
        *_owned(),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("query", sa.Text(), nullable=False),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "schedules",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("of", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("every", sa.String(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("to", sa.Text(), nullable=False),
        sa.Column("gone", sa.Text(), nullable=False),
        sa.Column("xlsx", sa.Boolean(), nullable=False),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        _instant("next_at"),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("id"),
    )
    for table in ("dashboards", "views", "schedules"):
        op.create_index(op.f(f"ix_{table}_owner"), table, ["owner"], unique=False)
    op.create_index(op.f("ix_schedules_next_at"), "schedules", ["next_at"], unique=False)


def _owned() -> tuple[sa.Column[str], ...]:
    return (
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
    )


def _instant(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), autoincrement=False, nullable=False)

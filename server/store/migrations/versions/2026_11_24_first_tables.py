"""Keep timelines, states, facts, people and settings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "agents",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("slots", sa.Integer(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=True),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("disabled", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    op.create_table(
        "conversations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("visitor", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("agent", sa.String(), nullable=True),
        sa.Column("started_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("change", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("conversations_by_agent", "conversations", ["agent", "last_at"], unique=False)
    op.create_index("conversations_by_last", "conversations", ["last_at", "id"], unique=False)
    op.create_index("conversations_by_visitor", "conversations", ["visitor", "started_at"], unique=False)
    op.create_index(
        "conversations_open_of_visitor",
        "conversations",
        ["visitor"],
        unique=True,
        sqlite_where=sa.text("status <> 'resolved'"),
        postgresql_where=sa.text("status <> 'resolved'"),
    )
    op.create_index(op.f("ix_conversations_change"), "conversations", ["change"], unique=False)
    op.create_index(op.f("ix_conversations_site"), "conversations", ["site"], unique=False)
    op.create_index(op.f("ix_conversations_status"), "conversations", ["status"], unique=False)
    op.create_table(
        "due",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_index(op.f("ix_due_at"), "due", ["at"], unique=False)
    op.create_table(
        "events",
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("by_kind", sa.String(), nullable=False),
        sa.Column("by_id", sa.String(), nullable=True),
        sa.Column("client_id", sa.String(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("subject_kind", "subject", "seq"),
    )
    op.create_index(
        "events_agent_said",
        "events",
        ["subject", "by_id", "client_id"],
        unique=True,
        sqlite_where=sa.text("by_kind = 'agent' AND client_id IS NOT NULL"),
        postgresql_where=sa.text("by_kind = 'agent' AND client_id IS NOT NULL"),
    )
    op.create_index(
        "events_visitor_said",
        "events",
        ["by_id", "client_id"],
        unique=True,
        sqlite_where=sa.text("by_kind = 'visitor' AND client_id IS NOT NULL"),
        postgresql_where=sa.text("by_kind = 'visitor' AND client_id IS NOT NULL"),
    )
    op.create_table(
        "facts",
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("change", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("subject_kind", "subject"),
    )
    op.create_index(op.f("ix_facts_change"), "facts", ["change"], unique=False)
    op.create_table(
        "hours",
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("calendar", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("subject", "version"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("holder", sa.String(), nullable=False),
        sa.Column("until", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fence", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "memberships",
        sa.Column("team", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("team", "agent"),
    )
    op.create_table(
        "sessions",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("expires_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("hash"),
    )
    op.create_index(op.f("ix_sessions_agent"), "sessions", ["agent"], unique=False)
    op.create_table(
        "settings",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "sites",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("secret", sa.String(), nullable=False),
        sa.Column("origins", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("tz", sa.String(), nullable=False),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("look", sa.Text(), nullable=False),
        sa.Column("texts", sa.Text(), nullable=False),
        sa.Column("butler", sa.String(), nullable=False),
        sa.Column("tracking", sa.Boolean(), nullable=False),
        sa.Column("typing_preview", sa.Boolean(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("removed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "tokens",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agent", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("hash"),
    )
    op.create_index(op.f("ix_tokens_agent"), "tokens", ["agent"], unique=False)
    op.create_table(
        "visitors",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("site", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=False),
        sa.Column("customer", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(), nullable=True),
        sa.Column("tracking", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    op.create_index(op.f("ix_visitors_customer"), "visitors", ["customer"], unique=False)
    op.create_index(op.f("ix_visitors_site"), "visitors", ["site"], unique=False)


def downgrade() -> None:

    op.drop_index(op.f("ix_visitors_site"), table_name="visitors")
    op.drop_index(op.f("ix_visitors_customer"), table_name="visitors")
    op.drop_table("visitors")
    op.drop_index(op.f("ix_tokens_agent"), table_name="tokens")
    op.drop_table("tokens")
    op.drop_table("teams")
    op.drop_table("sites")
    op.drop_table("settings")
    op.drop_index(op.f("ix_sessions_agent"), table_name="sessions")
    op.drop_table("sessions")
    op.drop_table("memberships")
    op.drop_table("leases")
    op.drop_table("hours")
    op.drop_index(op.f("ix_facts_change"), table_name="facts")
    op.drop_table("facts")
    op.drop_index(
        "events_visitor_said",
        table_name="events",
        sqlite_where=sa.text("by_kind = 'visitor' AND client_id IS NOT NULL"),
        postgresql_where=sa.text("by_kind = 'visitor' AND client_id IS NOT NULL"),
    )
    op.drop_index(
        "events_agent_said",
        table_name="events",
        sqlite_where=sa.text("by_kind = 'agent' AND client_id IS NOT NULL"),
        postgresql_where=sa.text("by_kind = 'agent' AND client_id IS NOT NULL"),
    )
    op.drop_table("events")
    op.drop_index(op.f("ix_due_at"), table_name="due")
    op.drop_table("due")
    op.drop_index(op.f("ix_conversations_status"), table_name="conversations")
    op.drop_index(op.f("ix_conversations_site"), table_name="conversations")
    op.drop_index(op.f("ix_conversations_change"), table_name="conversations")
    op.drop_index(
        "conversations_open_of_visitor",
        table_name="conversations",
        sqlite_where=sa.text("status <> 'resolved'"),
        postgresql_where=sa.text("status <> 'resolved'"),
    )
    op.drop_index("conversations_by_visitor", table_name="conversations")
    op.drop_index("conversations_by_last", table_name="conversations")
    op.drop_index("conversations_by_agent", table_name="conversations")
    op.drop_table("conversations")
    op.drop_table("agents")

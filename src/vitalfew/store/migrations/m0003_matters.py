"""What people deal with, what runs when, and what is to be sent.

Going down leaves the tables where they are: earlier programs do not look at them, and what they hold is kept.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text, UniqueConstraint

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def _workspace() -> Column[str]:
    return Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True)


def upgrade() -> None:
    """Make the tables that are not there."""
    op.create_table(
        "matter",
        _workspace(),
        *(Column(name, Text, primary_key=True) for name in ("kind", "id")),
        Column("state", Text, nullable=False),
        Column("version", Integer, nullable=False),
        Column("about", Text, nullable=False),
        *(Column(name, Text) for name in ("key", "due_at")),
        *(Column(name, Text, nullable=False) for name in ("opened_at", "moved_at", "data")),
        UniqueConstraint("workspace", "kind", "key"),
        if_not_exists=True,
    )
    op.create_index("matter_about", "matter", ["workspace", "about"], if_not_exists=True)
    op.create_index("matter_due", "matter", ["workspace", "kind", "state", "due_at"], if_not_exists=True)
    op.create_table(
        "slot",
        _workspace(),
        *(Column(name, Text, primary_key=True) for name in ("job", "at")),
        *(Column(name, Text, nullable=False) for name in ("state", "holder", "leased_until")),
        Column("tries", Integer, nullable=False),
        *(Column(name, Text) for name in ("done_at", "said")),
        if_not_exists=True,
    )
    op.create_table(
        "outbox",
        _workspace(),
        Column("key", Text, primary_key=True),
        *(Column(name, Text, nullable=False) for name in ("at", "person", "subject", "body", "state")),
        Column("tries", Integer, nullable=False),
        Column("next_at", Text, nullable=False),
        *(Column(name, Text) for name in ("channel", "holder", "leased_until", "sent_at", "said")),
        if_not_exists=True,
    )
    op.create_index("outbox_next", "outbox", ["workspace", "state", "next_at"], if_not_exists=True)


def downgrade() -> None:
    """Leave everything where it is."""

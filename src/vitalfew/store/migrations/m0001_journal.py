"""Workspaces and their journal.

Going down leaves the tables where they are: earlier programs do not look at them, and what they hold is kept.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables that are not there."""
    op.create_table(
        "workspace", Column("id", Text, primary_key=True), Column("created_at", Text, nullable=False), if_not_exists=True
    )
    op.create_table(
        "journal",
        Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        *(Column(name, Text, nullable=False) for name in ("at", "verb", "subject")),
        *(Column(name, Text) for name in ("before", "after")),
        *(Column(name, Text, nullable=False) for name in ("personal", "previous", "hash")),
        if_not_exists=True,
    )
    op.create_table(
        "journal_personal",
        Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("field", Text, primary_key=True),
        *(Column(name, Text, nullable=False) for name in ("person", "salt", "value")),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Leave everything where it is."""

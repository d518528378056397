"""Revisions of the framework.

Going down leaves the tables where they are: earlier programs do not look at them, and what they hold is kept.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Text

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _workspace() -> Column[str]:
    return Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True)


def upgrade() -> None:
    """Make the tables that are not there."""
    op.create_table(
        "content",
        _workspace(),
        Column("sha256", Text, primary_key=True),
        Column("bytes", LargeBinary, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "revision",
        _workspace(),
        Column("number", Integer, primary_key=True, autoincrement=False),
        *(Column(name, Text, nullable=False) for name in ("digest", "parent", "at")),
        Column("entry", Integer, nullable=False),
        Column("message", Text, nullable=False),
        Column("waived", Text),
        Column("document", Text, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "revision_file",
        _workspace(),
        Column("revision", Integer, primary_key=True, autoincrement=False),
        Column("path", Text, primary_key=True),
        Column("sha256", Text, nullable=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Leave everything where it is."""

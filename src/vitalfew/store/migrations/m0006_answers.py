"""What programs were answered lately, so that a step that is asked for twice is taken once.

Going down leaves the table where it is: earlier programs do not look at it.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table where it is not there."""
    op.create_table(
        "answer",
        Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True),
        Column("key", Text, primary_key=True),
        *(Column(name, Text, nullable=False) for name in ("request", "at")),
        Column("status", Integer, nullable=False),
        Column("body", Text, nullable=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Leave everything where it is."""

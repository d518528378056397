"""Whom a provider of single sign-on names, and the codes for whoever has lost the second factor.

Going down leaves the tables where they are: earlier programs do not look at them.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Text

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _workspace() -> Column[str]:
    return Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True)


def upgrade() -> None:
    """Make the tables where they are not there."""
    op.create_table(
        "identity",
        _workspace(),
        *(Column(name, Text, primary_key=True) for name in ("issuer", "subject")),
        *(Column(name, Text, nullable=False) for name in ("account", "made_at")),
        if_not_exists=True,
    )
    op.create_table(
        "recovery_code",
        _workspace(),
        *(Column(name, Text, primary_key=True) for name in ("account", "hash")),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Leave everything where it is."""

"""Who signs in, with which roles, in which sessions and by which tokens; and how often somebody has tried to.

Going down leaves the tables where they are: earlier programs do not look at them, and what they hold is kept.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Column, ForeignKey, Integer, Text, UniqueConstraint

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _workspace() -> Column[str]:
    return Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True)


def upgrade() -> None:
    """Make the tables that are not there."""
    op.create_table(
        "account",
        _workspace(),
        Column("id", Text, primary_key=True),
        Column("login", Text, nullable=False),
        *(Column(name, Text) for name in ("person", "password", "totp")),
        Column("totp_step", Integer, nullable=False),
        *(Column(name, Text, nullable=False) for name in ("state", "made_at")),
        UniqueConstraint("workspace", "login"),
        if_not_exists=True,
    )
    op.create_table(
        "account_role",
        _workspace(),
        *(Column(name, Text, primary_key=True) for name in ("account", "role", "unit")),
        if_not_exists=True,
    )
    for name, columns, empty in (
        ("session", ("account", "made_at", "seen_at", "expires_at", "agent"), ()),
        ("ticket", ("account", "purpose", "expires_at"), ()),
        ("token", ("id", "account", "name", "scope", "made_at"), ("used_at", "revoked_at")),
    ):
        op.create_table(
            name,
            _workspace(),
            Column("hash", Text, primary_key=True),
            *(Column(each, Text, nullable=False) for each in columns),
            *(Column(each, Text) for each in empty),
            if_not_exists=True,
        )
    op.create_table(
        "attempt",
        _workspace(),
        Column("key", Text, primary_key=True),
        Column("since", Text, nullable=False),
        Column("count", Integer, nullable=False),
        if_not_exists=True,
    )


def downgrade() -> None:
    """Leave everything where it is."""

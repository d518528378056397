"""Measuring runs and observations of a team, which a database on a server keeps; files keep those of others.

Going down leaves the tables where they are: earlier programs do not look at them, and what they hold is kept.
"""

from __future__ import annotations

from alembic import op
from sqlalchemy import Boolean, Column, Date, DateTime, Double, ForeignKey, Integer, LargeBinary, Text, UniqueConstraint

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def _workspace() -> Column[str]:
    return Column("workspace", Text, ForeignKey("workspace.id"), primary_key=True)


def upgrade() -> None:
    """Make the tables that are not there."""
    op.create_table(
        "run",
        _workspace(),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("name", Text, nullable=False),
        Column("rows", Integer, nullable=False),
        Column("said", Text, nullable=False),
        UniqueConstraint("workspace", "name"),
        if_not_exists=True,
    )
    op.create_table(
        "run_seen",
        _workspace(),
        Column("name", Text, primary_key=True),
        Column("bytes", LargeBinary, nullable=False),
        if_not_exists=True,
    )
    op.create_table(
        "observation",
        *(Column(name, Text, primary_key=True) for name in ("workspace", "kpi", "grain")),
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("slice", Text, primary_key=True),
        Column("run", Integer, primary_key=True, autoincrement=False),
        *(Column(name, Date, nullable=False) for name in ("start", "end")),
        Column("complete", Boolean, nullable=False),
        *(Column(name, Double) for name in ("share", "value", "numerator", "denominator")),
        Column("missing", Text),
        Column("recipe", Text, nullable=False),
        Column("recorded_at", DateTime, nullable=False),
        if_not_exists=True,
    )
    op.create_index("observation_run", "observation", ["workspace", "run"], if_not_exists=True)


def downgrade() -> None:
    """Leave everything where it is."""

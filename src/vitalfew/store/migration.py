"""Bring a database to a version of the tables; `check` and the like never come here.

The steps are Alembic's, run on a connection that is inside its transaction already, so that a step happens whole or not at all.
"""

from __future__ import annotations

from pathlib import Path

from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

FOLDER = Path(__file__).parent / "migrations"


def steps() -> ScriptDirectory:
    """Give the migrations that lie in the package."""
    return ScriptDirectory(str(FOLDER), version_locations=[str(FOLDER)])


def migrate(connection: Connection, version: str) -> None:
    """Go up or down to a version, `base` being none."""
    script = steps()
    present = MigrationContext.configure(connection).get_current_revision()
    known = [step.revision for step in script.walk_revisions()][::-1]
    place: dict[object, int] = {None: 0, "base": 0, **{name: number for number, name in enumerate(known, 1)}}
    if place[present] == place[version]:
        return
    find = script._upgrade_revs if place[version] > place[present] else script._downgrade_revs  # noqa: SLF001  # Alembic's public commands want an ini file and an env.py
    context = MigrationContext.configure(connection, opts={"fn": lambda now, _: find(version, now)})
    with Operations.context(context):
        context.run_migrations()

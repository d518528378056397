"""Enter a value by hand."""

from __future__ import annotations

import getpass
import os
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import UnknownName
from vitalfew.base.quantity import format_value
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.model.framework import Framework
    from vitalfew.store.entry import Recorded


@command_with("text", "json")
@click.argument("kpi", metavar="KPI")
@click.argument("value", metavar="VALUE")
@click.option(
    "--for", "period", required=True, metavar="PERIOD", help="The period it is of, such as 2026-05, 2026-W22 or 2026-Q2."
)
@click.option("--note", default="", metavar="TEXT", help="What a reader should know of it.")
@click.option("--by", metavar="PERSON", help="Who says so: a person of the framework. Else the login on this machine.")
def command(call: Call, *, kpi: str, value: str, period: str, note: str, by: str | None) -> int:
    """Enter a value of a KPI by hand, with author, time and note.

    A second value for a period corrects the first, which stays in the file.
    Write `-- -5` for a value below zero.
    """
    from vitalfew.store.entry import record

    workspace = call.workspace()
    recorded = record(
        workspace.framework,
        workspace.root,
        kpi=kpi.removeprefix("kpi:"),
        value=value,
        period=period,
        by=_author(workspace.framework, by),
        note=note,
        today=workspace.today,
        recorded_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
    )
    unit = workspace.framework.kpi[kpi.removeprefix("kpi:")].unit
    if call.format == "json":
        write_json(_as_json(kpi.removeprefix("kpi:"), recorded))
    else:
        click.echo(_sentence(kpi.removeprefix("kpi:"), recorded, unit))
    return 0


def _author(framework: Framework, by: str | None) -> str:
    """Give who enters the value; raises UnknownName for a person who is not in the framework."""
    if by is None:
        return os.environ.get("VITALFEW_PERSON") or getpass.getuser()
    people = {person.id for person in framework.people}
    if by.removeprefix("person:") not in people:
        raise UnknownName("person", by, people)
    return by.removeprefix("person:")


def _sentence(kpi: str, recorded: Recorded, unit: str | None) -> str:
    entry, before = recorded.entry, recorded.before
    text = f"`{kpi}` {entry.period}: {format_value(entry.value, unit)}, by {entry.by}, kept in `{recorded.file}`"
    if before is None:
        return f"{text}\nrun `vitalfew measure` to bring it into the scorecard"
    when = f"by {before.by} on {before.recorded_at:%Y-%m-%d}"
    return f"{text}\nbefore: {format_value(before.value, unit)}, {when}; it stays in the file"


def _as_json(kpi: str, recorded: Recorded) -> dict[str, object]:
    entry, before = recorded.entry, recorded.before
    return {
        "version": 1,
        "ref": f"kpi:{kpi}",
        "every": entry.every,
        "period": entry.period,
        "start": entry.date.isoformat(),
        "value": entry.value,
        "by": entry.by,
        "recorded_at": entry.recorded_at.isoformat(),
        "note": entry.note or None,
        "file": recorded.file,
        "before": before.value if before else None,
    }

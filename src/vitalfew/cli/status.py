"""Show the scorecard: every KPI's honest status, under its objective or level."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.measure import run
from vitalfew.cli.stream import note, write_json
from vitalfew.model.verdict import Scorecard
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from vitalfew.cli.scorecard import Grouping


@command_with("text", "json", "csv", "markdown")
@click.option("--by", type=click.Choice(["perspective", "level"]), default="perspective", help="How KPIs are grouped.")
@click.option("--level", help="KPIs of one level.")
@click.option("--tier", type=click.IntRange(1, 3), help="KPIs of one tier.")
@click.option("--org-unit", help="KPIs of a unit and those below it.")
@click.option("--owner", help="KPIs of one person, by id or name.")
@click.option("--strict", is_flag=True, help="Exit with 1 on any red, stale or missing.")
def command(
    call: Call, *, by: Grouping, level: str | None, tier: int | None, org_unit: str | None, owner: str | None, strict: bool
) -> int:
    """Show the scorecard of what was last measured; measures first where nothing was.

    Exits with 0, with --strict with 1 where any KPI shown is red, stale or without data.
    """
    from vitalfew.cli.selection import select

    workspace = call.workspace()
    if not workspace.is_measured:
        note("nothing is measured yet, so that comes first")
        run(workspace)
    elif workspace.is_outdated:
        note("files have changed since the last measuring: `vitalfew measure` brings the scorecard up to date")
    scorecard = select(workspace.status(), workspace.framework, level=level, tier=tier, org_unit=org_unit, owner=owner)
    write(scorecard, workspace, format=call.format, by=by)
    return int(strict and any(each.status == "red" or each.state in {"stale", "no-data"} for each in scorecard.verdicts))


def write(scorecard: Scorecard, workspace: Workspace, *, format: str, by: Grouping = "perspective") -> None:
    """Write a scorecard to stdout in one of the formats."""
    if format == "json":
        write_json(scorecard.as_json())
        return
    if format == "text":
        from rich.console import Console

        from vitalfew.cli.scorecard import show

        show(scorecard, workspace.framework, by=by, console=Console(highlight=False))
        return
    from vitalfew.cli.sheet import as_csv, as_markdown

    click.echo(as_csv(scorecard) if format == "csv" else as_markdown(scorecard, workspace.framework))

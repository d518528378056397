"""Record what a department head and a KPI's owner agreed on, and list what is still to be agreed on."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, day, group_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.rhythm.agreements import Accord


@group_with("list")
def command() -> None:
    """Record what head and owner agreed on for a department's KPI, and list what is outstanding."""


@command.step("text", "json")
def list_(call: Call) -> None:
    """List the live KPIs of departments: when owner and head agreed on definition, target and threshold, or why none holds."""
    from vitalfew.rhythm.agreements import accords

    with call.workspace().reading() as desk:
        found = accords(desk)
    if call.format == "json":
        write_json({"version": 1, "kpis": [each.as_json() for each in found]})
    elif not found:
        click.echo("no KPI of a department is live: agreements are for those of tier 2")
    else:
        click.echo("\n".join(map(_line, found)))
        left = sum(each.agreement is None for each in found)
        click.echo(f"\n{left:,} of {len(found):,} without agreement" if left else f"\nall {len(found):,} are agreed on")


def _line(each: Accord) -> str:
    pair = f"{each.owner or 'nobody'} (owner) and {each.head or 'nobody'} (head)"
    if each.agreement is None:
        return f"{click.style('·', fg='yellow', bold=True)} {each.kpi}: {pair} – {each.why}"
    return f"{click.style('✓', fg='green', bold=True)} {each.kpi}: {pair} agreed on {each.agreement.on}"


@command.step("text", "json")
@click.argument("kpi", metavar="KPI")
@click.option("--on", metavar="DATE", type=day, help="The day of the session; today unless said otherwise.")
@click.option("-m", "message", metavar="TEXT", help="What was said, or where.")
@click.option("--review", metavar="ID", help="The review in which it was.")
@signed
def record(call: Call, *, kpi: str, on: date | None, message: str | None, review: str | None, by: str | None) -> None:
    """Record that owner and head agreed on definition, target and threshold of a KPI, as it stands in the files.

    Both are told that it was recorded.
    """
    from vitalfew.rhythm.agreements import record_agreement

    workspace = call.workspace()
    said = plain(message or "") or None
    with workspace.writing(by=author(workspace, by)) as desk:
        made = record_agreement(desk, kpi.removeprefix("kpi:"), workspace.framework, on=on, text=said, review=review)
    if call.format == "json":
        write_json({"version": 1, "agreement": made.as_json()})
        return
    pair = made.owner if made.owner == made.head else f"{made.owner} and {made.head}"
    click.echo(f"{click.style('✓', fg='green', bold=True)} {pair} agreed on KPI `{made.kpi}` on {made.on}, recorded by {made.by}")

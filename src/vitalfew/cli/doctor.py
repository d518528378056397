"""Say what is installed, reachable and configured."""

from __future__ import annotations

import click

from vitalfew.base.errors import WorkspaceMissing
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.health import Check, machine
from vitalfew.cli.stream import write_json

MARKS = {"ok": ("✓", "green"), "note": ("·", "yellow"), "broken": ("✗", "red")}


@command_with("text", "json")
def command(call: Call) -> int:
    """Check the installation, the terminal and, where there is one, the workspace with its sources and its store.

    Values of environment variables are never shown. Exits with 1 where something that is needed is broken.
    """
    checks = [*machine(), *_workspace(call)]
    broken = any(check.state == "broken" for check in checks)
    if call.format == "json":
        write_json({"version": 1, "ok": not broken, "checks": [check._asdict() for check in checks]})
    else:
        _draw(checks)
    return int(broken)


def _workspace(call: Call) -> list[Check]:
    from vitalfew.cli.health import workspace

    try:
        found = call.workspace()
    except WorkspaceMissing as error:
        return [Check("workspace", "broken" if call.folder else "note", str(error), error.help)]
    return list(workspace(found))


def _draw(checks: list[Check]) -> None:
    width = max(len(check.name) for check in checks)
    for check in checks:
        mark, colour = MARKS[check.state]
        click.echo(f"{click.style(mark, fg=colour, bold=True)} {check.name:<{width}}  {check.detail}")
        if check.help:
            click.echo(f"  {'':<{width}}  {click.style('help:', fg='cyan')} {check.help}")

"""Write a workbook to fill in, for `vitalfew init --from`."""

from __future__ import annotations

from pathlib import Path

import click

from vitalfew.base.errors import TargetExists
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import quoted


@command_with("text")
@click.argument("path", metavar="[FILE.xlsx]", type=click.Path(path_type=Path), default=Path("vitalfew.xlsx"))
def command(call: Call, *, path: Path) -> None:  # noqa: ARG001  # every command takes it
    """Write a workbook with a sheet of KPIs, one of actuals and one of targets; vitalfew.xlsx where no name is given."""
    from vitalfew.exchange.template import write_template

    if path.exists():
        raise TargetExists(path)
    write_template(path)
    click.echo(f"{click.style('✓', fg='green', bold=True)} {path} is written; fill it in and start from it:")
    click.echo(f"  {click.style(f'vitalfew init my-kpis --from {quoted(path)}', fg='cyan')}")

"""Show whether leading KPIs lead what they are said to lead, what that is worth, and what they say now (MON-5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import UnknownName
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from vitalfew.insight.heading import Told

COLOURS = {"stopped": "red", "leads": "green", "coincides": "yellow", "lags": "yellow"}


@command_with("text", "json")
@click.argument("kpi", required=False)
def command(call: Call, *, kpi: str | None) -> None:
    """Show of each leading KPI whether it leads what it is said to lead, and by how long.

    Of one KPI: what it warns of, and what warns of it. What stopped leading comes first, then what warns now. Nothing is said
    where the data are not enough.
    """
    workspace = call.workspace()
    named = (kpi or "").removeprefix("kpi:")
    if named and named not in workspace.framework.kpi:
        raise UnknownName("KPI", named, workspace.framework.kpi)
    found = [each for each in told_of(workspace) if not named or named in {each.lead.kpi, each.lead.drives}]
    if call.format == "json":
        from vitalfew.insight.told_lead import as_json

        write_json({"version": 1, "leads": [as_json(each, workspace.framework, workspace.unseen) for each in found]})
    else:
        click.echo("\n".join(_text(found, workspace)))


def told_of(workspace: Workspace) -> tuple[Told, ...]:
    """Give what is said of each declared lead, for the eyes of the workspace's viewer; nothing where nothing is measured."""
    if not workspace.is_measured:
        return ()
    from vitalfew.insight.heading import tell
    from vitalfew.insight.lead import leads

    latest = workspace.shown(workspace.observations.latest())
    return tell(workspace.framework, latest, leads(workspace.framework, latest), workspace.status())


def _text(found: Sequence[Told], workspace: Workspace) -> Iterator[str]:
    from vitalfew.insight.told_lead import BODES, LEADS, NEXT, now, sureness, verdict, worth

    if not found:
        yield "No leading KPI with a link under `drives` was measured."
        return
    for each in found:
        lead, kpis = each.lead, workspace.framework.kpi
        said = click.style(LEADS[lead.said], fg=COLOURS.get(lead.said), bold=True)
        yield f"{click.style(f'{kpis[lead.kpi].title} → {kpis[lead.drives].title}', bold=True)}: {said}"
        lines = [("", verdict(lead, workspace.unseen)), ("", sureness(lead)), ("worth: ", worth(each, workspace.framework))]
        if each.heading:
            lines.append((f"now, {BODES[each.heading.bodes]}: ", now(each, workspace.framework)))
        yield from (f"  {click.style(name, fg='cyan')}{text}" for name, text in lines if text)
        yield f"  {click.style('next: ', fg='cyan')}{NEXT[lead.said]}"
        yield ""

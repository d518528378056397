"""Show where KPIs of different owners pull against each other, and what would settle it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json
from vitalfew.model.framework import Framework

if TYPE_CHECKING:
    from vitalfew.insight.conflict import Conflict
    from vitalfew.insight.remedy import Remedy


@command_with("text", "json")
def command(call: Call) -> None:
    """Show where KPIs of different owners pull against each other: why, what the data say, and what would settle it.

    What nothing but experience elsewhere speaks for is asked, not claimed. Where nothing is measured, the structure alone speaks.
    """
    from vitalfew.insight.conflict import conflicts
    from vitalfew.insight.remedy import as_json, remedies

    workspace = call.workspace()
    framework = workspace.framework
    latest = workspace.shown(workspace.observations.latest()) if workspace.is_measured else None
    found = [(each, remedies(framework, each)) for each in conflicts(framework, latest)]
    if call.format == "json":
        write_json({"version": 1, "conflicts": [as_json(each, ways) for each, ways in found]})
        return
    click.echo("\n".join(_text(found, framework)))


def _text(found: list[tuple[Conflict, tuple[Remedy, ...]]], framework: Framework) -> Iterator[str]:
    from vitalfew.insight.sentence import GRADES
    from vitalfew.insight.told import SETTLED, data_of

    if not found:
        yield f"{click.style('✓', fg='green', bold=True)} no KPIs of different owners pull against each other"
    for each, ways in found:
        names = " ↔ ".join(framework.kpi[id_].title for id_ in (each.one, each.other))
        kinds = "worth asking" if each.is_question else ", ".join(each.kinds)
        yield f"{click.style(names, bold=True)} ({' and '.join(each.owners)}): {kinds}"
        yield f"  why: {each.mechanism}; {GRADES[each.grade]}"
        yield f"  data: {data_of(each, framework)}"
        if each.settled:
            yield f"  {click.style('settled:', fg='green')} {SETTLED[each.settled]}"
        for way in ways:
            yield f"  {click.style('remedy:', fg='cyan')} {way.what}. {way.why}"
        yield ""

"""Show whether initiatives moved what they were to move, and what to ask where they did not (INI-3)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import UnknownName
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json
from vitalfew.workspace import STORE, Workspace

if TYPE_CHECKING:
    from vitalfew.insight.initiative import Effect

COLOURS = {"as-expected": "green", "moved": "green", "less": "yellow", "not-seen": "red", "wrong-way": "red"}
Told = tuple["Effect", tuple[str, ...]]


@command_with("text", "json")
@click.argument("initiative", required=False)
def command(call: Call, *, initiative: str | None) -> None:
    """Show of each initiative whether it moved what it was to move, by how much, and what to ask where it did not.

    The KPI is held against the course that it would have taken by its own past. Nothing is said where the data are not enough.
    """
    workspace = call.workspace()
    named = (initiative or "").removeprefix("initiative:")
    if named and named not in workspace.framework.initiative:
        raise UnknownName("initiative", named, workspace.framework.initiative)
    found = [each for each in told_of(workspace) if not named or each[0].initiative == named]
    if call.format == "json":
        from vitalfew.insight.told_effect import as_json

        write_json({"version": 1, "effects": [as_json(each, asked, workspace.framework) for each, asked in found]})
    else:
        click.echo("\n".join(_text(found, workspace)))


def told_of(workspace: Workspace) -> list[Told]:
    """Give what is seen of each movement and what to ask, what asks most first; nothing where nothing is measured."""
    if not workspace.is_measured:
        return []
    from vitalfew.insight.initiative import SAID, effects
    from vitalfew.insight.told_effect import clarities, questions
    from vitalfew.insight.whole import sight_of
    from vitalfew.store.leaves import leaves_of

    framework, latest = workspace.framework, workspace.shown(workspace.observations.latest())
    found = sorted(effects(framework, latest, workspace.today), key=lambda each: SAID.index(each.said))
    leaves = leaves_of(workspace.root / STORE, workspace.unseen)
    clear = clarities(found, framework, sight_of(framework, workspace.lines, latest, workspace.status(), leaves))
    return [(each, questions(each, found, framework, clear, workspace.today)) for each in found]


def _text(found: list[Told], workspace: Workspace) -> Iterator[str]:
    from vitalfew.insight.told_effect import EFFECTS, rests, seen

    if not found:
        yield "No initiative with a KPI under `moves` was measured."
        return
    framework = workspace.framework
    for each, asked in found:
        initiative = framework.initiative[each.initiative]
        said = click.style(EFFECTS[each.said], fg=COLOURS.get(each.said), bold=True)
        yield f"{click.style(f'{initiative.name or initiative.id} → {framework.kpi[each.kpi].title}', bold=True)}: {said}"
        lines = [
            ("", each.reason),
            ("seen: ", seen(each, framework)),
            ("", rests(each)),
            ("people say: ", initiative.verdict or ""),
        ]
        yield from (f"  {click.style(name, fg='cyan')}{text}" for name, text in lines if text)
        yield from (f"  {click.style('ask: ', fg='cyan')}{text}" for text in asked)
        yield ""

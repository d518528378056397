"""Show the line from a KPI up to the mission, and what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import BadOption, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.closing import closing
from vitalfew.cli.stream import write_json
from vitalfew.model.framework import Framework
from vitalfew.model.graph import Line, Link
from vitalfew.model.step import Step, steps
from vitalfew.model.verdict import Rollup, Verdict, plain
from vitalfew.workspace import STORE, Workspace

if TYPE_CHECKING:
    from rich.text import Text

    from vitalfew.cli.cells import People
    from vitalfew.insight.lever import Levers
    from vitalfew.insight.sight import Reach, Sight

LINKS: dict[Link | None, str] = {
    None: "",
    "objectives": "serves ",
    "contributes_to": "contributes to ",
    "formula": "is part of ",
    "supports": "supports ",
    "drives": "drives ",
    "mission": "for the mission: ",
}


@command_with("text", "json")
@click.argument("ref", metavar="kpi:ID")
def command(call: Call, *, ref: str) -> int:
    """Show the line from a KPI or objective up to the mission: owner, level and status on the way, and what breaks it.

    Of a KPI it tells what a 10 % improvement does to each objective at the top; of an objective what moves it most, and what it
    would take to close the gap of its headline. The kind may be left out where the id is clear.
    Exits with 1 where the line is broken.
    """
    workspace = call.workspace()
    line = workspace.trace(resolve(ref, workspace))
    steps = walk(line, workspace)
    sight = sight_of_all(workspace)
    reached = reaches(sight, line.start)
    taken = taking(workspace, sight, line.start)
    if call.format == "json":
        found = [step.as_json() for step in steps]
        write_json(
            {
                "version": 1,
                "ref": str(line.start),
                "broken": line.broken,
                "steps": found,
                "sight": [plain(each) for each in reached],
                **({"moved_by": plain(taken[0]), "levers": plain(taken[1])} if taken else {}),
            }
        )
    else:
        _draw(steps, line, workspace.framework)
        _tell(reached, workspace.framework)
        if taken:
            click.echo("\n".join(closing(*taken, workspace.framework)))
    return int(line.broken is not None)


def resolve(text: str, workspace: Workspace) -> Ref:
    """Read `kind:id`, or the id alone where one noun bears it; raises UnknownName or BadOption."""
    if ":" in text:
        kind, _, id_ = text.partition(":")
        return Ref(kind, id_)
    found = [ref for ref in workspace.lines.edges if ref.id == text]
    if not found:
        raise UnknownName("KPI or objective", text, {ref.id for ref in workspace.lines.edges})
    if len(found) > 1:
        raise BadOption("ref", text, f"say which: {' or '.join(f'`{ref}`' for ref in found)}")
    return found[0]


def sight_of_all(workspace: Workspace) -> Sight | None:
    """Give the whole line of sight by what whoever asks may see; None where nothing is measured."""
    if not workspace.is_measured:
        return None
    from vitalfew.insight.whole import sight_of
    from vitalfew.store.leaves import leaves_of

    latest = workspace.shown(workspace.observations.latest())
    leaves = leaves_of(workspace.root / STORE, workspace.unseen)
    return sight_of(workspace.framework, workspace.lines, latest, workspace.status(), leaves)


def reaches(sight: Sight | None, ref: Ref) -> tuple[Reach, ...]:
    """Give what a 10 % improvement of a KPI does to each objective (AUD-4); nothing where nothing is measured."""
    return sight.reach(ref.id) if sight and ref.kind == "kpi" and ref.id in sight.framework.kpi else ()


def taking(workspace: Workspace, sight: Sight | None, ref: Ref) -> tuple[tuple[Reach, ...], Levers] | None:
    """Give what moves an objective most, and what it would take to close its gap; None for a KPI, or nothing measured."""
    objective = workspace.framework.objective.get(ref.id) if ref.kind == "objective" else None
    if sight is None or objective is None:
        return None
    from vitalfew.insight.lever import levers
    from vitalfew.insight.seen import seen_of

    seen = seen_of(workspace.framework, workspace.shown(workspace.observations.latest()))
    return sight.tornado(objective), levers(sight, objective, today=workspace.today, seen=seen)


def _tell(reached: tuple[Reach, ...], framework: Framework) -> None:
    """Say what a 10 % improvement does, and by which way."""
    if not reached:
        return
    from vitalfew.insight.sentence import carried, effect, way

    click.echo(click.style("\nif it improves by 10 %", bold=True))
    for each in reached:
        click.echo(f"  {effect(each, framework)}")
        for path in each.paths[:1]:
            click.echo(click.style(f"    {way(path, framework)}", dim=True))
            for edge in path.edges:
                if said := carried(edge, framework):
                    click.echo(click.style(f"    {said}", dim=True))


def walk(line: Line, workspace: Workspace) -> list[Step]:
    """Give the nouns of a line from its start, judged where anything is measured."""
    return steps(line, workspace.framework, _judgements(workspace))


def _judgements(workspace: Workspace) -> dict[Ref, Verdict | Rollup]:
    if not workspace.is_measured:
        return {}
    scorecard = workspace.status()
    verdicts: dict[Ref, Verdict | Rollup] = {verdict.ref: verdict for verdict in scorecard.verdicts}
    return verdicts | {rollup.ref: rollup for rollup in scorecard.objectives}


def _draw(steps: list[Step], line: Line, framework: Framework) -> None:
    from rich.console import Console
    from rich.text import Text

    from vitalfew.model.wording import people

    console, names = Console(highlight=False), people(framework)
    for depth, step in enumerate(steps):
        branch = f"{'   ' * (depth - 1)}└─ " if depth else ""
        wrapped = _words(step, names).wrap(console, max(console.width - len(branch), 20))
        for number_, part in enumerate(wrapped):
            part.rstrip()
            console.print(Text.assemble((branch if number_ == 0 else " " * len(branch), "dim"), part))
    if line.broken:
        console.print(Text.assemble(("✗ ", "bold red"), f"the line is broken: {line.broken}"))
    else:
        console.print(Text.assemble(("✓ ", "bold green"), "the line reaches the mission"))


def _words(step: Step, names: People) -> Text:
    from rich.text import Text

    from vitalfew.cli.cells import badge
    from vitalfew.model.wording import number

    text = Text.assemble((LINKS[step.link], "dim"), (step.name, "bold"))
    if step.judged:
        text.append("  ").append_text(badge(step.judged))
    if isinstance(step.judged, Verdict) and step.judged.value is not None:
        text.append(f" {number(step.judged, step.judged.value)}")
    about = ", ".join(names.get(each, each) for each in (step.owner, step.level) if each)
    return text.append(f"  {about}" if about else "", "dim")

"""Show the line from a KPI up to the mission, and what breaks it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from vitalfew.base.errors import BadOption, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json
from vitalfew.model.framework import Framework
from vitalfew.model.graph import MISSION, Line, Link
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Rollup, Verdict
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from rich.text import Text

    from vitalfew.cli.cells import People

LINKS: dict[Link | None, str] = {
    None: "",
    "objectives": "serves ",
    "contributes_to": "contributes to ",
    "formula": "is part of ",
    "supports": "supports ",
    "drives": "drives ",
    "mission": "for the mission: ",
}
Judgements = dict[Ref, Verdict | Rollup]


class Step(NamedTuple):
    """A noun on the line, the link that leads to it, and what is known of it."""

    link: Link | None
    ref: Ref
    name: str
    level: str | None
    owner: str | None
    judged: Verdict | Rollup | None

    def as_json(self) -> dict[str, object]:
        """Give the step in the JSON contract's fields."""
        return {
            "link": self.link,
            "ref": str(self.ref),
            "name": self.name,
            "level": self.level,
            "owner": self.owner,
            "status": self.judged.status if self.judged else None,
            "state": self.judged.state if self.judged else None,
        }


@command_with("text", "json")
@click.argument("ref", metavar="kpi:ID")
def command(call: Call, *, ref: str) -> int:
    """Show the line from a KPI or objective up to the mission: owner, level and status on the way, and what breaks it.

    The kind may be left out where the id is clear. Exits with 1 where the line is broken.
    """
    workspace = call.workspace()
    line = workspace.trace(resolve(ref, workspace))
    steps = walk(line, workspace)
    if call.format == "json":
        found = [step.as_json() for step in steps]
        write_json({"version": 1, "ref": str(line.start), "broken": line.broken, "steps": found})
    else:
        _draw(steps, line, workspace.framework)
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


def walk(line: Line, workspace: Workspace) -> list[Step]:
    """Give the nouns of a line from its start, judged where anything is measured."""
    judged = _judgements(workspace)
    links: list[tuple[Link | None, Ref]] = [(None, line.start), *line.steps]
    return [_step(link, ref, workspace.framework, judged) for link, ref in links]


def _judgements(workspace: Workspace) -> Judgements:
    if not workspace.is_measured:
        return {}
    scorecard = workspace.status()
    verdicts: Judgements = {verdict.ref: verdict for verdict in scorecard.verdicts}
    return verdicts | {rollup.ref: rollup for rollup in scorecard.objectives}


def _step(link: Link | None, ref: Ref, framework: Framework, judged: Judgements) -> Step:
    noun = framework.index.get(ref)
    if isinstance(noun, Kpi):
        level = framework.level_of(noun)
        return Step(link, ref, noun.title, level.id if level else None, ", ".join(noun.owners) or None, judged.get(ref))
    if isinstance(noun, Objective):
        unit = framework.org_unit.get(noun.org_unit or "")
        return Step(link, ref, noun.title, unit.level if unit else None, noun.owner, judged.get(ref))
    name = framework.strategy.mission or "not stated" if ref == MISSION else str(ref)
    return Step(link, ref, name, None, None, None)


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

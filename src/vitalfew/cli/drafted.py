"""What `vitalfew draft` shows of a draft: how the brief was understood, what was chosen, and what is left to people."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from vitalfew.base.ref import Ref
from vitalfew.cli.findings import counted, styled, summed, tally
from vitalfew.cli.overview import parts

if TYPE_CHECKING:
    from rich.table import Table
    from rich.text import Text

    from vitalfew.draft.choice import Candidates, Selection
    from vitalfew.draft.draft import Draft
    from vitalfew.draft.sprint import Step
    from vitalfew.draft.why import Why

TICK = "✓"
GOALS_IN, MOST_GOALS = "framework/objectives.yaml", 5
"""Where decisions about goals are written, and how many of them are shown."""


def understood(candidates: Candidates) -> Iterator[str]:
    """Say how a brief was understood."""
    context = candidates.context
    yield click.style("How the brief was understood", bold=True)
    yield f"  industry {context.industry}, preset {context.preset.name}, {context.reporting} reporting, {context.currency}"
    yield f"  units: {', '.join(unit.name for unit in context.units)}"
    yield from (f"  {click.style('note:', fg='cyan')} {notice}" for notice in context.notices)
    for goal in candidates.goals:
        if goal.pattern is None:
            yield f"  “{goal.text}” → nothing known speaks of it ({goal.band})"
            continue
        sure = "" if goal.decided else f"; or `{goal.nearest}`?"
        yield f"  “{goal.text}” → {goal.pattern} ({goal.band}, {goal.score:.2f}{sure})"


def text_of(made: Draft) -> Iterator[str]:
    """Show a draft."""
    selection = made.selection
    yield from understood(selection.candidates)
    yield ""
    yield click.style(f"{counted(len(selection.objectives), 'objective')}, {counted(len(selection.kpis), 'KPI')}", bold=True)
    yield _drawn(_objectives(made))
    yield _drawn(_units(selection))
    yield f"{click.style('The audit', bold=True)}: {tally(made.findings)}"
    yield from (styled(finding) for finding in made.findings if finding.severity != "info")
    notes = parts([finding for finding in made.findings if finding.severity == "info"])
    yield from (f"  {len(part.findings):>4,}  {part.question} {click.style(part.common, dim=True)}" for part in notes)
    yield ""
    yield click.style("What only people can decide", bold=True)
    goals = [each for each in made.decisions if each.file == GOALS_IN]
    for decision in [*goals[:MOST_GOALS], *(each for each in made.decisions if each.file != GOALS_IN)]:
        yield f"  {decision.what}"
        yield click.style(f"    {decision.who}; {decision.why}; {decision.file}", dim=True)
    if len(goals) > MOST_GOALS:
        yield f"  and {counted(len(goals) - MOST_GOALS, 'goal')} more to confirm; `--format json` names each"
    yield ""
    yield from _data(made)


def _objectives(made: Draft) -> Table:
    """Set each objective with its KPIs, and what it leads to."""
    from rich.table import Table

    selection = made.selection
    titles = {each.pattern.id: made.framework.objective[each.pattern.id].title for each in selection.objectives}
    table = Table("Objective", "Its KPIs", "Leads to", box=None, padding=(0, 3, 1, 0), header_style="dim")
    for pursued in selection.objectives:
        own = [each.entry for each in selection.kpis if each.objective == pursued.pattern.id]
        table.add_row(
            _text((titles[pursued.pattern.id], "green"), ("\n" + pursued.pattern.perspective, "dim")),
            _text(*(part for entry in own for part in ((f"{entry.name} ", ""), (f"{entry.timing}\n", "dim")))),
            _text(("\n".join(titles[each] for each in pursued.drives if each in titles), "dim")),
        )
    return table


def _units(selection: Selection) -> Table:
    """Set each unit below the organisation with its KPIs."""
    from rich.table import Table

    table = Table("Unit", "Its KPIs", box=None, padding=(0, 3, 0, 0), header_style="dim")
    for unit in selection.candidates.context.units[1:]:
        own = [placed.entry.name for placed in selection.kpis if placed.unit == unit.id]
        table.add_row(_text((unit.name, "")), _text((", ".join(own) or "none", "")))
    return table


def _text(*parts: tuple[str, str]) -> Text:
    from rich.text import Text

    text = Text.assemble(*parts)
    text.rstrip()
    return text


def _drawn(table: Table) -> str:
    """Draw a table as wide as the terminal; nothing where it has no rows."""
    from rich.console import Console
    from rich.padding import Padding

    console = Console(highlight=False)
    with console.capture() as drawn:
        console.print(Padding(table, (0, 0, 0, 2)))
    return "\n".join(line.rstrip() for line in drawn.get().rstrip().splitlines()) + "\n" if table.rows else ""


def _data(made: Draft) -> Iterator[str]:
    needed: dict[str, list[str]] = {}
    for need in made.data.needs:
        needed.setdefault(need.table, []).append(need.column)
    yield f"{click.style('The data', bold=True)}: {counted(len(needed), 'table')}, {counted(len(made.data.needs), 'column')}"
    if made.data.looked:
        found = {(match.table, match.column): match.found for match in made.data.matches if match.found}
        yield f"  {len(found)} of {len(made.data.needs)} columns seem to be there; `--format json` names each"
        for table, columns in needed.items():
            places = dict.fromkeys(each.place for column in columns if (each := found.get((table, column))))
            lacks = [column for column in columns if (table, column) not in found]
            if places:
                yield f"    {table}: in {', '.join(places)}"
                yield from [f"      without {', '.join(lacks)}"] if lacks else []
        nowhere = [table for table in needed if table not in {each for each, _ in found}]
        if nowhere:
            yield f"    not found: {', '.join(nowhere)}"
    else:
        yield f"  {', '.join(needed)}"
    steps = made.data.sprint.steps
    if steps:
        yield ""
        yield click.style("Two weeks of data before the first target", bold=True)
        yield _drawn(_days(made.data.sprint.steps))


def _days(steps: Sequence[Step]) -> Table:
    from rich.table import Table

    table = Table.grid(padding=(0, 2, 0, 0))
    for step in steps:
        table.add_row(_text((f"{step.day:%a %d %b}", "dim")), _text(("; ".join(map(str, step.what)), "")))
    return table


def others(selection: Selection) -> Iterator[str]:
    """Show the alternatives to a selection."""
    from vitalfew.draft.alternatives import alternatives

    yield click.style("Alternatives", bold=True)
    found = alternatives(selection)
    for each in found:
        yield f"  {click.style(each.name, fg='green')}: {each.trade}"
    if not found:
        yield "  none that keeps all rules"


def reasons(told: Why) -> Iterator[str]:
    """Show why something was chosen or not."""
    word = "chosen" if told.chosen else "not chosen"
    yield f"{click.style(str(told.ref), bold=True)}: {word}"
    yield from (f"  {reason}" for reason in told.reasons)


def refs_of(texts: tuple[str, ...]) -> list[Ref]:
    """Read `kpi:x` and `objective:y`; a bare id is a KPI's."""
    refs = [Ref(*text.split(":", 1)) if ":" in text else Ref("kpi", text) for text in texts]
    for ref in refs:
        if ref.kind not in {"kpi", "objective"} or not ref.id:
            msg = f"`--why {ref}` names nothing that is chosen: write `kpi:ID` or `objective:ID`"
            raise click.UsageError(msg)
    return refs


def as_json(made: Draft, *, files: list[str], why: list[Why]) -> dict[str, Any]:
    """Give a draft in the JSON contract's fields."""
    selection, context = made.selection, made.selection.candidates.context
    return {
        "version": 1,
        "understood": {
            "industry": context.industry,
            "preset": context.preset.name,
            "reporting": context.reporting,
            "currency": context.currency,
            "notices": [str(each) for each in context.notices],
            "engine": selection.candidates.engine,
        },
        "goals": [
            {
                "goal": goal.text,
                "objective": goal.pattern,
                "score": round(goal.score, 3),
                "band": goal.band,
                "nearest": goal.nearest,
                "decided": goal.decided,
            }
            for goal in selection.candidates.goals
        ],
        "objectives": [
            {"ref": str(made.framework.objective[each.pattern.id].ref), "goals": list(each.goals), "drives": list(each.drives)}
            for each in selection.objectives
        ],
        "kpis": [
            {"ref": f"kpi:{each.entry.id}", "objective": each.objective, "org_unit": each.unit, "contributes_to": each.above}
            for each in selection.kpis
        ],
        "alignment": selection.alignment,
        "burden": selection.burden,
        "decisions": [
            {
                "what": str(each.what),
                "why": str(each.why),
                "who": str(each.who),
                "refs": [str(ref) for ref in each.refs],
                "file": each.file,
            }
            for each in made.decisions
        ],
        "data": json.loads(json.dumps(made.data.as_data(), default=str)),  # days become text
        "why": [{"ref": str(each.ref), "chosen": each.chosen, "reasons": [str(one) for one in each.reasons]} for each in why],
        "summary": summed(made.findings, objectives=len(selection.objectives), kpis=len(selection.kpis)),
        "files": files,
    }

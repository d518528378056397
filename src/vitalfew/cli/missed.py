"""Show what KPIs ask for that missed their target again and again: another target, another process, or patience (RHY-7)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import UnknownName
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json
from vitalfew.workspace import STORE, Workspace

if TYPE_CHECKING:
    from vitalfew.insight.missed import Missed

COLOURS = {"target": "red", "both": "yellow", "process": "yellow"}


@command_with("text", "json")
@click.argument("kpi", required=False)
def command(call: Call, *, kpi: str | None) -> None:
    """Show of each KPI that missed its target again and again whether to change the target or the process, and why.

    Again and again is as often in a row as the policy `misses-to-decision` says. A target is called wrong where nothing that is
    known would reach it, and never because it is missed.
    """
    workspace = call.workspace().governed()
    named = (kpi or "").removeprefix("kpi:")
    if named and named not in workspace.framework.kpi:
        raise UnknownName("KPI", named, workspace.framework.kpi)
    found = [each for each in missing_of(workspace) if not named or each.kpi == named]
    if call.format == "json":
        from vitalfew.insight.told_missed import as_json

        write_json({"version": 1, "missed": [as_json(each, workspace.framework) for each in found]})
    else:
        click.echo("\n".join(_text(found, workspace, named)))


def missing_of(workspace: Workspace) -> tuple[Missed, ...]:
    """Give what each such KPI asks for, what asks for a decision first; nothing where nothing is measured."""
    if not workspace.is_measured:
        return ()
    from vitalfew.rhythm.missing import around, edits_of, missing
    from vitalfew.store.leaves import leaves_of

    scorecard, latest = workspace.status(), workspace.shown(workspace.observations.latest())
    leaves = leaves_of(workspace.root / STORE, workspace.unseen)
    with workspace.reading() as desk:
        known = around(desk.framework, desk.today, latest, scorecard, leaves, edits_of(desk))
        return missing(desk, known, {each.ref.id: each for each in scorecard.verdicts})


def _text(found: list[Missed], workspace: Workspace, named: str) -> Iterator[str]:
    from vitalfew.insight.missed import WORDS
    from vitalfew.insight.told_missed import TOWARD, beside, proposed, stands

    framework = workspace.framework
    if not workspace.is_measured:
        yield "Nothing is measured yet: run `vitalfew measure`."
    elif not found:
        often = f"{framework.policy_number('misses-to-decision'):g} times in a row (policy `misses-to-decision`)"
        yield f"{f'`{named}` did not miss' if named else 'No KPI missed'} its target {often}."
    for each in found:
        said = click.style(WORDS[each.said], fg=COLOURS.get(each.said), bold=True)
        yield f"{click.style(framework.kpi[each.kpi].title, bold=True)}: {said}"
        lines = [
            ("", stands(each, framework)),
            ("why: ", each.why),
            *((f"{TOWARD[reason.toward]}: ", reason.text) for reason in beside(each)),
            ("target that today's process reaches: ", proposed(each, framework)),
            ("its price: ", each.costs),
            ("would change this: ", each.turns),
        ]
        yield from (f"  {click.style(name, fg='cyan')}{text}" for name, text in lines if text)
        yield ""

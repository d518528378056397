"""Show KPIs to date: week, month, quarter and year so far, beside the same stretch of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.base.quantity import MISSING, format_value
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counts, styled, summed, tally
from vitalfew.cli.stream import write_json
from vitalfew.model.kpi import Kpi
from vitalfew.model.todate import Compared
from vitalfew.model.visibility import reason
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from vitalfew.measure.todate import Boxes

NAMES = {"week": "WTD", "month": "MTD", "quarter": "QTD", "year": "YTD"}


@command_with("text", "json")
@click.option("--kpi", "kpis", multiple=True, metavar="ID", help="Show this KPI only; may be repeated.")
def command(call: Call, *, kpis: tuple[str, ...]) -> int:
    """Show KPIs to date as of yesterday, from the sources; JSON also gives the last 6 weeks and 12 months.

    Exits with 1 where a source or formula failed; the others are shown all the same.
    """
    workspace = call.workspace()
    boxes = workspace.boxes(tuple(kpi.removeprefix("kpi:") for kpi in kpis))
    if call.format == "json":
        findings = [finding.as_json() for finding in boxes.findings]
        summary = summed(boxes.findings, kpis=len(boxes.kpis))
        shown = [each.as_json() for each in boxes.kpis]
        write_json({"version": 1, "as_of": boxes.as_of.isoformat(), "kpis": shown, "findings": findings, "summary": summary})
    else:
        write_text(workspace, boxes)
    return int(counts(boxes.findings)["error"] > 0)


def write_text(workspace: Workspace, boxes: Boxes) -> None:
    """Write each KPI with its boxes below it: the value, and the change or why there is none."""
    click.echo(f"As of {boxes.as_of}, beside the same stretch of the year before")
    for each in boxes.kpis:
        kpi = workspace.framework.kpi[each.kpi]
        click.echo(click.style(kpi.title, bold=True))
        if each.missing:
            click.echo(f"  – ({reason(workspace.framework, kpi)})")
        rows = [(NAMES[box.grain], _value(box, kpi), _change(box, kpi)) for box in each.boxes]
        width = max((len(value) for _, value, _ in rows), default=0)
        for name, value, change in rows:
            click.echo(f"  {name}  {value:>{width}}  {change}")
    for finding in boxes.findings:
        click.echo(styled(finding))
    click.echo(tally(boxes.findings))


def _value(box: Compared, kpi: Kpi) -> str:
    if box.now.missing:
        return f"– ({MISSING[box.now.missing]})"
    return format_value(box.now.value, kpi.unit, kpi.decimals)


def _change(box: Compared, kpi: Kpi) -> str:
    if box.relative is not None:
        return f"{box.relative:+.1%}"
    if box.change is not None:
        return (
            f"{'+' if box.change > 0 else ''}{format_value(box.change, 'points' if kpi.unit == '%' else kpi.unit, kpi.decimals)}"
        )
    if box.now.missing:
        return ""
    if box.prior.missing:
        return f"– (the year before: {MISSING[box.prior.missing]})"
    short, side = (box.prior, "of the year before ") if box.prior.share < box.now.share else (box.now, "")
    return f"– (the data covers {short.share:.0%} {side}only)".replace("  ", " ")

"""Score the framework as a whole: maturity, qualities, and what its KPIs cover."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from vitalfew.base.errors import BadOption
from vitalfew.cli.assisted import asking, assisted
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vitalfew.insight.coverage import Head, Matrix
    from vitalfew.insight.maturity import Dimension
    from vitalfew.insight.quality import Quality
    from vitalfew.insight.score import Score

COLOURS = {"mature": "green", "developing": "yellow", "undeveloped": "red", None: None}
HELD = {"yes": "green", "partly": "yellow", "no": "red"}
WIDE, MOST = 46, 8


@command_with("text", "json", "markdown")
@click.option("--kpis", is_flag=True, help="Score each KPI instead: how well it is aligned, why, and what would raise it.")
@click.option("--kpi", metavar="ID", help="Score one KPI, with all its reasons.")
@assisted
@click.option("--yes", is_flag=True, help="With --ai: agree to each question that is sent.")
def command(call: Call, *, kpis: bool, kpi: str | None, **said: Any) -> int:
    """Score the framework as a whole: five dimensions of maturity, eight qualities, and what the KPIs cover.

    Each comes with its evidence and the next step. Needs no data; the score of KPIs uses them where there are some. With --ai
    a language model gives a second opinion of KPIs, which stands beside the score and never counts in it.
    """
    how = asking(said)
    if kpis or kpi is not None:
        from vitalfew.cli.fitted import run

        if call.format == "markdown":
            raise BadOption("format", call.format, "the score of KPIs is given as `text` or `json`")
        return run(call, kpi, how)
    if how is not None:
        of_kpis = "`--ai` gives an opinion of KPIs: say `--kpis` or `--kpi ID` too"
        raise click.UsageError(of_kpis)
    workspace = call.workspace()
    found = workspace.score()
    if call.format == "json":
        write_json(found.as_json())
        return 0
    title = workspace.framework.organization.name or "The framework"
    click.echo("\n".join(_markdown(found, title) if call.format == "markdown" else _text(found, title)))
    return 0


def _text(score: Score, title: str) -> list[str]:
    lines = [click.style(f"{title}, {score.as_of}", bold=True), "", click.style("Maturity", bold=True)]
    for each in score.maturity:
        lines += _dimension(each)
    lines += ["", click.style("Qualities", bold=True)]
    for quality in score.qualities:
        lines.append(f"  {quality.name:<26}{click.style(quality.held, fg=HELD[quality.held], bold=True)}: {quality.evidence}")
        lines += [f"    for one: {quality.failing[0]}"] if quality.failing else []
    for matrix in score.coverage:
        lines += ["", click.style(matrix.name, bold=True), *_table(matrix)]
        lines += [f"  {click.style('gap:', fg='yellow')} {gap}" for gap in matrix.gaps]
    stages = ", ".join(f"{count} {stage}" for stage, count in score.stages.items() if count)
    return [*lines, "", f"{stages}; {sum(len(each.gaps) for each in score.coverage)} gaps"]


def _dimension(each: Dimension) -> list[str]:
    stage = click.style(each.stage or "no stage", fg=COLOURS[each.stage], bold=True)
    lines = [f"  {each.name:<26}{stage}: {each.evidence}"]
    return [*lines, f"    {click.style('next:', fg='cyan')} {each.next_step}"] if each.next_step else lines


def _table(matrix: Matrix) -> list[str]:
    """Write a matrix as counts under short columns, or as a list of KPIs where there are too many columns."""
    if not matrix.rows:
        return ["  nothing is declared to stand in it"]
    if len(matrix.columns) > MOST or matrix.id == "stakeholder-kpi":
        return [f"  {_short(row.name):<{WIDE}}  {_listed(matrix, row)}" for row in matrix.rows]
    widths = [max(len(column.name), 3) for column in matrix.columns]
    head = "  ".join(f"{column.name:>{width}}" for column, width in zip(matrix.columns, widths, strict=True))
    lines = [f"  {'':<{WIDE}}  {head}"]
    for row in matrix.rows:
        counts = (len(matrix.cells.get((row.id, column.id), ())) for column in matrix.columns)
        cells = "  ".join(f"{count or '–':>{width}}" for count, width in zip(counts, widths, strict=True))
        lines.append(f"  {_short(row.name):<{WIDE}}  {cells}")
    return lines


def _listed(matrix: Matrix, row: Head) -> str:
    """List the columns in which a row has KPIs; a column that is a KPI says itself."""
    held = [(column, matrix.cells[row.id, column.id]) for column in matrix.columns if (row.id, column.id) in matrix.cells]
    words = [column.name if matrix.id == "stakeholder-kpi" else f"{_id(column)} ({len(kpis)})" for column, kpis in held]
    return ", ".join(words) or "–"


def _id(head: Head) -> str:
    return head.id.partition(":")[2] or head.id


def _short(text: str) -> str:
    return text if len(text) <= WIDE else f"{text[: WIDE - 1].rstrip()}…"


def _markdown(score: Score, title: str) -> list[str]:
    maturity = [(each.name, each.stage or "no stage", each.evidence, each.next_step or "–") for each in score.maturity]
    held = [(each.name, each.held, each.evidence, _failing(each)) for each in score.qualities]
    parts = [f"# {_escaped(title)}, {score.as_of}", "", "## Maturity", ""]
    parts += [*_rows(("Dimension", "Stage", "Evidence", "Next step"), maturity), "", "## Qualities", ""]
    parts += _rows(("Quality", "Held", "Evidence", "Failing"), held)
    for matrix in score.coverage:
        parts += ["", f"## {matrix.name}", "", *_grid(matrix)]
        parts += ["", *(f"- Gap: {gap}" for gap in matrix.gaps)] if matrix.gaps else []
    return parts


def _failing(quality: Quality) -> str:
    shown = ", ".join(f"`{each}`" for each in quality.failing[:MOST])
    return f"{shown} and {len(quality.failing) - MOST} more" if len(quality.failing) > MOST else shown or "–"


def _grid(matrix: Matrix) -> list[str]:
    if not matrix.rows:
        return ["Nothing is declared to stand in it."]
    if matrix.id == "stakeholder-kpi":
        return _rows(("Stakeholder", "KPIs"), [(row.name, _listed(matrix, row)) for row in matrix.rows])
    cells = [[", ".join(matrix.cells.get((row.id, each.id), ())) or "–" for each in matrix.columns] for row in matrix.rows]
    named = [(row.name, *row_cells) for row, row_cells in zip(matrix.rows, cells, strict=True)]
    return _rows(("", *(column.name for column in matrix.columns)), named)


def _rows(titles: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(map(_escaped, row))} |" for row in (titles, ["---"] * len(titles), *rows)]


def _escaped(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").split())

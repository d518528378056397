"""Measure KPIs from their sources and keep what was observed."""

from __future__ import annotations

import csv
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vitalfew.base.errors import BadOption
from vitalfew.base.ref import Ref
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counted, counts, styled, summed, tally
from vitalfew.cli.stream import note, write_json
from vitalfew.workspace import Workspace

if TYPE_CHECKING:
    from vitalfew.measure.run import Measured

CSV_FIELDS = ("ref", "grain", "start", "end", "complete", "share", "value", "numerator", "denominator", "missing", "slice")


@command_with("text", "json", "csv")
@click.option("--kpi", "kpis", multiple=True, metavar="ID", help="Measure this KPI only; may be repeated.")
@click.option("--by", is_flag=True, help="Give the slices of measures with `by` too.")
@click.option("--full", is_flag=True, help="Measure all periods again, not only those that may have changed.")
@click.option("--restate", is_flag=True, help="Measure all, and replace complete values of an earlier definition too.")
@click.option("--dry-run", is_flag=True, help="Measure nothing; show the SQL that each source would be asked.")
@click.option("--history", metavar="ID", help="Measure nothing; show what was reported of this KPI, and when.")
def command(call: Call, *, kpis: tuple[str, ...], by: bool, full: bool, restate: bool, dry_run: bool, history: str | None) -> int:
    """Measure all KPIs, or some, and keep the observations in the workspace.

    Periods in which nothing can have changed since the last run are not measured again.
    Exits with 1 where a source or formula failed; the others are measured all the same.
    """
    workspace = call.workspace()
    if history is not None:
        return _history(call, workspace, history.removeprefix("kpi:"))
    ids = tuple(kpi.removeprefix("kpi:") for kpi in kpis)
    if dry_run:
        return _rehearse(call, workspace, ids, full=full or restate)
    measured = run(workspace, ids, full=full, restate=restate)
    _note_unkept(measured)
    if call.format == "text":
        write_text(workspace, measured)
    elif call.format == "json":
        write_json(_as_json(measured, slices=by))
    else:
        _write_csv(measured, slices=by)
    return int(counts(measured.findings)["error"] > 0)


def run(workspace: Workspace, kpis: Sequence[str] = (), *, full: bool = False, restate: bool = False) -> Measured:
    """Measure with progress on stderr."""
    from vitalfew.cli.progress import shown

    with shown() as progress:
        return workspace.measure(kpis, full=full, restate=restate, progress=progress)


def _rehearse(call: Call, workspace: Workspace, kpis: Sequence[str], *, full: bool) -> int:
    from vitalfew.cli.progress import shown

    if call.format == "csv":
        raise BadOption("--format", "csv", "a dry run is written as `text` or `json`")
    with shown() as progress:
        found = workspace.rehearse(kpis, full=full, progress=progress)
    if call.format == "json":
        queries = [{"source": each.source, "sql": each.sql} for each in found.asked]
        write_json({"version": 1, "queries": queries, "findings": [finding.as_json() for finding in found.findings]})
    else:
        for each in found.asked:
            click.echo(f"-- source {each.source}\n{each.sql};\n")
        for finding in found.findings:
            click.echo(styled(finding), err=True)
    return int(counts(found.findings)["error"] > 0)


def _history(call: Call, workspace: Workspace, kpi: str) -> int:
    from vitalfew.cli.version import show_history

    if call.format == "csv":
        raise BadOption("--format", "csv", "the history of a KPI is written as `text` or `json`")
    show_history(workspace, kpi, json=call.format == "json")
    return 0


def _note_unkept(measured: Measured) -> None:
    """Say on stderr what is given and not recorded."""
    withheld = measured.recorded.withheld
    if withheld:
        what = counted(withheld, "observation")
        note(f"{what} of periods that had not ended are given and not recorded: they are known as of a later day")


def _observations(measured: Measured, *, slices: bool) -> list[dict[str, object]]:
    from vitalfew.model.observation import Observation

    rows = (Observation(**row) for row in measured.table.to_pylist() if slices or not row["slice"])
    return [row.as_json() for row in rows]


def _as_json(measured: Measured, *, slices: bool) -> dict[str, object]:
    observations = _observations(measured, slices=slices)
    kpis = {row["ref"] for row in observations}
    summary = summed(measured.findings, kpis=len(kpis), observations=len(observations))
    return {
        "version": 1,
        "run": measured.table.column("run")[0].as_py() if len(measured.table) else None,
        "observations": observations,
        "findings": [finding.as_json() for finding in measured.findings],
        "since": {str(Ref("kpi", kpi)): day.isoformat() for kpi, day in sorted(measured.since.items())},
        "recorded": measured.recorded._asdict(),
        "summary": summary,
    }


def _write_csv(measured: Measured, *, slices: bool) -> None:
    writer = csv.DictWriter(sys.stdout, CSV_FIELDS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_observations(measured, slices=slices))


class Feed(NamedTuple):
    """What one source gave: KPIs, their observations, those that are new or changed, and the days they span."""

    kpis: int
    observations: int
    fresh: int
    first: date
    last: date


def write_text(workspace: Workspace, measured: Measured) -> None:
    """Write what was measured from each source, and what failed."""
    for source, feed in feeds(workspace, measured).items():
        amounts = f"{counted(feed.kpis, 'KPI')}, {counted(feed.observations, 'observation')}, {feed.fresh:,} new or changed"
        click.echo(f"{click.style(source, bold=True)}: {amounts}, {feed.first} to {feed.last}")
    for finding in measured.findings:
        click.echo(styled(finding))
    changes = {"restated": measured.recorded.restated, "withdrawn": measured.recorded.withdrawn}
    for word, number in changes.items():
        if number:
            click.echo(f"{counted(number, 'observation')} {word}: `vitalfew measure --history ID` shows what was reported before")
    if measured.since:
        again, first = counted(len(measured.since), "KPI"), min(measured.since.values())
        click.echo(
            f"{again} measured again from {first} on, as nothing before it has changed: `vitalfew measure --full` measures all"
        )
    click.echo(f"{counted(len(measured.table), 'observation')} measured; {tally(measured.findings)}")


def feeds(workspace: Workspace, measured: Measured) -> dict[str, Feed]:
    """Sum up each source that gave anything, by its id."""
    import pyarrow.compute as pc

    spans = measured.table.group_by("kpi").aggregate([("kpi", "count"), ("start", "min"), ("end", "max")])
    rows = {row["kpi"]: row for row in spans.to_pylist()}
    latest = workspace.observations.latest()
    this_run = pc.is_in(latest["run"], value_set=pc.unique(measured.table["run"]))
    fresh = Counter(latest.filter(this_run)["kpi"].to_pylist())
    return {
        source: _feed([rows[kpi] for kpi in kpis if kpi in rows], sum(fresh[kpi] for kpi in kpis))
        for source, kpis in sorted(by_source(workspace).items())
        if kpis & rows.keys()
    }


def _feed(rows: Sequence[Mapping[str, Any]], fresh: int) -> Feed:
    first, last = min(row["start_min"] for row in rows), max(row["end_max"] for row in rows) - timedelta(days=1)
    return Feed(len(rows), sum(row["kpi_count"] for row in rows), fresh, first, last)


def by_source(workspace: Workspace) -> dict[str, set[str]]:
    """Give the KPIs that each source feeds, directly or through the KPIs in their formula."""
    framework = workspace.framework
    found: dict[str, set[str]] = {}
    for kpi in framework.current_kpis:
        for measure in _measures(kpi.id, workspace, frozenset()):
            source = framework.measure[measure].source if measure in framework.measure else None
            found.setdefault(source or "no source", set()).add(kpi.id)
    return found


def _measures(kpi: str, workspace: Workspace, above: frozenset[str]) -> set[str]:
    from vitalfew.model.formula import FormulaError, parse

    declared = workspace.framework.kpi.get(kpi)
    if declared is None or not declared.formula or kpi in above:
        return set()
    try:
        formula = parse(declared.formula)
    except FormulaError:
        return set()
    return set(formula.measures).union(*(_measures(each, workspace, above | {kpi}) for each in formula.kpis))

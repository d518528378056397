"""`vitalfew draft --from BOOK --brief BRIEF`: from a spreadsheet of metrics to a framework, with what became of each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call
from vitalfew.cli.findings import counted
from vitalfew.cli.stream import quoted, write_json

if TYPE_CHECKING:
    from vitalfew.draft.brief import Brief
    from vitalfew.draft.metrics import Fate, Started

COLOURS = {"kpi": "green", "metric": "cyan", "retired": None}
WORDS = {"kpi": "became KPIs", "metric": "stay as operational metrics", "retired": "are retired, and their values stay"}


def run(call: Call, *, brief: Brief, book: Path, folder: Path | None, own: tuple[str, ...] = ()) -> int:
    """Make the workspace in a folder, and say what became of each metric; raises BookUnreadable, Infeasible, TargetExists."""
    from vitalfew.draft.metrics import from_metrics, write
    from vitalfew.text.engine import best_engine
    from vitalfew.workspace import audit

    target, today = folder or call.folder or Path(), call.today
    started = from_metrics(
        brief, book, today=today, engine=best_engine().engine, audit=lambda loaded: audit(loaded, today=today), own=own
    )
    write(started, target)
    if call.format == "json":
        fates = [fate.as_json() for fate in started.fates]
        notes = {"guesses": list(started.guesses), "skipped": list(started.skipped)}
        write_json({"version": 1, "folder": str(target), "files": sorted(started.files), "fates": fates, **notes})
    else:
        click.echo("\n".join(text_of(started, target)))
    return 0


def text_of(started: Started, target: Path) -> Iterator[str]:
    """Write what became of the metrics, kind by kind, then what was chosen beside them and what comes next."""
    from vitalfew.draft.improve import by_severity

    found = Counter[str](fate.now for fate in started.fates)
    for kind, words in WORDS.items():
        if found[kind]:
            yield click.style(f"{found[kind]} of {counted(len(started.fates), 'metric')} {words}", fg=COLOURS[kind], bold=True)
        yield from (_line(fate) for fate in started.fates if fate.now == kind)
    new = [each.entry for each in started.selection.kpis if each.entry.id not in {fate.kpi for fate in started.fates}]
    if new:
        yield click.style(f"{counted(len(new), 'KPI')} came in, which the goals need and nobody measures yet", bold=True)
    yield from (f"  {entry.name} (`{entry.id}`)" for entry in new)
    left = by_severity(started.mended.after)
    sums = f"{counted(left['error'], 'error')}, {counted(left['warning'], 'warning')}, {counted(left['info'], 'note')}"
    yield f"\n{click.style('✓', fg='green', bold=True)} a workspace stands in {target}: {sums}"
    if started.guesses:
        yield f"  what was guessed of the sheet, {len(started.guesses)} times, stands in `--format json`"
    where = "" if target == Path() else f" -C {quoted(target)}"
    yield f"next: {click.style(f'vitalfew{where} check', fg='cyan')}  owners, baselines and targets that people decide"


def _line(fate: Fate) -> str:
    now = f" → `{fate.kpi}`" if fate.now == "kpi" else ""
    return f"  {fate.name}{now}: {fate.why}"

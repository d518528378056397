"""Many workspaces audited at once: in as many processes as there are processors, with one summary.

A process gives back counts and never findings, so a portfolio needs no more memory than its largest workspace in each process.
What is wrong with one workspace, even that it cannot be read, does not stop the others.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from vitalfew.base.errors import VitalfewError, WorkspaceMissing
from vitalfew.base.finding import SEVERITIES
from vitalfew.cli.findings import COLOURS, WORDS, counted, counts
from vitalfew.cli.progress import shown
from vitalfew.cli.stream import write_json
from vitalfew.workspace import FOLDER, Workspace

if TYPE_CHECKING:
    from vitalfew.cli.check import Choice

MOST_SHOWN = 20
IN_A_BATCH = 16
ALONE = 4
"""So few workspaces are audited sooner here than processes start."""
_PASSED = frozenset({"node_modules", "__pycache__"})


class Outcome(NamedTuple):
    """What an audit of one workspace found: counts by severity and by rule; `fault` where it could not be audited."""

    path: str
    error: int = 0
    warning: int = 0
    info: int = 0
    files: int = 0
    kpis: int = 0
    objectives: int = 0
    rules: tuple[tuple[str, str, int], ...] = ()
    fault: str | None = None


def workspaces(folders: Iterable[Path]) -> Iterator[Path]:
    """Give each workspace at or below the folders, once; not those in another one, in hidden folders or behind links."""
    seen: set[Path] = set()
    for folder in folders:
        for root, inside, _ in os.walk(folder):
            path = Path(root)
            if FOLDER in inside:
                inside.clear()
                if path.resolve() not in seen:
                    seen.add(path.resolve())
                    yield path
            inside[:] = sorted(name for name in inside if not name.startswith(".") and name not in _PASSED)


def run(folders: Sequence[Path], choice: Choice, format_: str, *, as_of: date | None) -> int:
    """Audit all workspaces below the folders and sum up; 1 where one fails. Raises WorkspaceMissing where there is none."""
    if format_ not in {"text", "json"}:
        msg = "the summary of several workspaces is written as text or json"
        raise click.UsageError(msg)
    found = list(workspaces(folders))
    if not found:
        raise WorkspaceMissing(folders[0], above=False)
    outcomes = []
    with shown() as progress:
        for outcome in audited(found, choice, as_of):
            outcomes.append(outcome)
            progress("checked", len(outcomes), len(found))
    outcomes.sort(key=lambda each: (each.fault is None, -each.error, -each.warning, -each.info, each.path))
    (_write_json if format_ == "json" else _write_text)(outcomes, choice)
    return int(any(_fails(each, choice) for each in outcomes))


def audited(found: Sequence[Path], choice: Choice, as_of: date | None) -> Iterator[Outcome]:
    """Give the outcome of each workspace, as they come."""
    processes = min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 60)
    if len(found) <= ALONE or processes == 1:
        yield from _audit_all(found, choice, as_of)
        return
    batches = [found[start : start + IN_A_BATCH] for start in range(0, len(found), IN_A_BATCH)]
    # Started anew, not forked: the bar draws in a thread of its own.
    done = 0
    pool = ProcessPoolExecutor(min(processes, len(batches)), mp_context=get_context("spawn"))
    try:
        for outcomes in pool.map(_batch, batches, [choice] * len(batches), [as_of] * len(batches)):
            yield from outcomes
            done += len(outcomes)
    except BrokenProcessPool:
        yield from (Outcome(str(path), fault="the machine ended the process that audited it") for path in found[done:])
    finally:
        pool.shutdown(cancel_futures=True)


def _batch(paths: Sequence[Path], choice: Choice, as_of: date | None) -> list[Outcome]:
    return list(_audit_all(paths, choice, as_of))


def _audit_all(paths: Iterable[Path], choice: Choice, as_of: date | None) -> Iterator[Outcome]:
    for path in paths:
        try:
            yield audit_one(path, choice, as_of)
        except (VitalfewError, OSError, MemoryError, RecursionError) as error:
            yield Outcome(str(path), fault=" ".join(str(error).split()) or type(error).__name__)


def audit_one(path: Path, choice: Choice, as_of: date | None) -> Outcome:
    """Audit one workspace."""
    workspace = Workspace.open(path, as_of=as_of)
    findings = choice.of(workspace.check())
    framework = workspace.framework
    rules = Counter((each.code, each.rule) for each in findings)
    found = counts(findings)
    return Outcome(
        str(path),
        found["error"],
        found["warning"],
        found["info"],
        files=len(workspace.files),
        kpis=len(framework.current_kpis),
        objectives=len(framework.objectives),
        rules=tuple((*rule, number) for rule, number in rules.items()),
    )


def _fails(outcome: Outcome, choice: Choice) -> bool:
    return bool(outcome.fault or outcome.error or (choice.strict and outcome.warning))


def _by_rule(outcomes: Iterable[Outcome]) -> list[tuple[str, str, int, int]]:
    """Give each rule with its findings and the workspaces that have some, most findings first."""
    findings: Counter[tuple[str, str]] = Counter()
    where: Counter[tuple[str, str]] = Counter()
    for outcome in outcomes:
        for code, slug, number in outcome.rules:
            findings[code, slug] += number
            where[code, slug] += 1
    ranked = sorted(findings, key=lambda rule: (-findings[rule], rule))
    return [(*rule, findings[rule], where[rule]) for rule in ranked]


def _summary(outcomes: Sequence[Outcome], choice: Choice) -> dict[str, int]:
    keys = (*SEVERITIES, "files", "kpis", "objectives")
    return {
        "workspaces": len(outcomes),
        "failed": sum(_fails(each, choice) for each in outcomes),
        "unread": sum(each.fault is not None for each in outcomes),
        **{key: sum(getattr(each, key) for each in outcomes) for key in keys},
    }


def _write_json(outcomes: Sequence[Outcome], choice: Choice) -> None:
    rows = [{key: value for key, value in each._asdict().items() if key != "rules"} for each in outcomes]
    rules = [dict(zip(("code", "rule", "findings", "workspaces"), each, strict=True)) for each in _by_rule(outcomes)]
    write_json({"version": 1, "workspaces": rows, "rules": rules, "summary": _summary(outcomes, choice)})


def _write_text(outcomes: Sequence[Outcome], choice: Choice) -> None:
    click.echo(f"{'errors':>8}{'warnings':>10}{'notes':>8}{'KPIs':>8}  workspace")
    worst = [each for each in outcomes if each.fault or each.error or each.warning or each.info]
    for each in worst[:MOST_SHOWN]:
        if each.fault:
            click.echo(f"{click.style('  cannot be audited', fg='red')}{'':>15}  {each.path}: {each.fault}")
        else:
            click.echo(f"{each.error:>8,}{each.warning:>10,}{each.info:>8,}{each.kpis:>8,}  {each.path}")
    rest = len(outcomes) - len(worst[:MOST_SHOWN])
    if rest:
        click.echo(f"{'':>34}  and {rest:,} more, {len(outcomes) - len(worst):,} of them clean")
    rules = _by_rule(outcomes)
    if rules:
        click.echo(f"\n{'findings':>8}{'workspaces':>12}  rule")
    for code, slug, number, where in rules[:MOST_SHOWN]:
        click.echo(f"{number:>8,}{where:>12,}  {code} {slug}")
    if len(rules) > MOST_SHOWN:
        click.echo(f"{'':>20}  and {len(rules) - MOST_SHOWN:,} more rules: --format json")
    sums = _summary(outcomes, choice)
    said = ", ".join(click.style(counted(sums[each], WORDS[each]), fg=COLOURS[each]) for each in SEVERITIES if sums[each])
    size = f"{counted(sums['kpis'], 'KPI')}, {counted(sums['objectives'], 'objective')}"
    click.echo(f"\n{sums['failed']:,} of {counted(sums['workspaces'], 'workspace')} fail: {said or 'no findings'}; {size}")

"""From a brief to a whole draft: what was chosen, its files, what the audit says of them, what is to decide, and its data."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import rmtree

from vitalfew.base.errors import TargetExists
from vitalfew.base.finding import Finding, by_place
from vitalfew.draft.brief import Brief
from vitalfew.draft.build import files_of
from vitalfew.draft.choice import Candidates, Selection
from vitalfew.draft.context import context_of
from vitalfew.draft.data import DataPlan, data_plan
from vitalfew.draft.decisions import Decision, decisions_of
from vitalfew.draft.gather import gather
from vitalfew.draft.select import select
from vitalfew.load.read import load_texts
from vitalfew.model.framework import Framework
from vitalfew.rules.engine import check
from vitalfew.text.engine import Engine, best_engine

Progress = Callable[[str, int, int], None]
STEP, STEPS = "draft: goals, choice, files, data", 4
"""The word of progress, and how many steps there are."""


@dataclass(frozen=True)
class Draft:
    """A drafted framework: `files` by path below the workspace, and all that was found and chosen on the way."""

    selection: Selection
    files: Mapping[str, str]
    framework: Framework
    findings: tuple[Finding, ...]
    decisions: tuple[Decision, ...]
    data: DataPlan


def draft(
    brief: Brief,
    *,
    today: date,
    engine: Engine | None = None,
    sources: Path | None = None,
    assist: Callable[[Candidates], Candidates] | None = None,
    explain: Callable[[Selection], Selection] | None = None,
    progress: Progress | None = None,
) -> Draft:
    """Draft a framework; the same brief on the same day gives the same files. Raises Infeasible.

    Args:
        brief: what the organisation says of itself.
        today: the day from which horizons and phases are counted.
        engine: what compares texts; the best one there is where none is given.
        sources: a folder of data files in which the needed columns are looked for.
        assist: adds candidates of its own before the choice, as a language model does.
        explain: adds reasons in words to what was chosen.
        progress: told of each step.
    """
    tell = progress or (lambda _what, _done, _of: None)
    by = engine or best_engine().engine
    tell(STEP, 0, STEPS)
    candidates = gather(context_of(brief), by)
    candidates = assist(candidates) if assist else candidates
    tell(STEP, 1, STEPS)
    selection = select(candidates)
    selection = explain(selection) if explain else selection
    tell(STEP, 2, STEPS)
    files = files_of(selection, today=today)
    loaded = load_texts(files)
    findings = [*loaded.findings, *map(loaded.spans.place, check(loaded.framework, today=today, faulted=loaded.is_faulted))]
    tell(STEP, 3, STEPS)
    plan = data_plan(selection, today=today, sources=sources, engine=by, calendar=loaded.framework.calendar.calendar)
    tell(STEP, STEPS, STEPS)
    return Draft(selection, files, loaded.framework, tuple(sorted(findings, key=by_place)), decisions_of(selection), plan)


def write(made: Draft, target: Path) -> None:
    """Write a draft's files below a folder, all or none; raises TargetExists where a framework stands there."""
    framework = target / "framework"
    if framework.exists() and any(framework.iterdir()):
        raise TargetExists(framework)
    target.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".draft-", dir=target))
    try:
        for path, text in made.files.items():
            file = aside / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
        if framework.exists():
            framework.rmdir()
        os.replace(aside / "framework", framework)  # noqa: PTH105  # the one step that all files appear by
    finally:
        rmtree(aside, ignore_errors=True)

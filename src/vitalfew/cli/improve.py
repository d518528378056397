"""`vitalfew draft --improve`: the plan that clears most of the audit, to be read, picked from, and written or proposed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

import click

from vitalfew.cli.author import author
from vitalfew.cli.call import Call
from vitalfew.cli.findings import counted
from vitalfew.cli.proposal import files_of
from vitalfew.cli.stream import write_json
from vitalfew.workspace import STORE, Workspace, audit

if TYPE_CHECKING:
    from vitalfew.draft.improve import Improvement, Proposed
    from vitalfew.insight.score import Score

TITLE = "What `vitalfew draft --improve` found"
_SIGNS = {"+": "green", "-": "red"}
MOST_ALIKE = 3
"""How many of what is left to people and calls for the same are shown."""


class Picked(NamedTuple):
    """What of a plan is wanted: KPIs that stay as they are, changes that alone are made, changes that are not."""

    keep: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


def run(call: Call, picked: Picked, *, yes: bool, by: str | None) -> int:
    """Show the plan; write it where `yes` or the answer says so, as a proposal where approvals are governed."""
    workspace = call.workspace()
    plan = planned(workspace, picked)
    if call.format == "json":
        taken = _take(workspace, plan, by) if yes and plan.proposed else {"applied": False, "proposal": None, "files": []}
        write_json({"version": 1, **plan.as_json(), **taken})
        return 0
    click.echo("\n".join(text_of(plan)))
    if plan.proposed and (yes or _agreed(plan)):
        click.echo("\n".join(done(_take(workspace, plan, by))))
    return 0


def planned(workspace: Workspace, picked: Picked) -> Improvement:
    """Plan the improvement of a workspace's files."""
    from vitalfew.draft.improve import improve
    from vitalfew.text.engine import best_engine

    texts = files_of(workspace)
    kept = workspace.root / STORE
    return improve(
        texts,
        today=workspace.today,
        audit=lambda loaded: audit(loaded, today=workspace.today, evidence=workspace.evidence),
        engine=best_engine(kept if kept.is_dir() else None).engine,
        keep=picked.keep,
        only=picked.only,
        without=picked.without,
    )


def text_of(plan: Improvement) -> Iterator[str]:
    """Write all of a plan."""
    for number, each in enumerate(plan.proposed, 1):
        yield from _change(number, each)
    if not plan.proposed:
        yield f"{click.style('✓', fg='green', bold=True)} no change clears more of what the audit finds"
    yield from _sums(plan)
    if plan.decisions:
        yield f"\n{click.style('Left to people', bold=True)}: nobody and no number is made up"
    alike: dict[str, list[str]] = {}
    for decision in plan.decisions:
        finding = decision.finding
        help_ = f"    {click.style('help:', fg='cyan')} {finding.help}" + (f"; {decision.hint}" if decision.hint else "")
        alike.setdefault(f"{finding.code} {help_}", [help_]).append(f"  {finding.code} {finding.message}")
    for help_, *lines in alike.values():
        yield from lines[:MOST_ALIKE]
        if len(lines) > MOST_ALIKE:
            yield f"    and {len(lines) - MOST_ALIKE} more like these; `--format json` names each"
        yield help_


def _change(number: int, each: Proposed) -> Iterator[str]:
    change = each.change
    yield f"{click.style(f'{number}. {change.what}', bold=True)}"
    yield f"   {click.style(change.id, fg='cyan')}: {change.reason}"
    for finding in each.clears:
        yield f"   clears {finding.code} {finding.rule}: {finding.message}"
    for line in each.edit.splitlines():
        if not line.startswith("@@"):
            yield f"   {click.style(line, fg=_SIGNS.get(line[:1]))}"
    yield ""


def _sums(plan: Improvement) -> Iterator[str]:
    from vitalfew.draft.improve import by_severity

    before, after = by_severity(plan.before), by_severity(plan.after)
    words = {"error": "errors", "warning": "warnings", "info": "notes"}
    yield f"{click.style('What the audit finds', bold=True)}, before and after {counted(len(plan.proposed), 'change')}"
    yield from (f"  {words[severity]:<12}{before[severity]:>4} → {after[severity]}" for severity in words)
    yield click.style("What the framework scores", bold=True)
    yield from _scores(plan.score_before, plan.score_after)


def _scores(before: Score, after: Score) -> Iterator[str]:
    """Write what scores otherwise, else that nothing does."""
    from vitalfew.draft.improve import moved

    found = moved(before, after)
    yield from (f"  {name}: {old} → {new}" for name, old, new in found)
    if not found:
        yield "  as before"


def _agreed(plan: Improvement) -> bool:
    """Ask where somebody is there to answer."""
    if not sys.stdin.isatty():
        click.echo("\nnothing was written: `--yes` writes it, `--only CHANGE` and `--without CHANGE` pick")
        return False
    return click.confirm(f"\nWrite {counted(len(plan.proposed), 'change')} into the files?")


def _take(workspace: Workspace, plan: Improvement, by: str | None) -> dict[str, object]:
    said = "\n".join(f"{each.what}: {each.reason}" for each in plan.changes)
    return take(workspace, plan.texts, title=TITLE, text=said, by=by)


def take(workspace: Workspace, texts: Mapping[str, bytes], *, title: str, text: str, by: str | None) -> dict[str, object]:
    """Write the files, all or none; or propose them where `governance.approvals` says whose the change is."""
    if workspace.framework.governance.approvals:
        from vitalfew.rhythm.proposals import propose

        with workspace.writing(by=author(workspace, by)) as desk:
            made = propose(desk, texts, title=title, text=text)
        return {"applied": False, "proposal": made.id, "files": list(made.files)}
    changed = sorted(path for path, content in texts.items() if files_of(workspace).get(path) != content)
    write_all(workspace, texts)
    return {"applied": True, "proposal": None, "files": changed}


def write_all(workspace: Workspace, texts: Mapping[str, bytes]) -> None:
    """Write the files of a plan; each is whole at every moment, and those that were written go back should one fail."""
    from vitalfew.cli.fix import write

    was = files_of(workspace)
    written: list[str] = []
    try:
        for path, content in texts.items():
            if was.get(path) != content:
                written.append(path)
                if path in was:
                    write(workspace.root / path, content)
                else:
                    (workspace.root / path).write_bytes(content)
    except OSError:
        for path in written:
            if path in was:
                write(workspace.root / path, was[path])
            else:
                (workspace.root / path).unlink(missing_ok=True)
        raise


def done(taken: dict[str, object]) -> Iterator[str]:
    """Say what was written or proposed, and what comes next."""
    mark = click.style("✓", fg="green", bold=True)
    if taken["proposal"]:
        yield f"\n{mark} proposal {taken['proposal']} asks those whose it is; the files stay as they are"
        yield f"  `vitalfew proposals show {taken['proposal']}`"
        return
    files = taken["files"] if isinstance(taken["files"], list) else []
    yield f"\n{mark} written: {', '.join(map(str, files))}"
    yield "  `vitalfew plan` shows it in strategy terms, `vitalfew apply -m MESSAGE` makes it the next revision"

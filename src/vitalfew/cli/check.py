"""Audit the framework: every finding with its place and remedy."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from vitalfew.base.finding import SEVERITIES, Finding
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counted, counts, styled, summed, tally
from vitalfew.cli.overview import MANY, parts
from vitalfew.cli.overview import write as write_overview
from vitalfew.cli.stream import write_json
from vitalfew.load.settings import chosen
from vitalfew.workspace import FOLDER, Workspace


class Choice(NamedTuple):
    """What of the findings is shown, and what of it fails."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """Give the findings that are selected and not ignored."""
        return chosen(findings, select=self.select, ignore=self.ignore)

    def exit_code(self, findings: Iterable[Finding]) -> int:
        """Give 1 for any error, when strict also for any warning."""
        found = counts(findings)
        return int(found["error"] > 0 or (self.strict and found["warning"] > 0))


@command_with("text", "json", "github", "sarif", "junit", "markdown")
@click.argument("folders", metavar="[DIR]...", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
@click.option("--select", metavar="RULES", multiple=True, help="Show these rules alone: slugs, codes or the beginnings of codes.")
@click.option("--ignore", metavar="RULES", multiple=True, help="Leave these rules out.")
@click.option("--since", metavar="REV", help="Compare with a commit of git: what is new, fixed, still there.")
@click.option("--fix", is_flag=True, help="Mend what is safe to mend, in place; comments stay.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.")
@click.option("--explain-policy", is_flag=True, help="Show each number that rules judge by, and where it comes from.")
def command(
    call: Call,
    *,
    folders: tuple[Path, ...],
    strict: bool,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    since: str | None,
    fix: bool,
    diff: bool,
    explain_policy: bool,
) -> int:
    """Audit the framework's text: every finding at once, sorted by place, each with what to do.

    Needs no data. Exits with 1 on any error, with --strict also on any warning.
    Given folders with several workspaces in them, it audits them all and sums up.
    """
    choice = Choice(_names(select), _names(ignore), strict)
    if len(folders) > 1 or (folders and not (folders[0] / FOLDER).is_dir()):
        if explain_policy or fix or diff or since is not None:
            msg = "--since, --fix, --diff and --explain-policy take one workspace"
            raise click.UsageError(msg)
        from vitalfew.cli.portfolio import run as run_all

        return run_all(folders, choice, call.format, as_of=call.as_of)
    workspace = Workspace.open(folders[0], as_of=call.as_of) if folders else call.workspace()
    if explain_policy:
        from vitalfew.cli.policy import explain

        return explain(workspace, call.format)
    if fix or diff:
        from vitalfew.cli.fix import run

        return run(workspace, choice, call.format, is_dry=diff)
    if since is not None:
        from vitalfew.cli.since import compare

        return compare(workspace, since, choice, call.format, WRITERS)
    findings = choice.of(workspace.check())
    WRITERS[call.format](workspace, findings)
    return choice.exit_code(findings)


def _names(given: tuple[str, ...]) -> tuple[str, ...]:
    """Read names of rules, several to an option allowed; raises UnknownName."""
    names = tuple(name.strip() for each in given for name in each.split(",") if name.strip())
    if names:
        from vitalfew.base.errors import UnknownName
        from vitalfew.load.settings import is_rule
        from vitalfew.workspace import smells

        known = {key for smell in smells() for key in (smell.code, smell.slug)}
        for name in names:
            if not is_rule(name, known):
                raise UnknownName("rule", name, known)
    return names


def _size(workspace: Workspace) -> dict[str, int]:
    framework = workspace.framework
    return {
        "files": len(workspace.files),
        "kpis": len(framework.current_kpis),
        "objectives": len(framework.objectives),
    }


def write_text(workspace: Workspace, findings: Sequence[Finding]) -> None:
    """Write findings and a summary for people."""
    size = _size(workspace)
    size_text = f"{counted(size['kpis'], 'KPI')}, {counted(size['objectives'], 'objective')}"
    files = counted(size["files"], "file")
    if not findings:
        click.echo(f"{click.style('✓ clean', fg='green', bold=True)}: {size_text} in {files}, and nothing to mend")
        return
    summary = f"{tally(findings)} in {files}; {size_text}"
    steps = parts(findings) if len(findings) > MANY else []
    if len(steps) > 1:
        click.echo(f"{summary}\n")
        write_overview(steps)
        click.echo()
    for finding in findings:
        click.echo(styled(finding))
    click.echo(f"\n{summary}")
    if len(steps) > 1:
        click.echo(f"begin with: vitalfew check --select {steps[0].select}")
        return
    worst = min(findings, key=lambda finding: (SEVERITIES.index(finding.severity), finding.code))
    click.echo(f"why and how to mend: vitalfew explain {worst.code}")


def _write_json(workspace: Workspace, findings: Sequence[Finding]) -> None:
    summary = summed(findings, **_size(workspace))
    write_json({"version": 1, "findings": [each.as_json() for each in findings], "summary": summary})


def _write_github(workspace: Workspace, findings: Sequence[Finding]) -> None:
    from vitalfew.cli.annotations import github

    if findings:
        click.echo(github(findings, workspace.root))


def _write_sarif(workspace: Workspace, findings: Sequence[Finding]) -> None:
    from vitalfew.cli.annotations import sarif
    from vitalfew.workspace import smells

    write_json(sarif(findings, smells(), workspace.root))


def _write_junit(workspace: Workspace, findings: Sequence[Finding]) -> None:
    from vitalfew.cli.junit import junit

    click.echo(junit(findings, workspace.root))


def _write_markdown(workspace: Workspace, findings: Sequence[Finding]) -> None:
    from vitalfew.cli.comment import comment

    click.echo(comment(findings, workspace.root))


Writer = Callable[[Workspace, Sequence[Finding]], None]
WRITERS: dict[str, Writer] = {
    "text": write_text,
    "json": _write_json,
    "github": _write_github,
    "sarif": _write_sarif,
    "junit": _write_junit,
    "markdown": _write_markdown,
}

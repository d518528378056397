"""Audit the framework: every finding with its place and remedy."""

from __future__ import annotations

from collections.abc import Sequence

import click

from vitalfew.base.finding import SEVERITIES, Finding
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.findings import counted, counts, styled, summed, tally
from vitalfew.cli.stream import write_json
from vitalfew.workspace import Workspace


@command_with("text", "json", "github", "sarif")
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings too.")
def command(call: Call, *, strict: bool) -> int:
    """Audit the framework's text: every finding at once, sorted by place, each with what to do.

    Needs no data. Exits with 1 on any error, with --strict also on any warning.
    """
    workspace = call.workspace()
    findings = workspace.check()
    WRITERS[call.format](workspace, findings)
    found = counts(findings)
    return int(found["error"] > 0 or (strict and found["warning"] > 0))


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
    for finding in findings:
        click.echo(styled(finding))
    click.echo(f"\n{tally(findings)} in {files}; {size_text}")
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


WRITERS = {"text": write_text, "json": _write_json, "github": _write_github, "sarif": _write_sarif}

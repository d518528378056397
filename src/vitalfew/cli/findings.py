"""Findings as text for people: the house's two lines each, and a line that sums them up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import click

from vitalfew.base.finding import SEVERITIES, Finding, Severity

COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "info": "cyan"}
WORDS: dict[Severity, str] = {"error": "error", "warning": "warning", "info": "note"}


def counted(number: int, noun: str) -> str:
    """Write a count with its noun.

    >>> counted(1, "error"), counted(1200, "KPI")
    ('1 error', '1,200 KPIs')
    """
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def counts(findings: Iterable[Finding]) -> dict[Severity, int]:
    """Count findings by severity, all severities named."""
    found = Counter(finding.severity for finding in findings)
    return {severity: found[severity] for severity in SEVERITIES}


def summed(findings: Iterable[Finding], **sizes: int) -> dict[str, int]:
    """Give the `summary` of the JSON contract: counts by severity, and what else was counted."""
    return {**{str(severity): number for severity, number in counts(findings).items()}, **sizes}


def styled(finding: Finding) -> str:
    """Write a finding as `str()` does, coloured; colour is taken off where the output is no terminal."""
    where = f"{click.style(str(finding.place), bold=True)}: " if finding.place else ""
    code = click.style(finding.code, fg=COLOURS[finding.severity], bold=True)
    help_ = click.style("help:", fg="cyan")
    return f"{where}{code} {finding.rule}: {finding.message}\n  {help_} {finding.help}"


def tally(findings: Sequence[Finding]) -> str:
    """Sum findings up in words, coloured: `3 errors, 2 warnings, 1 note`."""
    parts = [
        click.style(counted(number, WORDS[severity]), fg=COLOURS[severity], bold=True)
        for severity, number in counts(findings).items()
        if number
    ]
    return ", ".join(parts) or click.style("no findings", fg="green", bold=True)

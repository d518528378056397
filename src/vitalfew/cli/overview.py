"""Where to begin with many findings: counted by what they ask, in the order in which a framework is built.

Purpose before choice, choice before people, people before numbers: what an earlier question settles, a later one need not ask.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

import click

from vitalfew.base.finding import SEVERITIES, Finding
from vitalfew.cli.findings import COLOURS

MANY = 40  # more than fits on a screen or two

QUESTIONS = {
    ("FIL",): "What cannot be read?",
    ("STR", "BAL"): "What is it for, and is that in balance?",
    ("ALN", "CAS"): "Which KPIs serve it, and at which level?",
    ("OWN", "CAD"): "Who answers, and when is it looked at?",
    ("DEF",): "What is each number?",
    ("TGT",): "From where to where, and when is it too bad?",
    ("INI", "CHG"): "What is done about it, and does it still fit?",
    ("DAT", "EVD"): "What does the data say to it?",
    ("DEL",): "Can its documents be read?",
}
"""Families of rules that ask one thing, in the order in which to answer."""


class Part(NamedTuple):
    """The findings of one question: how to select them, the question, and how often which rule speaks."""

    select: str
    question: str
    findings: list[Finding]

    @property
    def common(self) -> str:
        """Name the rules that speak most often, the most frequent first."""
        often = Counter(finding.rule for finding in self.findings).most_common()
        named = ", ".join(f"{rule} {number}" for rule, number in often[:2])
        return f"{named}, …" if len(often) > 2 else named


def parts(findings: Sequence[Finding]) -> list[Part]:
    """Sort findings by question; questions without findings are left out."""
    sorted_ = [
        Part(",".join(families), question, [finding for finding in findings if finding.code.startswith(families)])
        for families, question in QUESTIONS.items()
    ]
    return [part for part in sorted_ if part.findings]


def write(found: Sequence[Part]) -> None:
    """Write the findings by question, the first to answer first, each with what selects it."""
    click.echo("Take them in this order; an earlier step often settles what a later one says.\n")
    for part in found:
        worst = min((finding.severity for finding in part.findings), key=SEVERITIES.index)
        number = click.style(f"{len(part.findings):>6,}", fg=COLOURS[worst], bold=True)
        click.echo(f"{number}  {part.question}\n        --select {part.select:<8} {part.common}")

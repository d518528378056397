"""Findings as Markdown for a pull request's comment: what fails first, notes folded away, never longer than a comment may be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from vitalfew.base.finding import SEVERITIES, Finding
from vitalfew.cli.annotations import HOME, from_here
from vitalfew.cli.findings import WORDS, counted, counts

MARK = "<!-- vitalfew check -->"
"""The first line of a comment, by which a workflow finds the one to write anew."""
_MOST = 60_000  # GitHub refuses comments of more than 65,536 characters
_HEAD = "| | where | what is | what to do |\n|---|---|---|---|"
_SIGNS = {"error": "🔴", "warning": "🟡", "info": "🔵"}


def comment(findings: Sequence[Finding], root: Path, *, said: str = "") -> str:
    """Give the comment; `said` is a sentence before the counts."""
    found = counts(findings)
    sums = ", ".join(counted(found[each], WORDS[each]) for each in SEVERITIES if found[each]) or "no findings ✓"
    parts = [MARK, f"### Vitalfew: {sums}", *([said] if said else [])]
    size = sum(map(len, parts))
    worst = sorted(findings, key=lambda each: SEVERITIES.index(each.severity))
    rows = list(_fitting((_row(each, root) for each in worst), _MOST - size))
    telling = rows[: found["error"] + found["warning"]]
    notes = rows[len(telling) :]
    if telling:
        parts.append("\n".join((_HEAD, *telling)))
    if notes:
        parts.append("\n".join((f"<details><summary>{counted(len(notes), 'note')}</summary>\n", _HEAD, *notes, "\n</details>")))
    if len(rows) < len(findings):
        parts.append(f"… and {len(findings) - len(rows):,} more: run `vitalfew check`.")
    return "\n\n".join(parts)


def _fitting(rows: Iterator[str], left: int) -> Iterator[str]:
    for row in rows:
        left -= len(row) + 1
        if left < 0:
            return
        yield row


def _row(finding: Finding, root: Path) -> str:
    where = f"`{from_here(root, finding.place.file)}:{finding.place.line}`" if finding.place else f"`{finding.ref}`"
    room = "load" if finding.code.startswith("FIL") else "rules"
    rule = f"[{finding.code}]({HOME}/blob/main/src/vitalfew/{room}/{finding.rule.replace('-', '_')}.md) {finding.rule}"
    what, help_ = _cell(finding.message), _cell(finding.help)
    return f"| {_SIGNS[finding.severity]} {rule} | {_cell(where)} | {what} | {help_} |"


def _cell(text: str) -> str:
    """Write text into a cell of a table: no line breaks, no bar that ends it, no tag outside of backticks, no mention."""
    flat = re.sub(r"\s+", " ", text).replace("|", "\\|")
    parts = re.split(r"(`[^`]*`)", flat)
    return "".join(each if each.startswith("`") else _plain(each) for each in parts)


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("@", "@\u200b")

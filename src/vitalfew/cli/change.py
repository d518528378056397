"""A change in strategy terms as text for a terminal, and as Markdown for a comment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.model.difference import said

if TYPE_CHECKING:
    from vitalfew.model.difference import Difference
    from vitalfew.rhythm.governed import Plan

SIGNS = {"added": ("+", "green"), "removed": ("-", "red"), "changed": ("~", "yellow")}
_LONGEST = 100


def text_of(found: Difference) -> Iterator[str]:
    """Write each change with what it changes, then the reviews it touches and the history that becomes outdated."""
    for change in found.changes:
        sign, colour = SIGNS[change.how]
        yield f"{click.style(f'{sign} {change.ref}', fg=colour, bold=True)}  {_short(change.name)}"
        for edit in change.edits:
            yield f"    {edit.field.replace('_', ' ')}: {_short(said(change, edit))}"
    if found.reviews:
        yield "\nreviews it touches:"
    for review in found.reviews:
        chair = f", chaired by {review.chair}" if review.chair else ""
        yield f"  {review.name}{chair}: {_short(', '.join(review.kpis))}"
    if found.outdated:
        yield "\nhistory that becomes outdated, since it was measured by another definition:"
        yield f"  {', '.join(ref.id for ref in found.outdated)}"
        help_ = "`vitalfew measure --restate` measures it anew; see whether target and baseline hold"
        yield f"  {click.style('help:', fg='cyan')} {help_}"


def markdown_of(found: Difference) -> Iterator[str]:
    """Write a table of the changes, and lists of reviews and history."""
    if found.changes:
        yield from ("| | noun | name | change |", "|---|---|---|---|")
    for change in found.changes:
        edits = "<br>".join(f"{edit.field.replace('_', ' ')}: {_cell(said(change, edit))}" for edit in change.edits)
        yield f"| {change.how} | `{change.ref}` | {_cell(change.name)} | {edits} |"
    if found.reviews:
        yield from ("", "**Reviews it touches**", "")
    for review in found.reviews:
        yield f"- {_cell(review.name)}: {', '.join(review.kpis)}"
    if found.outdated:
        yield from ("", "**History that becomes outdated**", "", *(f"- `{ref}`" for ref in found.outdated))


def named(planned: Plan) -> str:
    """Name what the files are held against."""
    return f"revision {planned.live.number}" if planned.live else "nothing, as there is no revision yet"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def _cell(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;").split())

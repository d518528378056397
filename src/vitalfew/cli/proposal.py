"""A proposal as text for a terminal, as Markdown for a comment, and as JSON: what it changes, who must still approve, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import Refused
from vitalfew.cli.change import markdown_of
from vitalfew.cli.change import text_of as changes_of
from vitalfew.model.difference import NOTHING

if TYPE_CHECKING:
    from vitalfew.rhythm.approval import Need
    from vitalfew.rhythm.proposals import Proposal
    from vitalfew.rhythm.standing import Standing
    from vitalfew.workspace import Workspace

ERASED = "(erased)"
ANYBODY = "anybody else"
COLOURS = {"open": "yellow", "approved": "green", "returned": "red"}


def files_of(workspace: Workspace) -> dict[str, bytes]:
    """Give the framework's files; raises Refused where one of them cannot be opened, which would seem to be taken away."""
    from vitalfew.load.read import contents

    found, refused = contents(workspace.root)
    if refused:
        raise Refused(refused[0].message, "mend what `vitalfew check` says of the files")
    return found


def as_json(made: Proposal, found: Standing) -> dict[str, object]:
    """Give a proposal and how it stands in the JSON contract's fields."""
    return {"proposal": made.as_json(), **found.as_json()}


def line_of(made: Proposal) -> str:
    """Say in a line what a proposal is, and in another whom it waits for."""
    state = click.style(f"{made.state:<9}", fg=COLOURS.get(made.state))
    number = click.style(f"proposal {made.id}", fg="yellow", bold=True)
    head = f"{number}  {state}  {made.opened_at:%Y-%m-%d}  {made.by or ERASED}: {made.title or ERASED}"
    waits = f"\n    waits for {', '.join(made.people)}" if made.people and made.state == "open" else ""
    return f"{head}{waits}"


def text_of(made: Proposal, found: Standing) -> Iterator[str]:
    """Write all of a proposal."""
    yield f"{click.style(f'proposal {made.id}', fg='yellow', bold=True)}  {made.state}: {made.title or ERASED}"
    yield f"    by {made.by or ERASED}, {made.opened_at:%Y-%m-%d %H:%M} UTC, of revision {made.base}, texts {made.digest[:12]}"
    if made.text:
        yield f"    {made.text}"
    if made.reason:
        yield f"    {made.state}: {made.reason}"
    yield ""
    yield from changes_of(found.difference)
    if not found.difference.changes:
        yield f"changes {NOTHING}: {', '.join(made.files)}"
    if found.needs:
        yield "\napprovals:"
    for need in found.needs:
        yield f"  {_met(need, found)} {need.why}"
    yield from _next(made, found)


def markdown_text(made: Proposal, found: Standing) -> Iterator[str]:
    """Write all of a proposal as Markdown."""
    yield f"**Proposal {made.id}** ({made.state}) by {made.by or ERASED}: {made.title or ERASED}"
    yield from ("", made.text) if made.text else ()
    yield ""
    yield from markdown_of(found.difference)
    if found.needs:
        yield from ("", "**Approvals**", "")
    for need in found.needs:
        box = " " if need in found.missing else "x"
        yield f"- [{box}] {need.person or ANYBODY}: {need.why}"


def _met(need: Need, found: Standing) -> str:
    """Say whether and by whom a need is met."""
    from vitalfew.rhythm.standing import given_for

    if need in found.missing:
        return f"{click.style('·', fg='yellow', bold=True)} {need.person or ANYBODY}:"
    given = given_for(need, found)
    instead = f" by {given.by}" if given and given.by and given.by != need.person else ""
    return f"{click.style('✓', fg='green', bold=True)} {need.person or ANYBODY}{instead}:"


def _next(made: Proposal, found: Standing) -> Iterator[str]:
    help_ = f"\n{click.style('help:', fg='cyan')}"
    if found.conflicts and made.state in {"open", "approved", "returned"}:
        names = ", ".join(found.conflicts)
        yield f"{help_} {names} changed in the same place since: edit the live files, then `vitalfew proposals update {made.id}`"
    elif made.state == "returned":
        yield f"{help_} edit the files, then `vitalfew proposals update {made.id}`; or `vitalfew proposals withdraw {made.id}`"
    elif made.state == "approved":
        yield f"{help_} `vitalfew proposals merge {made.id}` makes it the next revision"
    elif made.state == "open":
        yield f"{help_} `vitalfew proposals approve {made.id}`, or `vitalfew proposals return {made.id} -m WHY`"

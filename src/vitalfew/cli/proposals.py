"""List, show, approve, return, update, withdraw and merge proposals."""

from __future__ import annotations

from collections.abc import Callable
from difflib import unified_diff
from typing import TYPE_CHECKING, Any

import click

from vitalfew.base.errors import Refused
from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, group_with
from vitalfew.cli.proposal import as_json, files_of, line_of, markdown_text, text_of
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.proposals import Proposal
    from vitalfew.workspace import Workspace

Options = Callable[[Callable[..., Any]], Callable[..., Any]]
_ID = click.argument("id_", metavar="ID")
_VERSION = click.option(
    "--seen", "version", metavar="N", type=int, help="The version that was seen: refused where it moved since."
)


def _message(help_: str, *, is_required: bool = False) -> Options:
    return click.option("-m", "message", metavar="TEXT", required=is_required, help=help_)


@group_with("list")
def command() -> None:
    """List, show, approve, return, update, withdraw and merge proposals of changes."""


@command.step("text", "json")
@click.option("--all", "past", is_flag=True, help="Those that are over too.")
@click.option("--mine", is_flag=True, help="Those that wait for me, or for whom I stand in for.")
@signed
def list_(call: Call, *, past: bool, mine: bool, by: str | None) -> None:
    """List the proposals that are not over, and whom each waits for."""
    from vitalfew.rhythm.proposals import proposals

    workspace = call.workspace()
    person = author(workspace, by) if mine else None
    with workspace.reading() as desk:
        found = proposals(desk, past=past, person=person)
    if call.format == "json":
        write_json({"version": 1, "proposals": [each.as_json() for each in found]})
    elif not found:
        click.echo("nothing waits for you" if mine else "nothing is proposed: `vitalfew propose -m TEXT` proposes the files")
    else:
        click.echo("\n".join(map(line_of, found)))


@command.step("text", "json", "markdown")
@_ID
def show(call: Call, *, id_: str) -> None:
    """Show what a proposal changes, in terms of the strategy, and who must still approve it, and why."""
    from vitalfew.rhythm.proposals import proposal

    with call.workspace().reading() as desk:
        found = proposal(desk, id_)
    if call.format == "json":
        write_json({"version": 1, **as_json(*found)})
    else:
        click.echo("\n".join(markdown_text(*found) if call.format == "markdown" else text_of(*found)))


@command.step("text", "json")
@_ID
def diff(call: Call, *, id_: str) -> None:
    """Show the lines of text that a proposal changes of the revision it was made of."""
    from vitalfew.rhythm.proposals import texts_of

    with call.workspace().reading() as desk:
        before, after = texts_of(desk, id_)
    lines = [line for path in sorted(after) for line in _lines(path, before.get(path, b""), after[path] or b"")]
    if call.format == "json":
        write_json({"version": 1, "diff": "".join(lines)})
    else:
        click.echo("".join(lines), nl=False)


def _lines(path: str, before: bytes, after: bytes) -> list[str]:
    was, now = (text.decode("utf-8", "replace").splitlines(keepends=True) for text in (before, after))
    found = unified_diff(was, now, f"a/{path}", f"b/{path}")
    return [line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in found]


@command.step("text", "json")
@_ID
@_message("A word with it.")
@click.option("--texts", metavar="HASH", help="The texts that were seen, as `show` names them: refused where it has others.")
@signed
def approve(call: Call, *, id_: str, message: str | None, texts: str | None, by: str | None) -> None:
    """Approve a proposal in all that one is asked for, oneself or in place of who is away. The last one lets it be merged."""
    from vitalfew.rhythm.proposals import approve as step

    _take(call, by, lambda desk: step(desk, id_, digest=texts, text=plain(message or "") or None))


@command.step("text", "json")
@_ID
@_message("What is to be different.", is_required=True)
@_VERSION
@signed
def return_(call: Call, *, id_: str, message: str, version: int | None, by: str | None) -> None:
    """Return a proposal to whoever made it, with what is to be different."""
    from vitalfew.rhythm.proposals import send_back as step

    reason = plain(message)
    if not reason:
        empty = "say what is to be different: the message is empty"
        raise click.UsageError(empty)
    _take(call, by, lambda desk: step(desk, id_, reason=reason, version=version))


@command.step("text", "json")
@_ID
@_message("What is new about it.")
@_VERSION
@signed
def update(call: Call, *, id_: str, message: str | None, version: int | None, by: str | None) -> None:
    """Give a proposal the files as they are now, against what is live now, and ask anew."""
    from vitalfew.rhythm.proposals import update as step

    files, said = files_of(call.workspace()), plain(message or "") or None
    _take(call, by, lambda desk: step(desk, id_, files, text=said, version=version))


@command.step("text", "json")
@_ID
@_message("Why.")
@_VERSION
@signed
def withdraw(call: Call, *, id_: str, message: str | None, version: int | None, by: str | None) -> None:
    """Take a proposal back."""
    from vitalfew.rhythm.proposals import withdraw as step

    _take(call, by, lambda desk: step(desk, id_, reason=plain(message or "") or None, version=version))


@command.step("text", "json")
@_ID
@click.option("--waive", metavar="REASON", help="Why errors and missing agreements may stand; for the owner of the structure.")
@_VERSION
@signed
def merge(call: Call, *, id_: str, waive: str | None, version: int | None, by: str | None) -> None:
    """Make an approved proposal the live revision, and bring the files to it where they hold nothing of their own."""
    from vitalfew.rhythm.merging import merge as step
    from vitalfew.workspace import audit

    workspace = call.workspace()
    reason = plain(waive or "") or None
    with workspace.writing(by=author(workspace, by)) as desk:
        done = step(
            desk,
            id_,
            lambda loaded: audit(loaded, today=workspace.today, evidence=workspace.evidence),
            waived=reason,
            version=version,
        )
    is_written = _bring(workspace)
    if call.format == "json":
        said = {"proposal": done.proposal.as_json(), "revision": done.revision.as_json(), "written": is_written}
        write_json({"version": 1, **said})
        return
    made = done.revision
    click.echo(f"{click.style('✓', fg='green', bold=True)} revision {made.number} is live, by {made.by}: {made.message}")
    if made.waived:
        click.echo(f"  waived: {made.waived}")
    if not is_written:
        click.echo(
            f"{click.style('help:', fg='cyan')} the files here hold other edits: keep or undo them, then `vitalfew export`"
        )


def _bring(workspace: Workspace) -> bool:
    """Bring the files to the live revision; tells whether they held nothing that would be lost."""
    try:
        workspace.export()
    except Refused:
        return False
    return True


def _take(call: Call, by: str | None, step: Callable[[Desk], Proposal]) -> None:
    """Take a step and show what the proposal is then."""
    from vitalfew.rhythm.proposals import proposal

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made, found = proposal(desk, step(desk).id)
    if call.format == "json":
        write_json({"version": 1, **as_json(made, found)})
    else:
        click.echo(line_of(made))
        help_ = [line for line in text_of(made, found) if "help:" in line]
        click.echo("".join(help_).strip(), nl=bool(help_))

"""Show what is to be sent and what was; try again what could not be, or let it go."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call, group_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.rhythm.channel import Ways
    from vitalfew.store.outbox import Message
    from vitalfew.workspace import Workspace

MARKS = {"waiting": ("○", "cyan"), "sent": ("✓", "green"), "dead": ("✗", "red"), "dropped": ("·", "white")}


@group_with("list")
def command() -> None:
    """Show what is to be sent and what was; try again what could not be, or let it go.

    A message waits where there is no way to whom it is for, in the quiet hours, and between two tries; after eight it is dead.
    """


@command.step("text", "json")
@click.option("--all", "every", is_flag=True, help="Those that were sent or dropped too.")
@click.option("--last", metavar="N", type=click.IntRange(min=1), help="The latest N alone.")
def list_(call: Call, *, every: bool, last: int | None) -> None:
    """List what waits and what is dead, in the order it was written."""
    from vitalfew.store.outbox import DEAD, STATES, WAITING

    _show(call, STATES if every else (WAITING, DEAD), last)


@command.step("text", "json")
def dead(call: Call) -> None:
    """List what could not be sent, with the reason."""
    from vitalfew.store.outbox import DEAD

    _show(call, (DEAD,), None)


@command.step("text", "json")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
def retry(call: Call, *, keys: tuple[str, ...]) -> None:
    """Try dead messages again from the beginning: those named, else all of them."""
    from vitalfew.store.outbox import retry

    workspace = call.workspace()
    with workspace.store.writing() as transaction:
        number = retry(transaction, *keys, now=workspace.now)
    _done(call, number, "will be tried again")


@command.step("text", "json")
@click.argument("keys", nargs=-1, metavar="[KEY]...")
@click.option("--all", "every", is_flag=True, help="All that wait or are dead.")
def drop(call: Call, *, keys: tuple[str, ...], every: bool) -> None:
    """Let messages go that wait or are dead: they are not sent, and not written again."""
    from vitalfew.store.outbox import drop

    if bool(keys) == every:
        msg = "name the messages to drop, or say `--all`"
        raise click.UsageError(msg)
    with call.workspace().store.writing() as transaction:
        number = drop(transaction, *keys)
    _done(call, number, "dropped")


def _done(call: Call, number: int, what: str) -> None:
    if call.format == "json":
        write_json({"version": 1, "messages": number})
    else:
        click.echo(f"{number:,} message{'' if number == 1 else 's'} {what}")


def _show(call: Call, states: tuple[str, ...], last: int | None) -> None:
    from vitalfew.rhythm.channel import ways
    from vitalfew.store.outbox import messages

    workspace, reached = call.workspace(), ways()
    with workspace.store.reading() as transaction:
        found = messages(transaction, states=states, last=last)
    if call.format == "json":
        write_json({"version": 1, "configured": reached.any, "messages": [each.as_json() for each in found]})
        return
    click.echo("\n".join(_line(each, workspace, reached) for each in found) or "nothing waits to be sent")
    if not reached.any:
        click.echo("no way to send is configured: see `VITALFEW_SMTP_URL` and `VITALFEW_NOTIFY` in docs/worker.md", err=True)


def _line(message: Message, workspace: Workspace, reached: Ways) -> str:
    shape, colour = MARKS[message.state]
    when, why = f"{message.at:%Y-%m-%d %H:%M}", _why(message, workspace, reached)
    return f"{click.style(shape, fg=colour, bold=True)} {when}  {message.person:<12}  {message.subject}  [{message.key}]{why}"


def _why(message: Message, workspace: Workspace, reached: Ways) -> str:
    """Say why a message has not left, or by which way it has."""
    if message.state == "sent":
        return f"\n  by {message.channel} at {_clock(message.sent_at)}"
    if message.state == "dead":
        return f"\n  {message.said}, after {message.tries} tries" if message.tries > 1 else f"\n  {message.said}"
    person = workspace.framework.person.get(message.person)
    if message.state == "waiting" and person and reached.to(person) is None:
        return "\n  nobody knows how to reach them yet"
    return f"\n  {message.said}; again at {_clock(message.next_at)}" if message.said and message.state == "waiting" else ""


def _clock(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at else ""

"""Write the reviews of a person as a calendar, and give them a private address to subscribe to."""

from __future__ import annotations

from pathlib import Path

import click

from vitalfew.base.errors import TargetExists
from vitalfew.cli.author import author, signed
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json


@command_with("text", "json")
@click.argument("person")
@click.option("--out", metavar="FILE", type=click.Path(path_type=Path), help="Write the calendar here, such as `ana.ics`.")
@click.option("--renew", is_flag=True, help="Make a new private address; the one before leads nowhere from then on.")
@click.option("--close", is_flag=True, help="Let the private address lead nowhere.")
@signed
def command(call: Call, *, person: str, out: Path | None, renew: bool, close: bool, by: str | None) -> None:
    """Write the reviews that a person chairs or attends as a calendar (iCalendar), to a file or else to stdout.

    `--renew` gives the private address of the calendar, below that of the web application. It is shown once: what is kept is its
    hash.
    """
    if renew and close:
        msg = "`--renew` and `--close` exclude each other"
        raise click.UsageError(msg)
    name = person.removeprefix("person:")
    if renew or close:
        _address(call, name, by, renew=renew)
    else:
        _write(call, name, out)


def _address(call: Call, person: str, by: str | None, *, renew: bool) -> None:
    from vitalfew.rhythm.feed import PAGE, close_feed, renew_feed

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        path = PAGE.format(token=renew_feed(desk, person)) if renew else None
        was_open = path is None and close_feed(desk, person)
    if call.format == "json":
        write_json({"version": 1, "person": f"person:{person}", "path": path})
    elif path:
        click.echo(f"{path}\nkeep it to yourself: whoever has it reads this calendar; it is not shown again")
    else:
        click.echo("the address leads nowhere any more" if was_open else "there was no address")


def _write(call: Call, person: str, out: Path | None) -> None:
    from vitalfew.rhythm.feed import calendar

    with call.workspace().reading() as desk:
        written = calendar(desk, person)
    if out is None and call.format == "text":
        click.echo(written.decode().replace("\r\n", "\n"), nl=False)
        return
    if out is not None:
        if out.is_dir():
            raise TargetExists(out)
        out.write_bytes(written)
    events = written.count(b"BEGIN:VEVENT")
    if call.format == "json":
        write_json({"version": 1, "person": f"person:{person}", "reviews": events, "calendar": written.decode()})
    else:
        click.echo(f"{events:,} review{'' if events == 1 else 's'} written to `{out}`")

"""Start a workspace: a small one that checks clean, or one made of a spreadsheet."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from vitalfew.base.errors import UnknownName
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import quoted, write_json

Notes = dict[str, tuple[str, ...]]


@command_with("text", "json")
@click.argument("folder_", metavar="[DIR]", type=click.Path(path_type=Path), required=False)
@click.option("--preset", metavar="PRESET", help="executive, balanced-scorecard, cascade, okr or small-business.")
@click.option("--from", "book", metavar="BOOK", type=click.Path(path_type=Path), help="A spreadsheet of KPIs to start from.")
def command(call: Call, *, folder_: Path | None, preset: str | None, book: Path | None) -> None:
    """Start a workspace in DIR (the current folder where none is named); nothing that exists is overwritten.

    With --from, KPIs, actuals and targets come from a spreadsheet as `vitalfew template` writes one, and what was
    guessed is listed.
    """
    target = folder_ or call.folder or Path()
    if book is not None and preset is not None:
        msg = "a spreadsheet brings its own shape: give --preset or --from"
        raise click.UsageError(msg)
    notes = _write(target, preset or "executive", book, call)
    if call.format == "json":
        files = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file())
        write_json({"version": 1, "folder": str(target), "files": files, **notes})
        return
    _tell(target, notes)


def _write(target: Path, preset: str, book: Path | None, call: Call) -> Notes:
    if book is not None:
        from vitalfew.exchange.start import start_from

        started = start_from(book, target, today=call.today)
        return {"guesses": started.guesses, "skipped": started.skipped}
    from vitalfew.demo.starter import write_starter
    from vitalfew.model.preset import PresetName

    known: dict[str, PresetName] = {name: name for name in get_args(PresetName)}
    if preset not in known:
        raise UnknownName("preset", preset, known)
    write_starter(target, known[preset], today=call.today)
    return {"guesses": (), "skipped": ()}


def _tell(target: Path, notes: Notes) -> None:
    click.echo(f"{click.style('✓', fg='green', bold=True)} a workspace stands in {target.resolve()}")
    for title, lines in (("guessed, and worth a look:", notes["guesses"]), ("left out:", notes["skipped"])):
        if lines:
            click.echo("\n".join([title, *(f"  {line}" for line in lines)]))
    where = "" if target == Path() else f" -C {quoted(target)}"
    click.echo("next:")
    for command_, why in (("check", "is the framework any good?"), ("status", "measure it and show the scorecard")):
        click.echo(f"  {click.style(f'vitalfew{where} {command_}', fg='cyan')}  {why}")

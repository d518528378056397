"""The program: a group whose commands are the files beside it, listed by their first docstring line and imported when run.

A file is a command where it defines `command`; its name is the command's, a trailing underscore aside.
Exit codes: 0 and 1 by the command's result, 2 could not run, 130 interrupted.
"""

from __future__ import annotations

from datetime import date
from errno import EPIPE
from functools import cache
from importlib import import_module
from os import strerror
from pathlib import Path
from typing import IO, Any

import click

from vitalfew import __version__
from vitalfew.base.errors import UnknownName, VitalfewError
from vitalfew.cli.call import Shared, day

COULD_NOT_RUN, INTERRUPTED = 2, 130
FOLDER = Path(__file__).parent
# The order of a first acquaintance; commands that are not named here follow by name.
FIRST = ("demo", "init", "check", "explain", "measure", "status", "trace")


@cache
def commands() -> dict[str, str]:
    """Give the module of each command by its name, in the order of `--help`; imports none of them."""
    found = {path.stem.rstrip("_"): path.stem for path in FOLDER.glob("*.py") if _is_command(path)}
    rank = {name: place for place, name in enumerate(FIRST)}
    return dict(sorted(found.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0])))


def _is_command(path: Path) -> bool:
    return path.is_file() and "\ndef command(" in path.read_text(encoding="utf-8")


@cache
def module_of(name: str) -> str | None:
    """Give the module of a command without looking at the others; None where there is no such command."""
    stems = (name, f"{name}_") if name.isidentifier() else ()
    return next((stem for stem in stems if _is_command(FOLDER / f"{stem}.py")), None)


def summary(module: str) -> str:
    """Give the first docstring line of a module of this folder, read as text."""
    source = (FOLDER / f"{module}.py").read_text(encoding="utf-8")
    return source.split('"""', 2)[1].splitlines()[0]


class Stopped(click.ClickException):
    """What stops the program, at its edge."""

    exit_code = COULD_NOT_RUN

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence and the remedy to stderr."""
        click.echo(f"{click.style('error:', fg='red', bold=True)} {self.message}", file=file, err=True, color=self.show_color)
        if self.help:
            click.echo(f"{click.style('help:', fg='cyan')} {self.help}", file=file, err=True, color=self.show_color)


class Program(click.Group):
    """The group of all commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        """Name the commands."""
        return list(commands())

    def find_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # as above
        """Import a command; None where there is no such."""
        module = module_of(cmd_name)
        if module is None:
            return None
        found: click.Command = import_module(f"vitalfew.cli.{module}").command
        return found

    get_command = find_command  # the name that click calls it by

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for; raises UnknownName with the nearest."""
        if args[0].startswith("-") or module_of(args[0]) or ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        raise UnknownName("command", args[0], commands())

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as above
        """List the commands with a line each, without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary(module)) for name, module in commands().items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command and map what stops it to an exit code: the one edge of the program."""
        try:
            return super().invoke(ctx)
        except VitalfewError as error:
            raise Stopped(str(error), error.help) from error
        except OSError as error:
            if error.errno == EPIPE:
                raise
            raise Stopped(_refused(error), "see what `vitalfew doctor` says of the folder") from error
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)


def _refused(error: OSError) -> str:
    """Word what the machine refuses; libraries in C name no file, and put a page of detail behind the number."""
    why = strerror(error.errno) if error.errno else str(error).split("\n", 1)[0]
    return f"`{error.filename}` cannot be used: {why}" if error.filename else f"a file cannot be read or written: {why}"


@click.group(cls=Program, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("-C", "folder", metavar="DIR", type=click.Path(path_type=Path), help="The workspace's folder, and no other.")
@click.option("--format", "format_", metavar="FORMAT", help="text, json, or what the command offers beside them.")
@click.option("--as-of", metavar="DATE", type=day, help="Judge as if it were this day.")
@click.option("--viewer", metavar="PERSON", help="Show what this person may see; VITALFEW_PERSON unless said otherwise.")
@click.version_option(__version__, prog_name="vitalfew")
@click.pass_context
def app(ctx: click.Context, folder: Path | None, format_: str | None, as_of: date | None, viewer: str | None) -> None:
    """Audit, measure and judge the KPIs of an organisation, kept as plain text.

    Start with `vitalfew demo`, which shows all of it on a coffee roaster, or `vitalfew init`, which starts your own.
    The options above stand before or after the command.
    """
    ctx.obj = Shared(folder, format_, as_of, viewer)

"""What every command is called with: the workspace's folder, the format, the day; given before or after the command."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import update_wrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vitalfew.base.errors import UnknownName

if TYPE_CHECKING:
    from vitalfew.workspace import Workspace


def day(text: str) -> date:
    """Read a day; refuses what is none, with the accepted form."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        msg = f"`{text}` is not a day such as 2026-06-30"
        raise click.BadParameter(msg) from None


class Shared(NamedTuple):
    """The common options as they stood before the command."""

    folder: Path | None = None
    format: str | None = None
    as_of: date | None = None
    viewer: str | None = None


@dataclass(frozen=True)
class Call:
    """The common options of one call."""

    folder: Path | None
    format: str
    as_of: date | None
    viewer: str | None = None
    formats: tuple[str, ...] = ()
    """All formats, where a command takes several."""

    @property
    def today(self) -> date:
        """`--as-of`, else the day on this machine, for commands that have no workspace yet."""
        return self.as_of or datetime.now(UTC).astimezone().date()

    def workspace(self) -> Workspace:
        """Open the workspace: exactly the folder of `-C`, else the nearest upward; raises WorkspaceMissing, UnknownName.

        Whose eyes it is for says `--viewer`, else `VITALFEW_PERSON`.
        """
        from vitalfew.model.visibility import recognised
        from vitalfew.workspace import Workspace

        viewer = self.viewer or os.environ.get("VITALFEW_PERSON")
        if self.folder is None:
            found = Workspace.find(as_of=self.as_of, viewer=viewer)
        else:
            found = Workspace.open(self.folder, as_of=self.as_of, viewer=viewer)
        if self.viewer and recognised(found.framework, self.viewer) is None:
            raise UnknownName("person", self.viewer, found.framework.person)
        return found


def command_with(*formats: str, several: bool = False) -> Callable[[Callable[..., int | None]], click.Command]:
    """Make a command of a function: it takes a Call and its own options, and gives its exit code (none is 0).

    The first format is the default; where it takes `several`, `--format` may be repeated.
    """

    def wrap(function: Callable[..., int | None]) -> click.Command:
        @click.pass_context
        def run(
            ctx: click.Context,
            /,
            folder: Path | None,
            format_: str | tuple[str, ...] | None,
            as_of: date | None,
            viewer: str | None,
            **options: Any,
        ) -> None:
            before = ctx.find_object(Shared) or Shared()
            given = format_ or before.format or formats[0]
            chosen = (given,) if isinstance(given, str) else given
            for each in chosen:
                if each not in formats:
                    msg = f"`{each}` is not one of {', '.join(formats)}"
                    raise click.BadParameter(msg, ctx, param_hint="--format")
            call = Call(folder or before.folder, chosen[-1], as_of or before.as_of, viewer or before.viewer, chosen)
            ctx.exit(function(call, **options) or 0)

        made = click.command(help=function.__doc__)(update_wrapper(run, function))
        made.params += [
            click.Option(["-C", "folder"], metavar="DIR", type=click.Path(path_type=Path), help="The workspace's folder."),
            click.Option(
                ["--format", "format_"],
                metavar="|".join(formats),
                multiple=several,
                help=f"{formats[0]} unless said otherwise{'; may be repeated' if several else ''}.",
            ),
            click.Option(["--as-of"], metavar="DATE", type=day, help="Judge as if it were this day."),
            click.Option(["--viewer"], metavar="PERSON", help="Show what this person may see."),
        ]
        return made

    return wrap


class Group(click.Group):
    """A command of several steps; where none is named it takes its default one."""

    default: str = ""

    def step(self, *formats: str) -> Callable[[Callable[..., int | None]], click.Command]:
        """Make a step of a function, named as the function is."""

        def wrap(function: Callable[..., int | None]) -> click.Command:
            made = command_with(*formats)(function)
            self.add_command(made, function.__name__.strip("_").replace("_", "-"))
            return made

        return wrap

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default step where none is named."""
        is_named = bool(args) and (not args[0].startswith("-") or args[0] in ctx.help_option_names)
        return super().parse_args(ctx, args if is_named else [self.default, *args])

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the step that is asked for; raises UnknownName with the nearest."""
        if args[0] not in self.commands and not ctx.resilient_parsing:
            kind = f"`{ctx.info_name}` step"
            raise UnknownName(kind, args[0], self.commands)
        return super().resolve_command(ctx, args)


def group_with(default: str) -> Callable[[Callable[[], None]], Group]:
    """Make a group of a function that only says what its steps are for; `default` is the step where none is named."""

    def wrap(function: Callable[[], None]) -> Group:
        made = Group(help=function.__doc__)
        made.default = default
        return made

    return wrap

"""Show what the files would change of the live revision, in terms of the strategy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.change import markdown_of, named, text_of
from vitalfew.cli.findings import counted, styled
from vitalfew.cli.stream import write_json
from vitalfew.model.difference import counts_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from vitalfew.rhythm.governed import Plan


@command_with("text", "json", "markdown")
def command(call: Call) -> int:
    """Show what the files would change of the live revision: objectives, lines, owners, targets, thresholds.

    Beside it: which findings are new and which are mended, whose reviews are touched, which history becomes outdated.
    Exits with 1 where errors stand against applying it.
    """
    planned = call.workspace().plan()
    if call.format == "json":
        write_json({"version": 1, **planned.as_json()})
    else:
        click.echo("\n".join(_markdown(planned) if call.format == "markdown" else _text(planned)))
    return int(bool(planned.errors) or not planned.whole)


def _text(planned: Plan) -> Iterator[str]:
    if planned.is_empty:
        yield f"nothing to do: the files are those of {named(planned)}"
        return
    if planned.live is not None:
        yield from text_of(planned.difference)
        yield ""
        for finding in planned.new:
            yield styled(finding)
        for finding in planned.fixed:
            yield f"{click.style('fixed', fg='green', bold=True)} {finding.code} {finding.rule}: {finding.message}"
    yield f"since {named(planned)}: {counts_of(planned.difference)}; {_findings(planned)}"
    yield _next(planned)


def _findings(planned: Plan) -> str:
    return f"{counted(len(planned.new), 'new finding')}, {len(planned.fixed):,} fixed"


def _next(planned: Plan) -> str:
    help_ = click.style("help:", fg="cyan")
    if not planned.whole:
        return f"{help_} a file cannot be read as a whole: mend what `vitalfew check` says"
    if planned.errors:
        number = counted(len(planned.errors), "error")
        return f"{help_} {number} stand against it: `vitalfew check`, or `vitalfew apply -m MESSAGE --waive REASON`"
    return f"{help_} `vitalfew apply -m MESSAGE` makes it the next revision"


def _markdown(planned: Plan) -> Iterator[str]:
    yield f"Since {named(planned)}: {counts_of(planned.difference)}; {_findings(planned)}."
    yield ""
    yield from markdown_of(planned.difference)
    if planned.new:
        yield from (
            "",
            "**New findings**",
            "",
            *(f"- {finding.code} {finding.rule}: {finding.message}" for finding in planned.new),
        )

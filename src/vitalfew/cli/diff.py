"""Compare two revisions of the framework in terms of the strategy."""

from __future__ import annotations

import click

from vitalfew.base.errors import BadOption
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.change import markdown_of, text_of
from vitalfew.cli.stream import write_json
from vitalfew.model.difference import counts_of

FILES = "files"


@command_with("text", "json", "markdown")
@click.argument("before", metavar="A")
@click.argument("after", metavar="[B]", default=FILES)
def command(call: Call, *, before: str, after: str) -> None:
    """Compare revision A with revision B in terms of the strategy; without B, with the files."""
    found = call.workspace().difference(_number(before), _number(after))
    if call.format == "json":
        write_json({"version": 1, "before": before, "after": after, **found.as_json()})
        return
    sums = f"from {_named(before)} to {_named(after)}: {counts_of(found)}"
    lines = ["", *markdown_of(found)] if call.format == "markdown" else [*text_of(found), ""]
    click.echo("\n".join([f"{sums[0].upper()}{sums[1:]}.", *lines] if call.format == "markdown" else [*lines, sums]))


def _number(text: str) -> int | None:
    if text == FILES:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise BadOption("revision", text, f"give the number of a revision that `vitalfew history` lists, or `{FILES}`")
    return int(text)


def _named(text: str) -> str:
    return "the files" if text == FILES else f"revision {text}"

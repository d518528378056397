"""Propose the files, or some values, as a change of the framework, and ask those whose it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import BadOption
from vitalfew.base.ref import Ref
from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.proposal import as_json, files_of, text_of
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.load.amend import Amendment


@command_with("text", "json")
@click.option("-m", "message", metavar="TEXT", required=True, help="What is proposed, in a few words.")
@click.option("--why", metavar="TEXT", help="Why, in more words.")
@click.option("--set", "values", metavar="REF.FIELD=VALUE", multiple=True, help="Instead of the files: a value of the live ones.")
@click.option("--revert", "number", metavar="N", type=click.IntRange(1, 999_999_999), help="Instead: the files of a revision.")
@signed
def command(call: Call, *, message: str, why: str | None, values: tuple[str, ...], number: int | None, by: str | None) -> None:
    """Propose the files as they are, against the live revision, and ask those whose the change is for their approval.

    Whoever proposes has approved what is theirs to approve. `--set kpi:churn.target.at_most=8` changes one value and leaves the
    files alone; nothing behind the `=` takes it out.
    """
    from vitalfew.rhythm.proposals import proposal, propose, propose_edits
    from vitalfew.store.revisions import files, revision

    title = plain(message)
    if not title:
        empty = "say what is proposed: the message is empty"
        raise click.UsageError(empty)
    if values and number:
        both = "`--set` and `--revert` are two proposals"
        raise click.UsageError(both)
    workspace = call.workspace()
    signed, edits = author(workspace, by), [_edit(each) for each in values]
    said = {"title": title, "text": plain(why or "")}
    with workspace.writing(by=signed) as desk:
        if edits:
            made = propose_edits(desk, edits, **said)
        elif number:
            made = propose(desk, files(desk.transaction, revision(desk.transaction, number).number), **said)
        else:
            made = propose(desk, files_of(workspace), **said)
        found = proposal(desk, made.id)
    if call.format == "json":
        write_json({"version": 1, **as_json(*found)})
    else:
        click.echo("\n".join(text_of(*found)))


def _edit(text: str) -> Amendment:
    """Read `kpi:churn.target.at_most=8`; raises BadOption."""
    from vitalfew.load.amend import Amendment
    from vitalfew.load.tree import read_tree

    address, equals, value = text.partition("=")
    name, dot, field = address.partition(".")
    tree = read_tree(f"x: {value}", "--set")
    is_one = len(tree.documents) == 1 and set(tree.documents[0]) == {"x"} and not tree.findings
    try:
        ref = Ref.parse(name)
    except ValueError:
        ref = None
    if ref is None or not (equals and dot and field and is_one):
        raise BadOption("--set", text, "write `kpi:ID.FIELD=VALUE`, such as `kpi:churn.target.at_most=8`")
    return Amendment(ref, field, tree.documents[0]["x"])

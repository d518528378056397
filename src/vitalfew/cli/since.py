"""The findings of two states of a framework beside each other: new, fixed, still there."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import click

from vitalfew.base.compared import parted
from vitalfew.base.finding import Finding
from vitalfew.cli.findings import counted, styled, summed
from vitalfew.cli.stream import write_json
from vitalfew.load.read import load_texts
from vitalfew.load.revision import at_revision
from vitalfew.workspace import Workspace, audit

if TYPE_CHECKING:
    from vitalfew.cli.check import Choice, Writer


class Compared(NamedTuple):
    """What a change did to the findings; places of what was fixed are those in the earlier state."""

    commit: str
    new: list[Finding]
    fixed: list[Finding]
    same: list[Finding]


def compare(workspace: Workspace, name: str, choice: Choice, format_: str, writers: Mapping[str, Writer]) -> int:
    """Write what is new, fixed and still there since a commit; 1 where something new fails. Raises RevisionUnreadable."""
    before = at_revision(workspace.root, name)
    was = choice.of(audit(load_texts(before.texts), today=workspace.today, evidence=workspace.evidence)) if before.texts else []
    now = choice.of(workspace.check())
    found = Compared(before.commit, *parted(was, now))
    if format_ == "text":
        _write_text(found, name)
    elif format_ == "json":
        _write_json(found, name)
    elif format_ == "markdown":
        from vitalfew.cli.comment import comment

        click.echo(comment(found.new, workspace.root, said=f"{_sums(found)} since `{name}`; the table shows what is new."))
    else:
        writers[format_](workspace, found.new)
    return choice.exit_code(found.new)


def _sums(found: Compared) -> str:
    return f"{len(found.new):,} new, {len(found.fixed):,} fixed, {len(found.same):,} still there"


def _write_text(found: Compared, name: str) -> None:
    for each in found.new:
        click.echo(styled(each))
    for each in found.fixed:
        done = click.style("fixed", fg="green", bold=True)
        click.echo(f"{done} {each.code} {each.rule}: {each.message}")
    if found.new or found.fixed:
        click.echo()
    click.echo(f"since {name} ({found.commit[:10]}): {_sums(found)}")
    if found.same:
        click.echo(f"{counted(len(found.same), 'finding')} still there: vitalfew check")


def _write_json(found: Compared, name: str) -> None:
    parts = {key: [each.as_json() for each in getattr(found, key)] for key in ("new", "fixed", "same")}
    sums = {key: summed(getattr(found, key)) for key in parts}
    write_json({"version": 1, "since": name, "commit": found.commit, **parts, "summary": sums})

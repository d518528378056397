"""Show who has promised what by when; add, hand over, postpone and end actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.cli.author import acting_on, author, plain, signed
from vitalfew.cli.call import Call, day, group_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.rhythm.actions import Action
    from vitalfew.rhythm.desk import Desk


@group_with("list")
def command() -> None:
    """Show who has promised what by when; add, hand over, postpone and end actions."""


@command.step("text", "json")
@click.option("--all", "every", is_flag=True, help="Those that are done or dropped too.")
@click.option("--overdue", "late", is_flag=True, help="Those past their day alone.")
@click.option("--owner", metavar="PERSON", help="Those of one person alone.")
@click.option("--about", metavar="REF", help="Those about one thing alone, such as `escalation:12`, or a KPI's id.")
def list_(call: Call, *, every: bool, late: bool, owner: str | None, about: str | None) -> None:
    """List what is open by the day it is due, what is late first. What is private is counted, and left out."""
    from vitalfew.cli.waiting import action_line, kpi_ref
    from vitalfew.model.visibility import recognised
    from vitalfew.rhythm.actions import MACHINE, actions
    from vitalfew.rhythm.escalations import open_to

    workspace = call.workspace()
    viewer = recognised(workspace.framework, workspace.viewer) or ""
    with workspace.reading(by=viewer) as desk:
        whose = (recognised(desk.framework, owner) or owner) if owner else None
        found = actions(desk, kpi_ref(about) if about else None, whose, None if every else MACHINE.alive)
        wanted = [each for each in found if each.days_late or not late]
        shown = [each for each in wanted if viewer in {each.owner, each.by} or open_to(desk, each.kpi)]
    withheld = len(wanted) - len(shown)
    if call.format == "json":
        write_json({"version": 1, "actions": [each.as_json() for each in shown], "withheld": withheld})
        return
    nothing = "nothing is overdue" if late else "no action is open"
    click.echo("\n".join(map(action_line, shown)) or f"{nothing}\n`vitalfew actions add` promises one")
    if withheld:
        click.echo(f"{withheld} more {'is' if withheld == 1 else 'are'} about KPIs that are private")


@command.step("text", "json")
@click.argument("text")
@click.option("--about", metavar="REF", required=True, help="What it is about: a KPI's id, or such as `escalation:12`.")
@click.option("--owner", metavar="PERSON", help="Who does it; you unless said otherwise.")
@click.option("--due", metavar="DATE", type=day, required=True, help="The last day on which it is in time.")
@signed
def add(call: Call, *, text: str, about: str, owner: str | None, due: date, by: str | None) -> None:
    """Promise something by a day; its owner is told."""
    from vitalfew.cli.waiting import kpi_ref
    from vitalfew.rhythm.actions import add_action

    workspace = call.workspace()
    signed = author(workspace, by)
    with workspace.writing(by=signed) as desk:
        ref = kpi_ref(about)
        _see(desk, str(ref))
        made = add_action(desk, about=ref, text=plain(text), owner=_person(desk, owner) or signed, due=due)
    _write(call, made)


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.option("--note", metavar="TEXT", help="What came of it.")
@acting_on("list")
def done(call: Call, *, id_: str, note: str | None, by: str | None, seen: int | None) -> None:
    """Say that one is done."""
    from vitalfew.rhythm.actions import finish_action

    _step(call, by, lambda desk: finish_action(desk, id_, note=plain(note) if note else None, version=seen))


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.option("--reason", metavar="TEXT", required=True, help="Why it will not be done.")
@acting_on("list")
def drop(call: Call, *, id_: str, reason: str, by: str | None, seen: int | None) -> None:
    """Say that one will not be done, and why."""
    from vitalfew.rhythm.actions import drop_action

    _step(call, by, lambda desk: drop_action(desk, id_, plain(reason), version=seen))


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.option("--until", metavar="DATE", type=day, required=True, help="The new last day.")
@click.option("--reason", metavar="TEXT", required=True, help="Why it needs longer.")
@acting_on("list")
def postpone(call: Call, *, id_: str, until: date, reason: str, by: str | None, seen: int | None) -> None:
    """Give one a later day with a reason; how often that was done is shown."""
    from vitalfew.rhythm.actions import postpone_action

    _step(call, by, lambda desk: postpone_action(desk, id_, until, plain(reason), version=seen))


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.argument("person")
@acting_on("list")
def hand(call: Call, *, id_: str, person: str, by: str | None, seen: int | None) -> None:
    """Give one to another person, who is told."""
    from vitalfew.rhythm.actions import hand_action

    _step(call, by, lambda desk: hand_action(desk, id_, _person(desk, person) or person, version=seen))


def _step(call: Call, by: str | None, take: Callable[[Desk], Action]) -> None:
    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made = take(desk)
    _write(call, made)


def _write(call: Call, made: Action) -> None:
    from vitalfew.cli.waiting import action_line

    if call.format == "json":
        write_json({"version": 1, "action": made.as_json()})
    else:
        click.echo(f"{click.style('✓', fg='green', bold=True)} action {action_line(made, width=0)}")


def _see(desk: Desk, about: str) -> None:
    """Refuse what an action is about where nothing of that address is there."""
    from vitalfew.base.ref import Ref
    from vitalfew.store.matters import find_matter

    ref = Ref.parse(about)
    if ref in desk.framework.index:
        return
    if ref.kind == "kpi":
        raise UnknownName("KPI", ref.id, desk.framework.kpi)
    if ref.kind not in {"escalation", "review", "proposal", "calibration"}:
        why = f"there is no `{about}` that an action could be about"
        raise Refused(why, "name a KPI, or such as `escalation:12`")
    find_matter(desk.transaction, ref.kind, ref.id)


def _person(desk: Desk, text: str | None) -> str | None:
    from vitalfew.model.visibility import recognised

    return recognised(desk.framework, text) or text

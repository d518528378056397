"""Show what was escalated, to whom and until when; acknowledge, comment, act on, put off or resolve it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from vitalfew.base.errors import Refused
from vitalfew.cli.author import acting_on, author, plain, signed
from vitalfew.cli.call import Call, day, group_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.escalations import Escalation
    from vitalfew.workspace import Workspace


@group_with("list")
def command() -> None:
    """Show what was escalated, to whom and until when; acknowledge, comment, act on, put off or resolve it.

    A trigger opens one escalation per KPI and cause. It climbs the KPI's ladder until somebody acknowledges it.
    """


@command.step("text", "json")
@click.option("--all", "every", is_flag=True, help="Those that are over too.")
@click.option("--kpi", metavar="KPI", help="Those of one KPI alone.")
@click.option("--mine", is_flag=True, help="Those alone that are with you, or that you have.")
@click.option("--author", "by", metavar="PERSON", help="Who you are, for `--mine`.")
def list_(call: Call, *, every: bool, kpi: str | None, mine: bool, by: str | None) -> None:
    """List what is open, KPI by KPI: tier 1 and what is due first. What is private is counted, and left out."""
    from vitalfew.cli.waiting import list_lines
    from vitalfew.rhythm.escalations import MACHINE, escalations, open_to, with_evidence
    from vitalfew.rhythm.response import response_time
    from vitalfew.rhythm.watch import watches

    workspace = call.workspace()
    person = author(workspace, by) if mine else None
    with workspace.reading(by=_viewer(workspace, person)) as desk:
        found = escalations(desk, states=None if every else MACHINE.alive, kpi=_known(desk, kpi))
        wanted = [each for each in found if person in {None, each.to, each.person}]
        shown = with_evidence(desk, [each for each in wanted if open_to(desk, each.kpi)])
        eyed = [] if mine else [each for each in watches(desk, kpi=kpi) if open_to(desk, each.kpi)]
        response, withheld = response_time(desk), len(wanted) - len(shown)
        lines = list(list_lines(desk, shown, eyed))
    if call.format == "json":
        said = [each.as_json() for each in shown]
        more = {"watches": [each.as_json() for each in eyed], "withheld": withheld, "response": response.as_json()}
        write_json({"version": 1, "escalations": said, **more})
        return
    click.echo("\n".join(lines or ["nothing is escalated", "`vitalfew escalations sweep` looks at what was measured last"]))
    if withheld:
        click.echo(f"{withheld} more {'is' if withheld == 1 else 'are'} about KPIs that are private")


@command.step("text", "json")
@click.argument("id_", metavar="ID")
def show(call: Call, *, id_: str) -> None:
    """Show one whole: its evidence as it was frozen, its ladder, comments, actions, and the verdict that ended it."""
    from vitalfew.cli.waiting import show_lines
    from vitalfew.rhythm.actions import actions
    from vitalfew.rhythm.comments import comments
    from vitalfew.rhythm.escalations import escalation, open_to, with_evidence
    from vitalfew.rhythm.proof import frozen

    workspace = call.workspace()
    with workspace.reading(by=_viewer(workspace)) as desk:
        found = escalation(desk, id_)
        if not open_to(desk, found.kpi):
            why = f"escalation `{id_}` is about a KPI that is private"
            raise Refused(why, "say with `--viewer` or `VITALFEW_PERSON` who you are")
        shown = with_evidence(desk, [found])[0]
        told, promised = comments(desk, found.ref), actions(desk, found.ref)
        lines = list(show_lines(desk, shown, told, promised))
        proof = frozen(desk, [found.proof])[found.proof] if found.proof else None
    if call.format == "text":
        click.echo("\n".join(lines))
        return
    more = {"comments": [each.as_json() for each in told], "actions": [each.as_json() for each in promised]}
    write_json({"version": 1, "escalation": {**shown.as_json(), "proof": proof}, **more})


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@acting_on("show")
def ack(call: Call, *, id_: str, by: str | None, seen: int | None) -> None:
    """Acknowledge one: you look after it, and it climbs no further."""
    from vitalfew.rhythm.escalations import acknowledge

    _step(call, by, lambda desk: acknowledge(desk, id_, version=seen))


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.argument("text")
@signed
def comment(call: Call, *, id_: str, text: str, by: str | None) -> None:
    """Say something about one; it goes on climbing."""
    from vitalfew.rhythm.escalations import comment as say

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made = say(desk, id_, plain(text))
    if call.format == "json":
        write_json({"version": 1, "comment": made.as_json()})
    else:
        click.echo(f"{_done()} said, about escalation {id_}")


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.argument("text")
@click.option("--owner", metavar="PERSON", help="Who does it; you unless said otherwise.")
@click.option("--due", metavar="DATE", type=day, required=True, help="The last day on which it is in time.")
@acting_on("show")
def act(call: Call, *, id_: str, text: str, owner: str | None, due: date, by: str | None, seen: int | None) -> None:
    """Attach an action with an owner and a day, which acknowledges it too."""
    from vitalfew.cli.waiting import action_line
    from vitalfew.rhythm.escalations import attach

    workspace = call.workspace()
    signed = author(workspace, by)
    with workspace.writing(by=signed) as desk:
        made = attach(desk, id_, text=plain(text), owner=_person(desk, owner) or signed, due=due, version=seen)
    if call.format == "json":
        write_json({"version": 1, "action": made.as_json()})
    else:
        click.echo(f"{_done()} action {action_line(made, width=0)}")


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.option("--until", metavar="DATE", type=day, required=True, help="The day on which somebody has to look again.")
@click.option("--reason", metavar="TEXT", required=True, help="Why it can wait.")
@acting_on("show")
def snooze(call: Call, *, id_: str, until: date, reason: str, by: str | None, seen: int | None) -> None:
    """Put one off until a day, with a reason."""
    from vitalfew.rhythm.escalations import snooze as put_off

    _step(call, by, lambda desk: put_off(desk, id_, until, plain(reason), version=seen))


@command.step("text", "json")
@click.argument("id_", metavar="ID")
@click.option("--reason", metavar="TEXT", help="Why it is over, where no verdict proves it; it is kept as explained only.")
@acting_on("show")
def resolve(call: Call, *, id_: str, reason: str | None, by: str | None, seen: int | None) -> None:
    """End one with the verdict that proves it: that which it recovered by, else today's."""
    from vitalfew.rhythm.escalations import escalation, open_to
    from vitalfew.rhythm.escalations import resolve as end

    workspace = call.workspace()
    with workspace.reading(by=author(workspace, by)) as desk:
        found = escalation(desk, id_)
        is_asking = found.state not in {"recovered", "resolved"} and open_to(desk, found.kpi)
    verdict, as_of = None, None
    if is_asking and workspace.is_measured:
        judged = workspace.governed().judged()
        verdict, as_of = next((each for each in judged.verdicts if each.ref == found.about), None), judged.as_of
    said = plain(reason) if reason else None
    _step(call, by, lambda desk: end(desk, id_, verdict=verdict, as_of=as_of, reason=said, version=seen))


@command.step("text", "json")
def sweep(call: Call) -> None:
    """Do now what the clock does: open, reopen and end by today's verdicts, then let climb whose time ran out."""
    from vitalfew.rhythm.climb import climb
    from vitalfew.rhythm.desk import CLOCKWORK
    from vitalfew.rhythm.sweep import sweep as look

    workspace = call.workspace()
    scorecard = workspace.governed().judged()
    with workspace.writing(by=CLOCKWORK) as desk:
        swept, climbed = look(desk, scorecard), climb(desk)
    said: dict[str, Any] = {**swept.as_json(), **climbed.as_json()}
    if call.format == "json":
        write_json({"version": 1, **said})
        return
    counts = ", ".join(f"{len(ids)} {what}" for what, ids in said.items() if ids)
    click.echo(f"{_done()} {counts or 'nothing changed'}")


def _step(call: Call, by: str | None, take: Callable[[Desk], Escalation]) -> None:
    from vitalfew.cli.waiting import standing_of
    from vitalfew.rhythm.alarm import title_of

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made = take(desk)
        line = f"{_done()} escalation {made.id}, {title_of(desk, made)}: {standing_of(desk, made)}"
    if call.format == "json":
        write_json({"version": 1, "escalation": made.as_json()})
    else:
        click.echo(line)


def _viewer(workspace: Workspace, person: str | None = None) -> str:
    from vitalfew.model.visibility import recognised

    return person or recognised(workspace.framework, workspace.viewer) or ""


def _known(desk: Desk, kpi: str | None) -> str | None:
    from vitalfew.base.errors import UnknownName

    if kpi is not None and kpi not in desk.framework.kpi:
        raise UnknownName("KPI", kpi, desk.framework.kpi)
    return kpi


def _person(desk: Desk, text: str | None) -> str | None:
    from vitalfew.model.visibility import recognised

    return recognised(desk.framework, text) or text


def _done() -> str:
    return click.style("✓", fg="green", bold=True)

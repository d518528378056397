"""Show who answers for what, who is away and who left something behind, and hand over all of it in one step."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from vitalfew.base.errors import BadOption, Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, day, group_with
from vitalfew.cli.findings import counted, styled
from vitalfew.cli.stream import write_json
from vitalfew.workspace import Workspace, audit

if TYPE_CHECKING:
    from vitalfew.base.finding import Finding
    from vitalfew.load.read import Loaded
    from vitalfew.rhythm.absence import Absence
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.handover import Handover
    from vitalfew.rhythm.leavers import Leaver


@group_with("list")
def command() -> None:
    """Show who answers for what, who is away, who left something behind; hand over all that is somebody's in one step."""


@command.step("text", "json")
def list_(call: Call) -> None:
    """List everybody in the order of the framework: whether they are there, who stands in for them, what they answer for."""
    from vitalfew.rhythm.presence import rows

    workspace = call.workspace()
    with workspace.reading() as desk:
        found = rows(desk, [person.id for person in desk.framework.people], _unseen(workspace))
    if call.format == "json":
        write_json({"version": 1, "people": found})
    elif not found:
        click.echo("the framework declares no people\nadd them under `people:`")
    else:
        click.echo("\n".join(map(_line, found)))


@command.step("text", "json")
@click.argument("person")
def show(call: Call, *, person: str) -> None:
    """Show what a person answers for, what waits for them, and when they are away; why is shown to them and their line alone."""
    from vitalfew.model.visibility import line_above, recognised
    from vitalfew.rhythm.absence import absences
    from vitalfew.rhythm.handover import matters_of
    from vitalfew.rhythm.naming import named
    from vitalfew.rhythm.presence import rows

    workspace = call.workspace()
    with workspace.reading() as desk:
        id_ = _known(desk, person)
        unseen = _unseen(workspace)
        row, places = rows(desk, [id_], unseen)[0], named(desk.framework, id_)
        matters = [matter for matter, _ in matters_of(desk, id_) if matter.about not in unseen]
        away = absences(desk, id_)
        is_inside = recognised(desk.framework, workspace.viewer) in {id_, *line_above(desk.framework, id_)}
    if call.format == "json":
        said = [{**each.as_json(), **({"reason": each.reason} if is_inside else {})} for each in away]
        found = [{"ref": str(each.ref), "field": each.field} for each in places]
        open_ = [{"ref": str(each.ref), "about": str(each.about), "state": each.state} for each in matters]
        write_json({"version": 1, "person": row, "framework": found, "matters": open_, "absences": said})
        return
    click.echo(_line(row))
    for place in places:
        click.echo(f"  {place.ref}: {place.name}")
    for matter in matters:
        click.echo(f"  {matter.ref} ({matter.state}), about {matter.about}")
    for each in away:
        click.echo(f"  {_away(each)}{f': {each.reason}' if is_inside and each.reason else ''}")


@command.step("text", "json")
@click.argument("person")
@click.option("--from", "since", metavar="DATE", type=day, help="The first day away; today unless said otherwise.")
@click.option("--until", metavar="DATE", type=day, help="The last day away; until they are back unless said otherwise.")
@click.option("--deputy", metavar="PERSON", help="Who stands in for them; else their deputy, manager, or the head of their unit.")
@click.option("--reason", metavar="TEXT", help="Why; shown to them and their line alone. Better left out.")
@signed
def absent(
    call: Call, *, person: str, since: date | None, until: date | None, deputy: str | None, reason: str | None, by: str | None
) -> None:
    """Note that somebody is away: whoever stands in for them is told meanwhile, and nothing counts as their failing."""
    from vitalfew.rhythm.absence import add_absence, stand_in

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        found = add_absence(
            desk,
            _known(desk, person),
            since=since or desk.today,
            until=until,
            deputy=_known(desk, deputy) if deputy else None,
            reason=plain(reason or "") or None,
        )
        instead = stand_in(desk, found.person or "") if found.covers(desk.today) else None
    if call.format == "json":
        write_json({"version": 1, "absence": found.as_json(), "stand_in": instead})
        return
    click.echo(f"{click.style('✓', fg='green', bold=True)} {found.person} is {_away(found)}")
    if instead:
        click.echo(f"  {instead} stands in")


@command.step("text", "json")
@click.argument("person")
@click.option("--absence", "id_", metavar="ID", help="Which absence, where several are noted; else the one they are in.")
@signed
def back(call: Call, *, person: str, id_: str | None, by: str | None) -> None:
    """Note that somebody is back; an absence that has not begun is cancelled."""
    from vitalfew.rhythm.absence import absences, end_absence

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        name = _known(desk, person)
        noted = absences(desk, name)
        present = [each.id for each in noted if each.covers(desk.today)]
        wanted = id_ or next(iter(present or [each.id for each in noted]), None)
        if wanted is None:
            nowhere = f"`{name}` is not noted as away"
            raise Refused(nowhere, "see `vitalfew people`")
        if wanted not in {each.id for each in noted}:
            raise UnknownName("absence", wanted, [each.id for each in noted])
        found = end_absence(desk, wanted)
    if call.format == "json":
        write_json({"version": 1, "absence": found.as_json()})
        return
    did = "is not going away after all" if found.state == "cancelled" else f"is back; the last day away was {found.until}"
    click.echo(f"{click.style('✓', fg='green', bold=True)} {name} {did}")


@command.step("text", "json")
@click.argument("person")
@click.option("--to", metavar="PERSON", required=True, help="Who takes over.")
@click.option(
    "--give", metavar="WHAT=PERSON", multiple=True, help="Who takes over one thing, or all of a kind: kpi:churn=eva, cadence=rui."
)
@click.option("--left", metavar="DATE", type=day, help="The day on which they are gone; it is noted in the framework.")
@click.option("--plan", "is_dry", is_flag=True, help="Show what would change hands, and change nothing.")
@click.option("-m", "message", metavar="TEXT", help="Why; else it says whose things change hands.")
@click.option("--waive", metavar="REASON", help="Why errors that it brings may stand; it is recorded.")
@signed
def handover(
    call: Call,
    *,
    person: str,
    to: str,
    give: tuple[str, ...],
    left: date | None,
    is_dry: bool,
    message: str | None,
    waive: str | None,
    by: str | None,
) -> None:
    """Hand over all that a person answers for: in the framework, by a new revision, and what is open, in the same step.

    The files are written back, with their comments; files with changes that are in no revision are not written over.
    """
    from vitalfew.load.read import contents
    from vitalfew.model.visibility import recognised
    from vitalfew.rhythm.governed import see_kept, write_files
    from vitalfew.rhythm.handover import Heirs, hand_over, plan_handover

    workspace = call.workspace()
    framework = workspace.framework
    name = recognised(framework, person) or person
    heirs = Heirs(recognised(framework, to) or to, dict(map(_given, give)))

    def checked(loaded: Loaded) -> list[Finding]:
        return audit(loaded, today=workspace.today, evidence=workspace.evidence)

    if is_dry:
        with workspace.reading() as desk:
            planned, made = plan_handover(desk, name, heirs, checked, left=left, texts=contents(workspace.root)[0]), None
    else:
        with workspace.writing(by=author(workspace, by)) as desk:
            see_kept(desk.transaction, workspace.root)
            said, why = plain(message or "") or None, plain(waive or "") or None
            planned, made = hand_over(desk, name, heirs, checked, left=left, message=said, waived=why)
        if made:
            write_files(workspace.root, planned.texts)
    if call.format == "json":
        write_json({"version": 1, "made": not is_dry, "revision": made.as_json() if made else None, **planned.as_json()})
    else:
        _write_handover(planned, is_dry=is_dry, number=made.number if made else None)


@command.step("text", "json")
def leavers(call: Call) -> int:
    """Show who has left, or is not declared, and still answers for something. Exits with 1 where there is somebody."""
    from vitalfew.rhythm.leavers import find_leavers

    with call.workspace().reading() as desk:
        found = find_leavers(desk)
    if call.format == "json":
        write_json({"version": 1, "leavers": [each.as_json() for each in found]})
    elif not found:
        click.echo(f"{click.style('✓', fg='green', bold=True)} nobody who is gone answers for anything")
    else:
        click.echo("\n".join(map(_leaver, found)))
    return int(bool(found))


def _unseen(workspace: Workspace) -> frozenset[Ref]:
    """Give the KPIs of which not even that something is open is for the viewer to know (CAS-5)."""
    return frozenset(Ref("kpi", id_) for id_ in workspace.unseen)


@command.step("text", "json")
@click.option(
    "--since", metavar="DATE", type=day, help="The first day that counts; half a year before the last unless said otherwise."
)
@click.option("--until", metavar="DATE", type=day, help="The day before which it ends; today unless said otherwise.")
def phantoms(call: Call, *, since: date | None, until: date | None) -> None:
    """Show who answers for KPIs on paper and takes no part, with reasons; a person and their line alone see it.

    Whose eyes it is for says `--viewer`. The count over all is shown where five people or more can be judged.
    """
    from vitalfew.model.visibility import recognised
    from vitalfew.rhythm.duty import entered
    from vitalfew.rhythm.phantom import may_look, share_of_phantoms
    from vitalfew.rhythm.phantom import phantoms as judged

    workspace = call.workspace()
    with workspace.reading() as desk:
        found = judged(desk, entered(desk.framework, workspace.root), since=since, until=until)
        viewer = recognised(desk.framework, workspace.viewer)
        shown = [each for each in found if may_look(desk.framework, each.person, viewer)]
    counted_ = share_of_phantoms(found)
    if call.format == "json":
        share = None if counted_ is None else {"phantoms": counted_[0], "of": counted_[1]}
        people = [each.as_json() for each in shown]
        write_json({"version": 1, "share": share, "people": people, "private": len(found) - len(shown)})
        return
    for each in shown:
        click.echo(f"{click.style(each.person, bold=True)}  {each.verdict.replace('-', ' ')}")
        click.echo("\n".join(f"  {reason}" for reason in each.reasons))
    few = "fewer than five people can be judged, so no count is given"
    click.echo(few if counted_ is None else f"{counted_[0]} of {counted_[1]} owners who can be judged take no part")
    click.echo(f"{counted(len(found) - len(shown), 'more owner')} for the eyes of their line alone: `--viewer PERSON`")


def _line(row: dict[str, object]) -> str:
    away = row["away"]
    standing = "is there"
    if row["left"]:
        standing = f"left {row['left']}"
    elif isinstance(away, dict):
        until = away["until"]
        standing = f"away until {until or 'further notice'}"
    elif row["name"] is None:
        standing = "to be filled"
    instead = f", {row['stand_in']} stands in" if row["stand_in"] else ""
    things = f"answers for {row['framework']}, open {row['matters']}"
    return f"{click.style(str(row['id']), bold=True)}  {row['name'] or '–'}  {standing}{instead}; {things}"


def _away(absence: Absence) -> str:
    until = f"until {absence.until}" if absence.until else "until further notice"
    deputy = f", with {absence.deputy} as deputy" if absence.deputy else ""
    return f"away from {absence.since} {until}{deputy} (absence {absence.id})"


def _leaver(leaver: Leaver) -> str:
    gone = f"left {leaver.left}" if leaver.left else "is not declared"
    lines = [f"{each.ref}: {each.name}" for each in leaver.named] + [str(ref) for ref in leaver.matters]
    to = f"\n  {leaver.to} is told of it" if leaver.to else ""
    return "\n".join([f"{click.style(leaver.person, bold=True)} {gone}", *(f"  {line}" for line in lines)]) + to


def _write_handover(planned: Handover, *, is_dry: bool, number: int | None) -> None:
    for each in planned.passings:
        value = (
            "taken out" if each.value is None else f"→ {', '.join(each.value) if isinstance(each.value, tuple) else each.value}"
        )
        click.echo(f"  {each.ref} {each.field} {value}{f'  ({each.note})' if each.note else ''}")
    for open_ in planned.matters:
        click.echo(f"  {open_.matter.ref}, about {open_.matter.about} → {open_.heir}")
    for finding in planned.new:
        click.echo(styled(finding))
    what = f"{counted(len(planned.passings), 'place')} in the framework, {counted(len(planned.matters), 'open thing')}"
    if is_dry:
        click.echo(f"{what}; nothing was changed" if not planned.is_empty else f"{planned.person} answers for nothing")
        return
    made = f"; revision {number} is live, and the files are written back" if number else ""
    click.echo(f"{click.style('✓', fg='green', bold=True)} handed over: {what}{made}")


def _known(desk: Desk, person: str) -> str:
    from vitalfew.model.visibility import recognised

    found = recognised(desk.framework, person)
    if found is None:
        raise UnknownName("person", person, desk.framework.person)
    return found


def _given(text: str) -> tuple[str, str]:
    what, sign, person = text.partition("=")
    if not (what and sign and person):
        raise BadOption("--give", text, "write what it is and who takes it, such as kpi:churn=eva or cadence=rui")
    return what, person

"""Calibrate the framework: what ninety days taught, with the change that each lesson proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, day, group_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from vitalfew.rhythm.calibration import Answered, Calibration, Held
    from vitalfew.rhythm.desk import Desk
    from vitalfew.workspace import Workspace


@group_with("show")
def command() -> None:
    """See what the last ninety days taught about the framework itself, and decide on each lesson.

    It opens by itself when it is due: ninety days after the launch, then each quarter. `hold` freezes what was found;
    from then on each lesson is accepted, which makes its change a proposal, or dismissed with a reason.
    """


@command.step("text", "json", "markdown")
@click.argument("calibration", metavar="[ID]", required=False)
@click.option("--days", metavar="N", type=click.IntRange(min=7), help="Look anew at the last N days, whatever is due.")
def show(call: Call, *, calibration: str | None, days: int | None) -> int:
    """Show the lessons of a calibration, or what it would teach today where it is not held yet."""
    from vitalfew.model.visibility import recognised

    workspace = call.workspace()
    with workspace.reading() as given:
        desk = given.signed(recognised(given.framework, workspace.viewer) or "")
        held = None if days else _current(desk, calibration)
        if held is not None and held.document:
            return _show_held(desk, held, call.format)
        look = _look(workspace, desk, held, days)
        return _show_look(desk, look, held, call.format)


@command.step("text", "json")
@signed
def hold(call: Call, *, by: str | None) -> int:
    """Freeze what the calibration that is due has found; its report is kept as it is now."""
    from vitalfew.rhythm.calibration import current, is_seen, lessons
    from vitalfew.rhythm.calibration import hold as freeze
    from vitalfew.rhythm.calibration_report import markdown

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        due = current(desk)
        look = _look(workspace, desk, due, None)
        held = freeze(desk, due.id, look, markdown(desk.framework, look), version=due.version)
        found = [each for each in lessons(desk, held.id) if is_seen(desk.framework, each.lesson, desk.by)]
    if call.format == "json":
        write_json({"version": 1, "calibration": held.as_json(), "lessons": [each.as_json() for each in found]})
    else:
        click.echo(f"{_tick()} calibration {held.id} is held: {len(look.lessons)} lessons wait for an answer")
    return 0


@command.step("text", "json")
@click.argument("lesson", metavar="LESSON")
@click.option("--owner", metavar="PERSON", help="Who is to do it, or to own the KPIs whose owner takes no part.")
@click.option("--due", metavar="DATE", type=day, help="By when, where it becomes an action.")
@signed
def accept(call: Call, *, lesson: str, owner: str | None, due: date | None, by: str | None) -> int:
    """Make the change that a lesson proposes a proposal; where it proposes none, an action."""
    from vitalfew.rhythm.calibration import accept as take

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made = take(desk, lesson, owner=owner, due=due)
    return _answered(made, call.format)


@command.step("text", "json")
@click.argument("lesson", metavar="LESSON")
@click.option("--reason", metavar="TEXT", required=True, help="Why nothing follows from it.")
@signed
def dismiss(call: Call, *, lesson: str, reason: str, by: str | None) -> int:
    """Say why nothing follows from a lesson."""
    from vitalfew.rhythm.calibration import dismiss as drop

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made = drop(desk, lesson, plain(reason))
    return _answered(made, call.format)


@command.step("text", "json")
@click.argument("person", metavar="PERSON")
@click.argument("names", metavar="NAME", nargs=-1, required=True)
@signed
def recall(call: Call, *, person: str, names: tuple[str, ...], by: str | None) -> int:
    """Note which tier-1 KPIs a leader names from memory, each name as it was said."""
    from vitalfew.rhythm.recall import recall as note

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made = note(desk, person, [plain(each) for each in names])
    if call.format == "json":
        write_json({"version": 1, "recall": made.as_json()})
    else:
        click.echo(f"{_tick()} {person} named {len(made.named)} of {made.of} tier-1 KPIs: {', '.join(made.named) or 'none'}")
    return 0


@command.step("text", "json")
@signed
def close(call: Call, *, by: str | None) -> int:
    """End the calibration whose lessons are all answered."""
    from vitalfew.rhythm.calibration import close as end
    from vitalfew.rhythm.calibration import current

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        held = end(desk, current(desk).id)
    if call.format == "json":
        write_json({"version": 1, "calibration": held.as_json()})
    else:
        click.echo(f"{_tick()} calibration {held.id} is closed")
    return 0


def _current(desk: Desk, id_: str | None) -> Held | None:
    from vitalfew.rhythm.calibration import calibrations, current

    return current(desk, id_) if id_ or calibrations(desk) else None


def _look(workspace: Workspace, desk: Desk, held: Held | None, days: int | None) -> Calibration:
    """Look at what was measured and decided, as it is now and for all to see."""
    from vitalfew.rhythm.calibration import calibrate, window
    from vitalfew.rhythm.duty import entered
    from vitalfew.store.leaves import read_leaves
    from vitalfew.workspace import STORE

    governed = workspace.governed()
    since = held.since if held is not None and days is None else window(desk, days)
    made = entered(governed.framework, workspace.root)
    leaves = read_leaves(governed.root / STORE)
    return calibrate(desk, governed.observations.latest(), governed.judged(), since=since, entries=made, leaves=leaves)


def _show_look(desk: Desk, look: Calibration, held: Held | None, format_: str) -> int:
    from vitalfew.rhythm.calibration import is_seen
    from vitalfew.rhythm.calibration_report import markdown

    seen = [each for each in look.lessons if is_seen(desk.framework, each, desk.by or None)]
    if format_ == "json":
        said = {**look.as_json(), "lessons": [{**each.as_json(), "person": each.person} for each in seen]}
        write_json({**said, "calibration": held.as_json() if held else None})
    elif format_ == "markdown":
        click.echo(markdown(desk.framework, look), nl=False)
    else:
        what = f"calibration {held.id} is due" if held else "no calibration is due"
        click.echo(f"{what}; {look.since} to {look.until}: {look.kpis} KPIs, {look.calls} calls, {look.meetings} reviews")
        click.echo(f"day 1 against today: {look.compared.reason}\n")
        click.echo("\n".join(_line(each.kind, str(each.about), each.text, each.advice) for each in seen) or "no lessons")
        click.echo(f"\n{len(look.untold)} questions have not enough data; `--format markdown` names them")
    return 0


def _show_held(desk: Desk, held: Held, format_: str) -> int:
    from vitalfew.rhythm.calibration import is_seen, lessons, report_of

    found = [each for each in lessons(desk, held.id) if is_seen(desk.framework, each.lesson, desk.by or None)]
    if format_ == "json":
        write_json({"version": 1, "calibration": held.as_json(), "lessons": [each.as_json() for each in found]})
    elif format_ == "markdown":
        click.echo(report_of(desk, held) or "", nl=False)
    else:
        click.echo(f"calibration {held.id} is {held.state}: {_counts(found)}")
        click.echo("\n".join(map(_answer_line, found)) or "no lessons")
    return 0


def _counts(found: Sequence[Answered]) -> str:
    states = [each.state for each in found]
    return ", ".join(f"{states.count(state)} {state}" for state in ("open", "accepted", "dismissed"))


def _answer_line(each: Answered) -> str:
    tail = {"accepted": f" → {each.follows}", "dismissed": f": {each.reason}"}.get(each.state, "")
    whom = f" ({each.lesson.person})" if each.lesson.person else ""
    head = click.style(f"{each.id} {each.state}{tail}", bold=True)
    return f"{head}\n{_line(each.lesson.kind, f'{each.lesson.about}{whom}', each.lesson.text, each.lesson.advice)}"


def _line(kind: str, about: str, text: str, advice: str) -> str:
    return f"{click.style(kind, fg='yellow')} {about}: {text}\n  {click.style('to do:', fg='cyan')} {advice}"


def _answered(made: Answered, format_: str) -> int:
    if format_ == "json":
        write_json({"version": 1, "lesson": made.as_json()})
    else:
        click.echo(f"{_tick()} lesson {made.id} is {made.state}" + (f": {made.follows}" if made.follows else ""))
    return 0


def _tick() -> str:
    return click.style("✓", fg="green", bold=True)

"""Plan, report for, hold and close reviews; show their agenda and their minutes."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from typing import TYPE_CHECKING

import click

from vitalfew.cli.author import author, plain, signed
from vitalfew.cli.call import Call, day, group_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.model.verdict import Scorecard
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.reviews import Review
    from vitalfew.workspace import Workspace

SEEN = "Refuse where it is no more in this version, as `show --format json` gave it."
ABOUT = "The KPI that it is about."
Function = Callable[..., int | None]


def _acting(function: Function) -> Function:
    """Add who acts and on which review."""
    return click.argument("review")(signed(function))


def _seen(function: Function) -> Function:
    return click.option("--seen", metavar="VERSION", type=int, help=SEEN)(function)


@group_with("list")
def command() -> None:
    """Plan, report for, hold and close reviews; show their agenda and their minutes.

    REVIEW is the id of a review, or of its cadence: then it is the one in session, else the next one, else the last.
    """


@command.step("text", "json")
@click.option("--all", "every", is_flag=True, help="Those that are over too.")
@click.option("--cadence", metavar="ID", help="Those of one cadence alone.")
def list_(call: Call, *, every: bool, cadence: str | None) -> None:
    """List what is planned, open for reporting, locked or in session, by the time it begins."""
    from vitalfew.cli.reviewed import row
    from vitalfew.rhythm.reviews import MACHINE, reviews

    with _looking(call.workspace()) as desk:
        found = reviews(desk, cadence=cadence, states=None if every else MACHINE.alive)
        lines = [row(each, desk.framework) for each in found]
    if call.format == "json":
        write_json({"version": 1, "reviews": [each.as_json() for each in found]})
    else:
        click.echo("\n".join(lines) or "no review is planned\nrun `vitalfew review plan`, or leave it to `vitalfew worker`")


@command.step("text", "json")
@click.option("--until", metavar="DATE", type=day, help="Up to this day, not included; 35 days ahead unless said otherwise.")
@signed
def plan(call: Call, *, until: date | None, by: str | None) -> None:
    """Plan reviews from the cadences, at least the next of each; what a changed cadence has no more is taken off."""
    from vitalfew.cli.reviewed import row
    from vitalfew.rhythm.reviews import plan_reviews

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        planned = plan_reviews(desk, until)
        parts = {"planned": planned.made, "changed": planned.changed, "cancelled": planned.cancelled}
        lines = [f"{how:<10}{row(each, desk.framework)}" for how, found in parts.items() for each in found]
    if call.format == "json":
        write_json({"version": 1, **{how: [each.as_json() for each in found] for how, found in parts.items()}})
    else:
        click.echo("\n".join(lines) or "nothing to do: all is planned")


@command.step("text", "json")
@click.argument("review")
def show(call: Call, *, review: str) -> None:
    """Show one review: its hours, its people, and what its owners have said."""
    from vitalfew.cli.reviewed import told
    from vitalfew.rhythm.commentary import commentaries
    from vitalfew.rhythm.reviews import find_review

    with _looking(call.workspace()) as desk:
        found = find_review(desk, review)
        said = [each for each in commentaries(desk, found.id) if _may(desk, each.kpi)]
        lines = told(found, said, desk.framework)
    if call.format == "json":
        write_json({"version": 1, "review": found.as_json(), "commentaries": [each.as_json() for each in said]})
    else:
        click.echo("\n".join(lines))


@command.step("text", "json", "markdown")
@click.argument("review")
def agenda(call: Call, *, review: str) -> None:
    """Show what is talked about and for how long: exceptions first, what is unchanged and green in a line."""
    from vitalfew.cli.reviewed import agenda_markdown, agenda_text
    from vitalfew.rhythm.reviews import find_review
    from vitalfew.rhythm.waiting import agenda_of

    workspace = call.workspace()
    with _looking(workspace) as desk:
        found = find_review(desk, review)
        made = agenda_of(desk, found, None if found.pack else _judged(workspace))
        framework = desk.framework
    if call.format == "json":
        write_json({"version": 1, "review": found.as_json(), "agenda": made.as_json()})
    else:
        click.echo((agenda_markdown if call.format == "markdown" else agenda_text)(found, made, framework))


@command.step("text", "json", "markdown")
@click.argument("review")
def minutes(call: Call, *, review: str) -> None:
    """Show the minutes as a document; a draft until the review is closed."""
    from vitalfew.rhythm.minutes import markdown
    from vitalfew.rhythm.minutes import minutes as minutes_of

    with _looking(call.workspace()) as desk:
        found = minutes_of(desk, review)
        text = markdown(found, desk.framework)
    if call.format == "json":
        write_json({"version": 1, "minutes": found.as_json()})
    else:
        click.echo(text, nl=False)


@command.step("text", "json")
@_acting
def open_(call: Call, *, review: str, by: str | None) -> None:
    """Open a review for reporting before its time, and ask owners for what is needed."""
    from vitalfew.rhythm.cycle import open_review

    _step(call, by, review, lambda desk, found, card: open_review(desk, found, card()))


@command.step("text", "json")
@_acting
def lock(call: Call, *, review: str, by: str | None) -> None:
    """Freeze the figures as reported before their time; what comes later restates them openly."""
    from vitalfew.rhythm.cycle import lock_review

    _step(call, by, review, lambda desk, found, card: lock_review(desk, found, card()))


@command.step("text", "json")
@_acting
@_seen
def start(call: Call, *, review: str, by: str | None, seen: int | None) -> None:
    """Begin a review on its day; whoever does is present, and what is not locked yet is locked now."""
    from vitalfew.rhythm.session import start_review

    _step(call, by, review, lambda desk, found, card: start_review(desk, found.id, card(), version=seen))


@command.step("text", "json")
@_acting
@click.argument("people", nargs=-1, required=True)
def attend(call: Call, *, review: str, people: tuple[str, ...], by: str | None) -> None:
    """Write down who is present."""
    from vitalfew.model.visibility import recognised
    from vitalfew.rhythm.session import attend as write_down

    def take(desk: Desk, found: Review, _: object) -> Review:
        return write_down(desk, found.id, [recognised(desk.framework, each) or each for each in people])

    _step(call, by, review, take)


@command.step("text", "json")
@_acting
@click.argument("text")
@click.option("--kpi", metavar="ID", help=ABOUT)
@click.option("--item", metavar="N", type=click.IntRange(min=1), help="The item of the agenda that it is about, by its number.")
def note(call: Call, *, review: str, text: str, kpi: str | None, item: int | None, by: str | None) -> None:
    """Write down what was said."""
    from vitalfew.rhythm.session import note as write_down

    def take(desk: Desk, found: Review) -> dict[str, object]:
        return write_down(desk, found.id, plain(text), kpi=kpi or _kpi_at(desk, found, item), item=item).as_json()

    _add(call, by, review, "note", take)


@command.step("text", "json")
@_acting
@click.argument("text")
@click.option("--kpi", metavar="ID", help=ABOUT)
@click.option("--owner", metavar="PERSON", help="Who sees to it.")
@click.option("--due", metavar="DATE", type=day, help="By when.")
def decide(call: Call, *, review: str, text: str, kpi: str | None, owner: str | None, due: date | None, by: str | None) -> None:
    """Write down what was decided; it is open until `done` or `reverse`."""
    from vitalfew.rhythm.session import decide as write_down

    def take(desk: Desk, found: Review) -> dict[str, object]:
        return write_down(desk, found.id, plain(text), kpi=kpi, owner=_person(desk, owner), due=due).as_json()

    _add(call, by, review, "decision", take)


@command.step("text", "json")
@_acting
@click.argument("text")
@click.option("--owner", metavar="PERSON", required=True, help="Who does it.")
@click.option("--due", metavar="DATE", type=day, required=True, help="The last day on which it is in time.")
@click.option("--kpi", metavar="ID", help=ABOUT)
def act(call: Call, *, review: str, text: str, owner: str, due: date, kpi: str | None, by: str | None) -> None:
    """Promise something by a day; its owner is told."""
    from vitalfew.rhythm.session import act as promise

    def take(desk: Desk, found: Review) -> dict[str, object]:
        return promise(desk, found.id, plain(text), owner=_person(desk, owner) or owner, due=due, kpi=kpi).as_json()

    _add(call, by, review, "action", take)


@command.step("text", "json")
@_acting
@click.argument("action")
def confirm(call: Call, *, review: str, action: str, by: str | None) -> None:
    """Stand by an action from before, which then counts for this review."""
    from vitalfew.rhythm.session import confirm as stand_by

    _step(call, by, review, lambda desk, found, _: stand_by(desk, found.id, action))


@command.step("text", "json")
@_acting
@click.argument("kpi")
@click.option("--analysis", metavar="TEXT", help="What is behind the figure.")
@click.option("--next-step", metavar="TEXT", help="What comes next.")
def comment(call: Call, *, review: str, kpi: str, analysis: str | None, next_step: str | None, by: str | None) -> None:
    """Say what is behind a KPI's figure and what comes next, until the lock; a red one needs both."""
    from vitalfew.rhythm.commentary import give_commentary

    def take(desk: Desk, found: Review) -> dict[str, object]:
        return give_commentary(desk, found.id, kpi, analysis=_plain(analysis), next_step=_plain(next_step)).as_json()

    _add(call, by, review, "commentary", take)


@command.step("text", "json")
@_acting
@click.argument("kpi")
@click.option("--reason", metavar="TEXT", required=True, help="Why it is restated.")
@click.option("--analysis", metavar="TEXT", help="What is behind the figure.")
@click.option("--next-step", metavar="TEXT", help="What comes next.")
def restate(
    call: Call, *, review: str, kpi: str, reason: str, analysis: str | None, next_step: str | None, by: str | None
) -> None:
    """Say openly, after the lock, what should have been said; what was reported stays beside it."""
    from vitalfew.rhythm.restatement import restate as say_openly

    def take(desk: Desk, found: Review) -> dict[str, object]:
        said = say_openly(desk, found.id, kpi, reason=plain(reason), analysis=_plain(analysis), next_step=_plain(next_step))
        return said.as_json()

    _add(call, by, review, "restatement", take)


@command.step("text", "json")
@_acting
@click.option("--none-needed", metavar="REASON", help="Why no action is needed, where there is none.")
@_seen
def close(call: Call, *, review: str, none_needed: str | None, by: str | None, seen: int | None) -> None:
    """Close a review and freeze its minutes; it needs an action with an owner and a deadline, or the reason why none is."""
    from vitalfew.rhythm.session import close_review

    said = _plain(none_needed)
    _step(call, by, review, lambda desk, found, _: close_review(desk, found.id, none_needed=said, version=seen))


@command.step("text", "json")
@_acting
@click.option("--reason", metavar="TEXT", required=True, help="Why it is not held.")
def cancel(call: Call, *, review: str, reason: str, by: str | None) -> None:
    """Take a review off that is not held."""
    from vitalfew.rhythm.session import cancel_review

    _step(call, by, review, lambda desk, found, _: cancel_review(desk, found.id, plain(reason)))


@command.step("text", "json")
@_acting
@click.argument("when", type=click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"]), metavar="DATETIME")
def move(call: Call, *, review: str, when: datetime, by: str | None) -> None:
    """Hold a review at another time, such as 2026-06-10T14:00 by the organisation's clocks."""
    from vitalfew.rhythm.session import move_review

    def take(desk: Desk, found: Review, _: object) -> Review:
        return move_review(desk, found.id, desk.hours.at(when.date(), when.time()))

    _step(call, by, review, take)


@command.step("text", "json")
@click.argument("decision")
@signed
def done(call: Call, *, decision: str, by: str | None) -> None:
    """Say that a decision is carried out."""
    from vitalfew.rhythm.decisions import finish_decision

    _add(call, by, None, "decision", lambda desk, _: finish_decision(desk, decision).as_json())


@command.step("text", "json")
@click.argument("decision")
@click.option("--reason", metavar="TEXT", required=True, help="Why it is taken back.")
@signed
def reverse(call: Call, *, decision: str, reason: str, by: str | None) -> None:
    """Take a decision back."""
    from vitalfew.rhythm.decisions import reverse_decision

    _add(call, by, None, "decision", lambda desk, _: reverse_decision(desk, decision, plain(reason)).as_json())


def _looking(workspace: Workspace) -> AbstractContextManager[Desk]:
    from vitalfew.model.visibility import recognised

    return workspace.reading(by=recognised(workspace.framework, workspace.viewer) or "")


def _judged(workspace: Workspace) -> Scorecard:
    """Judge what is live for nobody's eyes; what was never measured has no figures, and the agenda says so."""
    from vitalfew.model.verdict import Scorecard

    live = workspace.governed()
    return live.judged() if live.is_measured else Scorecard(live.today, (), (), (), ())


def _step(call: Call, by: str | None, name: str, take: Callable[[Desk, Review, Callable[[], Scorecard]], Review]) -> None:
    """Take a step of a review and show it; figures are judged before the transaction, and only where they may be wanted."""
    from vitalfew.cli.reviewed import row
    from vitalfew.rhythm.reviews import BEFORE, find_review

    workspace = call.workspace()
    person = author(workspace, by)
    with workspace.reading() as desk:
        card = _judged(workspace) if find_review(desk, name).state in BEFORE else None
    with workspace.writing(by=person) as desk:
        made = take(desk, find_review(desk, name), lambda: card or _judged(workspace))
        line = row(made, desk.framework)
    if call.format == "json":
        write_json({"version": 1, "review": made.as_json()})
    else:
        click.echo(f"{click.style('✓', fg='green', bold=True)} {line}")


def _add(call: Call, by: str | None, name: str | None, what: str, take: Callable[[Desk, Review], dict[str, object]]) -> None:
    """Add something to a review, or take a step with what came out of one, and show it."""
    from vitalfew.rhythm.reviews import find_review

    workspace = call.workspace()
    with workspace.writing(by=author(workspace, by)) as desk:
        made = take(desk, find_review(desk, name) if name else None)  # type: ignore[arg-type]  # a step without a review uses none
    if call.format == "json":
        write_json({"version": 1, what: made})
    else:
        said = "; ".join(str(made[field]) for field in ("text", "analysis", "next_step", "reason") if made.get(field))
        click.echo(f"{click.style('✓', fg='green', bold=True)} {what} {made['id']}: {said}")


def _kpi_at(desk: Desk, review: Review, item: int | None) -> str | None:
    """Give the KPI of an item of the agenda."""
    from vitalfew.rhythm.waiting import agenda_of

    if item is None:
        return None
    refs = [each.ref for each in agenda_of(desk, review).items if each.number == item]
    return refs[0].partition(":")[2] if refs and refs[0] and refs[0].startswith("kpi:") else None


def _may(desk: Desk, kpi: str) -> bool:
    from vitalfew.model.visibility import may_see

    noun = desk.framework.kpi.get(kpi)
    return noun is None or may_see(desk.framework, noun, desk.by)


def _person(desk: Desk, given: str | None) -> str | None:
    from vitalfew.model.visibility import recognised

    return (recognised(desk.framework, given) or given) if given else None


def _plain(text: str | None) -> str | None:
    return plain(text) if text else None

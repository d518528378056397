"""How escalations, watches and actions are written as lines: what it is, with whom, until when by the organisation's clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from vitalfew.base.quantity import format_value
from vitalfew.base.ref import Ref
from vitalfew.cli.sparkline import sparkline
from vitalfew.rhythm.alarm import known_as, local, title_of
from vitalfew.rhythm.ladder import rungs
from vitalfew.rhythm.proof import WORDS_FOR, frozen, sentence

if TYPE_CHECKING:
    from vitalfew.rhythm.actions import Action
    from vitalfew.rhythm.comments import Comment
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.escalations import Escalation
    from vitalfew.rhythm.watch import Watch

ERASED = "(erased)"
ENDS: dict[str, str] = {
    "proved": "resolved: a verdict proves it",
    "explained": "resolved with a reason, and without a verdict that proves it",
    "by-itself": "over by itself before anybody acted",
    "withdrawn": "withdrawn with its KPI",
}


def list_lines(desk: Desk, found: Sequence[Escalation], watched: Sequence[Watch]) -> Iterator[str]:
    """Give escalations KPI by KPI, tier 1 and what is due first; what follows from another stands under its own KPI."""
    by_kpi: dict[str, list[Escalation]] = {}
    for each in found:
        by_kpi.setdefault(each.kpi, []).append(each)
    for _, group in sorted(by_kpi.items(), key=lambda item: _rank(item[1])):
        first = group[0]
        tier = f"  tier {first.tier}" if first.tier else ""
        yield f"{click.style(title_of(desk, first), bold=True)} ({first.kpi}){tier}"
        for each in group:
            yield f"  {click.style(f'{each.id:>4}', fg='yellow')}  {said_of(each)}"
            yield f"        {standing_of(desk, each, found)}"
    if watched:
        yield "" if by_kpi else click.style("no escalation is open", dim=True)
        yield f"watched by their owners alone: {', '.join(f'{each.kpi} ({name(each.owner)})' for each in watched)}"


def _rank(group: Sequence[Escalation]) -> tuple[int, float, str]:
    dues = [each.due_at.timestamp() for each in group if each.due_at]
    return min(each.tier or 9 for each in group), min(dues, default=float("inf")), group[0].kpi


def said_of(each: Escalation) -> str:
    """Say what it was opened for."""
    return sentence(each.said, each.cause) if each.said else WORDS_FOR[each.cause]


def standing_of(desk: Desk, each: Escalation, others: Iterable[Escalation] = ()) -> str:
    """Say with whom it is, until when, and what follows from it."""
    parts = [_state(desk, each)]
    following = [other.id for other in others if other.group == each.id]
    parts += [f"{', '.join(following)} follow{'s' if len(following) == 1 else ''} from it"] if following else []
    parts += [f"came back {times(each.returns)}"] if each.returns else []
    return "; ".join(parts)


def _state(desk: Desk, each: Escalation) -> str:
    due = local(desk, each.due_at) if each.due_at else ""
    match each.state:
        case "open" if each.group:
            cause = known_as(desk, each.common or str(each.about))
            return f"follows from {each.group} ({cause}), which climbs for it; with {name(each.to)}"
        case "open" if each.to is None:
            return click.style("nobody on its ladder can be told", fg="red")
        case "open":
            late = each.due_at is not None and each.due_at <= desk.at
            until = click.style(f"late since {due}", fg="red") if late else f"to be acknowledged by {due}"
            return f"with {name(each.to)} (step {each.step + 1}), {until}"
        case "acknowledged":
            return f"{name(each.person)} has it"
        case "snoozed":
            return f"put off by {name(each.person)} until {due}: {each.reason or ERASED}"
        case "recovered":
            return f"over, to be resolved by {name(each.person)}, else on {due} by itself"
        case _:
            reason = f": {each.reason}" if each.reason else ""
            return f"{ENDS[each.resolution or 'explained']}{reason}, {local(desk, each.moved_at)}"


def show_lines(desk: Desk, each: Escalation, told: Sequence[Comment], promised: Sequence[Action]) -> Iterator[str]:
    """Give one escalation whole: its evidence as it was, its ladder, what was said and promised, and its proof."""
    yield f"{click.style(f'escalation {each.id}', fg='yellow', bold=True)}  {title_of(desk, each)}: {WORDS_FOR[each.cause]}"
    yield f"  {standing_of(desk, each)}"
    yield f"  opened {local(desk, each.opened_at)}, holding since {each.since}"
    if each.said:
        yield from _evidence(each.said)
    kpi = desk.framework.kpi.get(each.kpi)
    if kpi is not None:
        yield "\nladder"
        for number, rung in enumerate(rungs(desk.framework, kpi)):
            mark = "→" if number == each.step and each.state in {"open", "snoozed"} else " "
            yield f"  {mark} {number + 1}  {name(rung.person, 'nobody')} ({rung.role})"
        yield from (f"    passed over {passed}" for passed in each.passed)
    if told:
        yield "\ncomments"
        yield from (f"  {local(desk, one.at)}  {name(one.by)}: {one.text or ERASED}" for one in told)
    if promised:
        yield "\nactions"
        yield from (f"  {action_line(one, with_about=False)}" for one in promised)
    proof = frozen(desk, [each.proof])[each.proof] if each.proof else None
    if proof:
        yield f"\nproof\n  {sentence(proof)}, as of {proof['as_of']}"


def _evidence(said: dict[str, Any]) -> Iterator[str]:
    unit, places = said["unit"], said["decimals"]
    yield f"\nevidence, as of {said['as_of']}"
    yield f"  {sentence(said)}"
    if said["threshold"] is not None and not isinstance(said["threshold"], list):
        yield f"  threshold {format_value(said['threshold'], unit, places)}"
    if any(value is not None for value in said["recent"]):
        yield f"  recent    {sparkline(said['recent'])}  {', '.join(format_value(each, None, places) for each in said['recent'])}"
    if said["likely_miss"] is not None:
        yield f"  the target is missed with a probability of {said['likely_miss']:.0%}"
    yield f"  recipe    {said['recipe']}"


def action_line(each: Action, *, with_about: bool = True, width: int = 4) -> str:
    """Say an action in a line."""
    days = f"{times(each.days_late, 'day')} late"
    late = f", {click.style(days, fg='red')}" if each.days_late else ""
    moved = f", postponed {times(each.postponed)}" if each.postponed else ""
    about = f"  [{each.about}]" if with_about else ""
    state = f"due {each.due}{late}{moved}" if each.over_at is None else each.state
    more = each.note or (each.reason if each.state == "dropped" else None)
    ended = f" ({more})" if each.over_at and more else ""
    return f"{click.style(each.id.rjust(width), fg='yellow')}  {each.text or ERASED}  {name(each.owner)}, {state}{ended}{about}"


def times(number: int, noun: str = "") -> str:
    """Say how many, or how often."""
    if noun:
        return f"{number} {noun}{'' if number == 1 else 's'}"
    return {1: "once", 2: "twice"}.get(number, f"{number} times")


def name(person: str | None, nobody: str = ERASED) -> str:
    """Give a person's id."""
    return person or nobody


def kpi_ref(text: str) -> Ref:
    """Read what an action is about: `kind:id`, or the bare id of a KPI."""
    return Ref.parse(text) if ":" in text.strip(":") else Ref("kpi", text)

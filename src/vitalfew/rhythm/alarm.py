"""What people are told of escalations: one notice per person, storm and step, however many KPIs are in it.

Figures stand in it where the KPI is for everybody; of one that is private the notice says that it needs them, no more.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Literal

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.model.verdict import Status
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.escalations import Escalation, with_evidence
from vitalfew.rhythm.notice import tell
from vitalfew.rhythm.proof import WORDS_FOR, sentence

News = Literal["opened", "worse", "back", "climbed", "woken", "waiting", "held", "recovered"]
ASKED: dict[News, str] = {
    "opened": say("Acknowledge it, or it climbs to the next step"),
    "worse": say("It got worse since it was opened"),
    "back": say("It came back. Acknowledge it, or it climbs from the step where it was"),
    "climbed": say("Nobody acknowledged it at an earlier step. Acknowledge it, or it climbs further"),
    "woken": say("It was put off until now. Acknowledge it, or it climbs further"),
    "waiting": say("It waits on the last step of its ladder until somebody acknowledges it"),
    "held": say("You have it, and no action is attached to it: attach one, put it off with a reason, or resolve it"),
    "recovered": say("What it was opened for is over: resolve it"),
}

SUBJECTS: dict[News, str] = {
    "opened": say("escalated to you"),
    "worse": say("got worse"),
    "back": say("came back"),
    "climbed": say("escalated to you"),
    "woken": say("put off until now"),
    "waiting": say("still waits for you"),
    "held": say("what is done about it?"),
    "recovered": say("over, to be resolved"),
}


def tell_of(desk: Desk, found: Iterable[tuple[str | None, News, Escalation]], *, turn: str = "") -> int:
    """Tell each person their news, one notice for each storm; gives how many went out. `turn` tells repetitions apart."""
    parcels: dict[tuple[str, str, News], list[Escalation]] = {}
    for person, news, each in found:
        if person is not None:
            parcels.setdefault((each.group or each.id, person, news), []).append(each)
    return sum(_tell(desk, person, news, root, told, turn) for (root, person, news), told in parcels.items())


def _tell(desk: Desk, person: str, news: News, root: str, told: Sequence[Escalation], turn: str) -> bool:
    shown = with_evidence(replace(desk, by=CLOCKWORK), told)
    first = next((each for each in shown if each.group is None), shown[0])
    step = max(each.step for each in told)
    mark = turn or f"{desk.today}"
    key = f"escalation/{root}/{news}/{first.returns}/{step}/{mark}"
    lines = [*map(line_of, _named(desk, shown)), ""]
    common = next((each.common for each in told if each.common), None)
    lines += [say("Likely one cause: {kpi} (escalation {id}).", kpi=known_as(desk, common), id=root)] if common else []
    lines += [say("Passed over: {who}.", who=several(first.passed, "; "))] if first.passed else []
    lines += [_asked(desk, first, news), say("See `vitalfew escalations show {id}`.", id=first.id)]
    named, more = {"kpi": title_of(desk, first), "news": SUBJECTS[news]}, len(told) - 1
    subject = say("{kpi} and {more} more: {news}", more=more, **named) if more else say("{kpi}: {news}", **named)
    return tell(desk, person, key=key, subject=subject, body=several(lines, "\n"))


def title_of(desk: Desk, each: Escalation) -> str:
    """Give the KPI's name as people know it."""
    return known_as(desk, str(each.about))


def known_as(desk: Desk, ref: str) -> str:
    """Give a KPI's name as people know it; of anything else its kind and id."""
    parsed = Ref.parse(ref)
    kpi = desk.framework.kpi.get(parsed.id) if parsed.kind == "kpi" else None
    return kpi.title if kpi else f"{parsed.kind} `{parsed.id}`"


def _named(desk: Desk, told: Iterable[Escalation]) -> Iterable[tuple[str, Escalation]]:
    return ((title_of(desk, each), each) for each in told)


def line_of(named: tuple[str, Escalation]) -> str:
    """Say one escalation in a line."""
    title, each = named
    said = sentence(each.said, each.cause) if each.said else say("private ({why})", why=WORDS_FOR[each.cause])
    return say("- {kpi}: {said} [{id}]", kpi=title, said=said, id=each.id)


def _asked(desk: Desk, each: Escalation, news: News) -> str:
    """Say what is asked of somebody, and until when."""
    if each.group is not None and news in {"opened", "back"}:
        return say(
            "Escalation {id} climbs for all that follow from it. Acknowledge this one if it has another cause.", id=each.group
        )
    if each.due_at and news in {"opened", "back", "climbed", "woken"}:
        at = each.due_at.astimezone(desk.hours.zone)
        return say("{asked}. By {at:%a %-d %B, %H:%M}.", asked=ASKED[news], at=at)
    return say("{asked}.", asked=ASKED[news])


def local(desk: Desk, at: datetime) -> str:
    """Give a moment as the organisation's clocks show it."""
    return f"{at.astimezone(desk.hours.zone):%a %Y-%m-%d %H:%M}"


def status_of(each: Escalation) -> Status | None:
    """Give the frozen status; None where there is none, or where it is not shown."""
    status: Status | None = each.said["status"] if each.said else None
    return status

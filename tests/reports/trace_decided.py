"""Follows what is told of decisions, packs and trails to where it is from."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from vitalfew.formats.document import Chart
from vitalfew.model.course import Course
from vitalfew.model.wording import moved
from vitalfew.reports.facts import Facts
from vitalfew.reports.trends import COMPARED, SHOWN


def late(id_: str, facts: Facts) -> dict[str, int]:
    """Give for how many days an action is late."""
    action = next(each for each in facts.decided.actions if each.id == id_)
    return {"late": (facts.made.as_of - action.due).days}


def age(id_: str, facts: Facts) -> dict[str, int]:
    """Give for how many days an escalation is open."""
    escalation = next(each for each in facts.decided.escalations if each.id == id_)
    return {"age": (facts.made.as_of - facts.framework.calendar.hours.day(escalation.opened_at)).days}


DECIDED: dict[str, Callable[[str, Facts], object]] = {
    "action": late,
    "escalation": age,
    "review": lambda id_, facts: facts.decided.packs[id_],
    "made": lambda _, facts: facts.made,
}
"""What stands at an address that is no noun of the framework, by its kind."""


def words(facts: Facts) -> Iterator[str]:
    """Give what people wrote, what reviews are called, the heads of the journal, and how values compare with earlier ones."""
    held = facts.decided
    for records in (held.actions, held.decisions, held.commentaries, facts.reviews):
        for each in records:
            yield from (text for text in each.as_json().values() if isinstance(text, str))
    yield from (head for head in (held.head, *(each.head for each in held.packs.values())) if head)
    for verdict in facts.verdicts.values():
        yield from (moved(getattr(verdict.change, field), verdict, name).text for field, name in COMPARED)
        yield verdict.forecast.next.label if verdict.forecast and verdict.forecast.next else ""


def is_drawn_true(chart: Chart, facts: Facts) -> bool:
    """Tell whether a chart shows what was seen: the last periods, or those of a grain beside the year before."""
    kpi = facts.framework.kpi[chart.about.id]

    def is_true(course: Course) -> bool:
        most = len(course.steps)
        trails = (facts.trail(kpi, grain, most) for grain, _ in SHOWN[kpi.grain])
        return course in trails if course.before else course == facts.course(kpi, most)

    return all(map(is_true, chart.courses))

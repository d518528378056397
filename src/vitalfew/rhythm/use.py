"""What reviews and people made of the KPIs: KPIs that informed no decision, people who stayed away, and gaps (RHY-4, RHY-1).

- *Uninformative*: a KPI stood on the agenda of at least four closed reviews, missed its target or gave a signal for the worse in
  at least four periods, and no action, word or escalation ever referred to it. One that gave no cause is none.
- *Absent*: invited to at least five closed reviews of a cadence, present at none of them: then under half in truth, this sure
  (95 %). Reviews in which they were noted as away, or somebody stood in for them, do not count.
- *On paper*: an owner who met less than half of what was due from them, as `rhythm.phantom` judges it.
- *Gaps*: objectives without any data, live KPIs that were never measured, cadences of which none of two reviews or more was held,
  or three were not that are a quarter of all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np

from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.judge.series.aim import AMBER, RED
from vitalfew.model.framework import Framework
from vitalfew.rhythm.course import Course
from vitalfew.rhythm.lesson import Edit, Lesson, Untold, most_share
from vitalfew.rhythm.phantom import Owning

AGENDAS = 4
CAUSES = 4
INVITED = 5
MISSED = 0.25
TWO, FEW = 2, 3
HALF = 0.5


class Meeting(NamedTuple):
    """A review whose day has come: whether it was held, what was on it, who was asked, came, or was excused."""

    id: str
    cadence: str
    on: date
    held: bool
    kpis: tuple[str, ...] = ()
    invited: tuple[str, ...] = ()
    present: tuple[str, ...] = ()
    excused: tuple[str, ...] = ()


def uninformative(
    courses: Mapping[str, Course], meetings: Sequence[Meeting], mentions: Collection[str], *, since: date
) -> Iterator[Lesson | Untold]:
    """Give the KPIs that gave cause, were looked at, and informed nothing; `mentions` are KPIs that anything referred to."""
    for id_, course in sorted(courses.items()):
        if course.kpi.kind == "metric" or id_ in mentions:
            continue
        looked = sum(each.held and id_ in each.kpis for each in meetings)
        inside = course.since(since)
        causes = int((np.isin(inside.status, (RED, AMBER)) | inside.against).sum())
        if looked < AGENDAS:
            yield Untold("uninformative", course.kpi.ref, f"on the agenda of {looked} closed reviews; {AGENDAS} are needed")
        elif causes >= CAUSES:
            yield Lesson(
                "uninformative",
                course.kpi.ref,
                f"`{id_}` stood on {looked} agendas and gave cause in {causes} periods, and informed no decision",
                "periods amber, red or with a signal for the worse; actions, analyses, escalations answered that name it",
                "make it an operational metric, which leadership sees on a breach alone, or retire it",
                ("RHY-4", "AUD-9", "CAS-6"),
                {"agendas": looked, "causes": causes, "references": 0},
                (Edit(course.kpi.ref, "kind", "metric"),),
            )


def absent(framework: Framework, meetings: Sequence[Meeting], aside: Collection[str] = ()) -> Iterator[Lesson]:
    """Give the people who were at none of the reviews that they were invited to; some of them `aside`."""
    asked: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for each in meetings:
        for person in each.invited if each.held else ():
            known = framework.person.get(person)
            if person not in {*each.excused, *aside} and known and not known.group and known.name and not known.left:
                asked[each.cadence, person].append(person in each.present)
    for (cadence, person), came in sorted(asked.items()):
        if len(came) >= INVITED and not any(came):
            yield Lesson(
                "absent",
                Ref("cadence", cadence),
                f"one of those invited to `{cadence}` came to none of {len(came)} reviews",
                f"presence as noted; under half in truth this sure: at most {most_share(len(came), 0):.0%} (95 %, one-sided)",
                "ask whether they are needed there; let them send somebody, or take them off the audience",
                ("RHY-1", "RHY-4"),
                {"invited": len(came), "present": 0, "share_at_most": round(most_share(len(came), 0), 3)},
                person=person,
            )


def on_paper(found: Sequence[Owning]) -> Iterator[Lesson]:
    """Give the owners who take no part; who they are stands in `person` alone, for them and their line."""
    for each in found:
        if each.verdict == "phantom":
            due, met = sum(part.due for part in each.parts), sum(part.met for part in each.parts)
            yield Lesson(
                "phantom",
                FRAMEWORK,
                f"an owner met {met} of {due} duties for {len(each.kpis)} KPI{'' if len(each.kpis) == 1 else 's'}",
                "updates, answers, words on red and presence that were due; score interval over weeks (Wilson, 95 %)",
                "talk to them; then name the person who does answer for these KPIs",
                ("AUD-10", "RHY-4", "RHY-8"),
                {"due": due, "met": met, "weeks": each.weeks, "share_at_most": round(each.high or 0.0, 3)},
                person=each.person,
            )


def gaps(framework: Framework, measured: Collection[str], meetings: Sequence[Meeting], *, since: date) -> Iterator[Lesson]:
    """Give what is not there: data of an objective or a KPI, and reviews; `measured` are the KPIs that have a value."""
    yield from _without_data(framework, measured)
    for cadence in framework.cadences:
        due = [each for each in meetings if each.cadence == cadence.id and each.on >= since]
        held = sum(each.held for each in due)
        missed = len(due) - held
        if cadence.rhythm and ((not held and missed >= TWO) or (missed >= FEW and missed >= MISSED * len(due))):
            said = "is dead: none" if not held else f"is held irregularly: {held}"
            yield Lesson(
                "gap",
                cadence.ref,
                f"`{cadence.id}` {said} of {len(due)} reviews were held",
                "reviews whose day has passed, and those of them that were closed",
                "hold it, make it rarer, or give it up: a review on paper hides that nobody looks",
                ("RHY-1", "RHY-4"),
                {"due": len(due), "held": held},
            )


def _without_data(framework: Framework, measured: Collection[str]) -> Iterator[Lesson]:
    live = [kpi for kpi in framework.current_kpis if kpi.lifecycle == "live"]
    silent = {kpi.id for kpi in live if kpi.id not in measured}
    told: set[str] = set()
    for objective in framework.objectives:
        mine = [kpi for kpi in live if objective.id in {link.id for link in kpi.objectives}]
        if mine and all(kpi.id in silent for kpi in mine):
            told |= {kpi.id for kpi in mine}
            others = tuple(kpi.ref for kpi in mine)
            text = f"no KPI of objective `{objective.id}` has ever had a value"
            advice = "measure one of them, declare a proxy, or write down how it will be measured (DEF-7)"
            numbers = {"kpis": len(mine), "measured": 0}
            yield Lesson("gap", objective.ref, text, _DATA, advice, ("RHY-4", "DEF-7"), numbers, others=others)
    for id_ in sorted(silent - told):
        text = f"`{id_}` is live and has never had a value"
        advice = "measure it, declare a proxy, or take it back to a draft"
        yield Lesson("gap", Ref("kpi", id_), text, _DATA, advice, ("RHY-4", "DEF-7"), {"values": 0})


_DATA = "complete periods with a value since measuring began"

"""What calls for another look at the KPIs: a revised strategy, a belief that broke or is new, a number that changed its part.

Events are read off what is there: two revisions, verdicts, and what the data say of leading KPIs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import Literal
from unicodedata import normalize

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.insight.lead import Lead
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Assumption
from vitalfew.model.verdict import Verdict

What = Literal["strategy", "assumption", "entered", "lead", "target", "regime"]
HELD = 3
"""Periods in a row in which a target has to be kept before it is called reached."""


@dataclass(frozen=True)
class Turn:
    """What an objective asked before, and what it asks now; None where it is new, or given up. `kpis` name it, before or now."""

    objective: str
    before: str | None
    after: str | None
    kpis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Event:
    """Something that happened: to whom, in a sentence, and why it matters.

    `turns` are objectives that ask for something else, `merged` KPIs of units that are gone, with the unit that took
    theirs in; `text` is a belief on which the objectives `affects` rest; `other` the KPI that a leading one no longer leads.
    `anew` are KPIs that came, or got another target, since the strategy turned: they were chosen for what is asked now.
    """

    kind: What
    ref: Ref
    what: str
    why: str
    turns: tuple[Turn, ...] = ()
    merged: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    affects: tuple[str, ...] = ()
    other: str | None = None
    fields: Mapping[str, object] = field(default_factory=dict)
    anew: frozenset[str] = frozenset()

    @property
    def id(self) -> str:
        """`assumption:rates-stay-low`, which names the same event each time."""
        return ":".join(filter(None, (self.kind, self.ref.id, self.other)))

    def as_json(self) -> dict[str, object]:
        """Give the event in the JSON contract's fields."""
        return {
            "id": self.id,
            "kind": self.kind,
            "ref": str(self.ref),
            "what": self.what,
            "why": self.why,
            "objectives": [*(turn.objective for turn in self.turns), *self.affects],
        }


def events(
    framework: Framework,
    *,
    before: Framework | None = None,
    verdicts: Mapping[str, Verdict] | None = None,
    leads: Sequence[Lead] = (),
) -> tuple[Event, ...]:
    """Give the events that two revisions, verdicts by KPI and the reading of leading KPIs tell of, the strategy first."""
    seen = verdicts or {}
    found = [*revised(before, framework)] if before else []
    found += [event for each in framework.assumptions if (event := _broken(framework, each, seen))]
    found += [_stopped(framework, each) for each in leads if each.said == "stopped"]
    for kpi in framework.current_kpis:
        verdict = seen.get(kpi.id)
        if verdict:
            found += [event for event in (_reached(kpi, verdict), _shifted(kpi, verdict)) if event]
    return tuple(found)


def revised(before: Framework, now: Framework) -> Iterator[Event]:
    """Give what a revision turned in the strategy: objectives that were restated, came or went, and units that were merged."""
    turns = [
        Turn(
            each.id,
            before.objective[each.id].title if each.id in before.objective else None,
            each.title,
            _naming(before, now, each.id),
        )
        for each in now.objectives
        if each.id not in before.objective or before.objective[each.id].title != each.title
    ]
    turns += [
        Turn(each.id, each.title, None, _naming(before, now, each.id))
        for each in before.objectives
        if each.id not in now.objective
    ]
    heirs = {each.id: heir for each in before.org_units if each.id not in now.org_unit if (heir := _heir(before, now, each.id))}
    merged = {
        kpi.id: heirs[kpi.org_unit or ""]
        for kpi in before.current_kpis
        if kpi.org_unit in heirs
        and (is_now := now.kpi.get(kpi.id))
        and is_now.lifecycle != "retired"
        and is_now.org_unit == kpi.org_unit
    }
    if turns or heirs:
        count = len(turns) + len(heirs)
        what = say("the strategy was revised: {count} of its objectives and units are not what they were", count=count)
        why = say("KPIs were chosen for what the objectives asked before")
        anew = frozenset(
            kpi.id for kpi in now.kpis if kpi.id not in before.kpi or (kpi.target and kpi.target != before.kpi[kpi.id].target)
        )
        yield Event("strategy", Ref("strategy", "main"), what, why, tuple(turns), merged, anew=anew)


def _naming(before: Framework, now: Framework, objective: str) -> tuple[str, ...]:
    """Give the KPIs that are there now and name an objective, before or now."""
    found = (*before.kpis_of_objective.get(objective, ()), *now.kpis_of_objective.get(objective, ()))
    current = {kpi.id for kpi in now.current_kpis}
    return tuple(dict.fromkeys(kpi.id for kpi in found if kpi.id in current))


def _heir(before: Framework, now: Framework, gone: str) -> str | None:
    """Give the unit that took a unit in: the only new one, else the only one beside it, else the one above it."""
    parent = before.org_unit[gone].parent
    new = [unit.id for unit in now.org_units if unit.id not in before.org_unit]
    beside = [unit.id for unit in now.org_units if parent and unit.parent == parent]
    for choice in (new, beside):
        if len(choice) == 1:
            return choice[0]
    return parent if parent in now.org_unit else None


def entered(framework: Framework, text: str, affects: Sequence[str]) -> Event:
    """Give the event that a belief or a rule of the world is new, on which objectives rest; raises Refused, UnknownName."""
    for each in affects:
        if each not in framework.objective:
            raise UnknownName("objective", each, framework.objective)
    if not text or not affects:
        raise Refused(say("nothing rests on it"), say("write what is new, and name an objective that rests on it"))
    base = _slug(text)
    ids = chain([base], (f"{base}-{number}" for number in count(2)))
    id_ = next(each for each in ids if each not in {held.id for held in framework.assumptions})
    fields: dict[str, object] = {"text": text, "affects": list(affects)}
    what = say("new: “{text}”", text=text)
    why = say("what the objectives have to reckon with is not measured by itself")
    return Event("entered", Ref("assumption", id_), what, why, text=text, affects=tuple(affects), fields=fields)


def _slug(text: str) -> str:
    plain = normalize("NFKD", text.replace("ß", "ss")).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)[:6]
    return "-".join(words if words and words[0][0].isalpha() else ["assumed", *words])[:60].rstrip("-")


def _broken(framework: Framework, held: Assumption, seen: Mapping[str, Verdict]) -> Event | None:
    verdict, limits = seen.get(held.kpi or ""), held.breaks_when
    if verdict is None or verdict.value is None or limits is None:
        return None
    over = limits.above is not None and verdict.value > limits.above
    if not over and not (limits.below is not None and verdict.value < limits.below):
        return None
    return broke(framework, held)


def broke(framework: Framework, held: Assumption) -> Event:
    """Give the event that an assumption no longer holds."""
    known = tuple(id_ for id_ in held.affects if id_ in framework.objective)
    what = say("“{text}” no longer holds", text=held.text or held.id)
    why = say("the targets of the objectives that rest on it were set while it held")
    return Event("assumption", held.ref, what, why, text=held.text or held.id, affects=known)


def _stopped(framework: Framework, lead: Lead) -> Event:
    kpi, other = (framework.kpi[id_] for id_ in (lead.kpi, lead.drives))
    what = say("“{kpi}” stopped leading “{other}”", kpi=kpi.title, other=other.title)
    return Event("lead", kpi.ref, what, lead.reason, other=other.id)


def _reached(kpi: Kpi, verdict: Verdict) -> Event | None:
    last = [each for each in verdict.recent if each is not None][-HELD:]
    goal = verdict.target
    if goal is None or isinstance(goal, tuple) or len(last) < HELD or kpi.good == "within":
        return None
    if not all(each >= goal if kpi.good == "up" else each <= goal for each in last):
        return None
    if kpi.target is None or kpi.target.kind != "reach":  # a target that is to be kept is not done with
        return None
    what = say("“{kpi}” has reached its target, {count} periods in a row", kpi=kpi.title, count=HELD)
    return Event("target", kpi.ref, what, say("a target that is reached draws nobody on"))


def _shifted(kpi: Kpi, verdict: Verdict) -> Event | None:
    shift = verdict.shift
    if shift is None or shift.since is None or shift.since in kpi.signals.segments:
        return None
    day = kpi.baseline.day if kpi.baseline else None
    if day and day >= shift.since:
        return None
    what = say("the level of “{kpi}” is another one since {day:%-d %B %Y}", kpi=kpi.title, day=shift.since)
    why = say("baseline, target and limits were set by the level before")
    return Event("regime", kpi.ref, what, why, fields={"since": shift.since})

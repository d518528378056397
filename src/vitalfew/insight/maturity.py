"""Maturity on five dimensions, each undeveloped, developing or mature, with the evidence and the next step (AUD-15).

The bands are those of "How to Build a KPI Framework That Actually Drives Performance"; a value between two of them takes
the lower stage. Where the facts are not kept there is no stage, only the reason: never a guess.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal, NamedTuple

from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

Stage = Literal["undeveloped", "developing", "mature"]
STAGES: tuple[Stage, ...] = ("undeveloped", "developing", "mature")

TIER_1 = (3, 7)
TIER_1_DEVELOPING = 12
LAGGING = (55.0, 65.0)
LAGGING_DEVELOPING = 80.0
OWNED_DEVELOPING = 50.0
DAYS_DEVELOPING = 7
BEFORE_MISS = 50.0
LEAST_ANSWERS = 5
"""Of fewer answers than this there is no median."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """One dimension: its stage (None where there is not enough data), what that rests on, and the step to the next stage.

    `values` are the numbers behind the stage, as JSON carries them.
    """

    id: str
    name: str
    stage: Stage | None
    evidence: str
    next_step: str | None
    values: dict[str, float | int | None]


class Response(NamedTuple):
    """How one trigger was met: the day it fired, the day of the first action after it, the day the target was missed, if ever."""

    fired: date
    acted: date | None
    missed: date | None


def maturity(framework: Framework, *, today: date, responses: Sequence[Response] = ()) -> tuple[Dimension, ...]:
    """Judge the five dimensions."""
    return (
        tier_1(framework, today=today),
        lead_lag(framework),
        cadence(framework),
        ownership(framework, today=today),
        response_time(responses),
    )


def top(framework: Framework) -> tuple[Kpi, ...]:
    """Give the KPIs of tier 1; one that stands on no level counts too, since nothing tells it apart."""
    return tuple(kpi for kpi in framework.current_kpis if kpi.kind == "kpi" and framework.tier_of(kpi) in {1, None})


def tier_1(framework: Framework, *, today: date) -> Dimension:
    """3 to 7, tiered and owned: mature; 8 to 12: developing; more: undeveloped."""
    kpis = top(framework)
    count = len(kpis)
    loose = sum(framework.tier_of(kpi) is None for kpi in kpis)
    unowned = sum(owner_of(framework, kpi, today=today) is None for kpi in kpis)
    levels = len({level.tier for level in framework.all_levels})
    below = any(framework.tier_of(kpi) in {2, 3} for kpi in framework.current_kpis)
    is_tiered = not loose and (below or levels == 1)
    said: list[str] = [say("{count} at tier 1", count=count)]
    said += [say("{count} of them on no level", count=loose)] if loose else []
    said += [say("no KPI or metric below them")] if not below and levels > 1 else []
    said += [say("{count} without one named owner", count=unowned)] if unowned else []
    values: dict[str, float | int | None] = {"tier_1": count, "without_level": loose, "without_owner": unowned}
    stage = _tier_1_stage(count, is_settled=is_tiered and not unowned)
    step = _tier_1_step(count, loose=loose, unowned=unowned)
    return Dimension("tier-1", say("KPIs at tier 1"), stage, several(said, "; "), None if stage == "mature" else step, values)


def _tier_1_stage(count: int, *, is_settled: bool) -> Stage:
    if count == 0 or count > TIER_1_DEVELOPING:
        return "undeveloped"
    return "mature" if is_settled and TIER_1[0] <= count <= TIER_1[1] else "developing"


def _tier_1_step(count: int, *, loose: int, unowned: int) -> str:
    if count == 0:
        few, many = TIER_1
        return say(
            "choose the {few} to {many} KPIs that say whether the strategy works, and put them at tier 1", few=few, many=many
        )
    if loose:
        return say("give each KPI a `level`, so that tier 1 is a choice")
    if count > TIER_1[1]:
        return say(
            "move {count} of them to the level below, or make them operational metrics, until {left} are left",
            count=count - TIER_1[1],
            left=TIER_1[1],
        )
    if count < TIER_1[0]:
        return say("add KPIs until {few} to {many} cover the objectives", few=TIER_1[0], many=TIER_1[1])
    if unowned:
        return say("name one person under `owner` of each")
    return say("put the KPIs that drive these on the levels below")


def lead_lag(framework: Framework) -> Dimension:
    """55 to 65 % lagging at tier 1: mature; over 80 %: undeveloped; between and under 55 % (too few outcomes): developing."""
    known = [kpi for kpi in top(framework) if kpi.timing]
    unknown = len(top(framework)) - len(known)
    lagging = sum(kpi.timing == "lagging" for kpi in known)
    if not known:
        return _not_enough(
            "lead-lag",
            say("Leading and lagging"),
            say("no KPI of tier 1 says its `timing`"),
            say("say `timing` of each KPI of tier 1"),
        )
    share = 100 * lagging / len(known)
    stage: Stage = "developing"
    if share > LAGGING_DEVELOPING:
        stage = "undeveloped"
    elif LAGGING[0] <= share <= LAGGING[1]:
        stage = "mature"
    of = len(known)
    said: list[str] = [say("{lagging} of {of} at tier 1 are lagging, {share:.0f} %", lagging=lagging, of=of, share=share)]
    said += [say("too few outcomes")] if share < LAGGING[0] else []
    said += [say("{count} say no `timing`", count=unknown)] if unknown else []
    values: dict[str, float | int | None] = {
        "lagging_share": share,
        "lagging": lagging,
        "leading": len(known) - lagging,
        "unknown": unknown,
    }
    step = None if stage == "mature" else _lead_lag_step(share, len(known))
    return Dimension("lead-lag", say("Leading and lagging"), stage, several(said, "; "), step, values)


def _lead_lag_step(share: float, count: int) -> str:
    counts = [lagging for lagging in range(count + 1) if LAGGING[0] <= 100 * lagging / count <= LAGGING[1]]
    leading = say("a leading KPI in place of a lagging one")
    kind = leading if share > LAGGING[1] else say("a lagging KPI, an outcome, in place of a leading one")
    if counts:
        return say("put {kind}: {lagging} lagging of {count} lie in the band", kind=kind, lagging=counts[0], count=count)
    return say("put {kind}; no split of {count} lies between 55 and 65 %: 3 lagging of 5 and 4 of 7 do", kind=kind, count=count)


def cadence(framework: Framework) -> Dimension:
    """Weekly, monthly and quarterly: mature; weekly beside nothing or one of them: developing; else undeveloped."""
    found = {each.frequency for each in framework.cadences}
    held = [word for word in ("daily", "weekly", "monthly", "quarterly", "yearly") if word in found]
    missing = [word for word in ("weekly", "monthly", "quarterly") if word not in found]
    stage: Stage = "mature" if not missing else "developing" if "weekly" in found else "undeveloped"
    often = several(map(word, held))
    said = say("reviews are declared {often}", often=often) if held else say("no review is declared")
    step = say("declare a {often} review under `cadences`", often=word(missing[0])) if missing else None
    values: dict[str, float | int | None] = {word: sum(each.frequency == word for each in framework.cadences) for word in held}
    return Dimension("cadence", say("Review cadence"), stage, said, step, values)


def owner_of(framework: Framework, kpi: Kpi, *, today: date) -> str | None:
    """Give the one named person who answers for a KPI; None where it is nobody, several, a group, a vacancy, or someone gone."""
    person = framework.person.get(kpi.owners[0]) if len(kpi.owners) == 1 else None
    if person is None or person.name is None or person.group or (person.left and person.left <= today):
        return None
    return person.id


def ownership(framework: Framework, *, today: date) -> Dimension:
    """Every KPI with one named owner and a trigger: mature; more than half with an owner: developing; else undeveloped."""
    kpis = [kpi for kpi in framework.current_kpis if kpi.kind == "kpi"]
    if not kpis:
        return _not_enough(
            "ownership", say("Ownership"), say("there is no KPI to own"), say("declare a KPI with one person under `owner`")
        )
    owned = [kpi for kpi in kpis if owner_of(framework, kpi, today=today)]
    armed = [kpi for kpi in owned if kpi.escalate]
    share = 100 * len(owned) / len(kpis)
    stage: Stage = "mature" if len(armed) == len(kpis) else "developing" if share > OWNED_DEVELOPING else "undeveloped"
    said = say(
        "{owned} of {kpis} KPIs have one named owner, {armed} of them a trigger",
        owned=len(owned),
        kpis=len(kpis),
        armed=len(armed),
    )
    step = None
    if stage != "mature":
        done = {kpi.id for kpi in (owned if len(owned) < len(kpis) else armed)}
        without = next((kpi.id for kpi in kpis if kpi.id not in done), kpis[0].id)
        person = say("one person, by name, under `owner`")
        wanted = person if len(owned) < len(kpis) else say("a trigger under `escalate`")
        step = say("give each KPI {wanted}, beginning with `{kpi}`", wanted=wanted, kpi=without)
    values: dict[str, float | int | None] = {"kpis": len(kpis), "owned": len(owned), "with_trigger": len(armed)}
    return Dimension("ownership", say("Ownership"), stage, said, step, values)


def response_time(responses: Sequence[Response]) -> Dimension:
    """Judge the median of days from trigger to first action: weeks are undeveloped, up to a week is developing.

    Mature is also to have had more than half of the triggers fire before the target was missed. Fewer than LEAST_ANSWERS
    give no stage.
    """
    days = [(each.acted - each.fired).days for each in responses if each.acted]
    if len(days) < LEAST_ANSWERS:
        why = say("{days} of the {least} answers to an escalation that a median takes", days=len(days), least=LEAST_ANSWERS)
        step = say("let the clock look at what is measured, and answer what it escalates: `vitalfew escalations`")
        return _not_enough("response-time", say("Response time"), why, step)
    middle = float(median(days))
    early = 100 * sum(each.missed is None or each.fired < each.missed for each in responses) / len(responses)
    stage: Stage = "undeveloped"
    if middle <= DAYS_DEVELOPING:
        stage = "mature" if early > BEFORE_MISS else "developing"
    said = say(
        "{middle:g} days in the middle from trigger to first action; {early:.0f} % fired before the target was missed",
        middle=middle,
        early=early,
    )
    steps = {
        "undeveloped": say("agree who acts within {days} days of a trigger", days=DAYS_DEVELOPING),
        "developing": say("let triggers fire on patterns, before the target is missed"),
    }
    return Dimension(
        "response-time", say("Response time"), stage, said, steps.get(stage), {"median_days": middle, "early_share": early}
    )


def _not_enough(id_: str, name: str, why: str, step: str) -> Dimension:
    return Dimension(id_, name, None, say("not enough data: {why}", why=why), step, {})

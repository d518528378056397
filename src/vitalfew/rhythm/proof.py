"""What a verdict says for or against an escalation: which causes hold, what is frozen as evidence, what proves that one is over.

A cause is what is wrong with a KPI: its `result`, its `data`, or a `guard` of it. Several triggers may tell of one cause; a
likely miss that becomes a miss is one story, and one escalation.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Literal

from vitalfew.base.quantity import format_value
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.model.recipe import recipe
from vitalfew.model.verdict import SHAPES, Fired, Pattern, Verdict
from vitalfew.rhythm.desk import Desk
from vitalfew.store.contents import keep, kept

Cause = Literal["result", "data", "guard"]
CAUSES: dict[Pattern, Cause] = {
    "worse_in_a_row": "result",
    "missed": "result",
    "beyond_threshold": "result",
    "signal_against": "result",
    "likely_miss": "result",
    "stale": "data",
    "guard_broken": "guard",
}
WORDS_FOR: dict[str, str] = {
    "result": say("the result"),
    "data": say("missing data"),
    "guard": say("a broken guard"),
}


def causes(verdict: Verdict) -> dict[Cause, tuple[Fired, ...]]:
    """Give the triggers that hold, by the cause that they tell of."""
    found: dict[Cause, tuple[Fired, ...]] = {}
    for fired in verdict.triggers:
        cause = CAUSES[fired.trigger]
        found[cause] = (*found.get(cause, ()), fired)
    return found


def escalating(fired: Sequence[Fired]) -> tuple[Fired, ...]:
    """Give those of some triggers that open an escalation, and no watch."""
    return tuple(each for each in fired if each.opens == "escalation")


def is_over(verdict: Verdict, cause: str, *, since: date, as_of: date) -> bool:
    """Tell whether a verdict of a day proves that a cause is over: it was judged since, on values, and nothing escalates.

    A trigger that is silent because there are no values proves nothing.
    """
    holding = any(CAUSES[each.trigger] == cause for each in escalating(verdict.triggers))
    return as_of >= since and verdict.state in {"ok", "no-target"} and not holding


def freeze(desk: Desk, verdict: Verdict, *, as_of: date) -> str:
    """Keep what a verdict says as it is now, and give the name it is kept under; it names no person."""
    return keep(desk.transaction, _text(evidence(desk.framework, verdict, as_of=as_of)))[0]


def frozen(desk: Desk, names: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Give evidence by the names it is kept under."""
    return {name: json.loads(content) for name, content in kept(desk.transaction, names).items()}


def evidence(framework: Framework, verdict: Verdict, *, as_of: date) -> dict[str, object]:
    """Give what an escalation rests on, as JSON carries it."""
    period, kpi = verdict.period, framework.kpi.get(verdict.ref.id)
    signal, limits = verdict.signal, verdict.signal.limits if verdict.signal else None
    return {
        "as_of": as_of.isoformat(),
        "name": verdict.name,
        "period": period.label if period else None,
        "start": period.start.isoformat() if period else None,
        "end": period.end.isoformat() if period else None,
        "value": verdict.value,
        "missing": verdict.missing,
        "unit": verdict.unit,
        "decimals": verdict.decimals,
        "target": verdict.target_now,
        "threshold": verdict.threshold,
        "status": verdict.status,
        "state": verdict.state,
        "status_since": verdict.status_since.isoformat() if verdict.status_since else None,
        "triggers": [{**asdict(each), "since": each.since.isoformat()} for each in verdict.triggers],
        "recent": list(verdict.recent),
        "trend": verdict.trend.word,
        "signals": list(signal.fired) if signal else [],
        "limits": [limits.lower, limits.upper] if limits else None,
        "attention": verdict.attention,
        "assurance": verdict.assurance,
        "likely_miss": verdict.forecast.p_miss if verdict.forecast else None,
        "reasons": list(verdict.reasons),
        "recipe": recipe(kpi, framework) if kpi else None,
    }


def sentence(said: Mapping[str, Any], cause: str | None = None) -> str:
    """Say evidence in one line: shape, value, target and period, then the triggers of the cause."""
    fired = [each["text"] for each in said["triggers"] if cause in {None, CAUSES[each["trigger"]]}]
    unit, places = said["unit"], said["decimals"]
    value = format_value(said["value"], unit, places)
    status = say("{shape} {status}", shape=SHAPES[said["status"]], status=word(said["status"] or said["state"]))
    target = [say("target {target}", target=_bound(said["target"], unit, places))] if said["target"] is not None else []
    parts = several([status, value, *target, *([said["period"]] if said["period"] else [])])
    return several((parts, several(fired, "; ")), ": ") if fired else parts


def _bound(bound: float | Sequence[float], unit: str | None, places: int | None) -> str:
    if isinstance(bound, int | float):
        return format_value(bound, unit, places)
    return several((format_value(each, unit, places) for each in bound), say(" to "))


def _text(said: Mapping[str, object]) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True, allow_nan=False).encode()

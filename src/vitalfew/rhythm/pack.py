"""The figures of a review: as they are now, and frozen at the lock as they were reported.

A pack holds what the judge said of each KPI, and nobody's name or words: those stay where they can be erased. A KPI that anybody
in the audience may not see is in it by name alone (CAS-5). An operational metric is on a leadership review, one that looks at
tier 1, only where it is beyond its threshold (CAS-6).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from vitalfew.judge.private import without
from vitalfew.model.difference import is_on
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard
from vitalfew.model.visibility import may_see, reason
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.reviews import Review
from vitalfew.store.contents import keep, kept
from vitalfew.store.journal import entries
from vitalfew.store.revisions import live

FINANCIAL = "financial"


@dataclass(frozen=True, slots=True)
class Figure:
    """What is shown of a KPI; `missing` says why there is no value, `private` to whom it is where the audience may not see it.

    `is_new` says that the status is that of this period alone, `signal` the way of a signal (True is for the better), `opens`
    what its triggers open.
    """

    id: str
    name: str
    unit: str | None
    decimals: int | None
    perspective: str | None
    period: str | None
    value: float | None
    target: float | tuple[float, float] | None
    status: str | None
    state: str
    last_status: str | None
    missing: str | None
    is_new: bool
    signal: bool | None
    opens: str | None
    reasons: tuple[str, ...]
    private: str | None

    @property
    def is_red(self) -> bool:
        """Tell whether it is red, or was when it was last heard of."""
        return self.status == "red" or (self.state == "stale" and self.last_status == "red")


def kpis_of(framework: Framework, review: Review, scorecard: Scorecard) -> tuple[Kpi, ...]:
    """Give the KPIs that a review looks at, in the order of the framework: those that are live or paused."""
    red = {each.ref.id for each in scorecard.verdicts if each.status == "red" or each.last_status == "red"}
    cadence = review.cadence_of
    found = [kpi for kpi in framework.current_kpis if kpi.lifecycle != "draft" and is_on(cadence, kpi, framework)]
    return tuple(kpi for kpi in found if kpi.kind == "kpi" or 1 not in review.tiers or kpi.id in red)


def unseen(framework: Framework, kpis: Sequence[Kpi], people: Sequence[str]) -> frozenset[str]:
    """Give the KPIs whose figures somebody of an audience may not see; where nobody is named, those that are not for all."""
    viewers = people or (None,)
    return frozenset(kpi.id for kpi in kpis if not all(may_see(framework, kpi, each) for each in viewers))


def pack(desk: Desk, review: Review, scorecard: Scorecard) -> dict[str, Any]:
    """Give the figures of a review as they are now, in JSON's types."""
    framework = desk.framework
    kpis = kpis_of(framework, review, scorecard)
    seen = without(scorecard, framework, unseen(framework, kpis, review.people))
    ids = {kpi.id for kpi in kpis}
    chosen = replace(seen, verdicts=tuple(each for each in seen.verdicts if each.ref.id in ids), objectives=(), perspectives=())
    said = {each["ref"].partition(":")[2]: each for each in _verdicts(chosen)}
    revision, last = live(desk.transaction), entries(desk.transaction, last=1)
    return {
        "version": 1,
        "review": review.id,
        "period": review.period,
        "as_of": scorecard.as_of.isoformat(),
        "at": desk.at.isoformat(),
        "revision": revision.number if revision else None,
        "head": last[-1].hash if last else None,
        "kpis": [_entry(framework, kpi, said.get(kpi.id)) for kpi in kpis],
    }


def _verdicts(scorecard: Scorecard) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = scorecard.as_json()["verdicts"]  # type: ignore[assignment]  # as its contract says
    return found


def _entry(framework: Framework, kpi: Kpi, verdict: dict[str, Any] | None) -> dict[str, Any]:
    """Give a KPI's part of the pack, without names of people and their words."""
    own = verdict and verdict.get("own_judgement")
    plain = verdict and {
        **{name: value for name, value in verdict.items() if name != "owner"},
        "own_judgement": {"status": own["status"], "disagrees": own["disagrees"]} if own else None,
    }
    is_private = bool(verdict and verdict["state"] == "private")
    return {"id": kpi.id, "name": kpi.title, "private": reason(framework, kpi) if is_private else None, "verdict": plain}


def freeze(desk: Desk, found: Mapping[str, Any]) -> str:
    """Keep a pack as it is and give its hash, by which it never changes."""
    return keep(desk.transaction, json.dumps(found, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode())[0]


def frozen(desk: Desk, name: str) -> dict[str, Any]:
    """Give a pack as it was reported, by its hash."""
    found: dict[str, Any] = json.loads(kept(desk.transaction, [name])[name])
    return found


def figures(found: Mapping[str, Any]) -> tuple[Figure, ...]:
    """Read the figures off a pack."""
    return tuple(map(_figure, found["kpis"]))


def close_to(found: Sequence[Figure], framework: Framework, viewer: str | None, audience: Sequence[str]) -> tuple[Figure, ...]:
    """Leave out what one more viewer may not see, who is none of the audience."""
    if viewer in audience:
        return tuple(found)
    return tuple(each if _may(framework, each.id, viewer) else _closed(each, framework) for each in found)


def _may(framework: Framework, kpi: str, viewer: str | None) -> bool:
    noun = framework.kpi.get(kpi)
    return noun is None or may_see(framework, noun, viewer)


def _closed(figure: Figure, framework: Framework) -> Figure:
    shut = _figure(
        {"id": figure.id, "name": figure.name, "private": reason(framework, framework.kpi[figure.id]), "verdict": None}
    )
    return replace(shut, perspective=figure.perspective, state="private")


def _figure(entry: Mapping[str, Any]) -> Figure:
    verdict = entry["verdict"] or {}
    period, signal, target = verdict.get("period"), verdict.get("signal"), verdict.get("target_now")
    opened = {each["opens"] for each in verdict.get("triggers", ())}
    since = verdict.get("status_since")
    return Figure(
        entry["id"],
        entry["name"],
        verdict.get("unit"),
        verdict.get("decimals"),
        verdict.get("perspective"),
        period["label"] if period else None,
        verdict.get("value"),
        tuple(target) if isinstance(target, list) else target,
        verdict.get("status"),
        verdict.get("state", "no-data"),
        verdict.get("last_status"),
        verdict.get("missing", "not-measured"),
        bool(period and since and since >= period["start"]),
        signal["better"] if signal and signal["fired"] else None,
        next((each for each in ("escalation", "watch") if each in opened), None),
        tuple(verdict.get("reasons", ())),
        entry["private"],
    )

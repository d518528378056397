"""Laws that hold for every KPI, and a judge of one KPI in plain Python to compare with (MON-1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitalfew.model.verdict import Scorecard, Verdict

Card = Callable[..., Scorecard]
Observe = Callable[..., list[dict[str, object]]]
Spec = dict[str, Any]
Case = tuple[Spec, float]
PASS, FULL = 10 / 3, 20 / 3
RANK = {"red": 0, "amber": 1, "green": 2}
LAST = date(2026, 5, 31)
few = settings(max_examples=25, deadline=None)


@pytest.fixture(scope="module")
def judge_all(card: Card, observe: Observe) -> Callable[[Sequence[Case]], list[Verdict]]:
    """Judge many KPIs at once, each on one value of May."""

    def judged(cases: Sequence[Case]) -> list[Verdict]:
        kpis = [{"id": f"k{at}", "formula": "m", **spec} for at, (spec, _) in enumerate(cases)]
        rows = [row for at, (_, value) in enumerate(cases) for row in observe(f"k{at}", "month", [value], last=LAST)]
        return list(card(kpis, rows, today=date(2026, 6, 2)).verdicts)

    return judged


JudgeAll = Callable[[Sequence[Case]], list[Verdict]]
# Eighths meet each other often, so that ties are common, and scale exactly by powers of two.
number = st.integers(-400, 400).map(lambda eighths: eighths / 8)


@st.composite
def specs(draw: st.DrawFn) -> Spec:
    """A KPI with a constant target, up, down or a band, its threshold sound, unsound or absent."""
    low, high = sorted(draw(st.lists(number, min_size=2, max_size=2, unique=True)))
    sense = draw(st.sampled_from(["up", "down", "within"]))
    if sense == "within":
        gaps = draw(st.tuples(number, number).map(lambda pair: (abs(pair[0]), abs(pair[1]))))
        pair = draw(st.sampled_from([None, (low - gaps[0], high + gaps[1])]))
        best = draw(st.sampled_from([None, low, (low + high) / 2, high]))
        return {"direction": sense, "target": {"within": (low, high), "best": best}, "threshold": pair}
    threshold = draw(st.one_of(st.none(), number))
    kind = "at_least" if sense == "up" else "at_most"
    return {"direction": sense, "target": {kind: draw(number)}, "threshold": threshold, "baseline": {"value": draw(number)}}


case = st.tuples(specs(), number)
cases = st.lists(case, min_size=1, max_size=20)


def goodness(spec: Spec, value: float) -> float | None:
    """A number that grows as the value gets better; None at a band's best, where both sides meet."""
    if spec["direction"] != "within":
        return value if spec["direction"] == "up" else -value
    low, high = spec["target"]["within"]
    best = spec["target"]["best"] or (low + high) / 2
    return value - best if value <= best else None


@few
@given(spec=specs(), values=st.lists(number, min_size=2, max_size=12))
def test_a_better_value_never_has_a_worse_status_or_a_lower_score(judge_all: JudgeAll, spec: Spec, values: list[float]) -> None:
    ordered = sorted((good, value) for value in values if (good := goodness(spec, value)) is not None)
    verdicts = judge_all([(spec, value) for _, value in ordered])
    ranks = [RANK[each.status] for each in verdicts if each.status]
    scores = [each.score for each in verdicts if each.score is not None]
    assert len(ranks) == len(ordered)
    assert ranks == sorted(ranks)
    assert scores == sorted(scores)
    assert len(scores) in {0, len(ordered)}


@few
@given(cases=cases)
def test_status_is_total_and_score_never_parts_from_it(judge_all: JudgeAll, cases: list[Case]) -> None:
    for verdict in judge_all(cases):
        assert verdict.state == "ok"
        assert verdict.status in RANK
        assert verdict.reasons
        if verdict.score is not None:
            assert 0 <= verdict.score <= 10
            assert (verdict.score >= FULL) == (verdict.status == "green")
            assert (verdict.score < PASS) == (verdict.status == "red")


def scaled(spec: Spec, factor: float) -> Spec:
    """Write a KPI in another unit."""
    target = {key: _times(value, factor) for key, value in spec["target"].items()}
    baseline = {**spec["baseline"], "value": spec["baseline"]["value"] * factor} if "baseline" in spec else None
    return {**spec, "target": target, "threshold": _times(spec["threshold"], factor), "baseline": baseline}


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, tuple):
        return tuple(sorted(each * factor for each in value))
    return None if value is None else value * factor


@few
@given(cases=cases, power=st.integers(-30, 30).map(lambda exponent: 2.0**exponent))
def test_scaling_units_changes_nothing(judge_all: JudgeAll, cases: list[Case], power: float) -> None:
    """Powers of two are exact in floats, so that not even rounding may change a status."""
    plain = judge_all(cases)
    other = judge_all([(scaled(spec, power), value * power) for spec, value in cases])
    assert [(a.status, a.score, a.progress, a.pace) for a in plain] == [(b.status, b.score, b.progress, b.pace) for b in other]


MIRROR = {"up": "down", "down": "up", "within": "within"}
MIRRORED_KIND = {"at_least": "at_most", "at_most": "at_least"}


def mirrored(spec: Spec) -> Spec:
    """The same KPI counted the other way round."""
    turned = scaled(spec, -1.0)
    target = {MIRRORED_KIND.get(key, key): value for key, value in turned["target"].items()}
    return {**turned, "target": target, "direction": MIRROR[spec["direction"]]}


@few
@given(cases=cases)
def test_a_mirrored_kpi_has_the_mirrored_verdict(judge_all: JudgeAll, cases: list[Case]) -> None:
    plain, other = judge_all(cases), judge_all([(mirrored(spec), -value) for spec, value in cases])
    assert [(a.status, a.score, a.progress) for a in plain] == [(b.status, b.score, b.progress) for b in other]


days = st.integers(0, 900).map(lambda count: date(2025, 1, 1) + timedelta(days=count))


@st.composite
def paths(draw: st.DrawFn) -> Spec:
    """A KPI that is to reach a value, on any path but last year's."""
    points = draw(st.dictionaries(days, number, min_size=1, max_size=4))
    path = draw(st.sampled_from(["linear", "hold", points]))
    by = draw(st.one_of(st.none(), days))
    target = {"reach": draw(number), "path": path} | ({"by": by} if by else {})
    baseline = draw(st.one_of(st.none(), st.builds(lambda value, on: {"value": value, "on": on}, number, days)))
    threshold = draw(st.one_of(number, st.dictionaries(days, number, min_size=1, max_size=4)))
    return {"direction": draw(st.sampled_from(["up", "down"])), "target": target, "baseline": baseline, "threshold": threshold}


def read(points: dict[date, float], day: date) -> float:
    """Read a path at a day, constant outside."""
    known = sorted(points.items())
    return float(np.interp(day.toordinal(), [each.toordinal() for each, _ in known], [value for _, value in known]))


def target_now(spec: Spec) -> float:
    """Say where the target of a KPI that is to reach a value stands on the last day of May."""
    target, baseline = spec["target"], spec["baseline"]
    final = float(target["reach"])
    own = target["path"] if isinstance(target["path"], dict) else {}
    by = target.get("by")
    if (by and by <= LAST) or (by is None and not own):
        return final
    start = {baseline["on"]: baseline["value"]} if baseline and (by is None or baseline["on"] < by) else {}
    begun = baseline["on"] if baseline else date.min
    points = {day: value for day, value in own.items() if day > begun and (by is None or day < by)} | start
    if by:
        points[by] = final
    if target["path"] == "hold":
        return float(points[max((day for day in points if day <= LAST), default=min(points))])
    return read(points, LAST)


def one_kpi(spec: Spec, value: float) -> tuple[str, float | None, float]:
    """Judge one KPI as the design says it, in plain Python: status, score, target now."""
    sign = 1 if spec["direction"] == "up" else -1
    target, threshold = target_now(spec), spec["threshold"]
    red_line = read(threshold, LAST) if isinstance(threshold, dict) else threshold
    room = sign * (target - red_line)
    status = "red" if sign * (value - red_line) < 0 else "green" if sign * (value - target) >= 0 else "amber"
    if room <= 0:
        return status, None, target
    return status, min(max(PASS + sign * (value - red_line) / room * PASS, 0.0), 10.0), target


@few
@given(cases=st.lists(st.tuples(paths(), number), min_size=1, max_size=30))
def test_all_at_once_agrees_with_one_by_one(judge_all: JudgeAll, cases: list[Case]) -> None:
    for (spec, value), verdict in zip(cases, judge_all(cases), strict=True):
        status, score, target = one_kpi(spec, value)
        assert verdict.target_now == pytest.approx(target, rel=1e-9, abs=1e-9)
        assert isinstance(verdict.threshold, float)
        lines = [line for line in (target, verdict.threshold) if abs(value - line) < 1e-9]
        assert verdict.status == status or lines, "only rounding on a line may part the two"
        if abs(target - verdict.threshold) > 1e-9:
            assert (verdict.score is None) == (score is None)
            assert verdict.score == (None if score is None else pytest.approx(score, rel=1e-9, abs=1e-6))

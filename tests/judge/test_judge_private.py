"""A scorecard for one viewer: private figures and what gives them away are left out, and all else stays as it is (CAS-5)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vitalfew.base.finding import Finding
from vitalfew.base.ref import Ref
from vitalfew.judge.private import WITHHELD, for_viewer
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import Fired, Scorecard, Verdict

Observe = Callable[..., list[dict[str, object]]]
Card = Callable[..., Scorecard]
LAST = date(2026, 6, 21)
STANDS = {
    "ref",
    "name",
    "lifecycle",
    "level",
    "tier",
    "org_unit",
    "unit",
    "decimals",
    "direction",
    "owner",
    "objective",
    "perspective",
}
OPEN = {"id": "sales", "every": "week", "target": {"at_least": 5}, "threshold": 3, "formula": "a"}


def person(number: int, **more: Any) -> dict[str, Any]:
    return {**OPEN, "id": f"k{number}", "subject": f"p{number}", "owner": f"p{number}", "reviewer": "boss", **more}


def shown(
    card: Card, observe: Observe, kpis: list[dict[str, Any]], viewer: str | None, **more: Any
) -> tuple[Scorecard, Scorecard]:
    """Give the whole scorecard and what a viewer sees of it."""
    rows = [row for at, kpi in enumerate(kpis) for row in observe(kpi["id"], "week", [9.0, 7.0, 1.0 + at], last=LAST)]
    framework = Framework.model_validate({"kpis": kpis, **more})
    whole = card(kpis, rows, **more)
    return whole, for_viewer(whole, framework, viewer)


def one(scorecard: Scorecard, id_: str) -> Verdict:
    return next(each for each in scorecard.verdicts if each.ref.id == id_)


def test_a_private_verdict_keeps_its_place_and_nothing_that_was_measured(card: Card, observe: Observe) -> None:
    whole, seen = shown(card, observe, [person(0), OPEN], None)
    private = one(seen, "k0")
    assert [each.ref for each in seen.verdicts] == [each.ref for each in whole.verdicts]
    assert (private.state, private.missing, private.status, private.value) == ("private", "private", None, None)
    assert private.reasons == ("private to the person and their line",)
    for field in fields(Verdict):
        if field.name in STANDS:
            assert getattr(private, field.name) == getattr(one(whole, "k0"), field.name)
    assert not {"9.0", "7.0", "1.0", "5.0", "3.0"} & set(json.dumps(seen.as_json()["verdicts"][0]).replace(",", " ").split())  # type: ignore[index]  # JSON
    assert one(seen, "sales") == one(whole, "sales")


@pytest.mark.parametrize("viewer", ["p0", "boss"])
def test_the_person_and_their_line_see_all_of_it(card: Card, observe: Observe, viewer: str) -> None:
    whole, seen = shown(card, observe, [person(0), OPEN], viewer)
    assert seen == whole


GOAL: dict[str, Any] = {
    "objectives": [{"id": "o", "perspective": "financial", "supports": ["top"]}, {"id": "top", "perspective": "customer"}]
}


@pytest.mark.parametrize(("count", "state"), [(1, "private"), (4, "private"), (5, "ok")])
def test_a_roll_up_of_private_figures_is_shown_from_five_people_on(card: Card, observe: Observe, count: int, state: str) -> None:
    kpis = [{**OPEN, "objectives": "o"}, *(person(at, objectives="o") for at in range(count))]
    whole, seen = shown(card, observe, kpis, None, **GOAL)
    assert [each.state for each in seen.objectives] == [state, state]
    assert [each.state for each in seen.perspectives[:2]] == [state, state]
    if state == "private":
        assert {each.reasons for each in seen.objectives} == {(WITHHELD,)}
        assert {(each.score, each.status, each.results, each.drivers) for each in seen.objectives} == {(None, None, None, None)}
    else:
        assert [(each.score, each.status) for each in seen.objectives] == [(each.score, each.status) for each in whole.objectives]
        assert not [each for each in seen.objectives if "K0" in "".join(each.reasons)]


def test_one_person_with_five_kpis_is_one_person(card: Card, observe: Observe) -> None:
    kpis = [{**person(0), "id": f"k{at}", "objectives": "o"} for at in range(5)]
    _, seen = shown(card, observe, kpis, None, **GOAL)
    assert [each.state for each in seen.objectives] == ["private", "private"]


def test_the_worst_of_many_is_the_figure_of_one(card: Card, observe: Observe) -> None:
    goal = {"objectives": [{"id": "o", "roll_up": "worst"}]}
    _, seen = shown(card, observe, [person(at, objectives="o") for at in range(6)], None, **goal)
    assert [each.state for each in seen.objectives] == ["private"]


def test_drivers_of_few_people_are_not_told_beside_the_results_of_many(card: Card, observe: Observe) -> None:
    kpis = [person(at, objectives="o", timing="leading" if at == 0 else "lagging") for at in range(6)]
    _, seen = shown(card, observe, kpis, None, **GOAL)
    assert seen.objectives[0].state == "private"


def test_parts_that_are_withheld_do_not_come_out_of_the_whole(card: Card, observe: Observe) -> None:
    """Three people under one objective and three under another are six in the perspective, and each objective stays withheld."""
    goal = {"objectives": [{"id": "a", "perspective": "financial"}, {"id": "b", "perspective": "financial"}]}
    kpis = [person(at, objectives="a" if at < 3 else "b") for at in range(6)]
    _, seen = shown(card, observe, kpis, None, **goal)
    assert [each.state for each in seen.objectives] == ["private", "private"]
    assert seen.perspectives[0].state == "ok"


def test_a_guard_that_is_private_breaks_nothing_that_is_shown(card: Card, observe: Observe) -> None:
    guarded = {**OPEN, "guards": ["k0"], "escalate": [{"guard_broken": True}]}
    rows = [*observe("k0", "week", [9.0, 7.0, 1.0], last=LAST), *observe("sales", "week", [9.0, 9.0, 9.0], last=LAST)]
    kpis = [person(0), guarded]
    whole = card(kpis, rows)
    assert [each.trigger for each in one(whole, "sales").triggers] == ["guard_broken"]
    assert one(for_viewer(whole, Framework.model_validate({"kpis": kpis}), None), "sales").triggers == ()
    assert one(for_viewer(whole, Framework.model_validate({"kpis": kpis}), "boss"), "sales").triggers != ()


def test_other_triggers_stay(card: Card, observe: Observe) -> None:
    whole, _ = shown(card, observe, [person(0), OPEN], None)
    fired = Fired("missed", "missed 3 of 5", 3, whole.as_of, "escalation")
    told = replace(whole, verdicts=tuple(replace(each, triggers=(fired,)) for each in whole.verdicts))
    seen = for_viewer(told, Framework.model_validate({"kpis": [person(0), OPEN]}), None)
    assert [each.triggers for each in seen.verdicts] == [(), (fired,)]


def test_findings_about_private_figures_are_told_without_them(card: Card, observe: Observe) -> None:
    finding = Finding("DAT010", "scale-mismatch", "warning", Ref("kpi", "k0"), "is 9.0", "help")
    whole = replace(card([person(0), OPEN], observe("k0", "week", [9.0], last=LAST)), incomplete=(finding,))
    [told] = for_viewer(whole, Framework.model_validate({"kpis": [person(0), OPEN]}), None).incomplete
    assert told.code == "DAT010"
    assert "9.0" not in told.message


@settings(deadline=None, max_examples=25)
@given(values=st.lists(st.floats(0, 10), min_size=3, max_size=3), other=st.lists(st.floats(0, 10), min_size=3, max_size=3))
def test_nothing_shown_depends_on_what_is_private(card: Card, observe: Observe, values: list[float], other: list[float]) -> None:
    """The law of it all: two pasts that differ in private figures alone look the same to whoever may not see them."""
    kpis = [
        {**OPEN, "objectives": "o", "guards": ["k0"], "escalate": [{"guard_broken": True}]},
        *(person(at, objectives="top") for at in range(3)),
    ]
    framework = Framework.model_validate({"kpis": kpis, **GOAL})

    def told(private: list[float]) -> object:
        rows = observe("sales", "week", [9.0, 7.0, 4.0], last=LAST)
        for at, value in enumerate(private):
            rows += observe(f"k{at}", "week", [5.0, value, value], last=LAST)
        return for_viewer(card(kpis, rows, **GOAL), framework, "p9").as_json()

    assert told(values) == told(other)

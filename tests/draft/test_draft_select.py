"""Choosing: every preset holds the audit's rules, the same input gives the same framework, and wishes are kept."""

from datetime import date

import pytest
from tests.draft.shapes import GOALS, candidates_of

from vitalfew.draft.alternatives import alternatives
from vitalfew.draft.build import files_of
from vitalfew.draft.select import select
from vitalfew.load.read import load_texts
from vitalfew.model.preset import PRESETS, PresetName
from vitalfew.rules.engine import check

TODAY = date(2026, 11, 2)


@pytest.mark.parametrize("preset", PRESETS)
def test_every_preset_passes_the_audit(preset: PresetName) -> None:
    selection = select(candidates_of(preset=preset))
    loaded = load_texts(files_of(selection, today=TODAY))
    findings = [*loaded.findings, *check(loaded.framework, today=TODAY, faulted=loaded.is_faulted)]
    assert [each for each in findings if each.severity != "info"] == []
    counted = {"kpis-in-all", "kpis-per-level", "kpis-per-objective", "objective-count", "falling-leading-share"}
    assert {each.rule for each in findings} & counted == set()
    assert set(GOALS) <= {each.pattern.id for each in selection.objectives}


def test_the_same_candidates_give_the_same_selection() -> None:
    one, other = (select(candidates_of(preset="small-business")) for _ in range(2))
    assert (one.objectives, one.kpis) == (other.objectives, other.kpis)


def test_what_is_pinned_is_in_and_what_is_excluded_is_not() -> None:
    first = select(candidates_of(preset="small-business"))
    out = first.kpis[0].entry.id
    known = {option.entry.id: option for option in first.candidates.options}
    pin = next(
        id_ for id_, option in sorted(known.items()) if option.entry.tier == 1 and id_ not in {k.entry.id for k in first.kpis}
    )
    chosen = {each.entry.id for each in select(candidates_of(preset="small-business", excluded=(out,), pinned=(pin,))).kpis}
    assert pin in chosen
    assert out not in chosen


def test_a_policy_holds_before_the_preset() -> None:
    selection = select(
        candidates_of(policy={"tier-1": {"max": 5}, "in-all": {"min": 5, "max": 24}, "kpis-per-owner": {"max": 5}})
    )
    units = [each.unit for each in selection.kpis]
    assert len(units) <= 24
    assert max(units.count(unit) for unit in units) <= 5


def test_a_small_organisation_has_few() -> None:
    assert len(select(candidates_of(size=6)).kpis) <= 8


def test_another_goal_changes_what_serves_it_and_leaves_the_rest() -> None:
    one, other = select(candidates_of()), select(candidates_of((*GOALS[:2], "answers-quick")))
    for goal in GOALS[:2]:
        served = [{each.entry.id for each in some.kpis if each.objective == goal and each.above is None} for some in (one, other)]
        assert served[0] & served[1], goal
    kept = {each.entry.id for each in one.kpis} & {each.entry.id for each in other.kpis}
    assert len(kept) > len(one.kpis) // 2


def test_alternatives_differ_and_say_how() -> None:
    best = select(candidates_of())
    others = alternatives(best)
    assert {"Least effort", "Another objective"} <= {each.name for each in others}
    assert all(each.trade for each in others)
    lean = next(each for each in others if each.name == "Least effort")
    assert lean.selection.burden <= best.burden

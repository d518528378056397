"""The files of a draft: whose words stand where, what is marked, who owns what, when reviews are, and what is to decide."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from vitalfew.base.errors import TargetExists
from vitalfew.draft.because import is_outcome
from vitalfew.draft.brief import Brief
from vitalfew.draft.draft import Draft, draft, write
from vitalfew.draft.roles import CHALLENGER
from vitalfew.load.read import load_texts
from vitalfew.model.preset import PresetName
from vitalfew.rules.engine import check
from vitalfew.text.engine import Engine, engine

TODAY = date(2026, 11, 23)
BRIEF = Brief(
    name="Harbour Inn",
    industry="hotel",
    size=60,
    goals=("Guests come back every year", "implement a new booking system", "Staff stay"),
    focus=("repeat guests",),
    stakeholders=("guests", "staff", "the owner family"),
    reporting="monthly",
)


@cache
def made(**more: object) -> Draft:
    return draft(BRIEF.model_copy(update=more), today=TODAY, engine=engine("lexical"))


def test_an_outcome_stands_in_the_users_words_and_an_undertaking_gives_way_to_what_it_is_for() -> None:
    """STR-3: a statement says what will be true; what is to be done for it stands beside it as it was stated."""
    framework = made().framework
    statements = {each.statement for each in framework.objectives}
    assert "Guests come back every year" in statements
    assert "implement a new booking system" not in {str(each).casefold() for each in statements}
    told = [each.description or "" for each in framework.objectives]
    assert any("Stated as “implement a new booking system”" in each for each in told)
    assert [is_outcome(goal) for goal in BRIEF.goals] == [True, False, False]


def test_what_nobody_stated_is_marked_and_what_was_stated_stands_as_it_is() -> None:
    file = made().files["framework/strategy.yaml"]
    assert (
        "# Composed from your answers, to be put into your own words: `mission`, `vision`, `approach` and `destination`." in file
    )
    stated = made(mission="We keep travellers warm.", currency="CHF")
    assert stated.framework.strategy.mission == "We keep travellers warm."
    assert "your own words: `vision`, `approach` and `destination`." in stated.files["framework/strategy.yaml"]
    assert "currency: EUR  # please confirm" in file
    assert "currency: CHF\n" in stated.files["framework/strategy.yaml"]


def test_owners_are_roles_and_nobody_reviews_their_own_number() -> None:
    """DEF-5, and CAS-2: no role answers for more than seven."""
    framework = made().framework
    assert {each.name for each in framework.people} == {None}
    assert CHALLENGER in framework.person
    for kpi in framework.kpis:
        assert isinstance(kpi.owner, str)
        assert kpi.owner in framework.person
        assert kpi.reviewer in framework.person
        assert kpi.reviewer != kpi.owner


def test_each_reason_names_its_objective_and_no_two_are_alike() -> None:
    framework = made().framework
    reasons = [kpi.because or "" for kpi in framework.kpis if kpi.kind == "kpi"]
    assert all(any(f"“{each.statement}”" in why for each in framework.objectives) for why in reasons)
    assert len(set(reasons)) > 0.7 * len(reasons)


def test_links_lead_only_to_what_is_there() -> None:
    framework = made().framework
    ids = {kpi.id for kpi in framework.kpis}
    for kpi in framework.kpis:
        assert {each.kpi for each in kpi.drives} | set(kpi.guards) | {each.id for each in kpi.contributes_to} <= ids
        assert {each.evidence for each in kpi.drives} <= {"expert"}
    ends = [each for each in framework.objectives if each.perspective != "financial"]
    assert all(each.drives for each in ends)


def test_the_first_days_are_two_weeks_of_data_then_a_review_within_seven_days_and_a_calibration_at_day_90() -> None:
    """DEF-4, RHY-3, RHY-4."""
    framework = made().framework
    sprint, launch, _ = framework.roadmap
    assert sprint.starts == date(2026, 11, 24)
    assert sprint.ends == date(2026, 12, 7)
    assert launch.starts == framework.organization.launched == date(2026, 12, 8)
    assert launch.checkpoint
    assert launch.checkpoint.decide == date(2026, 12, 8) + timedelta(days=90)
    assert any("First weekly review held by 2026-12-15" in each for each in launch.milestones)


@pytest.mark.parametrize(
    ("preset", "reporting", "kinds"),
    [
        ("small-business", "weekly", ["weekly", "monthly", "quarterly"]),
        ("executive", "quarterly", ["weekly", "weekly", "monthly", "quarterly"]),
        ("executive", "daily", ["weekly", "weekly", "daily", "monthly", "quarterly"]),
    ],
)
def test_the_rhythm_is_that_of_the_preset_and_of_the_reporting(preset: PresetName, reporting: str, kinds: list[str]) -> None:
    """RHY-1."""
    assert [each.frequency for each in made(preset=preset, reporting=reporting).framework.cadences] == kinds


def test_key_results_wait_for_baselines_in_a_cycle_of_their_own() -> None:
    framework = made(preset="okr").framework
    assert [(each.from_, each.to) for each in framework.cycles] == [(date(2026, 12, 8), date(2027, 3, 31))]
    assert not framework.key_results


def test_each_measure_is_planned_with_what_it_needs() -> None:
    text = made().files["framework/measures.yaml"]
    framework = made().framework
    assert all(each.is_planned and each.name and each.unit for each in framework.measures)
    assert text.count("  # ") >= len(framework.measures)


def test_stakeholders_have_interests_that_kpis_answer() -> None:
    """STR-7."""
    found = made().framework.stakeholders
    assert [each.name for each in found] == ["Guests", "Staff", "The owner family"]
    assert all(each.interests and all(interest.kpis for interest in each.interests) for each in found)
    nobody = made(stakeholders=())
    assert "You named nobody" in nobody.files["framework/strategy.yaml"]
    assert nobody.framework.stakeholders


def test_what_only_people_can_decide_is_listed_with_who_why_and_where() -> None:
    of = made()
    files = {decision.file for decision in of.decisions}
    assert files <= set(of.files)
    assert all(decision.what and decision.why and decision.who and decision.refs for decision in of.decisions)
    named = {ref for decision in of.decisions for ref in decision.refs}
    assert {kpi.ref for kpi in of.framework.kpis} <= named
    assert {person.ref for person in of.framework.people} <= named
    said = [str(decision.what) for decision in of.decisions]
    assert any("EUR" in each for each in said)
    assert any("`mission`" in each for each in said)


@pytest.mark.parametrize(
    "goal", ["Guests\n  return: - [x]", "a goal # with a hash, and: a colon", "'quoted' \"twice\"", "ends\u2028 here \x85"]
)
def test_words_of_users_never_break_a_file(goal: str) -> None:
    of = made(goals=(goal, "Guests come back every year", "Staff stay with us"), name="A: #1 “Inn”", focus=(goal,))
    loaded = load_texts(of.files)
    assert not [each for each in loaded.findings if each.severity != "info"]
    assert loaded.framework.organization.goals[0] == goal.strip()
    assert loaded.framework.organization.name == "A: #1 “Inn”"


def test_a_draft_is_written_whole_and_never_over_a_framework(tmp_path: Path) -> None:
    write(made(), tmp_path)
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.yaml")} == set(made().files)
    kept = (tmp_path / "framework" / "kpis.yaml").read_bytes()
    with pytest.raises(TargetExists):
        write(made(preset="okr"), tmp_path)
    assert (tmp_path / "framework" / "kpis.yaml").read_bytes() == kept
    assert [path.name for path in tmp_path.iterdir()] == ["framework"]


def test_a_framework_that_is_wholly_a_draft_advises_on_people_and_a_live_one_does_not() -> None:
    """What people have to find is no fault before the first KPI is live."""
    more = {"framework/board.yaml": BOARD}
    files = made().files
    live = {path: text.replace("lifecycle: draft", "lifecycle: live", 1) for path, text in files.items() if "kpis" in path}
    for texts, severity in (({**files, **more}, "info"), ({**files, **live, **more}, "warning")):
        found = check(load_texts(texts).framework, today=TODAY)
        assert {each.severity for each in found if each.code == "CAD013"} == {severity}


BOARD = """
people: [{id: board, name: The board, group: true}]
cadences: [{id: board-day, rhythm: yearly, tiers: [1], minutes: 60, focus: all, chair: board, audience: [board]}]
"""


def test_goals_that_leave_a_perspective_empty_drop_it_and_ask(engine: Engine) -> None:
    goals = ("Revenue grows faster than the market", "Customers stay year after year", "Orders arrive on time", "Margins recover")
    brief = Brief(
        name="Bikes", industry="e-commerce", size=120, goals=(*goals, "Customers recommend us to their friends"), currency="EUR"
    )
    made = draft(brief, today=TODAY, engine=engine)
    held = {each.perspective for each in made.framework.objectives}
    assert len(held) < 4
    assert {lens.id for lens in made.framework.lenses} == held
    assert [each for each in made.findings if each.severity != "info"] == []
    assert any("needs an objective" in each.what for each in made.decisions)

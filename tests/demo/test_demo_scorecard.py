"""The demo measured and judged as a user does it: everything is measured, and the scorecard is honest and worth reading."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from vitalfew import Workspace
from vitalfew.demo import truth
from vitalfew.demo.organisation import README, shipped, write_demo
from vitalfew.insight.conflict import conflicts
from vitalfew.insight.estimate import estimates
from vitalfew.insight.initiative import Effect, effects
from vitalfew.insight.lead import leads
from vitalfew.insight.sentence import effect
from vitalfew.insight.whole import sight_of
from vitalfew.model.verdict import Scorecard, Verdict

Row = dict[str, object]
DOCS = Path(__file__).parents[2] / "docs"
FLAW = re.compile(r"^\| ([A-Z]{3}\d{3}) \| ([a-z0-9-]+) \| ([a-z_]+:[a-z0-9-]+) \|", re.MULTILINE)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    target = tmp_path_factory.mktemp("demo") / "meridian"
    write_demo(target)
    opened = Workspace.open(target)
    assert opened.measure().findings == ()
    return opened


@pytest.fixture(scope="module")
def scorecard(workspace: Workspace) -> Scorecard:
    return workspace.judged()


@pytest.fixture(scope="module")
def rows(workspace: Workspace) -> list[Row]:
    """The observations of each KPI at its own grain, slices left out."""
    grains = {kpi.id: kpi.grain for kpi in workspace.framework.kpis}
    return [row for row in workspace.observations.latest().to_pylist() if not row["slice"] and row["grain"] == grains[row["kpi"]]]


def verdict(scorecard: Scorecard, kpi: str) -> Verdict:
    return next(each for each in scorecard.verdicts if each.ref.id == kpi)


def values(rows: list[Row], kpi: str, first: date, last: date) -> list[float]:
    found = (row for row in rows if row["kpi"] == kpi and first <= day(row, "start") <= last)
    return [row["value"] for row in found if isinstance(row["value"], float)]


def day(row: Row, column: str) -> date:
    value = row[column]
    assert isinstance(value, date)
    return value


def test_everything_that_has_rows_is_measured(scorecard: Scorecard) -> None:
    without = {each.ref.id for each in scorecard.verdicts if each.value is None}
    assert without == {"starter-confidence"}
    assert scorecard.incomplete == ()


def test_the_scorecard_holds_every_colour_and_every_honest_gap(scorecard: Scorecard) -> None:
    """Roughly half green, some amber, a few red, one stale, one without data."""
    statuses = Counter(each.status for each in scorecard.verdicts)
    assert 0.45 < statuses["green"] / len(scorecard.verdicts) < 0.65
    assert 6 <= statuses["amber"] <= 12
    assert 3 <= statuses["red"] <= 6
    states = {each.ref.id: each.state for each in scorecard.verdicts if each.state != "ok"}
    assert states == {"starter-confidence": "no-data", "supplier-score": "stale"}


def test_what_the_readme_says_of_the_scorecard_is_so(scorecard: Scorecard) -> None:
    said = {
        "app-downloads": "green",
        "repeat-visit-share": "red",
        "wholesale-revenue": "green",
        "wholesale-volume": "green",
        "wholesale-margin": "red",
        "wholesale-discount": "red",
        "supplier-score": None,
        "starter-confidence": None,
    }
    assert {kpi: verdict(scorecard, kpi).status for kpi in said} == said


def test_check_then_finds_what_the_readme_says_of_the_data(workspace: Workspace) -> None:
    """An owner who never updates, a break from a changed formula, red without a decision, a lead that is none."""
    readme = dict(shipped())[README].decode().partition("\n## What the data shows")[2]
    found = [each for each in workspace.check() if each.code[:3] in {"EVD", "DAT"}]
    assert sorted(FLAW.findall(readme)) == sorted((each.code, each.rule, str(each.ref)) for each in found)
    assert next(each.message for each in found if each.rule == "series-break").startswith(
        f"KPI `on-time-delivery` jumps on {truth.ON_TIME_CHANGED}"
    )


def test_trends_go_up_down_and_nowhere(scorecard: Scorecard) -> None:
    words = Counter(each.trend.word for each in scorecard.verdicts)
    assert min(words["up"], words["down"], words["flat"]) >= 2
    assert verdict(scorecard, "wholesale-discount").trend.better is False
    assert verdict(scorecard, "repeat-visit-share").trend.word == "flat"


def test_objectives_and_perspectives_do_not_all_agree(scorecard: Scorecard) -> None:
    assert {each.status for each in scorecard.objectives} == {"green", "amber", "red"}
    assert all(each.state == "ok" for each in (*scorecard.objectives, *scorecard.perspectives))


def test_the_retired_kpi_is_not_judged(scorecard: Scorecard) -> None:
    assert "cold-brew-revenue" not in {each.ref.id for each in scorecard.verdicts}


def test_every_baseline_is_what_was_measured(workspace: Workspace, rows: list[Row]) -> None:
    """A baseline that nobody can find in the data again is no baseline; the one of paper forms aside."""
    off = {}
    for kpi in workspace.framework.current_kpis:
        stood = kpi.baseline
        if stood is None or kpi.id == "starter-confidence":
            continue
        end = stood.day
        assert end is not None
        start = stood.from_ or end.replace(day=1)
        found = values(rows, kpi.id, start, end)
        mean = sum(found) / len(found)
        if abs(mean - stood.value) > max(0.01 * abs(stood.value), 0.5 if kpi.decimals == 0 else 0.051):
            off[kpi.id] = (stood.value, mean)
    assert off == {}


def test_the_lost_week_is_missing_and_not_zero(rows: list[Row]) -> None:
    lost = [
        row for row in rows if row["start"] == truth.GAP_STARTS and row["kpi"] in {"solved-at-first-contact", "first-reply-hours"}
    ]
    assert [(row["value"], row["missing"]) for row in lost] == [(None, "no-rows")] * 2


def test_the_current_week_and_month_are_partial(rows: list[Row]) -> None:
    current = [row for row in rows if row["grain"] in {"week", "month"} and day(row, "end") > truth.LAST]
    assert current
    assert not any(row["complete"] for row in current)


def test_the_kpis_of_a_wholesale_conflict_belong_to_different_people(scorecard: Scorecard) -> None:
    assert len({verdict(scorecard, kpi).owner for kpi in truth.CONFLICT}) == 2


def test_every_objective_leads_to_the_mission(workspace: Workspace) -> None:
    broken = {str(each.ref): workspace.trace(each.ref).broken for each in workspace.framework.objectives}
    assert set(broken.values()) == {None}


def test_the_orphan_alone_leads_nowhere(workspace: Workspace) -> None:
    strategic = [kpi for kpi in workspace.framework.current_kpis if kpi.kind == "kpi"]
    assert [kpi.id for kpi in strategic if workspace.trace(kpi.ref).broken] == ["energy-per-kilo"]


def test_the_demo_says_where_it_stands(tmp_path: Path) -> None:
    write_demo(tmp_path / "demo")
    assert Workspace.open(tmp_path / "demo").today == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("viewer", "is_shown"), [(None, False), ("ben", False), ("sofia", True), ("greta", True), ("ines", True)]
)
def test_what_one_person_achieves_is_for_her_and_her_line(workspace: Workspace, viewer: str | None, *, is_shown: bool) -> None:
    """CAS-5: Sofia Reis sees her three figures, and so do the head of wholesale and the deputy of the managing director."""
    verdicts = replace(workspace, viewer=viewer).status().verdicts
    private = {each.ref.id for each in verdicts if each.state == "private"}
    assert private == (set() if is_shown else {"lead-reply-hours", "accounts-ordering", "account-discount"})


def test_the_planted_leads_are_estimated_from_the_data_alone(workspace: Workspace) -> None:
    found = {(each.kpi, each.drives): each for each in estimates(workspace.framework, workspace.observations.latest())}
    for lead in truth.LEADS:
        seen = found[lead.kpi, lead.drives]
        assert seen.said == "clear"
        assert seen.lag == lead.weeks
        assert (seen.low or 0.0) <= lead.elasticity <= (seen.high or 0.0)
    assert {each.said for each in found.values() if each.grain in {"month", "quarter"} and each.pairs < 20} == {"not-enough"}


def test_the_line_of_sight_says_how_far_a_better_kpi_moves_the_top(workspace: Workspace, scorecard: Scorecard) -> None:
    """AUD-4: by which path, how far, how surely, on what evidence; and where nobody said how far, that."""
    sight = sight_of(workspace.framework, workspace.lines, workspace.observations.latest(), scorecard)
    (found,) = sight.reach("fresh-on-delivery")
    assert (found.headline, found.grade, found.clarity) == ("recurring-revenue", "expert", "clear")
    assert [edge.grade for edge in found.paths[0].edges] == ["estimated", "expert"]
    assert (found.low or 0) < (found.effect or 0) < (found.high or 0)
    assert found.days == ((6 + 8) * 7, (6 + 8) * 7)
    assert {each.clarity for each in sight.reach("net-promoter-score")} == {"unclear"}
    said = effect(found, workspace.framework)
    assert "+8.5 pt of Fresh on delivery goes with +€" in said
    assert "of the gap to its target, after about 14 weeks; as people declared" in said


TRUTH = re.compile(
    r"^\| `([\w-]+)` (?:leads|brings|takes|moves|against) `([\w-]+)` \| (\w+) \| (found|silent|out of reach) \|", re.MULTILINE
)
ANSWERS = {
    **dict.fromkeys(("not-enough", "too-early"), "out of reach"),
    **dict.fromkeys(("unclear", "not-shown", "not-seen"), "silent"),
}


@pytest.fixture(scope="module")
def moved(workspace: Workspace) -> dict[tuple[str, str], Effect]:
    """What the data say of each movement that an initiative was to bring."""
    found = effects(workspace.framework, workspace.observations.latest(), workspace.today)
    return {(each.initiative, each.kpi): each for each in found}


def test_insight_finds_what_is_planted_and_is_silent_where_nothing_is(
    workspace: Workspace, moved: dict[tuple[str, str], Effect]
) -> None:
    """Each answer is the one that `docs/demo-truths.md` tells."""
    framework, latest = workspace.framework, workspace.observations.latest()
    said: dict[tuple[str, str, str], str] = {(each.kpi, each.drives, "links"): each.said for each in estimates(framework, latest)}
    said |= {(each.kpi, each.drives, "leads"): each.said for each in leads(framework, latest)}
    said |= {(initiative, kpi, "effects"): each.said for (initiative, kpi), each in moved.items()}
    page = (DOCS / "demo-truths.md").read_text(encoding="utf-8")
    told = {(one, other, of): answer for one, other, of, answer in TRUTH.findall(page)}
    assert told.pop((*truth.CONFLICT, "conflicts")) == "found"
    assert len(told) == 14
    assert told == {key: ANSWERS.get(said[key], "found") for key in told}


def test_the_effects_of_initiatives_are_those_that_were_planted(moved: dict[tuple[str, str], Effect]) -> None:
    box, app = moved["welcome-box", "second-order"], moved["loyalty-app-push", "repeat-visit-share"]
    assert (box.said, app.said) == ("as-expected", "not-seen")
    assert (box.low or 0.0) <= truth.WELCOME_BOX_POINTS <= (box.high or 0.0)
    assert (app.low or 0.0) <= truth.APP_PUSH_POINTS <= (app.high or 0.0)
    assert moved["volume-offer", "wholesale-volume"].said == "less"


def test_the_planted_conflict_comes_first_with_a_kpi_that_both_own(workspace: Workspace) -> None:
    found = conflicts(workspace.framework, workspace.observations.latest())[0]
    assert found.pair == set(truth.CONFLICT)
    assert found.kinds == ("structural", "empirical")
    assert found.against is not None
    assert found.against.said == "against"
    assert found.shared


def test_what_people_and_data_hide_is_flagged(workspace: Workspace) -> None:
    flagged = {(each.code, each.ref.id) for each in workspace.check()}
    assert {("EVD001", "supplier-score"), ("OWN003", "on-time-delivery"), ("DAT053", "on-time-delivery")} <= flagged

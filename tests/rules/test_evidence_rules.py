"""A clean framework with clean evidence gives no finding, each fault of the evidence exactly one; starters and real data none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from vitalfew.base.finding import Finding
from vitalfew.demo.starter import write_starter
from vitalfew.load.read import load
from vitalfew.model.entry import Entry
from vitalfew.model.evidence import Apart, Evidence, Moved, Point, Series, Tie, declared_as, expected_as
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Drive, Kpi, Lag
from vitalfew.model.recipe import recipe
from vitalfew.model.rhythm import Initiative
from vitalfew.model.target import Baseline, Target
from vitalfew.rules.engine import check, rules
from vitalfew.rules.past import is_red
from vitalfew.rules.series_break import last_break
from vitalfew.workspace import Workspace

TODAY = date(2026, 6, 30)
YEARS = 2
FAMILIES = ("EVD", "DAT")


@cache
def clean() -> Framework:
    with TemporaryDirectory() as folder:
        write_starter(Path(folder), "small-business", today=TODAY)
        return load(Path(folder)).framework


def chance(*seed: object) -> float:
    """Give the number between 0 and 1 that belongs to a seed."""
    return Random(repr(seed)).random()  # noqa: S311  # no secret


def noise(*seed: object) -> float:
    """Give the number that belongs to a seed, about 0 with spread 1."""
    return Random(repr(seed)).gauss()  # noqa: S311  # no secret


def hops(kpi: Kpi, place: int) -> float:
    """Move between a little beyond the threshold and the target, without order."""
    low, high = kpi.threshold, kpi.target.final if kpi.target else None
    assert isinstance(low, float)
    assert high is not None
    return low + (high - low) * (1.05 * chance(kpi.id, place) - 0.05)


def series(kpi: Kpi) -> Series:
    """Two years of a KPI, whose baseline stands in the data."""
    calendar, stood = clean().calendar.calendar, kpi.baseline
    assert stood is not None
    assert stood.day
    periods = [*calendar.between(kpi.grain, TODAY - timedelta(days=365 * YEARS), TODAY)][:-1]
    inside = [(stood.from_ or stood.day) <= period.end and period.start <= stood.day for period in periods]
    values = [stood.value if at else hops(kpi, place) for place, (period, at) in enumerate(zip(periods, inside, strict=True))]
    points = tuple(Point(period.last_day, value) for period, value in zip(periods, values, strict=True))
    return Series(kpi.id, kpi.grain, recipe(kpi, clean()), periods[0].start, points)


@cache
def evidence() -> Evidence:
    return Evidence(TODAY, {kpi.id: series(kpi) for kpi in clean().current_kpis})


def values_of(kpi: str, change: Callable[[list[float | None]], list[float | None]]) -> Evidence:
    """Give the evidence with the values of a KPI changed."""
    old = evidence().series[kpi]
    values = change([point.value for point in old.points])
    points = tuple(Point(point.day, value) for point, value in zip(old.points, values, strict=True))
    return replace(evidence(), series={**evidence().series, kpi: replace(old, points=points)})


def changed(kpi: str, **update: object) -> Framework:
    """Give the framework with fields of a KPI changed."""
    kpis = tuple(each.model_copy(update=update) if each.id == kpi else each for each in clean().kpis)
    fields = {name: getattr(clean(), name) for name in Framework.model_fields}
    return Framework.model_validate({**fields, "kpis": kpis})


def entered(kpi: str, people: str, values: list[float]) -> Evidence:
    """Give entries for the last periods of a KPI, each made on the day after, by one person after the other."""
    points = evidence().series[kpi].points[-len(values) :]
    names = people.split() * len(values)
    entries = tuple(
        Entry("week", "", point.day, value, by, datetime.combine(point.day + timedelta(days=1), time(8)))
        for point, value, by in zip(points, values, names, strict=False)
    )
    return replace(evidence(), entries={kpi: entries})


def found(framework: Framework, known: Evidence | None) -> list[Finding]:
    return check(framework, today=TODAY, evidence=known)


def mutants() -> list[tuple[str, str, Framework, Evidence]]:
    """Give each fault: the rule that finds it, the KPI, framework and evidence."""
    base = clean()
    twin = base.kpi["conversion"]
    assert twin.baseline
    stood = twin.baseline.value
    like = {name: getattr(twin, name) for name in ("baseline", "target", "threshold")}
    double = replace(evidence().series[twin.id], kpi="card-joins", recipe=recipe(base.kpi["card-joins"], base))
    gone = values_of("conversion", lambda old: [*old[:-6], *[None] * 6])
    red = values_of("on-time", lambda old: [*old[:-9], *[87.0 + place % 3 for place in range(9)]])
    met = values_of(
        "conversion", lambda old: [value if value == stood else 40.2 + 12 * chance(each) for each, value in enumerate(old)]
    )
    levels = [95.0 + place % 2 / 10 for place in range(20)] + [91.6 + place % 2 / 10 for place in range(20)]
    jump = values_of("on-time", lambda old: [*old[:-40], *levels])
    return [
        ("stale-kpi", "conversion", base, gone),
        ("phantom-owner", "conversion", changed("conversion", updater="jon"), gone),
        ("phantom-owner", "conversion", base, entered("conversion", "mara", [34.5, 35.0, 36.5, 33.5, 34.0, 35.5])),
        ("copied-updates", "conversion", base, entered("conversion", "jon", [35.5, 36.5, 36.5, 36.5, 36.5])),
        ("series-break", "on-time", base, jump),
        (
            "baseline-not-in-data",
            "revenue",
            changed("revenue", baseline=Baseline.model_validate({"value": 20_000, "on": date(2025, 5, 31)})),
            evidence(),
        ),
        ("target-beyond-seen", "revenue", changed("revenue", target=Target(reach=90_000, by=date(2026, 12, 31))), evidence()),
        ("threshold-out-of-reach", "on-time", changed("on-time", threshold=70.0), evidence()),
        ("always-red", "on-time", base, red),
        ("target-already-met", "conversion", base, met),
        (
            "doubled-series",
            "card-joins",
            changed("card-joins", **like),
            replace(evidence(), series={**evidence().series, "card-joins": double}),
        ),
        (
            "never-red",
            "on-time",
            changed("on-time", baseline=Baseline.model_validate({"value": 92.0, "on": date(2024, 1, 7)})),
            quiet(),
        ),
        (
            "early-target",
            "revenue",
            base,
            replace(
                evidence(),
                series={**evidence().series, "revenue": replace(evidence().series["revenue"], begins=date(2025, 5, 20))},
            ),
        ),
        ("lead-not-seen", "conversion", tied(), linked(said="unclear", led="not-shown")),
        ("contradicted-link", "conversion", tied(), linked(said="against", effect=-1.0, low=-1.2, high=-0.8)),
        ("amount-not-in-data", "conversion", tied(), linked(said="clear", amount=2.0, effect=1.0, low=0.8, high=1.2)),
        ("stopped-lead", "conversion", tied(), linked(said="clear", led="stopped", ahead=3, stopped=date(2025, 9, 1))),
        ("initiative-not-seen", "posters", *unseen()),
        ("owners-apart", "conversion", base, replace(evidence(), apart=(PULL,))),
    ]


PULL = Apart("conversion", "on-time", "week", 100, 1.0, -2.0, -3.0, -1.0)


def unseen() -> tuple[Framework, Evidence]:
    """Give an initiative that is over and moved nothing."""
    sections = {name: getattr(clean(), name) for name in Framework.model_fields}
    said = {"id": "posters", "status": "done", "starts": date(2026, 1, 5), "moves": [{"kpi": "conversion", "by": 4}]}
    plan = Initiative.model_validate(said)
    framework = Framework.model_validate({**sections, "initiatives": (*clean().initiatives, plan)})
    seen = Moved("posters", "conversion", expected_as(plan, plan.moves[0]), "week", "not-seen", 0.1, -0.5, 0.7, 24, 4.0)
    return framework, replace(evidence(), moved=(seen,))


def tied() -> Framework:
    """Give the framework with a link that is declared."""
    return changed("conversion", drives=(Drive(kpi="card-joins", effect=2.0, after=Lag(weeks=3)),))


def linked(**said: Any) -> Evidence:
    """Give the evidence with what the data say of that link."""
    kpi = tied().kpi["conversion"]
    tie = Tie("conversion", "card-joins", declared_as(tied(), kpi, kpi.drives[0]), "week", 90, lag=3, **said)
    return replace(evidence(), ties=(tie,))


def quiet() -> Evidence:
    """Give the evidence with a KPI that was never below its threshold, and not far from it."""
    return values_of("on-time", lambda old: [max(value or 0.0, 90.5) for value in old])


def test_clean_evidence_is_met_with_silence() -> None:
    assert found(clean(), evidence()) == []


@pytest.mark.parametrize(("rule", "kpi", "framework", "known"), mutants(), ids=lambda each: each if isinstance(each, str) else "")
def test_each_fault_is_found_by_its_rule_alone(rule: str, kpi: str, framework: Framework, known: Evidence) -> None:
    before = {(each.rule, each.ref) for each in found(framework, None)}
    after = {(each.rule, each.ref.id) for each in found(framework, known) if (each.rule, each.ref) not in before}
    assert after == {(rule, kpi)}


def test_every_rule_about_evidence_has_such_a_fault() -> None:
    about = {each.smell.slug for each in rules() if "evidence" in each.needs}
    assert about == {rule for rule, *_ in mutants()}
    assert {each.smell.code[:3] for each in rules() if "evidence" in each.needs} == set(FAMILIES)


def test_without_evidence_nothing_is_said_of_it() -> None:
    slugs = {each.smell.slug for each in rules() if "evidence" in each.needs}
    assert not slugs & {each.rule for _, _, framework, _ in mutants() for each in found(framework, None)}


def test_a_kpi_defined_anew_is_not_judged_by_its_old_values() -> None:
    _, _, framework, known = next(each for each in mutants() if each[0] == "always-red")
    assert [each.rule for each in found(framework, known)] == ["always-red"]
    on_time = framework.kpi["on-time"]
    assert "always-red" not in {each.rule for each in found(changed("on-time", formula=f"2 * ({on_time.formula})"), known)}


def test_the_day_decides_what_is_known() -> None:
    _, _, framework, known = next(each for each in mutants() if each[0] == "always-red")
    assert check(framework, today=TODAY - timedelta(days=21), evidence=known) == []


def test_a_link_that_is_declared_otherwise_by_now_is_not_judged_by_what_was_found_of_it() -> None:
    known = linked(said="against", effect=-1.0, low=-1.2, high=-0.8)
    turned = changed("conversion", drives=(Drive(kpi="card-joins", effect=-2.0, after=Lag(weeks=3)),))
    assert "contradicted-link" in {each.rule for each in found(tied(), known)}
    assert "contradicted-link" not in {each.rule for each in found(turned, known)}
    assert "contradicted-link" not in {each.rule for each in check(tied(), today=TODAY - timedelta(days=1), evidence=known)}


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ({"said": "unclear", "led": "not-shown", "pairs": 79}, set()),
        ({"said": "clear", "led": "not-shown"}, set()),
        ({"said": "clear", "led": "lags", "ahead": -2}, {"lead-not-seen"}),
        ({"said": "clear", "led": "leads", "ahead": 3, "amount": 1.4, "effect": 1.0, "low": 0.8, "high": 1.2}, set()),
        ({"said": "not-enough"}, set()),
    ],
    ids=["too few", "no order", "follows", "about right", "not enough"],
)
def test_a_link_is_flagged_where_the_data_are_enough_to_say_so(said: dict[str, Any], rules: set[str]) -> None:
    known = replace(linked(said="clear"), ties=(replace(linked(said="clear").ties[0], **said),))
    about = {"lead-not-seen", "contradicted-link", "amount-not-in-data", "stopped-lead"}
    assert {each.rule for each in found(tied(), known)} & about == rules


def test_what_is_known_of_a_link_is_not_told_to_who_may_not_see_one_of_its_ends() -> None:
    known = replace(linked(said="against"), apart=(PULL,))
    assert known.without({"card-joins"}).ties == ()
    assert known.without({"on-time"}).apart == ()
    assert known.without(set()) == known


@pytest.mark.parametrize(
    ("values", "place"),
    [
        ([1.0, 2.0] * 10 + [9.0, 8.0] * 10, 20),
        ([9.0, 8.0] * 10 + [1.0, 2.0] * 10, 20),
        ([1.0, 2.0] * 20, None),
        ([float(each) for each in range(40)], None),
        ([1.0, 2.0] * 10 + [9.0] * 5 + [1.0, 2.0] * 8, None),
        ([1.0, 2.0] * 3 + [9.0, 8.0] * 10, None),
        (([1.0, 2.0] * 13 + [9.0, 8.0] * 13) * 3, None),
    ],
    ids=["up", "down", "none", "a slope", "for a while", "too early to tell", "every year"],
)
def test_a_break_is_a_new_level(values: list[float], place: int | None) -> None:
    assert last_break(tuple(values), 52) == place


def test_breaks_are_seldom_seen_in_noise() -> None:
    """Of a thousand series of two years of weeks without any change, hardly one is said to break."""
    chaff = [tuple(100 + 5 * noise(each, place) for place in range(104)) for each in range(1000)]
    assert sum(last_break(values, 52) is not None for values in chaff) <= 1


@pytest.mark.parametrize("today", [date(2026, 2, 2), date(2026, 5, 22), date(2026, 8, 3), date(2026, 11, 22)], ids=str)
def test_starters_are_met_with_silence_once_measured(tmp_path: Path, today: date) -> None:
    write_starter(tmp_path, "executive", today=today)
    workspace = Workspace.open(tmp_path, as_of=today)
    workspace.measure()
    assert workspace.evidence
    assert workspace.evidence.series
    assert workspace.check() == []


@pytest.mark.parametrize(
    ("fields", "value", "red"),
    [
        ({"direction": "within", "target": {"within": [4, 6]}, "threshold": [3, 7]}, 7.5, True),
        ({"direction": "within", "target": {"within": [4, 6]}, "threshold": [3, 7]}, 7.0, False),
        ({"direction": "up", "target": {"at_least": 9}, "threshold": [3, 7]}, 1.0, False),
        ({"direction": "up", "target": {"at_least": 9}}, 1.0, False),
        ({"direction": "down", "target": {"at_most": 9}, "threshold": 12}, 12.1, True),
        ({"direction": "down", "target": {"at_most": 9}, "threshold": 12}, 12.0, False),
        ({"direction": "up", "threshold": {date(2026, 1, 1): 10.0, date(2026, 12, 31): 20.0}}, 14.0, True),
        ({"direction": "up", "threshold": {date(2026, 1, 1): 10.0, date(2026, 12, 31): 20.0}}, 15.0, False),
    ],
    ids=["beyond a band", "on its edge", "a band for one side", "no threshold", "above", "on it", "below a path", "above a path"],
)
def test_red_is_what_lies_beyond_the_threshold_of_the_day(fields: dict[str, object], value: float, *, red: bool) -> None:
    assert is_red(Kpi.model_validate({"id": "x", **fields}), date(2026, 6, 30), value) is red


@pytest.mark.parametrize(
    ("fields", "is_decided"),
    [({}, True), ({"ends": TODAY}, True), ({"ends": TODAY - timedelta(days=1)}, False), ({"status": "stopped"}, False)],
    ids=["no end", "ends today", "ended", "stopped"],
)
def test_an_initiative_without_a_status_is_open_until_it_ends(fields: dict[str, object], *, is_decided: bool) -> None:
    _, kpi, framework, known = next(each for each in mutants() if each[0] == "always-red")
    plan = Initiative.model_validate({"id": "mend-it", "moves": [{"kpi": kpi}], **fields})
    sections = {name: getattr(framework, name) for name in Framework.model_fields}
    decided = Framework.model_validate({**sections, "initiatives": (plan,)})
    assert ("always-red" not in {each.rule for each in found(decided, known)}) is is_decided


def test_a_rating_may_stay_what_it_was() -> None:
    _, kpi, _, known = next(each for each in mutants() if each[0] == "copied-updates")
    assert "copied-updates" not in {each.rule for each in found(changed(kpi, scale="rating"), known)}

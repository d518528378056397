"""Four published scenarios of a weekly business review: weeks, months, and month, quarter and year to date, each with its change.

The published tool prints no number where its chart has none, and prints numbers of periods that its data does not cover
from start to end as if they were whole. Where we differ, the difference is asserted with its reason:
`BEGINS_INSIDE`: the data begins on 5 January 2020, so that month is partial here, with the published value;
`RUNNING`: the published chart leaves out the month that is not over; here it has a value to date and is partial;
`NO_DATA`: published as not a number, here there is no period before the data;
`MISTAKES`: published changes against a stretch of which the first days are missing. The right answer is that there is none yet.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import isclose
from pathlib import Path
from typing import Any

import pytest
import yaml

from vitalfew.load.read import load_texts
from vitalfew.measure.run import measure
from vitalfew.measure.todate import to_date
from vitalfew.model.framework import Framework
from vitalfew.model.todate import Stretch, ToDate

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
BEGINS_INSIDE = date(2020, 1, 1)

# Metrics of the scenarios as measures, and as formulas over them.
MEASURES = {
    "page_views": ("Date", 'sum("PageViews")', ""),
    "cumulative_paid": ("Date", "avg(cumulative_paid_customers)", ""),
    "paid": ("Date", "sum(new_paid_customers)", ""),
    "churned": ("Date", "sum(new_churned_customers)", ""),
    "cac": ("Date", "sum(cac_usd)", ""),
    "trials": ("Date", "sum(free_trial_starts)", ""),
    "new_logo": ("Date", "sum(new_logo_mrr_usd)", ""),
    "upsell": ("Date", "sum(upsell_mrr_usd)", ""),
    "latency_max": ("Date", "max(latency)", ""),
    "latency_min": ("Date", "min(latency)", ""),
    "latency_sum": ("Date", "sum(latency)", ""),
    "latency_us": ("Date", "avg(latency)", "latency_country = 'US'"),
}
FORMULAS = {
    "PageViews": "page_views",
    "PageViewsFiscal": "page_views",
    "PageViewsTrailing": "page_views",
    "CumulativePaidCustomers": "cumulative_paid",
    "PaidCustomers": "paid",
    "TestMaxMetric": "latency_max",
    "TestMinMetric": "latency_min",
    "TestSumMetrics": "new_logo + upsell",
    "TestSumMetricColumn": "new_logo + upsell",
    "TestDifferenceMetric": "paid - churned",
    "TestSumDoubleMetric": "latency_sum",
    "TestFilterMetricUS": "latency_us",
    "TestProductMetric": "cac * trials",
    "TestDivisionMetric": "churned / cumulative_paid",
    "TestProductMetricTwo": "cumulative_paid * churned",
}
# By scenario, the boxes whose year before begins on 1 January 2020, and the first day that the data has.
MISTAKES = {1: {"year"}, 2: {"month", "quarter", "year"}, 3: set[str](), 4: set[str]()}
BOXES = ("week", "month", "quarter", "year")
Rows = dict[tuple[str, date], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """One published metric of a scenario."""

    scenario: int
    expected: dict[str, Any]

    @property
    def week_ending(self) -> date:
        """The Saturday on which the review looks."""
        text = self.expected["week_ending"]
        return text if isinstance(text, date) else datetime.strptime(f"{text} +0000", "%d-%b-%Y %z").date()

    @property
    def fiscal_start(self) -> int:
        """The month that begins the year."""
        last = self.expected["fiscal_year_end_month"] or "DEC"
        return (MONTHS.index(last) + 1) % 12 + 1


def _cases(shared: Path) -> Iterator[Case]:
    for scenario in (1, 2, 3, 4):
        content = yaml.safe_load((shared / "wbr" / f"scenario_{scenario}__testconfig.yml").read_text(encoding="utf-8"))
        yield from (Case(scenario, each["test"]) for each in content["tests"])


def _workspace(case: Case, shared: Path, root: Path) -> Framework:
    (root / "data").mkdir(exist_ok=True)
    shutil.copy(shared / "wbr" / f"scenario_{case.scenario}__original.csv.gz", root / "data" / "daily.csv.gz")
    formula = FORMULAS[case.expected["metric_name"]]
    source = {"id": "daily", "kind": "files", "path": "data/daily.csv.gz"}
    if case.scenario != 4:
        source["date_format"] = "%a, %d-%b-%Y"
    used = {name: each for name, each in MEASURES.items() if name in formula}
    content = {
        "calendar": {"week_starts": "sunday", "fiscal_year_starts": f"{case.fiscal_start:02}-01"},
        "sources": [source],
        "measures": [
            {"id": name, "source": "daily", "date": day, "value": value, **({"where": where} if where else {})}
            for name, (day, value, where) in used.items()
        ],
        "kpis": [{"id": "metric", "formula": formula, "every": "week"}],
    }
    return load_texts({"framework/main.yaml": yaml.safe_dump(content)}).framework


def _measured(case: Case, shared: Path, root: Path) -> tuple[Case, Rows, ToDate]:
    framework = _workspace(case, shared, root)
    today = case.week_ending + timedelta(days=1)
    measured = measure(framework, root, today=today, run="one", recorded_at=datetime.fromisoformat("2026-01-01"))
    assert [finding.message for finding in measured.findings if finding.severity == "error"] == []
    found = to_date(framework, root, as_of=case.week_ending)
    assert [finding.message for finding in found.findings if finding.severity == "error"] == []
    return case, {(row["grain"], row["start"]): row for row in measured.table.to_pylist()}, found.kpis[0]


@pytest.fixture(scope="module")
def reviews(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, Rows, ToDate]]:
    """Every published metric with what we measure for it."""
    return [_measured(case, shared_data, tmp_path_factory.mktemp("wbr")) for case in _cases(shared_data)]


def _near(found: float, published: float) -> bool:
    """Equal to 1e-9, or to what is printed: ten significant digits, nine decimals."""
    printed = 0.51 * 10 ** (math.floor(math.log10(abs(published))) - 9) if published else 0.0
    return abs(found - published) <= max(1e-9 * abs(published), printed, 0.51e-9)


def _back(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 - months
    return date(count // 12, count % 12 + 1, 1)


def _first_month(case: Case) -> date:
    """The first of the twelve months that are shown."""
    end = case.week_ending + timedelta(days=1)
    if case.expected["x_axis_monthly_display"] == "trailing_twelve_months":
        return _back(end.replace(day=1), 12)
    return date(case.week_ending.year, case.fiscal_start, 1)


def test_every_published_week_and_month_is_measured(reviews: list[tuple[Case, Rows, ToDate]]) -> None:
    assert len(reviews) == 17
    wrong = []
    for case, rows, _ in reviews:
        week = case.week_ending - timedelta(days=6)
        month = _first_month(case)
        wanted = [
            *(("week", week - timedelta(weeks=5 - place), value) for place, value in enumerate(case.expected["cy_6_weeks"])),
            *(("week", week - timedelta(weeks=57 - place), value) for place, value in enumerate(case.expected["py_6_weeks"])),
            *(("month", _back(month, -place), value) for place, value in enumerate(case.expected["cy_monthly"])),
            *(("month", _back(month, 12 - place), value) for place, value in enumerate(case.expected["py_monthly"])),
        ]
        wrong += [(case, each, fault) for each in wanted if (fault := _fault(rows, case, *each))]
    assert wrong == []


def _fault(rows: Rows, case: Case, grain: str, start: date, published: float) -> str:
    row = rows.get((grain, start))
    running = row is not None and row["end"] > case.week_ending + timedelta(days=1)
    if math.isnan(published):  # NO_DATA, or RUNNING
        return "" if row is None or (running and not row["complete"]) else f"a value where none is published: {row}"
    if row is None or row["value"] is None or not _near(row["value"], published):
        return f"measured {row}"
    whole = not running and start != BEGINS_INSIDE
    return "" if row["complete"] == whole else f"complete is {row['complete']}"


def test_the_trailing_weeks_and_months_stand_beside_their_prior_year(reviews: list[tuple[Case, Rows, ToDate]]) -> None:
    wrong = []
    for case, rows, found in reviews:
        for each in (*found.weeks, *found.months):
            for stretch in (each.now, each.prior):
                row = rows.get((each.grain, stretch.start))
                if not _is_row(stretch, row):
                    wrong.append((case, each, row))
        assert (len(found.weeks), found.weeks[-1].now.end) == (6, case.week_ending + timedelta(days=1))
        assert len(found.months) == 12
        assert [each.now.value for each in found.weeks] == pytest.approx(case.expected["cy_6_weeks"], rel=1e-7)
    assert wrong == []


def _is_row(stretch: Stretch, row: dict[str, Any] | None) -> bool:
    if row is None or row["value"] is None or stretch.value is None:
        return stretch.value is None and (row is None or row["value"] is None)
    return isclose(stretch.value, row["value"], rel_tol=1e-12) and row["complete"] == (stretch.share == 1)


@pytest.mark.parametrize("place", range(4), ids=BOXES)
def test_the_published_totals_to_date_and_their_changes(reviews: list[tuple[Case, Rows, ToDate]], place: int) -> None:
    """Box totals are last week, its change on the week and year before, then month, quarter and year to date with theirs."""
    wrong = []
    for case, rows, found in reviews:
        box = found.boxes[place]
        boxes = case.expected["box_totals"]
        value, change = (boxes[0], boxes[2]) if place == 0 else boxes[1 + 2 * place : 3 + 2 * place]
        assert box.now.value is not None
        assert box.prior.value is not None
        running = rows[box.grain, box.now.start]["value"]
        right = box.relative if box.grain not in MISTAKES[case.scenario] else box.now.value / box.prior.value - 1
        assert right is not None
        near = _near(box.now.value, value) and _printed(100 * right, change) and isclose(running, box.now.value, rel_tol=1e-12)
        if not near:
            wrong.append((case.expected["metric_name"], box, value, change))
    assert wrong == []


def test_changes_against_an_uncovered_stretch_are_mistakes_and_there_is_none_yet(
    reviews: list[tuple[Case, Rows, ToDate]],
) -> None:
    """Published +31.4 % and +143.2 %: four days are missing from the year before, so that it looks smaller than it was."""
    for case, _, found in reviews:
        unknown = {box.grain for box in found.boxes if box.relative is None}
        assert unknown == MISTAKES[case.scenario]
        for box in found.boxes:
            if box.grain in unknown:
                assert (box.prior.start, box.missing, box.now.share) == (BEGINS_INSIDE, "partial", 1)
                assert box.prior.share == 1 - 4 / (box.prior.end - box.prior.start).days


def test_the_published_week_over_week_is_that_of_the_trailing_weeks(reviews: list[tuple[Case, Rows, ToDate]]) -> None:
    for case, _, found in reviews:
        before, last = (each.now.value for each in found.weeks[-2:])
        assert before
        assert last is not None
        assert _printed(100 * (last / before - 1), case.expected["box_totals"][1]), case


def _printed(found: float, published: float) -> bool:
    """Equal to 1e-9 relative, or to the last of the decimals that are printed."""
    decimals = len(repr(float(published)).partition(".")[2])
    return abs(found - published) <= max(1e-9 * abs(published), 0.51 * 10.0**-decimals)

"""Four published scenarios of a weekly business review: weeks, months, and month, quarter and year to date.

The published tool prints no number where its chart has none, and prints numbers of periods that its data does not cover
from start to end as if they were whole. Where we differ, the difference is asserted with its reason:
`BEGINS_INSIDE`: the data begins on 5 January 2020, so that month is partial here, with the published value;
`RUNNING`: the published chart leaves out the month that is not over; here it has a value to date and is partial;
`NO_DATA`: published as not a number, here there is no period before the data.
Changes in percent (week, month and year over year) are the judge's and are not compared here.
"""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from vitalfew.load.read import load_texts
from vitalfew.measure.run import measure

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


def _rows(case: Case, shared: Path, root: Path) -> Rows:
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
    framework = load_texts({"framework/main.yaml": yaml.safe_dump(content)}).framework
    today = case.week_ending + timedelta(days=1)
    measured = measure(framework, root, today=today, run="one", recorded_at=datetime.fromisoformat("2026-01-01"))
    assert [finding.message for finding in measured.findings if finding.severity == "error"] == []
    return {(row["grain"], row["start"]): row for row in measured.table.to_pylist()}


@pytest.fixture(scope="module")
def reviews(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Case, Rows]]:
    """Every published metric with what we measure for it."""
    return [(case, _rows(case, shared_data, tmp_path_factory.mktemp("wbr"))) for case in _cases(shared_data)]


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


def test_every_published_week_and_month_is_measured(reviews: list[tuple[Case, Rows]]) -> None:
    assert len(reviews) == 17
    wrong = []
    for case, rows in reviews:
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


@pytest.mark.parametrize(("grain", "place"), [("week", 0), ("month", 3), ("quarter", 5), ("year", 7)])
def test_the_published_totals_to_date_are_those_of_the_running_periods(
    reviews: list[tuple[Case, Rows]], grain: str, place: int
) -> None:
    wrong = []
    for case, rows in reviews:
        start = max(start for each, start in rows if each == grain and start <= case.week_ending)
        published = case.expected["box_totals"][place]
        if not _near(rows[grain, start]["value"], published):
            wrong.append((case.expected["metric_name"], published, rows[grain, start]["value"]))
    assert wrong == []

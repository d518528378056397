"""What two open-source peers get wrong, measured and judged through the workspace: each with the right answer.

`wbr-app` prints 0 for nothing and takes other weeks for the ones asked for; `kpi-engine` swallows what it cannot compute.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from types import MappingProxyType

import pytest
import yaml

from vitalfew.model.verdict import Scorecard, Verdict
from vitalfew.workspace import Workspace

WEEK_ENDING = date(2026, 10, 31)  # a Saturday
FIRST = date(2024, 12, 29)
DAYS = {FIRST + timedelta(days=step): "1" for step in range((WEEK_ENDING - FIRST).days + 1)}
LAST_WEEK = [WEEK_ENDING - timedelta(days=step) for step in range(7)]


def workspace(root: Path, files: Mapping[str, str], content: Mapping[str, object], today: date) -> Workspace:
    """Write a workspace, measure it as of a day, and give it."""
    for name, text in {"framework/main.yaml": yaml.safe_dump(dict(content)), **files}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    made = Workspace.open(root, as_of=today)
    assert [str(finding) for finding in made.loaded.findings if finding.severity == "error"] == []
    made.measure()
    return made


def review(
    root: Path,
    days: Mapping[date, str],
    *,
    today: date = WEEK_ENDING + timedelta(days=1),
    extra: str = "",
    source: Mapping[str, str] = MappingProxyType({}),
) -> Workspace:
    """One metric, a value a day, weeks ending on Saturday: the review that the peer prints."""
    lines = "".join(f"{day},{value}\n" for day, value in sorted(days.items()))
    content = {
        "calendar": {"week_starts": "sunday"},
        "sources": [{"id": "daily", "kind": "files", "path": "data/daily.csv", **source}],
        "measures": [{"id": "orders", "source": "daily", "date": "day", "value": "sum(value)"}],
        "kpis": [{"id": "orders", "formula": "orders", "every": "week", "target": {"at_least": 5}}],
    }
    return workspace(root, {"data/daily.csv": f"day,value\n{lines}{extra}"}, content, today)


def verdict(made: Workspace, kpi: str = "orders") -> Verdict:
    """What the judge says of a KPI."""
    card: Scorecard = made.status()
    return next(each for each in card.verdicts if each.ref.id == kpi)


def value(made: Workspace, start: date, grain: str = "week") -> tuple[float | None, str | None, bool]:
    """Value, reason and completeness of a period as observed."""
    rows = made.observations.latest().to_pylist()
    (row,) = [each for each in rows if (each["grain"], each["start"], each["slice"]) == (grain, start, "")]
    return row["value"], row["missing"], row["complete"]


# wbr-app


def test_a_fall_to_zero_is_a_fall_of_100_percent(tmp_path: Path) -> None:
    found = verdict(review(tmp_path, {**DAYS, **dict.fromkeys(LAST_WEEK, "0")}))
    assert (found.value, found.change.wow.relative, found.change.yoy.relative) == (0.0, -1.0, -1.0)
    assert found.status == "amber"


def test_an_empty_cell_is_no_value_and_spoils_no_other_number(tmp_path: Path) -> None:
    """The row is there and holds nothing: the six others are counted, and the other periods are as they were."""
    made = review(tmp_path, {**DAYS, LAST_WEEK[3]: ""})
    assert value(made, WEEK_ENDING - timedelta(days=6)) == (6.0, None, True)
    assert value(made, WEEK_ENDING - timedelta(days=13)) == (7.0, None, True)
    assert value(made, date(2026, 10, 1), "month") == (30.0, None, True)


def test_a_missing_row_is_no_fall(tmp_path: Path) -> None:
    made = review(tmp_path, {day: each for day, each in DAYS.items() if day != LAST_WEEK[3]})
    assert value(made, WEEK_ENDING - timedelta(days=6)) == (6.0, None, False)
    found = verdict(made)
    assert found.period is not None
    assert (found.period.label, found.change.wow.relative) == ("2026-W43", 0.0)  # the last whole week against the one before


def test_weeks_after_the_data_have_no_value_and_no_other_week_s_label(tmp_path: Path) -> None:
    after = WEEK_ENDING + timedelta(weeks=4)
    made = review(tmp_path, DAYS, today=after + timedelta(days=1))
    for back in range(4):
        assert value(made, after - timedelta(days=6, weeks=back)) == (None, "no-data-yet", False)
    found = verdict(made)
    assert (found.state, found.status) == ("stale", None)
    assert found.period is not None
    assert found.period.label == "2026-W44"  # the last real week under its own name


def test_without_a_year_before_there_is_no_change_on_it(tmp_path: Path) -> None:
    made = review(tmp_path, {day: each for day, each in DAYS.items() if day.year == 2026})
    assert (verdict(made).change.yoy.value, verdict(made).change.yoy.relative) == (None, None)
    assert verdict(made).change.yoy.missing == "not-measured"


def test_a_doubled_row_is_told_and_counted_once_where_the_source_says_so(tmp_path: Path) -> None:
    """The peer sums it and says nothing: +14.3 %."""
    doubled = f"{LAST_WEEK[2]},1\n"
    week = WEEK_ENDING - timedelta(days=6)
    made = review(tmp_path / "said", DAYS, extra=doubled)
    (found,) = made.observations.findings()
    assert (found.rule, found.severity) == ("doubled-rows", "warning")
    assert "1 row of table `daily` is a copy of another in all columns, such as `day=2026-10-29, value=1`" in found.message
    assert value(made, week) == (8.0, None, True)
    made = review(tmp_path / "dropped", DAYS, extra=doubled, source={"doubled_rows": "drop"})
    assert ["left out" in (each.help or "") for each in made.observations.findings()] == [True]
    assert value(made, week) == (7.0, None, True)
    assert verdict(made).change.wow.relative == 0.0


def test_the_number_of_a_week_is_counted_and_never_taken_from_a_file(tmp_path: Path) -> None:
    made = review(tmp_path, DAYS)
    period = verdict(made).period
    assert period is not None
    assert (period.label, period.end) == ("2026-W44", WEEK_ENDING + timedelta(days=1))
    (tmp_path / "framework" / "main.yaml").write_text("calendar: {week_number: 99}\n", encoding="utf-8")
    assert [finding.rule for finding in Workspace.open(tmp_path).loaded.findings] == ["unknown-key"]


def test_a_falling_negative_number_is_no_rise(tmp_path: Path) -> None:
    before = dict.fromkeys(DAYS, "-1")
    found = verdict(review(tmp_path, {**before, **dict.fromkeys(LAST_WEEK, "-2")}))
    assert found.value == -14.0
    assert (found.change.wow.value, found.change.wow.relative, found.change.wow.better) == (-7.0, None, False)


def test_columns_are_named_as_in_the_file_whatever_they_begin_with(tmp_path: Path) -> None:
    """The peer stops at its own sample, of which several columns begin alike."""
    lines = "".join(f"{day},1,2,3\n" for day in DAYS)
    content = {
        "calendar": {"week_starts": "sunday"},
        "sources": [{"id": "daily", "kind": "files", "path": "data/daily.csv"}],
        "measures": [
            {"id": name, "source": "daily", "date": "Date", "value": f'sum("{column}")'}
            for name, column in (("views", "PageViews"), ("aim", "PageViews__Target"), ("mobile", "PageViewsMobile"))
        ],
        "kpis": [{"id": name, "formula": name, "every": "week"} for name in ("views", "aim", "mobile")],
    }
    files = {"data/daily.csv": f"Date,PageViews,PageViews__Target,PageViewsMobile\n{lines}"}
    made = workspace(tmp_path, files, content, WEEK_ENDING + timedelta(days=1))
    assert [verdict(made, kpi).value for kpi in ("views", "aim", "mobile")] == [7.0, 14.0, 21.0]


# kpi-engine

SHOP = "day,state,amount,rebate\n2026-01-05,open,100,1\n2026-01-12,open,40,1\n2026-01-13,shut,60,1\n2026-01-19,open,90,1\n"


def shop(root: Path, *kpis: dict[str, object], value: str = "sum(amount)", day: str = "day") -> Workspace:
    """A shop of a few orders, measured as of Monday 26 January."""
    content = {
        "sources": [{"id": "shop", "kind": "files", "path": "data/orders.csv"}],
        "measures": [
            {"id": "revenue", "source": "shop", "date": day, "value": value},
            {"id": "orders", "source": "shop", "date": day, "value": "count(*)", "where": "state = 'open'"},
        ],
        "kpis": list(kpis),
    }
    return workspace(root, {"data/orders.csv": SHOP}, content, date(2026, 1, 26))


def test_the_order_of_declaration_changes_nothing(tmp_path: Path) -> None:
    kpis: list[dict[str, object]] = [
        {"id": "half", "formula": "kpi.double / 4", "every": "week"},
        {"id": "double", "formula": "2 * kpi.revenue", "every": "week"},
        {"id": "revenue", "formula": "revenue", "every": "week"},
    ]
    for place, order in enumerate((kpis, kpis[::-1])):
        made = shop(tmp_path / str(place), *order)
        assert [verdict(made, kpi).value for kpi in ("half", "double", "revenue")] == [50.0, 200.0, 100.0]


def test_no_rows_are_no_zero_and_not_green(tmp_path: Path) -> None:
    made = shop(tmp_path, {"id": "orders", "formula": "orders", "every": "day", "target": {"at_most": 5}})
    assert value(made, date(2026, 1, 14), "day") == (None, "no-rows", True)
    assert verdict(made, "orders").status is None


def test_without_a_period_before_there_is_no_change_and_no_direction(tmp_path: Path) -> None:
    lines = "day,value\n" + "".join(f"2026-01-{day:02},1\n" for day in range(5, 12))
    content = {
        "sources": [{"id": "daily", "kind": "files", "path": "data/daily.csv"}],
        "measures": [{"id": "orders", "source": "daily", "date": "day", "value": "sum(value)"}],
        "kpis": [{"id": "orders", "formula": "orders", "every": "week"}],
    }
    change = verdict(workspace(tmp_path, {"data/daily.csv": lines}, content, date(2026, 1, 12))).change
    assert (change.wow.value, change.wow.relative, change.wow.better) == (None, None, None)
    assert change.wow.missing


def test_a_misspelt_column_is_an_error_with_the_columns_that_exist(tmp_path: Path) -> None:
    made = shop(tmp_path, {"id": "revenue", "formula": "revenue", "every": "week"}, value="sum(amuont)")
    (found,) = made.observations.findings()
    assert (found.rule, found.severity) == ("unknown-column", "error")
    assert "`amount`" in (found.help or "")
    assert verdict(made, "revenue").value is None


def test_the_date_is_the_declared_column_and_no_other(tmp_path: Path) -> None:
    """`state` holds `at`, which makes the peer take it for the date."""
    made = shop(tmp_path, {"id": "orders", "formula": "orders", "every": "week"})
    assert verdict(made, "orders").value == 1.0
    assert made.observations.findings() == ()


@pytest.mark.parametrize("limit", [{"at_most": 80}, {"at_most": 89.9}])
def test_a_limit_is_a_number_and_fires(tmp_path: Path, limit: dict[str, float]) -> None:
    made = shop(tmp_path, {"id": "revenue", "formula": "revenue", "every": "week", "target": limit, "threshold": 89.95})
    assert verdict(made, "revenue").status == "red"


def test_a_trigger_that_does_not_exist_is_a_finding(tmp_path: Path) -> None:
    path = tmp_path / "framework" / "main.yaml"
    path.parent.mkdir()
    path.write_text("kpis: [{id: a, escalate: [{change_pct: 10}]}]\n", encoding="utf-8")
    assert "unknown-key" in [finding.rule for finding in Workspace.open(tmp_path).loaded.findings]

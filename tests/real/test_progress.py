"""247 official indicator series of Canada: with `method: progress` the published status, value and score; without, honest words.

Each series is judged whole: a framework of 247 KPIs, an observation for the base year and one for the current year.
Of the published rule nothing is passed in; `sign` follows from the values, none of which is negative.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
import yaml

from vitalfew.base.period import Calendar
from vitalfew.judge.run import judge
from vitalfew.model.framework import Framework
from vitalfew.model.observation import COLUMNS
from vitalfew.model.verdict import Verdict

TYPES = {"int32": pa.int32(), "date32": pa.date32(), "bool": pa.bool_(), "float64": pa.float64()}
SCHEMA = pa.schema(
    [(name, TYPES.get(kind, pa.timestamp("us") if "time" in kind else pa.string())) for name, kind in COLUMNS.items()]
)
Published = dict[str, Any]


@pytest.fixture(scope="module")
def series(shared_data: Path) -> list[Published]:
    """The published series, in the file's order."""
    content = yaml.safe_load((shared_data / "progress" / "indicator_calculation_components.yml").read_text(encoding="utf-8"))
    return [each for indicator in content.values() for each in indicator.values() if isinstance(each, dict)]


def _is_met(published: Published, value: float | None) -> bool:
    target, sign = published["target"], published["direction"]
    return target is not None and value is not None and (value - target) * sign >= 0


def _target(published: Published) -> dict[str, object]:
    """As the linter asks for it: a target that the baseline already meets is a floor or a ceiling, not a way to go."""
    if _is_met(published, published["base_value"]) or published["base_value"] is None:
        return {"at_least" if published["direction"] == 1 else "at_most": published["target"]}
    return {"reach": published["target"], "by": date(int(published["target_year"]), 12, 31)}


def _kpi(name: str, published: Published, method: str) -> dict[str, object]:
    kpi: dict[str, object] = {"id": name, "every": "year", "method": method, "direction": "up"}
    if published["direction"] == -1:
        kpi["direction"] = "down"
    if published["base_value"] is not None:
        kpi["baseline"] = {"value": published["base_value"], "on": date(int(published["base_year"]), 12, 31)}
    if published["target"] is not None:
        kpi["target"] = _target(published)
    if published["limit"] is not None:
        kpi["natural"] = {"max": published["limit"]}
    return kpi


def _observations(series: list[Published]) -> pa.Table:
    rows = []
    for place, published in enumerate(series):
        points = {published[f"{name}_year"]: published[f"{name}_value"] for name in ("base", "current")}
        for year, value in points.items():
            if value is not None:
                period = Calendar().period("year", date(int(year), 1, 1))._asdict()
                rows.append({"kpi": f"s{place}", "complete": True, "slice": "", "share": 1.0, "value": value, **period})
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _judged(series: list[Published], method: str) -> list[tuple[Published, Verdict]]:
    framework = Framework.model_validate({"kpis": [_kpi(f"s{place}", each, method) for place, each in enumerate(series)]})
    verdicts = judge(framework, _observations(series), today=date(2026, 6, 23)).verdicts
    return list(zip(series, verdicts, strict=True))


def _near(found: float | None, published: float | None) -> bool:
    if found is None or published is None:
        return found is published
    return abs(found - published) <= 1e-9 * max(1.0, abs(published))


def test_all_published_statuses_values_and_scores_are_given(series: list[Published]) -> None:
    wrong = []
    for published, verdict in _judged(series, "progress"):
        found = verdict.official
        right = (
            found is not None
            and found.status == published["status"]
            and _near(found.value, published["progress_value"])
            and _near(found.score, published["score"])
        )
        wrong += [] if right else [(published, found)]

    assert len(series) == 247
    assert wrong == []


def test_a_target_already_met_is_never_a_failed_trajectory(series: list[Published]) -> None:
    """Maternal mortality of 12.6 against a ceiling of 70 is no failure for having been 7.1."""
    met = [(each, verdict) for each, verdict in _judged(series, "bands") if _is_met(each, each["current_value"])]

    assert len(met) == 19
    assert [(each, verdict.last_status) for each, verdict in met if (verdict.status or verdict.last_status) != "green"] == []


def test_what_officially_deteriorates_short_of_its_target_is_never_green(series: list[Published]) -> None:
    short = [
        verdict
        for each, verdict in _judged(series, "bands")
        if each["status"] == "deterioration" and each["target"] is not None and not _is_met(each, each["current_value"])
    ]

    assert len(short) == 29
    assert [verdict.ref for verdict in short if "green" in {verdict.status, verdict.last_status}] == []


def test_the_default_method_has_no_official_word(series: list[Published]) -> None:
    assert {verdict.official for _, verdict in _judged(series, "bands")} == {None}

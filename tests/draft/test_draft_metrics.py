"""The company with thirty metrics and no hierarchy: what is good is kept, what flatters goes, and nothing is lost."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date
from functools import cache
from io import StringIO
from pathlib import Path

import pytest
import yaml

from vitalfew.catalog.read import catalogue
from vitalfew.draft.brief import Brief
from vitalfew.draft.metrics import Fate, Started, from_metrics
from vitalfew.draft.recognise import kind_of, recognise
from vitalfew.load.read import Loaded, load_texts
from vitalfew.text.engine import best_engine
from vitalfew.text.lexical import lexical
from vitalfew.workspace import audit

TODAY = date(2026, 7, 2)
FOLDER = Path(__file__).parents[2] / "examples" / "thirty-metrics"


@cache
def started() -> Started:
    brief = Brief.model_validate(yaml.safe_load((FOLDER / "brief.yaml").read_text(encoding="utf-8")))
    book = FOLDER / "metrics.csv"
    return from_metrics(brief, book, today=TODAY, engine=best_engine().engine, audit=lambda loaded: audit(loaded, today=TODAY))


@cache
def loaded() -> Loaded:
    return load_texts({path: text for path, text in started().files.items() if path.startswith("framework/")})


def fate(name: str) -> Fate:
    return next(each for each in started().fates if each.name.startswith(name))


def test_the_framework_passes_its_audit() -> None:
    found = Counter(finding.severity for finding in audit(loaded(), today=TODAY))
    assert (found["error"], found["warning"]) == (0, 0)
    assert list(started().mended.after) == audit(loaded(), today=TODAY)


def test_each_of_the_thirty_rows_is_accounted_for() -> None:
    assert len(started().fates) == 30
    assert all(each.why for each in started().fates)
    framework = loaded().framework
    for each in started().fates:
        kpi = framework.kpi[each.kpi or each.id]
        assert (kpi.lifecycle == "retired") == (each.now == "retired"), each
        assert (kpi.kind == "kpi") == (each.now == "kpi"), each
    told = started().files["framework/metrics.yaml"]
    assert all(each.name in told for each in started().fates)


@pytest.mark.parametrize("name", ["Page views", "Instagram", "# posts", "Calls made", "Training hours", "Meetings held"])
def test_what_flatters_or_is_effort_alone_is_retired_with_the_reason(name: str) -> None:
    assert fate(name).now == "retired"
    assert "say" in fate(name).why


def test_the_same_numbers_under_two_names_are_one() -> None:
    assert (fate("Revenue").now, fate("Sales").now) == ("kpi", "retired")
    assert "same values as `revenue`" in fate("Sales").why


def test_what_serves_a_goal_is_taken_over_with_its_target_values_and_owner() -> None:
    ours = [each for each in started().fates if each.now == "kpi"]
    assert len(ours) >= 4
    kpi = loaded().framework.kpi["right-first-time"]
    assert (kpi.name, kpi.owner, kpi.target and kpi.target.at_least) == ("Repairs right first time", "lea", 95)
    assert kpi.formula == "repairs_right_first_time_value"


def test_no_value_is_lost() -> None:
    rows = list(csv.DictReader(StringIO(started().files["data/actuals.csv"])))
    per_kpi = Counter(row["kpi"] for row in rows)
    assert set(per_kpi.values()) == {5}
    assert len(per_kpi) == 30
    assert {each.kpi or each.id for each in started().fates} == per_kpi.keys()


def test_nothing_stands_without_a_measure_or_for_nobody() -> None:
    framework = loaded().framework
    assert loaded().findings == ()
    assert {person.id for person in framework.people if person.name} == {"ana", "lea", "mia", "tom"}


@pytest.mark.parametrize(
    ("name", "unit", "falls", "entry", "band"),
    [
        ("NPS", None, 0, "net-promoter-score", "strong"),
        ("gross margins (%)", "%", 0, "gross-margin", "strong"),
        ("Avg days to pay (DSO)", "days", 1, "days-sales-outstanding", "strong"),
        ("Turnover", "%", 1, None, None),
        ("Coffee machine refills", None, 0, None, "none"),
    ],
)
def test_a_name_is_recognised_by_its_words_and_by_what_kind_of_number_it_is(
    name: str, unit: str | None, falls: int, entry: str | None, band: str | None
) -> None:
    """A turnover in percent that is to fall is no revenue."""
    found = recognise([name], catalogue(), lexical(None), kinds=[kind_of(unit, falls=bool(falls))])[0]
    if band:
        assert (found.entry and found.entry.id, found.band) == (entry, band)
    assert found.entry is None or found.entry.id != "sales-revenue"

"""The verdict's forecast of a sum to date: which periods it holds, when it is due, and why it is silent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np
import pytest

from vitalfew.model.outlook import AtTarget, Expected, Forecast
from vitalfew.model.verdict import Verdict

MONTHS = [float(value) for value in 100 + np.random.default_rng(8).normal(0, 5, 48)]  # up to May 2026: five of twelve


def judged(card: Any, observe: Any, values: Sequence[float | None], target: Mapping[str, Any], **kpi: Any) -> Verdict:
    last, columns, calendar = kpi.pop("last", date(2026, 5, 31)), kpi.pop("columns", {}), kpi.pop("calendar", {})
    rows = observe("k", "month", values, last=last, **columns)
    whole = {"id": "k", "every": "month", "direction": "up", "target": {"applies_to": "to-date", **target}, **kpi}
    (found,) = card([whole], rows, today=date(2026, 6, 23), **calendar).verdicts
    assert isinstance(found, Verdict)
    return found


def forecast(card: Any, observe: Any, values: Sequence[float | None], target: Mapping[str, Any], **kpi: Any) -> Forecast:
    found = judged(card, observe, values, target, **kpi).forecast
    assert found is not None
    return found


def then(found: Forecast) -> AtTarget:
    assert found.at_target is not None
    return found.at_target


def test_a_floor_is_asked_of_the_whole_year(card: Any, observe: Any) -> None:
    found = forecast(card, observe, MONTHS, {"at_least": 1150})

    so_far = sum(MONTHS[-5:])
    assert (then(found).label, then(found).by, then(found).target) == ("2026-12", date(2026, 12, 31), 1150)
    assert then(found).value == pytest.approx(so_far + 700, abs=15)
    assert 5 < then(found).high - then(found).value < 60
    assert found.p_miss is not None
    assert found.p_miss < 0.1
    assert found.next is not None
    assert found.next.value == pytest.approx(100, abs=5)
    assert found.missing is None


def test_it_has_the_keys_of_every_forecast(card: Any, observe: Any) -> None:
    found = asdict(forecast(card, observe, MONTHS, {"at_least": 1150}))

    assert list(found) == ["method", "seasonal", "periods", "needed", "next", "at_target", "p_miss", "missing"]
    assert list(found["at_target"]) == list(AtTarget.__slots__)
    assert list(found["next"]) == list(Expected.__slots__)


def test_after_its_last_month_the_next_year_is_forecast_as_a_whole(card: Any, observe: Any) -> None:
    found = forecast(card, observe, MONTHS, {"at_least": 1150}, calendar={"calendar": {"fiscal_year_starts": "06-01"}})

    assert then(found).by == date(2027, 5, 31)
    assert then(found).value == pytest.approx(1200, abs=25)


def test_a_ratio_is_not_summed_before_a_year_either(card: Any, observe: Any) -> None:
    parts, year = {"numerator": 1.0, "denominator": 2.0}, {"calendar": {"fiscal_year_starts": "06-01"}}
    found = forecast(card, observe, MONTHS, {"at_least": 1150}, columns=parts, calendar=year)

    assert (found.at_target, found.p_miss, found.missing) == (None, None, "to-date")


def test_a_date_within_the_year_ends_the_sum(card: Any, observe: Any) -> None:
    found = forecast(card, observe, MONTHS, {"reach": 900, "by": date(2026, 8, 31)}, baseline={"value": 0})

    assert (then(found).label, then(found).by) == ("2026-08", date(2026, 8, 31))
    assert then(found).value == pytest.approx(sum(MONTHS[-5:]) + 300, abs=10)
    assert (found.p_miss or 0) > 0.9


def test_a_table_is_asked_at_its_last_month_of_the_year(card: Any, observe: Any) -> None:
    table = {f"2026-{month:02}": 100.0 for month in range(1, 11)}
    found = forecast(card, observe, MONTHS, {"values": table})
    ended = forecast(card, observe, MONTHS, {"values": {"2026-05": 100.0}})

    assert (then(found).label, then(found).target) == ("2026-10", 1000)
    assert then(found).value == pytest.approx(sum(MONTHS[-5:]) + 500, abs=12)
    assert (ended.missing, ended.p_miss) == ("no-target", None)


def test_a_band_and_a_ceiling_are_asked_of_the_sum(card: Any, observe: Any) -> None:
    band = forecast(card, observe, MONTHS, {"within": [1100, 1300]}, direction="within")
    ceiling = forecast(card, observe, MONTHS, {"at_most": 1100}, direction="down")

    assert then(band).target == (1100, 1300)
    assert (band.p_miss or 1) < 0.1
    assert (ceiling.p_miss or 0) > 0.9


def test_what_is_summed_already_stays_whatever_comes(card: Any, observe: Any) -> None:
    falling = [480.0 - 10 * place for place in range(48)]  # the last one is 10, and less than nothing cannot come
    found = then(forecast(card, observe, falling, {"at_least": 300}, natural={"min": 0}))

    assert found.value >= found.low >= sum(falling[-5:])


@pytest.mark.parametrize(
    ("values", "target", "columns", "missing"),
    [
        ([*MONTHS[:45], None, *MONTHS[46:]], {"at_least": 1}, {}, "to-date"),
        (MONTHS, {"at_least": 1}, {"numerator": 1.0, "denominator": 2.0}, "to-date"),
        (MONTHS[-21:], {"at_least": 1}, {}, "too-far"),
        (MONTHS, {"reach": 1, "by": date(2027, 6, 30)}, {}, "too-far"),
        (MONTHS[-15:], {"at_least": 1}, {}, "too-few"),
        ([], {"at_least": 1}, {}, "no-data"),
    ],
    ids=["a month of the year is missing", "a ratio", "seven earlier sums", "a later year", "fifteen values", "no value"],
)
def test_why_nothing_is_said_of_a_sum(card: Any, observe: Any, values: Any, target: Any, columns: Any, missing: str) -> None:
    found = forecast(card, observe, values, target, columns=columns, baseline={"value": 0})

    assert (found.missing, found.p_miss, found.at_target) == (missing, None, None)
    assert (found.next is None) == (len(values) < 16)


def test_a_likely_miss_of_a_year_is_said_by_its_last_day_and_remembered(card: Any, observe: Any) -> None:
    found = judged(
        card, observe, [*MONTHS[:43], 100.0, 100.0, 100.0, 60.0, 60.0], {"at_least": 1190}, escalate=[{"likely_miss": 0.8}]
    )

    assert found.forecast is not None
    share = f"{100 * (found.forecast.p_miss or 0):.0f} %"
    assert found.reasons[-1] == f"likely to miss 1,190 by 2026-12-31 ({share}, {found.forecast.method})"
    (fired,) = [each for each in found.triggers if each.trigger == "likely_miss"]
    assert (fired.opens, fired.text) == ("escalation", found.reasons[-1])
    assert 1 <= fired.periods <= 2
    assert fired.since == date(2026, 6 - fired.periods, 1)

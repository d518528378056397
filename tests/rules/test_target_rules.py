"""Which thresholds and targets can stand together, as a table to be checked by eye (DEF-3)."""

from __future__ import annotations

from datetime import date

import pytest

from vitalfew.model.framework import Framework
from vitalfew.rules.engine import check

TODAY = date(2026, 6, 30)
START, END, MIDDLE = date(2026, 1, 1), date(2026, 12, 31), date(2026, 7, 1)
FAMILY = {
    "threshold-wrong-side", "threshold-inside-path", "threshold-shape", "target-met-at-baseline", "direction-against-target",
}  # fmt: skip

REACH = {"reach": 90, "by": END}
CASES: dict[str, tuple[dict[str, object], str]] = {
    "a rising target, a threshold below where it began": ({"target": REACH, "threshold": 79}, ""),
    "a threshold upon the baseline": ({"target": REACH, "threshold": 80}, ""),
    "a threshold between baseline and target": ({"target": REACH, "threshold": 85}, "threshold-inside-path"),
    "a threshold upon the target": ({"target": REACH, "threshold": 90}, "threshold-wrong-side"),
    "a threshold beyond the target": ({"target": REACH, "threshold": 95}, "threshold-wrong-side"),
    "a threshold with a path below the target's": ({"target": REACH, "threshold": {START: 78, END: 88}}, ""),
    "a threshold with a path that crosses the target's": ({"target": REACH, "threshold": {START: 78, MIDDLE: 88}},
                                                          "threshold-inside-path"),
    "a path that rises late": ({"target": {**REACH, "path": {MIDDLE: 81}}, "threshold": {START: 79, MIDDLE: 82}},
                               "threshold-inside-path"),
    "a path that dips below the threshold": ({"target": {**REACH, "path": {MIDDLE: 70}}, "threshold": 75},
                                             "threshold-inside-path"),
    "a point of the path before the baseline counts for nothing": (
        {"target": {**REACH, "path": {date(2025, 7, 1): 50}}, "threshold": 75}, ""),
    "a held path asks for the baseline until its end": (
        {"target": {**REACH, "path": "hold"}, "threshold": {START: 79, MIDDLE: 82}}, "threshold-inside-path"),
    "a path of the year before has no first step": ({"target": {**REACH, "path": "prior-year"}, "threshold": 85}, ""),
    "no day to reach it by leaves the end": ({"target": {"reach": 90}, "threshold": 85}, ""),
    "a baseline without a day leaves the end": ({"baseline": {"value": 80}, "target": REACH, "threshold": 85}, ""),
    "a baseline without a day begins when the KPI does": (
        {"baseline": {"value": 80}, "since": START, "target": REACH, "threshold": 85}, "threshold-inside-path"),
    "a falling target": ({"direction": "down", "target": {"reach": 70, "by": END}, "threshold": 85}, ""),
    "a falling target, a threshold below it": ({"direction": "down", "target": {"reach": 70, "by": END}, "threshold": 60},
                                               "threshold-wrong-side"),
    "a falling target, a threshold on the way": ({"direction": "down", "target": {"reach": 70, "by": END}, "threshold": 75},
                                                 "threshold-inside-path"),
    "a target below a baseline that is to rise": ({"target": {"reach": 75, "by": END}, "threshold": 60},
                                                  "target-met-at-baseline"),
    "a target upon the baseline": ({"target": {"reach": 80, "by": END}, "threshold": 60}, "target-met-at-baseline"),
    "a table of values above the threshold": ({"target": {"values": {"2026-01": 20, "2026-02": 30}}, "threshold": 15}, ""),
    "a table with a month below the threshold": ({"target": {"values": {"2026-01": 20, "2026-02": 30}}, "threshold": 25},
                                                 "threshold-inside-path"),
    "a table by day": ({"target": {"values": {"2026-01-05": 20, "2026-02-05": 30}}, "threshold": 31}, "threshold-wrong-side"),
    "a table that adds up": (
        {"target": {"values": {"2026-01": 20, "2026-02": 30}, "applies_to": "to-date"}, "threshold": 25}, ""),
    "at least, a threshold below": ({"target": {"at_least": 95}, "threshold": 90}, ""),
    "at least, a threshold above": ({"target": {"at_least": 95}, "threshold": 96}, "threshold-wrong-side"),
    "at least, a threshold with a path above": ({"target": {"at_least": 95}, "threshold": {START: 90, END: 96}},
                                                "threshold-wrong-side"),
    "at most, a threshold above": ({"direction": "down", "target": {"at_most": 3}, "threshold": 5}, ""),
    "at most, a threshold below": ({"direction": "down", "target": {"at_most": 3}, "threshold": 2}, "threshold-wrong-side"),
    "at most, though up is good": ({"target": {"at_most": 3}, "threshold": 5}, "direction-against-target"),
    "at least, though down is good": ({"direction": "down", "target": {"at_least": 3}, "threshold": 2},
                                      "direction-against-target"),
    "within, thresholds around": ({"direction": "within", "target": {"within": [4, 6]}, "threshold": [3, 7]}, ""),
    "within, one threshold upon a bound": ({"direction": "within", "target": {"within": [0, 6]}, "threshold": [0, 7]}, ""),
    "within, thresholds upon both bounds": ({"direction": "within", "target": {"within": [4, 6]}, "threshold": [4, 6]},
                                            "threshold-wrong-side"),
    "within, a threshold inside": ({"direction": "within", "target": {"within": [4, 6]}, "threshold": [5, 7]},
                                   "threshold-wrong-side"),
    "within, one threshold": ({"direction": "within", "target": {"within": [4, 6]}, "threshold": 3}, "threshold-shape"),
    "within, though up is good": ({"target": {"within": [4, 6]}, "threshold": [3, 7]}, "direction-against-target"),
    "two thresholds for one bound": ({"target": {"at_least": 95}, "threshold": [90, 99]}, "threshold-shape"),
    "reach within": ({"direction": "within", "target": REACH, "threshold": 70}, "direction-against-target"),
    "no direction says nothing of sides": ({"direction": None, "target": REACH, "threshold": 95}, ""),
    "no threshold": ({"target": REACH}, ""),
    "no target": ({"threshold": 70}, ""),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_threshold_is_worse_than_the_target_on_every_day(case: str) -> None:
    fields, expected = CASES[case]
    kpi = {"id": "retention", "direction": "up", "baseline": {"value": 80, "on": START}, **fields}
    found = check(Framework.model_validate({"kpis": [kpi]}), today=TODAY)
    assert [each.rule for each in found if each.rule in FAMILY] == ([expected] if expected else [])


def test_a_met_target_is_told_which_kind_to_write() -> None:
    def help_of(direction: str, reach: float) -> list[str]:
        kpi = {"id": "x", "direction": direction, "baseline": {"value": 80, "on": START}, "target": {"reach": reach, "by": END}}
        found = check(Framework.model_validate({"kpis": [kpi]}), today=TODAY)
        return [each.help for each in found if each.rule == "target-met-at-baseline"]

    assert help_of("up", 75) == ["to keep it there write `at_least: 75`, else set a target above 80"]
    assert help_of("down", 85) == ["to keep it there write `at_most: 85`, else set a target below 80"]

"""The tables that the expression reads, as column names and types; days and numbers are integers on every engine."""

from __future__ import annotations

OBSERVATION: dict[str, str] = {
    "kpi": "string",
    "grain": "string",
    "number": "int32",
    "complete": "bool",
    "value": "float64",
    "denominator": "float64",
    "missing": "string",
    "slice": "string",
}

# `end_day` is the first day after; `prior` the number a year earlier; `first` the number of the first period of its fiscal year.
PERIOD: dict[str, str] = {
    "grain": "string",
    "number": "int32",
    "end_day": "int32",
    "today": "int32",
    "prior": "int32",
    "first": "int32",
}

# `sense` is 1 where more is better, -1 where less is, 0 for a band; `now` is the number of the period that holds today,
# `due` of the newest whose due time has passed; `low` to `high` is the band, `floor` and `ceiling` its thresholds.
KPI: dict[str, str] = {
    "kpi": "string",
    "own": "string",
    "today": "int32",
    "now": "int32",
    "due": "int32",
    "sense": "int32",
    "paused": "bool",
    "to_date": "bool",
    "prior_path": "bool",
    "baseline": "float64",
    "final": "float64",
    "low": "float64",
    "high": "float64",
    "best": "float64",
    "floor": "float64",
    "ceiling": "float64",
}

SEGMENT: dict[str, str] = {
    "kpi": "string",
    "role": "string",
    "from_day": "int32",
    "to_day": "int32",
    "from_value": "float64",
    "to_value": "float64",
}

TABLES: dict[str, dict[str, str]] = {"observation": OBSERVATION, "period": PERIOD, "kpi": KPI, "segment": SEGMENT}

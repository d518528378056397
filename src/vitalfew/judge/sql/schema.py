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
# `due` of the newest whose due time has passed; `low` to `high` is the band, `floor` and `ceiling` its thresholds;
# `rules` is the name of a set of signals.
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
    "rules": "string",
    "baseline": "float64",
    "final": "float64",
    "low": "float64",
    "high": "float64",
    "best": "float64",
    "floor": "float64",
    "ceiling": "float64",
}

# `role` is target, threshold, or chart: from its `from_day` on the process is declared to be another one, and values are null.
SEGMENT: dict[str, str] = {
    "kpi": "string",
    "role": "string",
    "from_day": "int32",
    "to_day": "int32",
    "from_value": "float64",
    "to_value": "float64",
}

# One row per declared trigger that counts periods; `periods` is the m of "n of m" and else 0. What is always on has no row.
TRIGGER: dict[str, str] = {
    "kpi": "string",
    "pattern": "string",
    "times": "int32",
    "periods": "int32",
}

TABLES: dict[str, dict[str, str]] = {
    "observation": OBSERVATION,
    "period": PERIOD,
    "kpi": KPI,
    "segment": SEGMENT,
    "trigger": TRIGGER,
}

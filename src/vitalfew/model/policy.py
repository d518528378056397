"""Numbers that rules judge by and that no preset holds: each with its default, its unit and where it comes from.

A rule asks `framework.policy_number("kpis-per-owner")`; whoever runs a workspace sets it: `policy: {kpis-per-owner: 5}`.
A new number is a new row here; nothing else need be touched.
`source` names the source document by its three digits (or `own` where the number is the project's), then the requirement.
"""

from typing import NamedTuple


class PolicyNumber(NamedTuple):
    """A number with its unit, its source, and what it bounds."""

    default: float
    unit: str
    source: str
    bounds: str


NUMBERS: dict[str, PolicyNumber] = {
    "kpis-per-owner": PolicyNumber(7, "KPIs", "001, CAS-2", "the most KPIs that one person answers for"),
    "levels-without-path": PolicyNumber(3, "levels", "003, CAS-3", "how many levels in a row may not lack a path to the mission"),
    "history-before-target": PolicyNumber(14, "days", "002, DEF-4", "how much data stands before the first target"),
    "days-to-first-review": PolicyNumber(7, "days", "002, RHY-3", "how soon after the launch the first review is"),
    "draft-days": PolicyNumber(90, "days", "002, RHY-4", "how long a KPI may stay a draft"),
    "changed-share": PolicyNumber(20, "%", "own, RHY-5", "how many of the core KPIs may change in a quarter"),
    "people-for-aggregates": PolicyNumber(5, "people", "004, CAS-5", "of how many people individual figures may be added up"),
    "never-red-months": PolicyNumber(24, "months", "own, AUD-5", "after how long without red a KPI is asked what it warns of"),
    "always-red-months": PolicyNumber(6, "months", "own, RHY-7", "after how long in red a KPI needs a decision"),
    "target-met-months": PolicyNumber(12, "months", "own, DEF-4", "after how long at target a target is asked to move"),
    "copied-values": PolicyNumber(4, "values", "own, AUD-10", "how many equal values in a row look copied"),
    "stale-periods": PolicyNumber(2, "periods", "own, AUD-10", "how many due periods may lack a value"),
}

"""Numbers that rules judge by and that no preset holds: each with its default, its unit and where it comes from.

A rule asks `framework.policy_number("kpis-per-owner")`; whoever runs a workspace sets it: `policy: {kpis-per-owner: 5}`.
A new number is a new row here; nothing else need be touched.
`source` names the source document by its three digits (or `own` where the number is the project's), then the requirement.
"""

from typing import NamedTuple

from vitalfew.base.said import say


class PolicyNumber(NamedTuple):
    """A number with its unit, its source, and what it bounds."""

    default: float
    unit: str
    source: str
    bounds: str


NUMBERS: dict[str, PolicyNumber] = {
    "kpis-per-owner": PolicyNumber(7, "KPIs", "001, CAS-2", say("the most KPIs that one person answers for")),
    "small-organisation-people": PolicyNumber(10, "people", "002, CAS-2", say("below how many people an organisation is small")),
    "small-organisation-kpis": PolicyNumber(8, "KPIs", "002, CAS-2", say("the most KPIs of a small organisation, in all")),
    "levels-without-path": PolicyNumber(
        3, "levels", "003, CAS-3", say("how many levels in a row without a path upward are an error")
    ),
    "history-before-target": PolicyNumber(14, "days", "002, DEF-4", say("how much data stands before the first target")),
    "baseline-days": PolicyNumber(366, "days", "own, DEF-3", say("how old a baseline may be when its KPI goes live")),
    "draft-days": PolicyNumber(90, "days", "002, RHY-4", say("how long a KPI may stay a draft")),
    "days-to-calibration": PolicyNumber(90, "days", "002, RHY-4", say("how soon after the launch the calibration is")),
    "days-to-first-response": PolicyNumber(7, "days", "own, RHY-9", say("how long the first step of a ladder may take")),
    "tier-1-response-share": PolicyNumber(50, "%", "own, DEF-5", say("what share of a ladder's times the people of tier 1 have")),
    "days-to-reopen": PolicyNumber(28, "days", "own, DEF-5", say("how soon a cause that comes back reopens its escalation")),
    "days-of-snooze": PolicyNumber(31, "days", "own, DEF-5", say("how long an escalation may be put off at a time")),
    "days-to-new-answers": PolicyNumber(90, "days", "own, RHY-5", say("how long older KPIs go unasked after a new strategy")),
    "changed-share": PolicyNumber(20, "%", "own, RHY-5", say("how many of the core KPIs may change in a quarter")),
    "never-red-years": PolicyNumber(2, "years", "own, AUD-9", say("after how long without red a KPI is asked what it warns of")),
    "recall-share": PolicyNumber(80, "%", "own, RHY-4", say("how many of the tier-1 KPIs a leader names from memory")),
    "misses-to-decision": PolicyNumber(6, "periods", "002, RHY-7", say("after how many misses in a row a KPI gets a decision")),
    "daily-review-minutes": PolicyNumber(15, "minutes", "002, RHY-1", say("how long a daily review may take")),
    "weekly-review-minutes": PolicyNumber(45, "minutes", "002, RHY-1", say("how long a weekly review may take")),
    "monthly-review-minutes": PolicyNumber(90, "minutes", "002, RHY-1", say("how long a monthly review may take")),
    "quarterly-review-minutes": PolicyNumber(240, "minutes", "002, RHY-1", say("how long a quarterly review may take")),
    "yearly-review-minutes": PolicyNumber(480, "minutes", "own, RHY-1", say("how long a yearly review may take")),
    "unasked-change": PolicyNumber(10, "%", "own, RHY-6", say("by how much a target may change without the structure's owner")),
    "days-to-approve": PolicyNumber(3, "days", "own, RHY-6", say("after how many business days an approval is asked for again")),
    "weight-structure": PolicyNumber(25, "points", "own, AUD-14", say("what its lines weigh in a KPI's alignment score")),
    "weight-definition": PolicyNumber(20, "points", "own, AUD-14", say("what its definition weighs in a KPI's alignment score")),
    "weight-meaning": PolicyNumber(25, "points", "own, AUD-14", say("what the meaning of its words weighs there")),
    "weight-evidence": PolicyNumber(20, "points", "own, AUD-14", say("what the data weigh there")),
    "weight-behaviour": PolicyNumber(10, "points", "own, AUD-14", say("what its owner's taking part weighs there")),
}

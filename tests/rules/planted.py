"""Faults for the demo and the shop where those of the starter have nothing to break there; edits as in `test_alone`.

Under a code stand edits in the starter's names, which fit both; under a world and a code those in the world's own.
"""

from __future__ import annotations

from datetime import date

from tests.rules.test_alone import STAY, Edit
from tests.rules.test_mutation import GONE

METRIC = {
    "id": "seen-twice", "kind": "metric", "name": "Seen twice", "definition": "The same once more.", "every": "week",
    "direction": "up", "target": {"at_least": 200}, "threshold": 100,
}  # fmt: skip
YEARLY = {
    "id": "yearly", "rhythm": "yearly", "tiers": [1, 2, 3], "minutes": 240, "focus": "strategy", "chair": "rui",
    "audience": ["ana"],
}  # fmt: skip
PULLED = [{"kpi": "net-revenue", "elasticity": -0.5}, {"kpi": "repeat-rate", "effect": 0.5}]
WORSE = {"kpi": "cancellation-rate", "by": 2, "until": date(2012, 6, 30)}
FOUR = [{"id": each} for each in ("financial", "customer", "internal-process", "suppliers")]
SLIPS = {"id": "slips", "source": "help-desk", "date": "opened_at", "value": "count(*)"}
AGAIN = {"id": "sold_again", "source": "invoices", "date": "InvoiceDate", "value": "sum(Quantity * UnitPrice)", "unit": "GBP"}

PLANTED: dict[str | tuple[str, str], list[Edit]] = {
    "STR011": [("objectives/*/undrawn", None)],
    "ALN001": [("kpis/average-order/contributes_to", []), ("kpis/average-order/objectives", [])],
    "ALN002": [("kpis/idea-rate/name", "Page views")],
    "ALN012": [("policy", {"levels-without-path": 1}), ("kpis/*/cut_off", None)],
    "BAL004": [("policy", {"per-objective": {"min": 9}})],
    "BAL006": [("kpis/*/all_lagging", None)],
    "BAL007": [("kpis/*/all_leading", None)],
    "BAL010": [("policy", {"per-perspective": {"min": 9}})],
    "BAL011": [("kpis/*/upside_down", None)],
    "BAL012": [("kpis/*/all_short", None)],
    "CAD016": [("kpis/average-order/review", ["quarterly-calibration"])],
    "STR023": [("preset", "okr")],
    "OWN012": [("policy", {"kpis-per-owner": 1})],
    ("demo", "ALN006"): [("kpis/wholesale-volume/formula", "wholesale_net")],
    ("demo", "ALN007"): [("kpis/second-order/name", "Recurring revenue")],
    ("demo", "ALN008"): [("measures/+", SLIPS)],
    ("demo", "CAD003"): [
        (f"cadences/{each}/tiers", [1, 2]) for each in ("quarterly-board", "roasting-stand-up", "care-stand-up", "account-review")
    ],
    ("demo", "CAD017"): [("cadences/+", YEARLY), ("kpis/new-subscribers/review", ["yearly"])],
    ("demo", "CAS001"): [("kpis/new-subscribers/contributes_to", [])],
    ("demo", "CAS002"): [("kpis/second-order/level", GONE), ("kpis/second-order/org_unit", GONE)],
    ("demo", "CHG003"): [("kpis/gross-margin/since", date(2025, 6, 1))],
    ("demo", "DEF017"): [("kpis/shop-revenue/formula", "shop_net + wholesale_kilos")],
    ("demo", "DEF023"): [("kpis/new-subscribers/tests", {"effort_only": {"answer": True}})],
    ("demo", "INI006"): [("initiatives/welcome-box/status", "stopped")],
    ("demo", "INI009"): [("initiatives/first-hundred-days", GONE)],
    ("demo", "OWN010"): [("kpis/second-order/reviewer", "dev")],
    ("demo", "STR009"): [("objectives/protect-margin/horizon", GONE)],
    ("demo", "STR013"): [
        ("objectives/cafes-choose-us/drives", ["grow-recurring-revenue"]),
        ("objectives/right-first-time/drives", ["fresh-and-on-time"]),
    ],
    ("demo", "STR014"): [("objectives/protect-margin/drives", ["loyal-customers"])],
    ("demo", "STR024"): [("key_results/kr-second-order/to", 1)],
    ("demo", "TGT005"): [("kpis/second-order/threshold", 24)],
    ("demo", "TGT007"): [("kpis/gross-margin/direction", "down")],
    ("demo", "TGT011"): [("kpis/second-order/natural", {"min": 0, "max": 25})],
    ("demo", "TGT016"): [("kpis/second-order/target/stretch", 27)],
    ("demo", "TGT022"): [("kpis/second-order/since", date(2027, 6, 1))],
    ("shop", "ALN005"): [("kpis/repeat-rate/drives", [{"kpi": "cancellation-rate", "effect": 1}])],
    ("shop", "ALN006"): [
        ("kpis/+", METRIC | {"org_unit": "sales", "owner": "lou", "formula": "buyers", "unit": "customers", "level": "desk"})
    ],
    ("shop", "ALN007"): [("kpis/repeat-rate/name", "Net revenue")],
    ("shop", "ALN008"): [("measures/+", AGAIN)],
    ("shop", "ALN009"): [("kpis/cancellation-rate/drives", PULLED)],
    ("shop", "ALN014"): [("kpis/cancellation-rate/tests/moves_at_10", GONE)],
    ("shop", "ALN015"): [("kpis/cancellation-rate/tests/closer_after_90/answer", False)],
    ("shop", "BAL001"): [("policy", {"tier-1": {"max": 2}})],
    ("shop", "BAL002"): [("policy", {"desk": {"max": 2}})],
    ("shop", "BAL005"): [("policy", {"in-all": {"max": 5}})],
    ("shop", "BAL008"): [("policy", {"leading-share": {"min": 80, "max": 90}})],
    ("shop", "BAL009"): [("perspectives", FOUR), ("objectives/+", STAY | {"perspective": "customer", "owner": "gwen"})],
    ("shop", "BAL013"): [("preset", "executive"), ("organization/size", 6), ("policy", {"small-organisation-kpis": 5})],
    ("shop", "CAD012"): [("preset", "executive"), ("cadences/quarterly-look-back/tiers", [1])],
    ("shop", "CAD015"): [("kpis/gross-revenue/every", "quarter")],
    ("shop", "CAD023"): [("kpis/net-revenue/escalate", [{"worse_in_a_row": 80}])],
    ("shop", "CAS004"): [("kpis/cancellation-rate/kind", "metric")],
    ("shop", "CAS005"): [("kpis/net-revenue/kind", "metric")],
    ("shop", "CAS006"): [("kpis/cancellation-rate/drives", PULLED), ("objectives/return/priority", GONE)],
    ("shop", "CAS011"): [("levels/+", {"id": "individual", "tier": 3}), ("kpis/active-customers/level", "individual")],
    ("shop", "DEF017"): [("measures/buyers/unit", "customers"), ("kpis/net-revenue/formula", "net_revenue + buyers")],
    ("shop", "INI006"): [("initiatives/reorder-letter/status", "stopped")],
    ("shop", "INI009"): [("initiatives/stock-in-catalogue", GONE)],
    ("shop", "INI010"): [("initiatives/stock-in-catalogue/moves", [WORSE])],
    ("shop", "STR013"): [("objectives/return/drives", ["as-ordered"])],
    ("shop", "STR014"): [("objectives/grow/drives", ["return"])],
    ("shop", "STR025"): [("kpis/gross-revenue/objectives", ["grow"]), ("objectives/grow/headline", GONE)],
    ("shop", "TGT004"): [("kpis/repeat-rate/threshold", 91)],
    ("shop", "TGT005"): [("kpis/repeat-rate/threshold", 86)],
    ("shop", "TGT006"): [("kpis/repeat-rate/baseline/value", 91)],
    ("shop", "TGT007"): [("kpis/repeat-rate/target", {"at_least": 90}), ("kpis/repeat-rate/direction", "down")],
    ("shop", "TGT022"): [("kpis/repeat-rate/since", date(2013, 1, 1))],
}  # fmt: skip

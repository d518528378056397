"""The planted truths of the demo organisation: what the generator puts into the data and `docs/demo-truths.md` writes down.

Days are dates; lags are whole weeks from the driving KPI's week to the driven KPI's week; elasticities are
relative change of the driven KPI per relative change of the driving one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

SEED = 20260630
FIRST = date(2024, 7, 1)  # a Monday
LAST = date(2026, 6, 29)  # the day before the demo's `today`


@dataclass(frozen=True, slots=True)
class Lead:
    """One KPI that moves another, `weeks` later, with an elasticity."""

    kpi: str
    drives: str
    weeks: int
    elasticity: float


BATCHES_TO_FRESHNESS = Lead("batches-right-first-time", "fresh-on-delivery", weeks=2, elasticity=1.5)
FRESHNESS_TO_SECOND_ORDER = Lead("fresh-on-delivery", "second-order", weeks=6, elasticity=0.4)
LEADS_TO_WHOLESALE = Lead("qualified-leads", "wholesale-revenue", weeks=10, elasticity=0.5)
LEADS = (BATCHES_TO_FRESHNESS, FRESHNESS_TO_SECOND_ORDER, LEADS_TO_WHOLESALE)

# The welcome box works: boxes sent from the 20th of March are judged six weeks later, from the 1st of May.
WELCOME_BOX_SENT = date(2026, 3, 20)
WELCOME_BOX_SEEN = date(2026, 5, 1)
WELCOME_BOX_POINTS = 3.0

# The loyalty app push does not work: downloads double while it runs, the share of returning cards stays where it was.
APP_PUSH_STARTS = date(2025, 10, 6)
APP_PUSH_ENDS = date(2026, 2, 27)
APP_PUSH_DOWNLOADS = 2.2
APP_PUSH_POINTS = 0.0

# Wholesale buys volume with discount, and finance answers for the margin that pays for it.
CONFLICT = ("wholesale-volume", "wholesale-margin")
DISCOUNT_BEFORE = 0.09
DISCOUNT_AFTER = 0.17
DISCOUNT_CLIMBS = date(2025, 10, 1)
VOLUME_PER_DISCOUNT = 4.0  # log kilos per unit of discount rate

# Iris Novak keeps the supplier scores by hand, and has kept none since January.
OWNER_WHO_NEVER_UPDATES = "iris"
LAST_SUPPLIER_SCORE = date(2026, 1, 31)

CANCELLED_PRODUCT = "cold-brew-can"
CANCELLED_ON = date(2026, 1, 31)

# The help desk's export of one week was lost: its tickets are missing, they are not zero.
GAP_STARTS = date(2026, 3, 9)
GAP_ENDS = date(2026, 3, 16)  # half-open

# Until this day a box was on time within four days, since then within three; boxes travel as long as before.
ON_TIME_CHANGED = date(2026, 2, 2)
ON_TIME_DAYS_BEFORE = 4
ON_TIME_DAYS_AFTER = 3

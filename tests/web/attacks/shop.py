"""A small shop with a noun of every kind, a private figure, a value entered by hand, and a matter of every kind."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.api.conftest import made

from vitalfew import Workspace
from vitalfew.base.ref import Ref
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.rhythm.escalations import escalations
from vitalfew.rhythm.feed import renew_feed

DAY, REVIEW = date(2026, 6, 22), "weekly-2026-06-22"
"""The day of the first review."""
PERSON, KPI, FIGURE = "eva", Ref("kpi", "revenue"), "max-sales"
INSTEAD = {
    "name: Max Roth,": "name: Max Roth, email: max@bakery.example, role: Baker,",
    "[1, 2, 3, 4]": "[1, 2, 3]",
}
MORE = """\
strategy: {mission: Bread to come back for, vision: The street is awake, approach: Bake little and often, destination: A queue,
    horizon: {from: 2026-01-01, to: 2028-12-31}}
levels: [{id: company, tier: 1, name: Company}, {id: team, tier: 2}, {id: individual, tier: 3, name: Each of us}]
kpis:
  - {id: queue, name: Queue, definition: Who waits at nine, because: It shows whom we lose, excludes: The postman,
     objectives: [loved], owner: max, unit: people, formula: takings, every: month, target: {at_most: 9}, threshold: 12,
     proxy: {for: Guests who leave, until: 2026-12-31, plan: Count them}}
roadmap: [{id: launch, phase: Launch, starts: 2026-01-01, ends: 2026-12-31, milestones: [First review],
    checkpoint: {question: Is it better, decide: 2026-12-31}}]
themes: [{id: habit, name: Everyday habit}]
perspectives: [{id: financial, name: Money}, {id: customer, name: Guests}]
stakeholders: [{id: guests, name: Guests, group: customers,
    interests: [{id: fresh, text: Fresh bread, objectives: [loved], kpis: [revenue]}]}]
value_streams: [{id: oven, name: From oven to door, stages: [{id: bake, name: Bake, kpis: [revenue]}, {id: greet, name: Greet}]}]
drivers: [{id: rain, text: It rains more, objectives: [loved]}]
success_factors: [{id: crust, text: A crust that cracks, objectives: [loved]}]
assumptions: [{id: wheat, about: market, text: Wheat stays cheap, kpi: revenue, affects: [loved]}]
cycles: [{id: 2026-q2, from: 2026-04-01, to: 2026-06-30}]
key_results: [{id: more, name: More bread, objective: loved, cycle: 2026-q2, kpi: revenue, from: 900, to: 1400, owner: eva}]
initiatives:
  - {id: sundays, name: Open on Sundays, description: Six months long, objective: loved, owner: max, starts: 2026-03-01,
     ends: 2026-07-31, status: running, milestones: [{name: First Sunday, on: 2026-03-08, done: true}],
     moves: [{kpi: revenue, by: 50, in: percent, from: 2026-04-01, until: 2026-07-31}]}
ladders: [{id: plain, steps: [{to: owner, within: 2 business days}, {to: eva}]}]
"""


def open_shop(root: Path) -> Workspace:
    """Write the shop, and give it on the day of its first review."""
    made(root)
    main = root / "framework" / "main.yaml"
    text = main.read_text(encoding="utf-8")
    for before, after in INSTEAD.items():
        text = text.replace(before, after)
    main.write_text(text, encoding="utf-8")
    (root / "framework" / "more.yaml").write_text(MORE, encoding="utf-8")
    opened = Workspace.open(root, as_of=DAY)
    opened.store.close()
    return opened


def turn(own: Workspace) -> str:
    """Open what is due on the day; gives the address of somebody's calendar."""
    with own.writing(by="vitalfew") as desk:
        turn_reviews(desk, own.judged())
        assert escalations(desk)
        return renew_feed(desk, PERSON)

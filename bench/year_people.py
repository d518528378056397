"""How simulated people behave: simple, seeded, and the same every day.

| | answers an escalation within a day | says what is asked | comes | finishes an action within a day |
|---|---|---|---|---|
| diligent | 70 % | 97 % | 95 % | 30 % |
| slow | 35 % | 85 % | 85 % | 15 % |
| copying | 50 % | 95 %, always the same words | 90 % | 20 % |
| phantom | never | never | never | never |

Whoever answers an escalation looks at the KPI: where it really fell they promise an action, and else say after a week that
noise needs none; of a target out of reach half of them promise something all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from bench.year_plants import World
from vitalfew.model.verdict import Scorecard
from vitalfew.rhythm import commentary, escalations
from vitalfew.rhythm.actions import MACHINE as ACTIONS
from vitalfew.rhythm.actions import actions, finish_action
from vitalfew.rhythm.commentary import commentary_of, give_commentary
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import acknowledge, attach, escalation_of, resolve
from vitalfew.rhythm.reviews import Review
from vitalfew.rhythm.session import act, attend, close_review, start_review
from vitalfew.store.matters import find_matters

WEEK = timedelta(weeks=1)
ALIVE = ("open", "acknowledged", "recovered")


@dataclass(frozen=True)
class Manner:
    """How likely somebody does what, by day where it is by day."""

    answers: float
    says: float
    comes: float
    finishes: float
    copies: bool = False


DILIGENT = Manner(0.7, 0.97, 0.95, 0.3)
SLOW = Manner(0.35, 0.85, 0.85, 0.15)
COPYING = Manner(0.5, 0.95, 0.9, 0.2, copies=True)
PHANTOM = Manner(0.0, 0.0, 0.0, 0.0)


@dataclass
class Staff:
    """The people of a world, and what they do."""

    world: World
    random: np.random.Generator
    manners: dict[str, Manner] = field(default_factory=dict)

    def __post_init__(self) -> None:
        people = [each.id for each in self.world.framework.people if each.name and not each.group]
        drawn = [(DILIGENT, SLOW, COPYING)[int(each)] for each in self.random.choice(3, len(people), p=[0.65, 0.25, 0.1])]
        self.manners = {**dict(zip(people, drawn, strict=True)), "rui": DILIGENT}
        if "phantom" in self.world.plants:
            self.manners[self.world.plants["phantom"]] = PHANTOM

    def does(self, share: float) -> bool:
        """Tell whether something of that probability is done now."""
        return bool(self.random.random() < share)

    def of(self, person: str | None) -> Manner:
        """How somebody behaves; nobody does nothing."""
        return self.manners.get(person or "", PHANTOM)

    def work(self, desk: Desk) -> None:
        """Do what a day's work is: answer escalations, say what is due, finish actions."""
        self._answer(desk)
        tomorrow = desk.at + timedelta(hours=12)
        for matter in find_matters(desk.transaction, commentary.MACHINE.kind, states=("asked",), due=tomorrow):
            asked = commentary_of(matter)
            if asked.owner and self.does(self.of(asked.owner).says * (1.0 if asked.forced else 0.6)):
                self._say(desk.signed(asked.owner), asked.review, asked.kpi)
        for action in actions(desk, states=ACTIONS.alive):
            if action.owner and self.does(self.of(action.owner).finishes):
                finish_action(desk.signed(action.owner), action.id)

    def _say(self, desk: Desk, review: str, kpi: str) -> None:
        same = self.of(desk.by).copies
        analysis = "As before." if same else f"What moved it by {desk.today}: see the figures."
        step = "We go on." if same else f"Look at it again on {desk.today + WEEK}."
        give_commentary(desk, review, kpi, analysis=analysis, next_step=step)

    def _answer(self, desk: Desk) -> None:
        for matter in find_matters(desk.transaction, escalations.MACHINE.kind, states=ALIVE):
            found = escalation_of(matter)
            who = found.to if found.state == "open" else found.person
            if who is None or not self.does(self.of(who).answers):
                continue
            mine = desk.signed(who)
            if found.state == "recovered":
                resolve(mine, found.id)
            elif found.state == "open" and found.group is None:
                acknowledge(mine, found.id)
                if self._is_worth(found.kpi, desk.today):
                    attach(mine, found.id, text="Find the cause and mend it", owner=who, due=desk.today + WEEK)
            elif found.state == "acknowledged" and desk.at - found.moved_at >= WEEK and not self._is_real(found.kpi, desk.today):
                resolve(mine, found.id, reason="No action is needed: it is noise")

    def _is_real(self, kpi: str, today: date) -> bool:
        begin, over = self.world.fallen.get(kpi, (date.max, date.min))
        return begin <= today <= over + 2 * WEEK

    def _is_worth(self, kpi: str, today: date) -> bool:
        return self._is_real(kpi, today) or (kpi == self.world.plants.get("unreachable") and self.does(0.5))

    def hold(self, desk: Desk, review: Review, scorecard: Scorecard) -> bool:
        """Hold a review, where its chair comes; it ends with an action about what is red, else with why none is needed."""
        chair = review.chair or ""
        if not self.does(max(self.of(chair).comes, 0.98 if self.of(chair) is DILIGENT else 0.0)):
            return False
        mine = desk.signed(chair)
        start_review(mine, review.id, scorecard)
        attend(mine, review.id, [each for each in review.people if each in self.manners and self.does(self.of(each).comes)])
        red = [each for each in scorecard.verdicts if each.status == "red" and each.tier in review.tiers]
        if red:
            text = f"Say until the next review what is behind {red[0].name}"
            owner = red[0].owner if red[0].owner in self.manners else chair
            act(mine, review.id, text, owner=str(owner), due=desk.today + WEEK, kpi=red[0].ref.id)
        close_review(mine, review.id, none_needed=None if red else "Nothing is red, and nothing is open")
        return True

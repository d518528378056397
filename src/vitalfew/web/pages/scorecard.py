"""The executive's page: tier 1 alone, a card for each KPI, and below it what needs somebody (MON-2, MON-6)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from markupsafe import Markup

from vitalfew.base.said import say, several
from vitalfew.figures.sparkline import sparkline
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import NEEDS, Mark, Moved, mark, moved, number, telling, trend, triggers, variance
from vitalfew.model.wording import value as value_of
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit

MOST = 8
"""How many exceptions below tier 1 are shown before the page becomes a wall."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A named detail of a card: a movement, else a text."""

    name: str
    text: str = ""
    move: Moved | None = None


@dataclass(frozen=True, slots=True)
class Card:
    """What the page says of one KPI of tier 1."""

    id: str
    name: str
    mark: Mark
    value: str
    change: Moved
    spark: Markup
    facts: tuple[Fact, ...]
    owner: str
    period: str


@dataclass(frozen=True, slots=True)
class Need:
    """A KPI of a lower tier that needs somebody."""

    id: str
    name: str
    place: str
    mark: Mark
    value: str
    why: str
    owner: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    tally: str
    note: str
    cards: tuple[Card, ...]
    exceptions: tuple[Need, ...]
    empty: str


def build(visit: Visit) -> View:
    """Build the page."""
    first = [verdict for verdict in visit.scorecard.verdicts if verdict.tier == 1]
    others = [verdict for verdict in visit.scorecard.verdicts if verdict.tier != 1 and _needs(verdict)]
    return View(
        subtitle=visit.framework.strategy.mission or say("What the executive looks at"),
        tally=_tally(first),
        note="",
        cards=tuple(_card(verdict, visit) for verdict in first),
        exceptions=tuple(_need(verdict, visit) for verdict in sorted(others, key=_urgency)[:MOST]),
        empty=say("No KPI stands at tier 1 yet: give one the level that the executive looks at."),
    )


def _card(verdict: Verdict, visit: Visit) -> Card:
    target = verdict.target_now if isinstance(verdict.target_now, float) else None
    label = say("The last {n} periods of {name}", n=len(verdict.recent), name=verdict.name)
    drawn = sparkline(verdict.recent, label=label, target=target)
    facts = (
        Fact(say("Target"), number(verdict, verdict.target_now)),
        Fact(say("Variance"), move=variance(verdict)),
        Fact(say("Trend"), move=trend(verdict)),
        Fact(say("WoW{as_name}", as_name=""), move=moved(verdict.change.wow, verdict)),
        Fact(say("MoM{as_name}", as_name=""), move=moved(verdict.change.mom, verdict)),
        Fact(say("YoY{as_name}", as_name=""), move=moved(verdict.change.yoy, verdict)),
    )
    period = verdict.period.label if verdict.period else say("no period yet")
    value = value_of(verdict)
    return Card(
        verdict.ref.id,
        verdict.name,
        mark(verdict),
        value,
        telling(verdict),
        Markup(drawn),  # noqa: S704  # drawn by ourselves, its label escaped
        facts,
        _owner(verdict, visit),
        period,
    )


def _need(verdict: Verdict, visit: Visit) -> Need:
    unit = visit.framework.org_unit.get(verdict.org_unit or "")
    why = triggers(verdict) or (NEEDS[verdict.attention] if verdict.attention else several(verdict.reasons[:1]))
    name = unit.name or unit.id if unit else ""
    return Need(verdict.ref.id, verdict.name, name, mark(verdict), value_of(verdict), why, _owner(verdict, visit))


def _owner(verdict: Verdict, visit: Visit) -> str:
    return visit.names.get(verdict.owner, verdict.owner) if verdict.owner else say("nobody answers for it")


def _needs(verdict: Verdict) -> bool:
    is_red = verdict.status == "red" or (verdict.state == "stale" and verdict.last_status == "red")
    return is_red or any(each.opens == "escalation" for each in verdict.triggers)


def _urgency(verdict: Verdict) -> tuple[bool, int]:
    return verdict.status != "red", verdict.tier or 9


def _tally(verdicts: list[Verdict]) -> str:
    count = Counter(mark(verdict).word for verdict in verdicts)
    return several((say("{n} {status}", n=number, status=status) for status, number in count.most_common()), " · ")


PAGE = Page("/", say("Scorecard"), build, nav=1)

"""What is said of a lead in sentences for people: whether it warns, how surely, what that is worth, what it says now, what to do.

An estimate is never said to cause: a move of the one goes with a move of the other.
"""

from __future__ import annotations

from collections.abc import Mapping

from vitalfew.base.said import say, several
from vitalfew.base.word import count_of
from vitalfew.insight.heading import Bodes, Heading, Told, Worth
from vitalfew.insight.lead import Lead, Said
from vitalfew.insight.sentence import signed
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import plain

LEADS: Mapping[Said, str] = {
    "stopped": say("stopped leading"),
    "leads": say("leads"),
    "coincides": say("moves at the same time"),
    "lags": say("comes after it"),
    "not-shown": say("not shown"),
    "not-enough": say("not enough data"),
}
"""What is said of a lead, from what asks for something first to what is only to be waited for."""
NEXT: Mapping[Said, str] = {
    "stopped": say("Do not rely on it: ask its owner what changed, and look for what warns now."),
    "leads": say("Look at it first: what it does now shows later in the other."),
    "coincides": say("Call it lagging, or look for what moves before both."),
    "lags": say("Turn the link round, or look for what moves before both."),
    "not-shown": say("Do not rely on it as a warning: check lag and definition with both owners, or drop the link."),
    "not-enough": say("Nothing to do but measure on, or by shorter periods."),
}
BODES: Mapping[Bodes, str] = {"warns": say("warning"), "well": say("good sign"), "quiet": say("nothing clear")}
CERTAIN = 0.995


def is_closed(lead: Lead, unseen: frozenset[str]) -> bool:
    """Tell whether a lead rests on figures that are private to others."""
    return lead.kpi in unseen or lead.drives in unseen


def verdict(lead: Lead, unseen: frozenset[str] = frozenset()) -> str:
    """Say whether a KPI leads another: by how long, or why it cannot be said."""
    if is_closed(lead, unseen):
        return say("the figures of one of them are private")
    if lead.estimate.said == "against" and lead.said == "leads":
        return say("{reason}; the other way round than it is declared", reason=lead.reason)
    return lead.reason


def sureness(lead: Lead) -> str:
    """Say how sure the order is, and what share of the ups and downs is foretold; empty where neither is known."""
    said = []
    if lead.sure is not None:
        said.append(
            say("more than 99 % sure") if lead.sure >= CERTAIN else say("{share:.0f} % sure", share=100 * lead.sure),
        )
    if lead.foretold is not None and lead.said in {"leads", "coincides", "lags"}:
        said.append(
            say("it foretells {share:.0f} % of the ups and downs", share=100 * lead.foretold)
            if lead.foretold > 0
            else say("it foretells none of the ups and downs")
        )
    return several(said)


def pairs(lead: Lead) -> str:
    """Say on how much data a statement rests; empty where nothing was compared."""
    return say("{periods} compared", periods=count_of(lead.estimate.pairs, lead.grain)) if lead.estimate.pairs else ""


def worth(told: Told, framework: Framework) -> str:
    """Say what a usual improvement of the leader goes with, its interval, and what that is of the gap; empty where unknown."""
    if told.worth is None:
        return ""
    leader, follower = _pair(told, framework)
    return say(
        "a usual improvement of {leader} ({move}) goes with {effect} of {follower} {periods} later ({interval}){share}",
        leader=leader.title,
        move=signed(told.worth.move, leader.unit),
        effect=signed(told.worth.effect, follower.unit),
        follower=follower.title,
        periods=count_of(abs(told.lead.lag or 0), told.lead.grain),
        interval=_interval(told.worth, follower),
        share=_share(told.worth),
    )


def moved(told: Told, framework: Framework) -> tuple[str, str, str]:
    """Say in short what a usual improvement of the leader is, what it goes with, and what it says now; empty where unknown."""
    leader, follower = _pair(told, framework)
    usual = effect = heading = ""
    if told.worth:
        usual, effect = signed(told.worth.move, leader.unit), _sized(told.worth.effect, told.worth, follower)
        effect = say("{effect}{share}", effect=effect, share=_share(told.worth))
    if told.heading:
        size, day = _sized(told.heading.change, told.heading, follower), told.heading.until.last_day
        heading = say("{size} by {day:%-d %B %Y}", size=size, day=day)
    return usual, effect, heading


def _sized(effect: float, held: Worth | Heading, follower: Kpi) -> str:
    return say("{effect} ({interval})", effect=signed(effect, follower.unit), interval=_interval(held, follower))


def _interval(held: Worth | Heading, follower: Kpi) -> str:
    return say("90 %: {low} to {high}", low=signed(held.low, follower.unit), high=signed(held.high, follower.unit))


def _share(held: Worth) -> str:
    if held.gap == 0:
        return say(", and its target is met already")
    if held.share is None:
        return ""
    if held.share < 0:
        return say(", away from its target")
    if held.share > 1:
        return say(", more than the whole gap to its target")
    return say(", {share:.0f} % of the gap to its target", share=100 * held.share)


def now(told: Told, framework: Framework) -> str:
    """Say what the leader says now: where the follower is headed, with its interval; empty where that cannot be told."""
    if told.heading is None:
        return ""
    _, follower = _pair(told, framework)
    held = told.heading
    return say(
        "{follower} is likely to move by {change} within {periods}, by {day:%-d %B %Y} ({interval}), its season and drift aside",
        follower=follower.title,
        change=signed(held.change, follower.unit),
        periods=count_of(held.periods, told.lead.grain),
        day=held.until.last_day,
        interval=_interval(held, follower),
    )


def as_json(told: Told, framework: Framework, unseen: frozenset[str] = frozenset()) -> dict[str, object]:
    """Give a lead in the JSON contract's fields, and in words."""
    held = told.heading
    fields = ("periods", "value", "change", "low", "high", "bodes")
    return {name: plain(getattr(told.lead, name)) for name in Lead.__dataclass_fields__} | {
        "reason": verdict(told.lead, unseen),
        "worth": plain(told.worth),
        "now": held and {"until": plain(held.until.last_day), **{name: getattr(held, name) for name in fields}},
        "words": {"worth": worth(told, framework), "now": now(told, framework), "next": NEXT[told.lead.said]},
    }


def _pair(told: Told, framework: Framework) -> tuple[Kpi, Kpi]:
    return framework.kpi[told.lead.kpi], framework.kpi[told.lead.drives]

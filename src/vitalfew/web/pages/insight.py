"""Insight: do our KPIs drive the strategy? One line for each way to ask, what asks for something first, and what is not known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from vitalfew.api.known import aligned, conflicting, events, missing
from vitalfew.base.errors import Refused
from vitalfew.base.said import say, say_count
from vitalfew.insight.initiative import SAID
from vitalfew.insight.missed import WORDS
from vitalfew.insight.sight import Clarity, Sight
from vitalfew.insight.told_effect import EFFECTS
from vitalfew.insight.told_lead import LEADS
from vitalfew.web.page import Page
from vitalfew.web.pages import alignment, effects, leads, missed
from vitalfew.web.pages._insight import moved, sight, told
from vitalfew.web.visit import Visit

KNOWN: tuple[Clarity, ...] = ("clear", "weak")


@dataclass(frozen=True, slots=True)
class Topic:
    """A way to ask: its page, the question, the answer in a line, what comes first with its page, and what is not known."""

    path: str
    question: str
    answer: str
    first: str = ""
    first_path: str = ""
    unknown: str = ""


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    topics: tuple[Topic, ...]
    is_measured: bool
    is_empty: bool


def build(visit: Visit) -> View:
    """Build the page."""
    asked: tuple[Callable[[Visit], Topic], ...] = (_sight, _leads, _effects, _missed, _conflicts, _alignment, _events)
    is_empty = not visit.framework.current_kpis
    return View(() if is_empty else tuple(ask(visit) for ask in asked), visit.workspace.is_measured, is_empty)


def _sight(visit: Visit) -> Topic:
    question, seen = say("Does each KPI move the strategy, and by how much?"), sight(visit)
    if seen is None:
        return Topic("/sight", question, say("Nothing is measured yet."))
    best = visit.once("insight clear", lambda: _best(seen))
    known, unclear = sum(best[each] for each in KNOWN), best["unclear"]
    answer = say_count(
        "{n} of {all} KPIs is known to move an objective at the top",
        "{n} of {all} KPIs are known to move an objective at the top",
        known,
        all=best.total(),
    )
    bare = next((each for each in seen.objectives if not seen.tornado(each)), None)
    return Topic(
        "/sight",
        question,
        answer,
        say("Nothing is known to move “{objective}”.", objective=bare.title) if bare else "",
        f"/sight?objective={bare.id}" if bare else "",
        say_count(
            "{n} is linked, and how far it moves one is not known",
            "{n} are linked, and how far they move one is not known",
            unclear,
        )
        if unclear
        else "",
    )


def _best(seen: Sight) -> Counter[Clarity]:
    """Count KPIs by the best verdict that any objective at the top gives them."""
    order: tuple[Clarity, ...] = ("clear", "weak", "unclear", "broken")
    kpis = [each.id for each in seen.framework.current_kpis]
    return Counter(min((seen.clarity(kpi, each) for each in seen.objectives), key=order.index, default="broken") for kpi in kpis)


def _leads(visit: Visit) -> Topic:
    found = told(visit)
    first = next((each for each in found if each.lead.said == "stopped" or each.warns), None)
    kpi, unknown = visit.framework.kpi, sum(each.lead.said == "not-enough" for each in found)
    says = ""
    if first:
        names = {"one": kpi[first.lead.kpi].title, "other": kpi[first.lead.drives].title}
        said = say("warns now") if first.warns else LEADS[first.lead.said]
        says = say("{one} → {other}: {said}", **names, said=said)
    return Topic(
        "/leads",
        say("Do leading KPIs lead, and what do they say now?"),
        leads.summary(found, sum(each.warns for each in found)),
        says,
        f"/leads?kpi={first.lead.kpi}" if first else "",
        _too_little(unknown),
    )


def _effects(visit: Visit) -> Topic:
    found = sorted(moved(visit), key=lambda each: SAID.index(each.said))
    first = next((each for each in found if each.said in {"wrong-way", "not-seen", "less"}), None)
    says = ""
    if first:
        framework = visit.framework
        one = framework.initiative[first.initiative].name or first.initiative
        says = say("{one} → {other}: {said}", one=one, other=framework.kpi[first.kpi].title, said=EFFECTS[first.said])
    return Topic(
        "/effects",
        say("Did initiatives move what they were to move?"),
        effects.summary(found),
        says,
        "/effects" if first else "",
        _too_little(sum(each.said == "not-enough" for each in found)),
    )


def _missed(visit: Visit) -> Topic:
    found = missing(visit)
    first, unknown = found[0] if found else None, sum(each.said in {"both", "not-enough"} for each in found)
    says = say("{kpi}: {said}", kpi=visit.framework.kpi[first.kpi].title, said=WORDS[first.said]) if first else ""
    return Topic(
        "/missed",
        say("Is a missed target wrong, or the process?"),
        missed.summary(found),
        says,
        "/missed" if first else "",
        say_count("{n} lacks what would tell", "{n} lack what would tell", unknown) if unknown else "",
    )


def _too_little(count: int) -> str:
    return say_count("{n} cannot be told for lack of data", "{n} cannot be told for lack of data", count) if count else ""


def _conflicts(visit: Visit) -> Topic:
    found = [each for each in conflicting(visit) if not each.settled]
    open_ = [each for each in found if not each.is_question]
    kpi, first = visit.framework.kpi, open_[0] if open_ else None
    return Topic(
        "/conflicts",
        say("Whose KPIs pull against each other?"),
        say_count("{n} conflict that nothing settles", "{n} conflicts that nothing settles", len(open_)),
        say("{one} against {other}", one=kpi[first.one].title, other=kpi[first.other].title) if first else "",
        "/conflicts" if first else "",
        say_count("{n} more is worth asking", "{n} more are worth asking", len(found) - len(open_))
        if len(found) > len(open_)
        else "",
    )


def _alignment(visit: Visit) -> Topic:
    found = aligned(visit)
    first = min(found.scored, key=lambda each: each.score, default=None)
    lowest = say("{kpi}: {score:.0f} of 100", kpi=visit.framework.kpi[first.kpi].title, score=first.score) if first else ""
    return Topic(
        "/alignment",
        say("How well does each KPI fit what it serves?"),
        alignment.summary(found.scored),
        lowest,
        f"/kpi/{first.kpi}" if first else "",
    )


def _events(visit: Visit) -> Topic:
    question = say("What has happened that asks for other KPIs?")
    try:
        found = events(visit)
    except Refused as error:
        return Topic("/reconfiguration", question, error.words)
    answer = say_count("{n} event asks for another look at the KPIs", "{n} events ask for another look at the KPIs", len(found))
    return Topic("/reconfiguration", question, answer, found[0].what if found else "", "/reconfiguration" if found else "")


PAGE = Page("/insight", say("Insight"), build, nav=23)

"""The chain of an objective in one view: the leading KPI, what is done to move it, the lagging KPI that is to follow (INI-2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vitalfew.api.known import moved, sight
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.insight.edge import Edge
from vitalfew.insight.initiative import Effect
from vitalfew.insight.sentence import GRADES, beside
from vitalfew.insight.strand import carried
from vitalfew.insight.told_effect import EFFECTS, seen
from vitalfew.model.kpi import Kpi
from vitalfew.model.rhythm import Initiative
from vitalfew.model.strategy import Objective
from vitalfew.model.wording import Mark, mark
from vitalfew.web.visit import Visit

MOST = 12
"""How many chains are drawn."""


@dataclass(frozen=True, slots=True)
class Knot:
    """A noun of a chain, how it stands, and what leads to it: `tie` is the kind of line, `says` the evidence in words.

    Without a name it is a gap, and `says` what is missing.
    """

    name: str
    path: str
    mark: Mark | None
    tie: str
    says: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A leading KPI, the initiative that is to move it, and the lagging KPIs that are to follow."""

    leading: Knot
    work: Knot
    lagging: tuple[Knot, ...]


def chains(objective: Objective, visit: Visit) -> tuple[Chain, ...]:
    """Give the chains of an objective; none where no KPI leads and nothing is done."""
    return tuple(_chains(objective, visit))[:MOST]


def _chains(objective: Objective, visit: Visit) -> Iterator[Chain]:
    framework = visit.framework
    own = framework.kpis_of_objective.get(objective.id, ())
    last = {kpi.id: kpi for kpi in own if kpi.timing == "lagging" or kpi.id == objective.headline}
    found = sight(visit)
    edges = {(edge.start, edge.end): edge for edge in found.edges} if found else {}
    ahead = {kpi.id: _ahead(kpi, last, visit) for kpi in framework.current_kpis if kpi.timing == "leading"}
    first = [kpi for kpi in own if kpi.id in ahead] + [framework.kpi[id_] for id_, ends in ahead.items() if ends]
    effects = {(each.initiative, each.kpi): each for each in moved(visit)}
    told: set[str] = set()
    for kpi in dict.fromkeys(first):
        ends = tuple(_lagging(kpi, last[end], edges, visit) for end in ahead[kpi.id]) or (_gap(say("no lagging KPI follows it")),)
        works: list[Initiative | None] = [each for each in framework.initiatives if kpi.id in {move.kpi for move in each.moves}]
        told |= {each.id for each in works if each}
        for work in works or [None]:
            yield Chain(_leading(kpi, visit), _work(work, kpi.id, effects, visit), ends)
    for each in framework.initiatives:
        if each.objective == objective.id and each.id not in told:
            ends = tuple(_moved(each, last[move.kpi], effects, visit) for move in each.moves if move.kpi in last)
            gap = _gap(say("no leading KPI tells early"))
            yield Chain(gap, _work(each, "", effects, visit), ends or (_gap(say("it moves no lagging KPI")),))


def _ahead(kpi: Kpi, last: Mapping[str, Kpi], visit: Visit) -> list[str]:
    """Give the lagging KPIs that a leading one acts on, by any link that is declared."""
    links = visit.workspace.lines.edges.get(kpi.ref, ())
    return list(
        dict.fromkeys(each.to.id for each in links if each.to.kind == "kpi" and each.to.id in last and each.to.id != kpi.id)
    )


def _leading(kpi: Kpi, visit: Visit) -> Knot:
    return Knot(kpi.title, f"/kpi/{kpi.id}", _mark(kpi.id, visit), "plain", "")


def _lagging(kpi: Kpi, end: Kpi, edges: Mapping[tuple[str, str], Edge], visit: Visit) -> Knot:
    edge, found = edges.get((kpi.id, end.id)), sight(visit)
    if edge is None or found is None:
        said = say("it is linked, and nobody said by how much") if found else say("as people declared; nothing is measured yet")
        return Knot(end.title, f"/kpi/{end.id}", _mark(end.id, visit), "none" if found else "expert", said)
    grade, strength, way = carried(found, edge)
    said = say("{grade}; {beside}", grade=GRADES[grade], beside=beside(edge, visit.framework))
    return Knot(end.title, f"/kpi/{end.id}", _mark(end.id, visit), f"{grade} s{strength} {way}", said)


def _moved(each: Initiative, kpi: Kpi, effects: Mapping[tuple[str, str], Effect], visit: Visit) -> Knot:
    tie, said = _effect(effects.get((each.id, kpi.id)), visit)
    return Knot(kpi.title, f"/kpi/{kpi.id}", _mark(kpi.id, visit), tie, said)


def _work(each: Initiative | None, kpi: str, effects: Mapping[tuple[str, str], Effect], visit: Visit) -> Knot:
    if each is None:
        return _gap(say("no initiative moves it"))
    tie, said = _effect(effects.get((each.id, kpi)), visit) if kpi else ("plain", "")
    status = word(each.status) if each.status else say("no status")
    return Knot(each.name or each.id, f"/initiatives#initiative-{each.id}", Mark(None, status), tie, said)


def _effect(effect: Effect | None, visit: Visit) -> tuple[str, str]:
    """Give how the line to what an initiative moves is drawn, and what is seen of it."""
    if effect is None:
        return "expert", say("nothing is measured yet")
    said = seen(effect, visit.framework)
    words = say("{effect}: {seen}", effect=EFFECTS[effect.said], seen=said) if said else EFFECTS[effect.said]
    if effect.said == "wrong-way":
        return "estimated against", words
    return ("estimated" if effect.said in {"as-expected", "less", "moved"} else "none"), words


def _mark(kpi: str, visit: Visit) -> Mark | None:
    verdict = visit.verdicts.get(kpi)
    return mark(verdict) if verdict else None


def _gap(says: str) -> Knot:
    return Knot("", "", None, "none", says)

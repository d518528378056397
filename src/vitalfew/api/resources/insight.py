"""What the figures say of the strategy: lines of sight, links, leads, conflicts, alignment, and what an event asks for.

Every estimate comes with its interval, its grade, or the reason why there is none; all rests on what the one who asks may see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING

from vitalfew.api.known import aligned, conflicting, events, links, missing, moved, sight, taking, told, tried
from vitalfew.api.look import Look
from vitalfew.api.route import Answer, Ask, Read
from vitalfew.base.errors import UnknownName
from vitalfew.insight.remedy import as_json, remedies
from vitalfew.insight.told_effect import as_json as effect_json
from vitalfew.insight.told_effect import clarities, questions
from vitalfew.insight.told_lead import as_json as lead_json
from vitalfew.insight.told_missed import as_json as missed_json
from vitalfew.model.verdict import plain
from vitalfew.model.visibility import told_to

if TYPE_CHECKING:
    from vitalfew.draft.reconfigure import Reconfiguration
    from vitalfew.insight.edge import Edge
    from vitalfew.insight.sight import Sight


def _overview(ask: Ask) -> Answer:
    return {"kpis": ask.look.once("sight overview", lambda: _clarities(ask.look))}


def _clarities(look: Look) -> list[Mapping[str, object]]:
    found = sight(look)
    if found is None:
        return []
    return [
        {"kpi": kpi.id, "objectives": {each.id: found.clarity(kpi.id, each) for each in found.objectives}}
        for kpi in look.framework.current_kpis
    ]


def _edges(ask: Ask) -> Answer:
    found = sight(ask.look)
    return {"edges": [_edge(each) for each in found.edges] if found else []}


def _edge(each: Edge) -> Mapping[str, object]:
    return {"id": f"{each.start}>{each.end}", **_fields(each)}


def _fields(record: object) -> dict[str, object]:
    fields = plain(record)
    return fields if isinstance(fields, dict) else {}


def _seen(ask: Ask) -> Answer:
    kind, id_ = ask.path["kind"], ask.path["id"]
    nouns: Mapping[str, Collection[str]] = {"kpi": ask.look.framework.kpi, "objective": ask.look.framework.objective}
    if id_ not in nouns.get(kind, ()):
        raise UnknownName("KPI or objective", f"{kind}:{id_}", [f"{kind}:{each}" for kind in nouns for each in nouns[kind]])
    found = sight(ask.look)
    reached = _reached(found, kind, id_) if found else ()
    answer: dict[str, object] = {"ref": f"{kind}:{id_}", "sight": reached}
    if found and kind == "objective":
        answer["levers"] = _fields(taking(ask.look, found, ask.look.framework.objective[id_]))
    return answer


def _reached(found: Sight, kind: str, id_: str) -> list[dict[str, object]]:
    if kind == "kpi":
        return [_fields(each) for each in found.reach(id_)]
    return [_fields(each) for each in found.tornado(found.framework.objective[id_])]


def _links(ask: Ask) -> Answer:
    return {"links": [_fields(each) for each in links(ask.look)]}


def _leads(ask: Ask) -> Answer:
    return {"leads": [lead_json(each, ask.look.framework, ask.look.workspace.unseen) for each in told(ask.look)]}


def _effects(ask: Ask) -> Answer:
    found, framework = moved(ask.look), ask.look.framework
    clear = clarities(found, framework, sight(ask.look))
    today = ask.look.workspace.today
    return {"effects": [effect_json(each, questions(each, found, framework, clear, today), framework) for each in found]}


def _missed(ask: Ask) -> Answer:
    return {"missed": [missed_json(each, ask.look.framework) for each in missing(ask.look)]}


def _conflicts(ask: Ask) -> Answer:
    framework = ask.look.framework
    return {"conflicts": [as_json(each, remedies(framework, each)) for each in conflicting(ask.look)]}


def _alignment(ask: Ask) -> Answer:
    """Score each KPI, as the command line tells it."""
    return {name: value for name, value in aligned(ask.look).as_json().items() if name != "version"}


def _reconfiguration(ask: Ask) -> Answer:
    made = [tried(ask.look, event) for event in events(ask.look)]
    return {"events": [_event(each, ask.look) for each in made if not each.is_empty]}


def _event(each: Reconfiguration, look: Look) -> Mapping[str, object]:
    """Tell of an event; files and findings may hold what is private to others (CAS-5)."""
    found = each.as_json()
    unseen = look.workspace.unseen
    heard = {name: [one.as_json() for one in told_to(getattr(each, name), look.framework, unseen)] for name in ("new", "gone")}
    return found | heard | ({"diff": ""} if unseen else {})


ROUTES = (
    Read(
        "/insight/sight", "How clear each KPI's line of sight to each objective of the top is", _overview, ("kpis",),
        listed="kpis", key="kpi",
    ),
    Read(
        "/insight/edges", "What each KPI does to the next: by formula, from data or as declared", _edges, ("edges",),
        listed="edges",
    ),
    Read(
        "/insight/sight/{kind}/{id}",
        "What a 10 % better KPI does to each objective of the top, or what moves an objective most",
        _seen, ("ref", "sight"), listed="sight", key="",
    ),
    Read("/insight/links", "What the data say of every declared link", _links, ("links",), listed="links", key=""),
    Read("/insight/leads", "Which leading KPIs warn early, and what they say now", _leads, ("leads",), listed="leads", key=""),
    Read(
        "/insight/effects", "Whether initiatives moved what they were to move, and what to ask", _effects, ("effects",),
        listed="effects", key="",
    ),
    Read(
        "/insight/missed", "Whether KPIs that missed their target again and again ask for another target or process",
        _missed, ("missed",), listed="missed", key="kpi",
    ),
    Read(
        "/insight/conflicts", "Where KPIs of different owners pull apart, and what would settle it", _conflicts, ("conflicts",),
        listed="conflicts",
    ),
    Read(
        "/insight/alignment", "How well each KPI is aligned, why, and what fits better", _alignment,
        ("engine", "kpis", "replacements", "gaps"), listed="kpis", key="kpi",
    ),
    Read(
        "/insight/reconfiguration", "What has happened, and what it asks of the KPIs", _reconfiguration, ("events",),
        listed="events", key="",
    ),
)  # fmt: skip

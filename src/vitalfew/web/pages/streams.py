"""Value streams: their stages in order, the KPIs of flow at each, and what carries from stage to stage (STR-9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.model import wording
from vitalfew.model.strategy import ValueStream
from vitalfew.model.wording import NOTHING, Moved, telling
from vitalfew.web.page import Page
from vitalfew.web.pages.matrix import LINKS, Item, item_of
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Flow:
    """A KPI of a stage as it stands, and what it carries in another stage."""

    kpi: Item
    value: str
    change: Moved
    owner: str
    on: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage with its KPIs; one without any is lit."""

    number: int
    name: str
    flows: tuple[Flow, ...]


@dataclass(frozen=True, slots=True)
class Stream:
    """A value stream; `lacks` is what the audit says of it."""

    id: str
    name: str
    stages: tuple[Stage, ...]
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    streams: tuple[Stream, ...]


def build(visit: Visit) -> View:
    """Build the page."""
    streams = tuple(_stream(each, visit) for each in visit.framework.value_streams)
    bare = sum(not stage.flows for stream in streams for stage in stream.stages)
    whole = say("From a need to its fulfilment, stage by stage")
    return View(say("From a need to its fulfilment, stage by stage; {n} without a KPI", n=bare) if bare else whole, streams)


def _stream(each: ValueStream, visit: Visit) -> Stream:
    place = {kpi: number for number, stage in reversed([*enumerate(each.stages, 1)]) for kpi in stage.kpis}
    names = {number: stage.name or stage.id for number, stage in enumerate(each.stages, 1)}
    stages = tuple(
        Stage(number, names[number], tuple(_flow(id_, number, place, names, visit) for id_ in stage.kpis))
        for number, stage in enumerate(each.stages, 1)
    )
    lacks = tuple(finding.message for finding in visit.findings if finding.ref == each.ref)
    return Stream(each.id, each.name or each.id, stages, lacks)


def _flow(id_: str, number: int, place: dict[str, int], names: dict[int, str], visit: Visit) -> Flow:
    verdict, kpi = visit.verdicts.get(id_), visit.framework.kpi.get(id_)
    owners = ", ".join(visit.names.get(each, each) for each in kpi.owners) if kpi else ""
    return Flow(
        item_of(id_, visit),
        wording.value(verdict) if verdict else NOTHING,
        telling(verdict) if verdict else Moved(NOTHING, None),
        owners or say("nobody answers for it"),
        tuple(_carried(Ref("kpi", id_), number, place, names, visit)),
    )


def _carried(ref: Ref, number: int, place: dict[str, int], names: dict[int, str], visit: Visit) -> Iterator[str]:
    for edge in visit.workspace.lines.edges.get(ref, ()):
        there = place.get(edge.to.id) if edge.to.kind == "kpi" else None
        if there and there != number:
            yield say("{link} {kpi} ({stage})", link=LINKS[edge.link], kpi=visit.title(edge.to), stage=names[there])


PAGE = Page("/streams", say("Value streams"), build, nav=21)

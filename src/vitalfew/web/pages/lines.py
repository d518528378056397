"""The lines of the strategy map, drawn and taken away: a cause, an effect, Enter; each is part of one's own change (STR-4)."""

from __future__ import annotations

from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count
from vitalfew.load.wanted import Wanted, value_at
from vitalfew.rhythm.drafts import want
from vitalfew.web.forms.check import Ground, ground
from vitalfew.web.page import Page
from vitalfew.web.pages._editing import see_may
from vitalfew.web.pages.map import NO_LENS, TONES
from vitalfew.web.visit import Visit

FIELDS = ("drives", "supports")
"""What a line of the map is made of; a new one is the first."""


@dataclass(frozen=True, slots=True)
class Box:
    """An objective."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A perspective with its objectives."""

    name: str
    tone: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """A line from a cause to an effect."""

    cause: Box
    effect: Box


@dataclass(frozen=True, slots=True)
class View:
    """The page; `edges` is all lines as one text for the script that draws them."""

    lanes: tuple[Lane, ...]
    boxes: tuple[Box, ...]
    lines: tuple[Edge, ...]
    edges: str
    cause: str
    effect: str
    collected: int

    @property
    def collected_said(self) -> str:
        """How many changes are collected and wait."""
        return say_count("Look at the change: {n} part so far", "Look at the change: {n} parts so far", n=self.collected)


def build(visit: Visit) -> View:
    """Build the page; raises NotAllowed."""
    over = _ground(visit)
    framework = over.loaded.framework
    boxes = {each.id: Box(each.id, each.title) for each in framework.objective.values()}
    lenses = {lens.id: visit.title(lens.ref) for lens in framework.lenses}
    lanes = []
    for lens, name in (*lenses.items(), ("", NO_LENS)):
        members = [
            each.id for each in framework.objective.values() if (each.perspective if each.perspective in lenses else "") == lens
        ]
        if members:
            lanes.append(Lane(name, TONES.get(lens, "other"), tuple(boxes[id_] for id_ in members)))
    pairs = [(each.id, link.id) for each in framework.objectives for link in (*each.drives, *each.supports)]
    pairs = [pair for pair in dict.fromkeys(pairs) if pair[1] in boxes]
    return View(
        tuple(lanes),
        tuple(boxes.values()),
        tuple(Edge(boxes[cause], boxes[effect]) for cause, effect in pairs),
        " ".join(f"{cause}>{effect}" for cause, effect in pairs),
        visit.form.get("cause", ""),
        visit.form.get("effect", ""),
        len(over.draft.wanted) if over.draft else 0,
    )


def act(visit: Visit) -> str:
    """Draw a line or take one away; raises Refused where it cannot be."""
    over, wanted = _ground(visit), visit.form.get("do", "")
    cause, effect = (visit.said(name, "choose an objective") for name in ("cause", "effect"))
    if wanted not in {"draw", "take"}:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    framework = over.loaded.framework
    for id_ in (cause, effect):
        if id_ not in framework.objective:
            raise Refused(say("there is no objective `{id}`", id=id_), say("choose one of the list"))
    if cause == effect:
        raise Refused(say("an objective does not drive itself"), say("choose two"))
    found = framework.objective[cause]
    field = next((each for each in FIELDS if effect in {link.id for link in getattr(found, each)}), "")
    if bool(field) == (wanted == "draw"):
        there = say("there is such a line already") if field else say("there is no such line")
        raise Refused(there, say("choose two others"))
    ref = Ref("objective", cause)
    now = value_at(over.loaded.spans, ref, field or FIELDS[0])
    items = now if isinstance(now, list) else [] if now is None else [now]
    left = [each for each in items if (each.get("id") if isinstance(each, dict) else each) != effect]
    value = [*left, effect] if wanted == "draw" else left or None
    before = value_at(over.before.spans, ref, field or FIELDS[0])
    with visit.writing() as desk:
        want(desk, [Wanted("set", ref, field or FIELDS[0], value, before)])
    return "/map/lines"


def _ground(visit: Visit) -> Ground:
    see_may(visit, Ref("objective", ""))
    return ground(visit)


PAGE = Page("/map/lines", say("Lines of the map"), build, act=act)

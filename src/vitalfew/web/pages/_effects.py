"""Effects of initiatives as pages show them: what moved, by how much of what was expected, drawn, and what to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from vitalfew.base.said import say
from vitalfew.figures.tandem import parted
from vitalfew.insight.initiative import Effect, Said
from vitalfew.insight.told_effect import EFFECTS, clarities, questions, rests, seen
from vitalfew.model.verdict import Status
from vitalfew.model.wording import Mark
from vitalfew.web.pages._insight import is_quick, moved, sight
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.visit import Visit

TONES: Mapping[Said, Status] = {"as-expected": "green", "moved": "green", "less": "amber", "not-seen": "red", "wrong-way": "red"}
MOST = 60
"""How many periods are drawn of a long history."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A movement that an initiative was to bring, and what is seen of it."""

    name: str
    path: str
    kpi: Item
    owner: str
    mark: Mark
    why: str
    seen: str
    rests: str
    verdict: str
    asked: tuple[str, ...]
    chart: Markup
    span: str


def effect_marks(visit: Visit) -> dict[tuple[str, str], Mark]:
    """Give the sign of each movement, by the ids of initiative and KPI."""
    return {(each.initiative, each.kpi): mark_of(each) for each in moved(visit)}


def mark_of(effect: Effect) -> Mark:
    """Give the sign of what is seen of a movement."""
    return Mark(TONES.get(effect.said), EFFECTS[effect.said])


def effects_on(visit: Visit, kpi: str) -> tuple[Shown, ...]:
    """Give what is seen of each initiative that is to move a KPI."""
    return shown([each for each in moved(visit) if each.kpi == kpi], visit) if is_quick(visit) else ()


def shown(some: Sequence[Effect], visit: Visit) -> tuple[Shown, ...]:
    """Word effects, each with what to ask of it."""
    clear = visit.once("effects clear", lambda: clarities(moved(visit), visit.framework, sight(visit)))
    return tuple(
        _shown(each, visit, questions(each, moved(visit), visit.framework, clear, visit.scorecard.as_of)) for each in some
    )


def _shown(each: Effect, visit: Visit, asked: tuple[str, ...]) -> Shown:
    initiative = visit.framework.initiative[each.initiative]
    return Shown(
        initiative.name or initiative.id,
        f"/initiatives#initiative-{initiative.id}",
        item_of(each.kpi, visit),
        visit.names.get(initiative.owner or "", initiative.owner or "") or say("nobody answers for it"),
        mark_of(each),
        each.reason,
        seen(each, visit.framework),
        rests(each),
        initiative.verdict or "",
        asked,
        _chart(each, visit),
        say("it begins on {day:%-d %b %Y}", day=each.began) if each.began else "",
    )


def _chart(each: Effect, visit: Visit) -> Markup:
    if each.line is None:
        return Markup()
    cut = max(0, len(each.line.values) - MOST)
    cut = min(cut, max(0, each.line.begins - MOST // 3))
    label = say(
        "{kpi} and, dashed, the course it would have taken without {initiative}",
        kpi=visit.framework.kpi[each.kpi].title,
        initiative=visit.framework.initiative[each.initiative].name or each.initiative,
    )
    places = {"begins": each.line.begins - cut, "shows": each.line.shows - cut}
    drawn = parted(each.line.values[cut:], each.line.course[cut:], label=label, **places)
    return Markup(drawn)  # noqa: S704  # drawn by ourselves, its texts escaped

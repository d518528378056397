"""Effects: did each initiative move what it was to move, and if not, did it fail or does the KPI not measure it (INI-3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from vitalfew.base.said import say, say_count
from vitalfew.insight.initiative import SAID, Effect
from vitalfew.web.page import Page
from vitalfew.web.pages._effects import Shown, shown
from vitalfew.web.pages._insight import moved
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit


@dataclass(frozen=True, slots=True)
class View:
    """The page: what can be told of movements, what asks for a decision first, and what cannot be told yet."""

    subtitle: str
    told: tuple[Shown, ...]
    told_part: Part
    waiting: tuple[Shown, ...]
    waiting_part: Part
    is_measured: bool
    is_declared: bool


def build(visit: Visit) -> View:
    """Build the page."""
    found = sorted(moved(visit), key=lambda each: SAID.index(each.said))
    told, told_part = part([each for each in found if each.effect is not None], visit.query)
    waiting, waiting_part = part([each for each in found if each.effect is None], visit.query, "waiting")
    return View(
        summary(found),
        shown(told, visit),
        told_part,
        shown(waiting, visit),
        waiting_part,
        visit.workspace.is_measured,
        any(each.moves for each in visit.framework.initiatives),
    )


def summary(found: Sequence[Effect]) -> str:
    """Say how many movements that can be told of are as expected."""
    known = sum(each.effect is not None and each.said != "not-enough" for each in found)
    if not known:
        return say("Whether initiatives moved what they were to move")
    return say_count(
        "{n} of {all} movements that can be told is as expected",
        "{n} of {all} movements that can be told are as expected",
        sum(each.said in {"as-expected", "moved"} for each in found),
        all=known,
    )


PAGE = Page("/effects", say("Effects"), build)

"""What would hold where goals come to more objectives than there may be: presets with more room, each tried, and fewer goals."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from vitalfew.base.said import say, several
from vitalfew.draft.choice import Candidates
from vitalfew.draft.context import context_of
from vitalfew.model.preset import PRESETS, Span


def roomier(candidates: Candidates, most: int | None, can_hold: Callable[[Candidates], bool]) -> str:
    """Say what would hold where goals come to more than the `most` objectives; empty where the count is not in the way."""
    count, brief = len({goal.pattern for goal in candidates.goals if goal.pattern}), candidates.context.brief
    if most is None or count <= most:
        return ""
    fewer = say("the goals come to {n} objectives where {most} may be: state as one what belongs together", n=count, most=most)
    tried = [
        (name, preset.objectives)
        for name, preset in PRESETS.items()
        if name != candidates.context.preset.name and (preset.objectives.max is None or preset.objectives.max >= count)
    ]
    held = [
        _room(name, span)
        for name, span in tried
        if can_hold(replace(candidates, context=context_of(brief.model_copy(update={"preset": name}))))
    ]
    return say("{fewer}, or take the preset {presets}", fewer=fewer, presets=several(held, last=say(" or "))) if held else fewer


def _room(name: str, span: Span) -> str:
    return say("`{preset}` (up to {most})", preset=name, most=span.max) if span.max else f"`{name}`"

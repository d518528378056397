"""From what was chosen to a selection: causes and effects between its objectives, and what each KPI of a unit contributes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from vitalfew.catalog.entry import Entry
from vitalfew.catalog.pattern import Pattern
from vitalfew.catalog.read import Catalogue
from vitalfew.draft.choice import Candidates, Option, Placed, Pursued, Selection
from vitalfew.model.preset import PERSPECTIVES

HEIGHT = {lens.id: height for height, lens in enumerate(reversed(PERSPECTIVES))}
"""How high a perspective stands: people carry processes, processes customers, customers finance."""
Key = tuple[str, str, str, str]


def selection_of(candidates: Candidates, objectives: Sequence[str], placed: Sequence[Key]) -> Selection:
    """Give the selection of some patterns, by id, and placements: how, KPI, pattern and unit of each."""
    patterns = {aim.pattern.id: aim.pattern for aim in candidates.aims}
    order = sorted(
        (patterns[id_] for id_ in objectives), key=lambda each: (-HEIGHT[each.perspective], _first(candidates, each), each.id)
    )
    driven = _carried(order, {each.id: _drives(candidates.book, each, order) for each in order})
    pursued = tuple(
        Pursued(each, tuple(goal.number for goal in candidates.goals if goal.pattern == each.id), driven[each.id])
        for each in order
    )
    options = {option.entry.id: option for option in candidates.options}
    tiers = {unit.id: unit.tier for unit in candidates.context.units}
    rank = {each.id: place for place, each in enumerate(order)}
    ids = [unit.id for unit in candidates.context.units]
    keys = sorted(
        placed, key=lambda key: (ids.index(key[3]), rank[key[2]], key[0] == "part", key[1] != patterns[key[2]].headline, key[1])
    )
    top = [key for key in keys if tiers[key[3]] == 1 and key[0] == "direct"]
    drives = {each.pattern.id: each.drives for each in pursued}
    kpis = []
    for key in keys:
        how, id_, pattern, unit = key
        entry = options[id_].entry
        at_top = [each for each in top if each[2] == pattern] if how == "part" else top
        near = {each[1]: _nearness(options, key, each) for each in at_top}
        at_top = sorted(at_top, key=lambda each: -near[each[1]])
        above = None if key in top else _above(candidates.book, entry, pattern, at_top, drives)
        kpis.append(Placed(entry, pattern if how == "direct" else None, unit, above))
    alignment = sum(options[key[1]].relevance.get(key[2], 0.0) for key in keys) / max(len(keys), 1)
    burden = sum(options[key[1]].burden for key in keys)
    return Selection(candidates, pursued, tuple(kpis), round(alignment, 4), round(burden, 4))


def _first(candidates: Candidates, pattern: Pattern) -> int:
    """Goals in the order in which they were stated, what was added behind them."""
    return min((goal.number for goal in candidates.goals if goal.pattern == pattern.id), default=len(candidates.goals))


def _drives(book: Catalogue, pattern: Pattern, chosen: Sequence[Pattern]) -> tuple[str, ...]:
    """Give the chosen objectives that one drives: by the catalogue, directly or over one left out, else the next above."""
    height = HEIGHT[pattern.perspective]
    upward = {each.id: each for each in chosen if each.id != pattern.id and HEIGHT[each.perspective] >= height}
    direct = [each for each in pattern.drives if each in upward and _is_free(book, pattern.id, each)]
    if direct:
        return tuple(direct)
    over = [each for step in pattern.drives if step in book.pattern for each in book.pattern[step].drives]
    near = [each for each in dict.fromkeys(over) if each in upward and HEIGHT[upward[each].perspective] > height]
    if near:
        return tuple(near[:2])
    higher = sorted((HEIGHT[each.perspective], each.id) for each in upward.values() if HEIGHT[each.perspective] > height)
    return tuple(id_ for level, id_ in higher if level == higher[0][0])[:1]


def _carried(order: Sequence[Pattern], drives: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Let each financial objective be brought about: where nothing drives one, the nearest below it does."""
    found, highest = dict(drives), max(HEIGHT.values())
    below = [each for each in order if HEIGHT[each.perspective] < highest]
    for each in order:
        if (
            below
            and HEIGHT[each.perspective] == highest
            and not found[each.id]
            and not any(each.id in to for to in found.values())
        ):
            found[below[0].id] += (each.id,)
    return found


def _is_free(book: Catalogue, start: str, end: str) -> bool:
    """Tell whether the catalogue knows no way back, which would close a circle."""
    return start not in book.pattern[end].drives if end in book.pattern else True


def _nearness(options: Mapping[str, Option], one: Key, other: Key) -> float:
    """Tell how near two placed KPIs are: how relevant each is to the objective of the other."""
    here, there = options[one[1]], options[other[1]]
    return max(here.relevance.get(other[2], 0.0), there.relevance.get(one[2], 0.0))


def _above(book: Catalogue, entry: Entry, pattern: str, top: Sequence[Key], drives: Mapping[str, tuple[str, ...]]) -> str | None:
    """Give the KPI at the top that one contributes to: one it drives, best of its own objective, else the nearest of that."""
    own = [key[1] for key in top if key[2] == pattern]
    every = [key[1] for key in top]
    for some in (own, every):
        driven = [id_ for id_ in some if id_ in entry.drives]
        if driven:
            return driven[0]
    if own:
        return own[0]
    over = [id_ for id_ in every for step in entry.drives if step in book.entry and id_ in book.entry[step].drives]
    carried = [key[1] for key in top if key[2] in drives.get(pattern, ())]
    return next(iter([*over, *carried, *every]), None)

"""The strategy map: objectives in their perspectives, what drives what, and their KPIs as they stand (STR-4, STR-8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from vitalfew.base.said import say
from vitalfew.figures.order import ordered
from vitalfew.insight.sentence import GRADES
from vitalfew.insight.strand import LEGEND, MEASURE, Strand, strands, told
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Rollup
from vitalfew.model.wording import Mark, Moved, mark, telling
from vitalfew.model.wording import value as value_of
from vitalfew.web.page import Page
from vitalfew.web.pages._insight import sight
from vitalfew.web.part import WHOLE, Part, part
from vitalfew.web.visit import Visit

TONES = {"financial": "financial", "customer": "customer", "internal-process": "process", "learning-and-growth": "growth"}
NO_LENS = say("No perspective")


@dataclass(frozen=True, slots=True)
class Chip:
    """A KPI of an objective as it stands."""

    id: str
    name: str
    mark: Mark
    value: str
    change: Moved


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow from an objective to another in words: what it rests on, and what it carries."""

    id: str
    cause: str
    effect: str
    title: str
    grade: str
    says: str


@dataclass(frozen=True, slots=True)
class Box:
    """An objective with its KPIs, the arrows to what it drives, and what it is driven by as ids and titles."""

    id: str
    title: str
    mark: Mark
    chips: tuple[Chip, ...]
    more: int
    drives: tuple[Arrow, ...]
    driven: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Lane:
    """A perspective with its objectives; of many those of a part."""

    id: str
    name: str
    tone: str
    boxes: tuple[Box, ...]
    part: Part


@dataclass(frozen=True, slots=True)
class Filter:
    """What the map can be narrowed to: the name of the field, its label, and each choice with whether it is taken."""

    name: str
    label: str
    choices: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page; `edges` are pairs of objectives, cause first, each with grade, strength and way, as one text for the script.

    `arrows` are the same in words, empty where nothing is measured: then `edges` are as declared. `hidden` is how many
    objectives the filters leave out, `note` says what is not shown of those that are left.
    """

    subtitle: str
    lanes: tuple[Lane, ...]
    edges: str
    arrows: tuple[tuple[str, Arrow], ...]
    legend: tuple[tuple[str, str], ...]
    measure: str
    loose: int
    filters: tuple[Filter, ...]
    hidden: int
    note: str


CHIPS = 3
"""How many KPIs a box shows before it names the rest by their number."""
FITS, LANE = 36, 12
"""How many objectives a map shows; of more, how many of a perspective at once."""
_ordered = lru_cache(maxsize=64)(ordered)  # seconds for a dense map, and asked for at every look


def build(visit: Visit) -> View:
    """Build the page; of a large map it shows some of each perspective, and `?lane-customer=2` goes on with one."""
    framework, filters = visit.framework, tuple(_filters(visit))
    wanted = {each.id: each for each in framework.objective.values() if _is_wanted(each, filters)}
    links = [(each.id, link.id) for each in wanted.values() for link in (*each.drives, *each.supports)]
    links = [link for link in links if link[1] in wanted]
    ends = Counter(name for link in links for name in link)
    lenses = {lens.id: lens for lens in framework.lenses}
    rows: dict[str, list[Objective]] = {lens: [] for lens in (*lenses, "")}
    for objective in wanted.values():
        rows[objective.perspective if objective.perspective in lenses else ""].append(objective)
    parts = {lens: _part(lens, row, ends, visit, is_cut=len(wanted) > FITS) for lens, row in rows.items() if row}
    here = {each.id for some, _ in parts.values() for each in some}
    edges = [link for link in links if here.issuperset(link)]
    names = _ordered(tuple(tuple(each.id for each in some) for some, _ in parts.values()), tuple(edges))
    found = sight(visit)
    carried = strands(found, list(dict.fromkeys(edges))) if found else {}
    arrows = {link: _arrow(link, carried.get(link), visit) for link in edges}
    lanes = tuple(
        Lane(
            f"lane-{lens}",
            visit.title(lenses[lens].ref) if lens else NO_LENS,
            TONES.get(lens, "other"),
            tuple(_box(framework.objective[name], visit.rollups.get(name), arrows, visit) for name in row),
            which,
        )
        for (lens, (_, which)), row in zip(parts.items(), names, strict=True)
    )
    written = " ".join(_written(link, carried.get(link)) for link in arrows)
    subtitle = framework.strategy.vision or framework.strategy.mission or ""
    left_out = len(framework.objective) - len(wanted)
    loose = len(wanted) - len(ends)
    said = tuple((framework.objective[cause].title, each) for (cause, _), each in arrows.items()) if found else ()
    legend = tuple(LEGEND.items()) if said else ()
    return View(subtitle, lanes, written, said, legend, MEASURE, loose, filters, left_out, _note(len(here), len(wanted)))


def _written(link: tuple[str, str], strand: Strand | None) -> str:
    kinds = (strand.grade, str(strand.strength), strand.way) if strand else ("declared", "1", "open")
    return ":".join((">".join(link), *kinds))


def _arrow(link: tuple[str, str], strand: Strand | None, visit: Visit) -> Arrow:
    title = visit.framework.objective[link[1]].title
    grade, says = (GRADES[strand.grade], told(strand, visit.framework)) if strand else ("", "")
    return Arrow(">".join(link), *link, title, grade, says)


def _part(
    lens: str, row: Sequence[Objective], ends: Mapping[str, int], visit: Visit, *, is_cut: bool
) -> tuple[Sequence[Objective], Part]:
    """Give what is shown of a perspective: all of it, or a part of it, those with most lines first."""
    if not is_cut:
        return row, WHOLE
    return part(sorted(row, key=lambda each: -ends[each.id]), visit.query, f"lane-{lens}", most=LANE)


def _note(shown: int, all_: int) -> str:
    if shown == all_:
        return ""
    return say(
        "{n:,} of {all:,} objectives are shown, of each perspective those with most lines first. Narrow the map, or go on below.",
        n=shown,
        all=all_,
    )


def _is_wanted(objective: Objective, filters: Sequence[Filter]) -> bool:
    """Tell whether the filters let an objective through; an empty one, or one of what there is not, lets all."""
    known = {each.name: {id_ for id_, _, taken in each.choices if taken} for each in filters}
    has: dict[str, set[str]] = {
        "theme": set(objective.themes),
        "unit": {objective.org_unit or ""},
        "until": {objective.horizon.isoformat()} if objective.horizon else set(),
    }
    return all(not known.get(name) or known[name] & each for name, each in has.items())


def _filters(visit: Visit) -> Iterator[Filter]:
    """Give the filters that have something to choose from."""
    framework, objectives = visit.framework, visit.framework.objectives
    units = {each.org_unit: framework.org_unit.get(each.org_unit) for each in objectives if each.org_unit}
    days = sorted({each.horizon for each in objectives if each.horizon})
    found = (
        ("theme", say("Theme of the strategy"), [(each.id, each.name or each.id) for each in framework.themes]),
        ("unit", say("Unit"), [(id_, unit.name or id_) for id_, unit in units.items() if unit]),
        ("until", say("Horizon"), [(day.isoformat(), say("{day:%-d %B %Y}", day=day)) for day in days]),
    )
    for name, label, choices in found:
        if len(choices) > 1:
            taken = visit.query.get(name, "")
            yield Filter(name, label, tuple((id_, title, id_ == taken) for id_, title in choices))


def _box(objective: Objective, rollup: Rollup | None, arrows: Mapping[tuple[str, str], Arrow], visit: Visit) -> Box:
    verdicts = visit.verdicts
    kpis = [kpi for kpi in visit.framework.kpis_of_objective.get(objective.id, ()) if kpi.id in verdicts]
    kpis.sort(key=lambda kpi: (kpi.id != objective.headline, visit.framework.tier_of(kpi) or 9))
    chips = []
    for kpi in kpis[:CHIPS]:
        verdict = verdicts[kpi.id]
        chips.append(Chip(kpi.id, verdict.name, mark(verdict), value_of(verdict), telling(verdict, named=False)))

    drives = tuple(arrow for (cause, _), arrow in arrows.items() if cause == objective.id)
    driven = tuple((cause, visit.framework.objective[cause].title) for cause, effect in arrows if effect == objective.id)
    shown = mark(rollup) if rollup else Mark(None, say("no data"))
    return Box(objective.id, objective.title, shown, tuple(chips), max(len(kpis) - CHIPS, 0), drives, driven)


PAGE = Page("/map", say("Map"), build, nav=2)

"""The line of sight: what moves each objective most, on what evidence, and what it would take to close its gap (AUD-4).

`/sight` lists the objectives at the top; `/sight?objective=ID` tells one in full.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.figures.tornado import Bar, tornado
from vitalfew.insight.lever import Lever, gap_at
from vitalfew.insight.pulled import KNOWN, SAID, against_of, change_of, gap_of, mix_of, said_of, usual_of, when_of
from vitalfew.insight.sentence import CLARITIES, GRADES, amount, declared_of, estimated_of, signed
from vitalfew.insight.sight import Clarity, Reach, Sight, sense
from vitalfew.model.framework import Framework
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Status
from vitalfew.model.wording import NOTHING, Mark, mark, stated
from vitalfew.web.page import Page
from vitalfew.web.pages._insight import sight, taking
from vitalfew.web.pages._sighted import TONES, Row, row
from vitalfew.web.pages.matrix import Item, item_of
from vitalfew.web.part import WHOLE, Part, part
from vitalfew.web.visit import Visit

DRAWN = 15
"""How many bars are drawn at most."""
TOLD = 3
"""How many of them are named in place of the drawing."""
COUNTED = {**TONES, "broken": None}
"""How verdicts look where they are counted: most KPIs serve another objective, which is no fault."""
PULLED: dict[str, Status | None] = {"closes": "green", "partly": "amber", "worse": "red", "unclear": None, "outside": None}
"""What a lever looks like; one that closes it all, but would have to go where it never was, is amber too."""


@dataclass(frozen=True, slots=True)
class Card:
    """An objective at the top: its headline as it stands, and how many KPIs are known to move it."""

    id: str
    name: str
    mark: Mark | None
    headline: str
    value: str
    gap: str
    moved: str
    counts: tuple[tuple[Mark, int], ...]


@dataclass(frozen=True, slots=True)
class Lost:
    """A KPI from which no line leads on, or none with a number, and why."""

    item: Item
    why: str


@dataclass(frozen=True, slots=True)
class Side:
    """A link with what was declared of it beside what the data show."""

    start: Item
    end: Item
    declared: str
    shown: str
    grade: str


@dataclass(frozen=True, slots=True)
class Pulled:
    """A lever: what it needs, how far it is known to reach, by when, and what stands against it."""

    item: Item
    mark: Mark
    said: str
    change: str
    known: str
    usual: str
    when: str
    is_late: bool
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Full:
    """An objective in full."""

    id: str
    name: str
    headline: Item | None
    gap: str
    chart: Markup
    rows: tuple[Row, ...]
    rows_part: Part
    open: tuple[Lost, ...]
    open_part: Part
    sides: tuple[Side, ...]
    sides_part: Part
    levers: tuple[Pulled, ...]
    levers_part: Part
    mix: str
    why: str


@dataclass(frozen=True, slots=True)
class View:
    """The page: the objectives, or one of them; and the KPIs from which no line leads to the top."""

    subtitle: str
    is_measured: bool
    cards: tuple[Card, ...] = ()
    lost: tuple[Lost, ...] = ()
    lost_part: Part = WHOLE
    full: Full | None = None


def build(visit: Visit) -> View:
    """Build the page; raises UnknownName."""
    seen, wanted = sight(visit), visit.query.get("objective", "")
    if wanted and wanted not in visit.framework.objective:
        raise UnknownName("objective", wanted, visit.framework.objective)
    if seen is None:
        return View(say("What a KPI that gets 10 % better does to the objectives at the top"), is_measured=False)
    if wanted:
        full = _full(seen, visit.framework.objective[wanted], visit)
        return View(full.gap, is_measured=True, full=full)
    lost, shown = part(_lost(seen, visit), visit.query, "lost")
    subtitle = say_count(
        "{n} objective at the top, and what moves it",
        "{n} objectives at the top, and what moves them",
        n=len(seen.objectives),
    )
    return View(subtitle, is_measured=True, cards=_cards(seen, visit), lost=tuple(lost), lost_part=shown)


def _clarities(seen: Sight, visit: Visit) -> dict[str, dict[str, Clarity]]:
    """Give the verdict of each KPI on each objective; an operational metric needs no line, so none is missed of it."""
    return visit.once("clarities", lambda: {each.id: dict(_told(seen, each)) for each in seen.objectives})


def _told(seen: Sight, objective: Objective) -> Iterator[tuple[str, Clarity]]:
    for kpi in seen.framework.current_kpis:
        said = seen.clarity(kpi.id, objective)
        if said != "broken" or kpi.kind != "metric":
            yield kpi.id, said


def _cards(seen: Sight, visit: Visit) -> tuple[Card, ...]:
    found = _clarities(seen, visit)
    return tuple(_card(seen, each, found[each.id], visit) for each in seen.objectives)


def _card(seen: Sight, objective: Objective, found: dict[str, Clarity], visit: Visit) -> Card:
    headline, rollup = seen.headline(objective), visit.rollups.get(objective.id)
    kpi = visit.framework.kpi[headline] if headline else None
    counts = Counter(said for id_, said in found.items() if id_ != headline)
    known = len(seen.slopes(headline)) - 1 if headline else 0
    return Card(
        objective.id,
        objective.title,
        mark(rollup) if rollup else None,
        kpi.title if kpi else say("no headline KPI"),
        stated(seen.today.kpis.get(kpi.id), kpi.unit, kpi.decimals) if kpi else NOTHING,
        gap_of(gap_at(seen, objective, today=visit.workspace.today), visit.framework),
        say_count("{n} KPI moves it by a known amount", "{n} KPIs move it by a known amount", n=known),
        tuple((Mark(COUNTED[said], CLARITIES[said]), counts[said]) for said in CLARITIES),
    )


def _lost(seen: Sight, visit: Visit) -> list[Lost]:
    """Give the KPIs from which no line leads to any objective at the top."""
    found = _clarities(seen, visit)
    broken = [kpi for kpi in visit.framework.current_kpis if all(each.get(kpi.id) == "broken" for each in found.values())]
    return [Lost(item_of(kpi.id, visit), _why(kpi.ref, visit)) for kpi in broken if found]


def _why(ref: Ref, visit: Visit) -> str:
    line = visit.workspace.lines.line(ref)
    if line.broken:
        return line.broken
    ends = [edge.to for edge in line.steps if edge.to.kind == "objective"]
    return say(
        "it serves {objectives}, which supports none at the top", objectives=several(visit.title(each) for each in ends[:1])
    )


def _full(seen: Sight, objective: Objective, visit: Visit) -> Full:
    headline = seen.headline(objective)
    moved = visit.once(f"tornado {objective.id}", lambda: seen.tornado(objective))
    found = taking(visit, seen, objective)
    rows, rows_part = part([_row(each, visit) for each in moved], visit.query, "moved")
    open_, open_part = part(_open(seen, objective, {each.kpi for each in moved}, visit), visit.query, "open")
    sides, sides_part = part(_sides(seen, headline, visit), visit.query, "sides")
    pulled, pulled_part = part([_pulled(each, visit) for each in found.levers], visit.query, "levers")
    return Full(
        objective.id,
        objective.title,
        item_of(headline, visit) if headline else None,
        gap_of(found, visit.framework),
        _chart(moved, objective, visit),
        tuple(rows),
        rows_part,
        tuple(open_),
        open_part,
        tuple(sides),
        sides_part,
        tuple(pulled),
        pulled_part,
        mix_of(found, visit.framework),
        found.reason,
    )


def _row(each: Reach, visit: Visit) -> Row:
    return row(each, visit.framework.kpi[each.kpi].title, f"/kpi/{each.kpi}", visit)


def _chart(moved: Sequence[Reach], objective: Objective, visit: Visit) -> Markup:
    if not moved:
        return Markup()
    framework = visit.framework
    headline = framework.kpi[moved[0].headline or ""]
    bars = [
        Bar(framework.kpi[each.kpi].title, each.effect or 0.0, each.low or 0.0, each.high or 0.0, each.clarity != "unclear")
        for each in moved[:DRAWN]
    ]

    def write(value: float) -> str:
        return signed(value * sense(headline), headline.unit) if value else stated(0.0, headline.unit, 0)

    drawn = tornado(bars, label=_label(moved, objective, framework), write=write)
    return Markup(drawn)  # noqa: S704  # drawn by ourselves, its texts escaped


def _label(moved: Sequence[Reach], objective: Objective, framework: Framework) -> str:
    most = (say("{kpi} {amount}", kpi=framework.kpi[each.kpi].title, amount=amount(each, framework)) for each in moved[:TOLD])
    return say(
        "What moves {objective} most where it gets 10 % better: {most}; the table below holds all",
        objective=objective.title,
        most=several(most),
    )


def _open(seen: Sight, objective: Objective, moved: set[str], visit: Visit) -> list[Lost]:
    """Give the KPIs that a line leads from, but no number."""
    rest = (kpi.id for kpi in visit.framework.current_kpis if kpi.id not in {*moved, objective.headline})
    found = (seen.reach_of(kpi, objective) for kpi in rest)
    return [Lost(item_of(each.kpi, visit), each.reason) for each in found if each.clarity != "broken"]


def _sides(seen: Sight, headline: str | None, visit: Visit) -> list[Side]:
    """Give the links on the ways to a headline, those with a number first."""
    if headline is None:
        return []
    known = seen.slopes(headline)
    edges = [edge for edge in seen.edges if edge.end in known]
    return [
        Side(
            item_of(edge.start, visit),
            item_of(edge.end, visit),
            declared_of(edge, visit.framework),
            estimated_of(edge, visit.framework),
            GRADES[edge.grade],
        )
        for edge in sorted(edges, key=lambda edge: edge.slope is None)
    ]


def _pulled(lever: Lever, visit: Visit) -> Pulled:
    kpi = visit.framework.kpi[lever.kpi]
    tone = "amber" if lever.said == "closes" and lever.known == "never" else PULLED[lever.said]
    return Pulled(
        item_of(lever.kpi, visit),
        Mark("red", say("too late")) if lever.is_late else Mark(tone, SAID[lever.said]),
        said_of(lever) if lever.said == "partly" or lever.is_late else lever.reason,
        change_of(lever, kpi),
        KNOWN[lever.known] if lever.known else "",
        usual_of(lever, kpi),
        when_of(lever),
        lever.is_late,
        tuple(against_of(each, visit.framework) for each in lever.against),
    )


PAGE = Page("/sight", say("Line of sight"), build)

"""The four diagrams of a framework: the strategy map, what moves each objective, the way of data, and the tree of units.

What is too much for a page is left out from the end that stands best, and named as left out; nothing is cut in silence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.figures.layout import WIDTH
from vitalfew.figures.text import LINE
from vitalfew.formats.document import Block, Cell, Diagram, Lane, Text
from vitalfew.insight.edge import Edge
from vitalfew.insight.sentence import GRADES, beside
from vitalfew.insight.strand import LEGEND, MEASURE, Strand, carried, strands, told
from vitalfew.model.difference import is_on
from vitalfew.model.kpi import Kpi
from vitalfew.model.organization import OrgUnit, Person
from vitalfew.model.source import Source
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import Status
from vitalfew.model.wording import mark
from vitalfew.reports.cited import counted, gap, person, standing
from vitalfew.reports.declared import measures_of, sources_of
from vitalfew.reports.diagrams import Band, Link, Shown, drawn
from vitalfew.reports.facts import Facts

MOST_OBJECTIVES, MOST_KPIS, MOST_PARTS, MOST_UNITS, MOST_DEEP = 24, 10, 14, 12, 5
CHIPS = 2
"""How many KPIs an objective names before it counts the rest."""
TONES = {"financial": "financial", "customer": "customer", "internal-process": "process", "learning-and-growth": "growth"}
WORST: dict[Status | None, int] = {"red": 0, "amber": 1, None: 2, "green": 3}


def strategy_map(facts: Facts) -> tuple[Block, ...]:
    """Show objectives in their perspectives with what drives what and their KPIs (STR-4, STR-8)."""
    framework = facts.framework
    if not framework.objectives:
        return (gap(say("objectives"), say("Declare `objectives`, each with a statement, a perspective and an owner.")),)
    ranked = sorted(framework.objectives, key=lambda each: (_rank(facts, each), each.priority or 99))
    shown, left = ranked[:MOST_OBJECTIVES], ranked[MOST_OBJECTIVES:]
    bands = [
        Band(lens.title, tuple(_objective(facts, each) for each in shown if each.perspective == lens.id), TONES.get(lens.id, ""))
        for lens in framework.lenses
    ]
    lenses = {lens.id for lens in framework.lenses}
    bands.append(Band(say("No perspective"), tuple(_objective(facts, each) for each in shown if each.perspective not in lenses)))
    pairs = [(each.id, link.id) for each in shown for link in (*each.drives, *each.supports) if link.id in framework.objective]
    sight = facts.proved.sight if facts.proved else None
    known = strands(sight, pairs) if sight else {}
    links = [_weighed(facts, link, known) for each in framework.objectives for link in _onward(facts, each)]
    said = counted(
        "{n} objective that stands better is left out",
        "{n} objectives that stand better are left out",
        [each.ref for each in left],
    )
    plain = say("Strategy map: full arrows say what drives what, dashed ones what supports what")
    measured = say("Strategy map: what drives what, how far, and on what evidence")
    caption = _captioned(measured if sight else plain, said, left)
    diagram = drawn(caption, bands, links, flow="rows")
    return (_keyed(diagram) if sight else diagram,)


def _keyed(diagram: Diagram) -> Diagram:
    """Write below a diagram how to read arrows that carry what was measured."""
    key = say("Arrows: {kinds}. {measure}", kinds=several(LEGEND.values()), measure=MEASURE)
    band = Lane(key, diagram.height + LINE / WIDTH, 3.5 * LINE / WIDTH, "key", 0.0, 1.0, 0.99)
    return replace(diagram, lanes=(*diagram.lanes, band), height=band.y + band.height)


def _weighed(facts: Facts, link: Link, known: Mapping[tuple[str, str], Strand]) -> Link:
    """Draw an arrow by what it carries, and say it; as declared where nothing is measured, or where it rests on others' KPIs."""
    strand = known.get((link.start, link.end))
    if strand is None or (strand.reach and not {strand.reach.kpi, strand.reach.headline} <= {None, *facts.framework.kpi}):
        return link
    words = say("{link} {carried}.", link=link.words, carried=told(strand, facts.framework))
    return Link(link.start, link.end, words, f"{strand.grade} s{strand.strength} {strand.way}")


def _captioned(caption: Text, said: Text, left: Sequence[object]) -> Text:
    """Add to a caption what is left out of the drawing."""
    return say("{caption} ({left})", caption=caption, left=said) if left else caption


def _rank(facts: Facts, objective: Objective) -> int:
    rollup = facts.rollups.get(objective.id)
    return WORST[rollup.status if rollup else None]


def _objective(facts: Facts, objective: Objective) -> Shown:
    rollup = facts.rollups.get(objective.id)
    kpis = sorted(facts.framework.kpis_of_objective.get(objective.id, ()), key=lambda kpi: kpi.id != objective.headline)
    lines = [Cell("", mark(rollup), objective.ref)] if rollup else []
    lines += [Cell(kpi.title, standing(facts, kpi.id).mark, kpi.ref) for kpi in kpis[:CHIPS]]
    if len(kpis) > CHIPS:
        lines.append(Cell(counted("{n} KPI more", "{n} KPIs more", [kpi.ref for kpi in kpis[CHIPS:]])))
    if not kpis:
        lines.append(Cell(say("no KPI tells")))
    return Shown(objective.id, objective.title, tuple(lines))


def _onward(facts: Facts, objective: Objective) -> Iterator[Link]:
    known = facts.framework.objective
    for link in objective.drives:
        if link.id in known:
            said = say("{cause} drives {effect}.", cause=objective.title, effect=known[link.id].title)
            yield Link(objective.id, link.id, said)
    for link in objective.supports:
        if link.id in known:
            said = say("{cause} supports {effect}.", cause=objective.title, effect=known[link.id].title)
            yield Link(objective.id, link.id, said, "soft")


def relationships(facts: Facts, objective: Objective) -> tuple[Block, ...]:
    """Show which KPIs tell of an objective, and which move those, cause at the left (CAS-1, MON-7)."""
    framework = facts.framework
    direct = _worst_first(facts, framework.kpis_of_objective.get(objective.id, ()))
    if not direct:
        what = say("a KPI for objective `{objective}`", objective=objective.id)
        return (gap(what, say("Name the objective under `objectives` of a KPI, or drop it.")),)
    near, left = direct[:MOST_KPIS], direct[MOST_KPIS:]
    ends = {kpi.id for kpi in near}
    causes = _worst_first(
        facts, [kpi for kpi in framework.current_kpis if kpi.id not in ends and any(to in ends for to, _ in _effects(facts, kpi))]
    )
    far, beyond = causes[:MOST_KPIS], causes[MOST_KPIS:]
    sight = facts.proved.sight if facts.proved else None
    edges = {(edge.start, edge.end): edge for edge in sight.edges} if sight else {}
    links = [_toned(facts, link, edges) for kpi in (*far, *near) for link in _moving(facts, kpi)]
    links += [
        Link(
            f"kpi:{kpi.id}",
            str(objective.ref),
            say("{kpi} tells whether {objective} is reached.", kpi=kpi.title, objective=objective.title),
            "thin" if sight else "",
        )
        for kpi in near
    ]
    rollup = facts.rollups.get(objective.id)
    goal = Shown(str(objective.ref), objective.title, (Cell("", mark(rollup)),) if rollup else (), "leading")
    bands = [
        Band(say("What moves them"), tuple(_kpi(facts, kpi) for kpi in far)),
        Band(say("KPIs of the objective"), tuple(_kpi(facts, kpi) for kpi in near)),
        Band(say("Objective"), (goal,)),
    ]
    caption = _captioned(say("What moves: {objective}", objective=objective.title), *_left_out([*left, *beyond]))
    diagram = drawn(caption, bands, links, flow="columns")
    return (_keyed(diagram) if sight else diagram,)


def _toned(facts: Facts, link: Link, edges: Mapping[tuple[str, str], Edge]) -> Link:
    """Draw the arrow between two KPIs by its evidence and strength, and say it."""
    if facts.proved is None or facts.proved.sight is None:
        return link
    edge = edges.get((Ref.parse(link.start).id, Ref.parse(link.end).id))
    if edge is None:
        return replace(link, tone="none s0 open")
    grade, strength, way = carried(facts.proved.sight, edge)
    said = say("{link} {grade}; {beside}.", link=link.words, grade=GRADES[grade], beside=beside(edge, facts.framework))
    return replace(link, words=said, tone=f"{grade} s{strength} {way}")


def _effects(facts: Facts, kpi: Kpi) -> Iterator[tuple[str, str]]:
    """Give the KPIs that a KPI acts on, and how: its edges in the graph of lines."""
    for edge in facts.lines.edges.get(kpi.ref, ()):
        if edge.to.kind == "kpi" and edge.to.id in facts.framework.kpi:
            yield edge.to.id, edge.link


def _moving(facts: Facts, kpi: Kpi) -> Iterator[Link]:
    for to, how in _effects(facts, kpi):
        other = facts.framework.kpi[to].title
        words = {
            "drives": say("{cause} drives {effect}.", cause=kpi.title, effect=other),
            "formula": say("{effect} is calculated from {cause}.", cause=kpi.title, effect=other),
        }.get(how, say("{cause} contributes to {effect}.", cause=kpi.title, effect=other))
        yield Link(f"kpi:{kpi.id}", f"kpi:{to}", words, "" if how == "drives" else "soft")


def _kpi(facts: Facts, kpi: Kpi) -> Shown:
    return Shown(str(kpi.ref), kpi.title, (standing(facts, kpi.id),))


def _worst_first(facts: Facts, kpis: Sequence[Kpi]) -> list[Kpi]:
    found = facts.verdicts
    return sorted(kpis, key=lambda kpi: WORST[found[kpi.id].status if kpi.id in found else None])


def _left_out(kpis: Sequence[Kpi]) -> tuple[Text, Sequence[Kpi]]:
    said = counted("{n} KPI that stands better is left out", "{n} KPIs that stand better are left out", [kpi.ref for kpi in kpis])
    return said, kpis


def data_flow(facts: Facts, source: Source) -> tuple[Block, ...]:
    """Show the way of data from a source over measures and KPIs to the reviews that look at them (MON-1)."""
    framework = facts.framework
    fed = _worst_first(facts, [kpi for kpi in framework.current_kpis if source in sources_of(framework, kpi)])
    if not fed:
        what = say("a KPI that is measured from source `{source}`", source=source.id)
        return (gap(what, say("Use its measures in the `formula` of a KPI, or take the source out.")),)
    own = {each.id: each for each in framework.measures if each.source == source.id}
    shown, measures = list[Kpi](), dict[str, None]()
    for kpi in fed:
        used = dict.fromkeys(id_ for id_ in measures_of(framework, kpi) if id_ in own)
        if len(shown) < MOST_KPIS and (not shown or len(measures | used) <= MOST_PARTS):
            shown, measures = [*shown, kpi], measures | used
    held = {each.id: [kpi for kpi in shown if is_on(each, kpi, framework)] for each in framework.cadences}
    steward = person(facts, source.steward)
    start = Shown(str(source.ref), source.name or source.system or source.id, (Cell(source.kind), steward), "leading")
    title = {id_: own[id_].name or id_.replace("_", " ") for id_ in measures}
    bands = [
        Band(say("Source"), (start,)),
        Band(say("Measures"), tuple(Shown(f"measure:{id_}", name) for id_, name in title.items())),
        Band(say("KPIs"), tuple(_kpi(facts, kpi) for kpi in shown)),
        Band(
            say("Reviews"),
            tuple(
                Shown(str(each.ref), each.name or each.id, _rhythm(each.rhythm)) for each in framework.cadences if held[each.id]
            ),
        ),
    ]
    links = [
        Link(str(source.ref), f"measure:{id_}", say("{source} gives {measure}.", source=start.title, measure=name))
        for id_, name in title.items()
    ]
    links += [
        Link(f"measure:{id_}", str(kpi.ref), say("{kpi} is made of {measure}.", kpi=kpi.title, measure=title[id_]))
        for kpi in shown
        for id_ in measures_of(framework, kpi)
        if id_ in title
    ]
    links += [
        Link(str(kpi.ref), str(each.ref), say("{review} looks at {kpi}.", review=each.name or each.id, kpi=kpi.title))
        for each in framework.cadences
        for kpi in held[each.id]
    ]
    left = _left_out([kpi for kpi in fed if kpi not in shown])
    return (drawn(_captioned(say("From {source} to review", source=start.title), *left), bands, links, flow="columns"),)


def _rhythm(rhythm: str | None) -> tuple[Cell, ...]:
    return (Cell(rhythm.split()[0]),) if rhythm else ()


def unit_tree(facts: Facts) -> tuple[Block, ...]:
    """Show which unit is part of which, with its head and how many KPIs it has (CAS-1)."""
    units = facts.framework.org_units
    if not units:
        return (gap(say("organisation units"), say("Declare `org_units`, each with its head and the unit above it.")),)
    known = facts.framework.org_unit
    layers, left = _layers({unit.id: unit.parent if unit.parent in known else None for unit in units})
    bands = [
        Band(_level(facts, [known[id_] for id_ in layer]), tuple(_unit(facts, known[id_]) for id_ in layer)) for layer in layers
    ]
    links = [
        Link(unit.parent, unit.id, say("{unit} is part of {above}.", unit=_name(facts, unit.id), above=_name(facts, unit.parent)))
        for unit in units
        if unit.parent
    ]
    said = counted("{n} unit is left out", "{n} units are left out", [known[id_].ref for id_ in left])
    caption = _captioned(say("Organisation: who is part of what"), said, left)
    return (drawn(caption, bands, links, flow="columns"),)


def reporting_tree(facts: Facts) -> tuple[Block, ...]:
    """Show who reports to whom, from the top down (RHY-1)."""
    people = {each.id: each for each in facts.framework.people if not each.group and each.left is None}
    if not any(each.manager in people for each in people.values()):
        return (gap(say("who reports to whom"), say("Name the `manager` of people.")),)
    layers, left = _layers({id_: each.manager if each.manager in people else None for id_, each in people.items()})
    bands = [
        Band(
            say("At the top") if number == 0 else say("Reports to the column before"),
            tuple(Shown(id_, person(facts, id_).text, _role(people[id_])) for id_ in layer),
        )
        for number, layer in enumerate(layers)
    ]
    links = [
        Link(
            each.manager,
            id_,
            say("{person} reports to {boss}.", person=person(facts, id_).text, boss=person(facts, each.manager).text),
        )
        for id_, each in people.items()
        if each.manager
    ]
    said = counted("{n} person is left out", "{n} people are left out", [people[id_].ref for id_ in left])
    return (drawn(_captioned(say("Who reports to whom"), said, left), bands, links, flow="columns"),)


def _layers(above: Mapping[str, str | None]) -> tuple[list[list[str]], list[str]]:
    """Give a tree from the top down, as deep and as wide as a page takes, and what is left out; circles are left out too."""
    below = defaultdict[str | None, list[str]](list)
    for id_, upper in above.items():
        below[upper].append(id_)
    layers, layer, held = list[list[str]](), below[None], set[str]()
    while layer and len(layers) < MOST_DEEP:
        layers.append(layer[:MOST_UNITS])
        held |= {*layers[-1]}
        layer = [each for id_ in layers[-1] for each in below[id_]]
    return layers, [id_ for id_ in above if id_ not in held]


def _role(known: Person) -> tuple[Cell, ...]:
    return (Cell(known.role),) if known.role and known.name else ()


def _level(facts: Facts, units: Sequence[OrgUnit]) -> str:
    names = dict.fromkeys(
        facts.framework.level[each.level].name or each.level for each in units if each.level in facts.framework.level
    )
    return " · ".join(names)


def _name(facts: Facts, unit: str) -> str:
    return facts.title(Ref("org_unit", unit))


def _unit(facts: Facts, unit: OrgUnit) -> Shown:
    kpis = [kpi.ref for kpi in facts.framework.current_kpis if kpi.org_unit == unit.id]
    told = counted("{n} KPI", "{n} KPIs", kpis) if kpis else say("no KPI")
    return Shown(unit.id, unit.name or unit.id, (person(facts, unit.head), Cell(told)))

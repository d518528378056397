"""Where boxes in lanes stand and which way arrows take: no box lies over another, no arrow runs through a box.

Lanes are rows below each other (`rows`) or columns beside each other (`columns`). Arrows turn at right angles: they leave a box
on the side that faces where they go, run along the channel between two lanes on a track of their own, and pass a lane that they
leap over through the nearest gap between its boxes. Neighbours in a lane are joined side to side. Units are thousandths of the
width.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from vitalfew.figures.order import ordered
from vitalfew.figures.text import LINE, broken

WIDTH = 1000.0
LABEL = 116.0
"""How much of a row its name takes, and of a column below."""
HEAD = 40.0
GAP, STEP, ROOM, EDGE = 26.0, 9.0, 18.0, 12.0
SLIM = 16.0
MARGIN = 8.0
"""Between boxes beside each other and below each other, between tracks, between a track and a box, and to the edge."""
WIDEST = 250.0
MOST = 5
"""How many boxes stand beside each other in a row before a second one begins."""
APART = 6.0
"""How far two ends of arrows are apart."""
PAD = 10.0
TITLE_LINES = 3
COLUMN: Mapping[int, float] = {1: 400.0, 2: 300.0, 3: 224.0, 4: 178.0, 5: 148.0}
"""How wide a box is in so many columns."""
NARROWEST = 118.0
Point = tuple[float, float]
Edge = tuple[str, str]


class Item(NamedTuple):
    """A box to be placed: its id, its title, and how many lines stand below that."""

    id: str
    title: str
    lines: int = 0


class Area(NamedTuple):
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float


class Laid(NamedTuple):
    """Where boxes and lanes are, the way of each edge that has both ends, and how high all of it is."""

    areas: Mapping[str, Area]
    lanes: tuple[Area, ...]
    ways: Mapping[Edge, tuple[Point, ...]]
    height: float


@dataclass
class _Route:
    """The way of an edge: the channels it runs along, the gaps between them, where it crosses, and on which tracks."""

    edge: Edge
    channels: tuple[int, ...]
    gaps: tuple[tuple[int, int], ...]
    at: list[float] = field(default_factory=list)
    tracks: list[int] = field(default_factory=list)


@dataclass
class _Plan:
    """Layers of boxes with the routes between them; `spans` is where boxes lie along their layer."""

    layers: Sequence[Sequence[str]]
    edges: Sequence[Edge]
    between: float
    where: dict[str, tuple[int, int]] = field(init=False)
    routes: list[_Route] = field(init=False)
    passing: Counter[tuple[int, int]] = field(init=False)
    spans: dict[str, tuple[float, float]] = field(default_factory=dict)
    free: dict[tuple[int, int], tuple[float, float]] = field(default_factory=dict)
    tracks: Counter[int] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        """Find the way of each edge."""
        self.where = {id_: (row, place) for row, layer in enumerate(self.layers) for place, id_ in enumerate(layer)}
        self.routes = [self._route(edge) for edge in self.edges]
        self.passing = Counter(gap for route in self.routes for gap in route.gaps)

    def gap(self, layer: int, place: int) -> float:
        """Give how wide a gap of a layer must be."""
        count = self.passing[layer, place]
        is_outer = place in {0, len(self.layers[layer])}
        return (EDGE if is_outer else self.between) + STEP * count

    def stack(self, layer: int, sizes: Sequence[float], start: float, spare: float) -> None:
        """Place the boxes of a layer one after the other; `spare` is added to each gap."""
        at = start
        for place, (id_, size) in enumerate(zip(self.layers[layer], sizes, strict=True)):
            wide = self.gap(layer, place) + spare
            self.free[layer, place] = (at, at + wide)
            self.spans[id_] = (at + wide, at + wide + size)
            at += wide + size
        last = len(self.layers[layer])
        self.free[layer, last] = (at, at + self.gap(layer, last) + spare)

    def _route(self, edge: Edge) -> _Route:
        (row, place), (to, other) = self.where[edge[0]], self.where[edge[1]]
        if row == to:
            is_next = abs(place - other) == 1
            return _Route(edge, () if is_next else (row if row > 0 else row + 1,), ())
        step = 1 if to > row else -1
        channels = tuple(range(row + 1, to + 1)) if step > 0 else tuple(range(row, to, -1))
        begins, ends = (place + 0.5) / len(self.layers[row]), (other + 0.5) / len(self.layers[to])
        gaps = []
        for layer in range(row + step, to, step):
            wanted = begins + (ends - begins) * (layer - row) / (to - row)
            gaps.append((layer, round(wanted * len(self.layers[layer]))))
        return _Route(edge, channels, tuple(gaps))


def rows(lanes: Sequence[Sequence[Item]], edges: Sequence[Edge]) -> Laid:
    """Lay lanes out as rows, each with its name at the left; one with many boxes takes several."""
    items, plan, belongs = _planned(lanes, edges, MOST, GAP)
    heights = []
    for row, layer in enumerate(plan.layers):
        gaps = sum(plan.gap(row, place) for place in range(len(layer) + 1))
        room = WIDTH - LABEL - gaps
        width = min(WIDEST, room / max(len(layer), 1))
        plan.stack(row, [width] * len(layer), LABEL, (room - width * len(layer)) / (len(layer) + 1))
        heights.append(max((_height(items[id_], width) for id_ in layer), default=LINE))
    _cross(plan)
    deep = [_deep(plan, channel) for channel in range(len(plan.layers) + 1)]
    tops, _ = _positions(deep, heights)
    areas = {
        id_: Area(plan.spans[id_][0], tops[row], plan.spans[id_][1] - plan.spans[id_][0], heights[row])
        for id_, (row, _) in plan.where.items()
    }
    ways = {route.edge: _way(plan, route, tops, heights, deep) for route in plan.routes}
    bands = []
    for lane in range(len(lanes)):
        own = [row for row, of in enumerate(belongs) if of == lane]
        top, bottom = tops[own[0]] - EDGE / 2, tops[own[-1]] + heights[own[-1]] + EDGE / 2
        bands.append(Area(0, top, WIDTH, bottom - top))
    return Laid(areas, tuple(bands), ways, tops[-1] + heights[-1] + deep[-1])


def columns(lanes: Sequence[Sequence[Item]], edges: Sequence[Edge]) -> Laid:
    """Lay lanes out as columns, each with its name on top."""
    items, plan, _ = _planned(lanes, edges, 10_000, SLIM)
    count = len(plan.layers)
    width = COLUMN.get(count, max(NARROWEST, WIDTH * 0.72 / count))
    sizes = [[_height(items[id_], width) for id_ in layer] for layer in plan.layers]
    longs = [sum(each) + sum(plan.gap(row, place) for place in range(len(each) + 1)) for row, each in enumerate(sizes)]
    for row, each in enumerate(sizes):
        plan.stack(row, each, HEAD + (max(longs) - longs[row]) / 2, 0)
    _cross(plan)
    outer = [ROOM * 2 + STEP * plan.tracks[channel] if plan.tracks[channel] else MARGIN for channel in (0, count)]
    between = (WIDTH - width * count - sum(outer)) / max(count - 1, 1)
    deep = [outer[0], *[between] * (count - 1), outer[1]]
    if count == 1:
        deep[0] = (WIDTH - width) / 2
    lefts, _ = _positions(deep, [width] * count)
    areas = {
        id_: Area(lefts[column], plan.spans[id_][0], width, plan.spans[id_][1] - plan.spans[id_][0])
        for id_, (column, _) in plan.where.items()
    }
    turned = {route.edge: _way(plan, route, lefts, [width] * count, deep) for route in plan.routes}
    ways = {edge: tuple((y, x) for x, y in way) for edge, way in turned.items()}
    bands = tuple(Area(left - 6, 0, width + 12, HEAD + max(longs)) for left in lefts)
    return Laid(areas, bands, ways, HEAD + max(longs))


def _planned(
    lanes: Sequence[Sequence[Item]], edges: Sequence[Edge], most: int, between: float
) -> tuple[dict[str, Item], _Plan, list[int]]:
    """Order the boxes of lanes, cut lanes that are too long, and find the way of edges."""
    items = {item.id: item for lane in lanes for item in lane}
    known = [edge for edge in dict.fromkeys(edges) if edge[0] in items and edge[1] in items and edge[0] != edge[1]]
    layers, belongs = list[Sequence[str]](), list[int]()
    for number, lane in enumerate(ordered([[item.id for item in lane] for lane in lanes], known)):
        cuts = max(1, -(-len(lane) // most))
        each = -(-len(lane) // cuts)
        for part in range(cuts):
            layers.append(lane[part * each : (part + 1) * each])
            belongs.append(number)
    return items, _Plan(layers, known, between), belongs


def _height(item: Item, width: float) -> float:
    return PAD + 6 + LINE * (len(broken(item.title, width - 2 * PAD, TITLE_LINES)) + item.lines)


def _positions(deep: Sequence[float], sizes: Sequence[float]) -> tuple[list[float], float]:
    """Give where each layer begins, channels and layers taking turns."""
    ends = [*accumulate(part for pair in zip(deep, [*sizes, 0.0], strict=True) for part in pair)]
    return ends[0:-2:2] if sizes else [], ends[-1]


def _deep(plan: _Plan, channel: int) -> float:
    tracks = plan.tracks[channel]
    if channel in {0, len(plan.layers)} and not tracks:
        return EDGE / 2
    return 2 * ROOM + STEP * max(tracks, 1)


def _cross(plan: _Plan) -> None:
    """Choose where each route crosses from channel to channel, and its tracks."""
    taken = _taken(plan)
    windows = _windows(plan)
    for number, route in enumerate(plan.routes):
        if not route.channels:
            continue
        first, last = windows[number]
        if len(route.channels) == 1:
            low, high = max(first[0], last[0]), min(first[1], last[1])
            both = taken[route.channels[0]]
            if low <= high and (straight := _pick(both, (low, high))) is not None:
                both.append(straight)
                route.at = [straight, straight]
                continue
        begins = _place(taken[route.channels[0]], first)
        route.at = [begins, *route.at, _place(taken[route.channels[-1]], last)]
    _track(plan)


def _taken(plan: _Plan) -> dict[int, list[float]]:
    """Spread the routes through each gap; gives by channel what is taken by them."""
    taken, through = defaultdict[int, list[float]](list), defaultdict[tuple[int, int], list[_Route]](list)
    for route in plan.routes:
        for gap in route.gaps:
            through[gap].append(route)
    found: dict[tuple[int, int, Edge], float] = {}
    for gap, routes in through.items():
        low, high = plan.free[gap]
        for place, route in enumerate(routes, 1):
            at = low + (high - low) * place / (len(routes) + 1)
            found[*gap, route.edge] = at
            taken[gap[0]].append(at)
            taken[gap[0] + 1].append(at)
    for route in plan.routes:
        route.at = [found[layer, place, route.edge] for layer, place in route.gaps]
    return taken


def _windows(plan: _Plan) -> list[tuple[Point, Point]]:
    """Give the part of a box's side that each end of a route may take, in the order of where the routes come from."""
    sides = defaultdict[tuple[str, int], list[tuple[float, int, int]]](list)
    for number, route in enumerate(plan.routes):
        if not route.channels:
            continue
        middles = [sum(plan.spans[id_]) / 2 for id_ in route.edge]
        toward = (route.at[0] if route.at else middles[1], route.at[-1] if route.at else middles[0])
        for end, channel in ((0, route.channels[0]), (1, route.channels[-1])):
            sides[route.edge[end], channel].append((toward[end], number, end))
    found: list[list[Point]] = [[(0, 0), (0, 0)] for _ in plan.routes]
    for (id_, _), ends in sides.items():
        low, high = plan.spans[id_][0] + 5, plan.spans[id_][1] - 5
        each = (high - low) / len(ends)
        for place, (_, number, end) in enumerate(sorted(ends)):
            found[number][end] = (low + each * place, low + each * (place + 1))
    return [(first, last) for first, last in found]


def _pick(taken: Sequence[float], window: Point) -> float | None:
    """Give the place nearest to the middle of a window that is apart from all others; none where there is none."""
    low, high = window
    middle = (low + high) / 2
    steps = int((high - low) / 2 / APART) + 1
    tries = (middle + sign * APART * step for step in range(steps) for sign in (1, -1))
    return next((at for at in tries if low <= at <= high and all(abs(at - each) >= APART - 1e-6 for each in taken)), None)


def _place(taken: list[float], window: Point) -> float:
    found = _pick(taken, window)
    at = sum(window) / 2 if found is None else found
    taken.append(at)
    return at


class _Hop(NamedTuple):
    """A stretch along a channel: where it comes from on the side of the layer before, where it goes to on the other."""

    before: float
    after: float
    route: _Route
    place: int

    def meets(self, other: _Hop) -> bool:
        """Tell whether both cannot be on one track."""
        return min(self.before, self.after) <= max(other.before, other.after) + APART and min(other.before, other.after) <= (
            max(self.before, self.after) + APART
        )

    @property
    def is_down(self) -> bool:
        """Tell which way it runs."""
        return self.after > self.before


def _track(plan: _Plan) -> None:
    """Give each stretch along a channel a track on which it meets no other; those that run alike do not cross each other."""
    hops = defaultdict[int, list[_Hop]](list)
    for route in plan.routes:
        route.tracks = [0] * len(route.channels)
        is_forward = plan.where[route.edge[0]] < plan.where[route.edge[1]]
        for place, channel in enumerate(route.channels):
            ends = route.at[place : place + 2] if is_forward else route.at[place : place + 2][::-1]
            if ends[0] != ends[1]:
                hops[channel].append(_Hop(ends[0], ends[1], route, place))
    for channel, held in hops.items():
        placed: list[tuple[_Hop, int]] = []
        for hop in sorted(held, key=lambda each: (each.is_down, -each.before if each.is_down else each.before)):
            met = [(other, track) for other, track in placed if hop.meets(other)]
            track = max((track + 1 for other, track in met if other.is_down == hop.is_down), default=0)
            while any(track == other for _, other in met):
                track += 1
            placed.append((hop, track))
            hop.route.tracks[hop.place] = track
        plan.tracks[channel] = max(track for _, track in placed) + 1


def _way(plan: _Plan, route: _Route, starts: Sequence[float], sizes: Sequence[float], deep: Sequence[float]) -> tuple[Point, ...]:
    """Give the points of a route: along the layer, across it."""
    (row, place), (to, other) = plan.where[route.edge[0]], plan.where[route.edge[1]]
    if not route.channels:
        across = starts[row] + sizes[row] * (0.4 if place < other else 0.6)
        (low, high), (left, right) = (plan.spans[id_] for id_ in route.edge)
        return ((high, across), (left, across)) if place < other else ((low, across), (right, across))

    def side(layer: int, channel: int) -> float:
        return starts[layer] if channel == layer else starts[layer] + sizes[layer]

    points = [(route.at[0], side(row, route.channels[0]))]
    for number, channel in enumerate(route.channels):
        before, after = route.at[number : number + 2]
        if before != after:
            begins = starts[channel] - deep[channel] if channel < len(starts) else starts[-1] + sizes[-1]
            share = (route.tracks[number] + 0.5) / max(plan.tracks[channel], 1)
            track = begins + ROOM + (deep[channel] - 2 * ROOM) * share
            points += [(before, track), (after, track)]
    return (*points, (route.at[-1], side(to, route.channels[-1])))

"""From sketches to the nouns of a framework: draft KPIs with the measures that read their values from the data file."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from vitalfew.base.period import GRAINS, Grain
from vitalfew.exchange.goal import Bounds, bounds_of, direction_from
from vitalfew.exchange.header import direction_of, level_of, timing_of
from vitalfew.exchange.log import Log
from vitalfew.exchange.moment import Moment
from vitalfew.exchange.people import Around, Noun, last_day
from vitalfew.exchange.scale import Styles, decide_unit, is_change, settle
from vitalfew.exchange.series import Series, series_of
from vitalfew.exchange.sketch import Sketch
from vitalfew.exchange.slug import slug, unique
from vitalfew.exchange.workbook import Cell

FLOW = re.compile(
    r"revenue|sales|turnover|cost|spend|profit|income|orders|units|leads|visits|hours|tickets|deliver|incident|complaint|hires|"
    r"downloads|sign.?ups|new |umsatz|absatz|kosten|gewinn|ertrag|bestellung|aufträge|stunden|besuche|neue |"
    r"beschwerde|reklamation|unfälle|ausgaben",
    re.IGNORECASE,
)
LEVEL = re.compile(
    r"rate|share|ratio|average|avg|mean|score|index|nps|margin|quote|anteil|durchschnitt|marge|recurring|mrr|arr\b|per |pro |je "
)
SOURCE = "actuals"


@dataclass(frozen=True)
class Value:
    """A row of the data file."""

    kpi: str
    start: date
    value: float | None
    note: str


@dataclass
class Built:
    """The nouns found, by key of the framework's files, and the rows of the data file."""

    kpis: list[Noun] = field(default_factory=list)
    measures: list[Noun] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)


@dataclass(frozen=True)
class Numbers:
    """What was read of one KPI before it becomes a noun."""

    unit: str | None
    actual: Series | None
    target_values: Series | None
    bounds: dict[str, Bounds]

    def one(self, name: str) -> float | None:
        """Give the number of a field, where it is one."""
        found = self.bounds.get(name)
        return found.items[0].value if found and found.kind != "within" else None

    def pair(self, name: str) -> list[float] | None:
        """Give the two numbers of a field, in order."""
        found = self.bounds.get(name)
        values = [item.value for item in found.items if item.value is not None] if found and found.kind == "within" else []
        return sorted(values) if len(set(values)) == 2 else None


def add_kpi(built: Built, sketch: Sketch, around: Around, styles: Styles, taken: set[str], log: Log) -> None:
    """Make a draft KPI of a sketch, and its measure and values where it has any."""
    cells = sketch.cells
    wished = cells["id"].text if "id" in cells else sketch.name
    id_ = unique(slug(wished, "kpi"), taken)
    if id_ != slug(wished, "kpi") or ("id" in cells and id_ != wished):
        log.guess(cells.get("id", sketch.cell), f"`{wished}` has the id `{id_}`")
    numbers = _numbers(sketch, styles, log)
    noun: Noun = {"id": id_, "name": sketch.name, "lifecycle": "draft", **_words(sketch, around, log)}
    noun |= {"unit": numbers.unit, **_aim(sketch, numbers, around, log)}
    if numbers.actual:
        noun["every"] = numbers.actual.grain
        noun |= _measured(built, id_, sketch, numbers, numbers.actual, log)
    noun |= {
        "owner": around.person(cells.get("owner"), cells.get("email")),
        "reviewer": _first(around.person(cells.get("reviewer"))),
    }
    built.kpis.append({key: value for key, value in noun.items() if value is not None})


def _first(people: object) -> object:
    return people[0] if isinstance(people, list) else people


def _words(sketch: Sketch, around: Around, log: Log) -> Noun:
    """Take over what is text: definition, reason, objective, unit of the organisation, timing, source note."""
    cells = sketch.cells
    noun: Noun = {"definition": _text(cells.get("definition")), "because": _text(cells.get("because"))}
    if "source" in cells:
        note = f"Source: {cells['source'].text}"
        noun["definition"] = f"{noun['definition']}\n{note}" if noun["definition"] else note
        log.guess(cells["source"], "kept as a note in the definition; values are read from the data file")
    objective = around.objective(cells.get("objective"), cells.get("perspective"))
    if objective:
        noun["objectives"] = [objective["id"]]
    elif perspective := around.perspective(cells.get("perspective")):
        noun["category"] = perspective
        log.guess(
            cells["perspective"], f"`{sketch.name}` names no objective, its perspective is kept as `category: {perspective}`"
        )
    noun |= {
        "org_unit": around.unit(cells.get("org_unit")),
        "level": _known(cells.get("level"), level_of, "company, department or operational", log),
        "timing": _known(cells.get("timing"), timing_of, "leading or lagging", log),
    }
    if "horizon" in cells:
        log.skip(cells["horizon"], f"`{cells['horizon'].text}` belongs to no field of a KPI")
    return noun


def _text(cell: Cell | None) -> str | None:
    return str(cell.value).strip() if cell and cell.text else None


def _known(cell: Cell | None, read: Callable[[str], str | None], wanted: str, log: Log) -> str | None:
    if cell is None or not cell.text:
        return None
    word = read(cell.text)
    if word is None:
        log.skip(cell, f"`{cell.text}` is not understood as {wanted}")
    return word


def _numbers(sketch: Sketch, styles: Styles, log: Log) -> Numbers:
    """Read all numbers of a KPI together, for they share unit and style."""
    actual = series_of(sketch, "actual", log)
    target = series_of(sketch, "target", log, grain=actual.grain if actual else None)
    bounds: dict[str, Bounds] = {}
    entered = [entry.cell for entries in sketch.entries.values() for entry in entries]
    for name in ("baseline", "target", "threshold"):
        cell = sketch.cells.get(name)
        if cell and is_change(cell, sketch.cells.get("unit"), entered):
            log.skip(cell, f"`{cell.text}` says a change and no value, so it is no {name}")
            continue
        found = bounds_of(cell, name) if cell else None
        if found:
            bounds[name] = found
        elif cell:
            log.skip(cell, f"`{cell.text}` stands for no {name} yet")
    points = [point for series in (actual, target) if series for point in series.points if not point.missing]
    items = [*(item for each in bounds.values() for item in each.items), *(point.item for point in points)]
    cells = [*(point.item.cell for point in points), *(item.cell for item in items)]
    unit = decide_unit(sketch.name, sketch.cells.get("unit"), cells, log, sketch.cell)
    settle(items, unit, styles, log)
    return Numbers(unit, actual, target, bounds)


def _aim(sketch: Sketch, numbers: Numbers, around: Around, log: Log) -> Noun:
    """Word direction, baseline, target and threshold."""
    cells = sketch.cells
    baseline, target, threshold = numbers.one("baseline"), numbers.one("target"), numbers.one("threshold")
    kind = numbers.bounds["target"].kind if "target" in numbers.bounds else ""
    direction = _known(cells.get("direction"), direction_of, "a direction", log)
    if direction is None:
        final = _last_target(numbers) if target is None else target
        direction, why = direction_from(kind=kind, name=sketch.name, baseline=baseline, target=final, threshold=threshold)
        log.guess(cells.get("direction", sketch.cell), f"the good direction of `{sketch.name}` is taken to be {direction}, {why}")
    noun: Noun = {"direction": direction}
    if baseline is not None:
        day = around.day(cells.get("baseline_date"))
        noun["baseline"] = {"value": _plain(baseline)} | ({"on": day} if day else {})
    noun["target"] = _values(sketch, numbers, log) or _target(sketch, numbers, str(direction), around, log)
    pair = numbers.pair("threshold")
    noun["threshold"] = [_plain(each) for each in pair] if pair else None if threshold is None else _plain(threshold)
    return noun


def _last_target(numbers: Numbers) -> float | None:
    points = numbers.target_values.points if numbers.target_values else ()
    return next((point.item.value for point in reversed(points) if point.item.value is not None), None)


def _values(sketch: Sketch, numbers: Numbers, log: Log) -> Noun | None:
    """Word the targets per period; a month's key holds for its days, so longer periods name each of their months."""
    series = numbers.target_values
    if not series or not _fits_actual(sketch, numbers, series, log):
        return None
    table: dict[str, object] = {}
    for point in series.points:
        if point.item.value is None:
            log.skip(point.item.cell, f"`{point.item.cell.text}` is no target, {point.start} has none")
            continue
        for key in _keys(point.start, series.grain):
            table[key] = _plain(point.item.value)
    if table and "target" in sketch.cells:
        cell = sketch.cells["target"]
        log.skip(cell, f"`{cell.text}` is left out, as there is a target per {series.grain}")
    return {"values": table} if table else None


def _fits_actual(sketch: Sketch, numbers: Numbers, series: Series, log: Log) -> bool:
    """Tell whether targets of one grain can stand against values of another: a level or share can, a sum cannot."""
    actual = numbers.actual.grain if numbers.actual else series.grain
    if series.grain == actual:
        return True
    cells = [point.item.cell for point in series.points]
    if GRAINS.index(series.grain) < GRAINS.index(actual) or _over_time(sketch.name, numbers.unit)[0] == "sum":
        log.skip_run(cells, f"a target per {series.grain} cannot be set against values per {actual}")
        return False
    log.guess_run(cells, f"the target per {series.grain} is taken to hold for each {actual} in it")
    return True


def _keys(start: date, grain: Grain) -> list[str]:
    if grain in {"day", "week"}:
        return [start.isoformat()]
    end = last_day(Moment(start, grain))
    return [f"{start.year}-{month:02}" for month in range(start.month, end.month + 1)]


def _target(sketch: Sketch, numbers: Numbers, direction: str, around: Around, log: Log) -> Noun | None:
    """Word a single target: a range, a value to reach by a day, or a bound to stay at."""
    cells, value, baseline = sketch.cells, numbers.one("target"), numbers.one("baseline")
    if pair := numbers.pair("target"):
        return {"within": [_plain(each) for each in pair]}
    if value is None:
        return None
    by = around.day(cells.get("target_date"))
    kind = numbers.bounds["target"].kind
    ahead = baseline is None or (value > baseline if direction == "up" else value < baseline)
    if by and not kind and ahead and direction != "within":
        return {"reach": _plain(value), "by": by}
    kind = kind or ("at_most" if direction == "down" else "at_least")
    if "target_date" in cells and by:
        log.skip(cells["target_date"], f"{by} is left out, as `{cells['target'].text}` is a value to stay at, not one to reach")
    if not numbers.bounds["target"].kind:
        log.guess(cells["target"], f"`{cells['target'].text}` is taken as a value to stay at: `{kind}`")
    return {kind: _plain(value)}


def _measured(built: Built, id_: str, sketch: Sketch, numbers: Numbers, series: Series, log: Log) -> Noun:
    """Add the values and the measure that reads them; say how they add up over time."""
    for point in series.points:
        value = point.item.value
        note = point.missing or ("" if value is not None else f"not understood: {point.item.cell.text}")
        if point.missing:
            log.guess(point.item.cell, f"`{point.missing}` is taken as missing, never as zero")
        built.values.append(Value(id_, point.start, value, note))
    if not any(value.value is not None for value in built.values if value.kpi == id_):
        log.skip(sketch.cell, f"`{sketch.name}` has no number in any period, so it is not measured yet")
        return {}
    measure = f"{id_.replace('-', '_')}_value"
    over_time, why = _over_time(sketch.name, numbers.unit)
    log.guess(sketch.cell, f"`{sketch.name}` over longer periods is taken as the {over_time} of its values, {why}")
    add_up = "sum(value)" if over_time == "sum" else "max(value)"  # one row per period: either gives that row's value
    read: Noun = {"id": measure, "source": SOURCE, "date": "date", "value": add_up, "where": f"kpi = '{id_}'"}
    built.measures.append(read | ({"unit": numbers.unit} if numbers.unit else {}))
    return {"formula": measure, "over_time": over_time}


def _over_time(name: str, unit: str | None) -> tuple[str, str]:
    if (unit and "%" in unit) or LEVEL.search(name.casefold()):
        return ("mean", "as it is a share") if unit and "%" in unit else ("last", "as it is a level")
    return ("sum", "as it counts what happens") if FLOW.search(name) else ("last", "as nothing says otherwise")


def _plain(value: float) -> float | int:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value

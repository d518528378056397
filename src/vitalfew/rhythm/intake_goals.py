"""Targets and thresholds from pasted cells: `>= 95 %`, `95-98`, 450000 by a day, or a number for each period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.exchange.goal import bounds_of
from vitalfew.exchange.header import SYNONYMS, plain, unit_of
from vitalfew.exchange.moment import Hint, day_first_of, read_moment
from vitalfew.exchange.number import Style, style_of
from vitalfew.exchange.paste import Grid, Pasted
from vitalfew.exchange.people import last_day
from vitalfew.exchange.typed import Typed, exact, typed
from vitalfew.exchange.workbook import Cell
from vitalfew.load.amend import Amendment
from vitalfew.model.kpi import Kpi
from vitalfew.model.target import Baseline
from vitalfew.rhythm.intake import (
    Around,
    Board,
    Columns,
    Intake,
    cell_of,
    columns_of,
    keyed,
    kpi_names,
    passed_over,
    see_columns,
)

HEADS = {
    "kpi": f"{SYNONYMS['name']} | {SYNONYMS['id']}",
    "unit": SYNONYMS["unit"],
    "target": SYNONYMS["target"],
    "target_date": SYNONYMS["target_date"] + " | by",
    "threshold": SYNONYMS["threshold"] + " | thresholds",
    "baseline": SYNONYMS["baseline"],
    "baseline_date": SYNONYMS["baseline_date"],
}
BOUNDS = ("at_least", "at_most", "reach")
ALONE = frozenset({*BOUNDS, "within"})
"""The kinds of target that one cell says."""


def read_goals(grid: Grid, around: Around) -> Intake:
    """Read targets, thresholds and baselines; raises Refused where no column names the KPIs, or none holds a number."""
    board = Board(grid)
    months: list[Pasted] = []

    def is_month(head: Pasted) -> bool:
        found = read_moment(head.text, Hint(around.today.year))
        if found is not None and found.grain in {None, "month"}:
            months.append(head)
        return bool(months) and months[-1] == head

    columns = columns_of(board, HEADS, rest=is_month)
    wanted = say("head the columns `KPI`, `Target`, `Target date`, `Threshold`; or `KPI` and the months that targets are for")
    see_columns(columns, "kpi", wanted=wanted)
    if not months:
        see_columns(columns, "target", "threshold", "baseline", wanted=wanted)
    return _Goals(board, columns, around, months).read()


class _Goals:
    """The rows, one KPI each."""

    def __init__(self, board: Board, columns: Columns, around: Around, months: Sequence[Pasted]) -> None:
        self.board, self.columns, self.around, self.months = board, columns, around, months
        cells = [cell for row in board.grid.below for cell in row if cell.column != columns["kpi"]]
        self.style: Style | None = style_of(cell.text for cell in cells)
        days = (
            cell.text for row in board.grid.below for name in ("target_date", "baseline_date") if (cell := self._cell(row, name))
        )
        self.day_first = day_first_of(days)
        self.known: dict[str, Pasted] = {}

    def _cell(self, row: Sequence[Pasted], name: str) -> Pasted | None:
        return cell_of(row, self.columns, name)

    def read(self) -> Intake:
        """Read every row."""
        edits: list[Amendment] = []
        for id_, row in keyed(self.board, self.columns, kpi_names(self.around.framework), ["kpi"]):
            cell, kpi = row[self.columns["kpi"] - 1], self.around.framework.kpi[id_]
            first = self.known.setdefault(id_, cell)
            if id_ in self.around.unseen:
                self.board.wrong(cell, say("the figures of this KPI are private to others"), say("ask its owner"))
            elif first != cell:
                self.board.wrong(cell, say("{place} names it already", place=first.place), say("keep one of the two rows"))
            elif self._is_in_unit(row, kpi):
                edits += [*self._target(row, kpi), *self._months(row, kpi), *self._threshold(row, kpi), *self._baseline(row, kpi)]
        return Intake(self.board.rows, edits=tuple(edits))

    def _is_in_unit(self, row: Sequence[Pasted], kpi: Kpi) -> bool:
        """Tell whether a row speaks of the KPI's own unit, where it names one."""
        cell = self._cell(row, "unit")
        if cell is None:
            return True
        if plain(cell.text) == plain(kpi.unit or "") or unit_of(cell.text) == kpi.unit:
            self.board.put(cell, "same", kpi.unit or "", before=kpi.unit or "")
            return True
        why = say("the KPI is in {unit}", unit=kpi.unit or say("no unit"))
        self.board.wrong(cell, why, say("write the numbers of this row in that unit"))
        self.board.pass_over(row)
        return False

    def _numbers(self, cell: Pasted, kpi: Kpi) -> tuple[str, list[float], Typed] | None:
        """Read one number or a pair with what its words say; None where it cannot be, and why stands at the cell."""
        bounds = bounds_of(Cell("", cell.row, cell.column, cell.text), "")
        if bounds is None:
            passed_over(self.board, cell)
            return None
        found = [typed(item.text or cell.text, kpi, self.style) for item in bounds.items]
        for each in found:
            if each.value is None:
                wrong = each.wrong or say("`{text}` is no number", text=cell.text)
                self.board.wrong(cell, wrong, each.help or say("write a number, `>= 95` or `95-98`"))
                return None
        values = [each.value for each in found if each.value is not None]
        if len(values) == 2 and values[0] >= values[1]:
            self.board.wrong(cell, say("the first bound is not below the second"), say("write the smaller one first"))
            return None
        return bounds.kind, values, next((each for each in found if each.unclear), found[0])

    def _day(self, cell: Pasted) -> tuple[date, str] | None:
        found = read_moment(cell.text, Hint(self.around.today.year, self.day_first))
        if found is None:
            self.board.wrong(cell, say("`{text}` is no day", text=cell.text), say("write it as 2026-12-31"))
            return None
        end = last_day(found)
        return end, say("its {what} is assumed", what=found.assumed) if found.assumed else ""

    def _target(self, row: Sequence[Pasted], kpi: Kpi) -> list[Amendment]:
        cell, by = self._cell(row, "target"), self._cell(row, "target_date")
        day = self._day(by) if by and not passed_over(self.board, by) else None
        if by and self.board.found.get((by.row, by.column)) and self.board.found[by.row, by.column].state == "wrong":
            return []
        if cell is None:
            return self._moved(by, day, kpi) if by and day else []
        found = self._numbers(cell, kpi)
        if found is None:
            return []
        kind, values, doubt = found
        target = _target_of(kind, values, day[0] if day else None, kpi)
        if by and day and "by" not in target:
            self.board.wrong(
                by, say("a target that is to be held has no day"), say("clear the day, or write one number to reach")
            )
            return []
        stands = kpi.target.model_dump(by_alias=True, exclude_unset=True, exclude_none=True) if kpi.target else {}
        shown, before = _said_of(target, kpi.unit), _said_of(stands, kpi.unit)
        unclear, help_ = (doubt.unclear, doubt.help) if doubt.unclear else _other_kind(stands, target)
        is_other = self.board.settle(cell, shown, before, unclear=unclear, help=help_)
        if by and day:
            stood = str(stands.get("by", ""))
            is_other |= self.board.settle(by, day[0].isoformat(), stood, unclear=day[1], help=say("write it as 2026-12-31"))
        return _edits(kpi.ref, "target", stands, target) if is_other else []

    def _moved(self, cell: Pasted, day: tuple[date, str], kpi: Kpi) -> list[Amendment]:
        """Move the day by which a target is to be reached."""
        if kpi.target is None or kpi.target.reach is None:
            self.board.wrong(cell, say("there is no target to be reached by a day"), say("write the target beside it"))
            return []
        stood = str(kpi.target.by or "")
        is_other = self.board.settle(cell, day[0].isoformat(), stood, unclear=day[1], help=say("write it as 2026-12-31"))
        return [Amendment(kpi.ref, "target.by", day[0])] if is_other else []

    def _months(self, row: Sequence[Pasted], kpi: Kpi) -> list[Amendment]:
        """Read a target for each period as a table; one of another kind is replaced by it as a whole."""
        stood = dict(kpi.target.values or {}) if kpi.target else {}
        found: dict[str, float] = {}
        for head in self.months:
            cell = row[head.column - 1]
            moment = read_moment(head.text, Hint(self.around.today.year, self.day_first))
            if moment is None or not cell.text or passed_over(self.board, cell):
                continue
            key = f"{moment.start:%Y-%m}" if moment.grain else moment.start.isoformat()
            number = typed(cell.text, kpi, self.style)
            if number.value is None:
                self.board.wrong(cell, number.wrong, number.help)
                continue
            before = exact(stood[key], kpi.unit) if key in stood else ""
            unclear, help_ = (number.unclear, number.help) if number.unclear else self._replaced(kpi)
            self.board.put(head, "head", key)
            if self.board.settle(cell, exact(number.value, kpi.unit), before, unclear=unclear, help=help_):
                found[key] = number.value
        if found and not stood:
            return [Amendment(kpi.ref, "target", {"values": _plain(found)})]
        return [Amendment(kpi.ref, f"target.values.{key}", _whole(value)) for key, value in found.items()]

    def _replaced(self, kpi: Kpi) -> tuple[str, str]:
        if kpi.target is None or kpi.target.values:
            return "", ""
        stands = kpi.target.model_dump(by_alias=True, exclude_unset=True, exclude_none=True)
        return say("replaces the target {before}", before=_said_of(stands, kpi.unit)), say("clear the cell to keep that one")

    def _threshold(self, row: Sequence[Pasted], kpi: Kpi) -> list[Amendment]:
        cell = self._cell(row, "threshold")
        found = self._numbers(cell, kpi) if cell else None
        if cell is None or found is None:
            return []
        _, values, doubt = found
        is_pair = kpi.good == "within"
        if is_pair != (len(values) == 2):
            wanted = say("write two bounds, such as 59-65") if is_pair else say("write one number")
            self.board.wrong(cell, say("a threshold is one number, or two where the target is a range"), wanted)
            return []
        stands = kpi.threshold
        before = _said(stands, kpi.unit)
        is_table = isinstance(stands, Mapping)
        unclear = doubt.unclear or (say("replaces a table of days") if is_table else "")
        help_ = doubt.help if doubt.unclear else say("clear the cell to keep that one") if is_table else ""
        value: object = [_whole(each) for each in values] if is_pair else _whole(values[0])
        shown = _said(tuple(values) if is_pair else values[0], kpi.unit)
        is_other = self.board.settle(cell, shown, before, unclear=unclear, help=help_)
        return [Amendment(kpi.ref, "threshold", value)] if is_other else []

    def _baseline(self, row: Sequence[Pasted], kpi: Kpi) -> list[Amendment]:
        cell, on = self._cell(row, "baseline"), self._cell(row, "baseline_date")
        found = self._numbers(cell, kpi) if cell else None
        day = self._day(on) if on and not passed_over(self.board, on) else None
        stands: Baseline | None = kpi.baseline
        if cell is None or found is None or len(found[1]) != 1:
            if cell and found:
                self.board.wrong(cell, say("a baseline is one number"), say("write one number"))
            elif on and day and cell is None:
                self.board.wrong(on, say("there is no baseline beside this day"), say("write the baseline too"))
            return []
        _, values, doubt = found
        before = exact(stands.value, kpi.unit) if stands else ""
        is_other = self.board.settle(cell, exact(values[0], kpi.unit), before, unclear=doubt.unclear, help=doubt.help)
        wanted: dict[str, object] = {"value": _whole(values[0])}
        if on and day:
            stood = str(stands.on or "") if stands else ""
            wanted["on"] = day[0]
            is_other |= self.board.settle(on, day[0].isoformat(), stood, unclear=day[1], help=say("write it as 2026-12-31"))
        if not is_other:
            return []
        if stands is None or ("on" in wanted and stands.on is None):
            return [Amendment(kpi.ref, "baseline", wanted)]
        return [Amendment(kpi.ref, f"baseline.{name}", value) for name, value in wanted.items()]


def _target_of(kind: str, values: Sequence[float], day: date | None, kpi: Kpi) -> dict[str, Any]:
    """Say what a target is by its words, else by its day, else as the present one, else by the good direction."""
    if len(values) == 2:
        return {"within": [_whole(each) for each in values]}
    stands = kpi.target
    if not kind and (day or (stands and stands.reach is not None)):
        return {"reach": _whole(values[0]), **({"by": day or (stands and stands.by)} if day or (stands and stands.by) else {})}
    if not kind and stands and (stands.at_least is not None or stands.at_most is not None):
        kind = "at_least" if stands.at_least is not None else "at_most"
    return {kind or ("at_most" if kpi.good == "down" else "at_least"): _whole(values[0])}


def _other_kind(stands: Mapping[str, Any], target: Mapping[str, Any]) -> tuple[str, str]:
    """Say where a target becomes one of another kind."""
    is_other = bool(stands) and not set(target) & set(stands) & ALONE
    return (
        (say("becomes a target of another kind"), say("write `>= 95`, `<= 95` or `95-98` to say which")) if is_other else ("", "")
    )


def _edits(ref: Ref, name: str, stands: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[Amendment]:
    """Give the fields that become others; where the kind is another one, the whole."""
    if not set(wanted) & set(stands) & ALONE:
        return [Amendment(ref, name, dict(wanted))]
    return [Amendment(ref, f"{name}.{key}", value) for key, value in wanted.items() if stands.get(key) != value]


def _said_of(target: Mapping[str, Any], unit: str | None) -> str:
    """Say what a target asks for, without its day."""
    if not target:
        return ""
    if "values" in target:
        return say("a number for each period")
    if "within" in target:
        low, high = (exact(float(each), unit) for each in target["within"])
        return say("{low} to {high}", low=low, high=high)
    key = next((each for each in BOUNDS if each in target), None)
    if key is None:
        return ""
    value = exact(float(target[key]), unit)
    return (
        say("at least {value}", value=value)
        if key == "at_least"
        else say("at most {value}", value=value)
        if key == "at_most"
        else value
    )


def _said(threshold: object, unit: str | None) -> str:
    if threshold is None:
        return ""
    if isinstance(threshold, Mapping):
        return say("a number for each of some days")
    if isinstance(threshold, tuple):
        return say("{low} to {high}", low=exact(float(threshold[0]), unit), high=exact(float(threshold[1]), unit))
    return exact(float(str(threshold)), unit)


def _whole(value: float) -> float:
    """Give a whole number as one, so that files say 95 and not 95.0."""
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _plain(found: Mapping[str, float]) -> dict[str, float]:
    return {key: _whole(value) for key, value in found.items()}

"""From the cells of one KPI to its numbers: percent or fraction, thousands or decimals, missing or zero.

All numbers of a KPI are decided together, for they share a unit. A percent sign or a percent format anchors the scale;
a bare number in a `%` KPI may be 12.5 or 0.125 and follows the evidence of its group (all actuals, all targets, one field).
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from vitalfew.exchange.header import UNITS, unit_of
from vitalfew.exchange.log import Log
from vitalfew.exchange.marks import AS_WRITTEN, CURRENCIES
from vitalfew.exchange.number import FACTORS, Number, Style, is_missing, read_number, style_of
from vitalfew.exchange.workbook import Book, Cell

MOST_FRACTION = 1.5
"""The largest bare number that may be a fraction of one: 150 %."""


@dataclass(eq=False)
class Item:
    """A number to be decided: where it stands, its text (part of the cell's, for `95-98 %`), and the group it belongs to."""

    cell: Cell
    group: str
    text: str = ""
    value: float | None = None
    anchor: bool = False
    read: Number | None = None


@dataclass(frozen=True)
class Styles:
    """The styles of separators that columns, sheets and the whole book show."""

    of: Mapping[tuple[str, int], Style | None]

    @classmethod
    def in_book(cls, book: Book) -> Styles:
        """Look through every text of a book."""
        texts: dict[tuple[str, int], list[str]] = defaultdict(list)
        for sheet in book.sheets:
            for row in sheet.grid:
                for number, value in enumerate(row, start=1):
                    if isinstance(value, str) and len(value) < 40:
                        for place in ((sheet.name, number), (sheet.name, 0), ("", 0)):
                            texts[place].append(value)
        return cls({place: style_of(each) for place, each in texts.items()})

    def at(self, cell: Cell) -> Style | None:
        """Give the style that the cell's column shows, else its sheet, else the book."""
        places = ((cell.sheet, cell.column), (cell.sheet, 0), ("", 0))
        return next((style for place in places if (style := self.of.get(place))), None)


def decide_unit(name: str, unit: Cell | None, cells: Iterable[Cell], log: Log, at: Cell) -> str | None:
    """Give the KPI's unit: as written, else in brackets in its name, else what its cells show."""
    if unit and unit.text and not is_missing(unit.text):
        return unit_of(unit.text)
    bracket = name.rpartition("(")[2].rstrip(") ") if name.rstrip().endswith(")") else ""
    if bracket and (unit_of(bracket) in UNITS or _factor_of(bracket) != 1.0):
        log.guess(at, f"the unit `{unit_of(bracket)}` is taken from the name `{name}`")
        return unit_of(bracket)
    if name.rstrip().endswith("%"):
        log.guess(at, f"the unit `%` is taken from the name `{name}`")
        return "%"
    for cell in cells:
        number = read_number(cell.text.lstrip("<>=≤≥ ")) if isinstance(cell.value, str) else None
        shown = "%" if (number and number.percent) else (number.currency if number else cell.mark.rstrip("="))
        if shown and not shown.startswith("#"):
            log.guess(cell, f"the unit of `{name}` is taken to be `{shown}`, as this cell shows it")
            return shown
    return None


def is_change(cell: Cell, unit: Cell | None, points: Iterable[Cell]) -> bool:
    """Tell whether `+10 %` says a change: it does where nothing else of the KPI is in percent."""
    percent = _is_percent(unit.text) if unit else any("%" in point.text or point.mark.startswith("%") for point in points)
    return cell.text.startswith("+") and "%" in cell.text and not percent


def settle(items: Sequence[Item], unit: str | None, styles: Styles, log: Log) -> None:
    """Set the value of every item, in the unit; what cannot be one stays without and is said."""
    own = style_of(item.text for item in items if item.text)
    plain = [item for item in items if not _reads(item, unit, own, styles, log)]
    known = [abs(item.value) for item in items if item.value and item not in plain]
    for item in plain:
        _settle_open(item, known, log)
    if _is_percent(unit):
        _settle_percent([item for item in items if item.value is not None], log)


def _reads(item: Item, unit: str | None, own: Style | None, styles: Styles, log: Log) -> bool:
    """Read an item by itself; False where its separators leave it open."""
    cell = item.cell
    if not item.text and isinstance(cell.value, float):
        item.anchor, item.value = cell.mark in {"%", AS_WRITTEN}, cell.value
        _fits(item, cell.mark.rstrip("="), unit, log)
        return True
    text = item.text or cell.text
    style = own or styles.at(cell)
    item.read = number = read_number(text, style)
    if number is None:
        log.skip(cell, f"`{cell.text}` is not understood as a number")
        return True
    item.anchor, item.value = number.percent, number.value
    if not _fits(item, "%" if number.percent else number.currency, unit, log):
        return True
    share = _factor_of(unit or "")
    item.value = number.value / share if number.factor != 1.0 else number.value
    if number.open is not None and style is None:
        return False
    _say(item, unit, log, f", with {style} separators as elsewhere" if number.open is not None else "")
    return True


def _fits(item: Item, shown: str, unit: str | None, log: Log) -> bool:
    """Take the value from an item that shows another unit than the KPI's, and say so."""
    if not _clashes(shown, unit or ""):
        return True
    log.skip(item.cell, f"`{item.cell.text}` shows `{shown}`, but the unit is `{unit}`")
    item.value = None
    return False


def _clashes(shown: str, unit: str) -> bool:
    if not (shown and unit):
        return False
    if shown == "%" or _is_percent(unit):
        return (shown == "%") != _is_percent(unit)
    named = {code for sign, code in CURRENCIES.items() if sign in unit.upper()}
    return bool(named) and shown not in named


def _settle_open(item: Item, known: list[float], log: Log) -> None:
    """Decide `1.234` by the size of the KPI's other numbers, else as thousands."""
    number = item.read
    if number is None or number.open is None or item.value is None:
        return
    why = "it might be {other}"
    if known:
        middle = median(known)
        if abs(math.log(abs(number.open) / middle)) < abs(math.log(abs(number.value) / middle)):
            item.value = item.value / number.value * number.open
            number = number._replace(value=number.open, open=number.value)
        why = "nearest to the KPI's other numbers, it might be {other}"
    log.guess(item.cell, f"read `{item.text or item.cell.text}` as {item.value:.15g}; {why.format(other=f'{number.open:.15g}')}")


def _say(item: Item, unit: str | None, log: Log, why: str) -> None:
    text = item.text or item.cell.text
    if item.value is None or text.lstrip("-").isdigit():
        return
    shown = f"{item.value:.15g} %" if item.anchor else f"{item.value:.15g}{f' {unit}' if unit and unit != '%' else ''}"
    log.guess(item.cell, f"read `{item.cell.text}` as {shown}{why}")


def _is_percent(unit: str | None) -> bool:
    return unit is not None and ("%" in unit or "percent" in unit.casefold() or "prozent" in unit.casefold())


def _factor_of(unit: str) -> float:
    """Give what a unit such as TEUR, k€ or Mio. € counts in."""
    word = unit.casefold().replace(".", "").strip()
    if word in {"teur", "t€", "tusd", "t$", "keur", "k€", "k$", "kusd", "eur k", "€k", "tchf", "tgbp", "k£"}:
        return 1e3
    parts = word.replace("€", " ").replace("$", " ").replace("£", " ").split()
    found = [FACTORS[part] for part in parts if part in FACTORS and (len(parts) > 1 or len(part) > 1)]
    return found[0] if found else 1.0


def _settle_percent(items: list[Item], log: Log) -> None:
    """Put every number of a `%` KPI into percent."""
    formats = [item for item in items if not item.read and item.cell.mark == "%"]
    for item in formats:
        item.value = _times_100(item.value)
    if formats:
        first = formats[0]
        words = f"shown as percent in the sheet, `{first.cell.text}` read as {first.value:.15g} %"
        log.guess_run([item.cell for item in formats], words)
    groups: dict[str, list[Item]] = defaultdict(list)
    for item in items:
        groups[item.group].append(item)
    for group in groups.values():
        bare = [item for item in group if not item.anchor and item.value]
        if bare:
            _settle_bare(bare, _shown(group), _shown(items) or _large(items), log)


def _shown(items: Iterable[Item]) -> list[float]:
    """Give the sizes that are shown as percent."""
    return [abs(item.value) for item in items if item.value and item.anchor]


def _large(items: Iterable[Item]) -> list[float]:
    """Give the sizes that are no fractions."""
    return [abs(item.value) for item in items if item.value and abs(item.value) > MOST_FRACTION]


def _settle_bare(bare: list[Item], among: list[float], around: list[float], log: Log) -> None:
    """Decide the bare numbers of a group: cell by cell where anchors stand among them, else all alike."""
    sizes = [abs(item.value) for item in bare if item.value]
    anchors = among or around
    limit = max(MOST_FRACTION, MOST_FRACTION * max(anchors, default=0.0) / 100)
    if not among and max(sizes) > limit:
        small = [item for item in bare if item.value and abs(item.value) <= 1.0]
        log.guess_run([item.cell for item in small], "read as percent as written, since others beside it are above 1.5")
        return
    sized = [(item, abs(item.value)) for item in bare if item.value]
    scaled = [item for item, size in sized if _is_fraction(size, size if among else median(sizes), anchors, limit)]
    kept = [item for item, size in sized if item not in scaled and size <= MOST_FRACTION]
    why = "its other numbers are percents" if anchors else "none of them is above 1.5; it might be {} %"
    if scaled:
        text = scaled[0].cell.text
        for item in scaled:
            item.value = _times_100(item.value)
        log.guess_run(
            [item.cell for item in scaled],
            f"read `{text}` as {scaled[0].value:.15g} %, since the unit is `%` and {why.format(text)}",
        )
    if kept:
        log.guess_run([item.cell for item in kept], f"read `{kept[0].cell.text}` as {kept[0].value:.15g} %, since {why}")


def _is_fraction(size: float, typical: float, anchors: list[float], limit: float) -> bool:
    """Tell whether a bare number is nearer to the anchors as a fraction; above 1 only where anchors reach that far."""
    if size > limit:
        return False
    if not anchors:
        return True
    middle = median(anchors)
    reachable = size <= 1.0 or size * 100 <= 2 * max(anchors)
    return reachable and abs(math.log(typical * 100 / middle)) < abs(math.log(typical / middle))


def _times_100(value: float | None) -> float | None:
    """Scale without the noise of binary fractions: 0.07 becomes 7, not 7.000000000000001."""
    return None if value is None else float(f"{value * 100:.15g}")

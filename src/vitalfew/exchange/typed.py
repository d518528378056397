"""What a person typed into one cell, read as a number of a KPI's unit: exactly, or with what is unclear or wrong about it."""

from __future__ import annotations

from typing import NamedTuple

from vitalfew.base.said import figure, say
from vitalfew.exchange.header import UNITS, plain
from vitalfew.exchange.number import Number, Style, is_missing, read_number
from vitalfew.model.kpi import Kpi

_ANSWERS = {
    **dict.fromkeys(("yes", "ja", "true", "wahr", "1", "y", "j"), 1.0),
    **dict.fromkeys(("no", "nein", "false", "falsch", "0", "n"), 0.0),
}


class Typed(NamedTuple):
    """A number, or none; `unclear` is how it might be meant otherwise, `wrong` why it cannot be read, `help` what to do."""

    value: float | None
    unclear: str = ""
    wrong: str = ""
    help: str = ""


def typed(text: str, kpi: Kpi, style: Style | None) -> Typed:
    """Read a number that stands for a KPI; words such as `n/a` are none, and nothing is wrong about them."""
    if is_missing(text):
        return Typed(None)
    if kpi.scale == "yes-no":
        answer = _ANSWERS.get(text.casefold())
        return Typed(answer) if answer is not None else _wrong(say("`{text}` is no answer", text=text), say("write yes or no"))
    found = read_number(text, style)
    if found is None:
        return _wrong(say("`{text}` is no number", text=text), say("write a number such as 1250 or 12.5"))
    return _of_unit(text, found, kpi, style)


def _wrong(why: str, wanted: str) -> Typed:
    return Typed(None, wrong=why, help=wanted)


def _of_unit(text: str, found: Number, kpi: Kpi, style: Style | None) -> Typed:
    unit = kpi.unit or ""
    said = "%" if found.percent else found.currency
    if said and plain(unit) not in _words(said):
        return _wrong(
            say("`{text}` is in {said}, and the KPI is in {unit}", text=text, said=said, unit=unit or say("no unit")),
            say("write the number in the KPI's own unit"),
        )
    least, most = (kpi.natural.min, kpi.natural.max) if kpi.natural else (None, None)
    if (least is not None and found.value < least) or (most is not None and found.value > most):
        return _wrong(
            say("`{text}` is outside of what the KPI can be", text=text),
            say("it lies between {least} and {most}", least=_bound(least), most=_bound(most)),
        )
    if found.open is not None and style is None:
        unclear = say("might be {other}", other=exact(found.open, kpi.unit))
        return Typed(found.value, unclear, help=say("write it without a separator of thousands, such as 1250 or 12.50"))
    if unit == "%" and not found.percent and 0 < abs(found.value) < 1:
        unclear = say("might be {other}", other=exact(float(f"{found.value * 100:.15g}"), unit))
        return Typed(found.value, unclear, help=say("write the percent sign behind it"))
    return Typed(found.value)


def _words(unit: str) -> set[str]:
    return {plain(each) for each in (unit, *UNITS.get(unit, "").split("|"))}


def _bound(value: float | None) -> str:
    return say("anything") if value is None else exact(value, None)


def exact(value: float, unit: str | None) -> str:
    """Write a number with all of its digits.

    >>> exact(1234.5678, "EUR")
    '1,234.5678 EUR'
    """
    text = f"{value:,}".removesuffix(".0")
    places = len(text.partition(".")[2])
    return figure(f"{text} {unit}" if unit else text, value, unit, places)

"""What a KPI aims at, from one cell or several: `>= 95 %`, `95-98 %`, `450 by the end of 2027`, with the direction it implies."""

from __future__ import annotations

import re
from typing import NamedTuple

from vitalfew.exchange.number import MOST_LETTERS, is_missing, read_number
from vitalfew.exchange.scale import Item
from vitalfew.exchange.workbook import Cell
from vitalfew.model.kpi import Direction

_AT_LEAST = re.compile(
    r"^(?:>=|=>|≥|>|at least|mindestens|minimum|mind\.?|min\.?|über|ueber|over|above|more than|mehr als)\s*", re.IGNORECASE
)
_AT_MOST = re.compile(
    r"^(?:<=|=<|≤|<|at most|maximum|maximal|max\.?|höchstens|unter|under|below|less than|weniger als|up to|bis)\s*", re.IGNORECASE
)
_RANGE = re.compile(r"^(?P<low>[^\s].*?\d.*?)\s*(?:–|—|\bto\b|\bbis\b|\bund\b|\band\b|(?<=[\d%€$ ])-)\s*(?P<high>[^\s-]*\d.*)$")
# Words in a name that say that less is better.
DOWNWARD = re.compile(
    r"churn|cost|complain|defect|error|scrap|return rate|returns|turnover of staff|attrition|absen|lead time|cycle time|delay|"
    r"late\b|overdue|incident|accident|downtime|waste|rework|backlog|debt|dso|cancel|response time|resolution time|emission|co2|"
    r"kosten|beschwerde|reklamation|fehler|ausschuss|retoure|fluktuation|kranken|durchlaufzeit|verspät|rückstand|unfall|unfälle|"
    r"ausfall|storno|wartezeit|kündigung",
    re.IGNORECASE,
)


class Bounds(NamedTuple):
    """A cell read as one number or a pair; `kind` is what its words say, empty where they say nothing."""

    kind: str
    items: tuple[Item, ...]


def bounds_of(cell: Cell, group: str) -> Bounds | None:
    """Split a target or threshold into its numbers; None where the cell says that there is none yet."""
    if is_missing(cell.text):
        return None
    text = cell.text
    if isinstance(cell.value, float):
        return Bounds("", (Item(cell, group),))
    if len(text) > MOST_LETTERS:
        return Bounds("", (Item(cell, group, text),))
    for kind, pattern in (("at_least", _AT_LEAST), ("at_most", _AT_MOST)):
        if found := pattern.match(text):
            return Bounds(kind, (Item(cell, group, text[found.end() :]),))
    between = re.sub(r"^(?:between|zwischen|from|von)\s+", "", text, flags=re.IGNORECASE)
    if read_number(text) is None and (pair := _RANGE.match(between)):
        low, high = pair["low"], pair["high"]
        return Bounds(
            "within", (Item(cell, group, f"{low} %" if "%" in high and "%" not in low else low), Item(cell, group, high))
        )
    return Bounds("", (Item(cell, group, text),))


GOOD: dict[str, Direction] = {"at_least": "up", "at_most": "down", "within": "within"}


def direction_from(
    *, kind: str, name: str, baseline: float | None, target: float | None, threshold: float | None
) -> tuple[Direction, str]:
    """Infer the good direction and say from what."""
    if kind:
        return GOOD[kind], "as the target is worded"
    if target is not None and baseline is not None and target != baseline:
        return ("up" if target > baseline else "down"), "as the target lies from the baseline"
    if target is not None and threshold is not None and target != threshold:
        return ("up" if target > threshold else "down"), "as the threshold lies from the target"
    if DOWNWARD.search(name):
        return "down", "as less of it is usually better"
    return "up", "as nothing says otherwise"

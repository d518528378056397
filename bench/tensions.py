"""How well two KPIs that pull apart are told from two that go together by what they are called alone: by words, by the catalogue.

Each row is a labelled pair of `tests/insight/conflicts.csv`. `words` are the aspects of `insight.tension`, chosen by the `seen`
pairs; `catalogue` compares texts by meaning: a pair is called a conflict where it is nearer to a KPI of the catalogue and a guard
that the catalogue names for it than to a KPI and one that it drives. Nothing of that was fitted to any pair. `right` counts those
of the called ones that are labelled so; `recall` is of all that are, `false` of the look-alikes. Bounds are Wilson's, at 95 %.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from bench.words import wilson
from vitalfew.catalog.entry import Entry
from vitalfew.catalog.read import catalogue
from vitalfew.insight.tension import tensions
from vitalfew.model.kpi import Kpi
from vitalfew.text.engine import Engine, best_engine

PAIRS = Path(__file__).parents[1] / "tests" / "insight" / "conflicts.csv"
OTHER_WAY = 0.3
"""How much farther a KPI of the catalogue is that is to go the other way."""
Row = dict[str, str]
Column = npt.NDArray[np.float64]


def figures(share: float) -> dict[str, Any]:
    """Give precision, recall and false calls of both ways, for the pairs that words were chosen by and for those after them."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    rows = [row for place, row in enumerate(rows) if place % round(1 / share) == 0]
    engine = best_engine().engine
    called = {"words": [_by_words(row) for row in rows], "catalogue": list(_by_catalogue(rows, engine))}
    told = [_row(way, part, rows, found) for way, found in called.items() for part in ("seen", "blind")]
    return {"bench": "tensions", "pairs": len(rows), "engine": engine.id, "rows": told}


def _by_words(row: Row) -> bool:
    one, other = (
        Kpi.model_validate({"id": side, "name": row[side], "direction": row[f"{side}_good"]}) for side in ("one", "other")
    )
    return next(tensions(one, other), None) is not None


def _by_catalogue(rows: Sequence[Row], engine: Engine) -> Iterator[bool]:
    entries = catalogue().entries
    place = {entry.id: number for number, entry in enumerate(entries)}
    names, texts = (_encoded(engine, said) for said in ([each.name for each in entries], [_text(each) for each in entries]))
    ways = np.array([each.direction for each in entries])
    guards, drives = (
        np.array([(place[each.id], place[id_]) for each in entries for id_ in getattr(each, field) if id_ in place])
        for field in ("guards", "drives")
    )
    for row in rows:
        near = [_near(engine, row, side, names, texts) - OTHER_WAY * (ways != row[f"{side}_good"]) for side in ("one", "other")]
        yield _best(near, guards) > _best(near, drives)


def _near(engine: Engine, row: Row, side: str, names: Column, texts: Column) -> Column:
    name, text = _encoded(engine, [row[side], f"{row[side]}. {row[f'{side}_is']}"])
    near: Column = (names @ name + texts @ text) / 2
    return near


def _best(near: Sequence[Column], pairs: npt.NDArray[np.int64]) -> float:
    one, other = near
    first, second = pairs.T
    return float(max(np.minimum(one[first], other[second]).max(), np.minimum(other[first], one[second]).max()))


def _encoded(engine: Engine, texts: Sequence[str]) -> Column:
    return np.asarray(engine.encode(texts), dtype=np.float64)


def _text(entry: Entry) -> str:
    return f"{entry.name}. {entry.definition}"


def _row(way: str, part: str, rows: Sequence[Row], called: Sequence[bool]) -> dict[str, Any]:
    some = [(row["conflict"] == "yes", found) for row, found in zip(rows, called, strict=True) if row["set"] == part]
    right, named = sum(is_one and found for is_one, found in some), sum(found for _, found in some)
    of, alike = sum(is_one for is_one, _ in some), sum(not is_one for is_one, _ in some)
    shares = {"precision": (right, named), "recall": (right, of), "false": (named - right, alike)}
    told: dict[str, Any] = {"way": way, "set": part, "called": named, "right": right, "conflicts": of, "look_alikes": alike}
    for name, (number, count) in shares.items():
        low, high = wilson(number, count) if count else (0.0, 1.0)
        told |= {name: round(number / count, 2) if count else None, f"{name}_low": round(low, 2), f"{name}_high": round(high, 2)}
    return told

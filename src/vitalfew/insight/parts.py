"""Points that add up: what a KPI's alignment score is made of, weighed so that all known parts together make 100.

A thing that cannot be known is left out, and what it would weigh goes to the other things of its part; where a whole part cannot
be known its weight goes to the other parts. Points are counted in tenths, shared out by the greatest remainder, so that things
add up to parts and parts to the score exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from vitalfew.base.said import say, several

PartName = Literal["structure", "definition", "meaning", "evidence", "behaviour"]
PARTS: Mapping[PartName, str] = {
    "structure": say("Structure"),
    "definition": say("Definition"),
    "meaning": say("Meaning"),
    "evidence": say("Evidence"),
    "behaviour": say("Behaviour of the owner"),
}
TENTHS = 1000


class Seen(NamedTuple):
    """One thing that was looked at: what share of it is there (None where that cannot be known), in words, and what raises it."""

    part: PartName
    weight: float
    share: float | None
    says: str
    raises: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing with its points, the most it can have, what is, and what would raise it (empty where nothing is missing)."""

    points: float
    most: float
    says: str
    raises: str


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the score; `unknown` says why it is left out, and is empty where it counts."""

    id: PartName
    items: tuple[Item, ...]
    unknown: str = ""

    @property
    def name(self) -> str:
        """What it is called."""
        return PARTS[self.id]

    @property
    def points(self) -> float:
        """What its things have."""
        return _sum(each.points for each in self.items)

    @property
    def most(self) -> float:
        """What its things can have."""
        return _sum(each.most for each in self.items)

    @property
    def reason(self) -> str:
        """What is, in words, the costliest first."""
        return self.unknown or several([each.says for each in self.lacking or self.items], "; ")

    @property
    def lacking(self) -> tuple[Item, ...]:
        """The things that could have more points, the costliest first."""
        found = [each for each in self.items if each.raises and each.points < each.most]
        return tuple(sorted(found, key=lambda each: each.points - each.most))

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        items = [{"points": each.points, "most": each.most, "says": each.says, "raises": each.raises} for each in self.items]
        return {"id": self.id, "points": self.points, "most": self.most, "reason": self.reason, "items": items}


def weighed(seen: Sequence[Seen], weights: Mapping[PartName, float], unknown: Mapping[PartName, str]) -> tuple[Part, ...]:
    """Give all parts with their points; `unknown` says why a part of which nothing is known is left out."""
    known = [each for each in seen if each.share is not None and weights[each.part] > 0 and each.weight > 0]
    wholes = {part: sum(each.weight for each in known if each.part == part) for part in PARTS}
    total = sum(weights[part] for part, whole in wholes.items() if whole)
    exact = [TENTHS * weights[each.part] / total * each.weight / wholes[each.part] for each in known]
    items: dict[PartName, list[Item]] = {part: [] for part in PARTS}
    for each, most in zip(known, shared_out(exact), strict=True):
        items[each.part].append(_item(each, most))
    return tuple(Part(part, tuple(found), "" if found else _left_out(part, weights, unknown)) for part, found in items.items())


def _left_out(part: PartName, weights: Mapping[PartName, float], unknown: Mapping[PartName, str]) -> str:
    return unknown.get(part) or say("nothing is known of it") if weights[part] > 0 else say("it weighs nothing here")


def _item(each: Seen, most: int) -> Item:
    share = min(1.0, max(0.0, each.share or 0.0))
    return Item(round(share * most) / 10, most / 10, each.says, each.raises if share < 1 else "")


def shared_out(exact: Sequence[float]) -> list[int]:
    """Round numbers so that their sum stays: down, and the greatest remainders up; of equals the first.

    >>> shared_out([3.4, 3.3, 3.3])
    [4, 3, 3]
    """
    found = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda place: found[place] - exact[place])
    for place in order[: round(sum(exact)) - sum(found)]:
        found[place] += 1
    return found


def _sum(points: Iterable[float]) -> float:
    return round(sum(points), 1)

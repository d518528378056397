"""What a calibration teaches: one record per lesson, with its evidence, its method and the change that it proposes.

A share is never told without how sure it is: the exact interval of Clopper and Pearson (1934), Biometrika 26, 404, one-sided
where only one side is asked for. What too little data says nothing about is told as such, never as a lesson.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, fsum, lgamma, log, log1p
from typing import Literal, NamedTuple

from vitalfew.base.ref import Ref

Kind = Literal[
    "never-reached",
    "always-reached",
    "target-or-process",
    "uninformative",
    "cry-wolf",
    "slept",
    "phantom",
    "absent",
    "gap",
    "recall",
    "churn",
]
Known = str | float | int | bool | None
SURE = 0.95
"""How sure an interval is, where nothing else is said."""


class Edit(NamedTuple):
    """A field of a noun and what it is to hold, as JSON carries it; None takes it away."""

    ref: Ref
    field: str
    value: object


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was wrong, how that is known, and what to do about it; `edits` become a proposal where they are accepted.

    `about` is what is wrong, `others` what shares the fault. Whom it concerns stands
    in `person` alone, never in the words or the evidence, which are frozen and outlast a person.
    """

    kind: Kind
    about: Ref
    text: str
    method: str
    advice: str
    requirements: tuple[str, ...]
    evidence: Mapping[str, Known] = field(default_factory=dict)
    edits: tuple[Edit, ...] = ()
    others: tuple[Ref, ...] = ()
    person: str | None = None

    def as_json(self) -> dict[str, object]:
        """Give the lesson in the JSON contract's fields, without the person."""
        return {
            "kind": self.kind,
            "about": str(self.about),
            "others": [str(each) for each in self.others],
            "text": self.text,
            "method": self.method,
            "advice": self.advice,
            "requirements": list(self.requirements),
            "evidence": dict(self.evidence),
            "edits": [{"ref": str(each.ref), "field": each.field, "value": each.value} for each in self.edits],
        }


class Untold(NamedTuple):
    """What nothing is said about, and why: too few periods, too few calls."""

    kind: Kind
    about: Ref
    reason: str

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {"kind": self.kind, "about": str(self.about), "reason": self.reason}


def read_lesson(said: Mapping[str, object]) -> Lesson:
    """Read a lesson from the fields that `as_json` gave."""
    plain: dict[str, object] = {**said}
    plain["about"] = Ref.parse(str(said["about"]))
    plain["others"] = tuple(Ref.parse(str(each)) for each in _list(said["others"]))
    plain["requirements"] = tuple(map(str, _list(said["requirements"])))
    plain["edits"] = tuple(
        Edit(Ref.parse(str(each["ref"])), str(each["field"]), each["value"])
        for each in _list(said["edits"])
        if isinstance(each, dict)
    )
    return Lesson(**plain)  # type: ignore[arg-type]  # the fields are those that `as_json` wrote


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def least_share(of: int, hits: int, sure: float = SURE) -> float:
    """Give the share that is not undercut, this sure, where so many of so many hit; 0 where nothing was tried."""
    if not hits:
        return 0.0
    return _where(lambda share: _at_least(of, hits, share) >= 1 - sure)


def most_share(of: int, hits: int, sure: float = SURE) -> float:
    """Give the share that is not exceeded, this sure; 1 where nothing was tried."""
    return 1.0 - least_share(of, of - hits, sure)


def interval(of: int, hits: int, sure: float = SURE) -> tuple[float, float]:
    """Give the two-sided exact interval of a share."""
    each = 1 - (1 - sure) / 2
    return least_share(of, hits, each), most_share(of, hits, each)


def _at_least(of: int, hits: int, share: float) -> float:
    """How likely so many hits or more are at a share; by logarithms, since binomials of thousands are no floats."""
    yes, no, all_ = log(share), log1p(-share), lgamma(of + 1)
    return fsum(
        exp(all_ - lgamma(each + 1) - lgamma(of - each + 1) + each * yes + (of - each) * no) for each in range(hits, of + 1)
    )


def _where(holds: Callable[[float], bool]) -> float:
    """Find the least share from which on something holds, to a millionth."""
    low, high = 0.0, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high

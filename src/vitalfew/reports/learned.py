"""What a calibration taught, and what the audit left out: facts of reports that only few of them ask for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from vitalfew.load.silence import Silence

if TYPE_CHECKING:
    from vitalfew.rhythm.calibration import Answered, Calibration, Held
    from vitalfew.rhythm.desk import Desk
    from vitalfew.rhythm.lesson import Lesson
    from vitalfew.rhythm.recall import Recall


OF_ALL = frozenset({"framework", "governance", "strategy", "recall"})
"""What lessons are about that are about no noun: the framework as a whole, and what leaders know of it."""


class Taught(NamedTuple):
    """A lesson; what became of it where it was held."""

    lesson: Lesson
    answered: Answered | None


@dataclass(frozen=True)
class Learned:
    """The last calibration as it was frozen, or what one would find today; only what the asker may see.

    `held` is None where none was opened yet, and `is_frozen` false where it was not held. `first` is the day of the first one,
    None where no launch is declared. `document` is in the JSON contract's fields. `hidden` counts lessons of others.
    """

    held: Held | None = None
    is_frozen: bool = False
    first: date | None = None
    document: Mapping[str, Any] = field(default_factory=dict)
    lessons: tuple[Taught, ...] = ()
    untold: tuple[tuple[str, str], ...] = ()
    recalls: tuple[Recall, ...] = ()
    hidden: int = 0


@dataclass(frozen=True)
class Checked:
    """What the audit went by: comments that silence, whether all files were read, whether there was evidence to hold against."""

    silences: tuple[Silence, ...] = ()
    is_whole: bool = True
    has_evidence: bool = True


def learn(desk: Desk, look: Callable[[date], Calibration]) -> Learned:
    """Give what the last calibration taught the desk's person; one that was not held looks from its first day to today."""
    from vitalfew.rhythm.calibration import (  # noqa: PLC0415  # the data engine loads late
        calibrations,
        current,
        document_of,
        due_days,
        is_seen,
        lessons,
        window,
    )
    from vitalfew.rhythm.escalations import open_to  # noqa: PLC0415  # the database loads late
    from vitalfew.rhythm.recall import recalls  # noqa: PLC0415  # as above

    held = current(desk) if calibrations(desk) else None
    frozen = document_of(desk, held) if held else None
    if held and frozen:
        said, found = frozen, [Taught(each.lesson, each) for each in lessons(desk, held.id)]
    else:
        seen = look(held.since if held else window(desk))
        said, found = seen.as_json(), [Taught(each, None) for each in seen.lessons]
    told = tuple(each for each in found if is_seen(desk.framework, each.lesson, desk.by or None))
    untold = tuple((each["kind"], each["about"]) for each in said["untold"] if open_to(desk, each["about"].removeprefix("kpi:")))
    days = due_days(desk)
    first = days[0] if days else None
    return Learned(held, frozen is not None, first, said, told, untold, recalls(desk), len(found) - len(told))

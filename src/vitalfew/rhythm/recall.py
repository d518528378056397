"""Whether leaders can name their tier-1 KPIs from memory: what nobody remembers steers nothing (RHY-4, AUD-9).

A leader is asked without looking. Names are compared as words: a said name is a KPI's where the letters agree by four fifths
(Ratcliff and Obershelp 1988), or where its words, two or more of them or the only distinctive one, all stand in the name; each
KPI can be named once. What was said stays as it was said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import FRAMEWORK, Ref
from vitalfew.base.said import say
from vitalfew.insight.maturity import top
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.lesson import Lesson
from vitalfew.rhythm.machine import Machine, begin
from vitalfew.store.matters import Matter, find_matters
from vitalfew.text.phrase import Words, words

MACHINE = Machine("recall", ("told",), {}, ("told",))
ALIKE = 0.8
SMALL = frozenset({"a", "an", "and", "for", "in", "of", "on", "per", "the", "to"})


@dataclass(frozen=True, slots=True)
class Recall:
    """What a leader named, and which KPIs that was; `person` and `names` are None and empty once erased."""

    id: str
    person: str | None
    at: datetime
    names: tuple[str, ...]
    named: tuple[str, ...]
    of: int

    @property
    def share(self) -> float:
        """The share of the tier-1 KPIs that were named."""
        return len(self.named) / self.of if self.of else 0.0

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        return {
            "id": self.id,
            "person": self.person,
            "at": self.at.isoformat(),
            "names": list(self.names),
            "named": list(self.named),
            "of": self.of,
            "share": round(self.share, 3),
        }


def recall(desk: Desk, person: str, names: Sequence[str]) -> Recall:
    """Note which tier-1 KPIs a person names from memory; raises UnknownName, and Refused where there are none to name."""
    if person not in desk.framework.person:
        raise UnknownName("person", person, desk.framework.person)
    kpis = top(desk.framework)
    if not kpis:
        raise Refused(say("there is no KPI at tier 1"), say("put the three to seven that say whether the strategy works there"))
    named = match(names, kpis)
    data = {"person": person, "names": list(names), "named": list(named), "of": len(kpis)}
    return _of(begin(desk, MACHINE, about=FRAMEWORK, data=data, verb="recall"))


def recalls(desk: Desk, since: datetime | None = None) -> tuple[Recall, ...]:
    """Give what leaders named since a moment, in order."""
    return tuple(map(_of, find_matters(desk.transaction, MACHINE.kind, since=since)))


def match(names: Sequence[str], kpis: Sequence[Kpi]) -> tuple[str, ...]:
    """Give the ids of the KPIs that are named, the surest pairs first found, in the order of the KPIs."""
    pairs = sorted(
        ((_alike(name, kpi), -place, at, kpi.id) for place, name in enumerate(names) for at, kpi in enumerate(kpis)), reverse=True
    )
    said: set[int] = set()
    found: set[str] = set()
    for sure, place, _, id_ in pairs:
        if sure >= ALIKE and place not in said and id_ not in found:
            said.add(place)
            found.add(id_)
    return tuple(kpi.id for kpi in kpis if kpi.id in found)


def _alike(name: str, kpi: Kpi) -> float:
    said = _plain(name)
    return max((_near(said, _plain(each)) for each in (kpi.title, kpi.id)), default=0.0) if said else 0.0


def _near(said: Words, known: Words) -> float:
    letters = SequenceMatcher(None, " ".join(said), " ".join(known), autojunk=False).ratio()
    is_part = set(said) <= set(known) and (len(set(said)) >= 2 or len(known) == 1)
    return max(letters, ALIKE + letters / 10 if is_part else 0.0)


def _plain(text: str) -> Words:
    return tuple(word for word in words(text.replace("-", " ")) if word not in SMALL)


def leaders(framework: Framework) -> tuple[str, ...]:
    """Give the people who are to know tier 1: chairs and audience of the reviews of tier 1, and the owner of the structure."""
    named = [
        id_ for each in framework.cadences if 1 in each.tiers and len(each.tiers) == 1 for id_ in (each.chair, *each.audience)
    ]
    named += [framework.governance.structure_owner]
    known = (framework.person.get(id_ or "") for id_ in dict.fromkeys(named))
    return tuple(each.id for each in known if each and each.name and not each.group and not each.left)


def forgotten(framework: Framework, told: Sequence[Recall]) -> Iterator[Lesson]:
    """Give the leaders who named too few of the KPIs when last asked, and say how many were not asked; `told` is in order."""
    if not top(framework):
        return
    last = {each.person: each for each in told if each.person}
    least, asked = framework.policy_number("recall-share"), leaders(framework)
    for person in asked:
        each = last.get(person)
        if each and 100 * each.share < least:
            yield _forgetful(framework, each, least)
    silent = [person for person in asked if person not in last]
    if silent:
        yield Lesson(
            "recall",
            Ref("governance", "main"),
            f"{len(silent)} of {len(asked)} leaders were not asked to name the tier-1 KPIs from memory",
            "leaders: chairs and audience of the reviews of tier 1 alone, and the owner of the structure",
            "ask each: `vitalfew calibrate recall PERSON NAME …`",
            ("RHY-4",),
            {"leaders": len(asked), "asked": len(asked) - len(silent)},
        )


def _forgetful(framework: Framework, told: Recall, least: float) -> Lesson:
    lost = [kpi.id for kpi in top(framework) if kpi.id not in told.named]
    return Lesson(
        "recall",
        Ref("recall", told.id),
        f"a leader named {len(told.named)} of the {told.of} tier-1 KPIs from memory; not named: {', '.join(lost)}",
        f"names compared as words against policy `recall-share` ({least:g} %)",
        "talk of fewer KPIs, more often; what nobody remembers steers nothing",
        ("RHY-4", "AUD-9"),
        {"named": len(told.named), "of": told.of, "share": round(told.share, 3)},
        person=told.person,
    )


def _of(matter: Matter) -> Recall:
    data = matter.data
    names = tuple(each for each in data["names"] or () if each)
    return Recall(matter.id, data["person"], matter.opened_at, names, tuple(data["named"]), data["of"])

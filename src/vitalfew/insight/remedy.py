"""What would settle a conflict, ready to be proposed: edits of the framework's files, of which people take one (AUD-7).

A KPI that both answer for, drafted from the catalogue; the suffering KPI as a guard of the one that is pushed; or, where the
hierarchy says which objective stands higher, that one first. Whoever proposes one decides nothing: approval goes its usual
way.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.catalog.entry import MONEY
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.insight.conflict import Conflict, numerator
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.load.arrange import add_noun
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.strategy import Objective
from vitalfew.model.verdict import plain

GRAINS = ("day", "week", "month", "quarter", "year")
Kind = Literal["shared", "co-own", "guard", "priority"]


@dataclass(frozen=True)
class Remedy:
    """A way to settle a conflict: in words, a KPI that is new (id and fields) and values that are set."""

    kind: Kind
    what: str
    why: str
    edits: tuple[Amendment, ...]
    new: tuple[Ref, Mapping[str, Any]] | None = None

    def written(self, texts: Mapping[str, bytes]) -> dict[str, bytes]:
        """Give the framework's files with it done, comments kept; raises Refused where that would do harm."""
        made = add_noun(texts, *self.new) if self.new else dict(texts)
        return edit_texts(made, self.edits)


def remedies(framework: Framework, conflict: Conflict, book: Catalogue | None = None) -> tuple[Remedy, ...]:
    """Give what would settle a conflict, the best first; nothing for one that is settled."""
    if conflict.settled:
        return ()
    one, other = framework.kpi[conflict.one], framework.kpi[conflict.other]
    found = [
        _shared(framework, conflict, one, other, book or catalogue()),
        _co_owned(framework, conflict, one, other),
        _guard(one, other),
        _priority(framework, one, other),
    ]
    return tuple(each for each in found if each is not None)


def _shared(framework: Framework, conflict: Conflict, one: Kpi, other: Kpi, book: Catalogue) -> Remedy | None:
    entry = book.entry.get(conflict.shared)
    if entry is None:
        return None
    currency = framework.calendar.currency or "EUR"
    fields: dict[str, Any] = {
        "name": entry.name,
        "lifecycle": "draft",
        "definition": entry.definition,
        "unit": currency if entry.unit == MONEY else entry.unit.replace(f"{MONEY} ", f"{currency} "),
        "direction": entry.direction,
        "formula": entry.formula if {*entry.tree.measures} <= framework.measure.keys() and not entry.tree.kpis else None,
    }
    ids = (entry.id, f"shared-{one.id}")
    if entry.id == "deal-margin":
        fields, ids = _contribution(one, other, currency), (f"{_share(one, other).id}-contribution", f"{one.id}-contribution")
    id_ = next((each for each in ids if each not in framework.kpi), None)
    if id_ is None:
        return None
    ups = [_plain(link) for link in other.contributes_to]
    fields |= {
        "because": say("{one} and {other} are paid for by each other; here both count.", one=one.title, other=other.title),
        "contributes_to": ups or None,
        "objectives": None if ups else [*dict.fromkeys(link.id for kpi in (one, other) for link in kpi.objectives)] or None,
        "timing": "lagging",
        "stage": "outcome",
        "every": max(one.grain, other.grain, key=GRAINS.index),
        "level": one.level,
        "org_unit": one.org_unit if one.org_unit == other.org_unit else None,
        "category": other.category,
        "owner": conflict.owners[0],
        "reviewer": one.reviewer,
        "co_owners": [conflict.owners[1]],
        "review": [*(each for each in one.review if each in other.review)] or None,
    }
    said = {name: str(value) if isinstance(value, str) else value for name, value in fields.items() if value is not None}
    edits = tuple(
        Amendment(kpi.ref, "contributes_to", [*(_plain(link) for link in kpi.contributes_to), id_]) for kpi in (one, other)
    )
    what = say("a shared KPI, “{name}”, for which both answer", name=fields["name"])
    why = say("{definition} It gets better only where both sides together do.", definition=fields["definition"])
    return Remedy("shared", what, why, edits, (Ref("kpi", id_), said))


def _contribution(one: Kpi, other: Kpi, currency: str) -> dict[str, Any]:
    """Draft the contribution margin as an amount: what stands above the line of a margin's formula."""
    margin = _share(one, other)
    above = numerator(margin.formula)
    return {
        "name": say("{margin}, as an amount", margin=margin.title),
        "lifecycle": "draft",
        "definition": say(
            "Contribution margin of the period as an amount: what is left of net sales after the cost of what was sold."
        ),
        "unit": currency,
        "direction": "up",
        "formula": _text(str(above)) if above is not None else None,
    }


def _text(formula: str) -> str:
    return formula[1:-1] if formula.startswith("(") and formula.endswith(")") and ")" not in formula[1:-1] else formula


def _share(one: Kpi, other: Kpi) -> Kpi:
    return next((kpi for kpi in (one, other) if "margin" in kpi.title.lower()), other)


def _plain(link: Any) -> Any:
    said = {name: value for name, value in link.model_dump(by_alias=True, exclude_unset=True).items() if value is not None}
    return said["id"] if {*said} == {"id"} else said


def _co_owned(framework: Framework, conflict: Conflict, one: Kpi, other: Kpi) -> Remedy:
    """Let both answer for the KPI that suffers."""
    held, extra = other, conflict.owners[0]
    name = next((each.name for each in framework.people if each.id == extra and each.name), extra)
    people = [*dict.fromkeys((*held.co_owners, extra))]
    what = say("{name} answers for `{kpi}` too", name=name, kpi=held.id)
    why = say("Whoever is better off with `{one}` is then also asked what it does to `{other}`.", one=one.id, other=other.id)
    return Remedy("co-own", what, why, (Amendment(held.ref, "co_owners", people),))


def _guard(one: Kpi, other: Kpi) -> Remedy:
    what = say("`{other}` guards `{one}`", other=other.id, one=one.id)
    why = say("A target of `{one}` that is reached at the price of `{other}` is then no success.", one=one.id, other=other.id)
    return Remedy("guard", what, why, (Amendment(one.ref, "guards", [*one.guards, other.id]),))


def _priority(framework: Framework, one: Kpi, other: Kpi) -> Remedy | None:
    """Let the objective that stands higher go first, where the hierarchy tells and the priorities do not yet."""
    first, second = _goal(framework, one), _goal(framework, other)
    if first is None or second is None or first.id == second.id or (first.priority and second.priority):
        return None
    depths = [_depth(framework, each) for each in (first, second)]
    if depths[0] == depths[1]:
        return None
    high, low = (first, second) if depths[0] < depths[1] else (second, first)
    rank = high.priority or max(1, (low.priority or 2) - 1)
    edits = tuple(
        Amendment(each.ref, "priority", number) for each, number in ((high, rank), (low, rank + 1)) if each.priority != number
    )
    what = say("“{high}” goes before “{low}”", high=high.title, low=low.title)
    return Remedy("priority", what, say("It stands higher in the hierarchy of objectives."), edits)


def _goal(framework: Framework, kpi: Kpi) -> Objective | None:
    return next((framework.objective[link.id] for link in kpi.objectives if link.id in framework.objective), None)


def _depth(framework: Framework, objective: Objective) -> int:
    """Count the objectives above one."""
    seen: set[str] = set()
    here: Objective | None = objective
    while here is not None and here.id not in seen:
        seen.add(here.id)
        here = next((framework.objective[link.id] for link in here.supports if link.id in framework.objective), None)
    return len(seen)


def as_json(each: Conflict, ways: tuple[Remedy, ...]) -> dict[str, object]:
    """Give a conflict and what would settle it in the JSON contract's fields."""
    return {
        "id": each.id,
        "kinds": list(each.kinds),
        "one": each.one,
        "other": each.other,
        "owners": list(each.owners),
        "lever": each.lever,
        "mechanism": each.mechanism,
        "grade": each.grade,
        "question": each.is_question,
        "settled": each.settled,
        "data": plain(each.against) if each.against else None,
        "remedies": [
            {
                "kind": way.kind,
                "what": way.what,
                "why": way.why,
                "edits": [{"ref": str(edit.ref), "field": edit.field, "value": edit.value} for edit in way.edits],
                "new": {"ref": str(way.new[0]), **way.new[1]} if way.new else None,
            }
            for way in ways
        ],
    }

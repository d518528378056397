"""Who must approve a change of the framework, and why: a pure comparison of two frameworks (RHY-6).

Roles are read from the framework as it is, so that nobody gives themselves a say by the change itself; who is to own
something is read from the framework as it is to be. Where a role is empty or its holder has left, the next one up is asked.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.model.difference import Change, Difference
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.noun import Noun
from vitalfew.model.recipe import recipe
from vitalfew.model.rhythm import Governance
from vitalfew.model.target import Baseline, Target

Question = Literal["definition", "target", "threshold", "owner", "formula", "objective", "structure", "agreement"]
OWNER, REVIEWER, HEAD, TOP = "owner", "reviewer", "org-unit-head", "structure-owner"
ROLES: Mapping[Question, tuple[str, ...]] = {
    "definition": (HEAD,),
    "formula": (HEAD,),
    "target": (REVIEWER,),
    "threshold": (REVIEWER,),
    "owner": (OWNER, HEAD),
    "objective": (TOP,),
    "structure": (TOP,),
    "agreement": (OWNER, HEAD),
}
"""Who is asked where `governance.approvals` says nothing; definitions and formulas also go by `governance.definitions`."""
_FIELDS: Mapping[Question, str] = {
    "definition": "name definition excludes because category unit decimals natural scale direction timing stage "
    "controllable horizon tests",
    "formula": "formula proxy method every due over_time over_org_units signals",
    "target": "target baseline",
    "threshold": "threshold escalate ladder",
    "owner": "owner updater reviewer co_owners",
    "objective": "objectives contributes_to drives guards replaces",
}
QUESTION_OF: Mapping[str, Question] = {field: question for question, fields in _FIELDS.items() for field in fields.split()}
"""What a changed field of a KPI is a question of; the others are questions of structure."""
_OF_LIVE: tuple[Question, ...] = ("target", "threshold", "owner", "formula")
_ENDLESS = float("inf")


class Sides(NamedTuple):
    """The framework as it is and as it is to be, on a day."""

    before: Framework
    after: Framework
    today: date


@dataclass(frozen=True, slots=True)
class Need:
    """An approval that a change needs: of whom, on what, in which role; `note` says why it is them and not another.

    `person` is None where nobody holds the role or stands above it: then anybody but the proposer may approve.
    """

    person: str | None
    ref: Ref
    question: Question
    role: str
    note: str | None = None

    @property
    def why(self) -> str:
        """Say why this person is asked."""
        role = word(self.role.replace("org-unit-", "").replace("-", " "))
        question = word(self.question)
        if self.note:
            return say("{question} of {ref}, as {role} ({note})", question=question, ref=self.ref, role=role, note=self.note)
        return say("{question} of {ref}, as {role}", question=question, ref=self.ref, role=role)

    def as_json(self) -> dict[str, object]:
        """Give the need in the JSON contract's fields."""
        return {
            "person": self.person,
            "ref": str(self.ref),
            "question": self.question,
            "role": self.role,
            "note": self.note,
        }


def said_of(needs: Iterable[Need]) -> str:
    """Say who is asked, and why each of them is."""
    return several((say("`{person}` ({why})", person=need.person or say("somebody else"), why=need.why) for need in needs), "; ")


def approvals_needed(before: Framework, after: Framework, found: Difference, *, today: date) -> tuple[Need, ...]:
    """Say whose approval a change needs and on what, each once, agreements on KPIs of departments among them."""
    sides = Sides(before, after, today)
    covered = _in_recipes(found, sides)
    changes = [change for change in found.changes if change.ref.kind != "measure" or change.ref.id not in covered]
    asked = dict.fromkeys(pair for change in changes for pair in _questions(change, sides))
    asked |= dict.fromkeys((ref, "formula") for ref in found.outdated)
    needs = [_need(sides, ref, question, role) for ref, question in asked for role in _roles(sides, ref, question)]
    needs += agreements_needed(sides)
    return tuple(dict.fromkeys(needs))


def agreements_needed(sides: Sides) -> list[Need]:
    """Say who must agree on definition, target and threshold: head and owner of a department's KPI that goes live.

    Of one that is live already, where one of the three is to be another one.
    """
    kpis = [kpi for kpi in sides.after.kpis if is_agreed_on(kpi, sides.after) and _is_new(kpi, sides)]
    return [need for kpi in kpis for need in partners(sides, kpi.ref)]


def partners(sides: Sides, kpi: Ref) -> tuple[Need, ...]:
    """Give the two who agree on a KPI of a department: its owner, and the head of its unit."""
    return tuple(_need(sides, kpi, "agreement", role) for role in ROLES["agreement"])


def _is_new(kpi: Kpi, sides: Sides) -> bool:
    was = sides.before.kpi.get(kpi.id)
    if was is None or was.lifecycle in {"draft", "retired"} or sides.before.tier_of(was) != 2 or was.kind != "kpi":
        return True
    return terms(was, sides.before) != terms(kpi, sides.after)


def is_agreed_on(kpi: Kpi, framework: Framework) -> bool:
    """Tell whether a KPI is one that its department agrees on: live, of tier 2, no operational metric."""
    return kpi.lifecycle == "live" and kpi.kind == "kpi" and framework.tier_of(kpi) == 2


def terms(kpi: Kpi, framework: Framework) -> str:
    """Give sixteen hexadecimal digits over what is agreed on: definition and recipe, target, threshold."""
    fields = {"name", "definition", "excludes", "unit", "direction", "target", "threshold"}
    said = kpi.model_dump(mode="json", include=fields)
    text = json.dumps([said, recipe(kpi, framework)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _questions(change: Change, sides: Sides) -> Iterator[tuple[Ref, Question]]:
    ref, fields = change.ref, [edit.field for edit in change.edits]
    if ref.kind == "kpi":
        yield from ((ref, question) for question in _of_kpi(change.how, ref.id, fields, sides))
    elif (ref.kind == "objective" and change.how == "changed") or ref.kind in {"key_result", "initiative"}:
        yield from ((ref, "owner" if field == "owner" else "objective") for field in fields)
        if change.how != "changed":
            yield ref, "objective"
    elif ref.kind == "strategy":
        yield ref, "objective"
    else:
        yield ref, "structure"


def _of_kpi(how: str, id_: str, fields: list[str], sides: Sides) -> Iterator[Question]:
    kpi, was = sides.after.kpi.get(id_), sides.before.kpi.get(id_)
    if kpi is None or how == "removed":
        yield "structure"
        return
    goes_live = kpi.lifecycle == "live" and (was is None or was.lifecycle == "draft")
    if was is None:
        yield "structure"
    if was is None or goes_live:
        yield "definition"
    if goes_live:
        yield from (question for question in _OF_LIVE if getattr(kpi, question))
    if was is not None:
        yield from (QUESTION_OF.get(field, "structure") for field in fields)


def _in_recipes(found: Difference, sides: Sides) -> frozenset[str]:
    """Give the measures of KPIs whose recipe is another one: whoever answers for these KPIs is asked anyway."""
    kpis = [framework.kpi[ref.id] for ref in found.outdated for framework in sides[:2] if ref.id in framework.kpi]
    return frozenset(measure for kpi in kpis for measure in _measures(kpi))


def _measures(kpi: Kpi) -> frozenset[str]:
    try:
        return frozenset(parse(kpi.formula).measures) if kpi.formula else frozenset()
    except FormulaError:
        return frozenset()


def _roles(sides: Sides, ref: Ref, question: Question) -> Iterator[str]:
    governance = sides.before.governance
    named = governance.approvals.get(question, ()) if question != "agreement" else ()
    yield from named or _unsaid(governance, question)
    limit = sides.before.policy_number("unasked-change") / 100
    if question in {"target", "threshold"} and _share(sides, ref, question) > limit:
        yield TOP


def _unsaid(governance: Governance, question: Question) -> tuple[str, ...]:
    by_top = question in {"definition", "formula"} and governance.definitions == "structure-owner"
    return (TOP,) if by_top else ROLES[question]


def _share(sides: Sides, ref: Ref, question: Question) -> float:
    """Say by which share of itself a target, baseline or threshold is to change; endless where it is not the number alone."""
    was, now = (framework.kpi.get(ref.id) for framework in sides[:2])
    if was is None or now is None:
        return 0.0
    fields = ("target", "baseline") if question == "target" else ("threshold",)
    pairs = [(getattr(was, field), getattr(now, field)) for field in fields]
    return max((_apart(one, other) for one, other in pairs if one is not None and one != other), default=0.0)


def _apart(was: object, now: object) -> float:
    one, other = (_numbers(each) for each in (was, now))
    if one.keys() != other.keys() or any(one[key] != other[key] for key in one if not isinstance(one[key], float)):
        return _ENDLESS
    both = [(one[key], other[key]) for key in one if isinstance(one[key], float)]
    return max(abs(b - a) / abs(a) if a else _ENDLESS for a, b in both if a != b)  # type: ignore[operator,arg-type]  # floats


def _numbers(value: object) -> dict[str, object]:
    """Give the parts of a value, numbers as floats and the rest as it is."""
    if isinstance(value, Target | Baseline):
        found = value.model_dump(exclude_none=True)
        return {f"{name}{key}": part for name, each in found.items() for key, part in _numbers(each).items()}
    if isinstance(value, tuple):
        return {str(place): part for place, part in enumerate(value)}
    if isinstance(value, Mapping):
        return {str(key): part for key, part in value.items()}
    return {"": float(value) if isinstance(value, int | float) else value}


def holder_of(sides: Sides, ref: Ref, role: str) -> str | None:
    """Give who holds a role for a noun, or who is next above where it is empty; None where there is nobody."""
    return _holder(sides, ref, "structure", role)[0]


def _need(sides: Sides, ref: Ref, question: Question, role: str) -> Need:
    person, note = _holder(sides, ref, question, role)
    return Need(person, ref, question, role, note)


def _holder(sides: Sides, ref: Ref, question: Question, role: str) -> tuple[str | None, str | None]:
    """Give who holds a role for a noun, else who is next above, and why it is they."""
    asked = list(_line(sides, ref, question, role))
    here = next((person for person in asked if person and _acts(sides, person)), None)
    if asked[0] is not None and here == asked[0]:
        return here, None
    if asked[0] is None:
        return here, say("there is no {role}", role=word(role.replace("org-unit-", "").replace("-", " ")))
    return here, say("`{person}` {why}", person=asked[0], why=_why_not(sides, asked[0]))


def _line(sides: Sides, ref: Ref, question: Question, role: str) -> Iterator[str | None]:
    """Give the holder of a role and then whoever is above, empty places among them."""
    nouns = [noun for framework in sides[:2] if (noun := framework.index.get(ref)) is not None]
    if role == OWNER:
        yield _first(nouns[::-1] if question in {"owner", "agreement"} else nouns, "owner")
    elif role == REVIEWER:
        yield _first(nouns, "reviewer")
    elif role not in {HEAD, TOP}:
        yield role
    if role != TOP:
        yield from _heads(sides, _first(nouns, "org_unit"))
    yield sides.before.governance.structure_owner or sides.after.governance.structure_owner
    roots = [unit for unit in sides.before.org_units if unit.parent is None and unit.head]
    yield roots[0].head if len(roots) == 1 else None


def _first(nouns: list[Noun], field: str) -> str | None:
    for noun in nouns:
        said = getattr(noun, field, None)
        if said:
            return str(said[0]) if isinstance(said, tuple) else str(said)
    return None


def _heads(sides: Sides, unit: str | None) -> Iterator[str | None]:
    passed: set[str] = set()
    found = None
    while unit and unit not in passed:
        passed.add(unit)
        found = sides.before.org_unit.get(unit) or sides.after.org_unit.get(unit)
        yield found.head if found else None
        unit = found.parent if found else None
    if not passed:
        yield None


def _acts(sides: Sides, person: str) -> bool:
    return _why_not(sides, person) is None


def _why_not(sides: Sides, person: str) -> str | None:
    known = sides.before.person.get(person) or sides.after.person.get(person)
    if known is None:
        return say("is nobody of this framework")
    if known.name is None:
        return say("is still to be filled")
    return say("has left") if known.left and known.left <= sides.today else None

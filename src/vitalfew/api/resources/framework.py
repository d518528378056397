"""The framework as it is live: its frame, its nouns by kind and id, and the line from a KPI or objective to the mission."""

from __future__ import annotations

from collections import Counter
from typing import Any

from vitalfew.api.look import Look
from vitalfew.api.route import Answer, Ask, Read
from vitalfew.base.address import shown_address
from vitalfew.base.errors import UnknownName
from vitalfew.base.ref import Ref
from vitalfew.model.noun import Noun
from vitalfew.model.step import steps
from vitalfew.model.verdict import Rollup, Verdict

FRAME = ("preset", "organization", "strategy", "calendar")
FIGURES = frozenset({"target", "threshold", "baseline"})
"""What a KPI's definition tells of its figures, left out where these are private to others."""
CONTACT = frozenset({"email"})
"""What is no business of a program that reads what the framework says."""


def _frame(ask: Ask) -> Answer:
    framework = ask.look.framework
    plain = framework.model_dump(mode="json", by_alias=True, exclude_defaults=True, include=set(FRAME))
    kinds = Counter(ref.kind for ref in framework.index)
    return {"framework": {name: plain.get(name) for name in FRAME}, "kinds": dict(sorted(kinds.items()))}


def _nouns(ask: Ask) -> Answer:
    kind = ask.path["kind"]
    found = [noun for ref, noun in ask.look.framework.index.items() if ref.kind == kind]
    if not found:
        raise UnknownName("kind of noun with any declared", kind, {ref.kind for ref in ask.look.framework.index})
    return {"nouns": [_plain(noun, ask.look) for noun in found]}


def _noun(ask: Ask) -> Answer:
    ref = Ref(ask.path["kind"], ask.path["id"])
    found = ask.look.framework.index.get(ref)
    if found is None:
        raise UnknownName(ref.kind, ref.id, [each.id for each in ask.look.framework.index if each.kind == ref.kind])
    return {"noun": _plain(found, ask.look)}


def _plain(noun: Noun, look: Look) -> dict[str, Any]:
    hidden = CONTACT if noun.ref.kind == "person" else frozenset[str]()
    if noun.ref.kind == "kpi" and noun.id in look.workspace.unseen:
        hidden = FIGURES
    said = noun.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    said = {name: value for name, value in said.items() if name not in hidden}
    said |= {name: shown_address(value) for name, value in said.items() if noun.ref.kind == "source" and isinstance(value, str)}
    return {"ref": str(noun.ref), **said}


def _line(ask: Ask) -> Answer:
    look = ask.look
    line = look.workspace.trace(Ref(ask.path["kind"], ask.path["id"]))
    judged: dict[Ref, Verdict | Rollup] = {each.ref: each for each in look.scorecard.verdicts}
    judged |= {each.ref: each for each in look.scorecard.objectives}
    found = steps(line, look.framework, judged)
    return {"ref": str(line.start), "broken": line.broken, "steps": [step.as_json() for step in found]}


ROUTES = (
    Read(
        "/framework",
        "Organisation, strategy, calendar, and the kinds of nouns",
        _frame,
        ("framework", "kinds"),
    ),
    Read("/framework/{kind}", "Nouns of a kind, as they are declared", _nouns, ("nouns",), listed="nouns", key="ref"),
    Read("/framework/{kind}/{id}", "One noun", _noun, ("noun",)),
    Read(
        "/framework/{kind}/{id}/line",
        "The line from a KPI or objective up to the mission, and what breaks it",
        _line,
        ("ref", "broken", "steps"),
    ),
)

"""Follows every number of a document to where it is from."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from tests.reports.trace_decided import DECIDED, is_drawn_true, words
from tests.reports.trace_proved import proven

from vitalfew.base.ref import Ref
from vitalfew.base.said import Figure, Said, Several
from vitalfew.formats.document import Card, Chart, Cited, Document, Made, walk
from vitalfew.insight import maturity
from vitalfew.insight.movement import Movement, movement
from vitalfew.model.course import Course
from vitalfew.model.wording import goal, telling, trend, triggers, variance
from vitalfew.reports.cited import Count, Whole
from vitalfew.reports.declared import when
from vitalfew.reports.facts import Facts

TIER = re.compile(r"\btier \d\b")
"""What a tier is called, which is no number of anything."""


def texts(part: object) -> Iterator[str]:
    """Give every text of a document, those within others too."""
    if isinstance(part, str):
        yield part
        yield from _within(part)
    elif is_dataclass(part) and not isinstance(part, Made | Course):
        for field in fields(part):
            if field.name != "tone":  # which says how it is drawn
                yield from texts(getattr(part, field.name))
    elif isinstance(part, tuple | list):
        for each in part:
            yield from texts(each)
    elif isinstance(part, dict):
        for each in part.values():
            yield from texts(each)


def _within(text: str) -> Iterator[str]:
    if isinstance(text, Said):
        for fact in text.facts.values():
            yield from texts(fact)
    elif isinstance(text, Several):
        yield from texts(text.parts)


def untraced(document: Document, facts: Facts) -> list[str]:
    """Give the texts with a number that leads nowhere, or to another number, and the drawings of other values."""
    told = {part for text in _worded(facts) for part in texts(text)} | _written(facts)
    loose = [text for text in texts(document) if text not in told and _is_loose(text, facts)]
    blocks = (*document.summary, *document.sections, *document.missing)
    return [*loose, *(each for block, _ in walk(blocks) for each in _misdrawn(block, facts))]


def _worded(facts: Facts) -> Iterator[str]:
    """Give what the wording that pages share says: of KPIs as declared, and of verdicts."""
    for kpi in facts.framework.kpis:
        yield goal(kpi)
    for cadence in facts.framework.cadences:
        yield when(cadence.rhythm) or ""
    for silence in facts.checked.silences:
        yield from (str(silence.place), silence.reason, silence.said)
    for finding in facts.findings:
        yield from (finding.message, finding.help, f"{finding.code} {finding.rule}", str(finding.place))
    for answered in (each.answered for each in facts.learned().lessons if each.answered):
        yield answered.reason or ""
    for dimension in facts.score.maturity:
        yield from (dimension.name, dimension.evidence, dimension.next_step or "")
    yield from (question.text for quality in facts.score.qualities for question in quality.questions)
    yield from words(facts)
    yield from proven(facts)
    for verdict in facts.verdicts.values():
        yield from (variance(verdict).text, trend(verdict).text, telling(verdict).text, triggers(verdict))
        yield from (*verdict.reasons, *(verdict.signal.fired if verdict.signal else ()))
        yield verdict.period.label if verdict.period else ""


def _written(facts: Facts) -> set[str]:
    """Give what stands in the framework word by word, and ids as they are read."""
    framework = facts.framework
    sections = (framework.organization, framework.strategy, framework.calendar, framework.governance)
    found = {str(value) for noun in (*framework.index.values(), *sections) for value in _leaves(noun.model_dump())}
    return found | {ref.id.replace("_", " ") for ref in framework.index}


def _misdrawn(block: object, facts: Facts) -> Iterator[str]:
    """Give drawings of values that are not those of the KPI."""
    if isinstance(block, Chart) and not is_drawn_true(block, facts):
        yield f"chart of {block.about}"
    for card in getattr(block, "cards", ()):
        if isinstance(card, Card) and card.recent and card.recent != facts.verdicts[card.about.id].recent:
            yield f"card of {card.about}"


def _leaves(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for each in value.values():
            yield from _leaves(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _leaves(each)
    else:
        yield value


def _is_loose(text: str, facts: Facts) -> bool:
    if isinstance(text, Cited):
        return not _holds(found(text.source, facts), text.value)
    if isinstance(text, Said):
        return any(_is_astray(fact, facts) for fact in text.facts.values()) or any(
            letter.isdigit() for letter in TIER.sub("", text.template) if not text.facts
        )
    return isinstance(text, Figure) or (not isinstance(text, Several) and any(letter.isdigit() for letter in text))


def _is_astray(fact: object, facts: Facts) -> bool:
    if isinstance(fact, Whole):
        return found(fact.source, facts) != fact
    return isinstance(fact, int | float) and not isinstance(fact, Count | date)


def _holds(there: object, number: float) -> bool:
    """Tell whether a number is what stands there, or stands in the text there, such as that of a formula."""
    numbers = re.findall(r"\d+(?:\.\d+)?", there) if isinstance(there, str) else []
    return there == number or number in map(float, numbers)


def found(source: str, facts: Facts) -> object:
    """Give what stands at a source: a path of the noun itself, or `verdict.…` (`value` for short) of what is judged of it.

    `seen.…` of an initiative is what was seen of its movements.
    """
    address, _, path = source.partition("#")
    ref = Ref.parse(address)
    if ref.kind == "policy":
        return facts.framework.policy_number(ref.id)
    at = ASIDE[ref.kind](ref.id, facts) if ref.kind in ASIDE else facts.framework.index.get(ref)
    names = path.split(".")
    if names[0] == "seen":
        at, names = _movement(ref, int(names[1]), facts), names[2:]
    if names[0] in {"value", "verdict"}:
        at = facts.verdicts[ref.id] if ref.kind == "kpi" else facts.rollups[ref.id]
        names = names if names[0] == "value" else names[1:]
    for name in names:
        at = _part(at, name)
    return at


ASIDE: dict[str, Callable[[str, Facts], object]] = {
    **DECIDED,
    "governance": lambda _, facts: facts.framework.governance,
    "calibration": lambda _, facts: facts.learned().document,
    "lesson": lambda id_, facts: facts.learned().lessons[int(id_)].lesson,
    "quality": lambda id_, facts: next(each for each in facts.score.qualities if each.id == id_),
    "alignment": lambda id_, facts: next(each for each in facts.proved.scored if each.kpi == id_) if facts.proved else None,
    "maturity": lambda _, __: maturity,
}
"""Facts that are no nouns of the framework, by the kind of their address."""


def _movement(ref: Ref, place: int, facts: Facts) -> Movement:
    """Give what an initiative moved, calculated anew."""
    initiative = next(each for each in facts.framework.initiatives if each.ref == ref)
    move = initiative.moves[place]
    kpi = facts.framework.kpi[move.kpi]
    return movement(initiative, move, facts.course(kpi, 10_000).steps, kpi.grain, today=facts.made.as_of)


def _part(at: object, name: str) -> object:
    if isinstance(at, tuple | list) and name.isdigit():
        return at[int(name)]
    if isinstance(at, dict):
        return next(value for key, value in at.items() if str(key) == name)
    return getattr(at, name)

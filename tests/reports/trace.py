"""Follows every number of a document to where it is from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date

from vitalfew.base.ref import Ref
from vitalfew.base.said import Figure, Said, Several
from vitalfew.formats.document import Cited, Document, Made
from vitalfew.model.wording import goal
from vitalfew.reports.cited import Count
from vitalfew.reports.facts import Facts


def texts(part: object) -> Iterator[str]:
    """Give every text of a document, those within others too."""
    if isinstance(part, str):
        yield part
        yield from _within(part)
    elif is_dataclass(part) and not isinstance(part, Made):
        for field in fields(part):
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
    """Give the texts with a number that leads nowhere, or to another number."""
    told = {each for finding in facts.findings for each in (finding.message, finding.help, f"{finding.code} {finding.rule}")}
    told |= {part for kpi in facts.framework.kpis for part in texts(goal(kpi))}  # as declared, by the wording that pages share
    written = {str(value) for noun in facts.framework.index.values() for value in _leaves(noun.model_dump())}
    return [text for text in texts(document) if text not in told | written and _is_loose(text, facts)]


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
        return found(text.source, facts) != text.value
    if isinstance(text, Said):
        return any(isinstance(fact, int | float) and not isinstance(fact, Count | date) for fact in text.facts.values()) or any(
            letter.isdigit() for letter in text.template if not text.facts
        )
    return isinstance(text, Figure) or (not isinstance(text, Several) and any(letter.isdigit() for letter in text))


def found(source: str, facts: Facts) -> object:
    """Give what stands at a source: `kpi:churn#value` is of the verdict, any other path of the noun itself."""
    address, _, path = source.partition("#")
    ref = Ref.parse(address)
    at: object = facts.verdicts[ref.id] if path == "value" else facts.framework.index[ref]
    for name in path.split("."):
        at = getattr(at, name)
    return at

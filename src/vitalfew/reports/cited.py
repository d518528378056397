"""Facts as they stand in documents: each number with where it is from, each lack with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable

from vitalfew.base.ref import Ref
from vitalfew.base.said import Figure, Said, say, say_count
from vitalfew.formats.document import Callout, Cell, Text, cite
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import mark, value
from vitalfew.reports.facts import Facts


class Count(int):
    """How many nouns there are, which knows them."""

    refs: tuple[str, ...]


def count(refs: Iterable[Ref | str]) -> Count:
    """Count nouns, each once."""
    known = tuple(dict.fromkeys(map(str, refs)))
    made = Count(len(known))
    made.refs = known
    return made


def counted(one: str, many: str, refs: Iterable[Ref | str], **facts: object) -> Said:
    """Say how many nouns there are."""
    return say_count(one, many, count(refs), **facts)


def standing(facts: Facts, kpi: str) -> Cell:
    """Give the value of a KPI with its status, or why there is none."""
    verdict = facts.verdicts.get(kpi)
    ref = Ref("kpi", kpi)
    if verdict is None:
        known = facts.framework.kpi.get(kpi)
        return Cell(known.lifecycle if known else say("not declared"), None, ref)
    return Cell(measured(verdict), mark(verdict), ref)


def measured(verdict: Verdict) -> Text:
    """Write the value of a KPI, cited."""
    text = value(verdict)
    return cite(text, f"{verdict.ref}#value") if isinstance(text, Figure) else text


def named(facts: Facts, ref: Ref) -> Cell:
    """Give what a noun is called."""
    return Cell(facts.title(ref), None, ref)


def gap(what: Text, remedy: Text) -> Callout:
    """Say what the framework lacks."""
    return Callout("gap", say("Missing: {what}", what=what), remedy)

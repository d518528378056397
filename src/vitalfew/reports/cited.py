"""Facts as they stand in documents: each number with where it is from, each lack with what to do about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from vitalfew.base.quantity import format_value
from vitalfew.base.ref import Ref
from vitalfew.base.said import Figure, Said, say, say_count, several
from vitalfew.formats.document import Callout, Cell, Text, cite
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import NOTHING, goal, mark, number, value
from vitalfew.reports.facts import Facts


class Count(int):
    """How many nouns there are, which knows them."""

    refs: tuple[str, ...]


class Whole(int):
    """A whole number that stands in a field: its `source` is the noun's address and the path in it."""

    source: str


def whole(number: int, source: str) -> Whole:
    """Give a whole number with where it is from."""
    made = Whole(number)
    made.source = source
    return made


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


def figured(value: float | tuple[float, float] | None, unit: str | None, decimals: int | None, source: str) -> Text:
    """Write a number, or a pair of bounds, with where it is from."""
    if isinstance(value, tuple):
        low, high = figured(value[0], None, decimals, f"{source}.0"), figured(value[1], unit, decimals, f"{source}.1")
        return say("{low}–{high}", low=low, high=high)
    text = format_value(value, unit, decimals)
    return cite(text, source) if isinstance(text, Figure) else text


def judged(verdict: Verdict, field: str) -> Text:
    """Write what a verdict has in a field of the KPI's own unit, such as `target_now`."""
    held: float | tuple[float, float] | None = getattr(verdict, field)
    said = number(verdict, held)
    if held is None or verdict.scale == "yes-no":
        return said
    return figured(held, verdict.unit, verdict.decimals, f"{verdict.ref}#verdict.{field}")


def aim(facts: Facts, kpi: Kpi) -> Text:
    """Write the target as it was declared; a target of figures that are private is closed with them."""
    return NOTHING if kpi.id in facts.unseen else goal(kpi) or say("no target")


def person(facts: Facts, id_: str | None) -> Cell:
    """Give what a person is called: the name, else the role that is still to be filled; who has left is said to have."""
    known = facts.framework.person.get(id_ or "")
    if known is None:
        return Cell(id_ or say("nobody"))
    name: Text = known.name or known.role or known.id
    if known.left and known.left <= facts.made.as_of:
        name = say("{name} (left on {day:%-d %B %Y})", name=name, day=known.left)
    return Cell(name, None, known.ref)


def named(facts: Facts, ref: Ref) -> Cell:
    """Give what a noun is called."""
    return Cell(facts.title(ref), None, ref)


SOME = 5
"""How many names a sentence holds."""


def listed(facts: Facts, refs: Iterable[Ref], most: int = SOME) -> Text:
    """Name nouns in a row, the first few of many."""
    known = tuple(dict.fromkeys(refs))
    titles = [facts.title(ref) for ref in known[:most]]
    if len(known) <= most:
        return several(titles, last=say(" and "))
    return say("{names} and {n} more", names=several(titles), n=count(known[most:]))


def chairs(facts: Facts, reviews: Iterable[Ref]) -> Said:
    """Say which reviews nobody leads."""
    known = tuple(reviews)
    return counted("{n} review has no chair: {names}.", "{n} reviews have no chair: {names}.", known, names=listed(facts, known))


UNDECLARED: Mapping[str, tuple[Text, Text]] = {
    "objectives": (say("objectives"), say("Say under `objectives` what must be true for the strategy to work.")),
    "current_kpis": (say("KPIs"), say("Declare under `kpis` what says whether the strategy works.")),
    "stakeholders": (say("stakeholders"), say("Declare under `stakeholders` who wants what.")),
    "initiatives": (say("initiatives"), say("Declare `initiatives`: what is done, by whom, and which KPI it is to move.")),
    "org_units": (say("units"), say("Declare the parts of the organisation under `org_units`, each with its head.")),
    "people": (say("people"), say("Declare under `people` who is there, each with a role and a unit.")),
}
"""What a section tells of that the framework may not declare at all, with what to do."""


def undeclared(facts: Facts, *lists: str) -> Iterator[Callout]:
    """Say which of some lists of the framework are empty."""
    for name in lists:
        if not getattr(facts.framework, name) and name not in facts.elsewhere:
            yield gap(*UNDECLARED[name])


def gap(what: Text, remedy: Text) -> Callout:
    """Say what the framework lacks."""
    return Callout("gap", say("Missing: {what}", what=what), remedy)

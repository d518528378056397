"""A draft as a whole: what was chosen and why, what else would do, and after it is taken on what people have to decide."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from vitalfew.base.finding import SEVERITIES, Finding
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.draft.choice import Selection
from vitalfew.draft.data import DataPlan, Need
from vitalfew.web.pages._draft_shown import Group, Held, Lane, Understood, groups, held, lanes, understood
from vitalfew.web.pages._drafting import worked_out
from vitalfew.web.pages.audit import COUNTS, TONES, WORDS
from vitalfew.web.visit import Visit

if TYPE_CHECKING:
    from vitalfew.draft.decisions import Decision
    from vitalfew.draft.draft import Draft
    from vitalfew.draft.matching import ColumnMatch

KINDS = {"kpi", "objective"}
"""The kinds of what can be asked why it is there."""
NOUNS = {*KINDS, "person"}
"""The kinds of what is decided in forms."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something was chosen or not: the address and name of what it is about, and the reasons in words."""

    about: str
    name: str
    is_chosen: bool
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A finding: in words, what to do, and the page of its rule."""

    tone: str
    word: str
    text: str
    help: str
    path: str


@dataclass(frozen=True, slots=True)
class Decide:
    """What only people can decide: what, why, who; and where, each place by its name."""

    text: str
    why: str
    who: str
    places: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that is needed: its columns, which KPIs they are for, and where they seem to be; empty where nothing is known."""

    name: str
    columns: str
    kpis: str
    found: str


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the first two weeks: when, and what is done on it."""

    when: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a draft comes to, by name."""

    said: str
    lanes: tuple[Lane, ...]
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Whole:
    """All that is shown of a draft; `others` are other choices with what they give and take, None where nobody asked.

    `is_there` tells whether it was taken on, `left_out` are the KPIs that were looked at and not chosen, by address and name.
    """

    understood: Understood
    said: str
    lanes: tuple[Lane, ...]
    groups: tuple[Group, ...]
    held: tuple[Held, ...]
    why: Reason | None
    left_out: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...] | None
    audit: str
    findings: tuple[Note, ...]
    is_there: bool
    decisions: tuple[Decide, ...]
    tables: tuple[Table, ...]
    days: tuple[Day, ...]


def outline(made: Draft) -> Outline:
    """Show a draft by name."""
    return Outline(_said(made.selection), lanes(made.selection, made.framework), groups(made.selection, made.framework))


def _said(selection: Selection) -> str:
    objectives = say_count("{n} objective", "{n} objectives", len(selection.objectives))
    kpis = say_count("{n} KPI", "{n} KPIs", len(selection.kpis))
    return say("{objectives} and {kpis}, chosen for your goals", objectives=objectives, kpis=kpis)


def whole(visit: Visit, made: Draft) -> Whole:
    """Show a draft; raises Refused where somebody asked too often, UnknownName for why something is there that nobody knows."""
    selection = made.selection
    count = Counter(each.severity for each in made.findings)
    return Whole(
        understood(selection.candidates),
        _said(selection),
        lanes(selection, made.framework),
        groups(selection, made.framework),
        held(made.framework),
        _why(visit, selection),
        _left_out(selection),
        _others(visit, selection) if visit.query.get("others") else None,
        several(COUNTS[each](count[each]) for each in SEVERITIES),
        tuple(_finding(each) for each in made.findings if each.severity != "info"),
        all(Ref("objective", each.pattern.id) in visit.framework.index for each in selection.objectives),
        tuple(_decide(each, visit) for each in made.decisions),
        _tables(made),
        _days(made.data),
    )


def _why(visit: Visit, selection: Selection) -> Reason | None:
    from vitalfew.draft.why import why  # noqa: PLC0415  # the solver loads late

    asked = visit.query.get("why", "")
    kind, _, id_ = asked.partition(":")
    if kind not in KINDS or not id_:
        return None
    told = worked_out(visit, f"why {asked} {_key(selection)}", lambda: why(selection, Ref(kind, id_)))
    book = selection.candidates.book
    name = book.entry[id_].name if kind == "kpi" else book.pattern[id_].statement
    return Reason(asked, name, told.chosen, told.reasons)


def _others(visit: Visit, selection: Selection) -> tuple[tuple[str, str], ...]:
    from vitalfew.draft.alternatives import alternatives  # noqa: PLC0415  # the solver loads late

    found = worked_out(visit, f"others {_key(selection)}", lambda: alternatives(selection))
    return tuple((each.name, each.trade) for each in found)


def _key(selection: Selection) -> str:
    return selection.candidates.context.brief.model_dump_json()


def _left_out(selection: Selection) -> tuple[tuple[str, str], ...]:
    chosen = {each.entry.id for each in selection.kpis}
    left = (each.entry for each in selection.candidates.options if each.entry.id not in chosen)
    return tuple((f"kpi:{entry.id}", entry.name) for entry in sorted(left, key=lambda entry: entry.name.lower()))


def _decide(each: Decision, visit: Visit) -> Decide:
    """Say what is to decide, and lead to where it can be, where that is there by now."""
    there = [ref for ref in each.refs if ref in visit.framework.index and ref.kind in NOUNS and visit.may_edit(ref.kind, ref.id)]
    return Decide(each.what, each.why, each.who, tuple((_named(ref, visit), f"/edit/{ref.kind}/{ref.id}") for ref in there))


def _named(ref: Ref, visit: Visit) -> str:
    """Name a noun; a role that nobody fills yet by what it is."""
    person = visit.framework.person.get(ref.id) if ref.kind == "person" else None
    return (person.name or person.role or person.id) if person else visit.title(ref)


def _finding(each: Finding) -> Note:
    return Note(TONES[each.severity], WORDS[each.severity], each.message, each.help, f"/rule/{each.rule}")


def _tables(made: Draft) -> tuple[Table, ...]:
    names = {each.entry.id: each.entry.name for each in made.selection.kpis}
    tables: dict[str, list[tuple[Need, ColumnMatch | None]]] = {}
    for need, match in zip_longest(made.data.needs, made.data.matches):  # there are no matches where no place was looked at
        tables.setdefault(need.table, []).append((need, match))
    return tuple(_table(name, rows, names) for name, rows in tables.items())


def _table(name: str, rows: Sequence[tuple[Need, ColumnMatch | None]], names: Mapping[str, str]) -> Table:
    kpis = dict.fromkeys(names.get(kpi, kpi) for need, _ in rows for kpi in need.kpis)
    found = dict.fromkeys(f"{match.found.place}: {match.found.name}" for _, match in rows if match and match.found)
    return Table(name, ", ".join(need.column for need, _ in rows), ", ".join(kpis), ", ".join(found))


def _days(plan: DataPlan) -> tuple[Day, ...]:
    return tuple(Day(say("{day:%a %-d %B}", day=step.day), step.what) for step in plan.sprint.steps)

"""The data that chosen KPIs need: tables and columns, those that seem to be there, what could be measured from them, and when.

What is matched is proposed, never taken over: a suggested measure is text that somebody has to read and put into a file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vitalfew.base.period import Calendar
from vitalfew.base.said import say, several
from vitalfew.catalog.entry import MONEY, Entry, Ingredient
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.choice import Selection
from vitalfew.draft.columns import Column, columns_in
from vitalfew.draft.matching import ColumnMatch, match_columns
from vitalfew.draft.naming import tokens, wanted
from vitalfew.draft.sprint import Sprint, Wish, sprint
from vitalfew.draft.sprint import markdown as sprint_markdown
from vitalfew.text.engine import Engine
from vitalfew.text.lexical import Lexical

MOST_NAMED = 3
_QUALIFIED = re.compile(
    r"\b(?:before|last|prior|previous|per|median|middle|average|first|without|not|whose|that|which|who|within|after|until|same|days)\b",
    re.IGNORECASE,
)
"""Words that ask for a condition, a window or another aggregate, which no match of columns can tell."""


@dataclass(frozen=True)
class Need:
    """A column that is needed: of which table, for which measures and KPIs, by id; `holds` is what it has to hold."""

    table: str
    column: str
    holds: str
    measures: tuple[str, ...]
    kpis: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """A measure that the columns found seem to allow: `counts` says what it has to count, which somebody has to see to."""

    measure: str
    counts: str
    place: str
    table: str
    date: str
    value: str

    @property
    def yaml(self) -> str:
        """The text that a file of the framework would hold."""
        source = self.table.replace("_", "-").strip("-")
        return (
            f"sources:\n  - {{id: {source}, kind: files, path: {self.place.partition('!')[0]}}}\n"
            f"measures:\n  # {self.counts}\n"
            f"  - {{id: {self.measure}, source: {source}, table: {self.table}, date: {self.date}, value: {self.value}}}\n"
        )


@dataclass(frozen=True)
class DataPlan:
    """What is needed, what was matched (a match for each need, in the same order), what it allows, and the first two weeks.

    `looked` tells whether there was a place to look for columns; `unread` names what could not be read there.
    """

    needs: tuple[Need, ...]
    matches: tuple[ColumnMatch, ...]
    suggestions: tuple[Suggestion, ...]
    sprint: Sprint
    looked: bool
    unread: tuple[str, ...] = ()
    engine: str | None = None

    @property
    def unmatched(self) -> tuple[Need, ...]:
        """The needs that no column was found for."""
        if not self.looked:
            return ()
        return tuple(need for need, match in zip(self.needs, self.matches, strict=True) if match.found is None)

    def as_data(self) -> dict[str, object]:
        """Give the plan as plain data, for YAML and JSON."""
        matches: Sequence[ColumnMatch | None] = self.matches or [None] * len(self.needs)
        return {
            "engine": self.engine,
            "columns": [_as_data(need, match) for need, match in zip(self.needs, matches, strict=True)],
            "suggestions": [{name: getattr(each, name) for name in Suggestion.__annotations__} for each in self.suggestions],
            "unread": [str(each) for each in self.unread],
            "sprint": self.sprint.as_data(),
        }


def _as_data(need: Need, match: ColumnMatch | None) -> dict[str, object]:
    told: dict[str, object] = {"table": need.table, "column": need.column, "holds": need.holds, "kpis": list(need.kpis)}
    if match is not None:
        found = match.found
        told |= {
            "found": str(found) if found else None,
            "file": found.place if found else None,
            "band": match.band,
            "score": round(match.score, 3),
            "decided": match.decided,
            "nearest": str(match.nearest) if match.nearest else None,
            "engine": match.engine,
        }
    return told


def data_plan(
    chosen: Selection | Iterable[Entry],
    *,
    today: date,
    sources: Path | None = None,
    engine: Engine | None = None,
    calendar: Calendar | None = None,
    more: Sequence[Column] = (),
) -> DataPlan:
    """Plan the data of chosen KPIs: `sources` is a folder of data files, `more` are columns known from elsewhere (databases)."""
    book = chosen.candidates.book if isinstance(chosen, Selection) else catalogue()
    entries = tuple(placed.entry for placed in chosen.kpis) if isinstance(chosen, Selection) else tuple(chosen)
    needs = needs_of(entries, book)
    there = columns_in(sources) if sources is not None else None
    columns = (*(there.columns if there else ()), *more)
    looked = there is not None or bool(more)
    by = engine or Lexical()
    tables: dict[str, list[str]] = {}
    for need in needs:
        tables.setdefault(need.table, []).append(need.column)
    matches = match_columns(tables, columns, by) if looked else ()
    found = {(match.table, match.column): match for match in matches}
    wishes = [_wish(entry, chosen, book, found) for entry in entries]
    return DataPlan(
        needs,
        matches,
        tuple(_suggestions(entries, book, found)),
        sprint(wishes, today=today, calendar=calendar),
        looked,
        there.unread if there else (),
        matches[0].engine if matches else None,
    )


def needs_of(entries: Iterable[Entry], book: Catalogue) -> tuple[Need, ...]:
    """Give the columns that some KPIs need, by table and column in the order of their names."""
    measures: dict[tuple[str, str], dict[str, None]] = {}
    kpis: dict[tuple[str, str], dict[str, None]] = {}
    for entry in entries:
        for id_, measure in book.measures_of(entry).items():
            for table, columns in measure.tables.items():
                for column in columns:
                    measures.setdefault((table, column), {})[id_] = None
                    kpis.setdefault((table, column), {})[entry.id] = None
    return tuple(Need(*key, wanted(key[1]), tuple(sorted(measures[key])), tuple(kpis[key])) for key in sorted(measures))


Matches = Mapping[tuple[str, str], ColumnMatch]


def _wish(entry: Entry, chosen: Selection | Iterable[Entry], book: Catalogue, found: Matches) -> Wish:
    tier, burden, headline = entry.tier, 0.0, False
    if isinstance(chosen, Selection):
        placed = next(each for each in chosen.kpis if each.entry.id == entry.id)
        tier = next((unit.tier for unit in chosen.candidates.context.units if unit.id == placed.unit), tier)
        burden = next((each.burden for each in chosen.candidates.options if each.entry.id == entry.id), 0.0)
        headline = any(each.pattern.headline == entry.id for each in chosen.objectives)
    tables = [table for each in book.measures_of(entry).values() for table in each.tables.items()]
    needed = [(table, column) for table, names in tables for column in names]
    has_data = bool(needed) and all(pair in found and found[pair].band in {"strong", "plausible"} for pair in needed)
    return Wish(entry.id, entry.name, tier, entry.every, burden, headline, has_data)


def _suggestions(entries: Iterable[Entry], book: Catalogue, found: Matches) -> Iterable[Suggestion]:
    measures = {id_: measure for entry in entries for id_, measure in book.measures_of(entry).items()}
    for id_, measure in sorted(measures.items()):
        made = _suggestion(id_, measure, found)
        if made is not None:
            yield made


def _suggestion(id_: str, measure: Ingredient, found: Matches) -> Suggestion | None:
    """Suggest a measure where every column was found for sure in one table, and its words leave one aggregate only."""
    if len(measure.tables) != 1 or measure.level or _QUALIFIED.search(measure.counts):
        return None
    ((table, names),) = measure.tables.items()
    pairs = {name: found.get((table, name)) for name in names}
    sure = {name: each.found for name, each in pairs.items() if each and each.found and each.decided and each.band == "strong"}
    if len(sure) < len(names) or len({(each.place, each.table) for each in sure.values()}) != 1:
        return None
    days = [each for name, each in sure.items() if wanted(name) == "date" and each.kind == "date"]
    value = _value(measure, table, {name: each for name, each in sure.items() if wanted(name) != "date"})
    if len(days) != 1 or value is None:
        return None
    return Suggestion(id_, measure.counts, days[0].place, days[0].table, _quoted(days[0].name), value)


def _value(measure: Ingredient, table: str, others: Mapping[str, Column]) -> str | None:
    """Give the aggregate: a sum of the only amount, a count of rows of what the table is of, or of whom the rows name."""
    amounts = [each for name, each in others.items() if wanted(name) == "number"]
    if len(others) > 1 or (amounts and (len(amounts) > 1 or amounts[0].kind not in {"number", "integer"})):
        return None
    if amounts:
        is_of_unit = measure.unit == MONEY or tokens(measure.unit) & tokens(next(iter(others)))
        return f"sum({_quoted(amounts[0].name)})" if is_of_unit else None
    unit = tokens(measure.unit)
    if not others:
        return "count(*)" if unit == tokens(table) else None
    ((name, column),) = others.items()
    return f"count(DISTINCT {_quoted(column.name)})" if wanted(name) == "id" and tokens(name) == unit else None


def _quoted(name: str) -> str:
    return name if name.isidentifier() and name.islower() else '"' + name.replace('"', '""') + '"'


def markdown(plan: DataPlan, tell: Callable[[str], str] = str) -> str:
    """Write the plan as Markdown, the first two weeks with it; `tell` says it in another language."""
    lines = [f"# {tell(say('Data plan'))}", ""]
    if plan.looked:
        count = len(plan.needs) - len(plan.unmatched)
        lines += [tell(say("Of {n} columns that are needed, {there} seem to be there.", n=len(plan.needs), there=count)), ""]
    head = [say("Table"), say("Column"), say("For"), *((say("Seems to be"), say("How sure")) if plan.looked else ())]
    lines += [f"| {' | '.join(map(tell, head))} |", "|---" * len(head) + "|"]
    matches: Sequence[ColumnMatch | None] = plan.matches or [None] * len(plan.needs)
    for need, match in zip(plan.needs, matches, strict=True):
        cells = [need.table, need.column, tell(_named(need.kpis))]
        if match is not None:
            cells += [f"`{match.found}`" if match.found else tell(say("not found")), tell(_sure(match))]
        lines.append(f"| {' | '.join(cells)} |")
    lines += ["", *(f"- {tell(each)}" for each in plan.unread)]
    if plan.suggestions:
        lines += ["", f"## {tell(say('Measures that seem possible'))}", ""]
        lines += [tell(say("Read each before you put it into a file: what it counts stands over it.")), ""]
        lines += [part for each in plan.suggestions for part in ("```yaml", each.yaml.rstrip(), "```", "")]
    return "\n".join(lines) + "\n" + sprint_markdown(plan.sprint, tell)


def _named(kpis: Sequence[str]) -> str:
    """Name some KPIs, and how many more there are."""
    rest = len(kpis) - MOST_NAMED
    shown = several(kpis[:MOST_NAMED])
    return say("{names} and {n} more", names=shown, n=rest) if rest > 0 else shown


def _sure(match: ColumnMatch) -> str:
    if match.found is None:
        return say("no evidence")
    words = {"strong": say("strong"), "plausible": say("plausible"), "weak": say("weak"), "none": say("no evidence")}
    if match.decided or match.nearest is None:
        return words[match.band]
    return say("{band}; it may also be `{nearest}`", band=words[match.band], nearest=match.nearest)

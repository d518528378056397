"""What keeps measures from being measured, worded once for each cause with the KPIs that it hits."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vitalfew.base.finding import Finding
from vitalfew.base.nearest import did_you_mean
from vitalfew.base.ref import Ref
from vitalfew.measure.smells import SMELL
from vitalfew.measure.snippet import SnippetFault, UnknownTable
from vitalfew.model.measure import Measure
from vitalfew.sources.engine import Database, Refusal, quoted
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Opened, Table

SHOWN = 12
_MISSING_COLUMN = re.compile(r'Referenced column "([^"]+)" not found|does not have a column named "([^"]+)"')
_NO_NUMBER = re.compile(r"Unimplemented type for cast \((\w+).* -> DOUBLE\)")
_MISSING_FUNCTION = re.compile(r"Function with name \"?(\w+)\"? does not exist")


@dataclass(frozen=True, slots=True)
class Failure:
    """A finding and the measures that it keeps from being measured."""

    finding: Finding
    measures: frozenset[str] = frozenset()


def of_fault(fault: Fault, ref: Ref, measures: Iterable[str]) -> Failure:
    """Word a fault of a source."""
    finding = SMELL[fault.slug].at(ref, fault.message, field=fault.field, help=fault.help, severity=fault.severity)
    return Failure(finding, frozenset(measures) if fault.spoils else frozenset())


def of_snippet(error: SnippetFault, measure: Measure, field: str, opened: Opened) -> Failure:
    """Word a snippet that may not run."""
    if isinstance(error, UnknownTable):
        return unknown_table(measure, error.name, field, opened)
    return Failure(
        SMELL["refused-snippet"].at(measure.ref, f"measure `{measure.id}`: {error}", field=field), frozenset({measure.id})
    )


def unknown_table(measure: Measure, name: str | None, field: str, opened: Opened) -> Failure:
    """Word a table that is not there, or left open among several."""
    known = sorted(opened.tables)
    if name is None:
        message = f"measure `{measure.id}` names no table, and source `{measure.source}` has {len(known)}"
    else:
        message = f"measure `{measure.id}` names the table `{name}`, which source `{measure.source}` does not have"
    finding = SMELL["unknown-table"].at(measure.ref, message, field=field, help=_known("tables", name, known))
    return Failure(finding, frozenset({measure.id}))


def unknown_column(measure: Measure, name: str, field: str, table: str, columns: Iterable[str]) -> Failure:
    """Word a column that is not there."""
    message = f"measure `{measure.id}` names the column `{name}`, which `{table}` does not have"
    finding = SMELL["unknown-column"].at(measure.ref, message, field=field, help=_known("columns", name, columns))
    return Failure(finding, frozenset({measure.id}))


def _known(what: str, name: str | None, known: Iterable[str]) -> str:
    names = list(known)
    more = f" and {len(names) - SHOWN} more" if len(names) > SHOWN else ""
    listed = f"{what}: {', '.join(f'`{each}`' for each in names[:SHOWN])}{more}" if names else f"it has no {what}"
    near = did_you_mean(name or "", names)
    return f"{near} {listed}" if near else listed


def of_refusal(
    refusal: Refusal, measure: Measure, table: Table | None, database: Database, used: Mapping[str, tuple[str, ...]]
) -> Failure:
    """Word why the engine would not run a measure; `used` are the columns that each of its fields names."""
    missing = _MISSING_COLUMN.search(refusal.text)
    if missing:
        name = missing[1] or missing[2]
        field = next((each for each, names in used.items() if name in names), None) or _written_in(measure)
        columns = table.columns if table else ()
        return unknown_column(measure, name, field, table.name if table else "the query", columns)
    if refusal.kind == "permission":
        message = f"measure `{measure.id}`: {_plain(refusal.line)}"
        return _failure("refused-snippet", measure, message)
    if (
        "No function matches" in refusal.text
        or refusal.kind in {"conversion", "invalid input"}
        or "Unimplemented type" in refusal.text
    ):
        return _failure("wrong-type", measure, _type_words(refusal, measure, table, database, used))
    function = _MISSING_FUNCTION.search(refusal.text)
    words = f"there is no function `{function[1]}`" if function else _plain(refusal.line)
    return _failure("failed-query", measure, f"measure `{measure.id}`: {words}")


def _failure(slug: str, measure: Measure, message: str) -> Failure:
    return Failure(SMELL[slug].at(measure.ref, message, field=_written_in(measure)), frozenset({measure.id}))


def _written_in(measure: Measure) -> str:
    return "sql" if measure.sql else "value"


def _plain(text: str) -> str:
    """Make the engine's sentence ours: no capital at its start, no full stop, names in backticks."""
    text = text.strip().rstrip(".!:").replace('"', "`")
    return f"{text[:1].lower()}{text[1:]}"


def _type_words(
    refusal: Refusal, measure: Measure, table: Table | None, database: Database, used: Mapping[str, tuple[str, ...]]
) -> str:
    start = f"`{measure.value or 'sql'}` of measure `{measure.id}` cannot be computed"
    for name in used.get("value", ()):
        column = table.column(name) if table else None
        if table and column and table.columns[column] == "VARCHAR":
            return f"{start}: column `{column}` is text; {_first_text(table, column, database)}"
    result = _NO_NUMBER.search(refusal.text)
    return f"{start}: {f'its result is a {result[1]}, not a number' if result else _plain(refusal.line)}"


def _first_text(table: Table, column: str, database: Database) -> str:
    """Name the first value that is no number, and where it stands if that is known."""
    name = quoted(column)
    found = database.run(
        f"SELECT {name} AS text FROM {quoted(table.name)} WHERE {name} IS NOT NULL AND TRY_CAST({name} AS DOUBLE) IS NULL LIMIT 1"
    )
    if isinstance(found, Refusal) or found.num_rows == 0:
        return "its values are written as text"
    text = found["text"][0].as_py()
    place = table.place(column, text) if table.place else None
    return f"its first value that is no number is `{text[:40]}`{f' ({place})' if place else ''}"


def worded(failure: Failure, hit: list[str]) -> Finding:
    """Add to a finding which KPIs it leaves unmeasured."""
    if not hit:
        return failure.finding
    shown = ", ".join(f"`{each}`" for each in hit[:SHOWN])
    more = f" and {len(hit) - SHOWN:,} more" if len(hit) > SHOWN else ""
    return failure.finding._replace(help=f"{failure.finding.help}; not measured for want of it: {shown}{more}")

"""Where the numbers come from: sources, the last runs of `measure`, what they found, changed definitions, and the queries.

Addresses are shown without users, passwords and parameters; a query is shown as `measure --dry-run` would, on request.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from vitalfew.base.address import shown_address
from vitalfew.base.finding import Finding, Severity
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.base.word import count_of, word
from vitalfew.language.tongue import told
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.graph import formula_kpis
from vitalfew.model.kpi import Kpi
from vitalfew.model.recipe import recipe
from vitalfew.model.source import Source
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit

if TYPE_CHECKING:
    from vitalfew.store.ledger import RunEntry

RUNS, CHANGES = 12, 20
"""How many runs and changes of definitions are shown, the newest."""
TONES: dict[Severity, str] = {"error": "red", "warning": "amber", "info": "none"}


@dataclass(frozen=True, slots=True)
class Origin:
    """A source with what hangs on it."""

    id: str
    name: str
    kind: str
    address: str
    system: str
    steward: str
    refresh: str
    measures: int
    kpis: tuple[tuple[str, str], ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ran:
    """A run of `measure`."""

    when: str
    as_of: str
    of: str
    rows: int
    said: str
    tone: str


@dataclass(frozen=True, slots=True)
class Failure:
    """What the last runs found."""

    name: str
    path: str
    rule: str
    code: str
    message: str
    help: str
    tone: str


@dataclass(frozen=True, slots=True)
class Redefined:
    """A KPI that was measured by another definition from a run on, or is not yet."""

    name: str
    path: str
    when: str


@dataclass(frozen=True, slots=True)
class Queries:
    """What `measure` would ask for one KPI: sources and queries, and what would keep it from measuring."""

    name: str
    asked: tuple[tuple[str, str], ...]
    failures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page; `kpis` are those whose queries can be shown."""

    subtitle: str
    origins: tuple[Origin, ...]
    runs: tuple[Ran, ...]
    failures: tuple[Failure, ...]
    redefined: tuple[Redefined, ...]
    kpis: tuple[tuple[str, str], ...]
    queries: Queries | None


def build(visit: Visit) -> View:
    """Build the page."""
    framework, failures = visit.framework, visit.scorecard.incomplete
    entries = visit.workspace.observations.runs.entries()
    measured = [kpi for kpi in framework.current_kpis if kpi.formula]
    return View(
        say("Measured last on {at:%-d %B %Y, %H:%M}", at=_local(entries[-1].recorded_at, visit))
        if entries
        else say("Nothing was measured yet"),
        tuple(_origins(visit, measured, failures)),
        tuple(_runs(entries, visit)),
        tuple(_failure(each, visit) for each in failures),
        tuple(_redefined(entries, measured, visit)),
        tuple(sorted(((kpi.id, kpi.title) for kpi in measured), key=lambda pair: pair[1].casefold())),
        _queries(visit),
    )


def _origins(visit: Visit, kpis: Iterable[Kpi], failures: Iterable[Finding]) -> Iterator[Origin]:
    framework = visit.framework
    held = Counter(measure.source for measure in framework.measures)
    fed: dict[str, dict[str, str]] = defaultdict(dict)
    for kpi in kpis:
        for source in _sources_of(kpi, visit):
            fed[source][kpi.id] = kpi.title
    for each in framework.sources:
        said = tuple(finding.message for finding in failures if finding.ref == each.ref)
        yield Origin(
            each.id,
            each.name or each.id,
            word(each.kind),
            _address(each),
            each.system or "",
            visit.names.get(each.steward or "", each.steward or "") or say("nobody"),
            word(each.refresh or ""),
            held[each.id],
            tuple(fed[each.id].items()),
            said,
        )


def _sources_of(kpi: Kpi, visit: Visit) -> set[str]:
    """Give the sources of a KPI's measures, and of those of the KPIs in its formula."""
    framework = visit.framework
    seen, queue, found = {kpi.id}, [kpi], set[str]()
    while queue:
        each = queue.pop()
        made = (framework.measure[id_] for id_ in _measures(each) if id_ in framework.measure)
        found |= {measure.source for measure in made if measure.source}
        parts = [framework.kpi[id_] for id_ in formula_kpis(each) if id_ in framework.kpi and id_ not in seen]
        seen |= {part.id for part in parts}
        queue += parts
    return found


def _measures(kpi: Kpi) -> tuple[str, ...]:
    try:
        return parse(kpi.formula).measures if kpi.formula else ()
    except FormulaError:  # a finding of reading
        return ()


def _address(source: Source) -> str:
    said = getattr(source, "url", None) or getattr(source, "path", None)
    return shown_address(said) if said else say("entered by hand")


def _runs(entries: list[RunEntry], visit: Visit) -> Iterator[Ran]:
    """Give the newest runs first; the parts of one are one."""
    grouped = [list(group) for _, group in groupby(entries, key=lambda entry: entry.run)]
    for parts in reversed(grouped[-RUNS:]):
        last = parts[-1]
        found = {(each.code, each.ref, each.message) for part in parts for each in part.findings}
        rows = sum(part.segment.rows for part in parts if part.segment)
        as_of = say("{day:%-d %B %Y}", day=last.today) if last.today else ""
        of = count_of(len(last.kpis), "KPI") if last.kpis else say("all KPIs")
        yield Ran(
            say("{at:%-d %B %Y, %H:%M}", at=_local(last.recorded_at, visit)),
            as_of,
            of,
            rows,
            say("{n} found", n=len(found)) if found else say("nothing amiss"),
            "amber" if found else "green",
        )


def _failure(each: Finding, visit: Visit) -> Failure:
    path = (
        f"/{each.ref.kind}/{each.ref.id}" if each.ref.kind in {"kpi", "objective"} and each.ref in visit.framework.index else ""
    )
    return Failure(
        visit.title(each.ref), path, f"/rule/{each.code}", each.code, each.message, each.help or "", TONES[each.severity]
    )


def _redefined(entries: Iterable[RunEntry], kpis: Iterable[Kpi], visit: Visit) -> Iterator[Redefined]:
    """Give the KPIs that wait to be measured by what they are defined as now, then those that changed, newest first."""
    last: dict[str, str] = {}
    found: list[Redefined] = []
    for entry in entries:
        for id_, made in (entry.recipes or {}).items():
            if last.get(id_, made) != made:
                when = say("since the run of {at:%-d %B %Y, %H:%M}", at=_local(entry.recorded_at, visit))
                found.append(_changed(id_, when, visit))
            last[id_] = made
    for kpi in kpis:
        if kpi.id in last and recipe(kpi, visit.framework) != last[kpi.id]:
            yield _changed(kpi.id, say("not measured by it yet"), visit)
    yield from reversed(found[-CHANGES:])


def _changed(id_: str, when: str, visit: Visit) -> Redefined:
    return Redefined(visit.title(Ref("kpi", id_)), f"/kpi/{id_}" if id_ in visit.framework.kpi else "", when)


def _queries(visit: Visit) -> Queries | None:
    """Give the queries of the KPI that is asked for; opening a source reads the names of its columns, and no row."""
    kpi = visit.framework.kpi.get(visit.query.get("kpi", ""))
    if kpi is None:
        return None
    found = visit.workspace.rehearse([kpi.id])
    asked = tuple((each.source, shown_address(each.sql)) for each in found.asked)
    return Queries(kpi.title, asked, tuple(shown_address(str(told(each.message))) for each in found.findings))


def _local(at: datetime, visit: Visit) -> datetime:
    return visit.local(at.replace(tzinfo=UTC))


PAGE = Page("/data", say("Data"), build, nav=22)

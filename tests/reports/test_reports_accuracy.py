"""Every number of every document is found in the fact that it cites, and follows it when that changes (DEL-1 to DEL-4)."""

from __future__ import annotations

import gzip
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow.compute as pc
import pytest
from tests.reports.trace import texts, untraced

from vitalfew.base.said import Said
from vitalfew.formats.document import Cited, Document
from vitalfew.publication import facts as facts_of
from vitalfew.reports.cited import Whole
from vitalfew.reports.facts import Facts
from vitalfew.reports.report import reports
from vitalfew.store.change import Run
from vitalfew.workspace import Workspace

RETAIL = Path(__file__).parents[1] / "real" / "online_retail" / "framework"
HEAD = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
FIRST, DAYS = date(2010, 12, 1), 374
FRAMEWORKS = ("demo", "retail")
MORE = 0.5
TELLING = {"alignment-matrix", "kpi-architecture-blueprint", "kpi-definitions", "strategic-kpi-document"}
"""The reports that tell every value."""
CHANGED = {"demo": "on-time-delivery", "retail": "cancellation-rate"}
"""A KPI of each framework whose last value is changed; no other is made of it."""


def lines() -> Iterator[str]:
    """Make a year of invoice lines that have the form of those of the shop: some are cancelled, some have no customer."""
    yield HEAD
    for day in range(DAYS):
        for place in range(3 + day * 7 % 4):
            number = f"{'C' if (day + place) % 9 == 0 else ''}{536000 + 10 * day + place}"
            quantity = -2 if number.startswith("C") else 1 + (day * 3 + place) % 11
            customer = "" if place == 2 else f"{12000 + (day * 5 + place * 13) % 60}"
            price = f"{1 + (day + 2 * place) % 17}.{place}5"
            moment = f"{FIRST + timedelta(days=day)} 09:{10 + place}:00"
            yield f"{number},85123A,A gift,{quantity},{moment},{price},{customer},Portugal"


@pytest.fixture(scope="session")
def retail(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Give the framework of the online shop over made lines, measured; nobody changes it."""
    root = tmp_path_factory.mktemp("retail") / "shop"
    shutil.copytree(RETAIL, root / "framework")
    (root / "data").mkdir()
    (root / "data" / "online_retail.csv.gz").write_bytes(gzip.compress("\n".join(lines()).encode(), mtime=0))
    workspace = Workspace.open(root)
    workspace.measure()
    return workspace


@pytest.fixture(scope="session")
def known(demo: Workspace, facts: Facts, retail: Workspace) -> dict[str, tuple[Workspace, Facts]]:
    """Give both organisations with all that is known of them."""
    return {"demo": (demo, facts), "retail": (retail, facts_of(retail))}


@pytest.fixture(scope="session")
def changed(known: dict[str, tuple[Workspace, Facts]], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Facts]:
    """Give what is known of both once the last value of a KPI is another."""
    found = {}
    for name, (workspace, before) in known.items():
        root = tmp_path_factory.mktemp(f"changed-{name}") / "shop"
        shutil.copytree(workspace.root, root)
        other = Workspace.open(root, as_of=workspace.today)
        period = before.verdicts[CHANGED[name]].period
        assert period is not None
        held = other.observations.latest()
        held = held.filter(pc.equal(held["kpi"], CHANGED[name]))
        is_last = pc.and_(pc.equal(held["grain"], period.grain), pc.equal(held["start"], period.start))
        value = pc.if_else(is_last, pc.add(held["value"], MORE), held["value"])
        held = held.set_column(held.schema.get_field_index("value"), "value", value)
        measured_at = other.observations.measured_at()
        assert measured_at is not None
        run = Run("changed", measured_at + timedelta(days=1), workspace.today, restate=True)
        other.observations.record(held, run, findings=(), kpis=(CHANGED[name],))
        later = facts_of(other)
        assert later.proved
        assert before.proved
        found[name] = replace(later, proved=replace(later.proved, engine=before.proved.engine))  # it takes long to open
    return found


def numbers(document: Document) -> dict[str, set[float]]:
    """Give every number that a document cites, by the fact that it is from."""
    found: dict[str, set[float]] = {}
    for text in texts(document):
        if isinstance(text, Cited):
            found.setdefault(text.source, set()).add(text.value)
        for fact in text.facts.values() if isinstance(text, Said) else ():
            if isinstance(fact, Whole):
                found.setdefault(fact.source, set()).add(fact)
    return found


def resting(facts: Facts, kpi: str) -> tuple[str, ...]:
    """Give how the addresses begin of what is calculated from a KPI: itself, its objectives, the work that is to move it."""
    objectives = (f"objective:{id_}#verdict." for id_, kpis in facts.lines.linked.items() if kpi in {each.id for each in kpis})
    work = (f"{each.ref}#seen." for each in facts.framework.initiatives if kpi in {move.kpi for move in each.moves})
    return f"kpi:{kpi}#", *objectives, *work


@pytest.mark.parametrize("framework", FRAMEWORKS)
@pytest.mark.parametrize("report", reports())
def test_every_number_is_found_in_the_fact_that_it_cites_and_follows_it(
    known: dict[str, tuple[Workspace, Facts]], changed: dict[str, Facts], framework: str, report: str
) -> None:
    """Numbers that rest on the changed observation differ, others do not."""
    facts, later = known[framework][1], changed[framework]
    document, other = (reports()[report].build(each) for each in (facts, later))
    assert untraced(document, facts) == []
    assert untraced(other, later) == []
    before, after, value = numbers(document), numbers(other), f"kpi:{CHANGED[framework]}#value"
    assert value in before or report not in TELLING
    if value in before:
        assert after[value] == {next(iter(before[value])) + MORE}
    moved = {source for source in before.keys() & after.keys() if before[source] != after[source]}
    assert {source for source in moved if not source.startswith(resting(facts, CHANGED[framework]))} == set()

"""Half a million invoice lines, measured and computed again in plain Python: the same to 1e-9 (issue: real input)."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import isclose
from pathlib import Path

import pytest
from tests.real.conftest import Real

from vitalfew.load.read import load
from vitalfew.measure.run import Measured

pytestmark = pytest.mark.xdist_group("retail")
LAST_DAY = date(2011, 12, 9)


@dataclass
class Tally:
    """What a period adds up to, kept by hand."""

    net: float = 0.0
    gross: float = 0.0
    sales: float = 0.0
    sent: set[str] = field(default_factory=set)
    cancelled: set[str] = field(default_factory=set)
    sold: set[str] = field(default_factory=set)
    buyers: set[str] = field(default_factory=set)

    def values(self, start: date, first_seen: dict[str, date]) -> dict[str, float]:
        """The six KPIs."""
        known = sum(first_seen[each] < start for each in self.buyers)
        return {
            "net-revenue": self.net,
            "gross-revenue": self.gross,
            "cancellation-rate": 100 * len(self.cancelled) / (len(self.sent) + len(self.cancelled)),
            "average-order-value": self.sales / len(self.sold),
            "active-customers": len(self.buyers),
            "repeat-rate": 100 * known / len(self.buyers),
        }


def _lines(path: Path) -> Iterator[tuple[date, str, int, float, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            day = datetime.fromisoformat(row["InvoiceDate"]).date()
            yield day, row["InvoiceNo"], int(row["Quantity"]), float(row["UnitPrice"]), row["CustomerID"]


def _start(grain: str, day: date) -> date:
    return day.replace(day=1) if grain == "month" else day - timedelta(days=day.weekday())


def _by_hand(path: Path) -> dict[tuple[str, date, str], float]:
    tallies: dict[tuple[str, date], Tally] = defaultdict(Tally)
    first_seen: dict[str, date] = {}
    for day, invoice, quantity, price, customer in _lines(path):
        cancelled = invoice.startswith("C")
        if customer and not cancelled:
            first_seen[customer] = min(day, first_seen.get(customer, day))
        for grain in ("week", "month"):
            _add(tallies[grain, _start(grain, day)], invoice, quantity, price, customer, cancelled=cancelled)
    return {
        (grain, start, kpi): value
        for (grain, start), tally in tallies.items()
        for kpi, value in tally.values(start, first_seen).items()
    }


def _add(tally: Tally, invoice: str, quantity: int, price: float, customer: str, *, cancelled: bool) -> None:
    tally.net += quantity * price
    if cancelled:
        tally.cancelled.add(invoice)
        return
    tally.gross += quantity * price
    tally.sent.add(invoice)
    if quantity > 0 and price > 0:
        tally.sales += quantity * price
        tally.sold.add(invoice)
    if customer:
        tally.buyers.add(customer)


@pytest.fixture
def measured(online_retail: Real) -> Measured:
    """All KPIs of the shop."""
    return online_retail.measured


def test_the_framework_loads_without_a_finding() -> None:
    assert load(Path(__file__).parent / "online_retail").findings == ()


def test_every_value_is_the_one_computed_in_plain_python(shared_data: Path, measured: Measured) -> None:
    assert [str(finding) for finding in measured.findings if finding.severity == "error"] == []
    by_hand = _by_hand(shared_data / "online_retail" / "online_retail.csv.gz")
    found = {
        (row["grain"], row["start"], row["kpi"]): row["value"]
        for row in measured.table.to_pylist()
        if row["grain"] in {"week", "month"} and row["value"] is not None
    }
    assert found.keys() == by_hand.keys()
    assert [key for key, value in by_hand.items() if not isclose(found[key], value, rel_tol=1e-9)] == []


@pytest.mark.parametrize(("grain", "start", "share"), [("week", date(2011, 12, 5), 5 / 7), ("month", date(2011, 12, 1), 9 / 31)])
def test_the_last_week_and_month_are_partial(measured: Measured, grain: str, start: date, share: float) -> None:
    """The data ends on Friday 9 December, and the clock stands on the Saturday after it."""
    row = next(
        row
        for row in measured.table.to_pylist()
        if row["kpi"] == "net-revenue" and row["grain"] == grain and row["start"] == start
    )
    assert row["complete"] is False
    assert row["value"] is not None
    assert row["share"] == pytest.approx(share)
    assert start <= LAST_DAY < row["end"]


def test_a_week_without_a_sale_has_no_value_and_says_why(measured: Measured) -> None:
    rows = measured.table.to_pylist()
    empty = [row for row in rows if row["grain"] == "week" and row["start"] == date(2010, 12, 27)]
    reasons = {row["kpi"]: (row["value"], row["missing"]) for row in empty}
    assert reasons["net-revenue"] == (None, "no-rows")
    assert reasons["average-order-value"] == (None, "no-rows")

"""The demo's data: the same from the same seed, of the promised size, and holding every planted truth (docs/demo-truths.md)."""

from __future__ import annotations

import gzip
import hashlib
import json
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest
from numpy.typing import NDArray

from vitalfew.demo import truth
from vitalfew.demo.generate import FORMS, tables, write_data

Series = dict[date, float]
WHOLESALE = "channel = 'wholesale'"


@cache
def drawn() -> dict[str, pa.Table]:
    return tables()


@cache
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    for name, table in drawn().items():
        connection.register(name, table)
    return connection


def by(grain: str, value: str, table: str, day: str, where: str = "true") -> Series:
    """One value for each whole period of the data."""
    known = f"{where} and {day} is not null"
    query = f"select date_trunc('{grain}', {day})::date, {value} from {table} where {known} group by 1 order by 1"
    rows = database().execute(query).fetchall()
    length = {"week": 7, "month": 28}[grain]
    return {start: float(found) for start, found in rows if start + timedelta(days=length) <= truth.LAST}


def moves(driver: Series, driven: Series, weeks: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Relative changes of both series from week to week, the driver's taken `weeks` earlier."""
    lag = timedelta(weeks=weeks)
    both = [day for day in driven if day - lag in driver]
    return (
        np.diff(np.log([driver[day - lag] for day in both])),
        np.diff(np.log([driven[day] for day in both])),
    )


def correlation(driver: Series, driven: Series, weeks: int) -> float:
    return float(np.corrcoef(*moves(driver, driven, weeks))[0, 1])


def elasticity(driver: Series, driven: Series, weeks: int) -> float:
    earlier, later = moves(driver, driven, weeks)
    return float(np.polyfit(earlier, later, 1)[0])


def series_of(kpi: str) -> Series:
    """The weekly series of the KPIs that lead or follow; second orders only before the welcome box."""
    share = {
        "batches-right-first-time": ("avg(is_right_first_time::int)", "roasting_batches", "roasted_on", "true"),
        "fresh-on-delivery": ("avg(is_fresh::int)", "parcels", "delivered_on", "true"),
        "second-order": (
            "avg(is_followed_by_order::int)",
            "first_boxes",
            "six_weeks_on",
            f"six_weeks_on < '{truth.WELCOME_BOX_SEEN}'",
        ),
        "qualified-leads": ("sum(is_qualified::int)", "leads", "decided_on", "true"),
        "wholesale-revenue": ("sum(net_amount)", "orders", "ordered_on", WHOLESALE),
    }[kpi]
    found = by("week", share[0], share[1], share[2], share[3])
    first = {"second-order": truth.FIRST + timedelta(weeks=7), "fresh-on-delivery": truth.FIRST + timedelta(weeks=1)}
    return {day: value for day, value in found.items() if day >= first.get(kpi, truth.FIRST)}


def test_the_same_seed_draws_the_same_rows() -> None:
    assert all(table.equals(drawn()[name]) for name, table in tables().items())


def test_another_seed_draws_other_rows() -> None:
    assert not tables(seed=7)["orders"].equals(drawn()["orders"])


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    def digests(folder: Path) -> dict[str, str]:
        write_data(folder)
        return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir()}

    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_the_tables_have_the_promised_size() -> None:
    """Some 10⁵ rows of raw transactions over 24 months."""
    rows = {name: table.num_rows for name, table in drawn().items()}
    assert 300_000 < sum(rows.values()) < 500_000
    assert rows["orders"] > 50_000
    assert rows["subscriptions"] > 150_000
    assert min(rows.values()) == rows["products"]


@pytest.mark.parametrize(
    ("table", "column"), [("orders", "ordered_on"), ("till_days", "day"), ("roasting_batches", "roasted_on")]
)
def test_the_data_ends_the_day_before_today(table: str, column: str) -> None:
    first, last = database().execute(f"select min({column}), max({column}) from {table}").fetchone() or (None, None)
    assert (first, last) == (truth.FIRST, truth.LAST)


def test_every_form_of_file_is_written(tmp_path: Path) -> None:
    write_data(tmp_path / "data")
    written = {file.name for file in (tmp_path / "data").iterdir()}
    assert written == {f"{name}.{FORMS.get(name, 'parquet')}" for name in drawn()}
    with gzip.open(tmp_path / "data" / "tickets.csv.gz", "rt", encoding="utf-8") as lines:
        assert next(lines).startswith('"ticket_id"')
    with (tmp_path / "data" / "surveys.jsonl").open(encoding="utf-8") as lines:
        assert json.loads(next(lines)).keys() == {"answered_on", "survey", "score"}


def test_progress_is_told_table_by_table(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    write_data(tmp_path / "data", progress=lambda what, done, of: told.append((what, done, of)))
    assert [done for _, done, _ in told] == list(range(len(drawn()) + 1))
    assert all(of == len(drawn()) for _, _, of in told)


def test_nothing_is_known_before_it_has_happened() -> None:
    """A parcel has a row once it arrived, a first box once its six weeks are over."""
    for table, day in (("parcels", "delivered_on"), ("first_boxes", "six_weeks_on")):
        assert database().execute(f"select max({day}) from {table}").fetchall() == [(truth.LAST,)]


def test_the_lines_add_up_to_their_order() -> None:
    query = """select max(abs(o.net_amount - l.net)) from orders o join
        (select order_id, sum(net_amount) as net from order_lines group by 1) l using (order_id)"""
    ((difference,),) = database().execute(query).fetchall()
    assert difference < 0.01


def test_a_customer_counted_as_returning_has_a_second_order_in_time() -> None:
    """The flag is what the rows say: another order lies within six weeks of the first box."""
    query = """select distinct f.is_followed_by_order, f.order_id in
        (select b.order_id from first_boxes b join orders n on n.customer_id = b.customer_id
         where n.order_id != b.order_id and n.ordered_on < b.six_weeks_on) from first_boxes f"""
    assert sorted(database().execute(query).fetchall()) == [(False, False), (True, True)]


@pytest.mark.parametrize("lead", truth.LEADS, ids=lambda lead: f"{lead.kpi} leads {lead.drives} by {lead.weeks} weeks")
def test_the_lagged_correlation_peaks_at_the_planted_lag(lead: truth.Lead) -> None:
    driver, driven = series_of(lead.kpi), series_of(lead.drives)
    found = {weeks: correlation(driver, driven, weeks) for weeks in range(16)}
    assert max(found, key=lambda weeks: found[weeks]) == lead.weeks
    assert found[lead.weeks] > 0.5


@pytest.mark.parametrize("lead", truth.LEADS, ids=lambda lead: f"{lead.kpi} moves {lead.drives}")
def test_the_elasticity_is_found_roughly(lead: truth.Lead) -> None:
    found = elasticity(series_of(lead.kpi), series_of(lead.drives), lead.weeks)
    assert found == pytest.approx(lead.elasticity, rel=0.3)


def test_what_is_declared_and_not_planted_is_not_there() -> None:
    reply = by("week", "median(first_reply_hours)", "tickets", "opened_at")
    solved = by("week", "avg(is_solved_at_first_contact::int)", "tickets", "opened_at")
    assert abs(correlation(reply, solved, 1)) < 0.25


def _mean(value: str, table: str, day: str, start: date, end: date, where: str = "true") -> float:
    query = f"select {value} from {table} where {where} and {day} >= ? and {day} < ?"
    return float((database().execute(query, [start, end]).fetchone() or (float("nan"),))[0])


def test_the_welcome_box_works() -> None:
    """About three points more second orders once its boxes are judged, not before."""
    seen, span = truth.WELCOME_BOX_SEEN, timedelta(weeks=8)
    before = _mean("100 * avg(is_followed_by_order::int)", "first_boxes", "six_weeks_on", seen - span, seen)
    after = _mean("100 * avg(is_followed_by_order::int)", "first_boxes", "six_weeks_on", seen, seen + span)
    assert after - before == pytest.approx(truth.WELCOME_BOX_POINTS, abs=1.0)


def test_the_app_push_moves_downloads_and_nothing_else() -> None:
    start, end, span = truth.APP_PUSH_STARTS, truth.APP_PUSH_ENDS, timedelta(weeks=12)
    downloads = [_mean("avg(downloads)", "app_downloads", "day", *at) for at in ((start - span, start), (start, end))]
    cards = "100.0 * sum(returning_cards) / sum(card_purchases)"
    returning = [_mean(cards, "till_days", "day", *at) for at in ((start - span, start), (start, end), (end, end + span))]
    assert downloads[1] > 1.9 * downloads[0]
    assert max(returning) - min(returning) < 0.5


def test_volume_and_margin_of_wholesale_conflict() -> None:
    """Detrended month by month, what is good for one is bad for the other, and discount is the lever of both."""
    kilos = by("month", "sum(kilos)", "orders", "ordered_on", WHOLESALE)
    margin = by("month", "sum(net_amount - cost_amount) / sum(net_amount)", "orders", "ordered_on", WHOLESALE)
    rate = by("month", "sum(discount_amount) / sum(gross_amount)", "orders", "ordered_on", WHOLESALE)
    recent = [day for day in kilos if day >= truth.DISCOUNT_CLIMBS]
    assert np.corrcoef([kilos[day] for day in recent], [margin[day] for day in recent])[0, 1] < -0.5
    assert np.corrcoef(list(rate.values()), list(margin.values()))[0, 1] < -0.95
    assert rate[recent[-1]] - rate[recent[0]] > 0.03


def test_the_owner_who_never_updates_left_no_scores_since_january() -> None:
    assert database().execute("select max(scored_on) < ? from supplier_scores", [truth.LAST_SUPPLIER_SCORE]).fetchall() == [
        (True,)
    ]


def test_the_cancelled_product_stops_selling() -> None:
    query = "select count(*) filter (ordered_on <= ?), count(*) filter (ordered_on > ?) from order_lines where sku = ?"
    before, after = database().execute(query, [truth.CANCELLED_ON, truth.CANCELLED_ON, truth.CANCELLED_PRODUCT]).fetchall()[0]
    assert before > 1_000
    assert after == 0


def test_the_lost_week_of_tickets_has_no_rows() -> None:
    weeks = by("week", "count(*)", "tickets", "opened_at")
    lost = truth.FIRST + timedelta(weeks=(truth.GAP_STARTS - truth.FIRST).days // 7)
    assert lost == truth.GAP_STARTS
    expected = {truth.FIRST + timedelta(weeks=number) for number in range(len(weeks) + 1)}
    assert expected - weeks.keys() == {truth.GAP_STARTS}


def test_the_changed_definition_moves_the_flag_and_not_the_boxes() -> None:
    changed, span = truth.ON_TIME_CHANGED, timedelta(weeks=12)
    around = ((changed - span, changed), (changed, changed + span))
    days = [_mean("avg(days_to_deliver)", "parcels", "delivered_on", *at) for at in around]
    on_time = [_mean("100 * avg(is_on_time::int)", "parcels", "delivered_on", *at) for at in around]
    assert days[0] == pytest.approx(days[1], abs=0.05)
    assert on_time[0] - on_time[1] > 4

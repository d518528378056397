"""The data that KPIs need, the columns that seem to hold it, and the first two weeks."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml
from xlsxwriter import Workbook

from vitalfew.base.period import Calendar
from vitalfew.catalog.read import catalogue
from vitalfew.draft.columns import Column, Kind, columns_in, columns_of_databases
from vitalfew.draft.data import data_plan, markdown
from vitalfew.draft.matching import ColumnMatch, match_columns
from vitalfew.draft.naming import tokens, wanted
from vitalfew.draft.sprint import Wish, sprint
from vitalfew.model.source import DatabaseSource
from vitalfew.text.engine import engine
from vitalfew.text.lexical import Lexical

SCHEMAS: list[dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "columns.yaml").read_text(encoding="utf-8"))
PAGE = Path(__file__).parents[2] / "docs" / "draft-papers.md"
TODAY = date(2026, 11, 20)
"""A Friday."""


def columns_of(schema: dict[str, Any]) -> list[Column]:
    return [
        Column(schema["schema"], table, name, kind) for table, names in schema["tables"].items() for name, kind in names.items()
    ]


def judged(by: str, *, tune: bool) -> tuple[list[bool], list[bool], int]:
    """Give whether each sure match is right, whether each plausible or sure one is, and how many there are to find."""
    sure: list[bool] = []
    fair: list[bool] = []
    there = 0
    for schema in SCHEMAS:
        if schema["tune"] != tune:
            continue
        needs = {table: tuple(names) for table, names in schema["needs"].items()}
        for match in match_columns(needs, columns_of(schema), engine(by)):
            want = str(schema["needs"][match.table][match.column]).split("|")
            there += "-" not in want
            if match.found and match.band in {"strong", "plausible"}:
                fair.append(str(match.found) in want)
            if match.found and match.band == "strong":
                sure.append(str(match.found) in want)
    return sure, fair, there


def share(right: list[bool], of: int) -> str:
    return f"{sum(right) / of:.2f}"


@pytest.mark.parametrize("by", ["lexical", "blended"])
@pytest.mark.parametrize("tune", [True, False], ids=["set on", "held out"])
def test_columns_of_real_schemas_are_matched_as_people_labelled_them(by: str, tune: bool) -> None:  # noqa: FBT001  # a parameter of pytest
    sure, fair, there = judged(by, tune=tune)

    half = "set on" if tune else "held out"
    shares = [share(sure, len(sure)), share(sure, there), share(fair, len(fair)), share(fair, there)]
    row = f"| `{by}` | {half} | {there} | {' | '.join(shares)} |"
    assert row in PAGE.read_text(encoding="utf-8")
    assert sum(sure) / len(sure) >= 0.95
    assert sum(fair) / len(fair) >= 0.9
    assert sum(fair) / there >= 0.8


def test_the_labels_ask_for_columns_that_the_catalogue_needs() -> None:
    needed: dict[str, set[str]] = {}
    for measure in catalogue().measure.values():
        for table, names in measure.tables.items():
            needed.setdefault(table, set()).update(names)
    asked = [(table, name) for schema in SCHEMAS for table, names in schema["needs"].items() for name in names]
    labels = [label for schema in SCHEMAS for names in schema["needs"].values() for label in names.values()]

    assert [(table, name) for table, name in asked if name not in needed.get(table, ())] == []
    assert len(labels) >= 150
    assert 0.3 < labels.count("-") / len(labels) < 0.7


def test_one_column_is_taken_once_for_a_table_and_kinds_have_to_fit() -> None:
    columns = [Column("a.csv", "orders", "ordered_on", "date"), Column("a.csv", "orders", "amount", "text")]
    matches = {
        match.column: match for match in match_columns({"orders": ("ordered on", "booked on", "amount")}, columns, Lexical())
    }

    assert matches["ordered on"].found == columns[0]
    assert matches["booked on"].found is None
    assert matches["amount"].band in {"weak", "none"}
    assert matches["ordered on"].engine == "columns-1+lexical-1"
    assert match_columns({"orders": ("ordered on",)}, [], Lexical())[0] == ColumnMatch(
        "orders", "ordered on", None, 0.0, "none", None, decided=False, engine="columns-1+lexical-1"
    )


def test_two_columns_that_would_do_are_left_to_a_person() -> None:
    columns = [Column("a.csv", "orders", "gross_amount", "number"), Column("a.csv", "orders", "discount_amount", "number")]
    (match,) = match_columns({"orders": ("amount",)}, columns, Lexical())

    assert (match.found, match.nearest, match.decided) == (columns[0], columns[1], False)


def test_names_are_read_through_their_forms() -> None:
    assert tokens("CustomerID") == tokens("cust_id") == tokens("client id")
    assert tokens("InvoiceDate") == tokens("invoiced on")
    assert tokens("StockCode") == tokens("sku")
    assert [wanted(name) for name in ("ordered on", "net amount", "is avoidable", "customer", "reason")] == [
        "date", "number", "flag", "id", "any",
    ]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Hold a file of each kind, some that cannot be read, and some that are none of our business."""
    root = tmp_path_factory.mktemp("data")
    (root / "orders-2026-01.csv").write_text(
        "Order No;Ordered On;Net Amount\nA1;2026-01-02;3,5\nA2;2026-01-03;4,0\n", encoding="utf-8"
    )
    with gzip.open(root / "tickets.csv.gz", "wt", encoding="utf-8") as packed:
        packed.write("ticket_id,opened_at,is_solved\n1,2026-01-02 10:00,true\n")
    (root / "answers.jsonl").write_text(
        '{"answered_on": "2026-01-02", "score": 9}\n{"score": 7, "note": "late"}\n', encoding="utf-8"
    )
    pq.write_table(pa.table({"customer_id": [1], "started_on": [date(2026, 1, 2)]}), root / "customers.parquet")
    with Workbook(root / "guests.xlsx", {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Guests")
        sheet.write_row(0, 0, ["Shop", "Day", "Guests"])
        sheet.write_row(1, 0, ["Alfama", date(2026, 1, 2), 4])
    (root / "empty.csv").write_text("", encoding="utf-8")
    (root / "broken.parquet").write_bytes(b"PAR1 no more")
    (root / "broken.csv.gz").write_bytes(b"\x1f\x8b\x08 cut")
    (root / "framework").mkdir()
    (root / "framework" / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (root / ".hidden").mkdir()
    (root / ".hidden" / "secret.csv").write_text("a\n1\n", encoding="utf-8")
    (root / "outside.csv").symlink_to(Path(__file__).parent / "columns.yaml")
    return root


def test_columns_are_read_from_the_head_of_every_kind_of_file(folder: Path) -> None:
    found = columns_in(folder)

    assert {f"{each}:{each.kind}" for each in found.columns} == {
        "orders_2026_01.Order No:text", "orders_2026_01.Ordered On:date", "orders_2026_01.Net Amount:number",
        "tickets.ticket_id:integer", "tickets.opened_at:date", "tickets.is_solved:flag",
        "answers.answered_on:date", "answers.score:integer", "answers.note:text",
        "customers.customer_id:integer", "customers.started_on:date",
        "guests.Shop:text", "guests.Day:date", "guests.Guests:integer",
    }  # fmt: skip
    assert sorted(each.split("`")[1] for each in found.unread) == ["broken.csv.gz", "broken.parquet", "empty.csv"]


def test_databases_list_their_own_columns(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "shop.duckdb")) as connection:
        connection.execute("CREATE TABLE orders (ordered_on DATE, net_amount DECIMAL(9, 2), customer VARCHAR)")
    sources = [
        DatabaseSource(id="shop", kind="duckdb", path="shop.duckdb"),
        DatabaseSource(id="gone", kind="duckdb", path="gone.duckdb"),
    ]
    found = columns_of_databases(sources, tmp_path, "UTC")

    assert [f"{each.place}:{each}:{each.kind}" for each in found.columns] == [
        "shop:orders.ordered_on:date", "shop:orders.net_amount:number", "shop:orders.customer:text",
    ]  # fmt: skip
    assert found.unread == ("there is no file `gone.duckdb`",)


def test_a_large_file_is_not_read_to_its_end(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("w", encoding="utf-8") as file:
        file.write("day,value\n" + "2026-01-02,1\n" * 10_000 + "what,is\nnot,a table\n" * 10)

    assert [each.kind for each in columns_in(tmp_path).columns] == ["date", "integer"]


def plan(folder: Path | None) -> Any:
    book = catalogue()
    entries = [book.entry[kpi] for kpi in ("revenue-growth", "overdue-audit-findings")]
    return data_plan(entries, today=TODAY, sources=folder, engine=Lexical())


def test_a_plan_says_what_is_needed_for_which_kpi_and_what_is_not_there(folder: Path) -> None:
    made = plan(folder)

    needs = {(need.table, need.column): need for need in made.needs}
    assert needs["audit findings", "due on"].kpis == ("overdue-audit-findings",)
    assert needs["audit findings", "due on"].holds == "date"
    assert len(made.matches) == len(made.needs)
    assert ("audit findings", "severity") in {(need.table, need.column) for need in made.unmatched}
    assert plan(folder) == made
    assert yaml.safe_load(yaml.safe_dump(made.as_data())) == made.as_data()


def test_without_a_place_to_look_nothing_is_said_about_columns() -> None:
    made = plan(None)

    assert (made.matches, made.unmatched, made.suggestions, made.engine) == ((), (), (), None)
    assert "Seems to be" not in markdown(made)


@pytest.mark.parametrize(
    ("measure", "columns", "value"),
    [
        ("ads_income", {"ran_on": "date", "Amount": "number"}, 'sum("Amount")'),
        ("payments_all", {"made_on": "date"}, "count(*)"),
        ("payments_all", {"made_on": "text"}, None),
        ("net_sales", {"invoiced_on": "date", "net_amount": "number", "customer": "text"}, None),
    ],
    ids=["a sum", "a count", "no date", "after returns"],
)
def test_a_measure_is_suggested_only_where_words_leave_one_aggregate(
    measure: str, columns: dict[str, Kind], value: str | None
) -> None:
    book = catalogue()
    entry = next(each for each in book.entries if measure in book.measures_of(each))
    table = next(iter(book.measure[measure].tables)).replace(" ", "_")
    there = [Column("data/a.parquet", table, name, kind) for name, kind in columns.items()]
    made = {each.measure: each for each in data_plan([entry], today=TODAY, more=there).suggestions}

    assert (made[measure].value if measure in made else None) == value
    for each in made.values():
        source, measured = (yaml.safe_load(each.yaml)[key][0] for key in ("sources", "measures"))
        assert (source["path"], measured["source"], measured["table"]) == ("data/a.parquet", source["id"], table)
        assert f"# {each.counts}" in each.yaml


def wish(kpi: str, tier: int, **other: Any) -> Wish:
    return Wish(kpi, kpi.title(), tier, other.pop("every", "week"), **other)


def test_the_sprint_has_ten_working_days_of_the_calendar() -> None:
    cut = Calendar(working_days=frozenset({6, 0, 1, 2, 3}), holidays={date(2026, 11, 24)})
    made = sprint([wish("a", 1)], today=TODAY, calendar=cut)

    assert [each.day for each in made.steps][:4] == [
        date(2026, 11, 22),
        date(2026, 11, 23),
        date(2026, 11, 25),
        date(2026, 11, 26),
    ]
    assert len(made.steps) == 10
    assert all(cut.is_business_day(each.day) for each in made.steps)


def test_headlines_of_the_top_come_first_then_what_has_data_then_the_least_work() -> None:
    wishes = [
        wish("low", 3),
        wish("heavy", 1, burden=0.9),
        wish("light", 1, burden=0.1),
        wish("there", 1, burden=0.5, has_data=True),
        wish("head", 1, burden=1.0, is_headline=True),
    ]

    assert [each.kpi for each in sprint(wishes, today=TODAY).collected] == ["head", "there", "light", "heavy", "low"]


def test_no_baseline_is_set_before_two_weeks_and_a_whole_period() -> None:
    made = sprint([wish("there", 1, has_data=True), wish("weekly", 2), wish("yearly", 3, every="year")], today=TODAY)
    when = {each.kpi: each.baseline_from for each in made.collected}

    assert when == {"there": date(2026, 12, 4), "weekly": date(2026, 12, 8), "yearly": date(2028, 1, 1)}
    assert made.steps[-1].what[0] == "set 1 baseline, and a careful first target on it"
    assert "2 KPIs get their baselines later, the last on 1 January 2028" in made.steps[-1].what[1]
    assert sprint([wish("a", 1)], today=TODAY).steps[-1].what[0] == "set no baseline yet: no KPI has two weeks of data"
    assert sprint([], today=TODAY).collected == ()

"""The catalogue that comes with the program (DEF-8)."""

from __future__ import annotations

import subprocess
import sys

import pytest
from pydantic import ValidationError

from vitalfew.catalog.entry import Entry, Industry, Part
from vitalfew.catalog.read import catalogue

ENTRY = {
    "id": "win-rate",
    "name": "Win rate",
    "definition": "Share won.",
    "formula": "won / decided",
    "unit": "%",
    "direction": "up",
    "timing": "leading",
    "lead": {"months": [1, 3]},
    "stage": "process",
    "perspective": "customer",
    "tier": 2,
    "every": "month",
    "gamed": "Only sure deals are entered.",
    "guards": ["new-deals"],
    "vanity": ["Quotes sent"],
    "functions": ["sales"],
}
BOTH = {"industries": ["retail"], "not_in": ["banking"]}


def test_each_entry_makes_a_draft_that_the_model_takes() -> None:
    for entry in catalogue().entries:
        kpi = entry.kpi("EUR")
        assert (kpi.lifecycle, kpi.grain, kpi.good) == ("draft", entry.every, entry.direction)
        assert "money" not in (kpi.unit or "")


def test_the_draft_declares_what_it_drives_as_a_belief_with_its_lead_time() -> None:
    (drive,) = catalogue().entry["win-rate"].kpi("USD").drives
    assert (drive.kpi, drive.evidence, drive.after and drive.after.months) == ("sales-revenue", "expert", (1, 3))


def test_an_entry_is_found_by_any_of_its_names_however_written() -> None:
    book = catalogue()
    assert book.named("close-rates") is book.named("Win rate") is book.entry["win-rate"]
    assert book.named("Something else") is None


def test_a_draft_says_which_tables_and_columns_it_needs() -> None:
    book = catalogue()
    assert book.needs([book.entry["win-rate"]]) == {"opportunities": ("outcome", "closed on", "amount")}
    spend = book.needs([book.entry["strategic-spend-share"]])
    assert spend == {"project cost": ("project", "posted on", "amount"), "projects": ("project", "objective")}


def test_entries_are_found_by_function_and_by_the_industries_they_serve() -> None:
    book = catalogue()
    asked: list[tuple[str, Industry, bool]] = [
        ("win-rate", "banking", True),
        ("win-rate", "public-sector", False),
        ("sales-revenue", "retail", True),
        ("sales-revenue", "education", False),
        ("employee-engagement", "education", True),
        ("combined-ratio", "insurance", True),
        ("combined-ratio", "banking", False),
    ]
    for id, industry, serves in asked:
        assert (book.entry[id] in book.of(industry=industry)) == serves, (id, industry)
    assert book.entry["win-rate"] in book.of(function="sales")
    assert book.entry["win-rate"] not in book.of(function="hr")


@pytest.mark.parametrize(
    "wrong",
    [
        {"formula": "won %% 2"},
        {"lead": None},
        {"timing": "lagging"},
        {"guards": []},
        {"colour": "red"},
        {"perspective": "moral"},
        {"functions": ["golf"]},
    ],
    ids="-".join,
)
def test_an_incomplete_entry_is_refused(wrong: dict[str, object]) -> None:
    Entry.model_validate(ENTRY)
    with pytest.raises(ValidationError):
        Entry.model_validate(ENTRY | wrong)


def test_a_reference_range_has_a_source() -> None:
    reference = {"low": 95, "kind": "required", "about": "Emergency departments", "source": "A standard", "year": 2010}
    assert Entry.model_validate(ENTRY | {"reference": reference}).reference
    for part in ("source", "year", "low"):
        with pytest.raises(ValidationError):
            Entry.model_validate(ENTRY | {"reference": {key: value for key, value in reference.items() if key != part}})


def test_a_file_is_of_one_function_or_of_one_industry() -> None:
    part = {"title": "Sales", "about": "Selling.", "kpis": []}
    assert Part.model_validate(part | {"function": "sales"}).id == "function-sales"
    for place in ({}, {"function": "sales", "industry": "retail"}):
        with pytest.raises(ValidationError):
            Part.model_validate(part | place)


def test_the_catalogue_needs_no_engine_and_is_read_only_when_asked_for() -> None:
    code = "import sys, vitalfew.catalog.read as r; assert r.catalogue.cache_info().currsize == 0; r.catalogue();"
    code += "print(sorted({'duckdb', 'ibis', 'numpy', 'pyarrow', 'sqlalchemy', 'jinja2'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

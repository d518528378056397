"""Cells from a spreadsheet: each is shown as it was read before anything is written, and written once (MON-6, DEF-3, DEF-5)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from vitalfew import Workspace
from vitalfew.exchange.number import read_number
from vitalfew.exchange.paste import MOST_CELLS, plain_number, read_grid, read_sent, write_grid
from vitalfew.rhythm.intake_kinds import INTAKES
from vitalfew.rhythm.proposals import proposals, texts_of
from vitalfew.store.entry import kept
from vitalfew.web.app import make_app

HOME = "http://localhost"
FRAMEWORK = """\
calendar: {today: 2026-06-15}
organization: {name: Harbour Bakery}
preset: small-business
people: [{id: eva, name: Eva Moreno, org_unit: shop}, {id: tom, name: Tom Weiss}]
org_units: [{id: shop, name: Shop, head: eva}]
objectives: [{id: loved, statement: People come back, owner: eva}]
sources: [{id: hand, kind: manual}]
measures:
  - {id: mood_value, source: hand, table: mood, date: date, value: avg(value)}
  - {id: sales_value, source: hand, table: sales, date: date, value: sum(value)}
kpis:
  - {id: mood, name: Mood, objectives: [loved], owner: eva, formula: mood_value, every: month, unit: points,
     natural: {min: 0, max: 10}}
  # what the till says
  - {id: sales, name: Sales, objectives: [loved], owner: tom, formula: sales_value, every: month, unit: EUR,
     target: {at_least: 50000}}
  - {id: diary, name: Diary of Tom, objectives: [loved], owner: tom, every: month, unit: EUR, visibility: line, subject: tom,
     target: {at_least: 77123}}
"""
WIDE = "KPI\tMar 2026\tApr 2026\nMood\t7,5\t8,25\nSales\t48.250,5 €\t55k\n"


@pytest.fixture(scope="module")
def bakery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Path]]:
    root = tmp_path_factory.mktemp("bakery")
    (root / "framework").mkdir()
    (root / "framework" / "main.yaml").write_text(FRAMEWORK, encoding="utf-8")
    workspace = Workspace.open(root)
    with TestClient(make_app(workspace), base_url=HOME, follow_redirects=False, headers={"origin": HOME}) as browser:
        browser.post("/me", data={"do": "choose", "person": "eva"})
        yield browser, root
    workspace.store.close()


def words(html: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def look(browser: TestClient, kind: str, cells: str, **more: str) -> str:
    answer = browser.post("/import", data={"do": "check", "kind": kind, "cells": cells, **more})
    assert answer.status_code == 200
    return answer.text


def seen(html: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', html)
    assert found
    return found[1]


def values(root: Path, kpi: str) -> dict[str, float]:
    return {each.period: each.value for each in kept(root / "data" / "manual" / f"{kpi}.csv")}


def test_values_are_shown_then_entered_in_one_step_and_taken_back(bakery: tuple[TestClient, Path]) -> None:
    browser, root = bakery
    html = look(browser, "values", WIDE)
    for text in ("→ read as 7.5 points", "48,250.5 EUR", "55,000 EUR", "Enter 4 values"):
        assert text in words(html)
    assert not (root / "data").exists()
    written = browser.post("/import", data={"do": "write", "kind": "values", "cells": WIDE, "seen": seen(html)})
    assert written.status_code == 303
    assert values(root, "sales") == {"2026-03": 48250.5, "2026-04": 55000.0}
    again = words(look(browser, "values", WIDE))
    assert "4 as it is" in again
    assert "Nothing in it is new" in again
    batch = written.headers["location"]
    assert "4 values were entered and count" in words(browser.get(batch).text)
    undone = browser.post("/import", data={"do": "undo", "batch": batch.partition("batch=")[2]})
    assert undone.status_code == 303
    assert values(root, "sales") == values(root, "mood") == {}
    assert "55,000" not in words(browser.get("/kpi/sales").text)
    assert browser.post("/import", data={"do": "undo", "batch": batch.partition("batch=")[2]}).status_code == 422


def test_what_is_wrong_is_said_at_its_cell_and_left_out_only_if_that_is_said(bakery: tuple[TestClient, Path]) -> None:
    browser, root = bakery
    rows = ("Mood;2026-05;11", "Mod;2026-05;7", "Sales;2027-05;4", "Sales;May;4 %", "Mood;2026-04;7,25", "Diary of Tom;2026-05;3")
    cells = "\n".join(["KPI;Period;Value", *rows])
    html = look(browser, "values", cells)
    for text in ("is outside of what the KPI can be", "did you mean Mood ?", "has not begun", "is in %, and the KPI is in EUR"):
        assert text in words(html)
    assert "do not let you enter values of this KPI" in words(html)
    told = {"do": "write", "kind": "values", "cells": cells, "seen": seen(html)}
    refused = browser.post("/import", data=told)
    assert refused.status_code == 422
    assert "Mod;2026-05;7" in unescape(refused.text)
    assert values(root, "mood") == {}
    assert browser.post("/import", data={**told, "leave": "yes"}).status_code == 303
    assert values(root, "mood") == {"2026-04": 7.25}


def test_what_was_looked_at_is_what_is_written(bakery: tuple[TestClient, Path]) -> None:
    browser, root = bakery
    html = look(browser, "values", WIDE)
    told = {"do": "write", "kind": "values", "cells": WIDE.replace("55k", "56k"), "seen": seen(html)}
    answer = browser.post("/import", data=told)
    assert answer.status_code == 409
    assert "56k" in answer.text
    assert values(root, "sales") == {}


def test_framework_cells_become_a_proposal_and_the_comments_stay(bakery: tuple[TestClient, Path]) -> None:
    browser, root = bakery
    for kind, cells, wanted in (
        ("targets", "KPI\tZiel\tbis\nSales\t60.000 €\t31.12.2026\n", "target: {reach: 60000, by: 2026-12-31}"),
        ("thresholds", "KPI,Threshold\nsales,45000\n", "threshold: 45000"),
        ("owners", "KPI\tOwner\nMood\tTom Weiss\n", "name: Mood, objectives: [loved], owner: tom"),
        (
            "people",
            "Name\tE-mail\tUnit\tManager\nUte Au\tute@b.example\tShop\tEva Moreno\nTom Weiss\ttom@b.example\t\tUte Au\n",
            "- {id: ute-au, name: Ute Au",
        ),
    ):
        html = look(browser, kind, cells)
        told = {"do": "write", "kind": kind, "cells": cells, "seen": seen(html), "title": "From the plan"}
        answer = browser.post("/import", data=told)
        assert answer.status_code == 303, words(answer.text)
        with Workspace.open(root).reading() as desk:
            made = proposals(desk)[-1]
            _, changed = texts_of(desk, made.id)
        texts = b"".join(text or b"" for text in changed.values()).decode()
        assert wanted in texts
        assert "# what the till says" in texts or kind == "people"
        assert answer.headers["location"] == f"/proposal/{made.id}"


def test_the_figures_of_others_are_closed(bakery: tuple[TestClient, Path]) -> None:
    """CAS-5: neither the preview nor the workbook to fill in says what a private target is."""
    browser, _ = bakery
    for person, is_shown in (("tom", True), ("eva", False)):
        browser.post("/me", data={"do": "choose", "person": person})
        html = words(look(browser, "targets", "KPI\tTarget\nDiary of Tom\t5\n"))
        assert ("at least 77,123" in html, "are private to others" in html) == (is_shown, not is_shown)
        assert ("77123" in browser.get("/import?kind=targets&fill=1").text) == is_shown


def test_a_workbook_to_fill_in_is_read_back_as_what_stands_there(bakery: tuple[TestClient, Path]) -> None:
    browser, _ = bakery
    for kind in INTAKES:
        book = browser.get(f"/import/{kind}.xlsx")
        assert book.headers["content-disposition"] == f'attachment; filename="{kind}.xlsx"'
        answer = browser.post("/import", data={"do": "check", "kind": kind}, files={"file": ("a.xlsx", book.content)})
        text = words(answer.text)
        assert "Nothing in it is new" in text
        assert "wrong" not in text.partition("What becomes of it")[2].partition("All rows")[0]
    assert browser.get("/import/nothing.xlsx").status_code == 404


def test_bombs_and_what_is_no_table_are_refused_and_lose_nothing(bakery: tuple[TestClient, Path]) -> None:
    browser, _ = bakery
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 160_000_000)
    for name, content in (
        ("a.xlsx", bomb.getvalue()),
        ("b.xlsx", b"PK\x03\x04nothing"),
        ("c.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    ):
        told = {"do": "check", "kind": "values", "cells": "kept"}
        answer = browser.post("/import", data=told, files={"file": (name, content)})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.text
        assert "kept" in answer.text
    for cells in ("", "a\n" * 3_000, "\t".join("x" * 101), "KPI\nMood", "\n".join(["KPI\tMay"] + ["x\t1"] * (MOST_CELLS // 2))):
        html = look(browser, "values", cells)
        assert 'role="alert"' in html
        assert cells.strip()[:20] in html
    assert browser.post("/import", data={"do": "check", "cells": "x" * 5_000_000}).status_code == 413
    assert browser.post("/me", files={"file": ("a", b"x")}).status_code == 400


def test_many_rows_are_shown_in_parts(bakery: tuple[TestClient, Path]) -> None:
    browser, _ = bakery
    cells = "Name\n" + "\n".join(f"Person {number}" for number in range(120))
    html = look(browser, "people", cells, page="3")
    assert "Part 3 of 3" in words(html)
    assert ("Person 119" in html.partition("<tbody>")[2], "Person 7<" in html.partition("<tbody>")[2]) == (True, False)


TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=60)


@pytest.mark.parametrize("kind", INTAKES)
def test_whatever_is_pasted_is_answered(bakery: tuple[TestClient, Path], kind: str) -> None:
    browser, _ = bakery

    @settings(max_examples=12, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        st.lists(st.lists(TEXTS, max_size=4), max_size=4),
        st.sampled_from(["KPI\tMay 2026\t2026-05-01", "Name\tValue\tTarget\tby", ""]),
    )
    def send(rows: list[list[str]], head: str) -> None:
        cells = "\n".join([head, *("\t".join(row) for row in rows)])
        answer = browser.post("/import", data={"do": "check", "kind": kind, "cells": cells})
        assert answer.status_code == 200

    send()


@settings(max_examples=150, deadline=None, database=None)
@given(
    st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15).filter(
        lambda each: len(plain_number(each)) < 55
    )
)
def test_a_number_of_a_workbook_is_read_as_itself(number: float) -> None:
    found = read_number(plain_number(number))
    assert found is not None
    assert (found.value, found.open) == (number, None)


@settings(max_examples=80, deadline=None, database=None)
@given(st.lists(st.lists(TEXTS.map(lambda each: " ".join(each.split())), min_size=2, max_size=4), min_size=1, max_size=4))
def test_cells_that_are_written_are_read_as_themselves(rows: list[list[str]]) -> None:
    rows = [["head", "of", *row] for row in rows]
    wide = max(len(row) for row in rows)
    found = read_grid(write_grid(rows)).rows
    assert [(list(row) + [""] * wide)[:wide] for row in found] == [(row + [""] * wide)[:wide] for row in rows]


def test_a_file_in_the_code_of_windows_is_read() -> None:
    assert read_sent("a.csv", "Größe;Über\n1,5;2".encode("cp1252")).text == "Größe\tÜber\n1,5\t2"

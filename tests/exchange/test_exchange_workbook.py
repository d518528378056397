from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from vitalfew.base.errors import BookUnreadable
from vitalfew.exchange.start import start_from
from vitalfew.exchange.workbook import column_letters, read_book

TODAY = date(2026, 4, 15)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def small_book(path: Path) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("KPIs")
        sheet.write_row(0, 0, ["KPI", "Unit", "Jan 2026"])
        sheet.write_row(1, 0, ["Orders", "orders", 12])
    return path


def with_part(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """Write a workbook anew with one part changed."""
    with zipfile.ZipFile(path) as book:
        parts = {each: book.read(each) for each in book.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for each, content in parts.items():
            book.writestr(each, change(content) if each == name else content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def far_cell(content: bytes) -> bytes:
    return content.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>')


def no_kpi(path: Path) -> None:
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes").write(0, 0, "Remember the milk")


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty file": (lambda path: path.write_bytes(b""), "is empty"),
    "text": (lambda path: path.write_bytes(b"KPI,Unit\nOrders,orders\n"), "is not a workbook"),
    "cut zip": (lambda path: path.write_bytes(small_book(path).read_bytes()[:900]), "is damaged or no workbook"),
    "password or .xls": (
        lambda path: path.write_bytes(OLE + bytes(4096)),
        "is an old .xls workbook or is protected by a password",
    ),
    "other zip": (lambda path: path.write_bytes(b"PK\x03\x04" + bytes(60)), "is damaged"),
    "far cell": (lambda path: with_part(small_book(path), SHEET, far_cell), "over 1,048,576 rows and 16,384 columns"),
    "broken xml": (lambda path: with_part(small_book(path), SHEET, lambda content: content[:-40]), "is damaged"),
    "bomb": (
        lambda path: with_part(small_book(path), SHEET, lambda content: content + b" " * 160_000_000),
        "unpacks to more than 150,000,000 bytes",
    ),
    "document type": (
        lambda path: with_part(
            small_book(path), SHEET, lambda content: content.replace(b"<worksheet", b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet')
        ),
        "declares a document type",
    ),
    "nothing in it": (lambda path: xlsxwriter.Workbook(str(path)).close(), "is empty"),
    "no KPI": (no_kpi, "names no KPI that was recognised"),
    "not there": (lambda _: None, "is not there"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_book_is_refused_in_words_and_nothing_is_written(name: str, tmp_path: Path) -> None:
    make, words = BROKEN[name]
    path = tmp_path / "book.xlsx"
    make(path)
    with pytest.raises(BookUnreadable, match=words) as raised:
        start_from(path, tmp_path / "target", today=TODAY)
    assert raised.value.help.endswith("nothing was written")
    assert [each.name for each in tmp_path.iterdir() if each != path] == []


def test_a_plain_zip_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("a.txt", "a")
    with pytest.raises(BookUnreadable, match="a zip file but no"):
        read_book(path)


def test_a_false_dimension_costs_nothing(tmp_path: Path) -> None:
    """What a file declares as its size does not matter, only where its cells stand."""
    path = with_part(
        small_book(tmp_path / "book.xlsx"), SHEET, lambda content: content.replace(b'ref="A1:C2"', b'ref="A1:XFD1048576"')
    )
    assert (read_book(path).sheets[0].height, read_book(path).sheets[0].width) == (2, 3)


def test_formats_and_errors_are_seen(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    formats = ["0.0%", "0%", '#,##0.00 "€"', "[$$-409]#,##0", '0.0"%"', "0.00", "0;[Red]-0%"]
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("A & B")
        for column, code in enumerate(formats):
            sheet.write_number(0, column, 0.125, book.add_format({"num_format": code}))
        sheet.write_formula(1, 0, "=NA()", None, "#N/A")
        sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(1, 2, "=1+1", None, 2)
    sheet_ = read_book(path).sheets[0]
    assert [cell.mark for cell in sheet_.row(1)] == ["%", "%", "EUR", "USD", "%=", "", ""]
    assert [cell.text for cell in sheet_.row(2)] == ["#N/A", "#DIV/0!", "2"]


def test_a_formula_without_a_stored_value_is_missing(tmp_path: Path) -> None:
    path = small_book(tmp_path / "book.xlsx")
    with_part(path, SHEET, lambda content: content.replace(b'<c r="C2"><v>12</v></c>', b'<c r="C2"><f>6+6</f></c>'))
    started = start_from(path, tmp_path / "target", today=TODAY)
    assert started.values == 0
    assert "KPIs!C2: `#FORMULA` is taken as missing, never as zero" in started.guesses


ODS = """<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t"
xmlns:text="x">
<office:body><office:spreadsheet>
<table:table table:name="KPIs">{rows}</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = """<?xml version="1.0"?><manifest:manifest
xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/"
manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/></manifest:manifest>"""
TEXT = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
CALAMINE_ODS = {
    'xmlns:office="o"': 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"',
    'xmlns:table="t"': 'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"',
    'xmlns:text="x"': 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"',
}


def ods(path: Path, rows: str) -> Path:
    content = ODS.format(rows=rows)
    for short, long in CALAMINE_ODS.items():
        content = content.replace(short, long)
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("META-INF/manifest.xml", MANIFEST)
        book.writestr("content.xml", content)
    return path


def test_an_ods_book_is_read_with_its_percents(tmp_path: Path) -> None:
    head = "".join(TEXT.format(word) for word in ("KPI", "Unit", "Jan 2026", "Feb 2026"))
    value = '<table:table-cell office:value-type="percentage" office:value="0.125"><text:p>12.5%</text:p></table:table-cell>'
    row = TEXT.format("Churn") + TEXT.format("%") + value + value.replace("0.125", "1.25")
    path = ods(tmp_path / "book.ods", f"<table:table-row>{head}</table:table-row><table:table-row>{row}</table:table-row>")
    started = start_from(path, tmp_path / "target", today=TODAY)
    assert (tmp_path / "target/data/actuals.csv").read_text().splitlines()[1:] == [
        "churn,2026-01-01,12.5,",
        "churn,2026-02-01,125.0,",
    ]
    assert started.values == 2


def test_an_ods_book_that_repeats_a_cell_forever_is_refused(tmp_path: Path) -> None:
    cell = '<table:table-cell office:value-type="float" office:value="1" table:number-columns-repeated="16000"/>'
    path = ods(tmp_path / "book.ods", f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')
    with pytest.raises(BookUnreadable, match="1,000,000 rows"):
        read_book(path)


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")])
def test_columns_are_named_as_in_a_spreadsheet(number: int, letters: str) -> None:
    assert column_letters(number) == letters

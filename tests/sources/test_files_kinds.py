"""One suite over all kinds of files: the same rows give the same numbers, whatever they are written in."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZipFile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from vitalfew.load.read import load_texts
from vitalfew.measure.run import measure

ROWS: list[tuple[str, str, int | None, float | None, bool]] = [
    ("2026-01-01", "north, far", 3, 1.5, True),
    ("2026-01-01", 'the "old" south', 2, 0.25, False),
    ("2026-01-02", "north\nnear", None, 4.0, True),
    ("2026-01-03", "östlich", 5, None, False),
    ("2026-02-01", "north, far", -1, 100.125, True),
]
NAMES = ("day", "region", "pieces", "price", "first")


def _delimited(delimiter: str = ",", decimal: str = ".", newline: str = "\n", day: str = "%Y-%m-%d") -> str:
    def field(value: object) -> str:
        if value is None:
            return ""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        text = text.replace(".", decimal) if isinstance(value, float) else text
        quoted = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if quoted else text

    lines = [(date.fromisoformat(first).strftime(day), *rest) for first, *rest in ROWS]
    return newline.join(delimiter.join(field(value) for value in line) for line in [NAMES, *lines]) + newline


def _lines() -> str:
    return "\n".join(json.dumps(dict(zip(NAMES, row, strict=True))) for row in ROWS) + "\n"


def _parquet() -> bytes:
    columns = dict(zip(NAMES, (list(each) for each in zip(*ROWS, strict=True)), strict=True))
    table = pa.table({**columns, "day": pa.array([date.fromisoformat(str(each)) for each in columns["day"]], pa.date32())})
    sink = BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def _workbook() -> bytes:
    sink = BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Orders of the year")
    sheet.write_row(2, 1, NAMES)
    for place, (day, *rest) in enumerate(ROWS, 3):
        sheet.write_datetime(place + place // 5, 1, datetime.fromisoformat(day))  # with a blank row in between
        sheet.write_row(place + place // 5, 2, rest)
    book.close()
    return sink.getvalue()


def _ods_cell(value: object) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind, text = ("float", f'office:value="{value}"') if isinstance(value, int | float) else ("string", "")
    if isinstance(value, bool):
        kind, text = "boolean", f'office:boolean-value="{str(value).lower()}"'
    return f'<table:table-cell office:value-type="{kind}" {text}><text:p>{escape(str(value))}</text:p></table:table-cell>'


def _ods() -> bytes:
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in [NAMES, *ROWS])
    blank = '<table:table-cell table:number-columns-repeated="16384"/>'
    edge = f'<table:table-row table:number-rows-repeated="1048570">{blank}</table:table-row>'
    spaces = " ".join(f'xmlns:{each}="urn:oasis:names:tc:opendocument:xmlns:{each}:1.0"' for each in ("office", "table", "text"))
    content = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces}><office:body><office:spreadsheet>
    <table:table table:name="Orders">{lines}{edge}</table:table></office:spreadsheet></office:body></office:document-content>"""
    sink = BytesIO()
    with ZipFile(sink, "w") as book:
        book.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        book.writestr("content.xml", content)
        book.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return sink.getvalue()


def _array() -> str:
    return json.dumps([dict(zip(NAMES, row, strict=True)) for row in ROWS], indent=2)


KINDS: dict[str, tuple[str, str, Callable[[], bytes]]] = {
    "csv": ("orders.csv", "", lambda: _delimited().encode()),
    "csv with a byte order mark": ("orders.csv", "", lambda: b"\xef\xbb\xbf" + _delimited().encode()),
    "csv from Windows": ("orders.csv", "", lambda: _delimited(newline="\r\n").encode()),
    "csv.gz": ("orders.csv.gz", "", lambda: gzip.compress(_delimited().encode())),
    "semicolons and decimal commas": ("orders.csv", ', decimal: ","', lambda: _delimited(";", ",").encode()),
    "tabs": ("orders.tsv", "", lambda: _delimited("\t").encode()),
    "declared delimiter": ("orders.csv", ', delimiter: "~"', lambda: _delimited("~").encode()),
    "latin-1": ("orders.csv", ", encoding: latin-1", lambda: _delimited().encode("latin-1")),
    "utf-16": ("orders.csv", ", encoding: utf-16", lambda: _delimited().encode("utf-16")),
    "other dates": ("orders.csv", ', date_format: "%d.%m.%Y"', lambda: _delimited(day="%d.%m.%Y").encode()),
    "dates in digits": ("orders.csv", ', date_format: "%Y%m%d"', lambda: _delimited(day="%Y%m%d").encode()),
    "jsonl": ("orders.jsonl", "", lambda: _lines().encode()),
    "jsonl.gz": ("orders.jsonl.gz", "", lambda: gzip.compress(_lines().encode())),
    "json array": ("orders.json", "", lambda: _array().encode()),
    "json array.gz": ("orders.json.gz", "", lambda: gzip.compress(_array().encode())),
    "parquet": ("orders.parquet", "", _parquet),
    "xlsx": ("orders.xlsx", "", _workbook),
    "ods": ("orders.ods", "", _ods),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_give_the_same_numbers(tmp_path: Path, kind: str) -> None:
    name, options, content = KINDS[kind]
    (tmp_path / name).write_bytes(content())
    text = f"""
    sources: [{{id: shop, kind: files, path: {name}{options}}}]
    measures:
      - {{id: value, source: shop, date: day, value: sum(pieces * price)}}
      - {{id: priced, source: shop, date: day, value: sum(price), where: "region IN ('östlich', 'north, far')"}}
      - {{id: old, source: shop, date: day, value: count(*), where: "region LIKE '%\\"old\\"%' OR region LIKE '%\\n%'"}}
      - {{id: first, source: shop, date: day, value: count(DISTINCT region), where: first}}
    kpis:
      - {{id: value, formula: value, every: month}}
      - {{id: priced, formula: priced, every: month}}
      - {{id: old, formula: old, every: month}}
      - {{id: first, formula: first, every: month}}
    """
    loaded = load_texts({"framework/main.yaml": text})
    assert loaded.findings == ()
    at = datetime.fromisoformat("2026-03-01")
    measured = measure(loaded.framework, tmp_path, today=date(2026, 2, 2), run="one", recorded_at=at)
    assert measured.findings == ()
    values = {(row["kpi"], row["start"].month): row["value"] for row in measured.table.to_pylist() if row["grain"] == "month"}
    assert values == {
        ("value", 1): 5.0,
        ("value", 2): -100.125,
        ("priced", 1): 1.5,
        ("priced", 2): 100.125,
        ("old", 1): 2.0,
        ("old", 2): None,
        ("first", 1): 2.0,
        ("first", 2): 1.0,
    }

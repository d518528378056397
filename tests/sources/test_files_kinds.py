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

from vitalfew.model.source import FilesSource
from vitalfew.sources.opened import Opened

NAMES = ("day", "region", "pieces", "price", "first")
Row = tuple[str, str, int | None, float | None, bool]
Rows = tuple[Row, ...]
Conform = Callable[..., None]


def _delimited(rows: Rows, delimiter: str = ",", decimal: str = ".", newline: str = "\n", day: str = "%Y-%m-%d") -> str:
    def field(value: object) -> str:
        if value is None:
            return ""
        text = str(value).lower() if isinstance(value, bool) else str(value)
        text = text.replace(".", decimal) if isinstance(value, float) else text
        quoted = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if quoted else text

    lines = [(date.fromisoformat(first).strftime(day), *rest) for first, *rest in rows]
    return newline.join(delimiter.join(field(value) for value in line) for line in [NAMES, *lines]) + newline


def _lines(rows: Rows) -> str:
    return "\n".join(json.dumps(dict(zip(NAMES, row, strict=True))) for row in rows) + "\n"


def _parquet(rows: Rows) -> bytes:
    columns = dict(zip(NAMES, (list(each) for each in zip(*rows, strict=True)), strict=True))
    table = pa.table({**columns, "day": pa.array([date.fromisoformat(str(each)) for each in columns["day"]], pa.date32())})
    sink = BytesIO()
    pq.write_table(table, sink)
    return sink.getvalue()


def _workbook(rows: Rows) -> bytes:
    sink = BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet("Orders of the year")
    sheet.write_row(2, 1, NAMES)
    for place, (day, *rest) in enumerate(rows, 3):
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


def _ods(rows: Rows) -> bytes:
    lines = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in [NAMES, *rows])
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


def _array(rows: Rows) -> str:
    return json.dumps([dict(zip(NAMES, row, strict=True)) for row in rows], indent=2)


KINDS: dict[str, tuple[str, str, Callable[[Rows], bytes]]] = {
    "csv": ("orders.csv", "", lambda rows: _delimited(rows).encode()),
    "csv with a byte order mark": ("orders.csv", "", lambda rows: b"\xef\xbb\xbf" + _delimited(rows).encode()),
    "csv from Windows": ("orders.csv", "", lambda rows: _delimited(rows, newline="\r\n").encode()),
    "csv.gz": ("orders.csv.gz", "", lambda rows: gzip.compress(_delimited(rows).encode())),
    "semicolons and decimal commas": ("orders.csv", ', decimal: ","', lambda rows: _delimited(rows, ";", ",").encode()),
    "tabs": ("orders.tsv", "", lambda rows: _delimited(rows, "\t").encode()),
    "declared delimiter": ("orders.csv", ', delimiter: "~"', lambda rows: _delimited(rows, "~").encode()),
    "latin-1": ("orders.csv", ", encoding: latin-1", lambda rows: _delimited(rows).encode("latin-1")),
    "utf-16": ("orders.csv", ", encoding: utf-16", lambda rows: _delimited(rows).encode("utf-16")),
    "other dates": ("orders.csv", ', date_format: "%d.%m.%Y"', lambda rows: _delimited(rows, day="%d.%m.%Y").encode()),
    "dates in digits": ("orders.csv", ', date_format: "%Y%m%d"', lambda rows: _delimited(rows, day="%Y%m%d").encode()),
    "jsonl": ("orders.jsonl", "", lambda rows: _lines(rows).encode()),
    "jsonl.gz": ("orders.jsonl.gz", "", lambda rows: gzip.compress(_lines(rows).encode())),
    "json array": ("orders.json", "", lambda rows: _array(rows).encode()),
    "json array.gz": ("orders.json.gz", "", lambda rows: gzip.compress(_array(rows).encode())),
    "parquet": ("orders.parquet", "", _parquet),
    "xlsx": ("orders.xlsx", "", _workbook),
    "ods": ("orders.ods", "", _ods),
}


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_rows_give_the_same_numbers(tmp_path: Path, rows: Rows, conform: Conform, kind: str) -> None:
    name, options, content = KINDS[kind]
    (tmp_path / name).write_bytes(content(rows))
    day = "strptime(CAST(day AS VARCHAR), '%Y%m%d')" if kind == "dates in digits" else "Day"
    conform(tmp_path, f"{{id: shop, kind: files, path: {name}{options}}}", day=day)


def test_whole_numbers_of_json_may_be_taken_from_each_other(tmp_path: Path, open_one: Callable[..., Opened]) -> None:
    (tmp_path / "a.jsonl").write_text('{"n": 1, "far": 18446744073709551615}\n{"n": 2, "far": 1}\n', encoding="utf-8")
    opened = open_one(FilesSource(id="shop", kind="files", path="a.jsonl"), tmp_path)
    assert opened.database is not None
    assert opened.database.row("SELECT sum(n - 5), max(far) FROM a") == [-7, 18446744073709551615]

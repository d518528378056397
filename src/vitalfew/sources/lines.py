"""JSON into the engine: one object a line, or one array of objects; what is none is a fault with its number."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from vitalfew.sources.delimited import SHOWN, opened
from vitalfew.sources.engine import Database, literal, quoted

MOST_OBJECT = 16 << 20


def load_lines(database: Database, files: list[Path], table: str) -> tuple[int, list[tuple[Path, int, str]], dict[str, str]]:
    """Load files as a table of what their objects hold; give faulty lines and the columns. Raises EngineFailed."""
    raw = quoted(f"{table}/lines")
    arrays = [each for each in files if _is_array(each)]
    database.fetch(f"CREATE TABLE {raw} (line VARCHAR)")
    if len(arrays) < len(files):
        database.fetch(
            f"INSERT INTO {raw} SELECT line FROM read_csv([{_listed(set(files) - set(arrays))}], columns={{'line': 'VARCHAR'}},"
            " auto_detect=false, header=false, delim='\x1f', quote='', escape='', store_rejects=true, rejects_limit=0,"
            " rejects_scan='scans', rejects_table='rejects') WHERE trim(line) <> ''"
        )
    if arrays:
        database.fetch(
            f"INSERT INTO {raw} SELECT CAST(json AS VARCHAR) FROM read_json_objects([{_listed(arrays)}], format='array',"
            f" maximum_object_size={MOST_OBJECT})"
        )
    broken = _count(database, "SELECT count(*) FROM rejects") if _has_rejects(database) else 0
    broken += _count(database, f"SELECT count(*) FROM {raw} WHERE NOT ({_is_object('line')})")
    for each in ("rejects", "scans"):
        database.run(f"DROP TABLE IF EXISTS {each}")
    columns = unpack(database, raw, table)
    database.fetch(f"DROP TABLE {raw}")
    return broken, _places(files) if broken else [], columns


def _listed(files: Iterable[Path]) -> str:
    return ", ".join(literal(str(each)) for each in sorted(files))


def _is_array(path: Path) -> bool:
    with opened(path) as stream:
        return stream.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()[:1] == b"["


def _count(database: Database, sql: str) -> int:
    return int(str(database.row(sql)[0]))


def _has_rejects(database: Database) -> bool:
    return _count(database, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'rejects'") > 0


def _is_object(text: str) -> str:
    return f"CASE WHEN json_valid({text}) THEN json_type({text}) = 'OBJECT' ELSE false END"


def unpack(database: Database, raw: str, table: str) -> dict[str, str]:
    """Make one column of each key of the objects in `raw`; give the columns with their types. Raises EngineFailed."""
    rows = f"(SELECT line FROM {raw} WHERE {_is_object('line')})"
    structure = database.row(f"SELECT json_group_structure(line::JSON) FROM {rows}")[0]
    if structure is None:
        return {}
    database.fetch(f"CREATE TABLE {quoted(table)} AS SELECT unnest(json_transform(line, {literal(str(structure))})) FROM {rows}")
    described = database.fetch(f"DESCRIBE {quoted(table)}")
    return dict(zip(described["column_name"].to_pylist(), described["column_type"].to_pylist(), strict=True))


def _places(files: list[Path]) -> list[tuple[Path, int, str]]:
    found: list[tuple[Path, int, str]] = []
    for path in files:
        if _is_array(path):
            found.extend(_elements(path))
            continue
        with opened(path) as stream:
            for number, line in enumerate(stream, 1):
                fault = _fault(line)
                if fault:
                    found.append((path, number, fault))
                if len(found) == SHOWN:
                    return found
    return found[:SHOWN]


def _elements(path: Path) -> list[tuple[Path, int, str]]:
    with opened(path) as stream:
        elements = json.load(stream)
    return [
        (path, place, "(by elements) is not an object") for place, each in enumerate(elements, 1) if not isinstance(each, dict)
    ]


def _fault(line: bytes) -> str | None:
    if not line.strip():
        return None
    try:
        value = json.loads(line)
    except UnicodeDecodeError:
        return "has bytes that are not utf-8"
    except (ValueError, RecursionError):
        return "is not JSON"
    return None if isinstance(value, dict) else "is not an object"

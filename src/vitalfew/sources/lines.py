"""JSON lines into the engine: one object a line; a line that is none is a fault with its number."""

from __future__ import annotations

import json
from pathlib import Path

from vitalfew.sources.delimited import SHOWN, opened
from vitalfew.sources.engine import Database, literal, quoted


def load_lines(database: Database, files: list[Path], table: str) -> tuple[int, list[tuple[Path, int, str]], dict[str, str]]:
    """Load files as a table of what their objects hold; give faulty lines and the columns. Raises EngineFailed."""
    paths = ", ".join(literal(str(each)) for each in files)
    raw = quoted(f"{table}/lines")
    database.fetch(
        f"CREATE TABLE {raw} AS SELECT line FROM read_csv([{paths}], columns={{'line': 'VARCHAR'}}, auto_detect=false,"
        " header=false, delim='\x1f', quote='', escape='', store_rejects=true, rejects_limit=0,"
        " rejects_scan='scans', rejects_table='rejects') WHERE trim(line) <> ''"
    )
    broken = _count(database, "SELECT count(*) FROM rejects") if _has_rejects(database) else 0
    broken += _count(database, f"SELECT count(*) FROM {raw} WHERE NOT ({_is_object('line')})")
    for each in ("rejects", "scans"):
        database.run(f"DROP TABLE IF EXISTS {each}")
    columns = _unpack(database, raw, table)
    database.fetch(f"DROP TABLE {raw}")
    return broken, _places(files) if broken else [], columns


def _count(database: Database, sql: str) -> int:
    return int(str(database.row(sql)[0]))


def _has_rejects(database: Database) -> bool:
    return _count(database, "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'rejects'") > 0


def _is_object(text: str) -> str:
    return f"CASE WHEN json_valid({text}) THEN json_type({text}) = 'OBJECT' ELSE false END"


def _unpack(database: Database, raw: str, table: str) -> dict[str, str]:
    """Make one column of each key; give the columns with their types."""
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
        with opened(path) as stream:
            for number, line in enumerate(stream, 1):
                fault = _fault(line)
                if fault:
                    found.append((path, number, fault))
                if len(found) == SHOWN:
                    return found
    return found


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

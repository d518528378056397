"""Warehouses by their address, each through its Ibis backend: every query runs there, and only numbers per period come back."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit

import ibis
import pyarrow as pa
from ibis.backends.sql import SQLBackend
from ibis.common.exceptions import IbisError
from ibis.expr import datatypes as dt

from vitalfew.model.source import DatabaseSource, Source
from vitalfew.sources.engine import Refusal
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Opened, Table, plain_name
from vitalfew.sources.postgres import address
from vitalfew.sources.remote import Answered, Held, Remote

# By kind: the scheme of its address, the driver's package, and the module and name of what the driver raises.
DRIVERS: dict[str, tuple[str, str, str, str]] = {
    "clickhouse": ("clickhouse", "clickhouse_connect", "clickhouse_connect.driver.exceptions", "Error"),
    "spark": ("pyspark", "pyspark", "pyspark.errors", "PySparkException"),
    "trino": ("trino", "trino", "trino.exceptions", "Error"),
    "snowflake": ("snowflake", "snowflake", "snowflake.connector.errors", "Error"),
    "bigquery": ("bigquery", "google.cloud.bigquery", "google.api_core.exceptions", "GoogleAPIError"),
    "mysql": ("mysql", "MySQLdb", "MySQLdb", "Error"),
}
KINDS = tuple(DRIVERS)
_TYPES: tuple[tuple[type[dt.DataType], str], ...] = (
    (dt.Boolean, "BOOLEAN"),
    (dt.Integer, "BIGINT"),
    (dt.Floating, "DOUBLE"),
    (dt.Decimal, "DOUBLE"),
    (dt.Date, "DATE"),
)
Failures = tuple[type[Exception], ...]


def open_source(source: Source, root: Path, zone: str) -> Opened:  # noqa: ARG001  # what all kinds are opened with
    """Connect and list the tables of the address."""
    assert isinstance(source, DatabaseSource)  # noqa: S101  # what `KINDS` says
    scheme, package, _, _ = DRIVERS[source.kind]
    url = address(source)
    if isinstance(url, Fault):
        return Opened(None, faults=(url,))
    if urlsplit(url).scheme != scheme:
        return Opened(None, faults=(Fault("unreachable-source", f"the `url` does not begin with `{scheme}://`", field="url"),))
    if not _installed(package):
        name = "pyspark" if source.kind == "spark" else source.kind
        help_ = f"install them with `pip install 'ibis-framework[{name}]>=12,<13'`"
        fault = Fault("missing-extra", f"reading `{source.kind}` needs packages that are not installed", help_, "kind")
        return Opened(None, faults=(fault,))
    failures = _failures(source.kind)
    try:
        backend = ibis.connect(url)
        held = _held(backend)
    except failures:
        return Opened(None, faults=(Fault("unreachable-source", "the server does not answer or refuses the login", field="url"),))
    if not held:
        backend.disconnect()
        return Opened(None, faults=(Fault("empty-data", "the address leads to no tables", field="url"),))
    ask = partial(_ask, backend, failures, _secrets(url))
    database = Remote(str(backend.dialect.__name__).lower(), held, ask, backend.disconnect)
    return Opened(database, {name: Table(name, each.columns) for name, each in held.items()})


def _installed(package: str) -> bool:
    parts = package.split(".")
    return all(find_spec(".".join(parts[:count])) is not None for count in range(1, len(parts) + 1))


def _failures(kind: str) -> Failures:
    _, _, module, name = DRIVERS[kind]
    raised: type[Exception] = getattr(import_module(module), name)
    return (raised, IbisError, OSError, RuntimeError)


def _held(backend: SQLBackend) -> dict[str, Held]:
    return {plain_name(name): Held(None, name, _words(backend.table(name).schema())) for name in backend.list_tables()}


def _words(schema: Mapping[str, dt.DataType]) -> dict[str, str]:
    return {name: _word(type_) for name, type_ in schema.items()}


def _word(type_: dt.DataType) -> str:
    """Give a type in DuckDB's words; all that is not known here is text."""
    if isinstance(type_, dt.Timestamp):
        return "TIMESTAMP WITH TIME ZONE" if type_.timezone else "TIMESTAMP"
    return next((word for kind, word in _TYPES if isinstance(type_, kind)), "VARCHAR")


def _secrets(url: str) -> tuple[str, ...]:
    parts = urlsplit(url)
    return tuple(each for each in (url, parts.password, parts.hostname, parts.username) if each)


def _ask(backend: SQLBackend, failures: Failures, secrets: tuple[str, ...], sql: str) -> Answered | Refusal:
    try:
        asked = backend.sql(sql)
        rows: pa.Table = asked.to_pyarrow()
    except failures as error:
        text = str(error).strip().partition("\n")[0]
        for secret in secrets:
            text = text.replace(secret, "…")
        return Refusal("remote", text[:300] or type(error).__name__)
    return rows, _words(asked.schema())

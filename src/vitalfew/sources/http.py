"""Rows from web addresses: JSON, page by page, and sheets published as CSV."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import pyarrow as pa

from vitalfew.model.source import FilesSource, HttpSource, Source
from vitalfew.sources.doubled import settle_doubled
from vitalfew.sources.engine import EngineFailed, open_database
from vitalfew.sources.environment import expand
from vitalfew.sources.fault import Fault
from vitalfew.sources.files import register
from vitalfew.sources.lines import unpack
from vitalfew.sources.opened import Group, Opened, Table
from vitalfew.sources.texttype import DATES, dated, dates_of
from vitalfew.sources.web import MOST_BYTES, WebFault, fetch

KINDS = ("http", "sheet")
TABLE = "rows"
SECRET_HEADERS = frozenset({"authorization", "proxy-authorization", "cookie", "x-api-key", "api-key", "x-auth-token"})


def open_source(source: Source, root: Path, zone: str) -> Opened:  # noqa: ARG001  # what all kinds are opened with
    """Fetch all rows into the engine; they form the table `rows`, which the source's id names too."""
    assert isinstance(source, HttpSource)  # noqa: S101  # what `KINDS` says
    headers = _headers(source)
    url = _address(source)
    for each in (url, headers):
        if isinstance(each, Fault):
            return Opened(None, faults=(each,))
    assert isinstance(url, str)  # noqa: S101  # faults are gone
    assert isinstance(headers, dict)  # noqa: S101  # faults are gone
    try:
        return _rows(source, url, headers, zone) if source.kind == "http" else _sheet(source, url, headers, zone)
    except WebFault as error:
        return Opened(None, faults=(Fault("unreachable-source", str(error), field="url"),))


def _address(source: HttpSource) -> str | Fault:
    if "@" in source.url.partition("://")[2].partition("/")[0] and "${" not in source.url:
        return Fault("written-secret", "the `url` of the source holds a login", field="url")
    return expand(source.url, field="url")


def _headers(source: HttpSource) -> dict[str, str] | Fault:
    found: dict[str, str] = {}
    for name, text in source.headers.items():
        if name.casefold() in SECRET_HEADERS and "${" not in text:
            return Fault("written-secret", f"the header `{name}` of the source holds its secret in plain text", field="headers")
        value = expand(text, field="headers")
        if isinstance(value, Fault):
            return value
        found[name] = value
    return found


def _rows(source: HttpSource, url: str, headers: Mapping[str, str], zone: str) -> Opened:
    texts = [json.dumps(row) for page in _pages(source, url, headers) for row in page]
    if not texts:
        return Opened(None, faults=(Fault("empty-data", "the address answers with no rows", field="url"),))
    database = open_database()
    try:
        database.load(f"{TABLE}/lines", pa.table({"line": pa.array(texts, pa.string())}))
        columns = unpack(database, f'"{TABLE}/lines"', f"{TABLE}/text")
        types = dated(database, TABLE, [*dict.fromkeys((*DATES, *dates_of(source.date_format)))]) if columns else {}
    except EngineFailed as error:
        database.close()
        return Opened(None, faults=(Fault("unreadable-data", f"the rows cannot be read: {error}", field="url"),))
    table = Table(TABLE, types, _aliases(source), source.date_format)
    doubled = settle_doubled(database, table, source.doubled_rows) if types else None
    database.lock([], zone)
    if not types:
        return Opened(database, faults=(Fault("bad-rows", "none of the rows is an object", field="url"),))
    return Opened(database, {TABLE: table}, (doubled,) if doubled else ())


def _aliases(source: HttpSource) -> frozenset[str]:
    return frozenset({source.id.replace("-", "_")})


def _pages(source: HttpSource, url: str, headers: Mapping[str, str]) -> Iterator[list[object]]:
    """Give the rows of page after page; raises WebFault, also where there are more pages than the bound: a part is no whole."""
    left, seen, here = MOST_BYTES, set[str](), url
    for number in range(1, source.pages + 1):
        address = _numbered(here, source.page, number) if source.page else here
        body = fetch(address, headers, accept="application/json", most=left)
        left -= len(body)
        answer = _parsed(body)
        rows = _list(answer, source.rows)
        yield rows
        following = _at(answer, source.next) if source.next else None
        if (source.page is None and not following) or (source.page and not rows):
            return
        if not source.page:
            here = _following(url, here, following)
            if here in seen:
                msg = f"page {number} leads back to a page that was read"
                raise WebFault(msg)
            seen.add(here)
    msg = f"the address has more than {source.pages:,} pages; raise `pages` to read them all"
    raise WebFault(msg)


def _numbered(url: str, name: str, number: int) -> str:
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != name]
    return parts._replace(query=urlencode([*query, (name, str(number))])).geturl()


def _following(first: str, here: str, link: object) -> str:
    """Give the address of the next page, which must lie on the first one's host, since headers are sent along."""
    if not isinstance(link, str):
        msg = "the `next` of a page is no link"
        raise WebFault(msg)
    found = urljoin(here, link)
    if urlsplit(found)[:2] != urlsplit(first)[:2]:
        msg = "the `next` of a page leads to another host"
        raise WebFault(msg)
    return found


def _parsed(body: bytes) -> object:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        msg = "the address answers with what is not JSON"
        raise WebFault(msg) from None


def _at(answer: object, path: str) -> object:
    """Follow keys that are joined by dots; None where one is not there."""
    for key in path.split("."):
        answer = answer.get(key) if isinstance(answer, dict) else None
    return answer


def _list(answer: object, path: str | None) -> list[object]:
    found = _at(answer, path) if path else answer
    if not isinstance(found, list):
        where = f"at `{path}` of the answer" if path else "in the answer; name its key under `rows`"
        msg = f"there is no list of rows {where}"
        raise WebFault(msg)
    if any(not isinstance(each, dict) for each in found):
        msg = "a row of the answer is no object"
        raise WebFault(msg)
    return found


def _sheet(source: HttpSource, url: str, headers: Mapping[str, str], zone: str) -> Opened:
    """Read a published sheet as a CSV file is read."""
    body = fetch(url, headers, accept="text/csv")
    if body.lstrip()[:1] == b"<":
        fault = Fault(
            "unreadable-data", "the address answers with a web page, not with CSV", "publish the sheet as CSV", field="url"
        )
        return Opened(None, faults=(fault,))
    database = open_database()
    with TemporaryDirectory(prefix="vitalfew-") as folder:
        root = Path(folder).resolve()
        (root / "sheet.csv").write_bytes(body)
        like = FilesSource(
            id=source.id,
            kind="files",
            path="sheet.csv",
            decimal=source.decimal,
            date_format=source.date_format,
            doubled_rows=source.doubled_rows,
        )
        group = Group(TABLE, "delimited", (root / "sheet.csv",), _aliases(source))
        tables, faults = register(database, group, like, root)
    tables = [Table(each.name, each.columns, each.aliases, each.date_format) for each in tables]
    database.lock([], zone)
    return Opened(database, {each.name: each for each in tables}, tuple(faults))

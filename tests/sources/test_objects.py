"""Files elsewhere are read as files are, from real servers on this machine: plain HTTP, and one that speaks S3."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from vitalfew.model.source import FilesSource
from vitalfew.sources import objects
from vitalfew.sources.open import open_source
from vitalfew.sources.opened import Opened

CSV = b"day,amount\n2026-01-01,1\n2026-01-02,2\n"
Serve = Callable[[dict[str, bytes]], str]


class _Store(ThreadingHTTPServer):
    """Objects by bucket and key, given by path-style S3 requests; who does not sign them is turned away."""

    objects: dict[str, bytes]
    open_to_all = True


class _Answer(BaseHTTPRequestHandler):
    server: _Store
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # as it is called in the base class
        """Say nothing."""

    def do_HEAD(self) -> None:  # as it is called in the base class
        """Tell an object's size."""
        self._object()

    def do_GET(self) -> None:  # as it is called in the base class
        """Give an object, or list a bucket."""
        query = parse_qs(urlsplit(self.path).query)
        if not self.server.open_to_all and "AWS4-HMAC-SHA256 Credential=reader/" not in self.headers.get("Authorization", ""):
            self._send(403, b"<Error><Code>AccessDenied</Code></Error>")
        elif "list-type" in query:
            self._list(unquote(urlsplit(self.path).path).strip("/"), query.get("prefix", [""])[0])
        else:
            self._object()

    def _list(self, bucket: str, prefix: str) -> None:
        found = {
            key.removeprefix(f"{bucket}/"): body for key, body in self.server.objects.items() if key.startswith(f"{bucket}/")
        }
        entries = "".join(
            f"<Contents><Key>{escape(key)}</Key><Size>{len(body)}</Size><LastModified>2026-01-01T00:00:00Z</LastModified></Contents>"
            for key, body in sorted(found.items())
            if key.startswith(prefix)
        )
        self._send(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{entries}</ListBucketResult>".encode())

    def _object(self) -> None:
        body = self.server.objects.get(unquote(urlsplit(self.path).path).strip("/"))
        if body is None:
            self._send(404, b"")
            return
        asked = self.headers.get("Range", "")
        if not asked:
            self._send(200, body)
            return
        first, _, last = asked.removeprefix("bytes=").partition("-")
        end = min(int(last or len(body)), len(body) - 1)
        self._send(206, body[int(first) : end + 1], f"bytes {first}-{end}/{len(body)}")

    def _send(self, status: int, body: bytes, part: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if part:
            self.send_header("Content-Range", part)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Store]:
    """A store on this machine, and an environment that names it."""
    made = _Store(("127.0.0.1", 0), _Answer)
    made.objects = {}
    Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setenv("AWS_ENDPOINT_URL", _url(made))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "reader")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "not-to-be-seen")
    monkeypatch.setenv("AWS_REGION", "eu-west-1")
    yield made
    made.shutdown()
    made.server_close()


def _url(store: _Store) -> str:
    return f"http://127.0.0.1:{store.server_address[1]}"


def _opened(root: Path, path: str) -> Opened:
    return open_source(FilesSource(id="shop", kind="files", path=path), root, "UTC")


def _totals(opened: Opened) -> dict[str, object]:
    assert opened.faults == ()
    assert opened.database is not None
    found = {name: opened.database.row(f'SELECT sum(amount) FROM "{name}"')[0] for name in opened.tables}
    opened.database.close()
    return found


def _parquet(folder: Path) -> bytes:
    pq.write_table(pa.table({"day": ["2026-01-01"], "amount": [40]}), folder / "made.parquet")
    return (folder / "made.parquet").read_bytes()


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_file_at_a_web_address_is_read_by_its_ending(tmp_path: Path, store: _Store, ending: str) -> None:
    store.objects = {f"out/orders.{ending}": CSV if ending == "csv" else _parquet(tmp_path)}
    found = _totals(_opened(tmp_path, f"{_url(store)}/out/orders.{ending}?version=2"))
    assert found == {"orders": 3 if ending == "csv" else 40}


@pytest.mark.parametrize(
    ("path", "totals"),
    [
        ("s3://lake/sales/orders-*.csv", {"orders": 8}),
        ("s3://lake/sales/visits.parquet", {"visits": 40}),
        ("s3://lake/**/*.csv", {"sales": 8, "returns": 3}),
        ("s3://lake/sales/orders-2026-0[1].csv", {"orders": 3}),
    ],
)
def test_objects_that_match_form_tables_as_files_do(tmp_path: Path, store: _Store, path: str, totals: dict[str, int]) -> None:
    store.objects = {
        "lake/sales/orders-2026-01.csv": CSV,
        "lake/sales/orders-2026-02.csv": b"day,amount\n2026-02-01,5\n",
        "lake/sales/visits.parquet": _parquet(tmp_path),
        "lake/returns/all.csv": CSV,
        "lake/sales/../../out.csv": CSV,
    }
    assert _totals(_opened(tmp_path, path)) == totals


def test_who_may_not_read_is_told_so_without_the_key(tmp_path: Path, store: _Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.objects, store.open_to_all = {"lake/orders.csv": CSV}, False
    assert _totals(_opened(tmp_path, "s3://lake/*.csv")) == {"orders": 3}
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "stranger")
    (fault,) = _opened(tmp_path, "s3://lake/*.csv").faults
    assert (fault.slug, fault.message) == ("unreachable-source", "the object store answers `ACCESS_DENIED`")


@pytest.mark.parametrize(
    ("path", "slug", "words"),
    [
        ("s3://lake/nothing-*.csv", "missing-file", "no object matches `s3://lake/nothing-*.csv`"),
        ("s3://lake/nothing.csv", "missing-file", "no object matches"),
        ("s3://key:secret@lake/orders.csv", "written-secret", "holds a login"),
        ("{url}/nothing.csv", "unreachable-source", "answers with status 404"),
        ("{url}/", "unreadable-data", "names no file"),
        ("s3://lake/*.csv", "unreadable-data", "matches 2 objects of 74 bytes, beyond"),
    ],
)
def test_what_cannot_be_fetched_is_a_finding(
    tmp_path: Path, store: _Store, monkeypatch: pytest.MonkeyPatch, path: str, slug: str, words: str
) -> None:
    monkeypatch.setattr(objects, "MOST_BYTES", 70)
    store.objects = {"lake/orders.csv": CSV, "lake/more.csv": CSV}
    (fault,) = _opened(tmp_path, path.format(url=_url(store))).faults
    assert (fault.slug, words in fault.message) == (slug, True)


def test_the_engine_itself_never_reaches_out(tmp_path: Path, store: _Store) -> None:
    store.objects = {"lake/orders.parquet": _parquet(tmp_path)}
    opened = _opened(tmp_path, "s3://lake/orders.parquet")
    assert opened.database is not None
    refused = opened.database.run(f"SELECT * FROM read_csv('{_url(store)}/lake/orders.parquet')")
    assert "permission" in str(refused).lower() or "disabled" in str(refused).lower()
    opened.database.close()

"""How long each page of the demo and of 1,000 KPIs takes one real server, what it sends, and how many it answers in a second.

One process serves each workspace on this machine; a client on one connection asks for each page in turn, as browsers do packed.
`median_ms` and `p99_ms` are from the last byte sent to the last received; `times` is the median over that of a bare answer of
FastAPI, asked for in the same run. `statements` are what a page asks the database, `kb` what it is long, `sent_kb` what is sent.

`states`: how long the first answer takes after the start, the next one after a run has measured one KPI, and after a file of the
framework was written; `first_mib` is the memory of the process when each page was shown once, `last_mib` after all rounds,
`loaded_mib` after the thousands of requests of `loads`.
`loads`: what wrk gets in a second on eight connections, and its own median and 99th percentile.
"""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from statistics import median, quantiles
from zlib import MAX_WBITS, decompress

from sqlalchemy import Engine, event
from starlette.testclient import TestClient

from bench.frameworks import TODAY, framework_texts, observations
from vitalfew.demo.organisation import write_demo
from vitalfew.store.change import Run
from vitalfew.store.observations import Observations
from vitalfew.web.app import make_app
from vitalfew.web.page import pages
from vitalfew.workspace import STORE, Workspace

KPIS, ROUNDS, SECONDS = 1_000, 60, 5
LIMITS_KB = {"/": 150, "/kpi": 450}
"""What a first look may send: a page without a chart, and one with, in thousands of bytes."""
HOST, CONNECTIONS, PATIENCE = "127.0.0.1", 8, 60
Row = dict[str, object]


def figures(share: float) -> dict[str, object]:
    """Give what each page takes and sends; the workspace and the rounds are cut by `share`."""
    rounds = max(2, round(ROUNDS * share))
    rows: list[Row] = []
    states: list[Row] = []
    loads: list[Row] = []
    sent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        bare = _bare(rounds, loads, share)
        for name, made in (("demo", _demo), ("large", _large)):
            root = Path(folder) / name
            workspace = made(root, share)
            kpis = {"workspace": name, "kpis": len(workspace.framework.current_kpis)}
            workspace.store.close()
            with _served("vitalfew", "-C", str(root), "serve", "--no-open", "--port") as (process, port):
                client = Client(port)
                first = client.timed("/").ms
                found, memory = _rows(client, rounds, process.pid, bare)
                rows += [{**kpis, **row} for row in found]
                paths = ("/", client.first("kpi"), "/map")
                sent |= {path: _first_look(client, path) for path in paths[:2]} if name == "demo" else {}
                states.append({**kpis, "first_ms": round(first, 1), **_changed(client, root), **memory})
                loads += [{"workspace": name, **_load(port, path, share)} for path in paths[: 3 if share >= 0.5 else 0]]
                states[-1]["loaded_mib"] = _mib(process.pid)
            _count(root, [row for row in rows if row["workspace"] == name])
    slowest = max(rows, key=lambda row: float(str(row["median_ms"])))
    return {
        "bench": "web",
        "rounds": rounds,
        "bare_ms": round(bare, 2),
        "rows": rows,
        "slowest": f"{slowest['page']} of the {slowest['workspace']} workspace",
        "states": states,
        "loads": [each for each in loads if each.get("per_s")] or "wrk is not installed here",
        "first_look_kb": {f"/{path.split('/')[1]}": round(size, 1) for path, size in sent.items()},
        "limits_kb": LIMITS_KB,
    }


def _demo(folder: Path, _: float) -> Workspace:
    write_demo(folder)
    workspace = Workspace.open(folder)
    workspace.measure()
    return workspace


def _large(folder: Path, share: float) -> Workspace:
    kpis = max(10, round(KPIS * share))
    for path, text in framework_texts(kpis).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    Observations(folder / STORE).record(observations(kpis), Run("bench", _now(), TODAY), findings=(), kpis=())
    return Workspace.open(folder)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


@contextmanager
def _served(module: str, *words: str) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run a server as users do, until it answers, and give its process and its port, which is the last word."""
    with socket.create_server((HOST, 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", module, *words, str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        until = time.monotonic() + PATIENCE
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                sys.exit(f"{module} does not answer")
            time.sleep(0.05)
        yield process, port
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _answers(port: int) -> bool:
    try:
        socket.create_connection((HOST, port), 1).close()
    except OSError:
        return False
    return True


class Answer:
    """An answer: how long it took, what was sent, and what that says."""

    def __init__(self, response: HTTPResponse, ms: float, body: bytes) -> None:
        self.status, self.ms, self.sent = response.status, ms, len(body)
        is_packed = response.getheader("content-encoding") == "gzip"
        self.body = decompress(body, 16 + MAX_WBITS) if is_packed else body


class Client:
    """Asks on one connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=PATIENCE)

    def timed(self, path: str) -> Answer:
        """Ask, and wait for all of the answer."""
        start = time.perf_counter()
        self._connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
        response = self._connection.getresponse()
        body = response.read()
        if response.status != 200:
            sys.exit(f"{path} was answered by {response.status}")
        return Answer(response, (time.perf_counter() - start) * 1000, body)

    def first(self, kind: str) -> str:
        """Give the address of the first thing of a kind that the map leads to."""
        found = re.search(rf'href="(/{kind}/[^"]+)"', self.timed("/map").body.decode())
        return found[1] if found else "/map"


def _bare(rounds: int, loads: list[Row], share: float) -> float:
    with _served("uvicorn", "bench.bare:app", "--log-level", "warning", "--port") as (_, port):
        client = Client(port)
        client.timed("/")
        taken = median(client.timed("/").ms for _ in range(rounds))
        loads.append({"workspace": "bare", **_load(port, "/", share)})
        return taken


def _rows(client: Client, rounds: int, pid: int, bare: float) -> tuple[list[Row], Row]:
    plain = [page.path for page in pages() if "{" not in page.path]
    paths = (*plain, client.first("kpi"), client.first("objective"))
    for path in paths:
        client.timed(path)
    before = _mib(pid)
    rows = [_row(client, path, rounds, bare) for path in paths]
    return rows, {"first_mib": before, "last_mib": _mib(pid)}


def _row(client: Client, path: str, rounds: int, bare: float) -> Row:
    answers = [client.timed(path) for _ in range(rounds)]
    times, answer = [each.ms for each in answers], answers[-1]
    return {
        "page": path,
        "status": answer.status,
        "median_ms": round(median(times), 1),
        "p99_ms": round(quantiles(times, n=100, method="inclusive")[98], 1),
        "times": round(median(times) / bare, 1),
        "kb": round(len(answer.body) / 1000, 1),
        "sent_kb": round(answer.sent / 1000, 1),
    }


def _mib(pid: int) -> int:
    """Give the memory that a process holds; 0 where the system does not say."""
    status = Path(f"/proc/{pid}/status")
    found = re.search(r"VmRSS:\s*(\d+)", status.read_text()) if status.is_file() else None
    return int(found[1]) // 1024 if found else 0


def _changed(client: Client, root: Path) -> Row:
    """Time the next answer after one KPI was measured, and after a file was written."""
    run = Run("later", _now(), TODAY)
    Observations(root / STORE).record(observations(1, 8), run, findings=(), kpis=("kpi-0",))
    after_run = client.timed("/").ms
    (root / "framework" / "later.yaml").write_text("people: [{id: later, name: Later}]\n", encoding="utf-8")
    return {"after_run_ms": round(after_run, 1), "after_file_ms": round(client.timed("/").ms, 1)}


def _count(root: Path, rows: list[Row]) -> None:
    """Say of each page how many statements it asks the database, once it was shown before."""
    asked: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    with TestClient(make_app(Workspace.open(root)), base_url="http://localhost") as client:
        for row in rows:
            client.get(str(row["page"]))
            asked.clear()
            client.get(str(row["page"]))
            row["statements"] = len(asked)
    event.remove(Engine, "before_cursor_execute", note)


def _load(port: int, path: str, share: float) -> Row:
    """Give what wrk gets of a page; nothing where it is not installed."""
    program = shutil.which("wrk")
    if program is None:
        return {}
    seconds = max(1, round(SECONDS * share))
    command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "-H", "Accept-Encoding: gzip"]
    done = subprocess.run([*command, f"http://{HOST}:{port}{path}"], capture_output=True, encoding="utf-8", check=True).stdout
    latencies = {
        f"load_{name}_ms": _ms(rf"{share_}%\s+([\d.]+)(us|ms|s)", done) for name, share_ in (("median", 50), ("p99", 99))
    }
    per_s = re.search(r"Requests/sec:\s+([\d.]+)", done)
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", done)
    return {"page": path, "per_s": float(per_s[1]) if per_s else 0, **latencies, "failed": int(failed[1]) if failed else 0}


def _ms(pattern: str, text: str) -> float | None:
    found = re.search(pattern, text)
    return round(float(found[1]) * {"us": 0.001, "ms": 1, "s": 1000}[found[2]], 1) if found else None


def _first_look(client: Client, path: str) -> float:
    """Give the thousands of bytes of a page with its style, scripts, icon and preloaded font, as they go over the wire."""
    html = client.timed(path)
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html.body.decode()))
    return (html.sent + sum(client.timed(part).sent for part in parts)) / 1000

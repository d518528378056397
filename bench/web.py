"""How long the server takes for each page of the demo and of 1,000 KPIs, and how much a first look sends.

Pages are asked for in the process itself, so that no network is timed.
The first answer, which reads and judges everything, is told apart.
"""

from __future__ import annotations

import re
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles

from starlette.testclient import TestClient

from bench.frameworks import TODAY, framework_texts, observations
from vitalfew.demo.organisation import write_demo
from vitalfew.store.change import Run
from vitalfew.store.observations import Observations
from vitalfew.web.app import make_app
from vitalfew.web.page import pages
from vitalfew.workspace import STORE, Workspace

KPIS, ROUNDS = 1_000, 60
LIMITS_KB = {"/": 150, "/kpi": 450}
"""What a first look may send: a page without a chart, and one with, in thousands of bytes."""
HOME = "http://localhost"


def figures(share: float) -> dict[str, object]:
    """Give milliseconds per page and what a first look sends; the workspace and the rounds are cut by `share`."""
    rounds = max(2, round(ROUNDS * share))
    rows: list[dict[str, object]] = []
    sent: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        for name, workspace in (("demo", _demo(Path(folder) / "demo")), ("large", _large(Path(folder) / "large", share))):
            kpis = len(workspace.framework.current_kpis)
            with TestClient(make_app(workspace), base_url=HOME) as client:
                rows += [{"workspace": name, "kpis": kpis, **row} for row in _rows(client, rounds)]
                if name == "demo":
                    sent = {path: _first_look(client, path) for path in ("/", _first(client, "kpi"))}
            workspace.store.close()
    slowest = max(rows, key=lambda row: float(str(row["median_ms"])))
    return {
        "bench": "web",
        "rounds": rounds,
        "rows": rows,
        "slowest": f"{slowest['page']} of the {slowest['workspace']} workspace",
        "first_look_kb": {f"/{path.split('/')[1]}": round(size, 1) for path, size in sent.items()},
        "limits_kb": LIMITS_KB,
    }


def _demo(folder: Path) -> Workspace:
    write_demo(folder)
    workspace = Workspace.open(folder)
    workspace.measure()
    return workspace


def _large(folder: Path, share: float) -> Workspace:
    kpis = max(10, round(KPIS * share))
    for path, text in framework_texts(kpis).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(text)
    run = Run("bench", datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC), TODAY)
    Observations(folder / STORE).record(observations(kpis), run, findings=(), kpis=())
    return Workspace.open(folder)


def _first(client: TestClient, kind: str) -> str:
    """Give the address of the first thing of a kind that the map leads to."""
    found = re.search(rf'href="(/{kind}/[^"]+)"', client.get("/map").text)
    return found[1] if found else "/map"


def _rows(client: TestClient, rounds: int) -> list[dict[str, object]]:
    plain = [page.path for page in pages() if "{" not in page.path]
    return [_row(client, path, rounds) for path in (*plain, _first(client, "kpi"), _first(client, "objective"))]


def _row(client: TestClient, path: str, rounds: int) -> dict[str, object]:
    first, *others = [_timed(client, path) for _ in range(rounds + 1)]
    answer = client.get(path)
    return {
        "page": path,
        "status": answer.status_code,
        "first_ms": round(first, 1),
        "median_ms": round(median(others), 1),
        "p99_ms": round(quantiles(others, n=100, method="inclusive")[98], 1),
        "kb": round(len(answer.content) / 1000, 1),
    }


def _timed(client: TestClient, path: str) -> float:
    start = time.perf_counter()
    client.get(path)
    return (time.perf_counter() - start) * 1000


def _first_look(client: TestClient, path: str) -> float:
    """Give the thousands of bytes of a page with its style, scripts, icon and preloaded font, as they go over the wire."""
    html = client.get(path)
    parts = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', html.text))
    return (_size(client, path) + sum(_size(client, part) for part in parts)) / 1000


def _size(client: TestClient, path: str) -> int:
    """Give the bytes of an answer's body as they are sent, packed where the server packs them."""
    with client.stream("GET", path) as answer:
        return sum(len(part) for part in answer.iter_raw())

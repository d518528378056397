"""200 people at once for two minutes, at two processes on PostgreSQL: how long pages take, and whether what was written is there.

The server is `vitalfew serve` as anybody starts it, PostgreSQL one of its own as durable as by default, the people are a program
of their own (`bench.load_users`); all three share this machine. Everybody is signed in beforehand. Afterwards each write is
looked for: `lost` are those that were confirmed and are not there, `doubled` those that are there more than once or that nobody
was told of, `errors` answers that are not the one that is right, such as an unexpected status or none within a minute.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from typing import Any

from vitalfew.demo.organisation import write_demo
from vitalfew.model.entry import FOLDER
from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.comments import comments
from vitalfew.store.accounts import Grant, add_account, set_grants
from vitalfew.store.entry import kept
from vitalfew.store.sessions import open_session
from vitalfew.workspace import Workspace

PEOPLE, SECONDS, PROCESSES, ENTERING = 200, 120, 2, 40
THINKS = 9.0
"""Seconds that somebody looks at an answer before asking for the next thing, on average; less where there is less time."""
PERIOD = "2026-W25"
ROOT = Path(__file__).parents[1]


def figures(share: float) -> dict[str, object]:
    """Give milliseconds by page and what became of each write; people and seconds are cut by `share`."""
    from bench.server import programs, server

    folder = programs()
    if folder is None:
        return {"bench": "load", "skipped": "no PostgreSQL server is installed here"}
    people, seconds = max(4, round(PEOPLE * share)), max(4.0, SECONDS * share)
    with tempfile.TemporaryDirectory() as room, server(folder) as url, _settings(url):
        workspace = _workspace(Path(room) / "meridian", people)
        told = {"people": _sign_in(workspace, people), "seconds": seconds, "thinks": min(THINKS, seconds / 8)}
        with _served(workspace, Path(room) / "said") as base:
            start = time.perf_counter()
            seen = _run({**told, "base": base})
            took = time.perf_counter() - start
        found = checked(workspace, seen)
        workspace.store.close()
    errors = Counter(f"{page}: {said}" for page, said, _ in seen["asked"] if said)
    return {
        "bench": "load",
        "people": people,
        "seconds": round(took, 1),
        "processes": PROCESSES,
        "requests": len(seen["asked"]),
        "per_second": round(len(seen["asked"]) / took, 1),
        "errors": sum(errors.values()),
        "said": dict(errors.most_common(5)),
        **found,
        "rows": _rows(seen["asked"]),
    }


@contextmanager
def _settings(url: str) -> Iterator[None]:
    """Have this process and those it starts keep what is decided on a server."""
    settings = {"VITALFEW_DATABASE_URL": url, "VITALFEW_WORKSPACE": "load"}
    before = {name: os.environ.get(name) for name in settings}
    os.environ.update(settings)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            os.environ.update({name: value} if value is not None else {})


def _workspace(folder: Path, people: int) -> Workspace:
    """Have the demo organisation with as many more people, some of whom enter a KPI's values by hand."""
    write_demo(folder)
    (folder / "framework" / "load.yaml").write_text("\n".join(_lines(people)), encoding="utf-8")
    workspace = Workspace.open(folder)
    workspace.measure()
    return workspace


def _lines(people: int) -> Iterator[str]:
    entering = range(min(ENTERING, people))
    yield "sources:\n  - {id: by-hand, kind: manual}\npeople:"
    yield from (f"  - {{id: p{each}, name: Person {each}, org_unit: meridian}}" for each in range(people))
    yield "measures:"
    yield from (
        f"  - {{id: h{each}_entered, source: by-hand, table: h{each}, date: date, value: sum(value)}}" for each in entering
    )
    yield "kpis:"
    for each in entering:
        yield f"  - {{id: h{each}, name: By hand {each}, definition: Counted by hand, formula: h{each}_entered, every: week,"
        yield f"     org_unit: meridian, level: team, direction: up, target: {{at_least: 500}}, threshold: 100, owner: p{each}}}"


def _sign_in(workspace: Workspace, people: int) -> list[Mapping[str, object]]:
    """Make an account and a session for everybody: hashing 200 passwords is timed nowhere."""
    at, own = datetime.now(UTC), [kpi.id for kpi in workspace.framework.current_kpis if not re.fullmatch(r"h\d+", kpi.id)]
    seen = [kpi for kpi in own if kpi not in workspace.unseen]
    found: list[Mapping[str, object]] = []
    with workspace.store.writing() as transaction:
        for number in range(people):
            account = add_account(transaction, f"p{number}@meridian.example", person=f"p{number}", at=at)
            set_grants(transaction, account.id, [Grant("administrator" if number == 0 else "owner")])
            cookie = open_session(transaction, account.id, at=at, agent="a program")
            kpi = f"h{number}" if number < ENTERING else ""
            found.append({"name": f"p{number}", "cookie": cookie, "kpi": kpi, "period": PERIOD, "looks_at": seen})
    return found


@contextmanager
def _served(workspace: Workspace, said: Path) -> Iterator[str]:
    """Start the server and give its address; it must end in order."""
    command = [sys.executable, "-m", "vitalfew", "-C", str(workspace.root), "serve", "--no-open", "--port", "0"]
    with said.open("wb") as stream:
        process = subprocess.Popen([*command, "--processes", str(PROCESSES), "--log", "json"], stderr=stream)
    try:
        while not (found := re.search(rb"http://127\.0\.0\.1:\d+", said.read_bytes())):
            if process.poll() is not None:
                raise RuntimeError(said.read_text(encoding="utf-8"))
            time.sleep(0.1)
        yield found.group().decode()
        process.send_signal(signal.SIGTERM)
        if process.wait(60) != 0:
            raise RuntimeError(said.read_text(encoding="utf-8")[-2000:])
        _see_no_fault(said)
    finally:
        process.kill()
        process.wait()


def _see_no_fault(said: Path) -> None:
    for line in said.read_text(encoding="utf-8").splitlines():
        if '"level": "error"' in line:
            print(line, file=sys.stderr)


def _run(told: Mapping[str, object]) -> dict[str, Any]:
    command = [sys.executable, "-m", "bench.load_users"]
    done = subprocess.run(command, cwd=ROOT, input=json.dumps(told), capture_output=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def checked(workspace: Workspace, seen: Mapping[str, Any]) -> dict[str, int]:
    """Look for each write that was confirmed, and for those that were not."""
    said, promised, finished, values = seen["comments"], seen["promised"], seen["finished"], seen["values"]
    with workspace.reading() as desk:
        there = Counter(
            (kpi.id, each.text) for kpi in workspace.framework.current_kpis for each in comments(desk, kpi.ref) if each.text
        )
        done = {each.id: each for each in actions(desk)}
    wanted = [*map(tuple, said)]
    lost: list[object] = [each for each in wanted if not there[each]]
    lost += [id_ for id_, text in promised if id_ not in done or done[id_].text != text]
    lost += [id_ for id_ in finished if id_ not in done or done[id_].state != "done"]
    entered = {kpi: [each.value for each in kept(workspace.root / FOLDER / f"{kpi}.csv")] for kpi in values}
    texts = Counter(each.text for each in done.values())
    is_sure = not any(said for page, said, _ in seen["asked"] if page == "say")
    doubled = sum(there[each] - 1 for each in wanted if there[each]) + sum(max(0, texts[text] - 1) for _, text in promised)
    doubled += sum(not _is_within(entered[kpi], [value for value, _ in values[kpi]]) for kpi in values)
    doubled += len(set(there) - set(wanted)) if is_sure else 0
    sure = {kpi: [value for value, is_sure in each if is_sure] for kpi, each in values.items()}
    lost += [kpi for kpi in values if not _is_within(sure[kpi], entered[kpi])]
    lost += _unshown(workspace, entered)
    return {
        "writes": len(wanted) + len(promised) + len(finished) + sum(map(len, sure.values())),
        "lost": len(lost),
        "doubled": doubled,
    }


def _is_within(few: Sequence[float], many: Sequence[float]) -> bool:
    """Tell whether some values stand among others in this order."""
    left = iter(many)
    return all(any(value == other for other in left) for value in few)


def _unshown(workspace: Workspace, values: Mapping[str, Sequence[float]]) -> list[str]:
    """Give KPIs whose last value is not the one that is measured."""
    rows = Workspace.open(workspace.root).observations.latest().to_pylist()
    found = {row["kpi"]: row["value"] for row in rows if row["kpi"] in values and row["grain"] == "week"}
    return [kpi for kpi, given in values.items() if given and found.get(kpi) != given[-1]]


def _rows(asked: Sequence[tuple[str, str, float]]) -> list[dict[str, object]]:
    times: dict[str, list[float]] = defaultdict(list)
    for page, _, took in asked:
        times[page].append(took * 1000)
    return [_row(page, each) for page, each in sorted(times.items())]


def _row(page: str, times: Sequence[float]) -> dict[str, object]:
    cuts = quantiles([*times, *times], n=100, method="inclusive")
    named = {f"p{cut}_ms": round(cuts[cut - 1]) for cut in (50, 95, 99)}
    return {"page": page, "asked": len(times), **named, "max_ms": round(max(times))}

"""`vitalfew measure` killed at random moments: nothing is lost, nothing doubled, and what was kept is not measured anew.

Five sources are measured again, since late rows change every day of them. Each kill (SIGKILL) falls into another part of the
length of the run, at a moment drawn within it; the next run ends, and what the store then holds is compared with what it holds
after a run that nobody killed: `lost` are observations that are not there, `doubled` those recorded more often.
`torn` counts KPIs that are neither as before nor as after it in the moment of the kill, `in_parts` the kills before which some
had been kept, `kept_kpis` those, and `resumed_kpis` those of them that the next run did not measure again.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

from vitalfew.store.change import KEY
from vitalfew.store.ledger import read_entries
from vitalfew.store.observations import Observations

ROWS, MOMENTS, TILLS, SEED = 1_000_000, 20, 5, 7
FIRST, DAYS = date(2022, 1, 1), 1_500
TODAY = FIRST + timedelta(days=DAYS + 20)
LISTS = {
    "sources": "{{id: till-{0}, kind: files, path: data/till-{0}.csv}}",
    "measures": "{{id: takings_{0}, source: till-{0}, date: day, value: sum(amount), by: [region]}}\n"
    "  - {{id: sales_{0}, source: till-{0}, date: day, value: count(*)}}",
    "kpis": "{{id: revenue-{0}, formula: takings_{0}, every: day}}\n"
    "  - {{id: basket-{0}, formula: takings_{0} / sales_{0}, every: week}}",
}
SAID = [*KEY, "complete", "value", "numerator", "denominator", "missing", "recipe"]
State = dict[str, set[tuple[object, ...]]]


def figures(share: float) -> dict[str, object]:
    """Kill a run at 20 moments of measuring 10^6 rows; `share` cuts both."""
    rows, moments = round(ROWS * share), max(1, round(MOMENTS * share))
    with tempfile.TemporaryDirectory() as folder:
        root, clean = Path(folder) / "killed", Path(folder) / "clean"
        _write(root, rows)
        _measure(root).communicate()
        before = _state(root)
        _restate(root)
        shutil.copytree(root, clean)
        start = time.perf_counter()
        _measure(clean).communicate()
        seconds, after = time.perf_counter() - start, _state(clean)
        chance, found = random.Random(SEED), Counter[str]()
        for place in range(moments):
            found += _kill(root, seconds * (place + chance.random()) / moments, (before, after), _recorded(clean))
    names = ("kills", "in_parts", "kept_kpis", "resumed_kpis", "ended", "torn", "lost", "doubled")
    counts = {"fact_rows": rows, "kpis": len(after), "observations": sum(map(len, after.values()))}
    return {
        "bench": "kill",
        "share": share,
        "seed": SEED,
        **counts,
        "measure_s": round(seconds, 2),
        "rows": [{name: found[name] for name in names}],
    }


def _write(root: Path, rows: int) -> None:
    (root / "framework").mkdir(parents=True)
    (root / "data").mkdir()
    lists = (f"{name}:\n" + "".join(f"  - {each.format(till)}\n" for till in range(TILLS)) for name, each in LISTS.items())
    (root / "framework" / "main.yaml").write_text(f"calendar: {{today: {TODAY}}}\n{''.join(lists)}", encoding="utf-8")
    each = rows // TILLS
    for till in range(TILLS):
        lines = (f"{FIRST + timedelta(days=i * DAYS // each)},r{i % 7},{i % 97 + till}\n" for i in range(each))
        (root / "data" / f"till-{till}.csv").write_text("day,region,amount\n" + "".join(lines), encoding="utf-8")


def _restate(root: Path) -> None:
    """Let late rows change every day's numbers."""
    late = "".join(f"{FIRST + timedelta(days=day)},r1,1\n" for day in range(DAYS))
    for file in root.glob("data/*.csv"):
        with file.open("a", encoding="utf-8") as stream:
            stream.write(late)


def _measure(root: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "vitalfew", "-C", str(root), "measure", "--format", "json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


def _kill(root: Path, moment: float, states: tuple[State, State], recorded: int) -> Counter[str]:
    """Start measuring, kill it after some seconds, look at the store, let the next run end, look again, and take all back."""
    kept = root.with_name("kept")
    shutil.copytree(root / ".vitalfew", kept)
    process = _measure(root)
    time.sleep(moment)
    process.kill()
    process.communicate()
    before, after = states
    state, ended = _state(root), read_entries(root / ".vitalfew" / "runs")[-1].part is None
    new = [kpi for kpi in after if state.get(kpi) == after[kpi]]
    torn = [kpi for kpi in after if kpi not in new and state.get(kpi) != before[kpi]]
    since = json.loads(_measure(root).communicate()[0])["since"]
    resumed = [
        kpi for kpi in new if date.fromisoformat(since.get(f"kpi:{kpi}", FIRST.isoformat())) >= FIRST + timedelta(days=DAYS)
    ]
    state = _state(root)
    lost = sum(len(rows - state.get(kpi, set())) for kpi, rows in after.items())
    doubled = _recorded(root) - recorded + lost
    shutil.rmtree(root / ".vitalfew")
    kept.rename(root / ".vitalfew")
    parts = {"in_parts": 1, "kept_kpis": len(new), "resumed_kpis": len(resumed)} if new and len(new) < len(after) else {}
    whole = {"ended": 1} if ended and len(new) == len(after) else {}
    return Counter({"kills": 1, "torn": len(torn), "lost": lost, "doubled": doubled, **parts, **whole})


def _state(root: Path) -> State:
    table = Observations(root / ".vitalfew").latest()
    found: State = {}
    for row in zip(*(table[name].to_pylist() for name in SAID), strict=True):
        found.setdefault(str(row[0]), set()).add(row)
    return found


def _recorded(root: Path) -> int:
    """Count all rows that any run has recorded."""
    return sum(entry.segment.rows for entry in read_entries(root / ".vitalfew" / "runs") if entry.segment)

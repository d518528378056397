"""What formulas were last computed from: one JSON file beside the store, written whole by `measure` as the summary is.

A measuring run puts its own in the place of the earlier; what it did not measure again stays.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path

from vitalfew.model.leaves import Leaves, leaves_shown
from vitalfew.store.segment import write_whole

VERSION = 1
FILE = "leaves.json"


def write_leaves(folder: Path, leaves: Mapping[str, Leaves], kpis: Collection[str]) -> None:
    """Put them in place beside what is known of other KPIs that there are; `folder` is the workspace's `.vitalfew`."""
    known = {kpi: each for kpi, each in {**read_leaves(folder), **leaves}.items() if kpi in kpis}
    content = {
        "version": VERSION,
        "kpis": {kpi: [each.recipe, each.number, dict(each.values)] for kpi, each in known.items()},
    }
    write_whole(folder / FILE, json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())


def leaves_of(folder: Path, unseen: Collection[str]) -> dict[str, Leaves]:
    """Give what may be shown to whoever may not see the figures of some KPIs."""
    return leaves_shown(read_leaves(folder), unseen)


def read_leaves(folder: Path) -> dict[str, Leaves]:
    """Give them by KPI; nothing where nothing was measured, or by a release that writes another file."""
    try:
        content = json.loads((folder / FILE).read_bytes())
        return {kpi: Leaves(*each) for kpi, each in content["kpis"].items()} if content["version"] == VERSION else {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}  # files are renamed into place whole, so this one was not written by us

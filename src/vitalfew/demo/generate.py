"""The demo's data: raw tables of two years, drawn from one seed, and the files they are exported to.

Every form of file that a source reads is used: Parquet from the shop and the roastery, CSV from the tills and from the
hand-kept list, gzip CSV from the help desk, JSON lines from the survey tool.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from vitalfew.demo.care import surveys, tickets
from vitalfew.demo.clock import WEEKS, at
from vitalfew.demo.market import market
from vitalfew.demo.order import order_tables
from vitalfew.demo.roastery import roasting_batches, supplier_scores
from vitalfew.demo.shop import app_downloads, till_days
from vitalfew.demo.staff import leads, staff, training_sessions
from vitalfew.demo.subscription import subscription_table
from vitalfew.demo.truth import SEED

Progress = Callable[[str, int, int], None]

FORMS = {"till_days": "csv", "app_downloads": "csv", "supplier_scores": "csv", "tickets": "csv.gz", "surveys": "jsonl"}
"""How a table is exported, where not as Parquet."""


def tables(seed: int = SEED) -> dict[str, pa.Table]:
    """Draw every table; the same seed gives the same rows. Each subject has a stream of its own, so that one may change alone."""
    names = ("market", "orders", "subscriptions", "shops", "care", "roastery", "people", "leads")
    streams = dict(zip(names, np.random.SeedSequence(seed).spawn(len(names)), strict=True))
    random = {name: np.random.default_rng(stream) for name, stream in streams.items()}
    forces = market(random["market"])
    return {
        **order_tables(random["orders"], forces),
        "subscriptions": subscription_table(random["subscriptions"]),
        "till_days": till_days(random["shops"]),
        "app_downloads": app_downloads(random["shops"]),
        "tickets": tickets(random["care"]),
        "surveys": surveys(random["care"]),
        "roasting_batches": roasting_batches(random["roastery"], forces),
        "supplier_scores": supplier_scores(random["roastery"]),
        "staff": staff(random["people"]),
        "training_sessions": training_sessions(random["people"]),
        "leads": leads(random["leads"], at(forces.qualified_leads, np.arange(WEEKS))),
    }


def write_data(folder: Path, *, progress: Progress | None = None) -> None:
    """Draw the tables and write each into a file of its name below `folder`, which is made."""
    folder.mkdir(parents=True)
    drawn = tables()
    for done, (name, table) in enumerate(drawn.items()):
        if progress:
            progress(f"{name}: {table.num_rows:,} rows", done, len(drawn))
        form = FORMS.get(name, "parquet")
        _WRITERS[form](table, folder / f"{name}.{form}")
    if progress:
        progress("data written", len(drawn), len(drawn))


def _write_parquet(table: pa.Table, path: Path) -> None:
    pa.parquet.write_table(table, path, compression="zstd")


def _write_csv(table: pa.Table, path: Path) -> None:
    pa.csv.write_csv(table, path)


def _write_gzip(table: pa.Table, path: Path) -> None:
    with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0) as file:  # no clock inside
        pa.csv.write_csv(table, file)


def _write_lines(table: pa.Table, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(row) + "\n" for row in table.to_pylist())


_WRITERS: dict[str, Callable[[pa.Table, Path], None]] = {
    "parquet": _write_parquet,
    "csv": _write_csv,
    "csv.gz": _write_gzip,
    "jsonl": _write_lines,
}

"""What the program's entry keeps out of its process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from vitalfew.workspace import Workspace


def test_status_imports_no_pandas(folder: Path) -> None:
    """Pyarrow and DuckDB import it to ask whether a value is one of its, which takes longer than judging a small scorecard."""
    Workspace.open(folder).measure()
    command = [sys.executable, "-X", "importtime", "-m", "vitalfew", "-C", str(folder), "status"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "Revenue" in done.stdout
    assert "pyarrow" in imported
    assert imported.isdisjoint({"pandas.core.api", "ibis"})

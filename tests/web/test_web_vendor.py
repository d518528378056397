"""What others have made is there unchanged, with its name, version and licence."""

from __future__ import annotations

import csv
from hashlib import sha256

from vitalfew.web.app import STATIC

VENDOR = STATIC / "vendor"


def test_every_vendored_file_is_listed_with_its_hash_and_licence() -> None:
    rows = list(csv.DictReader((VENDOR / "manifest.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["file"]: row["sha256"] for row in rows} == {
        path.name: sha256(path.read_bytes()).hexdigest() for path in VENDOR.iterdir() if path.suffix in {".woff2", ".js", ".css"}
    }
    assert all(row["version"] and row["licence"] for row in rows)

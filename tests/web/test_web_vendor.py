"""What others have made is there unchanged, with its name, version and licence."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path

import pytest

from vitalfew.formats.pdf import FOLDER
from vitalfew.web.app import STATIC

VENDOR, FONTS = STATIC / "vendor", FOLDER / "fonts"


@pytest.mark.parametrize("folder", [VENDOR, FONTS], ids=["pages", "documents"])
def test_every_vendored_file_is_listed_with_its_hash_and_licence(folder: Path) -> None:
    rows = list(csv.DictReader((folder / "manifest.csv").read_text(encoding="utf-8").splitlines()))
    assert {row["file"]: row["sha256"] for row in rows} == {
        path.name: sha256(path.read_bytes()).hexdigest()
        for path in folder.iterdir()
        if path.suffix in {".woff2", ".ttf", ".js", ".css"}
    }
    assert all(row["version"] and row["licence"] for row in rows)

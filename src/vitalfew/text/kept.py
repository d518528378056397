"""Vectors that were made once, kept by content in one file: what is lost is made again, so nothing here ever fails."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing, suppress
from pathlib import Path

FILE = "vectors.db"
AT_ONCE = 500
"""Keys of one query; SQLite takes 999 at least."""

Vectors = dict[bytes, bytes]


class Kept:
    """The vectors of one engine, by the checksum of their text; without a folder nothing is kept beyond the process."""

    def __init__(self, folder: Path | None, engine: str, size: int) -> None:
        self.path = folder / FILE if folder else None
        self.engine = engine
        self.bytes = size * 4
        self.held: Vectors = {}

    def find(self, keys: Sequence[bytes]) -> Vectors:
        """Give the vectors that are there."""
        wanted = [key for key in dict.fromkeys(keys) if key not in self.held]
        if wanted and self.path and self.path.exists():
            with suppress(sqlite3.Error), closing(self._open(self.path)) as database:
                for start in range(0, len(wanted), AT_ONCE):
                    some = wanted[start : start + AT_ONCE]
                    marks = ",".join("?" * len(some))
                    rows = database.execute(
                        f"SELECT key, vector FROM vector WHERE engine = ? AND key IN ({marks})", [self.engine, *some]
                    )
                    self.held.update((key, vector) for key, vector in rows if len(vector) == self.bytes)
        return {key: self.held[key] for key in keys if key in self.held}

    def keep(self, made: Mapping[bytes, bytes]) -> None:
        """Keep vectors; where the file cannot be written, for this process only, and a file that is none is replaced."""
        self.held.update(made)
        if self.path is None:
            return
        try:
            self._write(self.path, made)
        except sqlite3.OperationalError:
            return  # locked or not to be written: the next process makes them again
        except sqlite3.DatabaseError:
            self.path.unlink(missing_ok=True)
            with suppress(sqlite3.Error):
                self._write(self.path, made)

    def _write(self, path: Path, made: Mapping[bytes, bytes]) -> None:
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open(path)) as database, database:
            database.executemany(
                "INSERT OR REPLACE INTO vector VALUES (?, ?, ?)", [(self.engine, key, vector) for key, vector in made.items()]
            )

    def _open(self, path: Path) -> sqlite3.Connection:
        database = sqlite3.connect(path, timeout=5)
        try:
            database.execute(
                "CREATE TABLE IF NOT EXISTS vector (engine TEXT, key BLOB, vector BLOB, PRIMARY KEY (engine, key)) WITHOUT ROWID"
            )
        except sqlite3.Error:
            database.close()
            raise
        return database

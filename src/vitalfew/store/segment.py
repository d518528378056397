"""Files that readers see whole or not at all: written aside in the same folder, forced to disk, then renamed."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO
from uuid import uuid4

CHUNK = 1 << 20
"""Bytes that are read at once."""


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place in one step."""
    write_stream(path, [content])


def write_stream(path: Path, chunks: Iterable[bytes]) -> None:
    """Put a file in place in one step, from its parts."""
    path.parent.mkdir(parents=True, exist_ok=True)
    aside = path.with_name(f".{path.name}.{uuid4().hex[:8]}.part")
    try:
        with aside.open("wb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    _settle_folder(path.parent)


def chunks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """Read a stream a part at a time."""
    while chunk := stream.read(CHUNK):
        yield chunk


def hash_of(chunks: Iterable[bytes]) -> str:
    """Give the SHA-256 of some bytes, part by part."""
    found = hashlib.sha256()
    for chunk in chunks:
        found.update(chunk)
    return found.hexdigest()


def _settle_folder(folder: Path) -> None:
    """Force the rename itself to disk, where the system can do so."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(content: bytes) -> str:
    """Give the SHA-256 of some bytes."""
    return hashlib.sha256(content).hexdigest()

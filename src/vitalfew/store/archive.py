"""A file that holds many, each with its hash in a manifest; written and read a part at a time, however large."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile
from zlib import error as garbled

from vitalfew.base.errors import BackupUnreadable
from vitalfew.base.said import say
from vitalfew.store.segment import chunks_of, hash_of

MANIFEST = "manifest.json"
Part = tuple[str, Iterable[bytes]]
"""The name of a file in the archive, and its content."""


class Archive:
    """An archive whose every file was held against its hash."""

    def __init__(self, archive: ZipFile, said: Mapping[str, Any]) -> None:
        self._archive = archive
        self.said = said
        self.hashes: Mapping[str, str] = said["files"]

    def chunks(self, name: str) -> Iterator[bytes]:
        """Read one of its files a part at a time."""
        with self._archive.open(name) as stream:
            yield from chunks_of(stream)

    def lines(self, name: str) -> Iterator[bytes]:
        """Read one of its files line by line; nothing where it is not there."""
        if name in self.hashes:
            with self._archive.open(name) as stream:
                yield from stream


def write_archive(target: Path, said: Mapping[str, object], parts: Iterable[Part], see: Callable[[Path], object]) -> None:
    """Write files and, last, the manifest; `see` looks at the whole before it gets its name."""
    aside = target.with_name(f".{target.name}.{uuid4().hex[:8]}.part")
    try:
        with ZipFile(aside, "w", ZIP_DEFLATED) as archive:
            hashes = {name: _put(archive, name, chunks) for name, chunks in parts}
            archive.writestr(MANIFEST, json.dumps({**said, "files": dict(sorted(hashes.items()))}, indent=1))
        see(aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _put(archive: ZipFile, name: str, chunks: Iterable[bytes]) -> str:
    found = sha256()
    with archive.open(name, "w", force_zip64=True) as stream:
        for chunk in chunks:
            found.update(chunk)
            stream.write(chunk)
    return found.hexdigest()


@contextmanager
def opened(source: Path) -> Iterator[Archive]:
    """Open an archive once each of its files was held against its hash; raises BackupUnreadable."""
    try:
        with ZipFile(source) as archive:
            said = json.loads(archive.read(MANIFEST))
            is_whole = {name: _hash(archive, name) for name in archive.namelist() if name != MANIFEST} == said["files"]
    except (BadZipFile, OSError, KeyError, ValueError, EOFError, TypeError, garbled, RuntimeError) as error:
        raise BackupUnreadable(source, say("is no backup, or a damaged one")) from error
    if not is_whole:
        raise BackupUnreadable(source, say("is damaged: a file in it is not what was written"))
    with ZipFile(source) as archive:
        yield Archive(archive, said)


def _hash(archive: ZipFile, name: str) -> str:
    with archive.open(name) as stream:
        return hash_of(chunks_of(stream))


def leads_out(name: str) -> bool:
    """Tell whether a file's name could lead out of the folder that it is written to."""
    return ".." in PurePosixPath(name).parts or "\\" in name or ":" in name or name.startswith("/")

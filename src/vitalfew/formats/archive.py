"""Office files as the same bytes for the same content: the parts in one order, without the moment of writing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_MOMENT = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
EPOCH = (1980, 1, 1, 0, 0, 0)


def steady(content: bytes) -> bytes:
    """Give an archive with its parts in their order, each as old as archives can be."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(stream, "w", ZIP_DEFLATED) as kept:
        for name in made.namelist():
            part = ZipInfo(name, EPOCH)
            part.compress_type = ZIP_DEFLATED
            held = made.read(name)
            kept.writestr(part, _unmade(steady(held)) if name.endswith(".xlsx") else held)
    return stream.getvalue()


def packed(files: Iterable[tuple[str, bytes]]) -> bytes:
    """Put files into an archive, by name and content."""
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as made:
        for name, content in files:
            part = ZipInfo(name, EPOCH)
            part.compress_type = ZIP_DEFLATED
            made.writestr(part, content)
    return stream.getvalue()


def _unmade(content: bytes) -> bytes:
    """Take out of the numbers behind a chart when they were written."""
    stream = BytesIO()
    with ZipFile(BytesIO(content)) as made, ZipFile(stream, "w", ZIP_DEFLATED) as kept:
        for part in made.infolist():
            kept.writestr(part, _MOMENT.sub(b"1980-01-01T00:00:00Z", made.read(part.filename)))
    return stream.getvalue()

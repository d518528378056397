"""Two changes of the same files brought together: file by file, and within a file where the lines they touch lie apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

_LINES = 20_000
"""Files with more lines are compared as a whole: to find what moved in them takes too long."""


class Together(NamedTuple):
    """The files with both changes, the paths in which the two meet, and those that were woven from lines of both."""

    texts: dict[str, bytes]
    conflicts: tuple[str, ...]
    woven: tuple[str, ...]


class _Patch(NamedTuple):
    start: int
    end: int
    lines: list[bytes]


def together(base: Mapping[str, bytes], mine: Mapping[str, bytes | None], theirs: Mapping[str, bytes]) -> Together:
    """Bring `mine`, the files that I changed of `base` (None: taken away), into `theirs`, all files as others have them."""
    texts = dict(theirs)
    conflicts: list[str] = []
    woven: list[str] = []
    for path, text in mine.items():
        was, now = base.get(path), theirs.get(path)
        made = text if now in {was, text} else _woven(was, text, now)
        if now not in {was, text}:
            (conflicts if made is None else woven).append(path)
        if made is not None:
            texts[path] = made
        elif now == was:
            texts.pop(path, None)
    return Together(texts, tuple(sorted(conflicts)), tuple(sorted(woven)))


def _woven(base: bytes | None, mine: bytes | None, theirs: bytes | None) -> bytes | None:
    """Make both changes of a text; None where they touch the same or neighbouring lines, or one of them ends or begins it."""
    if base is None or mine is None or theirs is None:
        return None
    lines = base.splitlines(keepends=True)
    if max(len(lines), mine.count(b"\n"), theirs.count(b"\n")) > _LINES:
        return None
    own, other = list(_patches(lines, mine)), list(_patches(lines, theirs))
    rest = [patch for patch in own if patch not in other]
    if any(one.start <= two.end and two.start <= one.end for one in rest for two in other):
        return None
    for patch in sorted([*rest, *other], reverse=True, key=lambda patch: patch.start):
        lines[patch.start : patch.end] = patch.lines
    return b"".join(lines)


def _patches(lines: list[bytes], text: bytes) -> Iterator[_Patch]:
    others = text.splitlines(keepends=True)
    for how, start, end, first, last in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if how != "equal":
            yield _Patch(start, end, others[first:last])

"""The framework's files as a commit of git has them, read without touching the folder.

Only objects are read: no hook, no filter, no network, and a name that begins with a hyphen is no option.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from vitalfew.base.errors import RevisionUnreadable
from vitalfew.base.said import say
from vitalfew.load.read import MOST_BYTES_IN_ALL, SUFFIXES

FOLDER = "framework"
_QUIET = ("-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never")
_SAFE = {"GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "GIT_TERMINAL_PROMPT": "0", "LC_ALL": "C"}
_FILES = {b"100644", b"100755"}


class Revision(NamedTuple):
    """A commit: its full hash, and the content of each framework file of it, by its path from the workspace."""

    commit: str
    texts: dict[str, bytes]


def at_revision(root: Path, name: str) -> Revision:
    """Read the framework as a commit, tag or branch has it; raises RevisionUnreadable, saying why."""
    found = _git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if found.returncode:
        raise RevisionUnreadable(name, _why(root), say("name a commit, tag or branch that `git log` knows"))
    commit = found.stdout.decode("ascii").strip()
    listed = _git(root, "ls-tree", "-r", "-z", "-l", commit, "--", f"{FOLDER}/")
    files = [file for line in listed.stdout.split(b"\0") if line and (file := _file(line))]
    if sum(size for _, _, size in files) > MOST_BYTES_IN_ALL:
        raise RevisionUnreadable(
            name,
            say("holds more than {most:,} bytes under `{folder}/`", most=MOST_BYTES_IN_ALL, folder=FOLDER),
            say("keep data elsewhere"),
        )
    return Revision(commit, _contents(root, name, files))


def _git(root: Path, *arguments: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = ["git", "-C", str(root), *_QUIET, *arguments]
    try:
        return subprocess.run(  # noqa: S603  # no shell, and what the user names stands behind `--end-of-options`
            command, input=given, capture_output=True, check=False, env={**os.environ, **_SAFE}
        )
    except FileNotFoundError as error:
        raise RevisionUnreadable("--since", say("needs git, which is not installed"), say("install git")) from error


def _why(root: Path) -> str:
    inside = _git(root, "rev-parse", "--is-inside-work-tree")
    if inside.returncode == 0:
        return say("is no commit of this repository")
    said = inside.stderr.decode("utf-8", "replace").strip().splitlines()
    if said and "dubious ownership" in said[0]:
        return say("cannot be read: git does not trust the folder, which belongs to somebody else")
    return say("cannot be read: `{root}` is in no git repository", root=root)


def _file(line: bytes) -> tuple[str, str, int] | None:
    """Give path, object and size of a line of the listing; None for links, other kinds of files, and hidden ones."""
    head, _, path = line.partition(b"\t")
    mode, _, sha, size = head.split()
    name = path.decode("utf-8", "replace")
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") for part in parts[1:])
    if mode not in _FILES or hidden or PurePosixPath(name).suffix.lower() not in SUFFIXES:
        return None
    return name, sha.decode("ascii"), int(size)


def _contents(root: Path, name: str, files: list[tuple[str, str, int]]) -> dict[str, bytes]:
    asked = "".join(f"{sha}\n" for _, sha, _ in files).encode()
    said = _git(root, "cat-file", "--batch", given=asked).stdout if files else b""
    texts: dict[str, bytes] = {}
    start = 0
    for path, sha, size in files:
        head = f"{sha} blob {size}\n".encode()
        if not said.startswith(head, start):
            raise RevisionUnreadable(
                name, say("lacks the content of `{path}`", path=path), say("fetch the whole history: `git fetch --unshallow`")
            )
        start += len(head)
        texts[path] = said[start : start + size]
        start += size + 1
    return texts

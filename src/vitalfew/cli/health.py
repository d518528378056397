"""What `doctor` looks at: the machine, the packages, the workspace, its sources and its store.

A part is `broken` where a command will fail for want of it, and a `note` where only something optional is absent.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from vitalfew.cli.findings import counted

if TYPE_CHECKING:
    from vitalfew.model.source import Source
    from vitalfew.workspace import Workspace

OLDEST = (3, 11)
VARIABLE = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?[^;]*(?:;(.*))?$")
EXTRA = re.compile(r"extra\s*==\s*['\"]([^'\"]+)['\"]")


class Check(NamedTuple):
    """One part: how it stands, what is, and what to do."""

    name: str
    state: Literal["ok", "note", "broken"]
    detail: str
    help: str = ""


def machine() -> Iterator[Check]:
    """Look at Python, packages, extras, terminal and time zones."""
    yield _python()
    needed, extras = declared(requires("vitalfew") or [])
    yield from (_package(name) for name in needed)
    yield from (_extra(extra, names) for extra, names in extras.items())
    yield _terminal()
    yield _zone("time zones", "UTC")


def _python() -> Check:
    here = f"{sys.version.split()[0]} on {sys.platform}"
    if sys.version_info < OLDEST:
        return Check("python", "broken", here, f"Vitalfew needs Python {OLDEST[0]}.{OLDEST[1]} or newer")
    return Check("python", "ok", here)


def declared(lines: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Read requirement lines into the packages that are needed here and those of each extra."""
    needed: list[str] = []
    extras: dict[str, list[str]] = {}
    for line in lines:
        found = REQUIREMENT.match(line.strip())
        if found is None:
            continue
        extra = EXTRA.search(found[2] or "")
        if extra:
            extras.setdefault(extra[1], []).append(found[1])
        elif "win32" not in (found[2] or "") or sys.platform == "win32":
            needed.append(found[1])
    return needed, extras


def installed(package: str) -> str | None:
    """Give the version that is installed, or None."""
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _package(name: str) -> Check:
    found = installed(name)
    if found is None:
        return Check(name, "broken", "not installed", "install it with `pip install vitalfew`")
    return Check(name, "ok", found)


def _extra(extra: str, names: list[str]) -> Check:
    absent = [name for name in names if installed(name) is None]
    if absent:
        return Check(f"[{extra}]", "note", f"without {', '.join(absent)}", f"install it with `pip install 'vitalfew[{extra}]'`")
    return Check(f"[{extra}]", "ok", "installed")


def _terminal() -> Check:
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    size = shutil.get_terminal_size()
    colour = "no colour (NO_COLOR)" if os.environ.get("NO_COLOR") else "colour" if sys.stdout.isatty() else "no terminal"
    detail = f"{encoding}, {size.columns} columns, {colour}"
    try:
        "●▲■○█".encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return Check("terminal", "note", detail, "shapes are shown as plain characters; PYTHONUTF8=1 asks for UTF-8")
    return Check("terminal", "ok", detail)


def _zone(part: str, name: str) -> Check:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return Check(part, "broken", f"`{name}` is not known here", "install the zones with `pip install tzdata`")
    return Check(part, "ok", f"`{name}` is known")


def workspace(found: Workspace) -> Iterator[Check]:
    """Look at a workspace: its framework, clock, sources and store."""
    framework = found.framework
    errors = sum(finding.severity == "error" for finding in found.check())
    yield Check("workspace", "ok", str(found.root.resolve()))
    size = f"{counted(len(framework.current_kpis), 'KPI')} in {counted(len(found.files), 'file')}"
    yield Check(
        "framework",
        "note" if errors else "ok",
        f"{size}, {counted(errors, 'error')}",
        "see them with `vitalfew check`" if errors else "",
    )
    yield _zone("clock", framework.calendar.timezone)
    yield from (_source(source, found.root) for source in framework.sources)
    yield _store(found.root)


def _source(source: Source, root: Path) -> Check:
    name = f"source {source.id}"
    path, url = getattr(source, "path", None), getattr(source, "url", None)
    unset = [each for each in VARIABLE.findall(f"{path or ''} {url or ''}") if each not in os.environ]
    if unset:
        return Check(name, "broken", f"{source.kind}; not set: {', '.join(unset)}", "set the variable in the environment")
    if source.kind != "files":
        return Check(name, "note", f"{source.kind}; not tried, this version measures files")
    files = [each for each in root.glob(os.path.expandvars(path or "")) if each.is_file()]
    if not files:
        return Check(name, "broken", f"no file matches `{path}`", "paths are relative to the workspace's folder")
    return Check(name, "ok", f"{counted(len(files), 'file')}, {sum(each.stat().st_size for each in files):,} bytes")


def _store(root: Path) -> Check:
    folder = root / ".vitalfew"
    try:
        with tempfile.TemporaryFile(dir=folder if folder.is_dir() else root):
            return Check("store", "ok", f"`{folder.name}` can be written")
    except OSError as error:
        return Check("store", "broken", f"`{folder.name}` cannot be written: {error.strerror}", "allow writing to the folder")

"""From the path that a source declares to files inside the workspace, grouped into tables.

Files that share a folder below the fixed part of the path form a table of that name; else those that share a stem
once dates and numbers at its end are cut: `orders-2026-01.csv` and `orders-2026-02.csv` are `orders`.
"""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from vitalfew.model.entry import FOLDER
from vitalfew.sources.fault import Fault
from vitalfew.sources.opened import Group, plain_name

FORMATS: dict[str, str] = {
    ".csv": "delimited",
    ".tsv": "delimited",
    ".txt": "delimited",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".jsonl": "lines",
    ".ndjson": "lines",
    ".json": "lines",
    ".xlsx": "workbook",
    ".xlsm": "workbook",
    ".ods": "workbook",
}
_ANY = frozenset({"part", "chunk", "file", "rows"})
_NUMBERED = re.compile(r"[-_. ]+\d[\dQWqw\-_. ]*$")


def find_groups(root: Path, path: str) -> tuple[list[Group], list[Fault]]:
    """Give the tables that a path names, and what is wrong with the path or with files it finds."""
    fault = _leaves(path)
    if fault:
        return [], [fault]
    try:
        found = sorted(root.glob(path))
    except ValueError as error:
        return [], [Fault("path-outside", f"`{path}` is no pattern of a path: {str(error)[:1].lower()}{str(error)[1:]}")]
    entered = root / FOLDER  # values entered by hand are a source of their own, unless the path names that folder itself
    own = _fixed_part(root, path).is_relative_to(entered)
    files = [each for each in found if each.is_file() and not _hidden(each, root) and (own or not each.is_relative_to(entered))]
    if not files:
        return [], [Fault("missing-file", f"no file matches `{path}`")]
    beyond = [each for each in files if not each.resolve().is_relative_to(root.resolve())]
    if beyond:
        return [], [_outside(beyond[0].relative_to(root).as_posix(), "is a link that leads out of the workspace")]
    return _grouped(root, path, files)


def outside(path: str, root: Path) -> Fault | None:
    """Say why a path of one file may not be read: it leads out of the workspace; None where it may."""
    fault = _leaves(path)
    if fault or (root / path).resolve().is_relative_to(root.resolve()):
        return fault
    return _outside(path, "is a link that leads out of the workspace")


def _leaves(path: str) -> Fault | None:
    pure = PurePosixPath(path.replace("\\", "/"))
    if pure.is_absolute() or re.match(r"^[A-Za-z]:", path):
        return _outside(path, "is absolute")
    if ".." in pure.parts:
        return _outside(path, "climbs out of its folder")
    if not pure.parts:
        return _outside(path, "names no file")
    return None


def _outside(path: str, why: str) -> Fault:
    return Fault("path-outside", f"the path `{path}` {why}")


def _hidden(file: Path, root: Path) -> bool:
    return any(part.startswith(".") for part in file.relative_to(root).parts)


def _grouped(root: Path, path: str, files: list[Path]) -> tuple[list[Group], list[Fault]]:
    base = _fixed_part(root, path)
    found: dict[tuple[str, str], list[Path]] = {}
    faults: list[Fault] = []
    for file in files:
        format_ = format_of(file)
        if format_ is None:
            name = file.relative_to(root).as_posix()
            faults.append(
                Fault("unreadable-data", f"`{name}` is of no format that can be read", spoils=False, severity="warning")
            )
            continue
        found.setdefault((_table(file, base), format_), []).append(file)
    tables = [name for name, _ in found]
    for name in sorted({name for name in tables if tables.count(name) > 1}):
        message = f"files of several formats would form the table `{name}`"
        faults.append(Fault("unreadable-data", message, "give each format a source of its own", table=name))
    groups = [
        Group(name, format_, tuple(each), _aliases(each, base, only=len(found) == 1))
        for (name, format_), each in found.items()
        if tables.count(name) == 1
    ]
    return groups, faults


def _fixed_part(root: Path, path: str) -> Path:
    """Give the folder above the first part of the path that holds a wildcard."""
    parts = PurePosixPath(path).parts
    fixed = next((place for place, part in enumerate(parts) if any(sign in part for sign in "*?[")), len(parts) - 1)
    return root.joinpath(*parts[: min(fixed, len(parts) - 1)])


def format_of(file: Path) -> str | None:
    """Tell a file's format by its name; `.gz` is looked through."""
    suffixes = [each.lower() for each in file.suffixes]
    if suffixes[-1:] == [".gz"]:
        format_ = FORMATS.get(suffixes[-2]) if len(suffixes) > 1 else None
        return None if format_ in {"parquet", "workbook"} else format_
    return FORMATS.get(suffixes[-1]) if suffixes else None


def stem(file: Path) -> str:
    """Give a file's name without the suffixes that tell its format."""
    name = file.name.removesuffix(".gz") if file.name.lower().endswith(".gz") else file.name
    return PurePosixPath(name).stem


def _table(file: Path, base: Path) -> str:
    below = file.relative_to(base).parts
    if len(below) > 1:
        return plain_name(below[0])
    cut = plain_name(_NUMBERED.sub("", stem(file)))
    return cut if cut and not cut.isdigit() and cut not in _ANY else plain_name(file.parent.name) or "table"


def _aliases(files: list[Path], base: Path, *, only: bool) -> frozenset[str]:
    names = {plain_name(stem(file)) for file in files}
    return frozenset({*names, plain_name(base.name)} if only else names)

"""The demo organisation, Meridian Roasters, written out as a workspace: framework files, README and two years of data."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from vitalfew.base.errors import TargetExists
from vitalfew.demo.generate import Progress, write_data

README = "README.md"
TITLE = "# Meridian Roasters"


def write_demo(target: Path, *, progress: Progress | None = None) -> None:
    """Write the demo into a folder, whole or not at all; raises TargetExists where the folder holds anything else.

    A folder that holds the demo is left as it is, with what its reader changed in it.
    """
    if holds_demo(target):
        return
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise TargetExists(target)
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        for name, content in shipped():
            path = aside / name
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(content)
        write_data(aside / "data", progress=progress)
        aside.chmod(0o755)  # mkdtemp makes it for its owner alone
        if target.exists():
            target.rmdir()
        aside.rename(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def holds_demo(folder: Path) -> bool:
    """Tell whether a folder holds the demo, changed by its reader or not."""
    readme = folder / README
    whole = readme.is_file() and (folder / "framework").is_dir() and (folder / "data").is_dir()
    return whole and readme.read_text(encoding="utf-8").startswith(TITLE)


def shipped() -> Iterator[tuple[str, bytes]]:
    """Give the demo's own files as they ship: path below the workspace and content."""
    home = files("vitalfew.demo") / "meridian"
    yield README, (home / README).read_bytes()
    for page in sorted(_yaml_files(home / "framework"), key=lambda each: each.name):
        yield f"framework/{page.name}", page.read_bytes()


def _yaml_files(folder: Traversable) -> Iterator[Traversable]:
    return (each for each in folder.iterdir() if each.name.endswith(".yaml"))

"""What a report is, and all of them, found by walking the room."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from vitalfew.formats.document import Document, Text
from vitalfew.reports.facts import Facts


class Report(NamedTuple):
    """A report: its name on the command line, what it is called and for, the requirements it meets, who builds it."""

    name: str
    title: Text
    purpose: Text
    requirements: tuple[str, ...]
    build: Callable[[Facts], Document]


@cache
def reports() -> Mapping[str, Report]:
    """Give every report by name."""
    found = {}
    for path in sorted(Path(__file__).parent.glob("[!_]*.py")):
        report = getattr(import_module(f"vitalfew.reports.{path.stem}"), "REPORT", None)
        if isinstance(report, Report):
            found[report.name] = report
    return found

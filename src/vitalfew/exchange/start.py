"""A workspace from the spreadsheet that people already have: draft KPIs, their values, and a list of what was guessed."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from vitalfew.base.errors import BookUnreadable, TargetExists
from vitalfew.base.said import say
from vitalfew.exchange.emit import csv_file, framework_files
from vitalfew.exchange.log import Log
from vitalfew.exchange.nouns import SOURCE, Built, add_kpi
from vitalfew.exchange.people import Around, Named, Noun
from vitalfew.exchange.scale import Styles
from vitalfew.exchange.sketch import sketch
from vitalfew.exchange.workbook import read_book
from vitalfew.model.preset import PERSPECTIVES


@dataclass(frozen=True)
class Started:
    """What was written to `root`: counts, and in words with their cells what was guessed and what was left out.

    `values` counts the numbers, without those that are missing.
    """

    root: Path
    kpis: int
    objectives: int
    people: int
    values: int
    guesses: tuple[str, ...]
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class Gathered:
    """What a workbook says: nouns, values and who and what stands around them; `log` has what was guessed and left out."""

    built: Built
    around: Around
    log: Log


def gather(book: Path, *, today: date) -> Gathered:
    """Read a workbook; raises BookUnreadable where it is none or names no KPI."""
    log = Log()
    read = read_book(book)
    found = sketch(read, log, today=today)
    if not found.kpis:
        raise BookUnreadable(
            book, say("names no KPI that was recognised"), say("give it a header row such as: KPI, Unit, Owner, Jan 2026")
        )
    around = Around(log, today)
    around.declare(found.objectives)
    built, styles, taken = Built(), Styles.in_book(read), set[str]()
    for each in found.kpis.values():
        add_kpi(built, each, around, styles, taken, log)
    return Gathered(built, around, log)


def start_from(book: Path, target: Path, *, today: date) -> Started:
    """Write a workspace from a workbook; whole or not at all.

    Raises BookUnreadable where the file is no workbook or names no KPI, TargetExists where `target` holds anything but the book.
    """
    if target.exists() and not (target.is_dir() and all(each.resolve() == book.resolve() for each in target.iterdir())):
        raise TargetExists(target)
    built, around, log = (found := gather(book, today=today)).built, found.around, found.log
    _write(target, book.name, today, built, around)
    values = sum(value.value is not None for value in built.values)
    counts = (len(built.kpis), len(around.objectives.nouns), len(around.people.nouns), values)
    return Started(target, *counts, tuple(log.guesses), tuple(log.skipped))


def _write(target: Path, book: str, today: date, built: Built, around: Around) -> None:
    """Write beside the target and move it there, `framework` last, for it is what makes a workspace."""
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".vitalfew-", dir=target.parent))
    try:
        (aside / "framework").mkdir()
        source: Noun = {"id": SOURCE, "kind": "files", "path": "data/actuals.csv", "system": book}
        for name, text in framework_files(book, today, _sections(built, around), source=source if built.measures else None):
            (aside / "framework" / name).write_text(text, encoding="utf-8", newline="\n")
        if built.values:
            (aside / "data").mkdir()
            (aside / "data" / "actuals.csv").write_text(csv_file(built.values), encoding="utf-8", newline="\n")
        target.mkdir(exist_ok=True)
        for name in ("data", "framework"):
            if (aside / name).exists():
                (aside / name).rename(target / name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def _sections(built: Built, around: Around) -> dict[str, list[Noun]]:
    own = list(around.perspectives.nouns.values())
    usual: list[Noun] = [{"id": each.id, "name": each.name} for each in PERSPECTIVES]
    return {
        "kpis": built.kpis,
        "measures": built.measures,
        "objectives": _nouns(around.objectives),
        "people": _nouns(around.people),
        "org_units": _nouns(around.units),
        "perspectives": [*usual, *own] if own else [],
    }


def _nouns(named: Named) -> list[Noun]:
    return list(named.nouns.values())

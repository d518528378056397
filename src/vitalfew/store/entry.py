"""Values entered by hand: refused where they cannot be meant, else added to the KPI's file, which keeps every earlier one."""

from __future__ import annotations

import csv
import math
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path
from secrets import token_hex
from typing import NamedTuple

from vitalfew.base.errors import BadOption, Refused, UnknownName
from vitalfew.base.period import Calendar, Grain, Period
from vitalfew.base.said import say
from vitalfew.base.word import word
from vitalfew.model.entry import COLUMNS, FOLDER, Entry, read_entry
from vitalfew.model.formula import FormulaError, parse
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi

YEARS_BACK = 30
DAYS_AHEAD = 800  # far enough that a slip of a year is named as one that has not begun
ANSWERS = {"yes": 1.0, "1": 1.0, "no": 0.0, "0": 0.0}
"""What a yes-no KPI takes, and the number that stands for it."""
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry, the file that keeps it, and the entry for the same period that it corrects."""

    entry: Entry
    file: str
    before: Entry | None

    def as_json(self) -> dict[str, object]:
        """Give it in the JSON contract's fields."""
        entry = self.entry
        return {
            "every": entry.every,
            "period": entry.period,
            "start": entry.date.isoformat(),
            "value": entry.value,
            "by": entry.by,
            "recorded_at": entry.recorded_at.isoformat(),
            "note": entry.note or None,
            "file": self.file,
            "before": self.before.value if self.before else None,
        }


class Given(NamedTuple):
    """A value as it is written, for a period of a KPI by its name."""

    kpi: str
    period: str
    value: str
    note: str = ""


def record(
    framework: Framework,
    root: Path,
    *,
    kpi: str,
    value: str,
    period: str,
    by: str,
    note: str,
    today: date,
    recorded_at: datetime,
) -> Recorded:
    """Add a value for a period of a KPI; raises UnknownName and BadOption where it is refused, and then writes nothing."""
    given = [Given(kpi, period, value, note)]
    return record_many(framework, root, given, by=by, today=today, recorded_at=recorded_at)[0]


def record_many(
    framework: Framework, root: Path, given: Iterable[Given], *, by: str, today: date, recorded_at: datetime
) -> tuple[Recorded, ...]:
    """Add values; where one of them is refused none is written. Raises UnknownName and BadOption."""
    entries: dict[str, list[Entry]] = {}
    for each in given:
        entries.setdefault(each.kpi, []).append(_entry(framework, each, by=by, today=today, recorded_at=recorded_at))
    done = []
    for kpi, own in entries.items():
        file = root / FOLDER / f"{kpi}.csv"
        before = {(each.every, each.date): each for each in kept(file)}
        append(file, COLUMNS, *(entry.as_row() for entry in own))
        done += [Recorded(each, file.relative_to(root).as_posix(), before.get((each.every, each.date))) for each in own]
    return tuple(done)


def _entry(framework: Framework, given: Given, *, by: str, today: date, recorded_at: datetime) -> Entry:
    if given.kpi not in framework.kpi:
        raise UnknownName("KPI", given.kpi, framework.kpi)
    noun = framework.kpi[given.kpi]
    _refuse_measured(framework, noun)
    found = read_period(framework.calendar.calendar, noun.grain, given.period, today)
    label = framework.calendar.calendar.label(found)
    return Entry(noun.grain, label, found.start, _number(noun, given.value), by, recorded_at, " ".join(given.note.split()))


def is_entered(framework: Framework, kpi: Kpi) -> bool:
    """Tell whether a measure in the KPI's formula reads what is entered for it."""
    try:
        names = parse(kpi.formula or "").measures
    except FormulaError:
        return False
    manual = {source.id for source in framework.sources if source.kind == "manual"}
    measures = [framework.measure[name] for name in names if name in framework.measure]
    return any(each.source in manual and _plain(each.table or "") == _plain(kpi.id) for each in measures)


def read_period(calendar: Calendar, grain: Grain, text: str, today: date) -> Period:
    """Find the period of a grain by its name; raises BadOption where there is none or it has not begun."""
    current = calendar.period(grain, today)
    oldest = date(max(today.year - YEARS_BACK, 2), 1, 1)
    number = _of_day(calendar, text) if grain == "day" else None
    if number is None:
        spans = calendar.between(grain, oldest, current.end + timedelta(days=DAYS_AHEAD)) if grain != "day" else iter(())
        number = next((each.number for each in spans if calendar.label(each).casefold() == text.strip().casefold()), None)
    last = calendar.label(calendar.shift(current, -1))
    if number is None:
        raise BadOption("--for", text, say("name a {grain} as here: {last}", grain=word(grain), last=last))
    if number > current.number:
        raise BadOption(
            "--for",
            text,
            say("that {grain} has not begun on {today}; the last whole one is {last}", grain=word(grain), today=today, last=last),
        )
    return calendar.numbered(grain, number)


def _of_day(calendar: Calendar, text: str) -> int | None:
    try:
        return calendar.period("day", date.fromisoformat(text.strip())).number
    except ValueError:
        return None


def _refuse_measured(framework: Framework, kpi: Kpi) -> None:
    if is_entered(framework, kpi):
        return
    manual = next((source.id for source in framework.sources if source.kind == "manual"), "by-hand")
    name = _plain(kpi.id)
    measure = f"{{id: {name}_entered, source: {manual}, table: {name}, date: date, value: sum(value)}}"
    wanted = say(
        "it is not entered by hand; declare the source `{{id: {manual}, kind: manual}}` and the measure `{measure}`, "
        "and name that measure in its formula",
        manual=manual,
        measure=measure,
    )
    raise BadOption("KPI", kpi.id, wanted)


def _plain(name: str) -> str:
    return name.replace("-", "_").casefold()


def _number(kpi: Kpi, text: str) -> float:
    if kpi.scale == "yes-no":
        answer = ANSWERS.get(text.strip().casefold())
        if answer is None:
            raise BadOption("VALUE", text, say("give `yes` or `no`"))
        return answer
    number = float(text) if _NUMBER.fullmatch(text.strip()) else math.nan
    least, most = (kpi.natural.min, kpi.natural.max) if kpi.natural else (None, None)
    if kpi.scale == "rating" and not (least is None or number >= least) & (most is None or number <= most):
        raise BadOption("VALUE", text, say("give a rating {between}", between=_between(least, most)))
    if not math.isfinite(number):
        raise BadOption("VALUE", text, say("give a number in the KPI's unit, such as 1250 or 12.5"))
    return number


def _between(least: float | None, most: float | None) -> str:
    if least is None:
        return say("up to {most:g}", most=most) if most is not None else ""
    return say("from {least:g}", least=least) if most is None else say("from {least:g} up to {most:g}", least=least, most=most)


def kept(file: Path) -> Iterator[Entry]:
    """Give the entries of a file, those that were taken back left out; lines that cannot be read are for `measure` to name."""
    if not file.is_file():
        return
    found: list[Entry] = []
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        for row in csv.DictReader(stream):
            try:
                entry = read_entry(row)
            except (ValueError, KeyError, TypeError):
                continue
            if entry.is_taken_back:
                found = [each for each in found if (each.every, each.date) != (entry.every, entry.date)]
            else:
                found.append(entry)
    yield from found


def entered_at(framework: Framework, root: Path, at: datetime, by: str) -> tuple[tuple[str, Entry, Entry | None], ...]:
    """Give what somebody entered in one step that still counts: the KPI, the entry, and the one that it corrected."""
    done = []
    for kpi in framework.kpis:
        newest: dict[tuple[Grain, date], tuple[Entry, Entry | None]] = {}
        for each in kept(root / FOLDER / f"{kpi.id}.csv"):
            key = (each.every, each.date)
            newest[key] = (each, newest[key][0] if key in newest else None)
        done += [(kpi.id, now, was) for now, was in newest.values() if (now.recorded_at, now.by) == (at, by)]
    return tuple(done)


def take_back(framework: Framework, root: Path, at: datetime, *, by: str, recorded_at: datetime) -> tuple[str, ...]:
    """Undo what somebody entered in one step: what stood before counts again, else there is no value; gives the KPIs.

    Both stay in the files. Raises Refused where nothing of it counts any more.
    """
    found = entered_at(framework, root, at, by)
    if not found:
        raise Refused(say("nothing of that counts any more"), say("enter the values anew"))
    rows: dict[str, list[Entry]] = {}
    for kpi, now, was in found:
        value, note = (was.value, was.note) if was else (math.nan, "")
        rows.setdefault(kpi, []).append(replace(now, value=value, note=note, recorded_at=recorded_at))
    for kpi, own in rows.items():
        append(root / FOLDER / f"{kpi}.csv", COLUMNS, *(each.as_row() for each in own))
    return tuple(rows)


def append(file: Path, columns: Sequence[str], *rows: Sequence[str]) -> None:
    """Add lines to a file of these columns in one write, so that two who enter at once both stand whole."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists():
        _begin(file, columns)
    text = StringIO()
    writer = csv.writer(text, lineterminator="\n")
    with file.open("a+b", buffering=0) as stream:
        if stream.tell() == 0:
            writer.writerow(columns)
        else:
            stream.seek(-1, os.SEEK_END)
            text.write("" if stream.read(1) == b"\n" else "\n")
        writer.writerows(rows)
        stream.write(text.getvalue().encode())
        os.fsync(stream.fileno())


def _begin(file: Path, columns: Sequence[str]) -> None:
    """Have a file that holds its first line from the moment it is there; whoever makes it second leaves it as it is.

    Where the file system knows no second name of a file, the first line is written with the others.
    """
    made = file.with_name(f".{file.name}.{token_hex(8)}")
    made.write_text(",".join(columns) + "\n", encoding="utf-8", newline="\n")
    with suppress(OSError):
        file.hardlink_to(made)
    made.unlink()

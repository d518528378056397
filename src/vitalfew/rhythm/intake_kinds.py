"""What can be imported, how each is read, what stands there now as a table to start from, and the files with it made."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from vitalfew.base.errors import Refused
from vitalfew.base.said import Said, say
from vitalfew.exchange.paste import Grid, plain_number
from vitalfew.load.amend import edit_texts, render
from vitalfew.load.read import load_texts
from vitalfew.load.shape import KINDS
from vitalfew.model.kpi import Kpi
from vitalfew.model.target import Target
from vitalfew.rhythm.intake import Added, Around, Intake
from vitalfew.rhythm.intake_goals import read_goals
from vitalfew.rhythm.intake_people import read_owners, read_people
from vitalfew.rhythm.intake_values import read_values
from vitalfew.store.entry import is_entered

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook

PERIODS = 3
"""How many periods the template for values has: the last whole ones."""
Rows = Iterator[Sequence[str]]


@dataclass(frozen=True)
class Kind:
    """Something that can be imported: what it is called, what is said of it, how it is read, what stands there now."""

    title: Said
    about: Said
    read: Callable[[Grid, Around], Intake]
    present: Callable[[Around], Rows]
    is_framework: bool = True


def _values(around: Around) -> Rows:
    framework = around.framework
    calendar = framework.calendar.calendar
    yield ("KPI", "Period", "Value", "Note")
    for kpi in framework.current_kpis:
        if kpi.id in around.unseen or not is_entered(framework, kpi) or not around.may(kpi.id):
            continue
        last = calendar.period(kpi.grain, around.today)
        for back in range(PERIODS, 0, -1):
            yield (kpi.title, calendar.label(calendar.shift(last, -back)), "", "")


def _people(around: Around) -> Rows:
    yield ("Id", "Name", "E-mail", "Role", "Unit", "Manager", "Deputy")
    for each in around.framework.people:
        said = (each.id, each.name, each.email, each.role, each.org_unit, each.manager, each.deputy)
        if each.name and not each.left:
            yield tuple(text or "" for text in said)


def _owners(around: Around) -> Rows:
    yield ("KPI", "Owner", "Reviewer", "Updater")
    for kpi in around.framework.current_kpis:
        yield (kpi.id, next(iter(kpi.owners), "") if len(kpi.owners) == 1 else "", kpi.reviewer or "", kpi.updater or "")


def _targets(around: Around) -> Rows:
    yield ("KPI", "Unit", "Baseline", "Baseline date", "Target", "Target date")
    for kpi in _open(around):
        base = kpi.baseline
        on = str(base.on or "") if base else ""
        by = str(kpi.target.by or "") if kpi.target else ""
        yield (kpi.id, kpi.unit or "", plain_number(base.value) if base else "", on, _target(kpi.target), by)


def _thresholds(around: Around) -> Rows:
    yield ("KPI", "Unit", "Threshold")
    for kpi in _open(around):
        yield (kpi.id, kpi.unit or "", _threshold(kpi))


def _open(around: Around) -> Iterator[Kpi]:
    return (kpi for kpi in around.framework.current_kpis if kpi.id not in around.unseen)


def _target(target: Target | None) -> str:
    """Write a target so that it is read as the same one; a table of periods stands in no one cell."""
    if target is None or target.values:
        return ""
    if target.within:
        return "-".join(map(plain_number, target.within))
    signs = ((target.at_least, ">= "), (target.at_most, "<= "), (target.reach, ""))
    return next((f"{sign}{plain_number(value)}" for value, sign in signs if value is not None), "")


def _threshold(kpi: Kpi) -> str:
    if isinstance(kpi.threshold, tuple):
        return "-".join(map(plain_number, kpi.threshold))
    return plain_number(kpi.threshold) if isinstance(kpi.threshold, int | float) else ""


INTAKES: Mapping[str, Kind] = {
    "values": Kind(
        say("Values"),
        say(
            "What was measured, for KPIs that are entered by hand: a row for each value, or a row for each KPI with periods above"
        ),
        read_values,
        _values,
        is_framework=False,
    ),
    "people": Kind(
        say("People"),
        say("Who there is: name, address, role, unit, manager, deputy; who is known already is changed"),
        read_people,
        _people,
    ),
    "owners": Kind(
        say("Owners"),
        say("Who answers for which KPI or objective, who reviews it, who enters its values"),
        read_owners,
        _owners,
    ),
    "targets": Kind(
        say("Targets"),
        say("Where a KPI is to be: `>= 95`, `<= 8`, `95-98`, a number to reach by a day, or one for each month"),
        read_goals,
        _targets,
    ),
    "thresholds": Kind(
        say("Thresholds"),
        say("The value beyond which a KPI is red"),
        read_goals,
        _thresholds,
    ),
}


def made_texts(texts: Mapping[str, bytes], intake: Intake) -> dict[str, bytes]:
    """Give the framework's files with what was read; raises Refused where a file cannot be changed without harm."""
    made = edit_texts(texts, intake.edits)
    return _with_new(made, intake.added) if intake.added else made


def _with_new(texts: Mapping[str, bytes], added: Sequence[Added]) -> dict[str, bytes]:
    """Write new nouns of one kind into a file of their own, and see that all else stays what it is."""
    key = next(name for name, kind in KINDS.items() if kind == added[0].ref.kind)
    names = (
        f"framework/{key.replace('_', '-')}{'' if number == 1 else f'-{number}'}.yaml" for number in range(1, len(texts) + 2)
    )
    name = next(each for each in names if each not in texts)
    lines = "".join(f"  - {render({'id': each.ref.id, **each.fields})}\n" for each in added)
    made = {**texts, name: f"{key}:\n{lines}".encode()}
    was, now = load_texts(texts), load_texts(made)
    known = {**was.framework.index}
    news = {each.ref for each in added}
    if (
        not now.whole
        or set(now.framework.index) != {*known, *news}
        or any(now.framework.index[ref] != noun for ref, noun in known.items())
    ):
        raise Refused(say("the new people cannot be written without harm"), say("add them in the files by hand"))
    return made


def workbook(kind: str, around: Around) -> bytes:
    """Give what stands there now as a workbook to fill in."""
    import xlsxwriter  # noqa: PLC0415  # only who asks for a workbook pays for it

    rows = [*INTAKES[kind].present(around)]
    held = BytesIO()
    with xlsxwriter.Workbook(held, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        _fill(book, str(INTAKES[kind].title), rows)
    return held.getvalue()


def _fill(book: Workbook, title: str, rows: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "border": 1})
    words = book.add_format({"num_format": "@"})
    for column, head in enumerate(rows[0]):
        longest = max(len(row[column]) for row in rows)
        sheet.set_column(column, column, min(max(longest + 2, 12), 48))
        sheet.write_string(0, column, head, bold)
    for number, row in enumerate(rows[1:], start=1):
        for column, text in enumerate(row):
            _write(sheet, number, column, text, words)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows) - 1, 1), len(rows[0]) - 1)


def _write(sheet: object, row: int, column: int, text: str, words: object) -> None:
    """Write what is a number as one; all else as text, so that no spreadsheet takes 2026-05 for a day."""
    try:
        number = float(text)
    except ValueError:
        number = None
    if number is not None and not text.startswith("0"):
        sheet.write_number(row, column, number)  # type: ignore[attr-defined]  # xlsxwriter publishes no types to us
    elif text:
        sheet.write_string(row, column, text, words)  # type: ignore[attr-defined]  # as above

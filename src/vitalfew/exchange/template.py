"""The workbook that people fill in: KPIs, actuals, targets and objectives, with examples that are marked as such.

Every header is one that `start_from` reads. Rows whose name begins with `Example:` are read like any other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from vitalfew.base.errors import TargetExists
from vitalfew.model.preset import PERSPECTIVES

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

ROWS = 200
PERIODS = tuple(f"{date(2026, month, 1):%b} 2026" for month in range(1, 13))
Row = tuple[str | float | date | None, ...]


@dataclass(frozen=True)
class Head:
    """A column of the template: header, width, note, and the words to choose from."""

    name: str
    width: int
    note: str
    choices: tuple[str, ...] = ()


_PERSPECTIVES = tuple(each.title for each in PERSPECTIVES)
KPIS = (
    Head("Id", 16, "Optional. Letters, digits and hyphens; made from the name where it is empty."),
    Head("Name", 32, "What people call it. Write the same name on the sheets Actuals and Targets."),
    Head("Definition", 40, "What is counted, and what is not."),
    Head("Why it matters", 36, "One sentence: what becomes true when it improves."),
    Head("Objective", 36, "The objective it serves, as it stands on the sheet Objectives."),
    Head("Perspective", 20, "Where the objective stands.", _PERSPECTIVES),
    Head("Level", 14, "Who looks at it: the company, a department, or those at work.", ("company", "department", "operational")),
    Head("Owner", 20, "One person, who answers for it."),
    Head("Owner e-mail", 26, "Where reminders go."),
    Head("Reviewer", 20, "Who looks at it with the owner."),
    Head("Unit", 10, "%, EUR, days, customers. In a % column write 12.5 or 12.5 %."),
    Head("Direction", 12, "Whether more or less of it is good.", ("up", "down", "within")),
    Head("Frequency", 12, "How often there is a new value.", ("day", "week", "month", "quarter", "year")),
    Head("Leading/lagging", 14, "Leading moves first, lagging tells the result.", ("leading", "lagging")),
    Head("Baseline", 12, "Where it stood when you began."),
    Head("Baseline date", 14, "The day of the baseline."),
    Head("Target", 12, "Where it is to be. A range is written 95-98."),
    Head("Target date", 14, "By when. Empty for a value to stay at."),
    Head("Threshold", 12, "The value beyond which it is red."),
    Head("Formula/source note", 36, "How it is worked out and where the data come from."),
)
OBJECTIVES = (
    Head("Statement", 60, "An outcome, not an activity: what will be true, and by when."),
    Head("Perspective", 22, "Where it stands.", _PERSPECTIVES),
    Head("Owner", 22, "One person, who answers for it."),
    Head("Horizon", 14, "The day by which it is to be true."),
)
PER_PERIOD = (Head("KPI", 32, "The name of the KPI, as on the sheet KPIs."), *(Head(each, 11, "") for each in PERIODS))

_GROW, _KEEP = "Raise recurring revenue to 450,000 EUR a month", "Turn first-time buyers into regulars"
_FIRST, _LAST = date(2025, 12, 31), date(2026, 12, 31)
_RUI, _ANA = ("Rui Example", "rui@company.example"), ("Ana Example", "ana@company.example")


def _example(name: str, words: tuple[str, str], objective: str, owner: tuple[str, str], *rest: str | float | date | None) -> Row:
    reviewer = (_ANA if owner == _RUI else _RUI)[0]
    perspective = "Financial" if objective == _GROW else "Customer"
    return (None, f"Example: {name}", *words, objective, perspective, "company", *owner, reviewer, *rest)


_KPIS: tuple[Row, ...] = (
    _example(
        "Monthly recurring revenue",
        ("Net subscription revenue billed in the month.", "It is the objective itself."),
        _GROW,
        _RUI,
        "EUR",
        "up",
        "month",
        "lagging",
        310000,
        _FIRST,
        None,
        None,
        300000,
        "Billing system, net of refunds",
    ),
    _example(
        "New subscriptions",
        ("Subscriptions that began in the month.", "Recurring revenue follows it within two months."),
        _GROW,
        _ANA,
        "subscriptions",
        "up",
        "month",
        "leading",
        120,
        _FIRST,
        160,
        _LAST,
        110,
        "Subscription list",
    ),
    _example(
        "Second order within 30 days",
        ("Share of first-time buyers with a second order within 30 days.", "A second order is how a customer becomes a regular."),
        _KEEP,
        _ANA,
        "%",
        "up",
        "month",
        "leading",
        21.5,
        _FIRST,
        30,
        _LAST,
        20,
        "Second orders / first orders, from the shop",
    ),
    _example(
        "Regular customers",
        ("Customers with three orders or more in twelve months.", "It counts the regulars themselves."),
        _KEEP,
        _RUI,
        "customers",
        "up",
        "month",
        "lagging",
        5200,
        _FIRST,
        6500,
        _LAST,
        5000,
        "Shop",
    ),
)
_NAMES = tuple(str(row[1]) for row in _KPIS)
EXAMPLES: dict[str, tuple[Row, ...]] = {
    "KPIs": _KPIS,
    "Actuals": (
        (_NAMES[0], 312000, 318500, 322250, "n/a"),
        (_NAMES[1], 124, 131, 129, "n/a"),
        (_NAMES[2], 21.9, 22.4, 24, "n/a"),
        (_NAMES[3], 5230, 5295, 5340, "n/a"),
    ),
    "Targets": ((_NAMES[0], *(310000 + 5000 * month for month in range(1, 13))),),
    "Objectives": (
        (_GROW, "Financial", "Rui Example", date(2027, 12, 31)),
        (_KEEP, "Customer", "Ana Example", date(2027, 12, 31)),
    ),
}
READ_ME = (
    "Fill in, save, then run: vitalfew init --from this-file.xlsx",
    "1. KPIs: one row for each. Only the name is needed; what is missing is listed afterwards as advice.",
    "2. Actuals: one row for each KPI, one column for each period. Name them as you like: 2026-01, Q1 2026, W12 2026.",
    "3. Targets: the same, where a KPI has a target for each period. One target by a date stands on the sheet KPIs.",
    "4. Objectives: what is to become true. A KPI names its objective by the statement.",
    "Write n/a, - or tbd where there is no number: it is kept as missing, never as zero.",
    "Numbers may be written 1,234.5 or 1.234,5 and with €, $ or %. What was assumed is listed with its cell.",
    "Rows in italics that begin with `Example:` show how it is meant. Write over them or delete them before you start.",
)


def write_template(path: Path) -> None:
    """Write the workbook that `vitalfew init --from` reads; raises TargetExists rather than overwrite."""
    if path.exists():
        raise TargetExists(path)
    import xlsxwriter  # noqa: PLC0415  # only who writes a workbook pays for it

    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path)) as book:
        _table(book, "KPIs", KPIS)
        _table(book, "Actuals", PER_PERIOD)
        _table(book, "Targets", PER_PERIOD)
        _table(book, "Objectives", OBJECTIVES)
        _read_me(book)


def _table(book: Workbook, name: str, heads: tuple[Head, ...]) -> None:
    sheet = book.add_worksheet(name)
    bold = book.add_format(
        {"bold": True, "bg_color": "#1F3A5F", "font_color": "#FFFFFF", "text_wrap": True, "valign": "top", "border": 1}
    )
    for column, head in enumerate(heads):
        sheet.set_column(column, column, head.width)
        sheet.write_string(0, column, head.name, bold)
        if head.note:
            sheet.write_comment(0, column, head.note)
        if head.choices:
            choice = {"validate": "list", "source": list(head.choices), "error_type": "warning", "input_message": head.note}
            sheet.data_validation(1, column, ROWS, column, choice)
    _examples(book, sheet, EXAMPLES[name])
    sheet.freeze_panes(1, 2 if name == "KPIs" else 1)
    sheet.autofilter(0, 0, ROWS, len(heads) - 1)
    _print(sheet)


def _examples(book: Workbook, sheet: Worksheet, rows: tuple[Row, ...]) -> None:
    words = book.add_format({"italic": True, "font_color": "#6B6B6B"})
    days = book.add_format({"italic": True, "font_color": "#6B6B6B", "num_format": "yyyy-mm-dd"})
    for number, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, number, column, value, words, days)


def _write(sheet: Worksheet, row: int, column: int, value: str | float | date | None, words: Format, days: Format) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, days)
    elif isinstance(value, str):
        sheet.write_string(row, column, value, words)
    elif value is not None:
        sheet.write_number(row, column, value, words)


def _print(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&RPage &P of &N")


def _read_me(book: Workbook) -> None:
    sheet = book.add_worksheet("Read me")
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 110)
    for row, line in enumerate(READ_ME):
        sheet.write_string(row, 0, line, wrap)
    _print(sheet)

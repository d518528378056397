"""Values, people, owners, targets and thresholds from a spreadsheet, every cell looked at before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice

from vitalfew.base.errors import Overtaken, Refused, VitalfewError
from vitalfew.base.said import Said, say, say_count
from vitalfew.exchange.paste import MOST_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_ROWS, write_grid
from vitalfew.exchange.workbook import column_letters
from vitalfew.rhythm.intake import WRITTEN, Intake, Reading, State
from vitalfew.rhythm.intake_kinds import INTAKES, made_texts
from vitalfew.rhythm.proposals import propose
from vitalfew.store.entry import entered_at, record_many, take_back
from vitalfew.store.revisions import files, live
from vitalfew.web.page import Leave, Page
from vitalfew.web.pages._importing import around, cells, kind_of, may_import, read, see_may
from vitalfew.web.visit import Visit

ROWS = 50
"""How many rows are shown at once."""
NOTED = 20
"""How many cells that are unclear or wrong are listed above them."""
STATES: dict[State, tuple[Said, str]] = {
    "new": (say("new"), "green"),
    "changed": (say("changed"), "green"),
    "unclear": (say("unclear"), "amber"),
    "wrong": (say("wrong"), "red"),
    "same": (say("as it is"), "none"),
    "left": (say("not read"), "none"),
}
"""What is said of a cell, and its tone; of heads, names and empty cells nothing is."""
SHOWN: dict[str, tuple[Said, frozenset[State]]] = {
    "all": (say("All rows"), frozenset()),
    "written": (say("What is written"), WRITTEN),
    "doubtful": (say("Unclear or wrong"), frozenset({"unclear", "wrong"})),
}
"""Which rows can be looked at alone: those with a cell of one of these states."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be imported."""

    id: str
    title: str
    about: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Box:
    """A cell as it is shown: its text, what it was read as where that is something else, what stands there, what is said."""

    place: str
    state: str
    tone: str
    word: str
    text: str
    read: str
    before: str
    said: str
    help: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row of cells."""

    number: int
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What becomes of the cells: `seen` names what was looked at, `counts` say how many cells are what."""

    columns: tuple[str, ...]
    heads: tuple[Box, ...]
    lines: tuple[Line, ...]
    counts: tuple[tuple[str, str, int], ...]
    notes: tuple[Box, ...]
    more_notes: int
    show: str
    shown: tuple[tuple[str, str, bool], ...]
    page: int
    pages: int
    wrong: int
    writes: str
    seen: str


@dataclass(frozen=True, slots=True)
class Batch:
    """Values that were imported in one step and can be taken back."""

    at: str
    said: str


@dataclass(frozen=True, slots=True)
class View:
    """The page; `refused` is why nothing could be read of what was sent, with what to do."""

    kinds: tuple[Choice, ...]
    kind: str
    is_framework: bool
    may: bool
    text: str
    sheet: str
    said: str
    refused: tuple[str, str]
    preview: Preview | None
    batch: Batch | None
    limits: str


def build(visit: Visit) -> View:
    """Build the page."""
    kind = visit.form.get("kind") or visit.query.get("kind", "")
    kind = kind if kind in INTAKES else next(iter(INTAKES))
    text, said, refused, preview = visit.form.get("cells", ""), "", ("", ""), None
    if visit.form.get("do") in {"check", "write"}:
        try:
            text, said = cells(visit)
            preview = _preview(read(visit, text), visit)
        except VitalfewError as error:
            refused = (error.words, error.help)
    elif visit.query.get("fill"):
        text = write_grid(INTAKES[kind].present(around(visit)))
    return View(
        tuple(Choice(id_, each.title, each.about, id_ == kind) for id_, each in INTAKES.items()),
        kind,
        INTAKES[kind].is_framework,
        may_import(visit, INTAKES[kind]),
        text,
        visit.form.get("sheet", ""),
        said,
        refused,
        preview,
        _batch(visit),
        say(
            "At most {rows:,} rows, {columns} columns and {cells:,} filled cells at once; a file of at most {size} MB.",
            rows=MOST_ROWS,
            columns=MOST_COLUMNS,
            cells=MOST_CELLS,
            size=MOST_BYTES // 1_000_000,
        ),
    )


def _preview(found: Intake, visit: Visit) -> Preview:
    shown = visit.form.get("show", "all")
    shown = shown if shown in SHOWN else "all"
    wanted = SHOWN[shown][1]
    rows = [row for row in found.rows[1:] if not wanted or any(each.state in wanted for each in row)]
    pages = max(1, -(-len(rows) // ROWS))
    asked = visit.form.get("page", "1")
    page = min(max(int(asked), 1), pages) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    doubtful = [each for row in found.rows for each in row if each.state in {"wrong", "unclear"}]
    doubtful.sort(key=lambda each: each.state != "wrong")
    counts = found.counts
    return Preview(
        tuple(column_letters(number) for number in range(1, len(found.rows[0]) + 1)),
        tuple(map(_box, found.rows[0])),
        tuple(_line(row) for row in rows[(page - 1) * ROWS : page * ROWS]),
        tuple((word, tone, counts[state]) for state, (word, tone) in STATES.items() if counts[state]),
        tuple(map(_box, islice(doubtful, NOTED))),
        max(0, len(doubtful) - NOTED),
        shown,
        tuple((id_, title, id_ == shown) for id_, (title, _) in SHOWN.items()),
        page,
        pages,
        counts["wrong"],
        _writes(found),
        found.digest,
    )


def _line(row: Sequence[Reading]) -> Line:
    return Line(row[0].cell.row, tuple(map(_box, row)))


def _box(each: Reading) -> Box:
    word, tone = STATES.get(each.state, ("", ""))
    read = each.read if each.read != each.cell.text else ""
    return Box(each.cell.place, each.state, tone, word, each.cell.text, read, each.before, each.said, each.help)


def _writes(found: Intake) -> str:
    """Say what is written; empty where nothing is."""
    if found.values:
        return say_count("Enter {n} value", "Enter {n} values", len(found.values))
    number = len(found.edits) + len(found.added)
    return say_count("Propose {n} change", "Propose {n} changes", number) if number else ""


def _batch(visit: Visit) -> Batch | None:
    at = _moment(visit.query.get("batch", ""))
    if at is None or not visit.person:
        return None
    found = entered_at(visit.framework, visit.workspace.root, at, visit.person)
    if not found:
        return None
    said = say_count("{n} value was entered and counts.", "{n} values were entered and count.", len(found))
    return Batch(at.isoformat(), said)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=None)
    except ValueError:
        return None


def act(visit: Visit) -> str | Leave:
    """Show what becomes of the cells, write them, or take them back; raises Refused, Overtaken, BookUnreadable."""
    wanted = visit.form.get("do", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    return STEPS[wanted](visit)


def _check(visit: Visit) -> Leave:
    """Show what becomes of the cells; what cannot be read at all is said on the page."""
    kind_of(visit.form.get("kind", ""))
    return Leave("/import", stays=True)


def _write(visit: Visit) -> str:
    kind = kind_of(visit.form.get("kind", ""))
    see_may(visit, kind)
    found = read(visit, cells(visit).text)
    if found.digest != visit.form.get("seen"):
        what = say("something else stands there by now, or other cells were sent")
        raise Overtaken(what, say("what you looked at"), say("look at the cells below"))
    wrong = found.counts["wrong"]
    if wrong and visit.form.get("leave") != "yes":
        raise Refused(
            say_count("{n} cell is wrong", "{n} cells are wrong", wrong), say("mend them, or say that they are left out")
        )
    if not found.is_writing:
        raise Refused(say("nothing in it is new"), say("there is nothing to write"))
    return _propose(visit, found) if kind.is_framework else _enter(visit, found)


def _enter(visit: Visit, found: Intake) -> str:
    if not visit.person:
        raise Refused(say("nobody says who enters this"), say("say on your page who you are"))
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    workspace = visit.workspace
    record_many(visit.framework, workspace.root, found.values, by=visit.person, today=visit.scorecard.as_of, recorded_at=now)
    workspace.measure(sorted({each.kpi for each in found.values}))
    return f"/import?batch={now.isoformat()}"


def _propose(visit: Visit, found: Intake) -> str:
    """Ask for the framework to be so; whoever may say yes to all of it alone goes on from there."""
    title = visit.form.get("title", "").strip() or str(say("Import of {kind}", kind=visit.form["kind"]))
    with visit.writing() as desk:
        present = live(desk.transaction)
        texts = files(desk.transaction, present.number) if present else {}
        made = propose(desk, made_texts(texts, found), title=title[:200])
    return f"/proposal/{made.id}"


def _undo(visit: Visit) -> str:
    at = _moment(visit.form.get("batch", ""))
    if at is None or not visit.person:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    kpis = take_back(visit.framework, visit.workspace.root, at, by=visit.person, recorded_at=now)
    visit.workspace.measure(sorted(kpis))
    return "/import"


STEPS: dict[str, Callable[[Visit], str | Leave]] = {"check": _check, "write": _write, "undo": _undo}
PAGE = Page("/import", say("Import"), build, nav=28, act=act, longest=2 * MOST_BYTES)

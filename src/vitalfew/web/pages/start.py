"""One's own workspace begun beside this one: small and complete, or from the spreadsheet that there is; at the machine itself."""

from __future__ import annotations

import re
import shlex
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import get_args

from vitalfew.base.errors import NotAllowed, Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.load.amend import Amendment, edit_texts
from vitalfew.load.read import contents
from vitalfew.model.preset import PresetName
from vitalfew.store.segment import write_whole
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit

MOST_BYTES = 20_000_000
_FOLDER = re.compile(r"[a-z0-9][a-z0-9-]*")
_KINDS = (".xlsx", ".ods", ".xls", ".csv")


@dataclass(frozen=True, slots=True)
class View:
    """The page; `command` opens what was begun, empty before."""

    is_demo: bool
    presets: tuple[str, ...]
    beside: str
    folder: str
    command: str
    notes: tuple[str, ...]


def build(visit: Visit) -> View:
    """Build the page; raises NotAllowed where somebody signs in, since it writes on this machine."""
    from vitalfew.demo.organisation import holds_demo  # noqa: PLC0415  # the demo is aside

    _see_here(visit)
    beside = visit.workspace.root.resolve().parent
    made = visit.query.get("made", "")
    folder = beside / made if _FOLDER.fullmatch(made) and (beside / made / "framework").is_dir() else None
    command = f"vitalfew -C {shlex.quote(str(folder))} serve" if folder else ""
    return View(
        holds_demo(visit.workspace.root),
        get_args(PresetName),
        str(beside),
        str(folder or ""),
        command,
        _notes(folder) if folder else (),
    )


def act(visit: Visit) -> str:
    """Write the workspace; raises NotAllowed, Refused, TargetExists, BookUnreadable."""
    _see_here(visit)
    name = visit.said("name", say("say what the organisation is called"))
    slug = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60]
    if not slug:
        raise Refused(say("`{name}` gives no name of a folder", name=name), say("use a letter or a number"))
    target = visit.workspace.root.resolve().parent / slug
    if visit.form.get("book_name"):
        _from_book(target, visit.form["book_name"], visit.form["book"].encode("latin-1"), visit.who.at.date())
    else:
        _from_starter(target, visit.form.get("preset", ""), visit.who.at.date())
    texts, _ = contents(target)
    for path, content in edit_texts(texts, [Amendment(Ref("organization", "main"), "name", name)]).items():
        if texts.get(path) != content:
            write_whole(target / path, content)
    return f"/start?made={slug}"


def _see_here(visit: Visit) -> None:
    if not visit.who.is_open:
        raise NotAllowed(say("a workspace is begun at the machine itself"), say("run `vitalfew init` there"))


def _from_starter(target: Path, preset: str, today: date) -> None:
    from vitalfew.demo.starter import write_starter  # noqa: PLC0415  # the demo is aside

    known: dict[str, PresetName] = {name: name for name in get_args(PresetName)}
    if preset not in known:
        raise Refused(say("there is no preset `{name}`", name=preset), say("choose one of the list"))
    write_starter(target, known[preset], today=today)


def _from_book(target: Path, name: str, content: bytes, today: date) -> None:
    """Begin with a spreadsheet, which is read from a folder of its own and goes with it."""
    from vitalfew.exchange.start import start_from  # noqa: PLC0415  # the reader of workbooks loads late

    ending = Path(name).suffix.lower()
    if ending not in _KINDS:
        raise Refused(say("`{name}` is no spreadsheet", name=name), say("give a workbook saved as .xlsx or .ods"))
    with tempfile.TemporaryDirectory() as folder:
        book = Path(folder) / f"book{ending}"
        book.write_bytes(content)
        started = start_from(book, target, today=today)
    said = [*(f"- guessed: {each}" for each in started.guesses), *(f"- left out: {each}" for each in started.skipped)]
    (target / NOTES).write_text("\n".join(["# What was guessed and left out", "", *said, ""]), encoding="utf-8")


NOTES = "START.md"
"""Where the guesses stand that were made of a spreadsheet."""


def _notes(folder: Path) -> tuple[str, ...]:
    file = folder / NOTES
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return tuple(line[2:] for line in lines if line.startswith("- "))


PAGE = Page("/start", say("Start your own"), build, act=act, longest=MOST_BYTES)

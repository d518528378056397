"""Enter a value by hand."""

from __future__ import annotations

import getpass
import os
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import click

from vitalfew.base.errors import BadOption, UnknownName
from vitalfew.base.quantity import format_value
from vitalfew.base.ref import Ref
from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json
from vitalfew.store.variable import is_shared
from vitalfew.workspace import STORE

if TYPE_CHECKING:
    from vitalfew.model.framework import Framework
    from vitalfew.model.judgement import Judgement
    from vitalfew.model.kpi import Kpi
    from vitalfew.model.verdict import Status
    from vitalfew.store.entry import Recorded
    from vitalfew.workspace import Workspace


@command_with("text", "json")
@click.argument("kpi", metavar="KPI")
@click.argument("value", metavar="VALUE", required=False)
@click.option(
    "--for", "period", required=True, metavar="PERIOD", help="The period it is of, such as 2026-05, 2026-W22 or 2026-Q2."
)
@click.option("--judgement", type=click.Choice(["green", "amber", "red"]), help="What you hold of the period, beside its status.")
@click.option("--note", default="", metavar="TEXT", help="What a reader should know of it.")
@click.option("--by", metavar="PERSON", help="Who says so: a person of the framework. Else the login on this machine.")
def command(call: Call, *, kpi: str, value: str | None, period: str, judgement: Status | None, note: str, by: str | None) -> int:
    """Enter a value of a KPI by hand, or what you hold of a period, with author, time and note.

    A second value for a period corrects the first, which stays in the file.
    A KPI of `scale: text` takes words, one of `scale: yes-no` takes yes or no.
    A judgement stands beside the computed status of any KPI and never over it.
    Write `-- -5` for a value below zero.
    """
    if value is None and judgement is None:
        raise BadOption("VALUE", "", "give a value, or what you hold of the period with --judgement")
    workspace, id_ = call.workspace(), kpi.removeprefix("kpi:")
    if value is not None and _is_text(workspace.framework, id_):
        note, value = _words(value, note), None
    said = _Said(workspace, id_, period, _author(workspace.framework, by), note)
    _see_may(said)
    entered = None if value is None else _unseen(said, _value(said, value))
    is_held = judgement is not None or (entered is None and bool(note))
    held = _judgement(said, judgement) if is_held else None
    if call.format == "json":
        write_json({**_head(id_), **(entered.as_json() if entered else {}), **(_held_as_json(held) if held else {})})
        return 0
    if entered:
        click.echo(_sentence(workspace.framework.kpi[id_], entered))
    if held:
        click.echo(f"`{id_}` {held.period}: {_held(held)}")
    return 0


def _unseen(said: _Said, recorded: Recorded) -> Recorded:
    """Leave out what stood there before where whoever enters may not see it (CAS-5)."""
    return replace(recorded, before=None) if said.kpi in said.workspace.unseen else recorded


def _is_text(framework: Framework, kpi: str) -> bool:
    return kpi in framework.kpi and framework.kpi[kpi].scale == "text"


def _words(value: str, note: str) -> str:
    if note:
        raise BadOption("--note", note, "the value of this KPI is words: say all of it there")
    if not value.strip():
        raise BadOption("VALUE", value, "say in words how it stands")
    return value


def _held(held: Judgement) -> str:
    if held.status is None:
        return f"said by {held.by}, kept in `judgements/`"
    return f"judged {held.status} by {held.by}, beside the computed status"


class _Said(NamedTuple):
    workspace: Workspace
    kpi: str
    period: str
    by: str
    note: str

    @property
    def common(self) -> _Common:
        """What both kinds of entry are recorded with."""
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
        today = self.workspace.today
        return {"kpi": self.kpi, "period": self.period, "by": self.by, "note": self.note, "today": today, "recorded_at": now}


class _Common(TypedDict):
    kpi: str
    period: str
    by: str
    note: str
    today: date
    recorded_at: datetime


def _see_may(said: _Said) -> None:
    """Refuse whoever has an account that may not enter this; raises NotAllowed. Where nobody signs in there is nothing to ask."""
    from vitalfew.rhythm.membership import seated
    from vitalfew.store.database import FILE

    if is_shared() or (said.workspace.root / STORE / FILE).is_file():
        with said.workspace.reading(by=said.by) as desk:
            seated(desk).see_may("enter", Ref("kpi", said.kpi))


def _value(said: _Said, value: str) -> Recorded:
    from vitalfew.store.entry import record

    return record(said.workspace.framework, said.workspace.root, value=value, **said.common)


def _judgement(said: _Said, status: Status | None) -> Judgement:
    from vitalfew.store.judgement import record_judgement

    return record_judgement(said.workspace.framework, said.workspace.root, status=status, **said.common)


def _author(framework: Framework, by: str | None) -> str:
    """Give who enters the value; raises UnknownName for a person who is not in the framework."""
    if by is None:
        return os.environ.get("VITALFEW_PERSON") or getpass.getuser()
    people = {person.id for person in framework.people}
    if by.removeprefix("person:") not in people:
        raise UnknownName("person", by, people)
    return by.removeprefix("person:")


def _sentence(kpi: Kpi, recorded: Recorded) -> str:
    entry, before = recorded.entry, recorded.before
    text = f"`{kpi.id}` {entry.period}: {_written(kpi, entry.value)}, by {entry.by}, kept in `{recorded.file}`"
    if before is None:
        return f"{text}\nrun `vitalfew measure` to bring it into the scorecard"
    when = f"by {before.by} on {before.recorded_at:%Y-%m-%d}"
    return f"{text}\nbefore: {_written(kpi, before.value)}, {when}; it stays in the file"


def _written(kpi: Kpi, value: float) -> str:
    return ("yes" if value else "no") if kpi.scale == "yes-no" else format_value(value, kpi.unit)


def _head(kpi: str) -> dict[str, object]:
    return {"version": 1, "ref": f"kpi:{kpi}"}


def _held_as_json(held: Judgement) -> dict[str, object]:
    said = {"status": held.status, "by": held.by, "recorded_at": held.recorded_at.isoformat(), "note": held.note or None}
    return {"every": held.every, "period": held.period, "start": held.date.isoformat(), "judgement": said}

"""What is done about a calibration: open and hold it, answer its lessons, note what leaders remember, close it."""

from __future__ import annotations

import re
from collections.abc import Callable

from vitalfew.base.errors import Refused
from vitalfew.base.said import say
from vitalfew.rhythm.calibration import (
    Calibration,
    Held,
    accept,
    calibrate,
    close,
    current,
    dismiss,
    hold,
    open_calibrations,
    window,
)
from vitalfew.rhythm.calibration_report import markdown
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.duty import entered
from vitalfew.rhythm.recall import recall
from vitalfew.store.leaves import read_leaves
from vitalfew.web.visit import Visit
from vitalfew.workspace import STORE

PLACE = re.compile(r"[\w.-]+")


def look_at(visit: Visit, desk: Desk, held: Held | None) -> Calibration:
    """Look at what was measured and decided, as it is now and for all to see; nothing is kept."""
    since = held.since if held else window(desk)
    made = entered(desk.framework, visit.workspace.root)
    leaves = read_leaves(visit.workspace.root / STORE)
    return calibrate(desk, visit.state.observed, visit.judged, since=since, entries=made, leaves=leaves)


def act(visit: Visit) -> str:
    """Do what a form asks for; raises UnknownName, Refused, Overtaken."""
    wanted, lesson = visit.form.get("do", ""), visit.form.get("lesson", "")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    with visit.writing() as desk:
        STEPS[wanted](visit, desk)
    place = f"#lesson-{lesson}" if PLACE.fullmatch(lesson) else "#recall" if wanted == "recall" else ""
    return f"/calibration{place}"


def _open(_: Visit, desk: Desk) -> None:
    if not open_calibrations(desk.signed(CLOCKWORK)):
        raise Refused(say("no calibration is due, or one is open"), say("answer the lessons of the last one"))


def _hold(visit: Visit, desk: Desk) -> None:
    due = current(desk)
    look = look_at(visit, desk, due)
    hold(desk, due.id, look, markdown(desk.framework, look), version=visit.seen())


def _accept(visit: Visit, desk: Desk) -> None:
    owner = visit.form.get("owner") or None
    due = visit.said_day("due", say("name the day")) if visit.form.get("due") else None
    accept(desk, visit.said("lesson", say("name the lesson")), owner=owner, due=due, version=visit.seen())


def _dismiss(visit: Visit, desk: Desk) -> None:
    dismiss(desk, visit.said("lesson", say("name the lesson")), visit.form.get("reason", ""), version=visit.seen())


def _recall(visit: Visit, desk: Desk) -> None:
    names = [line.strip() for line in visit.form.get("names", "").splitlines() if line.strip()]
    if not names:
        raise Refused(say("no name is said"), say("write one in each line, as you remember it"))
    recall(desk, visit.said("person", say("say who names them")), names)


def _close(visit: Visit, desk: Desk) -> None:
    close(desk, current(desk).id, version=visit.seen())


STEPS: dict[str, Callable[[Visit, Desk], None]] = {
    "open": _open,
    "hold": _hold,
    "accept": _accept,
    "dismiss": _dismiss,
    "recall": _recall,
    "close": _close,
}

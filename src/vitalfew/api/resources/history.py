"""What was decided: the revisions of the framework, and the journal of every step.

The journal is for whoever administers the workspace. What it says of KPIs whose figures are private to them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from vitalfew.api.closed import without_figures
from vitalfew.api.route import Answer, Ask, Read
from vitalfew.model.difference import Difference
from vitalfew.rhythm.desk import Desk
from vitalfew.store.journal import Entry, entries
from vitalfew.store.revisions import revision, revisions
from vitalfew.store.tables import MATTER


def _revisions(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        found = revisions(desk.transaction)[::-1]
    return {"revisions": [each.as_json() for each in found]}


def _revision(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"revision": revision(desk.transaction, _number(ask)).as_json()}


def _number(ask: Ask) -> int:
    number = ask.path["number"]
    return int(number) if number.isascii() and number.isdecimal() and len(number) < 10 else 0


def _difference(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        number = revision(desk.transaction, _number(ask)).number
    workspace = ask.look.workspace
    found = (workspace.difference(number - 1, number) if number > 1 else Difference()).as_json()
    return without_figures(found, workspace.unseen)


def _journal(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        desk.see_may("administer")
        found = entries(desk.transaction)[::-1]
        shown = _told(desk, found, ask.look.workspace.unseen)
    return {"entries": [each.as_json() for each in shown], "withheld": len(found) - len(shown)}


def _told(desk: Desk, found: list[Entry], unseen: Iterable[str]) -> list[Entry]:
    """Leave out entries that name a KPI which is closed to the reader, and those of matters that do."""
    if not unseen:
        return found
    named = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, sorted(unseen)))})(?![\w-])")
    closed = {
        f"{row['kind']}:{row['id']}" for row in desk.transaction.find(MATTER) if named.search(f"{row['about']} {row['data']}")
    }
    return [
        each
        for each in found
        if str(each.subject) not in closed and not named.search(f"{each.subject} {each.before} {each.after}")
    ]


ROUTES = (
    Read("/revisions", "Revisions, the latest first", _revisions, ("revisions",), listed="revisions", key="number"),
    Read("/revisions/{number}", "One revision", _revision, ("revision",)),
    Read("/revisions/{number}/difference", "What it changed of the one before", _difference, ("changes", "reviews", "outdated")),
    Read("/journal", "Who did what when, the latest first", _journal, ("entries", "withheld"), listed="entries", key="number"),
)

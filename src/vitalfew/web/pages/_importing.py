"""What an import is read against for a visitor, what was sent, and the workbook to fill in."""

from __future__ import annotations

from typing import NamedTuple

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.exchange.paste import read_grid, read_sent
from vitalfew.rhythm.intake import Around, Intake
from vitalfew.rhythm.intake_kinds import INTAKES, Kind, workbook
from vitalfew.web.visit import Visit

TO_FILL_IN = "/import/{kind}.xlsx"
"""Where the workbook to fill in is."""


class Cells(NamedTuple):
    """What was pasted or sent, as text, and what is said of how a file was read."""

    text: str
    said: str


def kind_of(name: str) -> Kind:
    """Give what is imported; raises UnknownName."""
    if name not in INTAKES:
        raise UnknownName("kind of import", name, INTAKES)
    return INTAKES[name]


def around(visit: Visit) -> Around:
    """Give what an import by the visitor is held against."""
    return Around(
        visit.framework,
        visit.workspace.root,
        visit.scorecard.as_of,
        visit.workspace.unseen,
        lambda kpi: visit.may("enter", Ref("kpi", kpi)),
    )


def cells(visit: Visit) -> Cells:
    """Give what was sent: the file where there is one, else what was pasted; raises Refused, BookUnreadable."""
    name, letters = visit.form.get("file_name", ""), visit.form.get("file")
    if letters is None:
        return Cells(visit.form.get("cells", ""), "")
    return Cells(*read_sent(name, letters.encode("latin-1"), visit.form.get("sheet", "").strip()))


def read(visit: Visit, text: str) -> Intake:
    """Read what was sent; raises Refused, UnknownName."""
    kind = kind_of(visit.form.get("kind", ""))
    return kind.read(read_grid(text), around(visit))


def may_import(visit: Visit, kind: Kind) -> bool:
    """Tell whether the visitor may write what they import."""
    return visit.may("propose") if kind.is_framework else visit.who.rights.anywhere("enter")


def see_may(visit: Visit, kind: Kind) -> None:
    """Refuse whoever may not write what they import; raises Refused."""
    if not may_import(visit, kind):
        raise Refused(say("your roles do not let you import this"), say("ask an administrator"))


def to_fill_in(visit: Visit, kind: str) -> bytes:
    """Give what stands there now as a workbook; raises UnknownName."""
    kind_of(kind)
    return workbook(kind, around(visit))

"""A new noun of the framework in a form: what is sent is audited, then looked at as a change; nothing is written before."""

from __future__ import annotations

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.web.forms.check import ground, new_ref, see_kind
from vitalfew.web.page import Page
from vitalfew.web.pages._editing import View, see_may, send, view_of
from vitalfew.web.visit import Visit


def build(visit: Visit, kind: str) -> View:
    """Build the page; raises UnknownName, NotAllowed. The address may fill in fields: `/new/kpi?objectives.0.id=loyal`."""
    see_kind(kind)
    see_may(visit, Ref(kind, ""))
    over = ground(visit)
    ref = new_ref(over, kind, visit.form)
    return view_of(visit, over, ref, is_new=True, first=dict(visit.query))


def act(visit: Visit, kind: str) -> str:
    """Do what the form asks for; raises UnknownName, Refused, Overtaken."""
    see_kind(kind)
    see_may(visit, Ref(kind, ""))
    if visit.form.get("do") != "send":
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    over = ground(visit)
    return send(visit, new_ref(over, kind, visit.form), over, is_new=True)


PAGE = Page("/new/{kind}", say("New"), build, act=act, check="form")

"""A noun of the framework in a form: what is sent is audited, then looked at as a change; nothing is written before (RHY-6)."""

from __future__ import annotations

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import say
from vitalfew.web.forms.check import Ground, ground, see_kind
from vitalfew.web.page import Page
from vitalfew.web.pages._editing import View, remove, retire, see_may, send, view_of
from vitalfew.web.visit import Visit


def build(visit: Visit, kind: str, id_: str) -> View:
    """Build the page; raises UnknownName, NotAllowed."""
    ref, over = _found(visit, kind, id_)
    return view_of(visit, over, ref, is_new=False, first={})


def act(visit: Visit, kind: str, id_: str) -> str:
    """Do what the form asks for; raises UnknownName, Refused, Overtaken."""
    ref, over = _found(visit, kind, id_)
    wanted = visit.form.get("do")
    if wanted == "send":
        return send(visit, ref, over, is_new=False)
    if wanted == "remove":
        return remove(visit, ref, over)
    if wanted == "retire" and kind == "kpi":
        return retire(visit, ref, over)
    raise Refused(say("nothing was asked for"), say("press one of the buttons"))


def _found(visit: Visit, kind: str, id_: str) -> tuple[Ref, Ground]:
    see_kind(kind)
    ref, over = Ref(kind, id_), ground(visit)
    if ref not in over.loaded.spans.nouns:
        raise UnknownName(kind, id_, [each.id for each in over.loaded.spans.nouns if each.kind == kind])
    see_may(visit, ref)
    return ref, over


PAGE = Page("/edit/{kind}/{id_}", say("Edit"), build, act=act, check="form")

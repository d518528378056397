"""One's own change, collected from forms, orders and lines: what it means, what the audit says of it, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from vitalfew.base.errors import Refused
from vitalfew.base.finding import Finding
from vitalfew.base.said import say, say_count
from vitalfew.load.read import Loaded
from vitalfew.load.schema import called
from vitalfew.load.shape import noun_word
from vitalfew.load.wanted import Clash, Wanted
from vitalfew.model.visibility import told_to
from vitalfew.rhythm.drafts import Drafted, apply_draft, draft, drop, forget, look, propose_draft, settle
from vitalfew.web.forms.text import line
from vitalfew.web.forms.view import Note, note_of
from vitalfew.web.page import Page
from vitalfew.web.pages._difference import Shown, shown
from vitalfew.web.visit import Visit
from vitalfew.workspace import audit


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that is wanted."""

    what: str
    path: str


@dataclass(frozen=True, slots=True)
class Meets:
    """A field that somebody else has changed since: what it says now, and what is wanted."""

    what: str
    now: str
    mine: str


@dataclass(frozen=True, slots=True)
class View:
    """The page; `version` is that of the draft, which the forms act on."""

    version: int
    parts: tuple[Part, ...]
    difference: Shown | None
    meets: tuple[Meets, ...]
    new: tuple[Note, ...]
    fixed: tuple[Note, ...]
    errors: int
    may_apply: bool

    @property
    def errors_said(self) -> str:
        """What is asked of whoever makes it live in spite of errors."""
        return say_count(
            "Why {n} error may stand, to make it a revision now",
            "Why {n} errors may stand, to make it a revision now",
            n=self.errors,
        )


def build(visit: Visit) -> View:
    """Build the page."""
    with visit.reading() as desk:
        own = draft(desk)
        found = look(desk, own, lambda loaded: _audit(visit, loaded)) if own else None
    if own is None or found is None:
        return View(0, (), None, (), (), (), 0, may_apply=False)
    return View(
        own.version,
        tuple(_part(each, visit) for each in own.wanted),
        shown(found.difference, visit),
        tuple(_meets(each, visit) for each in found.clashes),
        tuple(note_of(each) for each in _told(visit, found, found.new)),
        tuple(note_of(each) for each in _told(visit, found, found.fixed)),
        len(found.errors),
        may_apply=visit.may("change"),
    )


def _audit(visit: Visit, loaded: Loaded) -> list[Finding]:
    return audit(loaded, today=visit.workspace.today, evidence=visit.workspace.evidence)


def _told(visit: Visit, found: Drafted, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    framework = found.loaded.framework
    return told_to(findings, framework, {kpi.id for kpi in framework.kpis} & visit.workspace.unseen)


def _part(wanted: Wanted, visit: Visit) -> Part:
    name, kind = visit.title(wanted.ref), noun_word(wanted.ref.kind)
    path = f"/edit/{wanted.ref.kind}/{wanted.ref.id}" if wanted.how in {"set", "add"} else ""
    if wanted.how == "set":
        return Part(say("{field} of {noun} “{name}”", field=called(wanted.field), noun=kind, name=name), path)
    if wanted.how == "order":
        return Part(say("the order of {n} nouns of the kind {noun}", n=len(wanted.value), noun=kind), "")
    if wanted.how == "add":
        return Part(say("a new {noun}: “{name}”", noun=kind, name=wanted.value.get("name", wanted.ref.id)), path)
    return Part(say("no more {noun} “{name}”", noun=kind, name=name), path)


def _meets(clash: Clash, visit: Visit) -> Meets:
    wanted = clash.wanted
    what = say("{field} of “{name}”", field=wanted.field or "id", name=visit.title(wanted.ref))
    now = clash.now if not isinstance(clash.now, dict) or wanted.field else wanted.ref.id
    mine = wanted.value if wanted.field else wanted.ref.id
    return Meets(what, "–" if now is None else line(now), "–" if mine is None else line(mine))


def act(visit: Visit) -> str:
    """Do what the form asks for; raises Refused, Overtaken."""
    wanted, _, number = visit.form.get("do", "").partition(":")
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    return STEPS[wanted](visit, int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else -1)


def _propose(visit: Visit, _: int) -> str:
    title = visit.said("title", say("say in a few words what is proposed"))
    with visit.writing() as desk:
        made = propose_draft(desk, title=title, text=visit.form.get("text", ""), version=visit.seen())
    return f"/proposal/{made.id}"


def _apply(visit: Visit, _: int) -> str:
    """Make it live, and bring the files to it where they hold nothing of their own; else the pages say that they differ."""
    title = visit.said("title", say("say in a few words what was decided"))
    message = f"{title}: {visit.form['text']}" if visit.form.get("text") else title
    with visit.writing() as desk:
        waived = visit.form.get("waived") or None
        made = apply_draft(desk, lambda loaded: _audit(visit, loaded), message=message, waived=waived, version=visit.seen())
    with suppress(Refused):
        visit.workspace.export()
    return f"/history?revision={made.number}"


def _drop(visit: Visit, _: int) -> str:
    with visit.writing() as desk:
        drop(desk, version=visit.seen())
    return "/change"


def _forget(visit: Visit, number: int) -> str:
    with visit.writing() as desk:
        forget(desk, number, version=visit.seen())
    return "/change"


def _settle(visit: Visit, number: int, *, mine: bool) -> str:
    with visit.writing() as desk:
        own = draft(desk)
        found = look(desk, own, lambda _: []) if own else None
        if own is None or found is None or own.version != visit.seen() or not 0 <= number < len(found.clashes):
            raise Refused(say("that is settled already"), say("load the page again"))
        settle(desk, found.clashes[number], mine=mine)
    return "/change"


STEPS: dict[str, Callable[[Visit, int], str]] = {
    "propose": _propose,
    "apply": _apply,
    "drop": _drop,
    "forget": _forget,
    "mine": lambda visit, number: _settle(visit, number, mine=True),
    "theirs": lambda visit, number: _settle(visit, number, mine=False),
}
PAGE = Page("/change", say("Your change"), build, act=act)

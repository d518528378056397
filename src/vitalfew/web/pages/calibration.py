"""The calibration: day 1 beside today, what was learned with its evidence, and an answer to each lesson (RHY-4, RHY-5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, several
from vitalfew.base.word import word
from vitalfew.rhythm.calibration import (
    Answered,
    Held,
    calibrations,
    current,
    document_of,
    due_days,
    is_seen,
    lessons,
)
from vitalfew.rhythm.calibration_report import MEASURES, TITLES, WORDS_FOR, number_of
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.escalations import open_to
from vitalfew.rhythm.lesson import Lesson
from vitalfew.rhythm.recall import Recall, recalls
from vitalfew.web.page import Page
from vitalfew.web.pages._calibrating import act, look_at
from vitalfew.web.visit import Visit

STATES = {"open": (say("due"), "amber"), "held": (say("held"), "green"), "closed": (say("closed"), "none")}
ANSWERS = {
    "open": (say("to be answered"), "amber"),
    "accepted": (say("accepted"), "green"),
    "dismissed": (say("dismissed"), "none"),
}
BETTER = {True: say("Yes"), False: say("No"), None: say("Not known")}
FOLLOWS = {"proposal": "/proposal/{}", "action": "/actions#action-{}"}
PAGES = {"kpi", "objective", "review"}


@dataclass(frozen=True, slots=True)
class Row:
    """One measure on day 1 and today."""

    name: str
    then: str
    now: str
    word: str
    tone: str


@dataclass(frozen=True, slots=True)
class Taught:
    """A lesson; `id` is empty where it is a look alone, and then it cannot be answered."""

    id: str
    version: int
    state: str
    tone: str
    about: str
    path: str
    whom: str
    text: str
    evidence: tuple[tuple[str, str], ...]
    method: str
    advice: str
    edits: tuple[tuple[str, str, str], ...]
    asks_owner: bool
    asks_day: bool
    is_open: bool
    reason: str
    follows: str
    follows_path: str
    by: str


@dataclass(frozen=True, slots=True)
class Part:
    """The lessons of a kind."""

    name: str
    lessons: tuple[Taught, ...]


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the visitor named from memory the last time."""

    when: str
    named: tuple[str, ...]
    of: int


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    id: str
    version: int
    state: str
    words: str
    tone: str
    subtitle: str
    is_due: bool
    is_look: bool
    answer: str
    reason: str
    rows: tuple[Row, ...]
    parts: tuple[Part, ...]
    open: int
    hidden: int
    untold: tuple[str, ...]
    remembered: Remembered | None
    past: tuple[str, ...]
    leads: bool
    takes_part: bool


def build(visit: Visit) -> View:
    """Build the page of the calibration that is asked for, else of the open one, else of the last; raises UnknownName."""
    with visit.reading() as desk:
        every = calibrations(desk)
        held = current(desk, visit.query.get("of") or None) if every or visit.query.get("of") else None
        said = document_of(desk, held) if held else None
        look = look_at(visit, desk, held) if said is None and visit.query.get("look") else None
        answered = lessons(desk, held.id) if held else ()
        found: list[tuple[Lesson, Answered | None]] = [(each.lesson, each) for each in answered]
        found += [(each, None) for each in look.lessons] if look else []
        shown = [(lesson, each) for lesson, each in found if is_seen(desk.framework, lesson, visit.person or None)]
        document: Mapping[str, Any] = said or (look.as_json() if look else {})
        untold = tuple(_untold(desk, document, visit))
        own = [each for each in recalls(desk) if each.person == visit.person]
        when = _when(desk, held)
        is_due = _is_due(desk, held)
    words, tone = STATES.get(held.state, (held.state, "none")) if held else (say("not open"), "none")
    compared = document.get("compared")
    return View(
        id=held.id if held else "",
        version=held.version if held else 0,
        state=held.state if held else "",
        words=words,
        tone=tone,
        subtitle=when,
        is_due=is_due,
        is_look=look is not None,
        answer=BETTER[compared["better"]] if compared else "",
        reason=_reason(compared["rows"]) if compared else "",
        rows=tuple(map(_row, compared["rows"])) if compared else (),
        parts=tuple(_parts(shown, visit)),
        open=sum(each.state == "open" for each in answered),
        hidden=len(found) - len(shown),
        untold=untold,
        remembered=_remembered(own[-1], visit) if visit.person and own else None,
        past=tuple(each.id for each in reversed(every) if held is None or each.id != held.id),
        leads=bool(visit.person) and visit.may("lead"),
        takes_part=bool(visit.person) and visit.may("take part"),
    )


def _is_due(desk: Desk, held: Held | None) -> bool:
    """Tell whether one is to be opened: the day has come, none is alive, and none was opened for it."""
    days = due_days(desk)
    if days is None or desk.today < days[0] or (held and held.state != "closed"):
        return False
    return held is None or held.due < days[1]


def _when(desk: Desk, held: Held | None) -> str:
    if held:
        if held.until:
            return say("What happened since {since:%-d %B %Y} to {until:%-d %B %Y}", since=held.since, until=held.until)
        return say("What happened since {since:%-d %B %Y}, due since {due:%-d %B %Y}", since=held.since, due=held.due)
    days = due_days(desk)
    if days is None:
        return say("It opens by itself ninety days after the launch, which the framework does not name yet")
    if days[0] <= desk.today:
        return say("The first is due since {day:%-d %B %Y}", day=days[0])
    return say("The first opens on {day:%-d %B %Y}", day=days[0])


def _row(each: Mapping[str, Any]) -> Row:
    then, now = (_number(each["unit"], each[side]) for side in ("then", "now"))
    is_known = each["then"] is not None and each["now"] is not None
    tone = {True: "green", False: "red", None: "none"}[each["better"]]
    return Row(MEASURES[each["id"]][0], then, now, WORDS_FOR[each["better"]] if is_known else say("not known"), tone)


def _number(unit: str, value: float | None) -> str:
    """Write a number of the comparison; its unit where the name does not say it."""
    if value is None:
        return number_of(unit, value)
    if unit == "hours":
        return say("{value:g} hours", value=value)
    return say("{value:g} %", value=value) if unit == "%" else say("{value:g}", value=value)


def _reason(rows: Sequence[Mapping[str, Any]]) -> str:
    """Say in what today is better and worse than day 1."""
    better, worse = (_sum([each for each in rows if each["better"] is way]) for way in (True, False))
    known = [each for each in rows if each["then"] is not None and each["now"] is not None]
    return say(
        "Better in {better}; worse in {worse}; as before in {same}, not known in {unknown}",
        better=better,
        worse=worse,
        same=sum(each["better"] is None for each in known),
        unknown=len(rows) - len(known),
    )


def _sum(rows: Sequence[Mapping[str, Any]]) -> str:
    names = several(MEASURES[each["id"]][1] for each in rows)
    return say("{n} ({names})", n=len(rows), names=names) if rows else "0"


def _parts(found: Iterable[tuple[Lesson, Answered | None]], visit: Visit) -> Iterator[Part]:
    order = [*TITLES]
    ranked = sorted(found, key=lambda pair: (order.index(pair[0].kind), str(pair[0].about)))
    for kind, own in groupby(ranked, key=lambda pair: pair[0].kind):
        yield Part(TITLES[kind], tuple(_taught(lesson, each, visit) for lesson, each in own))


def _taught(lesson: Lesson, each: Answered | None, visit: Visit) -> Taught:
    words, tone = ANSWERS[each.state] if each else ("", "none")
    kind, _, id_ = (each.follows or "").partition(":") if each else ("", "", "")
    is_open = each is not None and each.state == "open"
    about = lesson.about
    is_known = about in visit.framework.index or about.kind == "review"
    return Taught(
        id=each.id if each else "",
        version=each.version if each else 0,
        state=words,
        tone=tone,
        about=visit.title(about) if about in visit.framework.index else "",
        path=f"/{about.kind}/{about.id}" if is_known and about.kind in PAGES else "",
        whom=visit.names.get(lesson.person, lesson.person) if lesson.person else "",
        text=lesson.text,
        evidence=tuple((name.replace("_", " "), "–" if value is None else str(value)) for name, value in lesson.evidence.items()),
        method=lesson.method,
        advice=lesson.advice,
        edits=tuple((visit.title(edit.ref), edit.field.replace("_", " "), _value(edit.value)) for edit in lesson.edits),
        asks_owner=lesson.kind == "phantom" or not lesson.edits,
        asks_day=lesson.kind != "phantom" and not lesson.edits,
        is_open=is_open,
        reason=(each.reason or "") if each else "",
        follows=say("{noun} {id}", noun=word(kind), id=id_) if id_ else "",
        follows_path=FOLLOWS.get(kind, "").format(id_),
        by=visit.names.get(each.by or "", each.by or "") if each else "",
    )


def _value(value: object) -> str:
    """Write what a field is to hold as a reader says it."""
    if isinstance(value, Mapping):
        said = (say("{name} {value}", name=str(name).replace("_", " "), value=_value(each)) for name, each in value.items())
        return several(said)
    if isinstance(value, list | tuple):
        return several(map(_value, value), say(" to "))
    return say("nothing") if value is None else str(value)


def _untold(desk: Desk, document: Mapping[str, Any], visit: Visit) -> Iterator[str]:
    """Give what too little is known about, but for what is private to others."""
    for each in document.get("untold", ()):
        ref = Ref.parse(each["about"])
        if ref.kind != "kpi" or open_to(desk, ref.id):
            title = visit.title(ref) if ref in visit.framework.index else ref.id
            yield say("{what}, {name}: {reason}", what=TITLES[each["kind"]], name=title, reason=each["reason"])


def _remembered(last: Recall, visit: Visit) -> Remembered:
    named = tuple(visit.title(Ref("kpi", each)) for each in last.named)
    return Remembered(say("{day:%-d %B %Y}", day=visit.local(last.at)), named, last.of)


PAGE = Page("/calibration", say("Calibration"), build, act=act)

"""One escalation: the evidence as it was, what was said and promised, and the answers there are (DEF-5)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from vitalfew.base.errors import Refused
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count
from vitalfew.base.word import word
from vitalfew.figures.sparkline import sparkline
from vitalfew.model.wording import NEEDS, NOTHING, STATES, STATUSES, Mark, stated
from vitalfew.rhythm.actions import actions
from vitalfew.rhythm.comments import comments
from vitalfew.rhythm.escalations import (
    Escalation,
    acknowledge,
    attach,
    comment,
    escalation,
    open_to,
    resolve,
    snooze,
    with_evidence,
)
from vitalfew.web.page import Page
from vitalfew.web.pages.escalations import Row, row_of
from vitalfew.web.visit import Visit

TRENDS = {"up": say("↑ rising"), "down": say("↓ falling"), "flat": say("→ flat")}


@dataclass(frozen=True, slots=True)
class Word:
    """Something said or promised: by whom, when, what."""

    who: str
    when: str
    text: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the escalation rests on, as it stood when it was opened."""

    mark: Mark
    value: str
    period: str
    spark: Markup
    facts: tuple[tuple[str, str], ...]
    reasons: tuple[str, ...]
    as_of: str


@dataclass(frozen=True, slots=True)
class View:
    """The page; `version` is what the forms act on, so that whoever was first is not overrun."""

    row: Row
    version: int
    is_over: bool
    is_open: bool
    proof: Proof | None
    words: tuple[Word, ...]
    promises: tuple[Word, ...]


def build(visit: Visit, id_: str) -> View:
    """Build the page; raises UnknownName, Refused where its figures are private to others."""
    with visit.reading() as desk:
        found = escalation(desk, id_)
        if not open_to(desk, found.kpi):
            raise Refused(say("this is about figures that are private to others"), say("leave it to who may see them"))
        (shown,) = with_evidence(desk, [found])
        said, promised = comments(desk, found.ref), actions(desk, about=found.ref)
    names = visit.names
    return View(
        row_of(shown, [], visit),
        shown.version,
        shown.state == "resolved",
        shown.state == "open",
        _proof(shown),
        tuple(
            Word(names.get(each.by or "", say("somebody")), say("{at:%-d %B, %H:%M}", at=visit.local(each.at)), each.text or "")
            for each in said
        ),
        tuple(
            Word(
                names.get(each.owner or "", say("nobody")),
                say("{day:%-d %B}", day=each.due),
                say("{text} ({state})", text=each.text, state=word(each.state)),
            )
            for each in promised
        ),
    )


def _proof(shown: Escalation) -> Proof | None:
    """Word the evidence that was kept, None where there is none or it is for others."""
    said = shown.said
    if not said:
        return None
    unit, places = said["unit"], said["decimals"]

    def write(name: str) -> str:
        value = said[name]
        return stated((value[0], value[1]) if isinstance(value, list) else value, unit, places)

    status, recent, target = said["status"], said["recent"], said["target"]
    drawn = sparkline(
        recent,
        label=say_count("The last {n} period as it was then", "The last {n} periods as they were then", n=len(recent)),
        target=target if isinstance(target, float) else None,
    )
    return Proof(
        Mark(status, STATUSES[status] if status in STATUSES else STATES.get(said["state"], said["state"])),
        write("value") if said["value"] is not None else NOTHING,
        said["period"] or "",
        Markup(drawn),  # noqa: S704  # drawn by ourselves, its label escaped
        tuple(_facts(said, write)),
        tuple(said["reasons"]),
        _day(said["as_of"]),
    )


def _facts(said: Mapping[str, Any], write: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Name what the value was held against, leaving out what there was not."""
    if said["target"] is not None:
        yield say("Target"), write("target")
    if said["threshold"] is not None:
        yield say("Threshold"), write("threshold")
    if said["status_since"]:
        yield say("So since"), _day(said["status_since"])
    if said["trend"] in TRENDS:
        yield say("Trend"), TRENDS[said["trend"]]
    if said["likely_miss"] is not None:
        yield say("Likely to miss"), say("{share:.0%}", share=said["likely_miss"])
    if said["attention"] in NEEDS:
        yield say("Asks to"), NEEDS[said["attention"]]


def _day(text: str) -> str:
    return say("{day:%-d %B %Y}", day=date.fromisoformat(text))


def act(visit: Visit, id_: str) -> str:
    """Do what the form asks for; raises Refused, Overtaken."""
    wanted, version = visit.form.get("do", ""), visit.seen() if visit.form.get("version") else None
    if wanted not in STEPS:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    STEPS[wanted](visit, id_, version)
    return f"/escalation/{id_}"


def _acknowledge(visit: Visit, id_: str, version: int | None) -> None:
    with visit.writing() as desk:
        acknowledge(desk, id_, version=version)


def _comment(visit: Visit, id_: str, _: int | None) -> None:
    with visit.writing() as desk:
        comment(desk, id_, visit.form.get("text", ""))


def _attach(visit: Visit, id_: str, version: int | None) -> None:
    text, owner = visit.said("text", say("say what is to be done")), visit.said("owner", say("name who does it"))
    due = visit.said_day("due", say("name the day it is due"))
    with visit.writing() as desk:
        attach(desk, id_, text=text, owner=owner, due=due, version=version)


def _snooze(visit: Visit, id_: str, version: int | None) -> None:
    until = visit.said_day("until", say("name the day to come back to it"))
    with visit.writing() as desk:
        snooze(desk, id_, until, visit.form.get("reason", ""), version=version)


def _resolve(visit: Visit, id_: str, version: int | None) -> None:
    with visit.writing() as desk:
        verdicts = {verdict.ref: verdict for verdict in visit.judged.verdicts}
        verdict = verdicts.get(Ref("kpi", escalation(desk, id_).kpi))
        reason = visit.form.get("reason") or None
        resolve(desk, id_, verdict=verdict, as_of=visit.judged.as_of, reason=reason, version=version)


STEPS: dict[str, Callable[[Visit, str, int | None], None]] = {
    "acknowledge": _acknowledge,
    "comment": _comment,
    "attach": _attach,
    "snooze": _snooze,
    "resolve": _resolve,
}
PAGE = Page("/escalation/{id_}", say("Escalation"), build, act=act)

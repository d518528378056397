"""The minutes of a review as a document: who, when, what was reported and said, decisions, actions, restatements.

The facts of a closed review are kept by their hash and never change. Names and words are not among them: they stand in the
journal and in what was written down, where they can be erased, and an erased one is shown as such. What is restated after
the review was closed comes after its end, as an addendum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from vitalfew.model.framework import Framework
from vitalfew.model.visibility import may_see
from vitalfew.rhythm.actions import Action, actions
from vitalfew.rhythm.agenda import said_of
from vitalfew.rhythm.commentary import Commentary, commentaries
from vitalfew.rhythm.decisions import Decision, Note, decisions, notes
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.pack import Figure, close_to, figures, frozen
from vitalfew.rhythm.restatement import Restatement, restatements
from vitalfew.rhythm.reviews import Review, find_review
from vitalfew.store.journal import entries
from vitalfew.store.tables import JOURNAL, PERSONAL

ERASED = "(erased)"
NOBODY = "nobody"
CLOSED_AS = {"chair": "as chair", "deputy": "in the chair's place", "other": "who is not the chair"}


class Closing(NamedTuple):
    """When a review is closed, and as what by whoever does."""

    at: datetime
    as_: str


@dataclass(frozen=True, slots=True)
class Promise:
    """An action of the minutes: its owner and day as they were when the review was closed."""

    id: str
    text: str | None
    owner: str | None
    due: date
    kpi: str | None
    confirmed: bool


@dataclass(frozen=True, slots=True)
class Minutes:
    """A review as it was held; a draft until it is closed. `closed_as` is chair, deputy or other, `head` that of the journal.

    `withheld` counts notes, decisions and actions about KPIs that are private to others.
    """

    review: Review
    zone: str
    closed_at: datetime | None
    closed_as: str | None
    head: str | None
    as_of: date | None
    revision: int | None
    figures: tuple[Figure, ...]
    commentaries: Mapping[str, Commentary]
    notes: tuple[Note, ...]
    decisions: tuple[Decision, ...]
    actions: tuple[Promise, ...]
    restatements: tuple[Restatement, ...]
    addenda: tuple[Restatement, ...]
    withheld: int

    def as_json(self) -> dict[str, object]:
        """Give the minutes in the JSON contract's fields."""
        return {
            "review": self.review.as_json(),
            "closed_at": self.closed_at.isoformat() if self.closed_at else None,
            "closed_as": self.closed_as,
            "head": self.head,
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "revision": self.revision,
            "figures": [_fields(each) for each in self.figures],
            "commentaries": [each.as_json() for each in self.commentaries.values()],
            "notes": [each.as_json() for each in self.notes],
            "decisions": [each.as_json() for each in self.decisions],
            "actions": [{**_fields(each), "due": each.due.isoformat()} for each in self.actions],
            "restatements": [each.as_json() for each in self.restatements],
            "addenda": [each.as_json() for each in self.addenda],
            "withheld": self.withheld,
        }


def facts(desk: Desk, review: Review, closing: Closing | None) -> dict[str, Any]:
    """Give what the minutes hold but names and words: what to look up, and as of which entry of the journal."""
    last = entries(desk.transaction, last=1)
    made = [(each, False) for each in actions(desk, about=review.ref) if each.state != "dropped"]
    confirmed = [(each, True) for each in actions(desk) if each.id in review.confirmed and each.about != review.ref]
    return {
        "version": 1,
        "review": review.id,
        "pack": review.pack,
        "closed_at": closing.at.isoformat() if closing else None,
        "closed_as": closing.as_ if closing else None,
        "head": last[-1].hash if last else None,
        "entry": last[-1].number if last else 0,
        "notes": [each.id for each in notes(desk, review.ref)],
        "decisions": [each.id for each in decisions(desk, review.ref) if each.state != "reversed"],
        "actions": [_promised(each, is_confirmed=stood_by) for each, stood_by in (*made, *confirmed)],
        "restatements": [each.id for each in restatements(desk, review)],
    }


def _promised(action: Action, *, is_confirmed: bool) -> dict[str, Any]:
    return {"id": action.id, "due": action.due.isoformat(), "kpi": action.kpi, "confirmed": is_confirmed}


def minutes(desk: Desk, name: str) -> Minutes:
    """Give the minutes of a review by its id or its cadence, a draft while it is not closed; raises UnknownName, Refused.

    Whoever is at the desk and was not invited sees no more of the figures than they may (CAS-5).
    """
    review = find_review(desk, name)
    held = frozen(desk, review.record) if review.record else facts(desk, review, None)
    reported = frozen(desk, review.pack) if review.pack else None
    shown = close_to(figures(reported), desk.framework, desk.by, review.people) if reported else ()
    open_ = {each.id for each in shown if not each.private}
    shut = {kpi.id for kpi in desk.framework.kpis if not may_see(desk.framework, kpi, desk.by)} | {
        each.id for each in shown if each.private
    }
    restated = [each for each in restatements(desk, review) if each.kpi in open_]
    said = [each for each in notes(desk, review.ref) if each.id in held["notes"]]
    decided = [each for each in decisions(desk, review.ref) if each.id in held["decisions"]]
    promised = _promises(desk, held)
    return Minutes(
        review,
        desk.framework.calendar.timezone,
        datetime.fromisoformat(held["closed_at"]) if held["closed_at"] else None,
        held["closed_as"],
        held["head"],
        date.fromisoformat(reported["as_of"]) if reported else None,
        reported["revision"] if reported else None,
        shown,
        {each.kpi: each for each in commentaries(desk, review.id) if each.kpi in open_},
        tuple(each for each in said if each.kpi not in shut),
        tuple(each for each in decided if each.kpi not in shut),
        tuple(each for each in promised if each.kpi not in shut),
        tuple(each for each in restated if each.id in held["restatements"]),
        tuple(each for each in restated if each.id not in held["restatements"]),
        sum(
            kpi in shut
            for kpi in [*(each.kpi for each in said), *(each.kpi for each in decided), *(each.kpi for each in promised)]
        ),
    )


def _promises(desk: Desk, held: Mapping[str, Any]) -> tuple[Promise, ...]:
    known = {each.id: each for each in actions(desk)}
    return tuple(_promise(desk, known[each["id"]], each, held["entry"]) for each in held["actions"])


def _promise(desk: Desk, action: Action, said: Mapping[str, Any], entry: int) -> Promise:
    owner = _owner_at(desk, action, entry)
    return Promise(action.id, action.text, owner, date.fromisoformat(said["due"]), said["kpi"], said["confirmed"])


def _owner_at(desk: Desk, action: Action, entry: int) -> str | None:
    """Give who an action belonged to as of an entry of the journal; None where they were erased."""
    where = (JOURNAL.c.subject == str(action.ref), JOURNAL.c.number <= entry)
    numbers = [row["number"] for row in desk.transaction.find(JOURNAL, *where)]
    named = (PERSONAL.c.number.in_(numbers), PERSONAL.c.field == "owner")
    found = desk.transaction.find(PERSONAL, *named, order=[PERSONAL.c.number])
    return found[-1]["value"] if found else None


def markdown(found: Minutes, framework: Framework) -> str:
    """Write the minutes as Markdown."""
    lines = [*_top(found, framework), *_reported(found, framework), *_decided(found, framework), *_acted(found, framework)]
    lines += _listed("Notes", [f"{_words(each.text)} ({_person(framework, each.by)})" for each in found.notes])
    lines += ["", f"Left out, since they are about private KPIs: {found.withheld}"] if found.withheld else []
    lines += _listed("Restated", [_restated(each, framework) for each in found.restatements])
    lines += _listed("Addenda", [f"{each.at:%Y-%m-%d}: {_restated(each, framework)}" for each in found.addenda])
    return "\n".join(lines) + "\n"


def _top(found: Minutes, framework: Framework) -> Iterator[str]:
    review, zone = found.review, framework.calendar.zone
    starts, ends = ((each or review.starts).astimezone(zone) for each in (review.began, found.closed_at or review.ends))
    absent = [each for each in review.people if each not in review.present]
    yield f"# {_words(review.name)}, {review.period}"
    yield "" if found.closed_at else f"\n*Draft: the review is {review.state}.*\n"
    yield f"- When: {starts:%Y-%m-%d %H:%M} to {ends:%H:%M} ({found.zone})"
    yield f"- Chair: {_person(framework, review.chair) if review.chair else NOBODY}"
    yield f"- Present: {_people(framework, review.present)}"
    yield f"- Invited and not present: {_people(framework, absent)}"
    if found.closed_at:
        yield f"- Closed by: {_person(framework, review.by)}, {CLOSED_AS[found.closed_as or 'other']}"
    if review.pack:
        yield f"- Figures: as of {found.as_of}, revision {found.revision or '–'}, pack `{review.pack}`"
    yield f"- Journal: `{found.head or '–'}`"


def _reported(found: Minutes, framework: Framework) -> Iterator[str]:
    yield from ("", "## Reported", "")
    if not found.figures:
        yield "No figures were reported."
        return
    yield from ("| KPI | as reported | analysis | next step | by |", "|---|---|---|---|---|")
    for figure in found.figures:
        said = found.commentaries.get(figure.id)
        words = _said(said, framework) if said and said.given_at else ("–", "–", "–")
        silent = " (nothing was said)" if figure.is_red and not (said and said.given_at) else ""
        yield f"| {_words(figure.name)} | {_words(said_of(figure))}{silent} | {' | '.join(words)} |"


def _said(said: Commentary, framework: Framework) -> tuple[str, str, str]:
    late = ", late" if said.late else ""
    copied = ", as the last time" if said.copied else ""
    texts = (_words(each) if each else ERASED if said.by is None else "–" for each in (said.analysis, said.next_step))
    return (*texts, f"{_person(framework, said.by)}{late}{copied}")  # type: ignore[return-value]  # two texts and a name


def _decided(found: Minutes, framework: Framework) -> Iterable[str]:
    return _listed("Decisions", [_decision(each, framework) for each in found.decisions])


def _decision(each: Decision, framework: Framework) -> str:
    owner = f"; {_person(framework, each.owner)} sees to it" if each.owner else ""
    due = f" by {each.due}" if each.due else ""
    return f"{_words(each.text)}{_about(each.kpi, framework)}{owner}{due}"


def _acted(found: Minutes, framework: Framework) -> Iterator[str]:
    yield from ("", "## Actions", "")
    if found.actions:
        yield from ("| no. | action | owner | due | KPI |", "|---|---|---|---|---|")
    for each in found.actions:
        text = f"{_words(each.text)}{', confirmed' if each.confirmed else ''}"
        yield f"| {each.id} | {text} | {_person(framework, each.owner)} | {each.due} | {_name(each.kpi, framework)} |"
    if not found.actions:
        yield f"None was needed: {_words(found.review.none_needed)}" if found.closed_at else "None yet."


def _restated(each: Restatement, framework: Framework) -> str:
    name, why = _name(each.kpi, framework), _words(each.reason)
    if each.is_figure:
        was, now = (f"{_number(value)} ({status or 'no status'})" for value, status in _pairs(each))
        return f"{name}: reported {was}, restated {now}. {why}"
    words = "; ".join(_words(text) for text in (each.analysis, each.next_step) if text)
    return f"{name}: {words or ERASED}. {why} ({_person(framework, each.by)})"


def _pairs(each: Restatement) -> tuple[tuple[float | None, str | None], ...]:
    return (each.reported, each.reported_status), (each.value, each.status)


def _number(value: float | None) -> str:
    return "no value" if value is None else f"{value:,.6g}"


def _listed(title: str, lines: Sequence[str]) -> list[str]:
    return ["", f"## {title}", "", *(f"- {line}" for line in lines)] if lines else []


def _about(kpi: str | None, framework: Framework) -> str:
    return f" ({_name(kpi, framework)})" if kpi else ""


def _name(kpi: str | None, framework: Framework) -> str:
    return _words(framework.kpi[kpi].title if kpi in framework.kpi else kpi) if kpi else "–"


def _people(framework: Framework, people: Sequence[str]) -> str:
    return ", ".join(_person(framework, each) for each in people) or NOBODY


def _person(framework: Framework, person: str | None) -> str:
    known = framework.person.get(person or "")
    return _words(known.name or known.id) if known else _words(person)


def _words(text: str | None) -> str:
    """Give a text as one line that no table or heading is broken by."""
    plain = " ".join((text or ERASED).split())
    return "".join(f"\\{each}" if each in "\\|*_`[]#" else "&lt;" if each == "<" else each for each in plain)


def _fields(value: object) -> dict[str, Any]:
    return {name: getattr(value, name) for name in getattr(value, "__dataclass_fields__", ())}

"""What is said of a reconfiguration in sentences for people, on the page and by the command."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple

from vitalfew.base.said import say, several
from vitalfew.draft.event import What
from vitalfew.draft.improve import by_severity, moved
from vitalfew.draft.reconfigure import Reconfiguration, Touched

KINDS: Mapping[What, str] = {
    "strategy": say("the strategy turned"),
    "assumption": say("an assumption broke"),
    "entered": say("entered"),
    "lead": say("a KPI stopped leading"),
    "target": say("a target is reached"),
    "regime": say("a level moved"),
}
NOTHING = say("nothing has happened that asks for other KPIs")
PEOPLE = say("nothing to write: it is for people to decide")
SEVERITIES = {"error": say("Errors"), "warning": say("Warnings"), "info": say("Notes")}
Tone = Literal["title", "id", "change", "people", "plain"]


class Line(NamedTuple):
    """A line of text, how far it is set in, and what it is."""

    depth: int
    tone: Tone
    text: str


def lines(made: list[Reconfiguration]) -> Iterator[Line]:
    """Tell each event with what it asks for."""
    for each in made:
        yield Line(0, "title", say("{what} ({why})", what=each.event.what, why=each.event.why))
        yield Line(1, "id", each.event.id)
        for change in each.changes:
            yield Line(1, "change", change.what)
            yield Line(2, "plain", say("{id}: {reason}", id=change.id, reason=change.reason))
        for opened in each.reopened:
            yield Line(1, "people", say("left to people: `{ref}`, {why}", ref=opened.ref, why=opened.why))
        for touched in each.touched:
            yield Line(1, "plain", touched_of(touched))
        yield from _audited(each)
        yield Line(0, "plain", "")


def touched_of(each: Touched) -> str:
    """Say whom and what the change of a KPI touches."""
    owners, reviews = (several(found) if found else say("nobody") for found in (each.owners, each.reviews))
    said = say(
        "touches `{kpi}`, for which {owners} answers; looked at in {reviews}; {history}",
        kpi=each.kpi,
        owners=owners,
        reviews=reviews if each.reviews else say("no review"),
        history=each.history,
    )
    return say("{said}; and the formulas of {kpis}", said=said, kpis=several(each.formulas)) if each.formulas else said


def _audited(each: Reconfiguration) -> Iterator[Line]:
    if not each.edit:
        yield Line(1, "plain", PEOPLE)
        return
    before, after = by_severity(each.before), by_severity(each.after)
    counts = [say("{of} {was} → {now}", of=of, was=before[kind], now=after[kind]) for kind, of in SEVERITIES.items()]
    yield Line(1, "plain", say("audit: {counts}", counts=several(counts)))
    for findings, text in ((each.gone, say("gone")), (each.new, say("new"))):
        for finding in findings:
            if finding.severity != "info":
                yield Line(2, "plain", say("{how}: {code} {what}", how=text, code=finding.code, what=finding.message))
    for of, was, now in moved(each.score_before, each.score_after):
        yield Line(2, "plain", say("{of} {was} → {now}", of=of, was=was, now=now))

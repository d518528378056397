"""The report of a calibration as a document: what was learned, how that is known, what is proposed, day 1 beside today.

It names no person and holds no lesson about a KPI that is not for everybody, since it is kept for good.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from json import dumps

from vitalfew.base.said import say
from vitalfew.model.framework import Framework
from vitalfew.rhythm.calibration import Calibration, is_seen
from vitalfew.rhythm.compare import Compared, Row
from vitalfew.rhythm.lesson import Kind, Lesson, Untold

TITLES: dict[Kind, str] = {
    "never-reached": say("Targets out of reach"),
    "always-reached": say("Targets that ask for nothing"),
    "target-or-process": say("Missed again and again: the target, or the process?"),
    "uninformative": say("KPIs that informed no decision"),
    "cry-wolf": say("Triggers that cried wolf"),
    "slept": say("Triggers that slept"),
    "phantom": say("Owners who take no part"),
    "absent": say("Invited and never there"),
    "gap": say("Gaps"),
    "recall": say("Named from memory"),
    "churn": say("Core KPIs that come and go"),
}
MEASURES: Mapping[str, tuple[str, str]] = {
    "data": (say("KPIs with data"), say("KPIs with data")),
    "green": (say("KPIs that reach their target"), say("KPIs that reach their target")),
    "owned": (say("KPIs with one named owner"), say("KPIs with one named owner")),
    "errors": (say("Errors of the check"), say("errors of the check")),
    "warnings": (say("Warnings of the check"), say("warnings of the check")),
    "maturity": (say("Mature dimensions"), say("mature dimensions")),
    "reviews": (say("Reviews held"), say("reviews held")),
    "response": (say("Median time to the first answer"), say("median time to the first answer")),
}
"""What day 1 and today are compared by, as a head and within a sentence."""
WORDS_FOR = {True: say("better"), False: say("worse"), None: say("as before")}


def public(framework: Framework, look: Calibration) -> tuple[Lesson, ...]:
    """Give the lessons that are for everybody."""
    return tuple(each for each in look.lessons if is_seen(framework, each, None))


def markdown(framework: Framework, look: Calibration) -> str:
    """Write the report."""
    shown = public(framework, look)
    name = framework.organization.name or "the organisation"
    last, days = look.until - timedelta(days=1), (look.until - look.since).days + 1
    head = [
        f"# Calibration of {name}",
        f"Days: {look.since} to {last}. {look.kpis} KPIs with data, {look.calls} calls of triggers, {look.meetings} reviews.",
        f"Is day {days} better than day 1? **{_answer(look.compared)}** {look.compared.reason}.",
        _table(look.compared.rows),
        f"## What was learned: {len(shown)} lesson{'' if len(shown) == 1 else 's'}",
    ]
    kinds = [*TITLES]
    sorted_ = sorted(shown, key=lambda each: (kinds.index(each.kind), str(each.about)))
    parts = [part for kind, own in groupby(sorted_, key=lambda each: each.kind) for part in _section(kind, [*own])]
    hidden = len(look.lessons) - len(shown)
    rest = [f"And {hidden} that {'is' if hidden == 1 else 'are'} about people or private KPIs, for those whom it concerns."]
    parts += rest if hidden else []
    return "\n\n".join([*head, *(parts or ["Nothing that stands above chance."]), *_untold(look.untold)]) + "\n"


def _answer(compared: Compared) -> str:
    return {True: "Yes:", False: "No:", None: "Not known:"}[compared.is_better]


def _table(rows: Sequence[Row]) -> str:
    lines = ["| measure | day 1 | today | |", "|---|--:|--:|---|"]
    lines += [f"| {row.name} | {number_of(row.unit, row.then)} | {number_of(row.unit, row.now)} | {_word(row)} |" for row in rows]
    return "\n".join(lines)


def _word(row: Row) -> str:
    return "not known" if row.then is None or row.now is None else WORDS_FOR[row.better]


def number_of(unit: str, value: float | None) -> str:
    """Write a number of the comparison; its unit where the name does not say it."""
    if value is None:
        return "–"
    return f"{value:g} {unit}" if unit in {"%", "hours"} else f"{value:g}"


def _section(kind: Kind, lessons: Sequence[Lesson]) -> Iterator[str]:
    yield f"### {TITLES[kind]}"
    for each in lessons:
        known = "; ".join(f"{name.replace('_', ' ')} {'–' if value is None else value}" for name, value in each.evidence.items())
        lines = [f"- **{each.about}**: {each.text}.", f"  - Evidence: {known}.", f"  - Method: {each.method}."]
        lines += [f"  - To do: {each.advice} ({', '.join(each.requirements)})."]
        lines += [f"  - Proposed: `{edit.ref}` `{edit.field}`: `{dumps(edit.value)}`" for edit in each.edits]
        yield "\n".join(lines)


def _untold(untold: Sequence[Untold]) -> Iterator[str]:
    """Say what nothing is said about, by reason."""
    by_reason: dict[tuple[Kind, str], list[str]] = {}
    for each in untold:
        by_reason.setdefault((each.kind, each.reason), []).append(f"`{each.about.id}`")
    if untold:
        yield f"## Not enough data: {len(untold)}"
        yield "\n".join(f"- {TITLES[kind]}: {reason}: {', '.join(ids)}." for (kind, reason), ids in by_reason.items())

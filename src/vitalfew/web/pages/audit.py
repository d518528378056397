"""What the audit finds, each finding with its reason, its remedy and the place to mend it (AUD-12)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from vitalfew.base.finding import SEVERITIES, Finding, Severity
from vitalfew.base.ref import Ref
from vitalfew.base.said import Said, say, say_count
from vitalfew.web.page import Page
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

WORDS: Mapping[Severity, Said] = {
    "error": say("error"),
    "warning": say("warning"),
    "info": say("note{of_finding}", of_finding=""),
}
COUNTS: Mapping[Severity, Callable[[int], Said]] = {
    "error": lambda n: say_count("{n} error", "{n} errors", n),
    "warning": lambda n: say_count("{n} warning", "{n} warnings", n),
    "info": lambda n: say_count("{n} note", "{n} notes", n),
}
TONES = {"error": "red", "warning": "amber", "info": "none"}
PATHS = {"kpi": "/kpi/", "objective": "/objective/"}


@dataclass(frozen=True, slots=True)
class Choice:
    """A way to narrow the list: its words, its address, whether it is chosen."""

    text: str
    path: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A finding."""

    tone: str
    severity: str
    code: str
    rule: str
    message: str
    help: str
    about: str
    path: str
    place: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    subtitle: str
    choices: tuple[Choice, ...]
    rows: tuple[Row, ...]
    part: Part


def build(visit: Visit) -> View:
    """Build the page; `?severity=` narrows it, `?page=` goes on."""
    findings = visit.findings
    count = Counter(each.severity for each in findings)
    wanted = visit.query.get("severity", "")
    shown = [each for each in findings if wanted not in SEVERITIES or each.severity == wanted]
    shown.sort(key=lambda each: SEVERITIES.index(each.severity))
    choices = [Choice(say("All {n}", n=len(findings)), "/audit", wanted not in SEVERITIES)]
    choices += [Choice(COUNTS[each](count[each]), f"/audit?severity={each}", wanted == each) for each in SEVERITIES]
    subtitle = (
        say("What stands between the KPIs and the strategy, and what to do about it")
        if findings
        else say("Nothing stands in the way")
    )
    some, which = part(shown, visit.query)
    return View(subtitle, tuple(choices), tuple(_row(each, visit) for each in some), which)


def _row(finding: Finding, visit: Visit) -> Row:
    return Row(
        TONES[finding.severity],
        WORDS[finding.severity],
        finding.code,
        finding.rule,
        finding.message,
        finding.help,
        visit.title(finding.ref),
        path_of(finding.ref),
        str(finding.place or ""),
    )


def path_of(ref: Ref) -> str:
    """Give the page of a noun; empty where it has none."""
    return f"{PATHS[ref.kind]}{ref.id}" if ref.kind in PATHS else ""


PAGE = Page("/audit", say("Audit"), build, nav=5)

"""What the audit finds, each finding with its reason, its remedy and the place to mend it (AUD-12)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from vitalfew.base.finding import SEVERITIES, Finding, Severity
from vitalfew.base.ref import Ref
from vitalfew.web.page import Page
from vitalfew.web.part import Part, part
from vitalfew.web.visit import Visit

WORDS: dict[Severity, tuple[str, str]] = {
    "error": ("error", "errors"),
    "warning": ("warning", "warnings"),
    "info": ("note", "notes"),
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
    choices = [Choice(f"All {len(findings)}", "/audit", wanted not in SEVERITIES)]
    choices += [Choice(_counted(count[each], each), f"/audit?severity={each}", wanted == each) for each in SEVERITIES]
    subtitle = (
        "What stands between the KPIs and the strategy, and what to do about it" if findings else "Nothing stands in the way"
    )
    some, which = part(shown, visit.query)
    return View(subtitle, tuple(choices), tuple(_row(each, visit) for each in some), which)


def _counted(number: int, severity: Severity) -> str:
    one, many = WORDS[severity]
    return f"{number} {one if number == 1 else many}"


def _row(finding: Finding, visit: Visit) -> Row:
    return Row(
        TONES[finding.severity],
        WORDS[finding.severity][0],
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


PAGE = Page("/audit", "Audit", build, nav=5)

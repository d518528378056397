"""What governs the workspace, in words, each with the place where it is changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

from vitalfew.base.errors import BadOption, Refused, VitalfewError
from vitalfew.base.quantity import format_value
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import word
from vitalfew.exchange.number import read_number
from vitalfew.load.amend import Amendment
from vitalfew.model.policy import NUMBERS
from vitalfew.model.visibility import FEWEST, visibility_of
from vitalfew.rhythm.channel import ways
from vitalfew.rhythm.proposals import propose_edits
from vitalfew.store.accounts import accounts
from vitalfew.store.database import place
from vitalfew.store.sessions import IDLE, LONGEST
from vitalfew.store.variable import is_shared
from vitalfew.web.page import Page
from vitalfew.web.visit import Visit
from vitalfew.workspace import STORE

ISSUER, CALLED = "VITALFEW_OIDC_ISSUER", "VITALFEW_OIDC_NAME"
"""Where single sign-on is set, and what people call the provider."""
DAYS = {
    "mon": say("Monday"),
    "tue": say("Tuesday"),
    "wed": say("Wednesday"),
    "thu": say("Thursday"),
    "fri": say("Friday"),
    "sat": say("Saturday"),
    "sun": say("Sunday"),
}
MOST_POLICY = 1_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """Something that holds: its name, what it is, and the place in the files or the page where it is changed."""

    name: str
    value: str
    place: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A number that rules judge by: what it bounds, its value, the usual one, and whether the organisation set it itself."""

    key: str
    bounds: str
    value: str
    usual: str
    source: str
    is_own: bool
    place: str


@dataclass(frozen=True, slots=True)
class Part:
    """Rows that belong together."""

    id: str
    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    parts: tuple[Part, ...]
    numbers: tuple[Number, ...]
    own: int
    may_propose: bool
    links: tuple[tuple[str, str], ...]


def build(visit: Visit) -> View:
    """Build the page."""
    numbers = tuple(_numbers(visit))
    parts = (
        Part("organisation", say("Organisation"), tuple(_organisation(visit))),
        Part("calendar", say("Calendar"), tuple(_calendar(visit))),
        Part("shape", say("Preset"), tuple(_shape(visit))),
        Part("told", say("How people are told"), tuple(_ways(visit))),
        Part("rights", say("Who may do what"), tuple(_rights(visit))),
        Part("privacy", say("Privacy"), tuple(_privacy(visit))),
        Part("kept", say("What is kept where"), tuple(_kept(visit))),
    )
    links = [(say("Accounts"), "/accounts")] if visit.may("administer") else []
    links += [(say("People"), "/people"), (say("Import"), "/import"), (say("Audit"), "/audit"), (say("History"), "/history")]
    return View(parts, numbers, sum(each.is_own for each in numbers), visit.may("propose"), tuple(links))


def _place(visit: Visit, section: str, field: str | None = None) -> str:
    """Give the file and line where something is written; empty where it is not."""
    found = visit.workspace.loaded.spans.find(Ref(section, "main"), field)
    return f"{found.file}:{found.line}" if found else ""


def _organisation(visit: Visit) -> Iterator[Row]:
    about = visit.framework.organization
    said = (
        ("name", say("Name"), about.name),
        ("industry", say("Industry"), about.industry),
        ("size", say("People"), format_value(about.size) if about.size else None),
        ("scope", say("Scope"), about.scope),
        ("reporting", say("Reports"), word(about.reporting) if about.reporting else None),
        ("launched", say("In use since"), say("{day:%-d %B %Y}", day=about.launched) if about.launched else None),
        ("goals", say("Goals"), "; ".join(about.goals)),
    )
    for field, name, value in said:
        yield Row(name, value or say("not said"), _place(visit, "organization", field) if value else "")


def _calendar(visit: Visit) -> Iterator[Row]:
    calendar = visit.framework.calendar
    is_weeks = calendar.scheme != "months"
    first = date.fromisoformat(f"2024-{calendar.fiscal_year_starts}")
    begins = say("as the weeks of {scheme} have it", scheme=calendar.scheme) if is_weeks else say("{day:%-d %B}", day=first)
    holidays = calendar.holidays
    days = say_count("{n} day", "{n} days", len(holidays)) if not isinstance(holidays, str) else ""
    quiet = say("none") if calendar.quiet_hours == "none" else calendar.quiet_hours
    said = (
        ("fiscal_year_starts", say("The fiscal year begins on"), begins),
        ("week_starts", say("The week begins on"), DAYS[calendar.week_starts[:3]]),
        ("timezone", say("Time zone"), str(calendar.zone)),
        ("currency", say("Currency"), calendar.currency or say("not said")),
        ("working_days", say("Working days"), several([DAYS[each] for each in calendar.working_days])),
        ("business_hours", say("Working hours"), calendar.business_hours),
        ("quiet_hours", say("Quiet hours"), quiet),
        ("holidays", say("Holidays"), say("those of {country}", country=holidays) if isinstance(holidays, str) else days),
    )
    for field, name, value in said:
        yield Row(name, value, _place(visit, "calendar", field) if field in calendar.model_fields_set else "")
    if calendar.today:
        yield Row(say("Today is held at"), say("{day:%-d %B %Y}", day=calendar.today), _place(visit, "calendar", "today"))


def _shape(visit: Visit) -> Iterator[Row]:
    framework = visit.framework
    preset = framework.rules
    yield Row(say("Preset"), preset.name, _place(visit, "framework", "preset"))
    spans = (
        ("objectives", say("Objectives"), preset.objectives),
        ("per-objective", say("KPIs for each objective"), preset.per_objective),
        ("per-perspective", say("KPIs for each perspective"), preset.per_perspective),
        ("in-all", say("KPIs in all"), preset.in_all),
    )
    for key, name, default in spans:
        found = framework.span(key, default)
        free = found.min is None and found.max is None
        own = _place(visit, "policy", key) if key in framework.policy else ""
        yield Row(name, say("any number") if free else found.words(), own)
    for level in preset.levels:
        found = framework.span("tier-1", level.kpis) if level.tier == 1 else level.kpis
        free = found.min is None and found.max is None
        own = _place(visit, "policy", "tier-1") if level.tier == 1 and "tier-1" in framework.policy else ""
        yield Row(say("KPIs of the level {level}", level=level.id), say("any number") if free else found.words(), own)
    if framework.severity:
        yield Row(
            say("Rules with a severity of their own"),
            ", ".join(f"{rule}: {severity}" for rule, severity in framework.severity.items()),
            _place(visit, "severity"),
        )


def _numbers(visit: Visit) -> Iterator[Number]:
    for key, number in NUMBERS.items():
        held = visit.framework.policy.get(key)
        is_own = held is not None and held.value is not None
        value = format_value(visit.framework.policy_number(key), number.unit)
        usual = format_value(number.default, number.unit)
        yield Number(key, number.bounds, value, usual, number.source, is_own, _place(visit, "policy", key) if is_own else "")


def _ways(visit: Visit) -> Iterator[Row]:
    """Say by which ways people are told: what they are called, never their addresses."""
    try:
        found = ways()
    except VitalfewError as error:
        yield Row(say("Channels"), error.words if visit.may("administer") else say("not set rightly"))
        return
    on, off = say("set"), say("not set")
    yield Row(say("Mail server"), on if found.mail else off, "VITALFEW_SMTP_URL")
    yield Row(say("A channel of everybody"), found.everybody.name if found.everybody else off, "VITALFEW_NOTIFY")
    own = say_count("{n} person has one", "{n} people have one", len(found.own)) if found.own else off
    yield Row(say("Channels of their own"), own, "VITALFEW_NOTIFY_…")


def _rights(visit: Visit) -> Iterator[Row]:
    with visit.workspace.store.reading() as transaction:
        count = sum(each.is_active for each in accounts(transaction))
    path = "/accounts" if visit.may("administer") else ""
    if visit.who.is_open:
        yield Row(say("Accounts"), say("none: whoever sits at this machine may do everything"), path="/setup")
    else:
        yield Row(say("Accounts"), say_count("{n} account", "{n} accounts", count), path=path)
    provider = os.environ.get(CALLED) or say("set")
    yield Row(say("Single sign-on"), provider if os.environ.get(ISSUER) else say("not set"), ISSUER)
    governance = visit.framework.governance
    owner = visit.names.get(governance.structure_owner or "", say("nobody"))
    yield Row(say("Owner of the structure"), owner, _place(visit, "governance", "structure_owner"), "/people")
    for what, people in governance.approvals.items():
        told = several([visit.names.get(each, each.replace("-", " ")) for each in people])
        yield Row(say("Who approves: {what}", what=word(what)), told, _place(visit, "governance", f"approvals.{what}"))


def _privacy(visit: Visit) -> Iterator[Row]:
    framework = visit.framework
    closed = sum(visibility_of(framework, kpi) != "public" for kpi in framework.current_kpis)
    all_ = len(framework.current_kpis)
    yield Row(say("KPIs whose figures are private"), say("{closed} of {all}", closed=closed, all=all_), path="/help/privacy")
    yield Row(say("Sums of private figures are shown from"), say_count("{n} person", "{n} people", FEWEST), path="/help/privacy")
    hours = int(IDLE.total_seconds()) // 3600
    yield Row(say("A session ends unused after"), say_count("{n} hour", "{n} hours", hours), path="/help/accounts")
    yield Row(say("A session ends at the latest after"), say_count("{n} day", "{n} days", LONGEST.days), path="/help/accounts")
    kept = say("until somebody erases them; then `(erased)` stands there")
    yield Row(say("Names and words of people are kept"), kept, path="/help/revisions")


def _kept(visit: Visit) -> Iterator[Row]:
    at = place(visit.workspace.root / STORE)
    shared = at.url.set(username=None, password=None).render_as_string().replace("+psycopg", "")
    where = shared if is_shared() and visit.may("administer") else f"{STORE}/"
    kind = say("PostgreSQL") if is_shared() else say("SQLite, in the folder of the workspace")
    yield Row(say("Decisions"), kind)
    if is_shared():
        yield Row(say("Workspace in it"), at.workspace)
    yield Row(say("Where"), where if not is_shared() or visit.may("administer") else say("known to administrators"))
    yield Row(say("Version"), version("vitalfew"))
    yield Row(say("Licence"), "Apache-2.0")


def act(visit: Visit) -> str:
    """Ask for another policy number; raises Refused, BadOption."""
    if visit.form.get("do") != "policy":
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    key, text = visit.said("key", say("choose a number")), visit.form.get("value", "")
    if key not in NUMBERS:
        raise Refused(say("there is no number `{key}`", key=key), say("choose one of the list"))
    value = _read(text)
    why = f"{key}: {text or 'as usual'}"
    with visit.writing() as desk:
        made = propose_edits(desk, [Amendment(Ref("policy", "main"), key, value)], title=why, text=visit.form.get("why", ""))
    return f"/proposal/{made.id}"


def _read(text: str) -> float | None:
    """Read a number; None where nothing is said, which takes the organisation's own away."""
    if not text:
        return None
    found = read_number(text)
    if found is None or found.percent or found.currency or found.open is not None or not 0 <= found.value <= MOST_POLICY:
        raise BadOption("value", text, say("write a number, such as 7 or 12.5"))
    return int(found.value) if found.value.is_integer() else found.value


PAGE = Page("/settings", say("Settings"), build, nav=27, act=act)

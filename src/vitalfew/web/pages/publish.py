"""Documents to read, to keep and to publish, and those that were published, as they were (DEL-1 to DEL-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from vitalfew.api.documents import for_everybody
from vitalfew.base.errors import Refused
from vitalfew.base.said import Said, say, several
from vitalfew.formats.format import Format, formats
from vitalfew.language.tongue import languages, name_of, spoken
from vitalfew.reports.report import Report, reports
from vitalfew.rhythm.publishing import Edition, editions, publish_edition
from vitalfew.web.page import Page
from vitalfew.web.part import Part, part
from vitalfew.web.published import FORMAT, REPORT, ZIP, some, wanted
from vitalfew.web.published import PAGE as PATH
from vitalfew.web.visit import Visit

KINDS: Mapping[str, Said] = {
    "html": say("Web page"),
    "pdf": say("PDF"),
    "docx": say("Word"),
    "pptx": say("Slides"),
    "xlsx": say("Workbook"),
    "markdown": say("Text"),
}
"""What formats are called, in the order in which people ask for them."""
TITLES: Mapping[str, Said] = {
    "alignment-matrix": say("Alignment Matrix"),
    "implementation-roadmap": say("Implementation roadmap"),
    "kpi-architecture-blueprint": say("KPI Architecture Blueprint"),
    "kpi-definitions": say("KPI definitions"),
    "operating-calendar": say("Operating calendar"),
    "ownership-map": say("Ownership map"),
    "strategic-kpi-document": say("Strategic KPI Document"),
}
"""What reports are called; one that is not here goes by its name."""
MOST = 20
"""How many editions are shown at once."""
ERASED = say("(erased)")


@dataclass(frozen=True, slots=True)
class Kind:
    """A format: its field, what it is called, whether it is chosen; `href` leads to a document in it."""

    field: str
    title: str
    is_chosen: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A report: its field, what it is called and for, where it can be read, and kept in each format."""

    field: str
    title: str
    purpose: str
    is_chosen: bool
    read: str
    files: tuple[Kind, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """What was published: when, by whom, of which revision, day and data, with each document as it was."""

    id: str
    when: str
    who: str
    title: str
    revision: int | None
    of: str
    files: tuple[tuple[str, str, str], ...]
    is_kept: bool


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    zip: str
    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...]
    languages: tuple[tuple[str, str, bool], ...]
    as_of: str
    may: bool
    past: tuple[Past, ...]
    part: Part


def build(visit: Visit) -> View:
    """Build the page."""
    said = visit.form or visit.query
    asked = wanted(said)
    language = asked.language or spoken()
    held = {"language": language, **({"as_of": str(asked.as_of)} if asked.as_of else {})}
    with visit.reading() as desk:
        shown, which = part(editions(desk), visit.query, most=MOST)
    ordered = sorted(formats().values(), key=lambda each: ([*KINDS, each.name].index(each.name), each.name))
    return View(
        ZIP,
        tuple(_row(each, ordered, urlencode(held), is_chosen=each.name in asked.reports) for each in reports().values()),
        tuple(
            Kind(f"{FORMAT}{each.name}", title_of_format(each.name), each.name in (asked.formats or ("pdf",))) for each in ordered
        ),
        tuple((each, name_of(each), each == language) for each in languages()),
        str(asked.as_of or ""),
        visit.may("publish"),
        tuple(_past(each, visit) for each in shown),
        which,
    )


def title_of(report: str) -> str:
    """Give what a report is called."""
    return TITLES.get(report) or report.replace("-", " ").capitalize()


def title_of_format(name: str) -> str:
    """Give what a format is called."""
    return KINDS.get(name, name)


def _row(report: Report, ordered: list[Format], query: str, *, is_chosen: bool) -> Row:
    files = (
        Kind("", title_of_format(each.name), is_chosen=False, href=f"{PATH}/{report.name}{each.suffix}?{query}")
        for each in ordered
    )
    read = f"{PATH}/{report.name}?{query}"
    return Row(f"{REPORT}{report.name}", title_of(report.name), report.purpose, is_chosen, read, tuple(files))


def _past(edition: Edition, visit: Visit) -> Past:
    data = say("data of {at:%-d %B %Y, %H:%M} UTC", at=edition.measured_at) if edition.measured_at else say("nothing measured")
    return Past(
        edition.id,
        say("{at:%-d %B %Y, %H:%M}", at=visit.local(edition.at)),
        visit.names.get(edition.by or "", edition.by or ERASED),
        edition.title or several(title_of(each) for each in edition.reports),
        edition.revision,
        say("as of {day:%-d %B %Y}, {data}", day=edition.as_of, data=data),
        tuple((file.name, f"{PATH}/editions/{edition.id}/{file.name}", _size(file.size)) for file in edition.files),
        edition.is_kept,
    )


def _size(size: int) -> str:
    return say("{n:.1f} MB", n=size / 10**6) if size >= 10**6 else say("{n:,} kB", n=max(1, size // 1000))


def act(visit: Visit) -> str:
    """Publish what was chosen; raises Refused, NotAllowed, ExtraMissing."""
    if visit.form.get("do") != "publish":
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    asked = some(wanted(visit.form))
    person = visit.form.get("to", "")
    with visit.writing() as desk:
        desk.see_may("publish")
    made = for_everybody(visit, asked)
    with visit.writing() as desk:
        publish_edition(desk, made, people=[person] if person in visit.framework.person else [])
    return f"{PATH}#history"


PAGE = Page(PATH, say("Publish"), build, nav=26, act=act)

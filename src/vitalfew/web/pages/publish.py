"""Documents to read, to keep and to publish, and those that were published, as they were (DEL-1 to DEL-4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from vitalfew.api.documents import for_everybody, wanted_by
from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.ref import Ref
from vitalfew.base.said import Said, say, several
from vitalfew.formats.format import Format, formats
from vitalfew.language.tongue import languages, name_of, spoken
from vitalfew.model.publication import Publication
from vitalfew.reports.report import Report, reports
from vitalfew.rhythm.desk import CLOCKWORK
from vitalfew.rhythm.publishing import Edition, editions, publish_edition
from vitalfew.rhythm.publishing_clock import folder_of, last_of, next_of, publish_now
from vitalfew.store.slots import Slot
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
STATES: Mapping[str, tuple[Said, str]] = {
    "done": (say("published"), "green"),
    "waiting": (say("failed, tried again"), "amber"),
    "failed": (say("failed"), "red"),
    "skipped": (say("passed over"), "none"),
    "claimed": (say("under way"), "none"),
}
"""What became of a slot, and its tone."""
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
class Regular:
    """A publication: what is published when and to whom; how it went last, where it was due, and when it is due next."""

    id: str
    title: str
    documents: str
    when: str
    people: str
    last: str
    tone: str
    why: str
    next: str


@dataclass(frozen=True, slots=True)
class View:
    """The page."""

    zip: str
    rows: tuple[Row, ...]
    kinds: tuple[Kind, ...]
    languages: tuple[tuple[str, str, bool], ...]
    units: tuple[tuple[str, str], ...]
    unit: str
    as_of: str
    may: bool
    may_add: bool
    regular: tuple[Regular, ...]
    past: tuple[Past, ...]
    part: Part


def build(visit: Visit) -> View:
    """Build the page."""
    said = visit.form or visit.query
    asked = wanted(said)
    language = asked.language or spoken()
    held = {"language": language, "as_of": str(asked.as_of or ""), "unit": asked.unit}
    framework = visit.framework
    with visit.reading() as desk:
        regular = tuple(_regular(each, last_of(desk, each), visit) for each in framework.publications)
        shown, which = part(editions(desk), visit.query, most=MOST)
    ordered = sorted(formats().values(), key=lambda each: ([*KINDS, each.name].index(each.name), each.name))
    query = urlencode({name: text for name, text in held.items() if text})
    return View(
        ZIP,
        tuple(_row(each, ordered, query, is_chosen=each.name in asked.reports) for each in reports().values()),
        tuple(_kind(each, is_chosen=each.name in (asked.formats or ("pdf",))) for each in ordered),
        tuple((each, name_of(each), each == language) for each in languages()),
        tuple((each.id, each.name or each.id) for each in framework.org_units),
        asked.unit,
        held["as_of"],
        visit.may("publish"),
        visit.may_edit("publication"),
        regular,
        tuple(_past(each, visit) for each in shown),
        which,
    )


def title_of(report: str) -> str:
    """Give what a report is called; one that is no more goes by its name."""
    known = reports().get(report)
    return known.title if known else report


def title_of_format(name: str) -> str:
    """Give what a format is called."""
    return KINDS.get(name, name)


def _row(report: Report, ordered: list[Format], query: str, *, is_chosen: bool) -> Row:
    files = (Kind("", title_of_format(each.name), False, f"{PATH}/{report.name}{each.suffix}?{query}") for each in ordered)
    read = f"{PATH}/{report.name}?{query}"
    return Row(f"{REPORT}{report.name}", report.title, report.purpose, is_chosen, read, tuple(files))


def _kind(format_: Format, *, is_chosen: bool) -> Kind:
    return Kind(f"{FORMAT}{format_.name}", title_of_format(format_.name), is_chosen)


def _past(edition: Edition, visit: Visit) -> Past:
    data = say("data of {at:%-d %B %Y, %H:%M} UTC", at=edition.measured_at) if edition.measured_at else say("nothing measured")
    return Past(
        edition.id,
        say("{at:%-d %B %Y, %H:%M}", at=visit.local(edition.at)),
        say("the schedule") if edition.by == CLOCKWORK else visit.names.get(edition.by or "", edition.by or ERASED),
        edition.title or several(title_of(each) for each in edition.reports),
        edition.revision,
        say("as of {day:%-d %B %Y}, {data}", day=edition.as_of, data=data),
        tuple((file.name, f"{PATH}/editions/{edition.id}/{file.name}", _size(file.size)) for file in edition.files),
        edition.is_kept,
    )


def _size(size: int) -> str:
    return say("{n:.1f} MB", n=size / 10**6) if size >= 10**6 else say("{n:,} kB", n=max(1, size // 1000))


def _regular(each: Publication, last: Slot | None, visit: Visit) -> Regular:
    state, tone = STATES.get(last.state, STATES["claimed"]) if last else ("", "")
    following = next_of(each, visit.framework.calendar.hours, visit.workspace.now)
    formats_ = several(title_of_format(kind) for kind in each.formats)
    return Regular(
        each.id,
        each.name or several(title_of(report) for report in each.reports),
        say("{reports} as {formats}", reports=several(title_of(report) for report in each.reports), formats=formats_),
        _when(each, visit),
        several(visit.names.get(person, person) for person in each.people),
        say("{state}, {at:%-d %B %Y, %H:%M}", state=state, at=visit.local(last.at)) if last else "",
        tone,
        last.said or "" if last and last.state in {"failed", "waiting"} else "",
        say("{at:%-d %B %Y, %H:%M}", at=visit.local(following)) if following else "",
    )


def _when(each: Publication, visit: Visit) -> str:
    """Say when a publication is due."""
    after = say("once {review} is locked", review=visit.title(Ref("cadence", each.after))) if each.after else ""
    return several(filter(None, [each.rhythm or "", after])) or say("when somebody publishes it")


def act(visit: Visit) -> str:
    """Publish what was chosen, or a publication at once; raises Refused, NotAllowed, ExtraMissing."""
    wished = visit.form.get("do", "")
    if wished not in {"publish", "now"}:
        raise Refused(say("nothing was asked for"), say("press one of the buttons"))
    with visit.writing() as desk:
        desk.see_may("publish")
    (_publish if wished == "publish" else _publish_now)(visit)
    return f"{PATH}#history"


def _publish(visit: Visit) -> None:
    asked, person = some(wanted(visit.form)), visit.form.get("to", "")
    made = for_everybody(visit, asked)
    with visit.writing() as desk:
        publish_edition(desk, made, people=[person] if person in visit.framework.person else [])


def _publish_now(visit: Visit) -> None:
    known = {each.id: each for each in visit.framework.publications}
    id_ = visit.form.get("publication", "")
    if id_ not in known:
        raise UnknownName("publication", id_, known)
    publication = known[id_]
    made = for_everybody(visit, wanted_by(publication), title=publication.name or "")
    with visit.writing() as desk:
        publish_now(desk, publication, made, folder_of(visit.workspace.root, publication))


PAGE = Page(PATH, say("Publish"), build, nav=26, act=act)

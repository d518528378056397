"""Documents: the reports there are, each as whoever asks may see it, and what was published, as it was (DEL-1 to DEL-4)."""

from base64 import b64encode
from datetime import date
from hashlib import sha256

from vitalfew.api.documents import Wanted, document
from vitalfew.api.problem import Problem
from vitalfew.api.route import Answer, Ask, Parameter, Read
from vitalfew.formats.format import formats
from vitalfew.language.tongue import languages
from vitalfew.reports.report import Report, reports
from vitalfew.rhythm.publishing import document as document_of
from vitalfew.rhythm.publishing import editions, find_edition
from vitalfew.rhythm.publishing_clock import last_of, next_of
from vitalfew.store.outbox import Attached

KINDS = tuple(formats())


def _reports(_: Ask) -> Answer:
    return {"reports": [_told(each) for each in reports().values()]}


def _told(each: Report) -> dict[str, object]:
    said = {"id": each.name, "title": str(each.title), "purpose": str(each.purpose)}
    return {**said, "requirements": [*each.requirements]}


def _document(ask: Ask) -> Answer:
    said = ask.query
    wanted = Wanted(
        (ask.path["id"],), (said.get("format", "markdown"),), said.get("language", ""), _day(ask), said.get("unit", "")
    )
    return {"document": _whole(document(ask.look, wanted))}


def _day(ask: Ask) -> date | None:
    text = ask.query.get("as_of", "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise Problem(422, "`as_of` is no day", "write a day such as 2026-06-30") from None


def _whole(file: Attached) -> dict[str, object]:
    content = file.content
    said = {"name": file.name, "media": file.media, "size": len(content), "sha256": sha256(content).hexdigest()}
    return {**said, "content": b64encode(content).decode()}


def _editions(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"editions": [each.as_json() for each in editions(desk)]}


def _edition(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        return {"edition": find_edition(desk, ask.path["id"]).as_json()}


def _kept(ask: Ask) -> Answer:
    with ask.look.reading() as desk:
        edition = find_edition(desk, ask.path["id"])
        content = document_of(desk, edition, ask.path["name"])
    media = next(each.media for each in edition.files if each.name == ask.path["name"])
    return {"document": _whole(Attached(ask.path["name"], media, content))}


def _publications(ask: Ask) -> Answer:
    framework, now = ask.look.framework, ask.look.workspace.now
    found = []
    with ask.look.reading() as desk:
        for each in framework.publications:
            last, due = last_of(desk, each), next_of(each, framework.calendar.hours, now)
            said = each.model_dump(mode="json")
            found.append({**said, "last": last.as_json() if last else None, "next": due.isoformat() if due else None})
    return {"publications": found}


QUERY = (
    Parameter("format", "In which format; Markdown where none is said", KINDS),
    Parameter("language", "In which language; that of `publishing` where none is said", languages()),
    Parameter("as_of", "As of which day, such as 2026-06-30"),
    Parameter("unit", "About which organisation unit and what is below it"),
)
ROUTES = (
    Read("/reports", "The reports there are, with what each is for", _reports, ("reports",), listed="reports"),
    Read("/reports/{id}", "A report as a document: `content` is its bytes in Base64", _document, ("document",), query=QUERY),
    Read("/editions", "What was published, the newest first", _editions, ("editions",), listed="editions"),
    Read("/editions/{id}", "One: when, by whom, from which revision and data", _edition, ("edition",)),
    Read("/editions/{id}/{name}", "A document as it was published", _kept, ("document",)),
    Read(
        "/publications",
        "What is published again and again, how it went last, when it is due",
        _publications,
        ("publications",),
        listed="publications",
    ),
)

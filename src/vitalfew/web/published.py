"""Addresses of documents: each by itself to read or to keep, several in one file, and what was published before as it was.

A document is a page of its own that nothing of ours runs in: it is sandboxed, runs no script and asks for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from fastapi import FastAPI, Request, Response

from vitalfew.api.documents import Wanted, archive, document
from vitalfew.base.errors import BadOption, Refused
from vitalfew.base.said import say
from vitalfew.formats.format import formats
from vitalfew.reports.report import reports
from vitalfew.rhythm.publishing import document as edition_document
from vitalfew.rhythm.publishing import find_edition
from vitalfew.store.outbox import Attached
from vitalfew.web.visit import Visit

PAGE = "/publish"
ZIP = f"{PAGE}/documents.zip"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:; form-action 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; sandbox"
)
"""What a document may do: look as it says by itself. `sandbox` keeps it apart from all that is ours."""
REPORT, FORMAT = "report.", "format."
"""How the fields are named that choose a report or a format."""


def add_documents(app: FastAPI, visits: Callable[[Request], Visit]) -> None:
    """Let an application answer with documents; `visits` says who looks at what, by a request."""

    def several(request: Request) -> Response:
        visit = visits(request)
        return _file(archive(visit, some(wanted(visit.query))))

    def kept(request: Request, id_: str, name: str) -> Response:
        with visits(request).reading() as desk:
            edition = find_edition(desk, id_)
            content = edition_document(desk, edition, name)
        media = next(file.media for file in edition.files if file.name == name)
        return _file(Attached(f"{edition.as_of}-{name}", media, content))

    def one(request: Request, name: str) -> Response:
        visit = visits(request)
        report, _, ending = name.partition(".")
        kind = next((each.name for each in formats().values() if each.suffix == f".{ending}"), ending or "html")
        said = wanted(visit.query)
        made = document(visit, said._replace(reports=(report,), formats=(kind,)))
        return (
            _file(made) if ending else Response(made.content, media_type=made.media, headers={"Content-Security-Policy": POLICY})
        )

    for path, answer in ((ZIP, several), (f"{PAGE}/editions/{{id_}}/{{name}}", kept), (f"{PAGE}/{{name}}", one)):
        app.add_api_route(path, answer, methods=["GET"], include_in_schema=False)


def wanted(said: Mapping[str, str]) -> Wanted:
    """Read which documents are asked for, from a query or a form; raises BadOption."""
    return Wanted(
        tuple(name for name in reports() if f"{REPORT}{name}" in said),
        tuple(name for name in formats() if f"{FORMAT}{name}" in said),
        said.get("language", ""),
        day(said.get("as_of", "")),
        said.get("unit", ""),
    )


def some(asked: Wanted) -> Wanted:
    """Give what is asked for; raises Refused where it is nothing."""
    if not (asked.reports and asked.formats):
        raise Refused(say("no document was chosen"), say("choose a report and a format"))
    return asked


def day(text: str) -> date | None:
    """Read a day, none where nothing is said; raises BadOption."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadOption("as_of", text[:40], say("write a day such as 2026-06-30")) from None


def _file(file: Attached) -> Response:
    """Answer with a file to keep."""
    said = {"Content-Disposition": f'attachment; filename="{file.name}"', "Content-Security-Policy": POLICY}
    return Response(file.content, media_type=file.media, headers={**said, "Cache-Control": "private, no-store"})

"""Documents as they are asked for: built and written once for all who may see the same, from the same revision, data and day.

Few are written at a time, so that whoever looks at pages does not wait for them; what was written last stays at hand.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from threading import BoundedSemaphore, Lock
from typing import Generic, NamedTuple, TypeVar, cast

from vitalfew.api.look import Look
from vitalfew.base.errors import Refused
from vitalfew.base.said import say
from vitalfew.formats.archive import packed
from vitalfew.formats.format import formats
from vitalfew.language.tongue import speaking
from vitalfew.model.framework import Framework
from vitalfew.model.publication import Publication
from vitalfew.publication import build, check_names, facts, file_name
from vitalfew.publication import look as dressed
from vitalfew.reports.facts import Facts
from vitalfew.rhythm.jobs import View
from vitalfew.rhythm.publishing import Rendered
from vitalfew.store.journal import entries
from vitalfew.store.outbox import Attached
from vitalfew.workspace import Workspace

T = TypeVar("T")
AT_ONCE, WAITING = 2, 12
"""How many documents are written at the same time, and how many may wait for that."""
AT_HAND, GATHERED = 64_000_000, 6
"""How many bytes of documents stay at hand, and how often the facts for them."""
SHARED = ("loaded", "lines", "store", "observations", "_lived")
"""What a workspace has read and opened, and another look at it need not read and open again."""


class Wanted(NamedTuple):
    """What is asked for; a day of None is today."""

    reports: tuple[str, ...]
    formats: tuple[str, ...]
    language: str = ""
    as_of: date | None = None
    unit: str = ""
    """An organisation unit: then they are about it and what is below it."""

    def checked(self, framework: Framework) -> Wanted:
        """Give the same where there is all of it; raises UnknownName, Refused."""
        check_names(framework, self.reports, self.formats, unit=self.unit, language=self.language)
        return self


class _Shelf(Generic[T]):
    """What was made last, up to a size in all; who asks for the same meanwhile waits for it."""

    def __init__(self, room: int, size: Callable[[T], int]) -> None:
        self._room, self._size_of = room, size
        self._held: OrderedDict[Hashable, T] = OrderedDict()
        self._making: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def once(self, name: Hashable, make: Callable[[], T]) -> T:
        """Give a thing by its name, made if it is not there."""
        with self._lock:
            turn = self._making.setdefault(name, Lock())
        with turn:
            with self._lock:
                if name in self._held:
                    self._held.move_to_end(name)
                    self._making.pop(name, None)
                    return self._held[name]
            try:
                made = make()
            finally:
                with self._lock:
                    self._making.pop(name, None)
            with self._lock:
                self._held[name] = made
                while len(self._held) > 1 and sum(map(self._size_of, self._held.values())) > self._room:
                    self._held.popitem(last=False)
            return made


class _Desks:
    """Places at which documents are written; whoever finds too many waiting is sent away rather than kept."""

    def __init__(self) -> None:
        self._turn, self._lock, self._waiting = BoundedSemaphore(AT_ONCE), Lock(), 0

    def write(self, make: Callable[[], T]) -> T:
        """Make something when it is its turn; raises Refused."""
        with self._lock:
            if self._waiting >= AT_ONCE + WAITING:
                raise Refused(say("many documents are being written"), say("ask again in a minute"))
            self._waiting += 1
        try:
            with self._turn:
                return make()
        finally:
            with self._lock:
                self._waiting -= 1


_DOCUMENTS: _Shelf[Attached] = _Shelf(AT_HAND, lambda file: len(file.content))
_FACTS: _Shelf[Facts] = _Shelf(GATHERED, lambda _: 1)
_DESKS = _Desks()


def document(look: Look, wanted: Wanted) -> Attached:
    """Give the first of some documents as whoever looks may see it; raises UnknownName, Refused, ExtraMissing."""
    wanted = wanted.checked(look.framework)
    file = _file(look.workspace, wanted.reports[0], wanted.formats[0], wanted, _of(look))
    stem, _, ending = file.name.rpartition(".")
    return file._replace(name=f"{stem}-{wanted.as_of or look.workspace.today}.{ending}")


def archive(look: Look, wanted: Wanted) -> Attached:
    """Give several documents in one file; raises as `document` does."""
    files = _files(look.workspace, wanted.checked(look.framework), _of(look))
    name = f"documents-{wanted.as_of or look.workspace.today}.zip"
    return Attached(name, "application/zip", packed([(file.name, file.content) for file in files]))


def for_everybody(look: Look, wanted: Wanted, *, title: str = "") -> Rendered:
    """Give documents to publish, without the figures that are private to some; raises as `document` does."""
    plain, of = _other(look.workspace, viewer=None), _of(look)
    return _rendered(plain, wanted, title, of if plain.unseen == look.workspace.unseen else ("for everybody", of))


def of_publication(view: View, publication: Publication) -> Rendered:
    """Give the documents of a publication, for nobody in particular; raises as `document` does."""
    workspace = _other(cast("Workspace", view), viewer=None)  # what the clock looks at is a workspace
    return _rendered(workspace, wanted_by(publication), publication.name or "", object())


def wanted_by(publication: Publication) -> Wanted:
    """Give what a publication asks for."""
    unit = publication.org_unit or ""
    return Wanted(publication.reports, publication.formats, publication.language or "", unit=unit)


def _rendered(workspace: Workspace, wanted: Wanted, title: str, of: Hashable) -> Rendered:
    files = _files(workspace, wanted.checked(workspace.framework), of)
    made = _facts(workspace, wanted.as_of, of).made
    return Rendered(title, files, wanted.reports, _language(workspace, wanted), made.as_of, made.revision, made.measured_at)


def _of(look: Look) -> Hashable:
    """Give what documents follow from: the state that is shown to whoever may see the same, and what was decided since."""
    with look.reading() as desk:
        last = entries(desk.transaction, last=1)
    return look.once("documents", object), last[-1].number if last else 0


def _files(workspace: Workspace, wanted: Wanted, of: Hashable) -> tuple[Attached, ...]:
    return tuple(_file(workspace, report, kind, wanted, of) for report in wanted.reports for kind in wanted.formats)


def _file(workspace: Workspace, report: str, kind: str, wanted: Wanted, of: Hashable) -> Attached:
    asked = Wanted((report,), (kind,), _language(workspace, wanted), wanted.as_of, wanted.unit)
    return _DOCUMENTS.once((of, asked), lambda: _DESKS.write(lambda: _written(workspace, asked, of)))


def _language(workspace: Workspace, wanted: Wanted) -> str:
    return wanted.language or workspace.framework.publishing.language


def _written(workspace: Workspace, asked: Wanted, of: Hashable) -> Attached:
    (report,), (kind,) = asked.reports, asked.formats
    made = build(_facts(workspace, asked.as_of, of), report, unit=asked.unit, language=asked.language)
    with speaking(asked.language):
        content = formats()[kind].render(made, dressed(workspace))
    return Attached(file_name(report, kind, asked.unit), formats()[kind].media, content)


def _facts(workspace: Workspace, as_of: date | None, of: Hashable) -> Facts:
    return _FACTS.once((of, as_of), lambda: facts(_other(workspace, as_of=as_of) if as_of else workspace))


def _other(workspace: Workspace, **changes: object) -> Workspace:
    """Give another look at a workspace; what was read and opened is not read and opened again."""
    other = replace(workspace, **changes)  # type: ignore[arg-type]  # its own fields, by name
    vars(other).update((name, getattr(workspace, name)) for name in SHARED)
    return other

"""Publishing: the facts of a workspace as reports tell them, written as documents in every format that is asked for.

The same revision, data and day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.period import Grain
from vitalfew.base.ref import Ref
from vitalfew.base.said import several
from vitalfew.formats.document import Document, Made
from vitalfew.formats.format import Look, formats
from vitalfew.language.tongue import languages, speaking
from vitalfew.load.brand import brand
from vitalfew.load.smells import UNUSABLE_FILE
from vitalfew.model.course import Course
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Scorecard
from vitalfew.model.visibility import recognised
from vitalfew.reports.facts import Facts
from vitalfew.reports.learned import Checked, Learned, learn
from vitalfew.reports.proved import Proved
from vitalfew.reports.report import reports
from vitalfew.reports.unit import narrowed, titled
from vitalfew.rhythm.absence import Absence, absences
from vitalfew.rhythm.course import Live
from vitalfew.rhythm.decided import Decided, decided
from vitalfew.rhythm.facts import YEAR, lived
from vitalfew.rhythm.missing import Edits, edits_of
from vitalfew.rhythm.reviews import Review, reviews
from vitalfew.store.leaves import leaves_of, read_leaves
from vitalfew.store.revisions import files, live, revision, revisions
from vitalfew.store.segment import write_whole
from vitalfew.text.engine import best_engine
from vitalfew.workspace import STORE, Workspace

if TYPE_CHECKING:
    import pyarrow as pa

Progress = Callable[[str, int, int], object]


class Rendered(NamedTuple):
    """A document as it was rendered; `name` is that of its file."""

    report: str
    format: str
    name: str
    content: bytes


class Published(NamedTuple):
    """A document that was written."""

    report: str
    format: str
    path: Path


def facts(workspace: Workspace) -> Facts:
    """Gather what reports tell, as the viewer of the workspace may see it."""
    from vitalfew.judge.course import course, trail  # noqa: PLC0415  # the data engine loads late

    observed = workspace.shown(workspace.observations.latest())
    scorecard = workspace.status()
    verdicts = {verdict.ref.id: verdict for verdict in scorecard.verdicts}

    def courses(kpi: Kpi, most: int) -> Course:
        return course(workspace.framework, kpi, observed, verdicts[kpi.id], today=workspace.today, most=most)

    def trails(kpi: Kpi, grain: Grain, most: int) -> Course:
        return trail(workspace.framework, kpi, observed, verdicts[kpi.id], grain, today=workspace.today, most=most)

    return Facts(
        workspace.framework,
        workspace.lines,
        scorecard,
        workspace.score(),
        tuple(workspace.check()),
        _made(workspace),
        courses,
        trails,
        workspace.unseen,
        *_decided(workspace),
        cache(lambda: _learned(workspace)),
        Checked(workspace.loaded.silences, workspace.loaded.whole, workspace.evidence is not None),
        _proved(workspace, observed, scorecard),
    )


def _proved(workspace: Workspace, observed: pa.Table, scorecard: Scorecard) -> Proved:
    kept = workspace.root / STORE
    return Proved(
        workspace.framework,
        workspace.lines,
        observed if workspace.is_measured else None,
        scorecard,
        leaves_of(kept, workspace.unseen) if workspace.is_measured else {},
        cache(lambda: best_engine(kept if kept.is_dir() else None).engine),
        cache(lambda: _lived(workspace)),
    )


def _lived(workspace: Workspace) -> tuple[Sequence[Live], Edits]:
    with workspace.reading() as desk:
        return lived(desk, desk.today - YEAR), edits_of(desk)


def _learned(workspace: Workspace) -> Learned:
    from vitalfew.rhythm.calibration import Calibration, calibrate  # noqa: PLC0415  # the data engine loads late
    from vitalfew.rhythm.duty import entered  # noqa: PLC0415  # the database loads late

    with workspace.reading() as given:
        desk = given.signed(recognised(given.framework, workspace.viewer) or "")

        def looked(since: date) -> Calibration:
            governed = workspace.governed()
            made = entered(governed.framework, workspace.root)
            leaves = read_leaves(governed.root / STORE)
            return calibrate(desk, governed.observations.latest(), governed.judged(), since=since, entries=made, leaves=leaves)

        return learn(desk, looked)


def look(workspace: Workspace) -> Look:
    """Give how the documents of a workspace look, as `publishing` says; raises Refused where a file that it names is unusable."""
    said = workspace.framework.publishing
    found, faults = brand(workspace.root, said)
    for why in faults.values():
        raise Refused(why, UNUSABLE_FILE.help)
    font, logo = found.get("font"), found.get("logo")
    return Look(
        colour=said.colour,
        accent=said.accent,
        logo=logo.content if logo else None,
        font=font.name if font else said.font,
        font_file=font.content if font else None,
        footer=said.footer or "",
        confidential=said.confidential or "",
        paper=said.paper,
    )


def _decided(workspace: Workspace) -> tuple[tuple[Absence, ...], tuple[Review, ...], Decided]:
    with workspace.reading() as desk:
        return absences(desk), reviews(desk), decided(desk, workspace.unseen)


def _made(workspace: Workspace) -> Made:
    with workspace.store.reading() as transaction:
        told = revision(transaction, workspace.revision) if workspace.revision else live(transaction)
    measured_at = workspace.observations.measured_at() if workspace.is_measured else None
    return Made(told.number if told else None, told.digest[:12] if told else "", measured_at, workspace.today)


def as_it_was(workspace: Workspace) -> Workspace:
    """Give a workspace with the revision that was live at the end of its day; the live one where none was there yet."""
    with workspace.store.reading() as transaction:
        hours = workspace.framework.calendar.hours
        past = [each.number for each in revisions(transaction) if hours.day(each.at) <= workspace.today]
        if not past:
            return workspace.governed()
        return replace(workspace, texts=files(transaction, max(past)), revision=max(past))


def render(
    workspace: Workspace, names: Sequence[str], kinds: Sequence[str], *, unit: str | None = None, language: str | None = None
) -> Iterator[Rendered]:
    """Render reports in formats, for all or for an organisation unit and what is below it; raises UnknownName, Refused.

    All names are looked at before the first is rendered. Where no language is given it is the framework's own.
    """
    spoken = language or workspace.framework.publishing.language
    check_names(workspace.framework, names, kinds, unit=unit, language=spoken)
    return _rendered(facts(workspace), names, kinds, look(workspace), unit, spoken)


def check_names(
    framework: Framework, names: Sequence[str], kinds: Sequence[str], *, unit: str | None = None, language: str | None = None
) -> None:
    """Raise UnknownName for what there is not of what is asked for, Refused where several of a kind are unknown."""
    for kind, given, known in (
        ("report", names, reports()),
        ("format", kinds, formats()),
        ("language", (language,) if language else (), languages()),
        ("organisation unit", (unit,) if unit else (), framework.org_unit),
    ):
        errors = [UnknownName(kind, name, known) for name in dict.fromkeys(given) if name not in known]
        if len(errors) > 1:
            raise Refused(
                several([each.words for each in errors], "; "), several(dict.fromkeys(each.help for each in errors), "; ")
            )
        for error in errors:
            raise error


def build(gathered: Facts, name: str, *, unit: str | None, language: str) -> Document:
    """Build a report in a language, for all or for an organisation unit and what is below it."""
    with speaking(language):
        document = reports()[name].build(narrowed(gathered, unit) if unit else gathered)
        return titled(document, gathered.title(Ref("org_unit", unit))) if unit else document


def file_name(name: str, kind: str, unit: str | None) -> str:
    """Give the name of a document's file."""
    return f"{'-'.join(filter(None, (name, unit)))}{formats()[kind].suffix}"


def _rendered(
    gathered: Facts, names: Sequence[str], kinds: Sequence[str], dressed: Look, unit: str | None, language: str
) -> Iterator[Rendered]:
    for name in dict.fromkeys(names):
        document = build(gathered, name, unit=unit, language=language)
        for kind in dict.fromkeys(kinds):
            with speaking(language):
                content = formats()[kind].render(document, dressed)
            yield Rendered(name, kind, file_name(name, kind, unit), content)


def publish(
    workspace: Workspace,
    names: Sequence[str],
    kinds: Sequence[str],
    folder: Path,
    *,
    unit: str | None = None,
    language: str | None = None,
    progress: Progress | None = None,
) -> tuple[Published, ...]:
    """Write reports in formats into a folder, all files or none, over those of their names; raises UnknownName, Refused."""
    rendered, of = render(workspace, names, kinds, unit=unit, language=language), len({*names}) * len({*kinds})
    folder.mkdir(parents=True, exist_ok=True)
    written = list[Published]()
    with TemporaryDirectory(prefix=".", dir=folder) as aside:
        for each in rendered:
            write_whole(Path(aside) / each.name, each.content)
            written.append(Published(each.report, each.format, folder / each.name))
            if progress:
                progress("documents", len(written), of)
        for document in written:
            (Path(aside) / document.path.name).replace(document.path)
    return tuple(written)

"""Publishing: the facts of a workspace as reports tell them, written as documents in every format that is asked for.

The same revision, data and day give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import NamedTuple

from vitalfew.base.errors import Refused, UnknownName
from vitalfew.base.period import Grain
from vitalfew.formats.document import Made
from vitalfew.formats.format import Look, formats
from vitalfew.language.tongue import speaking
from vitalfew.load.brand import brand
from vitalfew.load.smells import UNUSABLE_FILE
from vitalfew.model.course import Course
from vitalfew.model.kpi import Kpi
from vitalfew.model.visibility import recognised
from vitalfew.reports.facts import Facts
from vitalfew.reports.learned import Checked, Learned, learn
from vitalfew.reports.report import reports
from vitalfew.rhythm.absence import Absence, absences
from vitalfew.rhythm.decided import Decided, decided
from vitalfew.rhythm.reviews import Review, reviews
from vitalfew.store.revisions import live
from vitalfew.store.segment import write_whole
from vitalfew.workspace import Workspace

Progress = Callable[[str, int, int], object]


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
    )


def _learned(workspace: Workspace) -> Learned:
    from vitalfew.rhythm.calibration import Calibration, calibrate  # noqa: PLC0415  # the data engine loads late
    from vitalfew.rhythm.duty import entered  # noqa: PLC0415

    with workspace.reading() as given:
        desk = given.signed(recognised(given.framework, workspace.viewer) or "")

        def looked(since: date) -> Calibration:
            governed = workspace.governed()
            made = entered(governed.framework, workspace.root)
            return calibrate(desk, governed.observations.latest(), governed.judged(), since=since, entries=made)

        return learn(desk, looked)


def look(workspace: Workspace) -> Look:
    """Give how the documents of a workspace look, as `publishing` says; raises Refused where a file that it names is unusable."""
    said = workspace.framework.publishing
    files, faults = brand(workspace.root, said)
    for why in faults.values():
        raise Refused(why, UNUSABLE_FILE.help)
    font, logo = files.get("font"), files.get("logo")
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
        revision = live(transaction)
    measured_at = workspace.observations.measured_at() if workspace.is_measured else None
    return Made(revision.number if revision else None, revision.digest[:12] if revision else "", measured_at, workspace.today)


def publish(
    workspace: Workspace,
    names: Sequence[str],
    kinds: Sequence[str],
    folder: Path,
    *,
    language: str | None = None,
    progress: Progress | None = None,
) -> tuple[Published, ...]:
    """Write reports in formats into a folder, each file whole or not at all; raises UnknownName, Refused.

    Where no language is given it is the framework's own.
    """
    for kind, given, known in (("report", names, reports()), ("format", kinds, formats())):
        for name in given:
            if name not in known:
                raise UnknownName(kind, name, known)
    dressed = look(workspace)
    gathered, written = facts(workspace), list[Published]()
    with speaking(language or workspace.framework.publishing.language):
        for name in names:
            document = reports()[name].build(gathered)
            for kind in kinds:
                path = folder / f"{name}{formats()[kind].suffix}"
                write_whole(path, formats()[kind].render(document, dressed))
                written.append(Published(name, kind, path))
                if progress:
                    progress("documents", len(written), len(names) * len(kinds))
    return tuple(written)

"""Publications by the clock: each is a job of its own, whose slots are what its rhythm says, or the locks of its reviews.

So each is published once for a slot by one of however many workers there are; after a pause the newest slot alone, and a
publication that fails is tried again and then given up, with the reason, while the others go on. What was due before a
publication was live is not made up for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from vitalfew.base.hours import DAY, Hours
from vitalfew.model.publication import Publication
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.jobs import JOBS, Before, Job, View, counted
from vitalfew.rhythm.publishing import Edition, Rendered, place_of, publish_edition
from vitalfew.rhythm.reviews import reviews
from vitalfew.rhythm.schedule import next_occurrence, occurrences
from vitalfew.rhythm.timetable import Given
from vitalfew.store.revisions import live
from vitalfew.store.slots import Slot, slots

JOB = "publish "
"""How the jobs of publications are named; the publication's id follows."""
WINDOWS = (timedelta(days=40), timedelta(days=400))
"""How far back slots are looked for: first near, where nearly all are, then as far as a yearly one can be."""
Make = Callable[[View, Publication], Rendered]
"""Renders the documents of a publication, for nobody in particular."""


def with_publications(make: Make) -> Callable[[Desk], Sequence[Job]]:
    """Give what there is to do by the clock: what always is, and the publications of the live framework."""
    return lambda desk: (*JOBS, *(_job(desk, each, make) for each in desk.framework.publications if each.rhythm or each.after))


def _job(desk: Desk, publication: Publication, make: Make) -> Job:
    def render(view: View) -> Before:
        return Before(made=make(view, publication), folder=folder_of(view.root, publication))

    def publish(desk: Desk, before: Before) -> str:
        assert before.made  # noqa: S101  # `render` came before
        edition = publish_now(desk, publication, before.made, before.folder)
        told = counted(len(publication.people), "person", "people")
        return ", ".join(filter(None, [counted(len(edition.files), "document"), told]))

    name = f"{JOB}{publication.id}"
    return Job(name, "publishes documents", Given(_slots(desk, publication, name)), (publish,), render)


def publish_now(desk: Desk, publication: Publication, made: Rendered, folder: Path | None) -> Edition:
    """Publish the documents of a publication to all it is for; raises Refused, NotAllowed, OSError."""
    return publish_edition(desk, made, publication=publication.id, people=publication.people, folder=folder)


def folder_of(root: Path, publication: Publication) -> Path | None:
    """Give the folder that a publication is put into; raises Refused where it leads out of the one for documents."""
    return place_of(root, publication.folder) if publication.folder else None


def last_of(desk: Desk, publication: Publication) -> Slot | None:
    """Give the last slot of a publication, whatever became of it."""
    return next(iter(slots(desk.transaction, f"{JOB}{publication.id}", last=1)), None)


def next_of(publication: Publication, hours: Hours, at: datetime) -> datetime | None:
    """Give when a publication is due next by its rhythm; None where it has none."""
    if publication.rhythm is None:
        return None
    found = next_occurrence(publication.rhythm, hours, hours.day(at))
    if found and found.at <= at:
        found = next_occurrence(publication.rhythm, hours, hours.day(at) + DAY)
    return found and found.at


def _slots(desk: Desk, publication: Publication, name: str) -> Callable[[datetime], Iterator[datetime]]:
    """Give the moments at which a publication was due, the newest first; a new one was due at none before it was live."""
    hours = desk.framework.calendar.hours
    revision = live(desk.transaction)
    since = revision.at if revision and not slots(desk.transaction, name, last=1) else None
    locked = [each.locks for each in reviews(desk, cadence=publication.after) if each.pack] if publication.after else []

    def moments(at: datetime) -> Iterator[datetime]:
        ruled = _ruled(publication.rhythm, hours, at) if publication.rhythm else iter(())
        both = ruled if not locked else iter(sorted({*ruled, *locked}, reverse=True))
        for moment in both:
            if since and moment <= since <= at:  # a clock that was set may be before the revision
                return
            if moment <= at:
                yield moment

    return moments


def _ruled(rhythm: str, hours: Hours, at: datetime) -> Iterator[datetime]:
    """Give what a rhythm says up to a moment, the newest first."""
    end = hours.day(at) + DAY
    for window in WINDOWS:
        start = hours.day(at) - window
        yield from (each.at for each in reversed([*occurrences(rhythm, hours, start, end)]) if each.at <= at)
        end = start

"""Facts of the demo after a month of reviews: packs that were frozen, words of owners, escalations, actions and decisions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from vitalfew.publication import facts
from vitalfew.reports.facts import Facts
from vitalfew.rhythm.actions import add_action, finish_action
from vitalfew.rhythm.commentary import commentaries, give_commentary
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.rhythm.decisions import add_decision
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.machine import advance, seen
from vitalfew.rhythm.reviews import MACHINE, Review, reviews
from vitalfew.rhythm.sweep import sweep
from vitalfew.workspace import Workspace

ANALYSIS, NEXT = "Two large cafés were won at 32 %", "The floor of 40 % holds from July"
DECISION, TASK = "No offer below the floor", "Write down the floor"


@contextmanager
def desk(root: Path, day: date, hour: int) -> Iterator[tuple[Workspace, Desk]]:
    """Give the workspace and a desk at an hour of a day."""
    workspace = Workspace.open(root, as_of=day)
    with workspace.writing(by="rui") as found:
        yield workspace, replace(found, at=datetime(day.year, day.month, day.day, hour, tzinfo=UTC))


def live(demo: Workspace, folder: Path) -> tuple[Facts, Facts]:
    """Give the facts while the monthly review of June is locked, and those after it was held."""
    shutil.copytree(demo.root, folder)
    with desk(folder, date(2026, 5, 29), 7) as (workspace, at):
        scorecard = workspace.judged()
        sweep(at, scorecard)
        turn_reviews(at, scorecard)
        for each in (each for review in reviews(at, states=["open"]) for each in commentaries(at, review.id)):
            if each.kpi == "wholesale-margin":
                give_commentary(at.signed("ines"), each.review, each.kpi, analysis=ANALYSIS, next_step=NEXT)
    with desk(folder, date(2026, 6, 2), 12) as (workspace, at):
        turn_reviews(at, workspace.judged())
    locked = facts(Workspace.open(folder))
    with desk(folder, date(2026, 6, 2), 13) as (_, at):
        _hold(at, next(each for each in reviews(at, states=["locked"]) if each.frequency == "monthly"))
    return locked, facts(Workspace.open(folder))


def _hold(at: Desk, review: Review) -> None:
    step: Callable[..., object] = advance
    step(at, MACHINE, seen(at, MACHINE, review.id), "start", data={"began": at.at.isoformat(), "present": ["rui"]})
    add_decision(at, about=review.ref, text=DECISION, kpi="wholesale-margin", owner="ines", due=date(2026, 6, 20))
    add_action(at, about=review.ref, text=TASK, owner="greta", due=date(2026, 6, 15), kpi="wholesale-discount")
    done = add_action(at, about=review.ref, text="Publish the list", owner="ines", due=date(2026, 6, 12))
    finish_action(at.signed("ines"), done.id)
    step(at, MACHINE, seen(at, MACHINE, review.id), "close")

"""The table of jobs keeps its word, and its jobs bring a review from its cadence to a frozen pack by the clock alone."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from tests.rhythm.clockwork import utc
from tests.rhythm.receivers import mail_receiver, receiving

from vitalfew.rhythm.channel import ways
from vitalfew.rhythm.jobs import JOBS
from vitalfew.rhythm.reviews import reviews
from vitalfew.rhythm.worker import look
from vitalfew.store.journal import verify
from vitalfew.store.outbox import messages
from vitalfew.workspace import Workspace

MAIN = """\
calendar: {timezone: Europe/Berlin}
organization: {launched: 2026-01-05}
governance: {structure_owner: max}
people:
  - {id: eva, name: Eva, email: eva@example.org}
  - {id: max, name: Max, email: max@example.org}
objectives:
  - {id: loved, statement: People come back for bread every week}
sources:
  - {id: till, kind: files, path: data/sales.csv}
measures:
  - {id: takings, source: till, date: day, value: sum(amount), unit: EUR}
cadences:
  - {id: look, name: The weekly look, rhythm: weekly on wednesday 10:00, tiers: [1], minutes: 20, chair: max, audience: [eva]}
kpis:
  - {id: revenue, name: Revenue, objectives: [loved], level: executive, unit: EUR, formula: takings, every: month, direction: up,
     target: {at_least: 100}, threshold: 90, owner: eva, reviewer: max, lifecycle: live, escalate: [missed 1 in a row]}
"""


MOMENTS = (
    "2026-05-31T08:05",
    "2026-06-01T07:05",
    "2026-06-02T07:05",
    "2026-06-02T15:10",
    "2026-06-03T07:10",  # ten minutes after the lock
    "2026-06-03T12:00",
    "2026-06-05T08:05",
    "2026-06-05T07:50",  # set back
)


def test_names_are_of_one_job_each_and_a_job_follows_one_before_it() -> None:
    names = [job.name for job in JOBS]
    assert len(names) == len(set(names))
    for place, job in enumerate(JOBS):
        leader = {each.name: each for each in JOBS[:place]}.get(job.after or "")
        assert job.after is None or (leader is not None and leader.when == job.when)
        assert job.steps or job.before


def test_the_docs_have_every_job() -> None:
    page = (Path(__file__).parents[2] / "docs" / "worker.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z]+) \|", page.partition("## What runs when")[2].partition("\n## ")[0], re.MULTILINE)
    assert rows == ["job", *(job.name for job in JOBS)]


@pytest.fixture
def root(environ: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "framework").mkdir()
    (tmp_path / "data").mkdir()
    (tmp_path / "framework" / "main.yaml").write_text(MAIN, encoding="utf-8")
    (tmp_path / "data" / "sales.csv").write_text(
        "day,amount\n2026-04-01,60\n2026-04-30,60\n2026-05-01,20\n2026-05-31,20\n", encoding="utf-8"
    )
    return tmp_path


def test_a_week_by_the_clock_alone(root: Path) -> None:
    """From figures to an escalation, a review, its pack and mail about each, once, however often the clock is looked at."""
    with receiving(mail_receiver()) as inbox:
        to = ways({"VITALFEW_SMTP_URL": f"smtp://127.0.0.1:{inbox.port}?from=vitalfew@example.org"})
        for moment in MOMENTS:
            workspace = Workspace.open(root, as_of=date.fromisoformat(moment[:10]))
            found = look(workspace, partial(utc, moment), to, holder="one")
            assert {slot.state for slot in found.ticked.ran} <= {"done"}, found.ticked.ran

    with Workspace.open(root).reading() as desk:
        states = {review.id: (review.state, review.pack is not None) for review in reviews(desk)}
        sent = messages(desk.transaction)
        assert verify(desk.transaction).faults == ()
    assert states["look-2026-06-03"] == ("missed", True)
    assert states["look-2026-06-10"] == ("planned", False)
    assert max(Counter(inbox.keys).values()) == 1
    assert len(inbox.mails) == sum(message.state == "sent" for message in sent)
    assert {message.key.partition("/")[0] for message in sent} >= {"digest", "escalation", "review", "calibration"}

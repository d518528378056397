"""Run what is due once, and send what waits: for cron, systemd and the like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from vitalfew.cli.call import Call, command_with
from vitalfew.cli.stream import write_json

if TYPE_CHECKING:
    from vitalfew.rhythm.post import Posted
    from vitalfew.rhythm.worker import Ticked
    from vitalfew.store.slots import Slot
    from vitalfew.workspace import Workspace


@command_with("text", "json")
def command(call: Call) -> int:
    """Run every job that is due once, on the live revision, then send the messages that wait.

    Call it as often as you like, from as many machines as you like: each slot of a job is run by one of them. Slots that passed
    while nobody was at work are skipped and named. Exits with 1 where a job failed.
    """
    from vitalfew.api.documents import of_publication
    from vitalfew.rhythm.channel import ways
    from vitalfew.rhythm.publishing_clock import with_publications
    from vitalfew.rhythm.worker import look, name_of_this

    reached, workspace = ways(), call.workspace()
    jobs = with_publications(of_publication)
    ticked, posted = look(workspace, lambda: workspace.now, reached, holder=name_of_this(), jobs=jobs)
    differing = unapplied_of(workspace)
    if call.format == "json":
        write_json({"version": 1, **ticked.as_json(), "messages": posted.as_json(), "unapplied": list(differing)})
    else:
        said = [*lines(ticked), *sent(posted), *unreached(posted, has_way=reached.any), *warned(differing)]
        click.echo("\n".join(said or ["nothing is due"]))
    return int(any(slot.state in {"waiting", "failed"} for slot in ticked.ran))


def unapplied_of(workspace: Workspace) -> tuple[str, ...]:
    """Give the files that are not as they are live."""
    from vitalfew.rhythm.governed import unapplied

    return unapplied(workspace.store, workspace.root)


def warned(differing: tuple[str, ...]) -> list[str]:
    """Say that what is live is not what the files say."""
    if not differing:
        return []
    mark, several = click.style("!", fg="yellow", bold=True), "files differ" if len(differing) > 1 else "file differs"
    return [f"{mark} {len(differing):,} {several} from what is live: see `vitalfew plan`, then `vitalfew apply`"]


def lines(ticked: Ticked) -> list[str]:
    """Say what ran and what was skipped, a line each; nothing where there was nothing."""
    return [*map(_ran, ticked.ran), *_skipped(ticked.skipped)]


_MARKS = {"done": ("✓", "green"), "waiting": ("!", "yellow"), "failed": ("✗", "red")}


def _ran(slot: Slot) -> str:
    text, colour = _MARKS.get(slot.state, ("·", "cyan"))
    mark = click.style(text, fg=colour, bold=True)
    again = f"; again at {slot.leased_until:%H:%M} UTC" if slot.state == "waiting" else ""
    said = f": {slot.said}{again}" if slot.said else again
    return f"{mark} {slot.job} of {slot.at:%Y-%m-%d %H:%M} UTC{said}"


def _skipped(slots: tuple[Slot, ...]) -> list[str]:
    by_job: dict[str, list[Slot]] = {}
    for slot in slots:
        by_job.setdefault(slot.job, []).append(slot)
    return [_catch_up(job, found) for job, found in by_job.items()]


def _catch_up(job: str, slots: list[Slot]) -> str:
    first, last = slots[0], slots[-1]
    number = f"{len(slots):,} slots" if len(slots) > 1 else "1 slot"
    until = f" to {last.at:%Y-%m-%d %H:%M}" if len(slots) > 1 else ""
    reasons = ", ".join(dict.fromkeys(str(slot.said) for slot in slots))
    return (
        f"{click.style('·', fg='cyan', bold=True)} {job}: {number} passed over, {first.at:%Y-%m-%d %H:%M}{until} UTC: {reasons}"
    )


def sent(posted: Posted) -> list[str]:
    """Say what was sent, and what failed and why."""
    counts = {"sent": posted.sent, "failed": posted.failed, "dead": posted.dead}
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items() if number)
    return [f"messages: {told}", *(f"  {each}" for each in dict.fromkeys(posted.said))] if told else []


def unreached(posted: Posted, *, has_way: bool) -> list[str]:
    """Say how many messages wait for a way to whom they are for."""
    if not posted.unreached:
        return []
    wait = "message waits" if posted.unreached == 1 else "messages wait"
    why = "nobody of theirs can be reached" if has_way else "no way to send is configured"
    return [f"{posted.unreached:,} {wait}: {why}, see `vitalfew outbox`"]

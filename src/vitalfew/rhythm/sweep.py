"""What the clock does after each judging: open, reopen, end and group escalations and watches by what the verdicts say.

Sweeping twice with one scorecard, or late, does nothing twice. Draft and paused KPIs open nothing; those of paused KPIs wait.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta

from vitalfew.base.ref import Ref
from vitalfew.model.verdict import Fired, Scorecard, Verdict
from vitalfew.model.visibility import hidden
from vitalfew.rhythm.alarm import News, tell_of
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.escalations import MACHINE, escalation_of, key_of
from vitalfew.rhythm.ladder import placed
from vitalfew.rhythm.machine import advance, begin
from vitalfew.rhythm.proof import causes, escalating, freeze, is_over
from vitalfew.rhythm.storm import Member, Root, storms
from vitalfew.rhythm.watch import MACHINE as WATCH
from vitalfew.rhythm.watch import close_watch, open_watch
from vitalfew.store.matters import Matter, find_matter, find_matters

ALONE: dict[str, object] = {"group": None, "common": None}
PERIODS_TO_REOPEN = 2
"""For how many periods of the KPI an escalation can be reopened, where these are longer than the days that the policy says."""


@dataclass(frozen=True, slots=True)
class Swept:
    """The ids of what a sweep changed; `ended` by itself, since nobody had acted, `withdrawn` with its KPI."""

    opened: list[str] = field(default_factory=list)
    reopened: list[str] = field(default_factory=list)
    worse: list[str] = field(default_factory=list)
    recovered: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    withdrawn: list[str] = field(default_factory=list)
    watched: list[str] = field(default_factory=list)
    faded: list[str] = field(default_factory=list)
    news: list[tuple[str | None, News, str]] = field(default_factory=list, repr=False)

    def as_json(self) -> dict[str, object]:
        """Give what changed in the JSON contract's fields."""
        return {each.name: getattr(self, each.name) for each in fields(self) if each.name != "news"}


def sweep(desk: Desk, scorecard: Scorecard) -> Swept:
    """Bring escalations and watches to what a scorecard says, and tell whoever is concerned."""
    desk, swept = desk.signed(CLOCKWORK), Swept()
    verdicts = {verdict.ref: verdict for verdict in scorecard.verdicts}
    for matter in find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive):
        _end(desk, matter, verdicts.get(matter.about), scorecard.as_of, swept)
    alive = {each.key or "": each for each in find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive)}
    watched = {each.key or "": each for each in find_matters(desk.transaction, WATCH.kind, states=WATCH.alive)}
    for verdict in scorecard.verdicts:
        kpi = desk.framework.kpi.get(verdict.ref.id)
        if kpi is not None and kpi.lifecycle == verdict.lifecycle == "live":
            _open_or_go_on(desk, verdict, scorecard.as_of, swept, alive, watched)
    for key, matter in watched.items():
        _fade(desk, matter, key, verdicts.get(matter.about), swept)
    _group(desk, scorecard, frozenset((*swept.opened, *swept.reopened)))
    now = {each.id: each for each in map(escalation_of, find_matters(desk.transaction, MACHINE.kind, states=MACHINE.alive))}
    tell_of(desk, [(person or now[id_].to, news, now[id_]) for person, news, id_ in swept.news])
    return swept


def _open_or_go_on(
    desk: Desk, verdict: Verdict, as_of: date, swept: Swept, alive: Mapping[str, Matter], watched: Mapping[str, Matter]
) -> None:
    for cause, fired in causes(verdict).items():
        key, firing = key_of(verdict.ref.id, cause), escalating(fired)
        going, watch = alive.get(key), watched.get(key)
        if going is not None:
            if firing:
                _go_on(desk, going, verdict, firing, as_of, swept)
        elif not firing:
            if watch is None:
                swept.watched.append(open_watch(desk, verdict, cause, fired, key=key, as_of=as_of).id)
        elif (made := _open(desk, verdict, cause, firing, as_of, swept)) and watch is not None:
            close_watch(desk, watch, made.id)


def _open(desk: Desk, verdict: Verdict, cause: str, firing: Sequence[Fired], as_of: date, swept: Swept) -> Matter | None:
    """Open an escalation, or the last one again where its cause comes back in time; nothing where that was explained."""
    key, kpi = key_of(verdict.ref.id, cause), desk.framework.kpi[verdict.ref.id]
    last = _last(desk, verdict.ref, cause)
    if last is not None and _is_recent(desk, last, verdict):
        if last.data["resolution"] == "explained" and not _is_new(desk, last, firing):
            return None
        step = last.data["step"]
        data = {
            **_said(desk, verdict, firing, as_of),
            "returns": last.data["returns"] + 1,
            "person": None,
            "proof": None,
            "resolution": None,
            "reason": None,
            **ALONE,
        }
        where, due = placed(desk, verdict.ref.id, step)
        made = advance(desk, MACHINE, last, "reopen", data={**data, **where}, key=key, due_at=due)
        swept.reopened.append(made.id)
        swept.news.append((None, "back", made.id))
        return made
    where, due = placed(desk, verdict.ref.id, 0)
    empty = dict.fromkeys(("person", "answered_at", "group", "common", "reason", "resolution", "proof"))
    fixed = {"kpi": kpi.id, "cause": cause, "tier": verdict.tier, "returns": 0}
    data = {**fixed, **empty, **_said(desk, verdict, firing, as_of), **where}
    made = begin(desk, MACHINE, about=verdict.ref, data=data, key=key, due_at=due)
    swept.opened.append(made.id)
    swept.news.append((None, "opened", made.id))
    return made


def _said(desk: Desk, verdict: Verdict, firing: Sequence[Fired], as_of: date) -> dict[str, object]:
    triggers = list(dict.fromkeys(each.trigger for each in firing))
    since = min(each.since for each in firing).isoformat()
    evidence = freeze(desk, verdict, as_of=as_of)
    return {"triggers": triggers, "since": since, "as_of": as_of.isoformat(), "evidence": evidence}


def _last(desk: Desk, about: Ref, cause: str) -> Matter | None:
    over = find_matters(desk.transaction, MACHINE.kind, states=MACHINE.over, about=about)
    return max((each for each in over if each.data["cause"] == cause), key=lambda each: each.moved_at, default=None)


def _is_recent(desk: Desk, last: Matter, verdict: Verdict) -> bool:
    """Tell whether what ended can still be reopened."""
    days = desk.framework.policy_number("days-to-reopen")
    if verdict.period is not None:
        days = max(days, PERIODS_TO_REOPEN * (verdict.period.end - verdict.period.start).days)
    return desk.at - last.moved_at <= timedelta(days=days)


def _is_new(desk: Desk, last: Matter, firing: Sequence[Fired]) -> bool:
    """Tell whether anything escalates that did not when a person explained it: another trigger, or one that began since."""
    ended, known = desk.hours.day(last.moved_at), last.data["triggers"]
    return any(each.trigger not in known or each.since > ended for each in firing)


def _go_on(desk: Desk, going: Matter, verdict: Verdict, firing: Sequence[Fired], as_of: date, swept: Swept) -> None:
    """Take up one that had recovered, or add what else has begun to hold to one that goes on."""
    if going.state == "recovered":
        where, due = placed(desk, verdict.ref.id, going.data["step"])
        data = {**_said(desk, verdict, firing, as_of), **where, "proof": None, **ALONE, "returns": going.data["returns"] + 1}
        made = advance(desk, MACHINE, going, "relapse", data=data, key=going.key, due_at=due)
        swept.reopened.append(made.id)
        swept.news.extend([(None, "back", made.id), (going.data["person"], "back", made.id)])
        return
    new = [each.trigger for each in firing if each.trigger not in going.data["triggers"]]
    if new:
        data = {"triggers": [*going.data["triggers"], *dict.fromkeys(new)], "evidence": freeze(desk, verdict, as_of=as_of)}
        made = advance(desk, MACHINE, going, "add", data=data, key=going.key, due_at=going.due_at)
        swept.worse.append(made.id)
        swept.news.append((going.data["person"], "worse", made.id))


def _end(desk: Desk, matter: Matter, verdict: Verdict | None, as_of: date, swept: Swept) -> None:
    """End what is over: by itself where nobody had acted, else it waits for a person to resolve it."""
    kpi = desk.framework.kpi.get(matter.about.id)
    if kpi is None or kpi.lifecycle in {"retired", "draft"}:
        advance(desk, MACHINE, matter, "resolve", data={"resolution": "withdrawn"})
        swept.withdrawn.append(matter.id)
        return
    since = date.fromisoformat(matter.data["as_of"])
    is_waiting = matter.state in {"open", "acknowledged", "snoozed"}
    if verdict is None or not is_waiting or not is_over(verdict, matter.data["cause"], since=since, as_of=as_of):
        return
    proof = freeze(desk, verdict, as_of=as_of)
    if matter.state == "open":
        advance(desk, MACHINE, matter, "resolve", data={"resolution": "by-itself", "proof": proof})
        swept.ended.append(matter.id)
        return
    closes = desk.at + timedelta(days=desk.framework.policy_number("days-to-reopen"))
    advance(desk, MACHINE, matter, "recover", data={"proof": proof}, key=matter.key, due_at=closes)
    swept.recovered.append(matter.id)
    swept.news.append((matter.data["person"], "recovered", matter.id))


def _fade(desk: Desk, matter: Matter, key: str, verdict: Verdict | None, swept: Swept) -> None:
    """End a watch that nothing fires for any more; one that is an escalation by now has ended as such."""
    if verdict is not None and any(key_of(verdict.ref.id, cause) == key for cause in causes(verdict)):
        return
    close_watch(desk, matter)
    swept.faded.append(matter.id)


def _group(desk: Desk, scorecard: Scorecard, new: frozenset[str]) -> None:
    """Attach what is new, or waits on its first step, to the root of its storm; let go what has none any more.

    KPIs that are not for everybody are in no storm: its notice would tell others how they stand.
    """
    active = find_matters(desk.transaction, MACHINE.kind, states=("open", "acknowledged", "snoozed"))
    shut = hidden(desk.framework, None)
    members = [
        Member(each.id, each.data["kpi"], each.data["cause"], each.opened_at) for each in active if each.about.id not in shut
    ]
    statuses = {verdict.ref.id: verdict.status for verdict in scorecard.verdicts}
    roots = storms(desk.framework, members, statuses)
    hurried: set[str] = set()
    for each in active:
        wanted, group = roots.get(each.id), each.data["group"]
        is_free = each.state == "open" and (group is not None or each.id in new or each.data["step"] == 0)
        if is_free and group != (wanted.id if wanted else None):
            _regroup(desk, each, wanted)
            hurried |= {wanted.id} if wanted and each.data["tier"] == 1 else set()
    for each in active:
        if each.id in hurried and each.state == "open":
            _quicken(desk, each)


def _regroup(desk: Desk, each: Matter, wanted: Root | None) -> None:
    if wanted is not None:
        data: dict[str, object] = {"group": wanted.id, "common": str(wanted.common)}
        advance(desk, MACHINE, each, "attach", data=data, key=each.key)
        return
    where, due = placed(desk, each.data["kpi"], each.data["step"])
    advance(desk, MACHINE, each, "detach", data={**ALONE, **where}, key=each.key, due_at=due)


def _quicken(desk: Desk, root: Matter) -> None:
    """Give the root of a storm that holds a KPI of tier 1 no more time than that one would have."""
    root = find_matter(desk.transaction, MACHINE.kind, root.id)
    _, due = placed(desk, root.data["kpi"], root.data["step"], tier=1)
    if root.due_at is not None and due < root.due_at:
        advance(desk, MACHINE, root, "quicken", key=root.key, due_at=due)

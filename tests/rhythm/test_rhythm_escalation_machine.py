"""Whatever clocks, verdicts and two people with old versions do to escalations and actions, in any order, these hold (DEF-5).

One is alive per KPI and cause. Only a person acknowledges. What is resolved has a proof, a reason, or went with its KPI. Steps
never go down. Each version is an entry of the journal, and the chain verifies. What waits alone has a moment at which the clock
looks after it; what follows from another follows from one that exists. An old version never wins. Sweeping or climbing twice
at one moment does nothing twice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from tests.rhythm.upset import FRAMEWORK, MONDAY, card, fired, verdict

from vitalfew.base.errors import Overtaken, Refused
from vitalfew.model.verdict import Opening, Pattern, Scorecard, Verdict
from vitalfew.rhythm.actions import actions, drop_action, finish_action, postpone_action, remind_actions
from vitalfew.rhythm.climb import climb
from vitalfew.rhythm.desk import CLOCKWORK, Desk
from vitalfew.rhythm.escalations import MACHINE, Escalation, acknowledge, attach, comment, escalations, resolve, snooze
from vitalfew.rhythm.sweep import sweep
from vitalfew.store.database import Store
from vitalfew.store.journal import entries, verify
from vitalfew.store.matters import find_matters
from vitalfew.store.tables import OUTBOX

KPIS = ("revenue", "churn", "calls")
PEOPLE = ("eva", "rui")
TRIGGERS: tuple[Pattern, ...] = ("missed", "likely_miss", "stale")
kpis = st.sampled_from(KPIS)
people = st.sampled_from(PEOPLE)
holding = st.lists(st.tuples(st.sampled_from(TRIGGERS), st.sampled_from(["watch", "escalation"])), max_size=2, unique=True)
verdicts = st.fixed_dictionaries(dict.fromkeys(KPIS, holding))


def judged(kpi: str, holds: list[tuple[Pattern, Opening]], day: date) -> Verdict:
    is_well = not holds
    return verdict(
        kpi, *(fired(name, opens, day - timedelta(days=20)) for name, opens in holds), status="green" if is_well else "red"
    )


class Escalating(RuleBasedStateMachine):
    """Two people who each act on the list as they last saw it, and a clock that sweeps, climbs and pauses."""

    make_store: Callable[..., Store]

    def __init__(self) -> None:
        super().__init__()
        self.store, self.at = self.make_store(f"w{next(numbers)}"), MONDAY
        self.seen: dict[str, tuple[Escalation, ...]] = dict.fromkeys(PEOPLE, ())
        self.steps: dict[str, int] = {}
        self.card: Scorecard = card()

    def _act(self, by: str, take: Callable[[Desk], object]) -> bool:
        """Take a step as one transaction; tells whether it was let through."""
        try:
            with self.store.writing() as transaction:
                take(Desk(transaction, FRAMEWORK, self.at, by))
        except (Overtaken, Refused):
            return False
        return True

    def _pick(self, person: str, number: int) -> Escalation | None:
        known = self.seen[person]
        return known[number % len(known)] if known else None

    @rule(holds=verdicts)
    def sweeps(self, holds: dict[str, list[tuple[Pattern, Opening]]]) -> None:
        """Judge the KPIs some way, and sweep."""
        self.card = card(*(judged(kpi, held, self.at.date()) for kpi, held in holds.items()), as_of=self.at.date())
        self._act(CLOCKWORK, lambda desk: sweep(desk, self.card))
        self._is_settled(lambda desk: sweep(desk, self.card))

    @rule(hours=st.sampled_from([1, 9, 30, 24 * 8, 24 * 40]))
    def time_passes(self, hours: int) -> None:
        """Let the clock do what is due after a while."""
        self.at += timedelta(hours=hours)
        self._act(CLOCKWORK, climb)
        self._is_settled(climb)
        self._act(CLOCKWORK, remind_actions)
        self._is_settled(remind_actions)

    def _is_settled(self, take: Callable[[Desk], object]) -> None:
        """Hold that the clock's step, taken again at the same moment, changes nothing and tells nobody."""
        before = self._totals()
        self._act(CLOCKWORK, take)
        assert self._totals() == before

    def _totals(self) -> tuple[int, int]:
        with self.store.reading() as transaction:
            return len(entries(transaction)), transaction.count(OUTBOX)

    @rule(person=people)
    def looks(self, person: str) -> None:
        """Let a person see the list as it is now."""
        with self.store.reading() as transaction:
            self.seen[person] = escalations(Desk(transaction, FRAMEWORK, self.at, person), states=None)

    @precondition(lambda self: any(self.seen.values()))
    @rule(person=people, number=st.integers(0, 5), step=st.sampled_from(["acknowledge", "snooze", "explain", "prove", "attach"]))
    def acts(self, person: str, number: int, step: str) -> None:
        """Let a person act on what they saw."""
        found = self._pick(person, number)
        if found is None:
            return
        is_old = self._version(found.id) != found.version
        went = self._act(person, lambda desk: self._take(desk, step, found))
        assert not (went and is_old), "an old version won"

    def _take(self, desk: Desk, step: str, found: Escalation) -> object:
        day, version = desk.today + timedelta(days=3), found.version
        judged = next((each for each in self.card.verdicts if each.ref == found.about), None)
        match step:
            case "acknowledge":
                return acknowledge(desk, found.id, version=version)
            case "snooze":
                return snooze(desk, found.id, day, "Later", version=version)
            case "explain":
                return resolve(desk, found.id, reason="It is known", version=version)
            case "prove":
                return resolve(desk, found.id, verdict=judged, as_of=self.card.as_of, version=version)
            case _:
                return attach(desk, found.id, text="Call them", owner="eva", due=day, version=version)

    @precondition(lambda self: any(self.seen.values()))
    @rule(person=people, number=st.integers(0, 5))
    def says(self, person: str, number: int) -> None:
        """Let a person say something."""
        if found := self._pick(person, number):
            version = self._version(found.id)
            assert self._act(person, lambda desk: comment(desk, found.id, "I look"))
            assert self._version(found.id) == version, "a comment moves nothing"

    @rule(person=people, step=st.sampled_from(["done", "drop", "postpone"]), is_old=st.booleans())
    def ends_an_action(self, person: str, step: str, *, is_old: bool) -> None:
        """Let a person end or postpone an action, perhaps by an old version."""
        with self.store.reading() as transaction:
            open_ = actions(Desk(transaction, FRAMEWORK, self.at, person), states=["open"])
        if not open_:
            return
        first = open_[0]
        version = first.version - 1 if is_old else first.version
        steps: dict[str, Callable[[Desk], object]] = {
            "done": lambda desk: finish_action(desk, first.id, version=version),
            "drop": lambda desk: drop_action(desk, first.id, "Not needed", version=version),
            "postpone": lambda desk: postpone_action(
                desk, first.id, max(first.due, desk.today) + timedelta(days=1), "Later", version=version
            ),
        }
        assert self._act(person, steps[step]) is not is_old

    def _version(self, id_: str) -> int:
        with self.store.reading() as transaction:
            return next(each.version for each in find_matters(transaction, MACHINE.kind) if each.id == id_)

    @invariant()
    def holds(self) -> None:
        """Hold what is said above."""
        with self.store.reading() as transaction:
            found = escalations(Desk(transaction, FRAMEWORK, self.at), states=None)
            keys = [each.key for each in find_matters(transaction, MACHINE.kind, states=MACHINE.alive)]
            written = entries(transaction)
            assert verify(transaction).faults == ()
        assert None not in keys
        assert max(Counter(keys).values(), default=1) == 1
        told = Counter(str(each.subject) for each in written)
        ids = {each.id for each in found}
        for each in found:
            assert told[str(each.ref)] == each.version
            assert each.step >= self.steps.get(each.id, 0)
            self.steps[each.id] = each.step
            self._is_sound(each, ids)

    def _is_sound(self, each: Escalation, ids: set[str]) -> None:
        if each.state in {"acknowledged", "snoozed", "recovered"}:
            assert each.person in PEOPLE
            assert each.answered_at is not None
        if each.state == "recovered":
            assert each.proof is not None
        if each.state == "resolved":
            assert each.proof or each.reason or each.resolution == "withdrawn"
            assert (each.resolution in {"proved", "by-itself"}) == (each.proof is not None)
            assert each.due_at is None
        else:
            assert each.resolution is None
            assert (each.due_at is None) == (each.state == "open" and each.group is not None)
        assert each.group is None or each.group in ids - {each.id}


numbers = count()


def test_no_order_of_steps_leads_to_a_forbidden_state(make_store: Callable[..., Store], environ: dict[str, str]) -> None:
    is_file = "VITALFEW_DATABASE_URL" not in environ
    limits = settings(
        max_examples=25 if is_file else 12,
        stateful_step_count=25,
        deadline=None,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    case = type("Case", (Escalating,), {"make_store": staticmethod(make_store)})
    run_state_machine_as_test(case, settings=limits)

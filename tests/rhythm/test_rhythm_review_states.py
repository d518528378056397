"""Whatever people and the clock do to reviews in whatever order, what must hold of them holds (RHY-2)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test
from tests.rhythm.look import FRAMEWORK, card, verdict

from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.model.verdict import Scorecard, Status
from vitalfew.rhythm.actions import actions, drop_action, finish_action
from vitalfew.rhythm.commentary import commentaries, give_commentary
from vitalfew.rhythm.cycle import turn_reviews
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.minutes import markdown, minutes
from vitalfew.rhythm.pack import figures, frozen
from vitalfew.rhythm.restatement import restate
from vitalfew.rhythm.reviews import BEFORE, MACHINE, Review, find_review, reviews
from vitalfew.rhythm.session import act, attend, cancel_review, close_review, confirm, decide, move_review, note, start_review
from vitalfew.store.database import Store, place
from vitalfew.store.journal import entries, verify
from vitalfew.store.tables import OUTBOX

BEGIN = datetime(2026, 6, 2, 11, tzinfo=UTC)
PERSON = st.sampled_from(["rui", "ana", "eva", "tom"])
STATUSES: list[Status | None] = ["green", "amber", "red", None]
STATUS = st.sampled_from(STATUSES)
REASON = st.sampled_from([None, "", " ", "A quiet week"])
WORDS = st.one_of(st.none(), st.just(""), st.just("Two left"), st.text(max_size=20))
ORDER = {"planned": 0, "open": 1, "locked": 2, "in-session": 3, "closed": 4, "missed": 4, "cancelled": 4}
LATEST = timedelta(days=60)


class Reviews(RuleBasedStateMachine):
    """People and a clock at one table; each step happens whole, or is refused and leaves all as it was."""

    open_store: Callable[[], Store]

    @initialize()
    def begin(self) -> None:
        """Open a store and let the clock plan."""
        self.store = self.open_store()
        self.now, self.value = BEGIN, 5.0
        self.status: Status | None = "green"
        self.packs: dict[str, tuple[str | None, str | None]] = {}
        self.records: dict[str, tuple[str | None, str]] = {}
        self.far: dict[str, int] = {}
        self.turn()

    @property
    def card(self) -> Scorecard:
        """The figures as they are now."""
        return card(verdict("churn", self.status, self.value if self.status else None))

    def act(self, by: str, step: Callable[[Desk], object]) -> bool:
        """Take a step; tells whether it was taken."""
        before = self.written()
        try:
            with self.store.writing() as transaction:
                step(Desk(transaction, FRAMEWORK, self.now, by))
        except (Refused, Overtaken, UnknownName):
            assert self.written() == before, "what was refused has left something behind"
            return False
        return True

    def written(self) -> int:
        """Count what was written down."""
        with self.store.reading() as transaction:
            return len(entries(transaction))

    def all(self) -> tuple[Review, ...]:
        """Give all reviews."""
        with self.store.reading() as transaction:
            return reviews(Desk(transaction, FRAMEWORK, self.now))

    @rule(hours=st.sampled_from([1, 6, 20, 24, 72, 200]))
    @precondition(lambda self: self.now < BEGIN + LATEST)
    def pass_time(self, hours: int) -> None:
        """Let time pass."""
        self.now += timedelta(hours=hours)

    @rule(stage=st.sampled_from(["opens", "due", "locks", "starts", "ends"]))
    @precondition(lambda self: self.now < BEGIN + LATEST)
    def come_to(self, stage: str) -> None:
        """Let time pass until a stage of the review that is next."""
        ahead = [at for each in self.all() if each.state in BEFORE and (at := getattr(each, stage)) > self.now]
        self.now = min(ahead, default=self.now)

    @rule(by=PERSON, owner=PERSON, reason=REASON)
    @precondition(lambda self: self.now < BEGIN + LATEST)
    def meet(self, by: str, owner: str, reason: str | None) -> None:
        """Hold the next review from its beginning to its end, where nothing stands against it."""
        self.come_to("starts")
        self.start(by)
        self.talk(by, owner)
        self.promise(by, owner, 3)
        self.close(by, reason)

    @rule()
    def turn(self) -> None:
        """Let the clock turn, twice at one moment."""
        self.act("x", lambda desk: turn_reviews(desk, self.card))
        written, told = self.written(), self.told()
        self.act("x", lambda desk: turn_reviews(desk, self.card))
        assert (self.written(), self.told()) == (written, told), "a second turn at one moment has done something"

    def told(self) -> int:
        """Count what is to be sent."""
        with self.store.reading() as transaction:
            return transaction.count(OUTBOX)

    @rule(status=STATUS, value=st.floats(0, 10))
    def measure(self, status: Status | None, value: float) -> None:
        """Let a figure be another one."""
        self.status, self.value = status, value

    @rule(by=PERSON, name=st.sampled_from(["look", "look-2026-06-08", "look-2026-06-15"]), analysis=WORDS, next_step=WORDS)
    def comment(self, by: str, name: str, analysis: str | None, next_step: str | None) -> None:
        """Say something of a figure, or nothing."""

        def give(desk: Desk) -> None:
            give_commentary(desk, find_review(desk, name).id, "churn", analysis=analysis, next_step=next_step)

        self.act(by, give)

    @rule(by=PERSON, words=WORDS)
    def restate(self, by: str, words: str | None) -> None:
        """Say it otherwise later."""
        self.act(by, lambda desk: restate(desk, find_review(desk, "look").id, "churn", reason="New", analysis=words))

    @rule(by=PERSON)
    def start(self, by: str) -> None:
        """Begin a review."""
        self.act(by, lambda desk: start_review(desk, find_review(desk, "look").id, self.card))

    @rule(by=PERSON, who=PERSON)
    def talk(self, by: str, who: str) -> None:
        """Write down who is there, what was said and what was decided."""
        for step in (
            lambda desk: attend(desk, find_review(desk, "look").id, [who]),
            lambda desk: note(desk, find_review(desk, "look").id, "Hm", kpi="churn"),
            lambda desk: decide(desk, find_review(desk, "look").id, "So be it", owner=who),
        ):
            self.act(by, step)

    @rule(by=PERSON, owner=PERSON, days=st.integers(-2, 9))
    def promise(self, by: str, owner: str, days: int) -> None:
        """Promise something, perhaps for a day that is over."""
        due = (self.now + timedelta(days=days)).date()
        self.act(by, lambda desk: act(desk, find_review(desk, "look").id, "Call", owner=owner, due=due))

    @rule(by=PERSON, number=st.integers(1, 4), step=st.sampled_from(["finish", "drop", "confirm"]))
    def follow(self, by: str, number: int, step: str) -> None:
        """Do something about an action."""
        steps: dict[str, Callable[[Desk], object]] = {
            "finish": lambda desk: finish_action(desk, str(number)),
            "drop": lambda desk: drop_action(desk, str(number), "No need"),
            "confirm": lambda desk: confirm(desk, find_review(desk, "look").id, str(number)),
        }
        self.act(by, steps[step])

    @rule(by=PERSON, reason=REASON)
    def close(self, by: str, reason: str | None) -> None:
        """Close a review, with a reason or none."""
        self.act(by, lambda desk: close_review(desk, find_review(desk, "look").id, none_needed=reason))

    @rule(by=PERSON, index=st.integers(0, 8))
    def close_what_was_seen(self, by: str, index: int) -> None:
        """Two people at once: whoever acts on what is no more there is told."""
        found = self.all()
        seen = found[index % len(found)]
        taken = self.act("eva", lambda desk: attend(desk, seen.id, [*({"rui", "ana", "eva", "tom"} - set(seen.present))]))
        done = self.act(by, lambda desk: close_review(desk, seen.id, none_needed="Quiet", version=seen.version))
        assert not (done and taken and {"rui", "ana", "eva", "tom"} - set(seen.present))

    @rule(by=PERSON, days=st.integers(-1, 4))
    def move(self, by: str, days: int) -> None:
        """Hold it at another time."""
        self.act(by, lambda desk: move_review(desk, find_review(desk, "look").id, self.now + timedelta(days=days)))

    @rule(by=PERSON, reason=st.sampled_from(["", "The fair"]))
    def cancel(self, by: str, reason: str) -> None:
        """Take it off."""
        self.act(by, lambda desk: cancel_review(desk, find_review(desk, "look").id, reason))

    @invariant()
    def closed_ones_have_an_action_or_a_reason_and_somebody_began_them(self) -> None:
        """None is closed before it began, or with nothing."""
        with self.store.reading() as transaction:
            desk = Desk(transaction, FRAMEWORK, self.now)
            for review in reviews(desk, states=["closed"]):
                made = [each for each in actions(desk) if each.about == review.ref or each.id in review.confirmed]
                assert review.none_needed or any(each.owner and each.due for each in made)
                assert review.began
                assert review.began <= review.moved_at
                assert desk.hours.day(review.began) >= desk.hours.day(review.starts)
                assert review.record
                assert review.by

    @invariant()
    def what_was_frozen_stays_and_states_go_one_way(self) -> None:
        """Packs and minutes never change, and no review comes back."""
        with self.store.reading() as transaction:
            desk = Desk(transaction, FRAMEWORK, self.now, "rui")
            for review in reviews(desk):
                assert ORDER[review.state] >= self.far.get(review.id, 0)
                self.far[review.id] = ORDER[review.state]
                self.reached[review.state] += 1
                assert (review.pack is not None) >= (review.state in {"locked", "in-session", "closed"})
                kept = self.packs.setdefault(review.id, (review.pack, review.head)) if review.pack else None
                assert kept in {None, (review.pack, review.head)}
                if review.state == "closed":
                    text = markdown(minutes(desk, review.id), FRAMEWORK).partition("\n## Addenda\n")[0].rstrip()
                    assert self.records.setdefault(review.id, (review.record, text)) == (review.record, text)

    @invariant()
    def a_red_one_is_never_given_without_both_fields(self) -> None:
        """The two fields are forced on red."""
        with self.store.reading() as transaction:
            for said in commentaries(Desk(transaction, FRAMEWORK, self.now)):
                if said.state in {"given", "kept"}:
                    assert said.analysis or said.next_step
                    assert not said.forced or (said.analysis and said.next_step)

    @invariant()
    def of_each_day_one_review_is_alive(self) -> None:
        """Planning doubles nothing."""
        days = [each.on for each in self.all() if each.state in MACHINE.alive]
        assert len(days) == len(set(days))

    reached: ClassVar[Counter[str]] = Counter()

    def teardown(self) -> None:
        """See that the journal holds and packs can be read."""
        if not hasattr(self, "store"):
            return
        with self.store.reading() as transaction:
            assert verify(transaction).faults == ()
            for review in reviews(Desk(transaction, FRAMEWORK, self.now)):
                if review.pack:
                    held = frozen(Desk(transaction, FRAMEWORK, self.now), review.pack)
                    assert {each.id for each in figures(held)} == set(review.kpis)
                    assert json.dumps(held)
        self.store.close()


def _run(open_store: Callable[[], Store], examples: int, steps: int) -> None:
    """Take the same steps in each run of the tests, so that what they reach can be asserted."""
    machine = type("Bound", (Reviews,), {"open_store": staticmethod(open_store)})
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    kept = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=checks,
        derandomize=True,
        database=None,
    )
    run_state_machine_as_test(machine, settings=kept)


def test_no_order_of_steps_leads_to_a_forbidden_state() -> None:
    with TemporaryDirectory() as folder:
        count = iter(range(10_000))
        _run(lambda: Store(place(Path(folder) / str(next(count)), {})), 12, 30)
    assert set(Reviews.reached) == set(ORDER), "the steps lead to too few states to show anything"


def test_nor_does_it_on_a_server(postgres_database: str) -> None:
    count = iter(range(10_000))

    def open_store() -> Store:
        return Store(place(Path(), {"VITALFEW_DATABASE_URL": postgres_database, "VITALFEW_WORKSPACE": f"states-{next(count)}"}))

    _run(open_store, 3, 20)

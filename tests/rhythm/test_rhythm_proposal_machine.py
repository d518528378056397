"""Whatever people do with proposals in whatever order: nothing is merged without a word on exactly its texts (RHY-6)."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import ClassVar
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.conftest import MakeStore

from vitalfew.base.errors import Overtaken, Refused
from vitalfew.base.finding import Finding
from vitalfew.load.read import Loaded, load_texts
from vitalfew.model.difference import difference
from vitalfew.rhythm.agreements import agreements, missing
from vitalfew.rhythm.approval import approvals_needed
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.merging import merge
from vitalfew.rhythm.proposals import approve, proposal, proposals, propose, remind_proposals, send_back, update, withdraw
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import entries, verify
from vitalfew.store.revisions import files, live, make_revision, revisions, verify_revisions

START = datetime(2026, 6, 15, 9, tzinfo=UTC)
MAIN, TEAM = "framework/main.yaml", "framework/team.yaml"
TEXTS = {
    MAIN: b"""\
levels: [{id: company, tier: 1}, {id: unit, tier: 2}]
org_units: [{id: all, level: company, head: rui}, {id: online, level: unit, parent: all, head: ana}]
people: [{id: rui, name: Rui}, {id: ana, name: Ana}, {id: ben, name: Ben}, {id: cyd, name: Cyd}]
governance: {structure_owner: rui}
kpis:
  - {id: sales, org_unit: all, owner: ben, reviewer: cyd, threshold: 80}



  - {id: costs, org_unit: all, owner: ben, reviewer: ana, threshold: 80}
""",
    TEAM: b"kpis: [{id: churn, org_unit: online, owner: ben, reviewer: cyd, definition: Who left, threshold: 20}]\n",
}
EDITS = (
    (MAIN, b"reviewer: cyd, threshold: 80", b"reviewer: cyd, threshold: 81"),
    (MAIN, b"reviewer: cyd, threshold: 80", b"reviewer: cyd, threshold: 40"),
    (MAIN, b"reviewer: ana, threshold: 80", b"reviewer: ana, threshold: 82"),
    (MAIN, b"structure_owner: rui", b"structure_owner: ana"),
    (TEAM, b"Who left", b"Who went"),
    (TEAM, b"threshold: 20", b"threshold: 21"),
)
PEOPLE = st.sampled_from(["rui", "ana", "ben", "cyd", "stranger"])
CHANGES = st.sets(st.sampled_from(range(len(EDITS))), min_size=1, max_size=2)
PICK = st.integers(0, 5)
MOSTLY = st.sampled_from([True, True, True, False])


def sound(_: Loaded) -> list[Finding]:
    return []


def edited(texts: Mapping[str, bytes], changes: set[int]) -> dict[str, bytes]:
    made = dict(texts)
    for number in changes:
        path, old, new = EDITS[number]
        made[path] = made[path].replace(old, new)
    return made


@dataclass
class Known:
    """What the test itself remembers of a proposal: its texts, who said yes to exactly these, and to those it had before."""

    changed: dict[str, bytes]
    by: str
    yes: set[str] = field(default_factory=set)
    over: bool = False
    past: list[tuple[dict[str, bytes], set[str]]] = field(default_factory=list)


class Office(RuleBasedStateMachine):
    """People who propose, approve, return, update, withdraw and merge, knowing what they saw or something older."""

    store: ClassVar[Store]
    seen_through: ClassVar[list[int]] = []

    @initialize(asked=st.lists(st.tuples(PEOPLE, CHANGES), min_size=2, max_size=3))
    def begin(self, asked: list[tuple[str, set[int]]]) -> None:
        """Make the first revision, in a workspace of the example's own, and propose something."""
        place = type(self).store.place
        self.own = Store(place._replace(workspace=f"office-{uuid4().hex[:12]}"))
        self.at, self.steps = START, Counter[str]()
        self.known: dict[str, Known] = {}
        self.seen: dict[str, tuple[int, str]] = {}
        with self.own.writing() as transaction:
            make_revision(transaction, TEXTS, load_texts(TEXTS).framework, on=None, by="rui", at=self.at, message="First")
        self.revisions = 1
        for by, changes in asked:
            self.propose(by, changes)

    def _desk(self, transaction: Transaction, by: str) -> Desk:
        present = live(transaction)
        assert present is not None
        return Desk(transaction, load_texts(files(transaction, present.number)).framework, self.at, by)

    def _pick(self, number: int) -> str:
        return sorted(self.known)[number % len(self.known)] if self.known else "none"

    def _live(self, transaction: Transaction) -> dict[str, bytes]:
        present = live(transaction)
        assert present is not None
        return files(transaction, present.number)

    @rule(by=PEOPLE, changes=CHANGES)
    def propose(self, by: str, changes: set[int]) -> None:
        """Propose what is live with a change or two."""
        with self.own.writing() as transaction:
            before = self._live(transaction)
            texts = edited(before, changes)
            if texts == before:
                with pytest.raises(Refused):
                    propose(self._desk(transaction, by), texts, title="It")
                return
            made = propose(self._desk(transaction, by), texts, title="It")
        changed = {path: text for path, text in texts.items() if before[path] != text}
        self.known[made.id] = Known(changed, by, {by})
        self.seen[made.id] = (made.version, made.digest)

    @rule(by=PEOPLE, number=PICK, changes=CHANGES, is_theirs=MOSTLY)
    def update(self, by: str, number: int, changes: set[int], *, is_theirs: bool) -> None:
        """Give a proposal other texts."""
        id_ = self._pick(number)
        by = self.known[id_].by if is_theirs and id_ in self.known else by
        with self.own.writing() as transaction:
            if id_ not in self.known:
                return
            before = self._live(transaction)
            texts = edited(before, changes)
            known = self.known[id_]
            try:
                update(self._desk(transaction, by), id_, texts)
            except Refused:
                return
        assert by == known.by
        assert not known.over
        changed = {path: text for path, text in texts.items() if before[path] != text}
        past = [(known.changed, known.yes), *known.past]
        yes = next((yes for texts, yes in past if texts == changed), set())
        self.known[id_] = Known(changed, by, yes | {by}, past=past)

    @rule(by=PEOPLE, number=PICK, is_blind=st.booleans(), is_asked=MOSTLY)
    def approve(self, by: str, number: int, *, is_blind: bool, is_asked: bool) -> None:
        """Approve what was seen when it was last looked at, or whatever there is; who is asked for it, or somebody."""
        id_ = self._pick(number)
        if id_ not in self.known:
            return
        with self.own.reading() as transaction:
            asked = proposal(self._desk(transaction, by), id_)[0].people
        self._approve(id_, asked[number % len(asked)] if is_asked and asked else by, None if is_blind else self.seen[id_][1])

    @rule(number=PICK)
    def approve_all(self, number: int) -> None:
        """Let everybody who is asked look at it and approve it."""
        id_ = self._pick(number)
        self.look(number)
        with self.own.reading() as transaction:
            asked = proposal(self._desk(transaction, "ben"), id_)[0].people if id_ in self.known else ()
        for by in asked:
            self._approve(id_, by, self.seen[id_][1])

    def _approve(self, id_: str, by: str, digest: str | None) -> None:
        with self.own.writing() as transaction:
            now = proposal(self._desk(transaction, by), id_)[0].digest
            try:
                approve(self._desk(transaction, by), id_, digest=digest)
            except Overtaken:
                assert digest != now
                return
            except Refused:
                return
        assert digest in {None, now}
        self.known[id_].yes.add(by)

    @rule(number=PICK)
    def look(self, number: int) -> None:
        """Look at a proposal."""
        id_ = self._pick(number)
        if id_ in self.known:
            with self.own.reading() as transaction:
                made, _ = proposal(self._desk(transaction, "ben"), id_)
            self.seen[id_] = (made.version, made.digest)

    @rule(by=PEOPLE, number=PICK, is_return=st.booleans())
    def end(self, by: str, number: int, *, is_return: bool) -> None:
        """Return or withdraw it, as it was when it was last looked at."""
        id_ = self._pick(number)
        if id_ not in self.known:
            return
        version = self.seen[id_][0]
        with self.own.writing() as transaction:
            now = proposal(self._desk(transaction, by), id_)[0].version
            step = (lambda desk: send_back(desk, id_, reason="No", version=version)) if is_return else None
            try:
                (step or (lambda desk: withdraw(desk, id_, version=version)))(self._desk(transaction, by))
            except Overtaken:
                assert version != now
                return
            except Refused:
                return
        assert version == now
        assert by in {"rui", "ana"} or by == self.known[id_].by or is_return
        self.known[id_].over = not is_return

    @rule(by=PEOPLE, number=PICK, is_waived=st.booleans(), is_asked=st.booleans())
    def merge(self, by: str, number: int, *, is_waived: bool, is_asked: bool) -> None:
        """Merge, and hold what became live against what was approved."""
        id_ = self._pick(number)
        if is_asked:
            self.approve_all(number)
        if id_ not in self.known:
            return
        with self.own.writing() as transaction:
            before = self._live(transaction)
            had = len(agreements(transaction))
            desk = self._desk(transaction, by)
            try:
                merge(desk, id_, sound, waived="It is late" if is_waived else None)
            except Refused:
                return
            self.revisions += 1
            after = self._live(transaction)
            was, now = load_texts(before).framework, load_texts(after).framework
            needs = approvals_needed(was, now, difference(was, now), today=desk.today)
            recorded = agreements(transaction)[:had]
            unmet = {need for need in missing(transaction, needs, now) if need.person not in self.known[id_].yes}
            own = [each for each in agreements(transaction) if each not in recorded]
        known = self.known[id_]
        assert not known.over, "merged twice, or after it was withdrawn"
        assert before != after
        asked = {need for need in unmet if need.question != "agreement"}
        assert asked == set(), "merged without an approval of exactly these texts"
        assert not unmet or (is_waived and by == was.governance.structure_owner)
        assert all({each.owner, each.head} <= known.yes and each.proposal == id_ for each in own)
        for path, text in known.changed.items():
            assert all(new in after[path] for _, _, new in EDITS if new in text and new not in before[path])
        known.over = True

    @rule(number=PICK, changes=CHANGES)
    def slip_in(self, number: int, changes: set[int]) -> None:
        """Let everybody approve, then give it other texts, and merge."""
        self.approve_all(number)
        self.update("rui", number, changes, is_theirs=True)
        self.merge("rui", number, is_waived=False, is_asked=False)

    @rule(change=st.integers(0, len(EDITS) - 1))
    def move(self, change: int) -> None:
        """Make another revision past all proposals."""
        with self.own.writing() as transaction:
            texts, present = edited(self._live(transaction), {change}), live(transaction)
            framework = load_texts(texts).framework
            make_revision(transaction, texts, framework, on=present, by="rui", at=self.at, message="Meanwhile")
            self.revisions += 1

    @rule(days=st.integers(0, 9))
    def wait(self, days: int) -> None:
        """Let days pass; a reminder asks once."""
        self.at += timedelta(days=days)
        for _ in range(2):
            with self.own.writing() as transaction:
                last = remind_proposals(self._desk(transaction, "ben"))
        assert last == ()

    @invariant()
    def nothing_is_lost(self) -> None:
        """Find every proposal and revision."""
        if not hasattr(self, "known"):
            return
        with self.own.reading() as transaction:
            desk = self._desk(transaction, "ben")
            assert {each.id for each in proposals(desk, past=True)} == set(self.known)
            assert {each.id for each in proposals(desk)} == {id_ for id_, each in self.known.items() if not each.over}
            assert len(revisions(transaction)) == self.revisions

    def teardown(self) -> None:
        """Read the journal and the revisions."""
        if not hasattr(self, "own"):
            return
        with self.own.reading() as transaction:
            assert verify(transaction).faults == ()
            assert verify_revisions(transaction) == []
            told = Counter(each.verb for each in entries(transaction))
            merged = [each for each in proposals(self._desk(transaction, "ben"), past=True) if each.state == "merged"]
        assert told["propose"] == len(self.known)
        assert told["merge"] == 2 * len(merged)
        assert len({each.revision for each in merged}) == len(merged)
        self.own.close()
        self.seen_through.append(len(self.known))


def test_nothing_is_merged_without_everybody_s_word_on_exactly_its_texts(store: Store, environ: dict[str, str]) -> None:
    is_small = "VITALFEW_DATABASE_URL" in environ
    seen_through: list[int] = []
    machine = type("Office", (Office,), {"store": store, "seen_through": seen_through})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=3 if is_small else 8,
            stateful_step_count=15,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
        ),
    )
    assert sum(seen_through) > 0, "proposals were made, and held to the journal at the end"


def test_of_those_who_act_at_once_all_approvals_count_and_one_merge_does(make_store: MakeStore) -> None:
    first = make_store()
    with first.writing() as transaction:
        make_revision(transaction, TEXTS, load_texts(TEXTS).framework, on=None, by="rui", at=START, message="First")
        framework = load_texts(TEXTS).framework
        texts = edited(TEXTS, {1, 5})
        made = propose(Desk(transaction, framework, START, "ben"), texts, title="At once")
    assert made.people == ("cyd", "rui", "ana")

    def at_once(*people: str, merging: bool = False) -> list[str]:
        said: list[str] = []
        ready = threading.Barrier(len(people))

        def act(who: str, store: Store) -> None:
            ready.wait()
            try:
                with store.writing() as transaction:
                    desk = Desk(transaction, framework, START, who)
                    if merging:
                        merge(desk, made.id, sound, version=version)
                    else:
                        approve(desk, made.id, digest=made.digest)
                said.append("done")
            except (Overtaken, Refused) as error:
                said.append(type(error).__name__)

        threads = [threading.Thread(target=act, args=(who, make_store())) for who in people]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return sorted(said)

    assert at_once("cyd", "rui", "ana", "cyd") == ["Refused", "done", "done", "done"]
    with first.reading() as transaction:
        now, how = proposal(Desk(transaction, framework, START, "ben"), made.id)
        version = now.version
    assert (now.state, len(how.approvals)) == ("approved", 4)
    assert at_once("ben", "cyd", "rui", merging=True) == ["Overtaken", "Overtaken", "done"]
    with first.reading() as transaction:
        assert [each.number for each in revisions(transaction)] == [1, 2]
        assert verify(transaction).faults == ()

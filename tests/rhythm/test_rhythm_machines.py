"""Every machine of the rhythm, found by walking its modules: what its table promises, and that no interleaving breaks it.

Several people act on matters as they saw them, in any order, and whatever the table or a version does not allow is refused
and leaves no trace (RHY-9, DEF-5).
"""

from __future__ import annotations

import json
import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.exc import IntegrityError

from vitalfew import rhythm
from vitalfew.base.errors import Overtaken, Refused, UnknownName
from vitalfew.base.ref import FRAMEWORK
from vitalfew.model.framework import Framework
from vitalfew.rhythm.desk import Desk
from vitalfew.rhythm.kinds import machines
from vitalfew.rhythm.machine import Machine, advance, begin, seen
from vitalfew.store.database import Store, Transaction
from vitalfew.store.journal import entries, verify
from vitalfew.store.matters import Matter, find_matter, find_matters

MACHINES = machines()
REOPENING = {"escalation": {"reopen"}}
"""Steps that lead out of a state in which a matter is over; whoever adds one says here why that is no contradiction.

`reopen`: what comes back within a set time is the same escalation, and not another one.
"""
ENDLESS = {"digest"}
"""Kinds of which one is kept for good and only renewed: what the last digest told."""
NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
PEOPLE = ("ana", "ben", "eva")


def kind(machine: Machine) -> str:
    return machine.kind


def states(machine: Machine) -> set[str]:
    return {*machine.alive, *machine.over}


def test_every_machine_is_found_and_each_kind_has_one() -> None:
    modules = [import_module(f"{rhythm.__name__}.{each.name}") for each in iter_modules(rhythm.__path__)]
    declared = {id(each): each for module in modules for each in vars(module).values() if isinstance(each, Machine)}

    assert {each.kind for each in declared.values()} == {each.kind for each in MACHINES}
    assert len(declared) == len(MACHINES)
    assert {"absence", "action", "commentary", "escalation", "phantom", "proposal", "review"} <= {each.kind for each in MACHINES}


@pytest.mark.parametrize("machine", MACHINES, ids=kind)
def test_every_state_is_reached_from_where_a_matter_begins(machine: Machine) -> None:
    reached, waiting = set(machine.starts), [*machine.starts]
    for state in waiting:
        after = {move.to for move in machine.moves.values() if state in move.states and move.to}
        waiting += after - reached
        reached |= after

    assert reached == states(machine)


@pytest.mark.parametrize("machine", MACHINES, ids=kind)
def test_whatever_is_alive_can_end_and_whatever_is_over_stays_so(machine: Machine) -> None:
    leads: dict[str, set[str]] = {state: set() for state in states(machine)}
    for move in machine.moves.values():
        for state in move.states:
            leads[state].add(move.to or state)
    ends = set(machine.over)
    while more := {state for state, after in leads.items() if after & ends} - ends:
        ends |= more
    out = {verb for verb, move in machine.moves.items() if set(move.states) & set(machine.over)}

    assert (set(machine.alive) <= ends) == (machine.kind not in ENDLESS)
    assert out == REOPENING.get(machine.kind, set())


@pytest.mark.parametrize("machine", MACHINES, ids=kind)
def test_verbs_and_states_are_plain_words_and_every_step_is_taken_somewhere(machine: Machine) -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in sorted(Path(rhythm.__path__[0]).glob("*.py")))

    assert [word for word in (*states(machine), *machine.moves) if not re.fullmatch(r"[a-z]+(-[a-z]+)*", word)] == []
    assert [verb for verb in machine.moves if sources.count(f'"{verb}"') < 2] == []


class Interleaved(RuleBasedStateMachine):
    """Several people at the matters of one machine, each acting on what they saw, perhaps long ago."""

    machine: Machine
    store: Store
    round = 0

    def __init__(self) -> None:
        super().__init__()
        self.model: dict[str, tuple[str, int, str | None]] = {}
        self.seen: dict[tuple[str, str], Matter] = {}
        self.steps = 0

    @initialize()
    def start(self) -> None:
        """Begin anew among the matters of earlier examples."""
        type(self).round += 1
        with self.store.reading() as transaction:
            self.before = len(entries(transaction))

    def desk_at(self, transaction: Transaction, by: str) -> Desk:
        """Give a desk a minute later than the last."""
        self.steps += 1
        return Desk(transaction, Framework(), NOON + timedelta(minutes=self.steps), by)

    @rule(by=st.sampled_from(PEOPLE), state=st.sampled_from(range(4)), key=st.sampled_from(["a", "b", None]))
    def begin(self, by: str, state: int, key: str | None) -> None:
        """Open a matter; one of a key that is taken by a living one must not be there twice."""
        first = self.machine.starts[state % len(self.machine.starts)]
        name = f"{self.round}.{len(self.model) + 1}"
        own = f"{self.round}/{key}" if key and first not in self.machine.over else None
        taken = own is not None and own in {each[2] for each in self.model.values()}
        try:
            with self.store.writing() as transaction:
                data = {"owner": by, "text": f"As {by} says", "number": self.steps}
                at = self.desk_at(transaction, by)
                made = begin(at, self.machine, about=FRAMEWORK, data=data, state=first, id_=name, key=own)
        except IntegrityError:
            assert taken
        else:
            assert not taken
            self.model[name] = (first, 1, own)
            self.seen |= dict.fromkeys(((who, name) for who in PEOPLE), made)

    @rule(by=st.sampled_from(PEOPLE), place=st.integers(0, 2))
    def look(self, by: str, place: int) -> None:
        """Let somebody see a matter as it is now."""
        if self.model:
            name = [*self.model][place % len(self.model)]
            with self.store.reading() as transaction:
                self.seen[by, name] = find_matter(transaction, self.machine.kind, name)

    @rule(by=st.sampled_from(PEOPLE), place=st.integers(0, 2), verb=st.integers(0, 30), eyes=st.sampled_from(["fresh", "old"]))
    def take(self, by: str, place: int, verb: int, eyes: str) -> None:
        """Let somebody take a step on what they saw, or on what is there now."""
        if not (self.model and self.machine.moves):
            return
        name, word = [*self.model][place % len(self.model)], [*self.machine.moves][verb % len(self.machine.moves)]
        state, version, key = self.model[name]
        known = version if eyes == "fresh" or (by, name) not in self.seen else self.seen[by, name].version
        move = self.machine.moves[word]
        after = move.to or state
        kept = key if after not in self.machine.over else None
        try:
            with self.store.writing() as transaction:
                at = self.desk_at(transaction, by)
                matter = seen(at, self.machine, name, known)
                advance(at, self.machine, matter, word, data={"number": self.steps, "by": by}, key=kept)
        except Overtaken:
            assert known != version
        except Refused:
            assert known == version
            assert state not in move.states
        else:
            assert known == version
            assert state in move.states
            self.model[name] = (after, version + 1, kept)

    @rule(by=st.sampled_from(PEOPLE), place=st.integers(0, 2), verb=st.integers(0, 30))
    def take_what_was_seen(self, by: str, place: int, verb: int) -> None:
        """Let somebody act on the very matter that they saw, without looking at it again."""
        if not (self.seen and self.machine.moves):
            return
        (who, name), old = [*self.seen.items()][place % len(self.seen)]
        word = [*self.machine.moves][verb % len(self.machine.moves)]
        state, version, key = self.model[name]
        move = self.machine.moves[word]
        kept = key if (move.to or state) not in self.machine.over else None
        try:
            with self.store.writing() as transaction:
                advance(self.desk_at(transaction, who), self.machine, old, word, data={"by": by}, key=kept)
        except (Overtaken, Refused):
            assert old.version != version or state not in move.states
        else:
            assert old.version == version
            self.model[name] = (move.to or state, version + 1, kept)

    @rule(by=st.sampled_from(PEOPLE), place=st.integers(0, 2), verb=st.integers(0, 30))
    def break_off(self, by: str, place: int, verb: int) -> None:
        """Take a step and stop before it is written: nothing of it is there."""
        if not (self.model and self.machine.moves):
            return
        name, word = [*self.model][place % len(self.model)], [*self.machine.moves][verb % len(self.machine.moves)]
        with suppress(_Broken, Refused), self.store.writing() as transaction:
            at = self.desk_at(transaction, by)
            advance(at, self.machine, seen(at, self.machine, name), word, key=self.model[name][2])
            raise _Broken

    @rule(by=st.sampled_from(PEOPLE))
    def ask_for_what_is_not_there(self, by: str) -> None:
        """Ask for a matter that nobody opened."""
        with pytest.raises(UnknownName), self.store.reading() as transaction:
            seen(self.desk_at(transaction, by), self.machine, "none")

    @invariant()
    def what_is_there_is_what_was_done(self) -> None:
        """Hold the rows against the model: each matter is in its state and version, and of a key one is alive."""
        with self.store.reading() as transaction:
            mine = [each for each in find_matters(transaction, self.machine.kind) if each.id.startswith(f"{self.round}.")]
        assert {each.id: (each.state, each.version, each.key) for each in mine} == self.model
        assert {each.state for each in mine} <= states(self.machine)
        keys = [each.key for each in mine if each.key]
        assert len(keys) == len(set(keys))

    def teardown(self) -> None:
        """Hold the journal against the rows: it verifies, and what it tells folds to what is there."""
        with self.store.reading() as transaction:
            told = entries(transaction)[self.before :]
            assert verify(transaction).faults == ()
            rows = {str(each.ref): each for each in find_matters(transaction, self.machine.kind)}
        folded: dict[str, dict[str, object]] = {}
        for entry in told:
            was = folded.get(str(entry.subject), {})
            assert {name: was.get(name) for name in entry.before or {}} == (entry.before or {})
            folded[str(entry.subject)] = {**was, **(entry.after or {})}
        assert len(told) == sum(version for _, version, _ in self.model.values())
        assert {name.partition(":")[2] for name in folded} == set(self.model)
        for name, after in folded.items():
            row = rows[name]
            plain = {field: value for field, value in row.data.items() if field not in {"owner", "text", "by"}}
            assert after == {"state": row.state, "version": row.version, "about": str(row.about), **plain}
            assert json.dumps(after).count("ana") == 0


class _Broken(Exception):
    """What stops a step in the middle."""


@pytest.fixture
def examples(environ: dict[str, str]) -> int:
    """Give how many histories are tried: fewer on a server, where each step is a round trip."""
    return 3 if "VITALFEW_DATABASE_URL" in environ else 12


@pytest.mark.parametrize("machine", MACHINES, ids=kind)
def test_no_interleaving_of_several_people_leads_to_a_forbidden_state(machine: Machine, store: Store, examples: int) -> None:
    case = type(f"Interleaved{machine.kind.title()}", (Interleaved,), {"machine": machine, "store": store, "round": 0})
    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    phases = [Phase.generate]  # to shrink a history takes minutes
    limits = settings(
        max_examples=examples, stateful_step_count=18, phases=phases, deadline=None, database=None, suppress_health_check=checks
    )
    run_state_machine_as_test(case, settings=limits)

"""A mixed-integer program of yes-or-no choices whose rows bear the rule that they stand for, solved by HiGHS.

Rows of one rule form a group, named in words: when nothing satisfies all of them, the groups without which something would are
found by leaving one out after another (a deletion filter: Chinneck and Dravnieks 1991, ORSA J. Computing 3, 157). Rows that only
say what the choices mean (`ALWAYS`) are no rule: they hold in every try, and no conflict names them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

from vitalfew.base.errors import VitalfewError
from vitalfew.base.said import say, several

ALWAYS = ""
"""What rows stand for that say what the choices mean; nobody can give them up."""
NODES, SECONDS = 20_000, 120.0
"""After so many branches the best found so far counts, which is the same everywhere; the time only keeps a run from hanging."""
OPTIONS: Mapping[str, bool | int | float] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 1e-9,
    "mip_abs_gap": 1e-9,
    "mip_max_nodes": NODES,
    "time_limit": SECONDS,
}
"""One thread and no gap, so that the same program has the same solution."""
TIE = 1e-7
"""What each place in the order of choices costs, so that of two equal solutions the one with the smaller ids is taken."""


class Infeasible(VitalfewError):
    """No framework keeps all rules; `conflict` names those that cannot all hold, none of them needless."""

    def __init__(self, conflict: Sequence[str], help: str = "") -> None:
        self.conflict = tuple(conflict)
        rules = several([f"“{each}”" for each in conflict], last=say(" and "))
        super().__init__(say("no framework can keep all of these at once: {rules}", rules=rules))
        self.help = help or say("give up one of them: change `policy`, the preset, the goals, or what is pinned or excluded")


class Unsettled(VitalfewError):
    """Neither a choice was found nor that there is none."""

    def __init__(self) -> None:
        super().__init__(say("no framework was found in {nodes} steps, nor that there is none", nodes=NODES))
        self.help = say("state fewer goals, take a smaller preset, or pin fewer KPIs")


@dataclass(frozen=True, slots=True)
class Row:
    """A bound on a weighted sum of choices, and the rule that it stands for."""

    terms: tuple[tuple[int, float], ...]
    low: float
    high: float
    rule: str


@dataclass
class Program:
    """Choices, each with what it is worth, and the rows that bound them."""

    worth: list[float] = field(default_factory=list)
    place: dict[tuple[str, ...], int] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)

    def choice(self, *key: str, worth: float = 0.0) -> int:
        """Give the place of a choice; one that is new gets what it is worth."""
        if key not in self.place:
            self.place[key] = len(self.worth)
            self.worth.append(worth)
        return self.place[key]

    def bound(
        self, terms: Iterable[tuple[int, float]] | Mapping[int, float], rule: str, low: float = -inf, high: float = inf
    ) -> None:
        """Hold a weighted sum of choices between two numbers."""
        given = tuple(terms.items() if isinstance(terms, Mapping) else terms)
        self.rows.append(Row(given, low, high, rule))

    @property
    def rules(self) -> tuple[str, ...]:
        """The rules that rows stand for, in order."""
        return tuple(dict.fromkeys(row.rule for row in self.rows if row.rule != ALWAYS))

    def solve(self, without: Iterable[str] = (), extra: Sequence[Row] = ()) -> Solution | None:
        """Give the best choices that keep all rows but those of some rules; None where there are none."""
        left_out = set(without)
        return _solved(self.worth, [*(row for row in self.rows if row.rule not in left_out), *extra])

    def conflict(self, extra: Sequence[Row] = ()) -> tuple[str, ...]:
        """Name a smallest set of rules that cannot all hold: with any one of them left out, the others can.

        What was asked for first is left out last, so that a conflict names goals and counts before what follows from them.
        """
        kept = list(dict.fromkeys((*self.rules, *(row.rule for row in extra))))
        for rule in reversed(tuple(kept)):
            tried = [each for each in kept if each != rule]
            if not self.can_hold(tried, extra):
                kept = tried
        return tuple(kept)

    def can_hold(self, rules: Iterable[str], extra: Sequence[Row] = ()) -> bool:
        """Tell whether some rules can hold at once, whatever becomes of the others."""
        held = {ALWAYS, *rules}
        return _solved([0.0] * len(self.worth), [row for row in (*self.rows, *extra) if row.rule in held]) is not None


@dataclass(frozen=True, slots=True)
class Solution:
    """The choices taken, by place, and what they are worth together."""

    taken: frozenset[int]
    worth: float


def _solved(worth: Sequence[float], rows: Sequence[Row]) -> Solution | None:
    import highspy  # noqa: PLC0415  # the solver loads late
    import numpy as np  # noqa: PLC0415  # with it

    rows = [row for row in rows if row.terms or not row.low <= 0 <= row.high]
    if any(not row.terms for row in rows):
        return None
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = len(worth), len(rows)
    program.sense_ = highspy.ObjSense.kMaximize
    program.col_cost_ = np.array(worth) - TIE * np.arange(len(worth))
    program.col_lower_, program.col_upper_ = np.zeros(len(worth)), np.ones(len(worth))
    program.integrality_ = [highspy.HighsVarType.kInteger] * len(worth)
    program.row_lower_ = np.array([max(row.low, -highspy.kHighsInf) for row in rows])
    program.row_upper_ = np.array([min(row.high, highspy.kHighsInf) for row in rows])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in rows)])
    program.a_matrix_.index_ = np.array([place for row in rows for place, _ in row.terms], dtype=np.int32)
    program.a_matrix_.value_ = np.array([weight for row in rows for _, weight in row.terms], dtype=np.float64)
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # it has no types
    for option, value in OPTIONS.items():
        solver.setOptionValue(option, value)
    solver.passModel(program)
    solver.run()
    if solver.getInfo().primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
        if solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None
        raise Unsettled
    values = solver.getSolution().col_value
    taken = frozenset(place for place, value in enumerate(values) if value > 0.5)
    return Solution(taken, sum(worth[place] for place in taken))

"""What drafting passes from room to room: the brief as it was understood, the candidates, and what was selected of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from vitalfew.catalog.entry import Entry, Function, Industry
from vitalfew.catalog.pattern import Pattern
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.brief import Brief
from vitalfew.model.preset import Preset
from vitalfew.text.engine import Band


@dataclass(frozen=True)
class Unit:
    """An organisation unit that the framework has, with the role that heads it; the organisation itself comes first.

    `level` is a level of the preset. `function` is None for the organisation and for units that are of no single function.
    """

    id: str
    name: str
    level: str
    tier: int
    role: str
    parent: str | None = None
    function: Function | None = None


@dataclass(frozen=True)
class Context:
    """The brief as it was understood; `notices` say in words what was taken for what, and what was not understood."""

    brief: Brief
    industry: Industry
    preset: Preset
    units: tuple[Unit, ...]
    reporting: str
    currency: str
    notices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Goal:
    """A stated goal and the pattern that it was found to mean, None where nothing speaks for any.

    `nearest` is the pattern that comes second; `decided` is False where a person has to choose between the two.
    """

    number: int
    text: str
    pattern: str | None
    score: float
    band: Band
    nearest: str | None
    nearest_score: float | None
    decided: bool


@dataclass(frozen=True)
class Aim:
    """A pattern that the framework could pursue: how well it fits each stated goal (by number) and the focus, 0 to 1."""

    pattern: Pattern
    goals: Mapping[int, float] = field(default_factory=dict)
    focus: float = 0.0


@dataclass(frozen=True)
class Option:
    """A KPI that the framework could have: how relevant it is to each pattern (by id), and the burden to measure it; 0 to 1."""

    entry: Entry
    relevance: Mapping[str, float]
    burden: float


@dataclass(frozen=True)
class Origin:
    """The language model that something comes from, and the prompt that it answered: name, version, and hash of its text."""

    model: str
    prompt: str


@dataclass(frozen=True)
class Candidates:
    """All that a selection is made from; `engine` is the id of the text engine that scored it.

    `book` knows every option, with the measures of its formula; `origins` says by the id of a KPI and by the text of a goal
    what a language model wrote.
    """

    context: Context
    goals: tuple[Goal, ...]
    aims: tuple[Aim, ...]
    options: tuple[Option, ...]
    engine: str
    book: Catalogue = field(default_factory=catalogue)
    origins: Mapping[str, Origin] = field(default_factory=dict)


@dataclass(frozen=True)
class Pursued:
    """An objective of the selection: a pattern, the goals that it answers (by number), and the objectives that it drives."""

    pattern: Pattern
    goals: tuple[int, ...]
    drives: tuple[str, ...]


@dataclass(frozen=True)
class Placed:
    """A KPI of the selection: the objective that it serves, its unit, and the KPI one level up that it contributes to.

    `metric` is an operational metric, which serves no objective.
    """

    entry: Entry
    objective: str | None
    unit: str
    above: str | None = None
    metric: bool = False


@dataclass(frozen=True)
class Selection:
    """What was selected; alignment and burden are what was weighed: greater alignment, smaller burden is better.

    `worth` is what the program makes of it all, to be compared with other choices from the same candidates. `because` says by id
    of a KPI why it matters, and who wrote that, where a language model did.
    """

    candidates: Candidates
    objectives: tuple[Pursued, ...]
    kpis: tuple[Placed, ...]
    alignment: float
    burden: float
    worth: float = 0.0
    because: Mapping[str, tuple[str, Origin]] = field(default_factory=dict)

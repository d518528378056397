"""The whole of what an organisation declares, merged from its files."""

from collections import defaultdict
from functools import cached_property
from typing import Annotated, get_args

from pydantic import Field, Strict

from vitalfew.base.ref import Ref
from vitalfew.model.kpi import Kpi, Signals
from vitalfew.model.measure import Measure
from vitalfew.model.noun import Noun, Record
from vitalfew.model.organization import (
    CalendarSettings,
    Level,
    Organization,
    OrgUnit,
    PathSettings,
    Person,
    Perspective,
    PolicyRange,
    SeveritySetting,
    Stakeholder,
)
from vitalfew.model.policy import NUMBERS
from vitalfew.model.preset import PERSPECTIVES, PRESETS, Preset, PresetName, Span, levels_of
from vitalfew.model.publication import Publication
from vitalfew.model.publishing import Publishing
from vitalfew.model.rhythm import Cadence, Governance, Initiative, Ladder, Phase
from vitalfew.model.source import Source
from vitalfew.model.strategy import (
    Assumption,
    Cycle,
    Driver,
    KeyResult,
    Objective,
    Strategy,
    SuccessFactor,
    Theme,
    ValueStream,
)

POLICY_KEYS = ("tier-1", "objectives", "per-objective", "per-perspective", "in-all", "leading-share")


class Framework(Record):
    """Everything declared. Sections are mappings, nouns are tuples in the order of the files.

    `levels` and `perspectives` left empty come from the preset: read them through `all_levels` and `lenses`.
    """

    preset: PresetName = "executive"
    organization: Organization = Organization()
    strategy: Strategy = Strategy()
    calendar: CalendarSettings = CalendarSettings()
    signals: Signals = Signals()
    perspectives: tuple[Perspective, ...] = ()
    themes: tuple[Theme, ...] = ()
    levels: tuple[Level, ...] = ()
    org_units: tuple[OrgUnit, ...] = ()
    people: tuple[Person, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    value_streams: tuple[ValueStream, ...] = ()
    drivers: tuple[Driver, ...] = ()
    success_factors: tuple[SuccessFactor, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    objectives: tuple[Objective, ...] = ()
    cycles: tuple[Cycle, ...] = ()
    key_results: tuple[KeyResult, ...] = ()
    sources: tuple[Source, ...] = ()
    measures: tuple[Measure, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    cadences: tuple[Cadence, ...] = ()
    ladders: tuple[Ladder, ...] = ()
    governance: Governance = Governance()
    roadmap: tuple[Phase, ...] = ()
    publications: tuple[Publication, ...] = ()
    publishing: Publishing = Publishing()
    policy: dict[Annotated[str, Strict()], PolicyRange] = Field(default_factory=dict)
    severity: dict[Annotated[str, Strict()], SeveritySetting] = Field(default_factory=dict)
    per_path: dict[Annotated[str, Strict()], PathSettings] = Field(default_factory=dict)

    @property
    def rules(self) -> Preset:
        """The preset's demands."""
        return PRESETS[self.preset]

    @cached_property
    def all_levels(self) -> tuple[Level, ...]:
        """The declared levels, else the preset's."""
        return self.levels or levels_of(self.rules)

    @cached_property
    def level(self) -> dict[str, Level]:
        """Levels by id."""
        return {level.id: level for level in reversed(self.all_levels)}

    @cached_property
    def lenses(self) -> tuple[Perspective, ...]:
        """The declared perspectives, else the four of the balanced scorecard."""
        return self.perspectives or PERSPECTIVES

    @cached_property
    def index(self) -> dict[Ref, Noun]:
        """Every noun by its address; of a doubled id the first."""
        found: dict[Ref, Noun] = {}
        for key in NOUN_KEYS:
            for noun in getattr(self, key):
                found.setdefault(noun.ref, noun)
        for noun in (*self.all_levels, *self.lenses):
            found.setdefault(noun.ref, noun)
        return found

    @cached_property
    def kpi(self) -> dict[str, Kpi]:
        """KPIs by id."""
        return {kpi.id: kpi for kpi in reversed(self.kpis)}

    @cached_property
    def objective(self) -> dict[str, Objective]:
        """Objectives by id."""
        return {objective.id: objective for objective in reversed(self.objectives)}

    @cached_property
    def measure(self) -> dict[str, Measure]:
        """Measures by id."""
        return {measure.id: measure for measure in reversed(self.measures)}

    @cached_property
    def person(self) -> dict[str, Person]:
        """People by id."""
        return {person.id: person for person in reversed(self.people)}

    @cached_property
    def initiative(self) -> dict[str, Initiative]:
        """Initiatives by id."""
        return {initiative.id: initiative for initiative in reversed(self.initiatives)}

    @cached_property
    def org_unit(self) -> dict[str, OrgUnit]:
        """Organisation units by id."""
        return {unit.id: unit for unit in reversed(self.org_units)}

    @cached_property
    def current_kpis(self) -> tuple[Kpi, ...]:
        """KPIs that are not retired."""
        return tuple(kpi for kpi in self.kpis if kpi.lifecycle != "retired")

    @cached_property
    def strategic_kpis(self) -> tuple[Kpi, ...]:
        """The current KPIs that are no operational metrics."""
        return tuple(kpi for kpi in self.current_kpis if kpi.kind == "kpi")

    def level_of(self, kpi: Kpi) -> Level | None:
        """The KPI's level: its own, else its unit's; None where neither is known."""
        name = kpi.level
        if name is None and kpi.org_unit in self.org_unit:
            name = self.org_unit[kpi.org_unit].level
        return self.level.get(name) if name is not None else None

    def tier_of(self, kpi: Kpi) -> int | None:
        """1 to 3; an operational metric is tier 3 wherever it stands (CAS-6)."""
        if kpi.kind == "metric":
            return 3
        level = self.level_of(kpi)
        return level.tier if level else None

    def signals_of(self, kpi: Kpi) -> Signals:
        """How the KPI is told from noise: what it says itself, and for the rest what `signals` says for all."""
        own = {name: getattr(kpi.signals, name) for name in kpi.signals.model_fields_set}
        return self.signals.model_copy(update=own)

    @cached_property
    def kpis_of_objective(self) -> dict[str, tuple[Kpi, ...]]:
        """The current KPIs that name an objective directly, operational metrics aside."""
        found: dict[str, list[Kpi]] = defaultdict(list)
        for kpi in self.current_kpis:
            if kpi.kind == "kpi":
                for link in kpi.objectives:
                    found[link.id].append(kpi)
        return {objective: tuple(kpis) for objective, kpis in found.items()}

    def span(self, key: str, default: Span) -> Span:
        """The range that holds for a policy key: the preset's, with the bounds that `policy` overrides."""
        own = self.policy.get(key)
        if own is None:
            return default
        least, most = (None if bound is None else int(bound) for bound in (own.min, own.max))
        return Span(default.min if least is None else least, default.max if most is None else most)

    def policy_number(self, key: str) -> float:
        """The number that holds for a key of `model.policy.NUMBERS`: the policy's own, else the default."""
        own = self.policy.get(key)
        return NUMBERS[key].default if own is None or own.value is None else own.value


NOUN_KEYS: tuple[str, ...] = tuple(
    name for name, field in Framework.model_fields.items() if get_args(field.annotation)[-1:] == (Ellipsis,)
)
"""The keys that hold lists of nouns."""

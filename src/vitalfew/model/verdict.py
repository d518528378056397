"""What the judge says of a KPI, an objective and a perspective."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from datetime import date, datetime
from typing import Any, Literal, get_args, get_type_hints

from vitalfew.base.finding import Finding
from vitalfew.base.period import Grain
from vitalfew.base.ref import Ref
from vitalfew.model.kpi import Direction, Lifecycle, RuleSet, Scale
from vitalfew.model.outlook import Breach, Forecast, Shift

Status = Literal["green", "amber", "red"]
State = Literal["ok", "no-data", "no-target", "stale", "paused", "private"]
TrendWord = Literal["up", "down", "flat", "unknown"]
Assurance = Literal["consistently-meets", "consistently-fails", "hit-or-miss"]
Attention = Literal["act-now", "change-process", "investigate", "pass-over", "learn"]
Pattern = Literal["worse_in_a_row", "missed", "beyond_threshold", "signal_against", "likely_miss", "stale", "guard_broken"]
Opening = Literal["watch", "escalation"]
OfficialStatus = Literal[
    "target_achieved", "substantial_progress", "moderate_progress", "limited_progress", "deterioration", "not_available"
]

# Colour never stands alone: each status has a shape and a word. From here every surface takes them.
SHAPES: dict[Status | None, str] = {"green": "●", "amber": "▲", "red": "■", None: "○"}


@dataclass(frozen=True, slots=True)
class Judged:
    """The period that was judged; `label` is how people name it."""

    grain: Grain
    start: date
    end: date
    complete: bool
    label: str


@dataclass(frozen=True, slots=True)
class Change:
    """A movement from an earlier period of the calendar, in the KPI's unit (points for `%`).

    `relative` is a fraction of the earlier value, null for `%` KPIs and where the earlier value is not above zero.
    `better` is null where nothing moved or no direction says; `missing` is the reason where `value` is null.
    """

    value: float | None
    relative: float | None = None
    better: bool | None = None
    missing: str | None = None


@dataclass(frozen=True, slots=True)
class Changes:
    """The four comparisons: with the period before, week, month and year over year."""

    previous: Change
    wow: Change
    mom: Change
    yoy: Change


@dataclass(frozen=True, slots=True)
class Trend:
    """Mann-Kendall over the last complete periods: a word, whether it is the good way, its p-value, Sen's slope per period."""

    word: TrendWord
    better: bool | None
    p: float | None
    slope: float | None
    periods: int
    method: str = "Mann-Kendall, Hamed-Rao variance"


@dataclass(frozen=True, slots=True)
class Official:
    """What an official rule says, in its published words; `value` is its measure of progress, `score` runs from -5 to 5."""

    method: str
    status: OfficialStatus
    value: float | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Limits:
    """Process behaviour limits of the segment that began on `since`, in the KPI's unit.

    They come from its first `values` (at most 20), `provisional` under twelve; `moving_range` limits the move between neighbours.
    """

    lower: float
    centre: float
    upper: float
    moving_range: float
    values: int
    provisional: bool
    since: date


@dataclass(frozen=True, slots=True)
class Season:
    """What a season of `length` periods adds, in the KPI's unit, by its first `periods` (three seasons) of the segment.

    `effect` is what it adds to the judged period, `least` and `most` what it adds to any.
    """

    length: int
    periods: int
    effect: float
    least: float
    most: float


@dataclass(frozen=True, slots=True)
class Signal:
    """What the named rule set finds at the judged period: the rules that fired, and the way of the first of them.

    `since` is the first day of the unbroken run of periods with a signal that way. `seasonal` says whether the series repeats by
    the calendar, null where it is too short to tell. `season` is what was taken off before limits and signals were looked for,
    null where nothing was; the limits shown are those of the judged period, season and all. `missing` is why there are no limits.
    """

    rules: RuleSet
    fired: tuple[str, ...] = ()
    direction: Literal["up", "down"] | None = None
    better: bool | None = None
    since: date | None = None
    limits: Limits | None = None
    seasonal: bool | None = None
    missing: Literal["no-data", "to-date", "too-few"] | None = None
    season: Season | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A trigger that holds at the judged period: for how many periods it has held, since the period that began on `since`.

    `opens` is an escalation, or a watch for the owner where chance may have made it: green, not beyond a limit for the worse and
    not likely to miss; or amber in the first of its periods without a signal for the worse.
    """

    trigger: Pattern
    text: str
    periods: int
    since: date
    opens: Opening


@dataclass(frozen=True, slots=True)
class OwnJudgement:
    """What a person holds of the judged period; `disagrees` with the computed status, null where there is none."""

    status: Status
    by: str
    at: datetime
    note: str | None
    disagrees: bool | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The judgement of one KPI. Numbers are in its unit; every null has a reason in `missing`, `state` or `reasons`.

    `recent` are the values of the last twelve complete periods, oldest first, null where one is missing.
    `to_date` is the current partial period's value, shown beside and judged for a `breach` alone, one that is certain already.
    `status_since` is the first day of the unbroken run of periods with this status, as target and threshold are defined today.
    `attention` joins status and signal; it is null where there are no limits. `assurance` holds at today's process.
    `forecast` looks at the periods to come and says how likely the target is missed; `shift` is where the level moved, if it did.
    `official` is an official method's word beside our own, for KPIs with `method: progress`; `own_judgement` is a person's.
    `words` is what was said of the period, for KPIs of `scale: text`, which no number judges.
    `private` is the state of a KPI whose figures whoever asks may not see: every number and word judged from one is left out.
    """

    ref: Ref
    name: str
    lifecycle: Lifecycle
    level: str | None
    tier: int | None
    org_unit: str | None
    unit: str | None
    decimals: int | None
    direction: Direction
    owner: str | None
    objective: str | None
    perspective: str | None
    period: Judged | None
    value: float | None
    missing: str | None
    status: Status | None
    state: State
    last_status: Status | None
    score: float | None
    target_now: float | tuple[float, float] | None
    target: float | tuple[float, float] | None
    threshold: float | tuple[float, float] | None
    progress: float | None
    pace: float | None
    change: Changes
    trend: Trend
    recent: tuple[float | None, ...]
    to_date: float | None
    reasons: tuple[str, ...]
    status_since: date | None = None
    signal: Signal | None = None
    assurance: Assurance | None = None
    attention: Attention | None = None
    triggers: tuple[Fired, ...] = ()
    forecast: Forecast | None = None
    shift: Shift | None = None
    official: Official | None = None
    breach: Breach | None = None
    own_judgement: OwnJudgement | None = None
    scale: Scale = "number"
    words: str | None = None


@dataclass(frozen=True, slots=True)
class Rollup:
    """The judgement of an objective or perspective from what stands under it.

    `results` and `drivers` are the mean scores of its lagging and leading KPIs (of an objective only);
    `counted` of `children` have data; a child without data passes its weight on and is counted as missing.
    """

    ref: Ref
    name: str
    perspective: str | None
    status: Status | None
    state: State
    score: float | None
    results: float | None
    drivers: float | None
    children: int
    counted: int
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All verdicts as of a day, and the findings of what could not be measured."""

    as_of: date
    verdicts: tuple[Verdict, ...]
    objectives: tuple[Rollup, ...]
    perspectives: tuple[Rollup, ...]
    incomplete: tuple[Finding, ...]

    def as_json(self) -> dict[str, object]:
        """Give the scorecard in the JSON contract's fields."""
        return {
            "version": 1,
            "as_of": self.as_of.isoformat(),
            "verdicts": [plain(each) for each in self.verdicts],
            "objectives": [plain(each) for each in self.objectives],
            "perspectives": [plain(each) for each in self.perspectives],
            "incomplete": [each.as_json() for each in self.incomplete],
        }


def plain(value: object) -> object:
    """Turn records into JSON's types; a Ref becomes `kind:id`."""
    if isinstance(value, Ref):
        return str(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    fields = getattr(value, "__dataclass_fields__", None)
    return value if fields is None else {name: plain(getattr(value, name)) for name in fields}


def read_verdict(found: Mapping[str, Any]) -> Verdict:
    """Read a verdict that `plain` has written; what it does not hold is left as it is where nothing is known."""
    return _read(Verdict, {"owner": None, **found})  # type: ignore[no-any-return]  # it is what the kind says


def _read(kind: Any, value: Any) -> Any:
    """Turn JSON's types into those that a field declares."""
    if value is None:
        return None
    if kind is Ref:
        return Ref.parse(value)
    if kind in {date, datetime}:
        return kind.fromisoformat(value)
    if is_dataclass(kind):
        hints = get_type_hints(kind)
        return kind(**{name: _read(hints[name], each) for name, each in value.items()})  # type: ignore[operator]  # a class
    of = get_args(kind)
    if isinstance(value, list):
        held = next((each for each in of if getattr(each, "__origin__", None) is tuple), kind)
        return tuple(_read(get_args(held)[0], each) for each in value)
    record = next((each for each in of if each in {date, datetime} or is_dataclass(each)), None)
    return _read(record, value) if record else value

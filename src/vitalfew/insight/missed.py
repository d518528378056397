"""Target or process: what to do about a KPI that missed its target again and again, and why (RHY-7).

Reasons are asked for in one order, and the first that holds decides; the others that hold are told beside it:

1. the process turned worse: the process;
2. the forecast gets there by the day of the target; without a day, the gap closes by more than chance moves it, or will be closed
   as many periods on; or an initiative is to bring it there by a day to come: wait;
3. the target lies inside the limits of its process: wait where chance makes such a run, else the process;
4. out of reach of today's process, and what is known to move it would close the gap, an initiative does not show, or the target
   was eased less than eight periods ago: the process;
5. out of reach, and all that is known to move it would not close the gap: the target;
6. out of reach, and what would close it is not known: either, which is said.

So a target is lowered where nothing known would reach it, and never because it is missed. Limits are those of the gap to the
target (Wheeler 2000, mean ± 2.66 × mean moving range), a gap that closes is a trend by Mann-Kendall at 5 % at Sen's pace,
and worse is a shift of level (`judge.series.shift`), or such a trend that goes further than the limits lie apart from the centre.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple

from vitalfew.base.quantity import format_value
from vitalfew.base.said import say, several
from vitalfew.insight.initiative import Effect
from vitalfew.insight.lever import CLOSED, Lever, Mix
from vitalfew.judge.series.point import Floats
from vitalfew.judge.series.shift import shifts
from vitalfew.judge.series.trend import trends
from vitalfew.model.framework import Framework
from vitalfew.model.kpi import Kpi
from vitalfew.model.verdict import Verdict
from vitalfew.model.wording import apart

Said = Literal["process", "target", "both", "wait", "not-enough"]
SAID: tuple[Said, ...] = ("target", "both", "process", "wait", "not-enough")
"""From what asks for a decision first to what is only to be waited for."""
WORDS: Mapping[Said, str] = {
    "process": say("change the process"),
    "target": say("change the target"),
    "both": say("change the target or the process"),
    "wait": say("keep both"),
    "not-enough": say("not enough data"),
}
ENOUGH = 8
"""How few periods say nothing: none of eight still leaves 31 % as a share (95 %, one-sided)."""
LIKELY = 0.5
"""The probability of a miss up to which a forecast reaches its target."""
RARE = 0.01
"""How rare by chance a run of misses must be to ask for more than patience."""


class Spread(NamedTuple):
    """The limits of the gap to the target, above zero on its good side, and the distance of a limit from its centre."""

    least: float
    most: float
    reach: float


class TargetMoved(NamedTuple):
    """A target that was changed: when, how many periods ago, whether it asks for less since, by whom and why if known.

    `eased` is None where it asks for something else.
    """

    on: date
    ago: int
    eased: bool | None
    by: str | None = None
    why: str = ""


class Reason(NamedTuple):
    """What speaks for something, with its number in the sentence."""

    toward: Said
    text: str


@dataclass(frozen=True)
class Facts:
    """What is known of a KPI that missed its target `run` times in a row.

    `gap` is how far each of the last periods lies on the good side of the target, `good` the values of all that are known, the
    better the higher. `levers` is what is known to move it, None where that cannot be held against its target; `mix` those
    pulled together, each as far as it is known to reach; `open_links` the KPIs that are said to move it and nobody knows how
    far. `works` are what is seen of initiatives not stopped. `drafted` is a target that the process reaches now and then.
    """

    framework: Framework
    kpi: Kpi
    today: date
    run: int
    gap: Floats
    good: Floats
    limits: Spread
    moved: Sequence[TargetMoved] = ()
    verdict: Verdict | None = None
    levers: Sequence[Lever] | None = None
    mix: Mix | None = None
    open_links: Sequence[str] = ()
    works: Sequence[Effect] = ()
    drafted: Mapping[str, object] | None = None
    costs: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """What is recommended for a KPI that missed its target `run` times in a row; the first of its reasons decides.

    `turns` is what would change the recommendation. `drafted` is the target to be proposed and `costs` what is lost by it, both
    only where changing it is recommended or stays open. `far` is how far it missed on average in that run, in its unit.
    """

    kpi: str
    said: Said
    run: int
    periods: int
    far: float
    reasons: tuple[Reason, ...]
    turns: str
    assurance: str | None = None
    p_miss: float | None = None
    drafted: Mapping[str, object] | None = None
    costs: str = ""

    @property
    def why(self) -> str:
        """The reason that decides."""
        return self.reasons[0].text


def missed(facts: Facts) -> Missed:
    """Recommend what to change, if anything."""
    few = say("{n} periods are known of it as it is measured now, {least} are needed", n=len(facts.gap), least=ENOUGH)
    reasons = tuple(_reasons(facts)) if len(facts.gap) >= ENOUGH else (Reason("not-enough", few),)
    said, verdict = reasons[0].toward, facts.verdict
    offers = said in {"target", "both"} and facts.drafted
    return Missed(
        facts.kpi.id,
        said,
        facts.run,
        len(facts.gap),
        -float(facts.gap[-facts.run :].mean()),
        reasons,
        _turns(said, facts),
        verdict.assurance if verdict else None,
        verdict.forecast.p_miss if verdict and verdict.forecast else None,
        facts.drafted if offers else None,
        facts.costs if offers else "",
    )


def pace(series: Floats) -> float:
    """Give the trend per period of values without a gap between them, 0 where there is none: Mann-Kendall, 5 %, Sen's slope."""
    found = trends(series[None, :])
    return float(found.slope[0]) if found.sign[0] else 0.0


def fell(good: Floats, inside: int) -> tuple[float, int] | None:
    """Give how far the level shifted for the worse within the last periods, and how many ago; None where it did not.

    `good` are values that are better the higher; of those before the last periods as many are looked at.
    """
    found = shifts(good[None, -2 * inside :])
    place = min(len(good), 2 * inside) - int(found.place[0])
    if not found.holds[0] or found.after[0] >= found.before[0] or place > inside:
        return None
    return float(found.before[0] - found.after[0]), place


def _turns(said: Said, facts: Facts) -> str:
    """Say what would change the recommendation."""
    match said:
        case "process":
            return say("that the process is put right, and the target stays out of reach of all that is known")
        case "target":
            return say("a KPI or an initiative that is seen to close the gap")
        case "both":
            return say("an estimate of what would close the gap: declare what drives it, and measure that")
        case "wait" if any(each.until and each.until > facts.today for each in _under_way(facts)):
            return say("that an initiative comes due and shows nothing")
    return say("as many misses again, or a signal for the worse")


def _reasons(facts: Facts) -> Iterator[Reason]:
    """Give the reasons that hold, the one that decides first."""
    yield from _worse(facts)
    yield from _on_the_way(facts)
    if facts.limits.most >= 0:
        yield _chance(facts)
        yield from (*_works(facts), *_tried(facts), *_edited(facts))
    else:
        yield from _out_of_reach(facts)


def _worse(facts: Facts) -> Iterator[Reason]:
    """Look whether the process itself turned worse."""
    if fall := fell(facts.good, max(facts.run, len(facts.gap))):
        by, ago = _amount(facts, fall[0]), fall[1]
        text = say("its level turned worse by {by}, {n} periods ago: find what changed then", by=by, n=ago)
        yield Reason("process", text)
        return
    worse = pace(facts.good[-len(facts.gap) :]) * len(facts.gap)
    if worse < -facts.limits.reach:
        text = say("it becomes worse, by {by} over {n} periods: find what changes", by=_amount(facts, worse), n=len(facts.gap))
        yield Reason("process", text)


def _on_the_way(facts: Facts) -> Iterator[Reason]:
    """Look whether it gets there as things are: by the day of its target, or at all where it has none."""
    forecast, target = facts.verdict.forecast if facts.verdict else None, facts.kpi.target
    if forecast and forecast.p_miss is not None and target and target.by:
        said = {"day": target.by, "p": forecast.p_miss * 100}
        if forecast.p_miss <= LIKELY:
            yield Reason("wait", say("the forecast gets there by {day:%-d %B %Y}: a miss has {p:.0f} %", **said))
    elif _arrives(facts):
        yield Reason("wait", _closes(facts))
    yield from _coming(facts)


def _arrives(facts: Facts) -> bool:
    """Tell whether the gap closes by more than chance moves it, or will be closed as many periods on."""
    closing = pace(facts.gap) * len(facts.gap)
    is_near = facts.limits.most + 1.5 * closing >= 0  # the limits are those of the middle of the periods
    return closing > 0 and (is_near or closing > facts.limits.reach)


def _closes(facts: Facts) -> str:
    half = len(facts.gap) // 2
    then, now = (_amount(facts, -float(each.mean())) for each in (facts.gap[:half], facts.gap[half:]))
    return say("the gap closes: from {then} to {now} on average over {n} periods", then=then, now=now, n=len(facts.gap))


def _coming(facts: Facts) -> Iterator[Reason]:
    """Look at initiatives that have until a day to come, where what they are to bring puts the target within reach."""
    ahead = [each for each in _under_way(facts) if each.until and each.until > facts.today and each.said != "wrong-way"]
    brought = sum(_promised(facts, each) for each in ahead)
    if ahead and facts.limits.most + brought >= 0:
        day = max(each.until for each in ahead if each.until)
        names = several(_name(facts, each) for each in ahead)
        yield Reason("wait", say("{initiatives}: to move it by {day:%-d %B %Y}", initiatives=names, day=day))


def _promised(facts: Facts, work: Effect) -> float:
    """Give what an initiative is to bring for the better; all that lacks where nobody said how much."""
    move = facts.framework.initiative[work.initiative].moves[work.place]
    if move.by is None or facts.kpi.good == "within":
        return max(0.0, -facts.limits.most)
    by = move.by * abs(float(facts.good.mean())) / 100 if move.in_ == "percent" else move.by
    return -by if facts.kpi.good == "down" else by


def _chance(facts: Facts) -> Reason:
    """Tell how easily chance makes so long a run, by how often a miss outside it is followed by another.

    Where misses do not hang on each other that is their share; of either the greater is taken, and one is added to each side.
    """
    rest = facts.gap[: -facts.run] < 0
    after = rest[1:][rest[:-1]]
    share = max((int(some.sum()) + 1) / (len(some) + 2) for some in (rest, after))
    starts = max(len(facts.gap) - facts.run + 1, 1)
    chance = min(1.0, share**facts.run * (1 + (starts - 1) * (1 - share)))
    if len(rest) < min(facts.run, ENOUGH):
        reached, count = int((facts.gap >= 0).sum()), len(facts.gap)
        text = say(
            "its process could reach the target, and did in {k} of {n} periods: find what keeps it off", k=reached, n=count
        )
        return Reason("process", text)
    if chance > RARE:
        return Reason(
            "wait", say("its process reaches the target at times, and so long a run comes by chance in {p:.0f} %", p=chance * 100)
        )
    text = say(
        "its process reaches the target at times, yet so long a run comes by chance in {p:.1f} % at most: find what keeps it off",
        p=max(chance * 100, 0.1),
    )
    return Reason("process", text)


def _out_of_reach(facts: Facts) -> Iterator[Reason]:
    """Look at what would bring a target within reach that today's process does not reach."""
    yield from _levers(facts)
    yield from _works(facts)
    edited = tuple(_edited(facts))
    fresh = [each for each in edited if each.toward == "process" and facts.moved[-1].ago < ENOUGH]
    yield from fresh
    ends = {"near": _amount(facts, -facts.limits.most), "far": _amount(facts, -facts.limits.least)}
    text = say("at today's process the target is out of reach, by {near} to {far}", **ends)
    if unknown := _unknown(facts):
        yield Reason("both", say("{text}, and what would close that is not known: {unknown}", text=text, unknown=unknown))
    else:
        yield _weak(facts)
        yield Reason("target", text)
    yield from (*(each for each in edited if each not in fresh), *_tried(facts))
    if pace(facts.gap) > 0 and not _arrives(facts):
        yield Reason("wait", say("{closes}, which is slow", closes=_closes(facts)))


def _unknown(facts: Facts) -> str:
    """Say why it is not known what would close the gap; empty where that is known."""
    if facts.levers is None:
        return say("its target counts several periods together, and what moves it one of them")
    if not facts.levers and not facts.open_links:
        return say("nothing is declared to drive it with a number")
    open_ = [*facts.open_links, *(each.kpi for each in facts.levers if each.said == "unclear")]
    names = several(facts.framework.kpi[each].title for each in dict.fromkeys(open_))
    return say("how far {kpis} would move it", kpis=names) if open_ else ""


def _levers(facts: Facts) -> Iterator[Reason]:
    """Look whether what moves it would close the gap, each lever up to its own target or its best quarter."""
    if facts.mix is None or facts.mix.high < CLOSED:
        return
    said = _mixed(facts, facts.mix)
    if facts.mix.low >= CLOSED:
        yield Reason("process", say("it can be closed: {levers} would, by {share:.0f} % ({low:.0f} to {high:.0f} %)", **said))
    else:
        yield Reason("process", say("it may be closed: {levers} would close {share:.0f} % ({low:.0f} to {high:.0f} %)", **said))


def _weak(facts: Facts) -> Reason:
    if facts.mix is None:
        return Reason("target", say("nothing that is known to move it closes even a hundredth of the gap"))
    text = say(
        "all that is known to move it closes {share:.0f} % of the gap ({low:.0f} to {high:.0f} %): {levers}",
        **_mixed(facts, facts.mix),
    )
    return Reason("target", text)


def _mixed(facts: Facts, mix: Mix) -> dict[str, object]:
    kpis = facts.framework.kpi
    named = several(
        say("{kpi} at {value}", kpi=kpis[each.kpi].title, value=_value(kpis[each.kpi], each.to)) for each in mix.pulls
    )
    return {"levers": named, "share": mix.share * 100, "low": mix.low * 100, "high": mix.high * 100}


def _works(facts: Facts) -> Iterator[Reason]:
    """Look at initiatives that are to move it and do not."""
    for each in _under_way(facts):
        name = _name(facts, each)
        if each.said in {"not-seen", "wrong-way"}:
            yield Reason("process", say("{initiative} was to move it, and does not: ask whether it works", initiative=name))
        elif each.until is None and each.said not in {"as-expected", "less", "moved"}:
            yield Reason("process", say("{initiative} is to move it, and names no day: ask for one", initiative=name))


def _tried(facts: Facts) -> Iterator[Reason]:
    """Look at initiatives that are over and did not move it."""
    for each in facts.works:
        if each not in _under_way(facts) and each.said in {"not-seen", "wrong-way"}:
            text = say("{initiative} was to move it, is over, and did not: another way is needed", initiative=_name(facts, each))
            yield Reason("process", text)


def _under_way(facts: Facts) -> list[Effect]:
    initiatives = facts.framework.initiative
    return [each for each in facts.works if initiatives[each.initiative].status != "done"]


def _edited(facts: Facts) -> Iterator[Reason]:
    """Look at what was done to the target last: one that was eased is not eased again before the process had its time."""
    last = facts.moved[-1] if facts.moved else None
    if last and last.eased is False:
        yield Reason("target", say("the target was raised on {edit}", edit=_edit(last)))
    elif last:
        yield Reason("process", say("the target was changed on {edit} already, and is still missed", edit=_edit(last)))


def _edit(moved: TargetMoved) -> str:
    if moved.by and moved.why:
        return say("{day:%-d %B %Y} by {name} (“{why}”)", day=moved.on, name=moved.by, why=moved.why)
    if moved.by:
        return say("{day:%-d %B %Y} by {name}", day=moved.on, name=moved.by)
    return say("{day:%-d %B %Y}", day=moved.on)


def _name(facts: Facts, work: Effect) -> str:
    return facts.framework.initiative[work.initiative].name or work.initiative


def _amount(facts: Facts, value: float) -> str:
    return apart(abs(value), facts.kpi.unit, facts.kpi.decimals)


def _value(kpi: Kpi, value: float) -> str:
    return format_value(value, kpi.unit, kpi.decimals)

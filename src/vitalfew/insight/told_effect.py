"""What is said of an initiative's effect in sentences for people, and what to ask when nothing moved (INI-3).

The question is that of the source: did the initiative fail, or does the KPI not measure the strategy? The data cannot answer it
alone; they say which of the two is the likelier, and what to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import count_of
from vitalfew.insight.initiative import Effect, Said
from vitalfew.insight.sentence import signed
from vitalfew.insight.sight import Clarity, Sight
from vitalfew.model.framework import Framework
from vitalfew.model.verdict import plain

EFFECTS: Mapping[Said, str] = {
    "as-expected": say("moved as expected"),
    "less": say("moved less than expected"),
    "not-seen": say("no visible movement"),
    "wrong-way": say("moved the wrong way"),
    "moved": say("moved"),
    "too-early": say("too early to tell"),
    "not-enough": say("not enough data"),
}
Clarities = Mapping[tuple[str, str], Clarity]
"""How clear the line is from a KPI to an objective, by both ids."""


def clarities(effects: Sequence[Effect], framework: Framework, sight: Sight | None) -> dict[tuple[str, str], Clarity]:
    """Give how clear the line is from each KPI that an initiative moves to the objective it serves."""
    if sight is None:
        return {}
    pairs = {(each.kpi, framework.initiative[each.initiative].objective or "") for each in effects}
    return {
        (kpi, objective): sight.clarity(kpi, framework.objective[objective])
        for kpi, objective in pairs
        if objective in framework.objective
    }


def seen(effect: Effect, framework: Framework) -> str:
    """Say how far a KPI moved, its interval, and what was expected; empty where nothing was compared."""
    if effect.effect is None or effect.low is None or effect.high is None:
        return ""
    unit = framework.kpi[effect.kpi].unit
    ends = (signed(effect.low, unit), signed(effect.high, unit))
    size = signed(effect.effect, unit)
    if effect.expected is None:
        return say("{size} (90 %: {low} to {high})", size=size, low=ends[0], high=ends[1])
    expected = signed(effect.expected, unit)
    return say("{size} (90 %: {low} to {high}) of {expected} expected", size=size, low=ends[0], high=ends[1], expected=expected)


def rests(effect: Effect) -> str:
    """Say on how much data it rests, and what it hangs on; empty where nothing was compared."""
    if effect.effect is None:
        return ""
    said = [
        say(
            "{after} since, against the course of {before} before",
            after=count_of(effect.after, effect.grain),
            before=count_of(effect.before, effect.grain),
        )
    ]
    if effect.season:
        said.append(say("the season is taken off"))
    if effect.compared:
        said.append(say("what moved the KPI that it is compared with is taken off"))
    if effect.alone and effect.is_seen and min(effect.alone) * max(effect.alone) <= 0:
        said.append(say("one single period carries it"))
    if effect.slope and effect.is_seen and (effect.slope[1] > 0) == (effect.slope[2] > 0):
        grows = (effect.slope[0] > 0) == (effect.effect > 0)
        said.append(say("it is still growing") if grows else say("it is fading"))
    return several(said, "; ")


def questions(effect: Effect, effects: Sequence[Effect], framework: Framework, clear: Clarities, today: date) -> tuple[str, ...]:
    """Say what to ask now: whether the work was done, whether its idea holds, whether the KPI measures the strategy."""
    return tuple(_questions(effect, effects, framework, clear, today))


def _questions(effect: Effect, effects: Sequence[Effect], framework: Framework, clear: Clarities, today: date) -> Iterator[str]:
    kpi, initiative = framework.kpi[effect.kpi].title, framework.initiative[effect.initiative]
    if effect.said in {"as-expected", "moved"}:
        yield from _closer(effect, framework, clear)
    elif effect.said in {"not-seen", "less", "wrong-way"}:
        due = [each for each in initiative.milestones if each.on and each.on <= today]
        undone = sum(not each.done for each in due)
        if undone:
            yield say_count(
                "{n} milestone is due and not reached: was the work done at all?",
                "{n} milestones are due and not reached: was the work done at all?",
                undone,
            )
        others = [each for each in effects if each.initiative == effect.initiative and each.kpi != effect.kpi]
        shown = [framework.kpi[each.kpi].title for each in others if each.said in {"as-expected", "moved"}]
        if shown:
            yield say(
                "The work shows in {others}, and {kpi} does not follow: what is in doubt is the idea that the one brings "
                "the other, not the work.",
                others=several(shown),
                kpi=kpi,
            )
        elif not undone and effect.said != "less":
            yield say(
                "Did the initiative fail, or does {kpi} not measure it? Ask those whom it was to reach what changed for them: "
                "nothing means that it failed, something that {kpi} does not see it.",
                kpi=kpi,
            )
        yield from _line(effect, framework, clear)
    if effect.beside and effect.effect is not None:
        names = [framework.initiative[each].name or each for each in effect.beside]
        yield say(
            "At the same time {others} moved {kpi} too: their effects cannot be told apart.", others=several(names), kpi=kpi
        )


def _closer(effect: Effect, framework: Framework, clear: Clarities) -> Iterator[str]:
    objective = framework.objective.get(framework.initiative[effect.initiative].objective or "")
    if objective and clear.get((effect.kpi, objective.id)) in {"unclear", "broken"}:
        yield say(
            "{kpi} moved; that “{objective}” comes closer with it is not shown. Watch its headline.",
            kpi=framework.kpi[effect.kpi].title,
            objective=objective.title,
        )


def _line(effect: Effect, framework: Framework, clear: Clarities) -> Iterator[str]:
    objective = framework.objective.get(framework.initiative[effect.initiative].objective or "")
    if objective is None or objective.headline == effect.kpi:
        return
    names = {"kpi": framework.kpi[effect.kpi].title, "objective": objective.title}
    clarity = clear.get((effect.kpi, objective.id))
    if clarity in {"clear", "weak"}:
        yield say("{kpi} is known to move “{objective}”, so the KPI is not what is in doubt.", **names)
    elif clarity in {"unclear", "broken"}:
        yield say("That {kpi} moves “{objective}” is not shown either: hold the KPI against the strategy.", **names)


def as_json(effect: Effect, asked: Sequence[str], framework: Framework) -> dict[str, object]:
    """Give an effect in the JSON contract's fields, and in words."""
    fields = {name: plain(getattr(effect, name)) for name in Effect.__dataclass_fields__ if name != "line"}
    return fields | {"words": {"seen": seen(effect, framework), "rests": rests(effect), "questions": list(asked)}}

"""What a calibration taught, in words that are made from its evidence, since what is frozen is kept in English."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.formats.document import Text
from vitalfew.model.kpi import Kpi, Trigger
from vitalfew.model.wording import GOALS
from vitalfew.reports.cited import counted, figured, person, whole
from vitalfew.reports.declared import call
from vitalfew.reports.facts import Facts
from vitalfew.rhythm.lesson import Edit, Kind, Lesson

FIELDS: Mapping[str, Text] = {
    "target": say("the target"),
    "threshold": say("the threshold"),
    "escalate": say("what calls"),
    "kind": say("what it is"),
    "owner": say("the owner"),
}
TRIGGERS: Mapping[str, Text] = {
    "worse_in_a_row": say("the trigger on worse values in a row"),
    "missed": say("the trigger on missed targets"),
    "beyond_threshold": say("the trigger on the threshold"),
    "signal_against": say("the trigger on a signal for the worse"),
    "likely_miss": say("the trigger on a likely miss"),
    "stale": say("the trigger on missing values"),
    "guard_broken": say("the trigger on a broken guard"),
}
RECOMMENDED: Mapping[str, Text] = {
    "change the process": say(
        "Keep the target and change the process: it turned worse, work on it does not show, or what moves it would close the gap."
    ),
    "change the target": say("Change the target: nothing that is known to move it would reach it. Then change the process."),
    "keep both": say("Keep both: it may get there as things are, or chance made the run. Look again at the next calibration."),
    "change the target or the process": say(
        "Decide which of the two to change: as the process is, the target stays out of reach."
    ),
    "not enough data": say("Wait: too few periods are known. Look again at the next calibration."),
}
ADVICE: Mapping[Kind, Text] = {
    "never-reached": say("Set a target that the process can reach, then change the process and raise it."),
    "always-reached": say("Ask for more, or let it be a guard that warns and has no target."),
    "uninformative": say("Make it an operational metric, which leadership sees on a breach alone, or retire it."),
    "cry-wolf": say("Loosen the pattern until it calls on real deviations alone."),
    "slept": say("Let a signal for the worse call."),
    "phantom": say("Talk to them, then name whoever does answer for these KPIs."),
    "absent": say("Ask whether they are needed there; let them send somebody, or take them off the audience."),
    "churn": say(
        "Ask whether the strategy itself is settled before measuring it anew: core KPIs are to stand two or three years."
    ),
}

SUMMED: Mapping[Kind, Callable[[Sequence[str], Text], Text]] = {
    "never-reached": lambda refs, names: counted(
        "{n} target was never reached: {names}.", "{n} targets were never reached: {names}.", refs, names=names
    ),
    "always-reached": lambda refs, names: counted(
        "{n} target asks for nothing, being reached with room to spare: {names}.",
        "{n} targets ask for nothing, being reached with room to spare: {names}.",
        refs,
        names=names,
    ),
    "target-or-process": lambda refs, names: counted(
        "{n} target is missed again and again: {names}.", "{n} targets are missed again and again: {names}.", refs, names=names
    ),
    "uninformative": lambda refs, names: counted(
        "{n} KPI informed no decision: {names}.", "{n} KPIs informed no decision: {names}.", refs, names=names
    ),
    "cry-wolf": lambda refs, names: counted(
        "{n} trigger called for nothing: {names}.", "{n} triggers called for nothing: {names}.", refs, names=names
    ),
    "slept": lambda refs, names: counted(
        "{n} change went by without a call: {names}.", "{n} changes went by without a call: {names}.", refs, names=names
    ),
    "phantom": lambda refs, names: counted("{n} owner took no part.", "{n} owners took no part.", refs, names=names),
    "absent": lambda refs, names: counted(
        "{n} person who is invited came to none of the reviews: {names}.",
        "{n} people who are invited came to none of the reviews: {names}.",
        refs,
        names=names,
    ),
    "gap": lambda refs, names: counted(
        "{n} gap in data or reviews: {names}.", "{n} gaps in data or reviews: {names}.", refs, names=names
    ),
    "recall": lambda _, __: say("Not every leader was asked for the KPIs at the top, or could name them."),
    "churn": lambda _, __: say("The core KPIs did not stay the same."),
}
"""What the summary says of each kind of lesson, in the order of the report."""


def seen(facts: Facts, place: int) -> Text:
    """Say what a lesson saw; `place` is where it stands among those that were learned."""
    lesson = facts.learned().lessons[place].lesson
    return SEEN[lesson.kind](facts, lesson, f"lesson:{place}#evidence")


def advised(lesson: Lesson) -> Text:
    """Say what to do about a lesson."""
    held = lesson.evidence
    match lesson.kind:
        case "target-or-process":
            return RECOMMENDED.get(str(held.get("recommended")), RECOMMENDED["not enough data"])
        case "gap":
            if "due" in held:
                return say("Hold it, make it rarer, or give it up: a review on paper hides that nobody looks.")
            return say("Measure it, declare a proxy, or take it back to a draft.")
        case "recall":
            if "asked" in held:
                return say("Ask each of them, without looking.")
            return say("Talk of fewer KPIs, and more often: what nobody remembers steers nothing.")
    return ADVICE[lesson.kind]


def _whole(lesson: Lesson, name: str, at: str) -> int:
    return whole(int(str(lesson.evidence[name])), f"{at}.{name}")


def _never(_: Facts, lesson: Lesson, at: str) -> Text:
    periods = _whole(lesson, "periods", at)
    return say_count(
        "Its target was not reached in {n} period, and the gap does not close.",
        "Its target was reached in none of {n} periods, and the gap does not close.",
        periods,
    )


def _always(_: Facts, lesson: Lesson, at: str) -> Text:
    return say_count(
        "Its target was reached in {n} period with room to spare: it asks for nothing.",
        "Its target was reached in all {n} periods with room to spare: it asks for nothing.",
        _whole(lesson, "periods", at),
    )


def _missed(facts: Facts, lesson: Lesson, at: str) -> Text:
    kpi = facts.framework.kpi.get(lesson.about.id)
    unit = "pt" if kpi and kpi.unit == "%" else kpi.unit if kpi else None
    miss = figured(float(str(lesson.evidence["mean_miss"])), unit, kpi.decimals if kpi else None, f"{at}.mean_miss")
    return say_count(
        "Missed once, by {miss}.",
        "Missed {n} times in a row, by {miss} on average.",
        _whole(lesson, "missed_in_a_row", at),
        miss=miss,
    )


def _uninformative(_: Facts, lesson: Lesson, at: str) -> Text:
    agendas, causes = (_whole(lesson, name, at) for name in ("agendas", "causes"))
    return say(
        "It stood on {agendas} agendas and gave cause to act in {causes} periods; no action, word or decision refers to it.",
        agendas=agendas,
        causes=causes,
    )


def _wolf(_: Facts, lesson: Lesson, at: str) -> Text:
    trigger = TRIGGERS.get(str(lesson.evidence["trigger"]), say("a trigger"))
    calls, idle = (_whole(lesson, name, at) for name in ("calls", "came_to_nothing"))
    return say("{calls} calls by {trigger}, of which {idle} came to nothing.", trigger=trigger, calls=calls, idle=idle)


def _slept(_: Facts, lesson: Lesson, at: str) -> Text:
    if "shifted" in lesson.evidence:
        day = date.fromisoformat(str(lesson.evidence["shifted"]))
        return say("Its level shifted for the worse by {day:%-d %B %Y}, and nothing called.", day=day)
    day = date.fromisoformat(str(lesson.evidence["from"]))
    return say_count(
        "It was off track once, on {day:%-d %B %Y}, and nothing called.",
        "It was off track {n} times in a row from {day:%-d %B %Y} on, and nothing called.",
        _whole(lesson, "red", at),
        day=day,
    )


def _phantom(facts: Facts, lesson: Lesson, at: str) -> Text:
    due, met, weeks = (_whole(lesson, name, at) for name in ("due", "met", "weeks"))
    return say(
        "{who} met {met} of {due} duties in {weeks} weeks.",
        who=_whom(facts, lesson, say("An owner")),
        met=met,
        due=due,
        weeks=weeks,
    )


def _absent(facts: Facts, lesson: Lesson, at: str) -> Text:
    invited = _whole(lesson, "invited", at)
    return say(
        "{who} came to none of {invited} reviews.", who=_whom(facts, lesson, say("Somebody who is invited")), invited=invited
    )


def _whom(facts: Facts, lesson: Lesson, else_: Text) -> Text:
    """Name whom a lesson is about; it stands in the lesson of those alone who may see it."""
    return person(facts, lesson.person).text if lesson.person else else_


def _gap(_: Facts, lesson: Lesson, at: str) -> Text:
    if "due" in lesson.evidence:
        due, held = (_whole(lesson, name, at) for name in ("due", "held"))
        return say("{held} of {due} reviews were held.", held=held, due=due)
    if "kpis" in lesson.evidence:
        return say("None of its KPIs has ever had a value.")
    return say("It is live and has never had a value.")


def _recall(facts: Facts, lesson: Lesson, at: str) -> Text:
    if "asked" in lesson.evidence:
        asked, leaders = (_whole(lesson, name, at) for name in ("asked", "leaders"))
        return say(
            "{asked} of {leaders} leaders were asked to name the KPIs at the top from memory.", asked=asked, leaders=leaders
        )
    known, of = (_whole(lesson, name, at) for name in ("named", "of"))
    who = _whom(facts, lesson, say("A leader"))
    return say("{who} named {known} of the {of} KPIs at the top from memory.", who=who, known=known, of=of)


def _churn(facts: Facts, lesson: Lesson, at: str) -> Text:
    came, went = (
        several(facts.title(Ref("kpi", each)) for each in str(lesson.evidence[name] or "").split(", ") if each)
        for name in ("came", "went")
    )
    stayed = _whole(lesson, "stayed", at)
    said = {"came": came or say("none"), "went": went or say("none"), "stayed": stayed}
    return say("Core KPIs that came: {came}; that went: {went}; {stayed} stayed.", **said)


SEEN: Mapping[Kind, Callable[[Facts, Lesson, str], Text]] = {
    "never-reached": _never,
    "always-reached": _always,
    "target-or-process": _missed,
    "uninformative": _uninformative,
    "cry-wolf": _wolf,
    "slept": _slept,
    "phantom": _phantom,
    "absent": _absent,
    "gap": _gap,
    "recall": _recall,
    "churn": _churn,
}


def becomes(facts: Facts, edit: Edit, at: str) -> Text:
    """Say what a field is to hold; its numbers stand `at` a place."""
    kpi, held = facts.framework.kpi.get(edit.ref.id), edit.value
    if edit.field == "target" and isinstance(held, Mapping):
        return _target(kpi, held, at)
    if edit.field == "threshold" and isinstance(held, int | float):
        return figured(held, kpi.unit if kpi else None, kpi.decimals if kpi else None, at)
    if edit.field == "escalate" and isinstance(held, list | tuple):
        return several((call(Trigger.model_validate(each), f"{at}.{place}") for place, each in enumerate(held)), last=say(" or "))
    if edit.field == "owner" and isinstance(held, str):
        return person(facts, held).text
    return say("an operational metric")


def _target(kpi: Kpi | None, held: Mapping[str, Any], at: str) -> Text:
    kind = next(name for name in ("within", "reach", "at_least", "at_most") if name in held)
    unit, decimals = (kpi.unit, kpi.decimals) if kpi else (None, None)
    value = (held[kind][0], held[kind][1]) if kind == "within" else held[kind]
    wanted = GOALS[kind](figured(value, unit, decimals, f"{at}.{kind}"))
    if not held.get("by"):
        return wanted
    return say("{goal} by {day:%-d %B %Y}", goal=wanted, day=date.fromisoformat(held["by"]))

"""The agenda of a review, built from its figures and from what is open: what needs the meeting's time comes first.

Exceptions, then actions due, escalations, decisions that are open, figures that have changed; unchanged greens are one line.
Among exceptions red comes before stale red, escalations, signals for the worse, amber and what has no data. Within each of
these what drives comes before what it drives, finance last; where the two contradict each other, finance is last.
The minutes add up to those of the review: each item has its weight, up to a most, and what is left over is the end's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from vitalfew.base.quantity import MISSING, format_value
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count, several
from vitalfew.base.word import word
from vitalfew.model.framework import Framework
from vitalfew.model.graph import formula_kpis, groups_of
from vitalfew.rhythm.pack import FINANCIAL, Figure

Section = Literal["exceptions", "actions", "escalations", "decisions", "figures", "unchanged", "private", "end"]
TITLES: Mapping[Section, str] = {
    "exceptions": say("Exceptions"),
    "actions": say("Actions due"),
    "escalations": say("Escalations"),
    "decisions": say("Open decisions"),
    "figures": say("Changed"),
    "unchanged": say("Unchanged"),
    "private": say("Not shown"),
    "end": say("End"),
}
"""What each part of an agenda is called, in the order of the parts."""


class Weight(NamedTuple):
    """How much of the time an item takes beside others, and at most how many minutes."""

    weight: int
    most: int


WEIGHTS: Mapping[str, Weight] = {
    "red": Weight(5, 20),
    "stale red": Weight(4, 10),
    "escalation": Weight(4, 15),
    "worse": Weight(3, 10),
    "amber": Weight(2, 8),
    "no data": Weight(1, 4),
    "actions": Weight(2, 5),
    "escalations": Weight(2, 8),
    "decisions": Weight(3, 15),
    "figures": Weight(1, 3),
    "unchanged": Weight(1, 1),
    "private": Weight(0, 0),
}
CLASSES = ("red", "stale red", "escalation", "worse", "amber", "no data")
END = 2
"""Minutes kept for the end at least, where there are that many: who does what by when (RHY-2)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to talk about: its place, how long, what it is and what is known of it."""

    number: int
    section: Section
    minutes: int
    title: str
    ref: str | None = None
    why: str | None = None
    lines: tuple[str, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the item in the JSON contract's fields."""
        values = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        return {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}


@dataclass(frozen=True, slots=True)
class Agenda:
    """The items in their order; `notes` say what does not fit and what is shown in another way than one may expect."""

    minutes: int
    items: tuple[Item, ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, object]:
        """Give the agenda in the JSON contract's fields."""
        return {"minutes": self.minutes, "items": [each.as_json() for each in self.items], "notes": list(self.notes)}


class Open(NamedTuple):
    """Something that waits for the review: its address, what it says, and whether it is late."""

    ref: Ref
    text: str
    late: bool = False


class Waiting(NamedTuple):
    """What is open besides the figures, and what owners said of these, by KPI."""

    actions: Sequence[Open] = ()
    escalations: Sequence[Open] = ()
    decisions: Sequence[Open] = ()
    words: Mapping[str, Sequence[str]] = {}


def agenda(framework: Framework, found: Sequence[Figure], waiting: Waiting, *, minutes: int) -> Agenda:
    """Build an agenda for so many minutes; pure, so that the same figures give the same agenda."""
    order = order_of(framework)
    figures = sorted(found, key=lambda each: (each.perspective == FINANCIAL, order.get(each.id, 0), each.id))
    drafts = [*_exceptions(figures, waiting), *_waiting(waiting), *_rest(figures, waiting)]
    weights = [WEIGHTS[kind] for kind, _ in drafts]
    given, end = share(minutes, weights)
    items = [replace(item, number=number + 1, minutes=given[number]) for number, (_, item) in enumerate(drafts)]
    ends = say("at least one action with an owner and a deadline")
    closing = Item(len(items) + 1, "end", end, say("Who does what by when"), why=ends)
    return Agenda(minutes, (*items, closing), tuple(_notes(items, weights)))


def class_of(figure: Figure) -> str | None:
    """Give the first reason for which a figure is an exception; None where it is none."""
    if figure.private or figure.state == "paused":
        return None
    if figure.is_red:
        return "red" if figure.status == "red" else "stale red"
    if figure.opens == "escalation":
        return "escalation"
    if figure.signal is False or figure.opens == "watch":
        return "worse"
    if figure.status == "amber":
        return "amber"
    return "no data" if figure.state in {"no-data", "stale"} else None


def share(minutes: int, weights: Sequence[Weight]) -> tuple[list[int], int]:
    """Share minutes out by weight, none beyond its most, at least one each while they last; the rest is the end's."""
    end = min(END, minutes)
    left, given = minutes - end, [0] * len(weights)
    for number, each in enumerate(weights):
        if left and each.weight:
            given[number], left = 1, left - 1
    while left and (wanting := [number for number, each in enumerate(weights) if given[number] < each.most]):
        # the one that is furthest behind its share; of two alike the one that comes first
        chosen = min(wanting, key=lambda number: (given[number] / weights[number].weight, number))
        given[chosen], left = given[chosen] + 1, left - 1
    return given, end + left


def said_of(figure: Figure) -> str:
    """Say in a line where a figure stands: its value against the target, its status and since when."""
    if figure.private:
        return figure.private
    if figure.value is None:
        reason = MISSING.get(figure.missing or "", figure.missing or say("no value"))
        facts = {"state": word(figure.state.replace("-", " ")), "reason": reason}
        if figure.last_status and figure.state == "stale":
            return say("{status} when last heard of, {state}: {reason}", status=word(figure.last_status), **facts)
        return say("{state}: {reason}", **facts)
    shown, standing = _shown(figure), _standing(figure)
    if figure.is_new:
        return say("{shown}: {standing}, new", shown=shown, standing=standing)
    return say("{shown}: {standing}", shown=shown, standing=standing)


def _shown(figure: Figure) -> str:
    value = format_value(figure.value, figure.unit, figure.decimals)
    if figure.target is None:
        return say("{value} in {period}", value=value, period=figure.period) if figure.period else value
    target = _bounds(figure)
    if figure.period:
        return say("{value} against {target} in {period}", value=value, target=target, period=figure.period)
    return say("{value} against {target}", value=value, target=target)


def _standing(figure: Figure) -> str:
    if figure.state == "stale" and figure.last_status:
        return say("stale, {status} when last heard of", status=word(figure.last_status))
    return word("stale" if figure.state == "stale" else figure.status or figure.state.replace("-", " "))


def _bounds(figure: Figure) -> str:
    ends = figure.target if isinstance(figure.target, tuple) else (figure.target,)
    return several((format_value(each, figure.unit, figure.decimals) for each in ends), say(" to "), say(" to "))


def _exceptions(figures: Sequence[Figure], waiting: Waiting) -> Iterable[tuple[str, Item]]:
    for wanted in CLASSES:
        for figure in figures:
            if class_of(figure) == wanted:
                yield wanted, _item("exceptions", figure, waiting, wanted)


def _item(section: Section, figure: Figure, waiting: Waiting, why: str | None = None) -> Item:
    lines = (said_of(figure), *figure.reasons, *waiting.words.get(figure.id, ()))
    return Item(0, section, 0, figure.name, f"kpi:{figure.id}", word(why) if why else None, lines)


def _waiting(waiting: Waiting) -> Iterable[tuple[str, Item]]:
    parts: tuple[tuple[Section, Sequence[Open]], ...] = (
        ("actions", waiting.actions),
        ("escalations", waiting.escalations),
        ("decisions", waiting.decisions),
    )
    for section, found in parts:
        for each in sorted(found, key=lambda each: not each.late):
            yield section, Item(0, section, 0, each.text, str(each.ref), word("late") if each.late else None)


def _rest(figures: Sequence[Figure], waiting: Waiting) -> Iterable[tuple[str, Item]]:
    """Give figures that have changed one by one, unchanged greens and private ones as a line each."""
    quiet = [each for each in figures if class_of(each) is None and not each.private]
    for each in quiet:
        if not _is_folded(each):
            yield "figures", _item("figures", each, waiting, "better" if each.signal else "changed" if each.is_new else None)
    green = [each.name for each in quiet if _is_folded(each) and each.state != "paused"]
    paused = [each.name for each in quiet if each.state == "paused"]
    private = [each.name for each in figures if each.private]
    if green:
        yield (
            "unchanged",
            Item(0, "unchanged", 0, say("Green and unchanged: {count}", count=len(green)), lines=(", ".join(green),)),
        )
    if paused:
        yield "private", Item(0, "private", 0, say("Paused: {count}", count=len(paused)), lines=(", ".join(paused),))
    if private:
        why = say("not everybody here may see the figures")
        yield "private", Item(0, "private", 0, say("Private: {count}", count=len(private)), why=why, lines=(", ".join(private),))


def _is_folded(figure: Figure) -> bool:
    """Tell whether a quiet figure is passed over: green as before and within its noise, or paused."""
    return figure.state == "paused" or (figure.status == "green" and not figure.is_new and figure.signal is None)


def _notes(items: Sequence[Item], weights: Sequence[Weight]) -> Iterable[str]:
    unheard = [item for item, weight in zip(items, weights, strict=True) if weight.weight and not item.minutes]
    if unheard:
        yield say_count(
            "too much for the time: {n} item from number {first} on have no minute; read them before",
            "too much for the time: {n} items from number {first} on have no minute; read them before",
            len(unheard),
            first=unheard[0].number,
        )
    reds = [each for each in items if each.why in {"red", "stale red"}]
    if reds and min(each.minutes for each in reds) < 3:
        yield say("{count} red in this time leave less than 3 minutes to some: choose which are talked about", count=len(reds))


def order_of(framework: Framework) -> dict[str, int]:
    """Give how far along the lines of cause and effect each KPI stands: what drives comes before what it drives.

    Those that drive each other in a circle stand at one place.
    """
    onward: dict[str, list[str]] = {kpi.id: [] for kpi in framework.current_kpis}
    for kpi in framework.current_kpis:
        ahead = (*(each.kpi for each in kpi.drives), *(each.id for each in kpi.contributes_to))
        onward[kpi.id] += [each for each in ahead if each in onward]
        for part in formula_kpis(kpi):
            if part in onward:
                onward[part].append(kpi.id)
    groups = groups_of(onward)
    return {id_: len(groups) - number for number, group in enumerate(groups) for id_ in group}

"""How a review and its agenda are shown, as text and as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import click

from vitalfew.model.framework import Framework
from vitalfew.model.verdict import SHAPES
from vitalfew.rhythm.agenda import TITLES, Agenda, Item
from vitalfew.rhythm.commentary import Commentary
from vitalfew.rhythm.reviews import Review

ERASED = "(erased)"
_SHAPE = {"red": SHAPES["red"], "stale red": SHAPES["red"], "amber": SHAPES["amber"], "no data": SHAPES[None]}
_ESCAPED = str.maketrans({each: f"\\{each}" for each in "\\|*_`[]#"} | {"<": "&lt;"})


def row(review: Review, framework: Framework) -> str:
    """Give a review as a line: its id, when it is, its state and what it waits for."""
    when = f"{_local(review.starts, framework)}  {review.minutes:>3} min"
    moved = f", instead of {review.moved_from}, a day off" if review.moved_from else ""
    return f"{review.id:<36} {when}  {review.state:<10} {_next(review, framework)}{moved}".rstrip()


def told(review: Review, said: Sequence[Commentary], framework: Framework) -> list[str]:
    """Give all there is to say of a review, line by line."""
    lines = [
        click.style(f"{review.name}, {review.period}", bold=True) + f"  ({review.id}, version {review.version})",
        f"  {review.state}; {_local(review.starts, framework)}, {review.minutes} minutes",
        f"  chair: {_person(review.chair, framework) if review.chair else 'nobody'}",
        f"  invited: {', '.join(_person(each, framework) for each in review.people) or 'nobody'}",
    ]
    stages = {"opens": review.opens, "reports due": review.due, "locked": review.locks}
    lines += [f"  {name}: {_local(at, framework)}" for name, at in stages.items() if at]
    lines += [f"  present: {', '.join(_person(each, framework) for each in review.present)}"] if review.present else []
    lines += [f"  pack: {review.pack}"] if review.pack else []
    lines += [f"  reason: {review.reason or review.none_needed}"] if review.reason or review.none_needed else []
    return [*lines, *(line for each in said for line in _said(each, framework))]


def _said(each: Commentary, framework: Framework) -> list[str]:
    """Give what was asked and said of a KPI."""
    needed = ", red: needs both" if each.forced and each.state == "asked" else ""
    marks = ", ".join(word for word, holds in (("late", each.late), ("as the last time", each.copied)) if holds)
    head = f"  {each.kpi}: {each.state}{needed} ({_person(each.owner, framework)}{f'; {marks}' if marks else ''})"
    words = [f"    {name}: {text}" for name, text in (("analysis", each.analysis), ("next step", each.next_step)) if text]
    return [head, *words]


def agenda_text(review: Review, agenda: Agenda, framework: Framework) -> str:
    """Give an agenda as text, its items by number."""
    head = click.style(f"{review.name}, {review.period}", bold=True)
    lines = [f"{head}  {_local(review.starts, framework)}, {agenda.minutes} minutes, {review.state}"]
    section = ""
    for each in agenda.items:
        if each.section != section:
            section = each.section
            lines += ["", click.style(TITLES[section], underline=True)]
        lines += _item(each)
    return "\n".join((*lines, *(f"\nnote: {each}" for each in agenda.notes)))


def _item(item: Item) -> list[str]:
    shape = f"{_SHAPE[item.why]} " if item.why in _SHAPE else ""
    why = f"  ({item.why})" if item.why else ""
    time = f"{item.minutes:>3} min" if item.minutes else "      –"
    return [f"{item.number:>3} {time}  {shape}{item.title}{why}", *(f"              {line}" for line in item.lines)]


def agenda_markdown(review: Review, agenda: Agenda, framework: Framework) -> str:
    """Give an agenda as Markdown."""
    lines = [f"# {_safe(review.name)}, {review.period}", "", f"{_local(review.starts, framework)}, {agenda.minutes} minutes"]
    section = ""
    for each in agenda.items:
        if each.section != section:
            section = each.section
            lines += ["", f"## {TITLES[section]}", ""]
        why = f" ({each.why})" if each.why else ""
        lines.append(f"{each.number}. {_safe(each.title)}{why}, {each.minutes} min")
        lines += [f"    - {_safe(line)}" for line in each.lines]
    return "\n".join((*lines, *(f"\n> {_safe(each)}" for each in agenda.notes)))


def _next(review: Review, framework: Framework) -> str:
    """Say what comes next for it."""
    if review.state == "planned" and review.opens:
        return f"opens {_local(review.opens, framework)}"
    if review.state == "open" and review.due:
        return f"reports due {_local(review.due, framework)}"
    return review.none_needed or review.reason or ""


def _local(at: datetime, framework: Framework) -> str:
    return f"{at.astimezone(framework.calendar.zone):%a %Y-%m-%d %H:%M}"


def _person(person: str | None, framework: Framework) -> str:
    known = framework.person.get(person or "")
    return (known.name or known.id) if known else person or ERASED


def _safe(text: str) -> str:
    return " ".join(text.split()).translate(_ESCAPED)

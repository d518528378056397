"""The eight questions of a brief, in the terminal: each with why it is asked, an example, help and a way back; nothing is lost.

Answers are kept in `brief.yaml` as they are given, so that an interview that was broken off goes on where it was.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from vitalfew.base.errors import VitalfewError
from vitalfew.draft.answers import brief_of, listed
from vitalfew.draft.brief import Brief

if TYPE_CHECKING:
    from vitalfew.draft.choice import Candidates

BRIEF = "brief.yaml"
BACK, HELP = "<", "?"


class Question(NamedTuple):
    """A question: the key that it fills, its words, why it is asked, an example, and what holds without an answer."""

    key: str
    words: str
    why: str
    example: str
    default: str | None = None
    many: bool = False


QUESTIONS = (
    Question(
        "name", "What is the organisation called?", "It names the framework, its documents and its top unit.", "Harbour Foods"
    ),
    Question(
        "industry",
        "Which industry is it in?",
        "KPIs and objectives are chosen from those of the industry and the general ones.",
        "food retail, hospital, software subscriptions, city administration",
    ),
    Question("size", "How many people work there?", "It decides how many departments and KPIs there can be.", "120"),
    Question(
        "goals",
        "What are its strategic goals? One a line, an empty line ends.",
        "Each goal becomes an objective with its own KPIs. Say what shall be true, not what shall be done.",
        "Regular customers come twice as often",
        many=True,
    ),
    Question(
        "focus",
        "What matters most in how it performs? One a line, an empty line ends.",
        "Between objectives that serve the goals alike, those that speak of the focus are chosen.",
        "quality, speed, cost",
        default="",
        many=True,
    ),
    Question(
        "scope",
        "Which part of the organisation is it about?",
        "Departments that the scope names are in the framework, others are not.",
        "the whole organisation, or: sales and service",
        default="the whole organisation",
    ),
    Question(
        "stakeholders",
        "Who has a stake in the results? One a line, an empty line ends.",
        "Each of them gets an interest that is mapped to objectives and KPIs.",
        "customers, employees, investors",
        default="customers, employees",
        many=True,
    ),
    Question(
        "reporting",
        "How often is reported?",
        "It is written into the framework.",
        "weekly, monthly, quarterly",
        default="monthly",
    ),
)


class Stopped(VitalfewError):
    """The interview was broken off; what was answered is kept."""

    def __init__(self, kept: Path) -> None:
        super().__init__(f"stopped; your answers are kept in `{kept}`")
        self.help = "run the same command again to go on, or give the file with `--brief`"


def ask(answers: Mapping[str, Any], kept: Path) -> Brief:
    """Ask what is not answered yet; raises Stopped where somebody breaks off, with the answers kept in a file."""
    given = {question.key: answers[question.key] for question in QUESTIONS if answers.get(question.key)} | dict(answers)
    click.echo(
        f"Eight questions. {click.style(HELP, bold=True)} explains one, {click.style(BACK, bold=True)} goes back, Ctrl-C stops."
    )
    place = 0
    while place < len(QUESTIONS):
        question = QUESTIONS[place]
        if question.key in given and question.key in answers:
            place += 1
            continue
        try:
            answer = _answer(question, place, given.get(question.key))
        except (click.Abort, EOFError, KeyboardInterrupt):
            keep(given, kept)
            click.echo("")
            raise Stopped(kept) from None
        if answer is None:
            place = _before(place, answers)
            continue
        fault = _fault(question, answer)
        if fault:
            click.echo(click.style(f"  {fault}", fg="yellow"))
            continue
        given[question.key] = answer
        keep(given, kept)
        place += 1
    brief = brief_of(given, BRIEF, lambda _: None).brief
    if brief is None:  # each answer was looked at, so that only what was given before can be wrong
        raise Stopped(kept)
    return brief


def settle(brief: Brief, candidates: Candidates, kept: Path) -> Brief:
    """Ask of each goal that can mean two things which of them it means; raises Stopped where somebody breaks off."""
    meant = dict(brief.meant)
    for goal in candidates.goals:
        if goal.decided or not goal.pattern or not goal.nearest:
            continue
        two = (goal.pattern, goal.nearest)
        click.echo(f"\n{click.style(f'“{goal.text}” can mean two things. Which do you mean?', bold=True)}")
        for number, id_ in enumerate(two, 1):
            click.echo(f"  {number}  {candidates.book.pattern[id_].statement}  {click.style(id_, dim=True)}")
        try:
            number = click.prompt(">", type=click.IntRange(1, 2), default=1, prompt_suffix=" ")
        except (click.Abort, EOFError, KeyboardInterrupt):
            keep(plain(brief.model_copy(update={"meant": meant})), kept)
            click.echo("")
            raise Stopped(kept) from None
        meant[goal.text] = two[int(number) - 1]
    return brief.model_copy(update={"meant": meant})


def plain(brief: Brief) -> dict[str, Any]:
    """Give a brief as its file says it, what is not said left out."""
    said = brief.model_dump(mode="json", exclude_defaults=True)
    return {key: value for key, value in said.items() if value}


def _before(place: int, answers: Mapping[str, Any]) -> int:
    """Give the question before, of those that are asked."""
    return max((each for each in range(place) if QUESTIONS[each].key not in answers), default=place)


def _answer(question: Question, place: int, before: Any = None) -> Any:
    """Ask one question, where what was answered before stands until it is said anew; None asks to go back."""
    click.echo(f"\n{click.style(f'{place + 1}/{len(QUESTIONS)} {question.words}', bold=True)}")
    click.echo(click.style(f"  for example: {question.example}", dim=True))
    lines: list[str] = []
    stands = before or question.default
    while True:
        shown = None if lines or not stands else stands if isinstance(stands, str) else "; ".join(stands)
        text = _line(question, shown)
        if text == HELP:
            click.echo(f"  {question.why}")
        elif text == BACK:
            return None
        elif not question.many:
            return text
        elif text and text == shown:
            return before or listed(text)
        elif text:
            lines += [text] if question.key == "goals" else listed(text)  # `cut costs, time and waste` is one goal
        else:
            return lines


def _line(question: Question, default: str | None) -> str:
    if default or question.many:
        text = click.prompt(">", default=default or "", show_default=bool(default), prompt_suffix=" ")
    else:
        text = click.prompt(">", prompt_suffix=" ")
    return str(text).strip()


def _fault(question: Question, answer: Any) -> str | None:
    """Say what is wrong with an answer, by trying it in a brief that is whole beside it."""
    whole: dict[str, Any] = {"name": "x", "industry": "x", "size": 1, "goals": ["x"], question.key: answer}
    if question.key == "goals" and not answer:
        return "at least one goal is needed"
    findings = brief_of(whole, BRIEF, lambda _: None).findings
    return f"{findings[0].message}; {findings[0].help}" if findings else None


def keep(answers: Mapping[str, Any], kept: Path) -> None:
    """Write answers to a file that `--brief` reads."""
    from vitalfew.exchange.emit import yaml_file

    if answers:
        kept.parent.mkdir(parents=True, exist_ok=True)
        text = yaml_file("What the organisation says of itself; `vitalfew draft` reads it.", dict(answers))
        kept.write_text(text, encoding="utf-8")


def known(kept: Path, warn: Callable[[str], None]) -> dict[str, Any]:
    """Read the answers of an interview that was broken off; none where there is no such file."""
    from vitalfew.draft.read import read_brief

    if not kept.is_file():
        return {}
    answers = dict(read_brief(kept).answers)
    if answers:
        warn(f"going on with the answers in `{kept}`; delete it to begin anew")
    return answers

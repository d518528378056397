"""Asking a language model on the command line: what is sent is shown, goes once somebody agrees, and is accounted for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from vitalfew.base.errors import ExtraMissing
from vitalfew.cli.stream import note

if TYPE_CHECKING:
    from vitalfew.draft.asked import Assistant, Dropped
    from vitalfew.draft.assistant import Assistance, Suggestion
    from vitalfew.draft.brief import Brief
    from vitalfew.draft.choice import Selection
    from vitalfew.draft.read import Read
    from vitalfew.draft.sent import Sent
    from vitalfew.text.engine import Engine

Function = Callable[..., int | None]


@dataclass(frozen=True)
class Asking:
    """How a language model may be asked: `shows_only` sends nothing, `agrees` sends without a question; `words` are hidden."""

    shows_only: bool
    agrees: bool
    words: tuple[str, ...]


def assisted(function: Function) -> Function:
    """Let a command ask a language model."""
    for option in (
        click.option("--redact", "words", metavar="WORD", multiple=True, help="With --ai: a word that is not to be sent."),
        click.option("--show-sent", is_flag=True, help="With --ai: show what would be sent; send and write nothing."),
        click.option("--ai", is_flag=True, help="Ask the language model that `VITALFEW_AI_MODEL` names for suggestions."),
    ):
        function = option(function)
    return function


def asking(said: Mapping[str, Any]) -> Asking | None:
    """Give how a language model may be asked, None where it is not to be asked at all."""
    if said["ai"]:
        return Asking(said["show_sent"], said["yes"], said["words"])
    if said["show_sent"] or said["words"]:
        alone = "`--show-sent` and `--redact` say how `--ai` asks: give it too"
        raise click.UsageError(alone)
    return None


def assistant_for(how: Asking) -> Assistant | None:
    """Open the language model that the environment names; where that cannot be, say why and go on without it."""
    from vitalfew.draft.asked import Unanswered, assistant

    try:
        return assistant(os.environ, lambda sent: _agreed(sent, how), how.words)
    except (Unanswered, ExtraMissing) as error:
        note(f"{error}\n  help: {error.help}")
        return None


def _agreed(sent: Sent, how: Asking) -> bool:
    """Show what would be sent, and ask; where nobody is there to agree, it is not sent."""
    note(f"\n{sent.model} ({sent.to}) is told this (prompt {sent.prompt.id}):\n")
    note(sent.prompt.text)
    note(f"\nand is sent this, with {sent.hidden} places hidden; a faulty answer goes back once with its faults:\n")
    note(sent.facts)
    if how.shows_only or how.agrees:
        return not how.shows_only
    return sys.stdin.isatty() and click.confirm("Send it?", err=True)


def found_in(read: Read, name: str, by: Assistant) -> Read:
    """Read a paper with what a language model finds in it beside."""
    from vitalfew.draft.assistant import read_again

    again, asked = read_again(read, name, by)
    for each in asked:
        told(each.notices, each.dropped)
    return again


def offered(brief: Brief, engine: Engine, by: Assistant, *, asks: bool) -> Brief:
    """Show suggestions for the goals beside the user's own words, and give the brief with those that were taken."""
    from vitalfew.draft.assistant import sharpen, taken

    asked = sharpen(brief, engine, by)
    told(asked.notices, asked.dropped)
    return taken(brief, [each for each in asked.kept if _takes(each, asks=asks)], by)


def _takes(suggestion: Suggestion, *, asks: bool) -> bool:
    note(
        f"\ngoal {suggestion.goal}: {suggestion.text}\n  suggested: {suggestion.statement}\n"
        f"  counted:   {suggestion.measure}\n  since:     {suggestion.why}"
    )
    return asks and sys.stdin.isatty() and click.confirm("Take it instead of your own words?", err=True)


def told(notices: Iterable[str], dropped: Iterable[Dropped]) -> None:
    """Say what was dropped of an answer and why, and why there is not more."""
    for text in (*notices, *(f"dropped: {each.told}" for each in dropped)):
        note(text)


def accounted(helps: Assistance, selection: Selection) -> None:
    """Say what a language model brought to a draft, and what was used of it."""
    told(helps.notices, helps.dropped)
    chosen = {placed.entry.id for placed in selection.kpis}
    for option in helps.proposals:
        word = "chosen" if option.entry.id in chosen else "not chosen"
        note(f"proposed by a language model ({helps.by.name}), {word}: {option.entry.name} (kpi:{option.entry.id})")
    if selection.because:
        note(f"{len(selection.because)} reasons written by a language model ({helps.by.name})")
    note(f"{helps.by.name}: {helps.by.usage.told}")


def as_data(helps: Assistance, selection: Selection) -> dict[str, Any]:
    """Give the same in the JSON contract's fields."""
    usage = helps.by.usage
    return {
        "model": helps.by.name,
        "proposed": [f"kpi:{option.entry.id}" for option in helps.proposals],
        "reasons": [f"kpi:{id_}" for id_ in sorted(selection.because)],
        "dropped": [{"question": each.step, "what": each.what, "why": [str(one) for one in each.why]} for each in helps.dropped],
        "notices": [str(each) for each in helps.notices],
        "requests": usage.requests,
        "tokens_sent": usage.sent,
        "tokens_received": usage.answered,
        "cost_usd": None if usage.cost is None else float(usage.cost),
    }

"""From answers as people write them to a brief: lists out of lines, a number out of `250 people`, every fault at its place.

Nothing is guessed: what had to be read in one of several ways is a notice, what is missing is a finding.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from vitalfew.base.finding import Finding, Span
from vitalfew.base.ref import Ref
from vitalfew.base.said import say, say_count
from vitalfew.draft.brief import Brief
from vitalfew.load.merge import clipped
from vitalfew.load.smells import OVERSIZED_FILE, UNKNOWN_KEY, WRONG_VALUE
from vitalfew.load.words import choices, in_words

KEYS: tuple[str, ...] = tuple(Brief.model_fields)
NEEDED = ("name", "industry", "size", "goals")
LISTS = ("goals", "focus", "stakeholders", "pinned", "excluded")
TEXTS = ("name", "industry", "scope", "reporting", "mission", "vision", "approach", "destination")
MOST_ITEMS = 60
MOST_LETTERS = 2_000
_MARK = re.compile(r"^\s*(?:[-*•–·▪◦]|\(?\d{1,2}[.)]|[a-z]\))\s+")
_LAST = re.compile(r"(\S+(?: \S+){0,3}) and (\S+(?: \S+){0,3})")
_PEOPLE = re.compile(
    r"(?:about|around|approx\.?|approximately|some|roughly|~|ca\.?)?\s*(\d{1,3}(?:[, ’']\d{3})+|\d+)"
    r"\s*(?:people|employees|staff|persons|colleagues|fte|ftes|workers|members of staff|heads)?\.?",
    re.IGNORECASE,
)


@dataclass
class Answered:
    """What answers came to: the brief where they are whole, what is wrong with them, and how they were read."""

    brief: Brief | None = None
    findings: list[Finding] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)


def brief_of(answers: Mapping[str, Any], file: str, place: Callable[[str], Span | None]) -> Answered:
    """Make a brief of answers by key; `place` finds where a key, or an item such as `goals.2`, stands."""
    answered = Answered()
    given = {key: value for key, value in answers.items() if value not in (None, "", [], {})}
    read = {key: _read(key, value, answered) for key, value in given.items()}
    ref = Ref("file", file)
    for key, value in read.items():
        for name, item in _texts(key, value):
            if len(item) > MOST_LETTERS:
                message = say(
                    "`{field}` of the brief has {n:,} characters, more than {most:,}", field=name, n=len(item), most=MOST_LETTERS
                )
                answered.findings.append(
                    OVERSIZED_FILE.at(ref, message, field=name, place=place(name), help=say("say it shorter"))
                )
        if isinstance(value, list) and len(value) > MOST_ITEMS:
            message = say("`{field}` of the brief has {n} items, more than {most}", field=key, n=len(value), most=MOST_ITEMS)
            answered.findings.append(
                OVERSIZED_FILE.at(ref, message, field=key, place=place(key), help=say("keep those that matter most"))
            )
    if answered.findings:
        read = {key: value for key, value in read.items() if key not in {_top(each) for each in answered.findings}}
    try:
        brief = Brief.model_validate(read)
    except ValidationError as error:
        told = {_top(each) for each in answered.findings}
        errors = error.errors(include_url=False, include_input=False)
        found = [_fault(each, given, read, ref, place) for each in errors if str(each["loc"][0]) not in told]
        answered.findings += [each for each in found if _top(each) not in told or each.code == UNKNOWN_KEY.code]
    else:
        answered.brief = None if answered.findings else brief
    return answered


def _top(finding: Finding) -> str:
    return (finding.field or "").partition(".")[0]


def _texts(key: str, value: Any) -> list[tuple[str, str]]:
    if isinstance(value, list):
        return [(f"{key}.{number}", item) for number, item in enumerate(value) if isinstance(item, str)]
    return [(key, value)] if isinstance(value, str) else []


def _read(key: str, value: Any, answered: Answered) -> Any:
    """Read an answer as its key wants it; what cannot be read stays, and is flagged by the model."""
    if key == "size" and isinstance(value, str):
        return people(value) or value
    if key in LISTS and isinstance(value, str):
        items = listed(value)
        if key == "goals" and "\n" not in value and any(" " not in item for item in items):
            return [value]  # `cut costs, time and waste` is one goal
        if len(items) > 1 and "\n" not in value:
            count = say_count("{n} item", "{n} items", len(items))
            answered.notices.append(say("`{key}` is read as {count}: {items}", key=key, count=count, items=" | ".join(items)))
        return items
    return value


def people(text: str) -> int | None:
    """Read a number of people, written with the word or without; None for ranges and for words alone.

    >>> people("about 1,200 employees"), people("50-100"), people("many")
    (1200, None, None)
    """
    found = _PEOPLE.fullmatch(text.strip())
    return int(re.sub(r"\D", "", found[1])[:12]) if found else None


def listed(text: str) -> list[str]:
    r"""Part a text into its items: by lines where there are several, else by semicolons, else by commas.

    >>> listed("- Keep customers\n- Earn more"), listed("speed, quality and cost"), listed("cut costs, time and waste")
    (['Keep customers', 'Earn more'], ['speed', 'quality', 'cost'], ['cut costs', 'time', 'waste'])
    """
    sign = next((sign for sign in ("\n", ";", ",") if sign in text.strip()), None)
    parts = [text] if sign is None else text.split(sign)
    items = [part for part in (re.sub(r"^and\s+", "", _MARK.sub("", part).strip()) for part in parts) if part]
    last = _LAST.fullmatch(items[-1]) if sign == "," and items else None
    return [*items[:-1], last[1], last[2]] if last else items


def _fault(
    error: Any, given: Mapping[str, Any], read: Mapping[str, Any], ref: Ref, place: Callable[[str], Span | None]
) -> Finding:
    loc = [str(part) for part in error["loc"] if part != "[key]"]
    name = ".".join(loc)
    value: Any = read
    for part in error["loc"]:
        value = _inside(value, part)
    smell, message, help_ = in_words(name, value if loc[0] != "size" else given.get("size"), [error], say("the brief"))
    if error["type"] == "extra_forbidden":
        near = next(iter(get_close_matches(loc[-1][:80].lower(), KEYS, n=1)), None)
        help_ = (
            say("did you mean `{near}`?", near=near)
            if near
            else say("the keys are {keys}", keys=", ".join(f"`{key}`" for key in KEYS))
        )
    elif loc[0] == "size" and smell is WRONG_VALUE:
        shown = clipped(given.get("size"))
        message = say("`size` of the brief is `{value}`, where a number of people belongs", value=shown)
        help_ = say("count the people who work there, such as `size: 250`")
    elif known := choices([error]):
        near = next(iter(get_close_matches(str(value)[:80], known, n=1)), None)
        help_ = say("did you mean `{near}`?", near=near) if near else help_
    elif help_ and loc[0] in NEEDED and smell is not WRONG_VALUE:
        help_ = _WANTED[loc[0]]
    return smell.at(ref, message, field=name, place=place(name), help=help_ or say("write it as text"))


def _inside(value: Any, part: Any) -> Any:
    if isinstance(value, Mapping):
        return value.get(part)
    return value[part] if isinstance(value, list | tuple) and isinstance(part, int) and part < len(value) else None


_WANTED = {
    "name": say("name the organisation: `name: …`"),
    "industry": say("say in a word or two what it does: `industry: online retail`"),
    "size": say("count the people who work there, such as `size: 250`; it is never guessed"),
    "goals": say("write what it wants to reach, one goal a line, under `goals:`"),
}

"""The goals of a strategy paper: numbered ones, those listed under a heading of theirs, those of tables, and `We will …`.

A paper says a goal several times: in its contents, over its chapter, at the top of each page. It is found once, where it is a
heading. What is below the goals is found as `objectives`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from vitalfew.base.said import say
from vitalfew.draft.paper import Found, body_of, first_sentence, key_of, title_of
from vitalfew.draft.passage import Passage
from vitalfew.text.engine import Band

MOST_LETTERS = 300
MOST_WORDS = 40
_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_KINDS = ("goal", "pillar", "theme", "priority", "ambition", "aim", "imperative", "outcome", "focus area", "objective")
"""Words for goals, those of higher rank first."""
_NUMBERED = re.compile(
    rf"^(?:(?:our|agency|cross-agency|strategic|organi[sz]ational|corporate|management|mission|enterprise|long[- ]term)\s+)*"
    rf"(?P<kind>{'|'.join(_KINDS)})\s*(?:#|no\.?\s*)?"
    rf"(?P<number>\d{{1,2}}(?:\.\d{{1,2}}){{0,2}}|(?:{'|'.join(_WORDS)})\b|[IVX]{{1,4}}\b(?:\.\d{{1,2}})?|[A-H]\b(?:\.?\d{{1,2}})?)"
    r"(?P<sign>\s*[.:)|–—-]+\s*|\s+|$)(?P<text>.*)$",
    re.IGNORECASE,
)
_LEADER = re.compile(r"(?:\s*\.{3,}|\s*…+|(?:\s\.){3,})\s*\d{0,3}\s*$|\s{2,}\d{1,3}$|\s+\(continued\)$", re.IGNORECASE)
_COLUMN = re.compile(r"(?:strategic |our |key )*(goal|objective|priority|pillar|aim|outcome)s?(?: statement)?", re.IGNORECASE)
_WILL = re.compile(r"^(?:by (?:the end of )?\d{4},? )?we (?:will|aim to|intend to|want to|commit to)\b", re.IGNORECASE)
_GENERIC = re.compile(
    r"(?:introduction|overview|background|context|summary|strategies|"
    r"actions?|measures?|indicators?|key performance (?:goals|indicators)|"
    r"performance (?:goals|measures)|risks?.*|"
    r"conclusion|appendix.*|how .*|why .*|what .*|next steps|contents|table of contents)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mention:
    """One place where a numbered goal stands."""

    kind: str
    number: tuple[int, ...]
    text: str
    passage: Passage
    rank: tuple[bool, bool]
    """False sorts first: not of a table of contents, a heading."""


def goals(passages: tuple[Passage, ...]) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Find goals and objectives; what is doubtful about them is a notice."""
    by_kind: dict[str, dict[tuple[int, ...], Mention]] = defaultdict(dict)
    for mention in _mentions(passages):
        known = by_kind[mention.kind].get(mention.number)
        if known is None or mention.rank < known.rank:
            by_kind[mention.kind][mention.number] = mention
    listed = tuple(_listed(passages))
    kinds = [kind for kind in _KINDS if by_kind[kind]]
    top = next((kind for kind in kinds if len(by_kind[kind]) > 1), kinds[0] if kinds else None)
    if top is None or (top == "objective" and listed and any(len(number) > 1 for number in by_kind[top])):
        aims, notices = (listed, ()) if listed else _will(passages)
        below = kinds
    else:
        aims, notices = tuple(_told("goals", by_kind[top])), ()
        below = kinds[kinds.index(top) + 1 :]
    known_aims = {_plain(each.text) for each in aims}
    objectives = tuple(each for kind in below for each in _told("objectives", by_kind[kind]))
    return aims + tuple(each for each in objectives if _plain(each.text) not in known_aims), notices


def _told(key: str, mentions: dict[tuple[int, ...], Mention]) -> Iterator[Found]:
    for number in sorted(mentions):
        each = mentions[number]
        band: Band = "plausible" if each.rank[1] else "strong"
        yield Found(key, each.text, each.passage.place, band, "", each.passage.line)


def _mentions(passages: tuple[Passage, ...]) -> Iterator[Mention]:
    for place, passage in enumerate(passages):
        found = _NUMBERED.match(passage.text)
        if not found:
            continue
        text, is_contents = _clean(found["text"])
        is_signed = bool(found["sign"].strip())
        if not text and not is_contents:
            text, is_contents = _next(passages, place)
        elif not passage.level and not is_signed and (not text[:1].isupper() or len(text.split()) > MOST_WORDS):
            continue  # a sentence about a goal: “Goal 2 aims at …”
        if len(text) > 3:
            yield Mention(
                found["kind"].lower(), _number(found["number"]), text, passage, (is_contents, not (passage.level or is_signed))
            )


def _clean(text: str) -> tuple[str, bool]:
    """Take the dots and the page of a table of contents from a title, and what follows its first sentence."""
    bare = _LEADER.sub("", text)
    whole = bare.strip(" –—-:|*")
    return (whole if len(whole) <= MOST_LETTERS else first_sentence(whole))[:MOST_LETTERS], bare != text


def _next(passages: tuple[Passage, ...], place: int) -> tuple[str, bool]:
    """Give what stands behind a bare `Goal 1`."""
    following = passages[place + 1] if place + 1 < len(passages) else None
    if following is None or _NUMBERED.match(following.text):
        return "", False
    text, is_contents = _clean(following.text)
    return first_sentence(text), is_contents


def _number(text: str) -> tuple[int, ...]:
    """Read a number, however it is written.

    >>> _number("2.1"), _number("III"), _number("two"), _number("B")
    ((2, 1), (3,), (2,), (2,))
    """
    return tuple(_one(part) for part in text.split("."))


def _one(part: str) -> int:
    if part.isdigit():
        return int(part)
    if part.lower() in _WORDS:
        return _WORDS.index(part.lower()) + 1
    if set(part.upper()) <= set("IVX"):
        values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in part.upper()]
        return sum(-one if one < next_ else one for one, next_ in zip(values, [*values[1:], 0], strict=True))
    return ord(part[0].upper()) - 64


def _listed(passages: tuple[Passage, ...]) -> Iterator[Found]:
    """Give the goals under headings of theirs, and those of tables; each once."""
    seen: set[str] = set()
    for each in (*_under(passages), *_in_tables(passages)):
        plain = _plain(each.text)
        if plain and plain not in seen:
            seen.add(plain)
            yield each


def _under(passages: tuple[Passage, ...]) -> Iterator[Found]:
    for place, passage in enumerate(passages):
        if not passage.level or key_of(passage.text) != "goals":
            continue
        body = list(body_of(passages, place))
        heads = [each for each in body if each.level and not _GENERIC.fullmatch(title_of(each.text)) and not key_of(each.text)]
        top = min((each.level for each in heads), default=0)
        parts = [each for each in heads if each.level == top]
        items = [each for each in body if each.is_item]
        texts = [each for each in body if not each.level and not each.cells and len(each.text.split()) <= MOST_WORDS]
        for each in parts if len(parts) > 1 else items or texts:
            band: Band = "strong" if each.level or each.is_item else "plausible"
            text, _ = _clean(first_sentence(title_of(each.text)))
            yield Found("goals", text, each.place, band, passage.text, each.line)


def _in_tables(passages: tuple[Passage, ...]) -> Iterator[Found]:
    for passage in passages:
        column = next((number for number, head in enumerate(passage.header) if _COLUMN.fullmatch(head.strip())), None)
        if column is not None and column < len(passage.cells) and (text := title_of(passage.cells[column])):
            yield Found("goals", first_sentence(text), passage.place, "plausible", passage.header[column], passage.line)


def _will(passages: tuple[Passage, ...]) -> tuple[tuple[Found, ...], tuple[str, ...]]:
    """Give sentences that say what will be done, where nothing is called a goal."""
    found = [
        Found("goals", first_sentence(each.text).rstrip("."), each.place, "weak", "", each.line)
        for each in passages
        if not each.level and len(each.text) <= 2 * MOST_LETTERS and _WILL.match(each.text)
    ][:12]
    notice = say("nothing in the paper is called a goal; sentences such as “We will …” are taken for them")
    return tuple(found), (notice,) if found else ()


def _plain(text: str) -> str:
    return " ".join(re.sub(r"\W+", " ", text.casefold()).split())

"""What a strategy paper says, found by its headings, its labels and its wording (English), each with its place.

`strong` is what stands under a heading or a label of that name, or is numbered as a goal; `plausible` what the wording says;
`weak` what may be meant. What a paper says of people (`size`) is shown, and only taken where it stands under that name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from vitalfew.base.said import say, several
from vitalfew.draft.answers import LISTS, TEXTS, listed
from vitalfew.draft.passage import Passage
from vitalfew.text.engine import Band

MOST_LETTERS = 600
"""Letters of an answer that is no list; a sentence that goes beyond is still said whole."""
MOST_ITEMS = 20
MOST_WORDS = 12
"""Words of the name of an organisation."""
LOWEST = 7
"""The rank of a heading that no letter or mark shows as one."""
LONG = 80
"""Letters from which on a part of a sentence is hardly the name of a group or of a matter."""


@dataclass(frozen=True)
class Found:
    """What a paper says under a key of a brief, or under `objectives`, which are below its goals; and where."""

    key: str
    text: str
    place: str
    band: Band = "strong"
    under: str = ""
    line: int | None = None


@dataclass(frozen=True)
class Paper:
    """What was found in a paper, by key, in its order; `notices` say what was not found, and what is doubtful."""

    found: tuple[Found, ...]
    notices: tuple[str, ...] = ()


_OF = (
    r"(?:our|the|its|your|key|strategic|overall|corporate|organi[sz]ational|agency|company|"
    r"long[- ]term|performance|main|core|enduring|\S+['’]s)"
)
_YEARS = r"(?:\s*(?:for|to|until|by|,|\()?\s*(?:fy\s*)?\d{4}(?:\s*[-–—/]\s*(?:fy\s*)?\d{2,4})?\)?)?"


def _heading(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{_OF}\s+|and\s+)*(?:{words}){_YEARS}", re.IGNORECASE)


HEADINGS: dict[str, re.Pattern[str]] = {
    "name": _heading(r"name|company name|organi[sz]ation|company|name of the organi[sz]ation|organi[sz]ation name"),
    "industry": _heading(r"industry|sector|branch|line of business|industry and sector"),
    "size": _heading(r"size|size of the organi[sz]ation|number of (?:employees|people|staff)|headcount|workforce size"),
    "mission": _heading(r"mission|mission statement|purpose|reason for being|who we are and what we do|why we exist"),
    "vision": _heading(r"vision|vision statement|vision for the future|vision for \w+"),
    "goals": _heading(
        r"(?:goals|objectives|priorities|pillars|aims|themes|ambitions|outcomes|imperatives)"
        r"(?: and (?:goals|objectives|priorities|outcomes|strategies|actions))?(?: at a glance)?|"
        r"what we want to (?:achieve|reach)"
    ),
    "focus": _heading(
        r"focus|focus areas?|areas? of focus|what (?:we measure|matters most|we will focus on)|"
        r"cross[- ](?:cutting|agency) (?:[a-z]+ )?(?:themes|priorities|strategies)"
    ),
    "stakeholders": _heading(
        r"stakeholders?|(?:key )?stakeholders and partners|partners and stakeholders|who (?:we serve|we work with|this is for)|"
        r"customers|partners|audience|customers and (?:stakeholders|partners)"
    ),
    "scope": _heading(r"scope|scope of (?:this|the) (?:plan|strategy|document)|what this (?:plan|strategy) covers"),
    "reporting": _heading(
        r"reporting|reporting (?:frequency|rhythm|cycle)|frequency of reporting|monitoring and reporting|"
        r"reporting and monitoring|"
        r"how we (?:will )?(?:report|measure success|monitor progress)|monitoring progress|measuring (?:progress|success)"
    ),
    "approach": _heading(r"approach|strategy|how we (?:will )?(?:get there|do it|work|deliver)"),
    "destination": _heading(r"destination|where we (?:will|want to) be|what success (?:will )?looks like|desired future"),
}
_FRONT = re.compile(
    r"(?:table of )?contents|foreword|introduction|preface|.*message.*|executive summary|brief|about .*", re.IGNORECASE
)
_LEAD = re.compile(r"(?<=\w):\s.*")
"""What explains a group or a matter behind its name."""
_COUNTED = re.compile(r"(?:strategy|theme|priority|focus area|area)\s+(?:\d+|[A-Z]|[IVX]+)\s*[:.–—-]\s*", re.IGNORECASE)
_LABEL = re.compile(r"([A-Za-z][A-Za-z ]{2,40}?)\s*:\s+(\S.*)")
_NUMBER = re.compile(r"^\s*(?:\d{1,2}(?:\.\d{1,2}){0,3}[.)]?|[A-Z][.)]|[IVX]{1,5}\.)\s+")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")
_SAYS = {
    "mission": re.compile(r"\b(?:mission|purpose)\b[^.]{0,60}?\b(?:is|:)\s+(?:to\s+)?\w+", re.IGNORECASE),
    "vision": re.compile(r"\bvision\b[^.]{0,60}?\b(?:is|:)\s+\w+", re.IGNORECASE),
    "stakeholders": re.compile(r"\b(?:stakeholders|partners|customers)\s+(?:include|are|such as)[: ]+(.+?)[.;]?$", re.IGNORECASE),
    "reporting": re.compile(
        r"(?=.*\b(?:report|review|monitor|assess|publish|updat)\w*)"
        r"(?=.*\b(?:weekly|monthly|quarterly|annual|annually|yearly|every (?:week|month|quarter|year)|twice a year)\b)",
        re.IGNORECASE,
    ),
    "size": re.compile(
        r"\b\d[\d,]*\s+(?:[a-z-]+\s+)?(?:employees|staff|people who work|members of staff|FTEs?|colleagues|workers)\b",
        re.IGNORECASE,
    ),
}
_PLAN = re.compile(
    r"\s*[-–—:|,]?\s*\b(?:(?:the|our|draft|final|agency|five[- ]year|four[- ]year|three[- ]year)\s+)*"
    r"(?:strategic|corporate|business|agency|departmental|annual|city|comprehensive|performance)?\s*"
    r"(?:plan|strategy|framework|blueprint|roadmap)\b.*$",
    re.IGNORECASE,
)


def find(passages: tuple[Passage, ...]) -> Paper:
    """Find what a paper says; a line that is nothing but the name of a key counts as a heading."""
    from vitalfew.draft.numbered import goals  # noqa: PLC0415  # the two modules share `Found`

    passages = tuple(_headed(each) for each in passages)
    named = tuple(_under_headings(passages))
    keys = {each.key for each in named}
    worded = tuple(each for each in _worded(passages) if each.key not in keys or each.key == "size")
    aims, notices = goals(passages)
    name = () if "name" in keys else tuple(_title(passages))[:1]
    found = _first(name) + _first((*named, *worded)) + aims
    looked = ("mission", "vision", "focus", "scope", "stakeholders", "reporting")
    missing = [each for each in looked if each not in {one.key for one in found}]
    if missing and found:
        keys_ = several([f"`{each}`" for each in missing], last=say(" and "))
        notices = (*notices, say("the paper says nothing under these names: {keys}", keys=keys_))
    return Paper(found, notices)


def answers_of(found: Iterable[Found]) -> dict[str, Any]:
    """Give what was found as answers, by key of a brief; of several the surest."""
    answers: dict[str, Any] = {}
    for each in sorted(found, key=lambda each: ("strong", "plausible", "weak", "none").index(each.band)):
        if each.key in LISTS:
            answers.setdefault(each.key, []).append(each.text)
        elif each.key in TEXTS or (each.key == "size" and each.band == "strong"):
            answers.setdefault(each.key, each.text)
    places = {(each.key, each.text): number for number, each in enumerate(found)}
    return {
        key: sorted(value, key=lambda text: places[key, text]) if isinstance(value, list) else value
        for key, value in answers.items()
    }


def title_of(text: str) -> str:
    """Take its number and its closing marks from a heading."""
    return _NUMBER.sub("", text).strip(" .:–—-*#")


def key_of(heading: str) -> str | None:
    """Give the key that a heading names."""
    bare = title_of(heading).replace("’", "'")
    return next((key for key, words in HEADINGS.items() if words.fullmatch(bare)), None)


def body_of(passages: tuple[Passage, ...], start: int) -> Iterator[Passage]:
    """Give what stands under a heading, down to the next one of its rank."""
    level = passages[start].level
    for passage in passages[start + 1 :]:
        if passage.level and passage.level <= level:
            return
        yield passage


def first_sentence(text: str) -> str:
    """Cut a text behind its first sentence."""
    return _SENTENCE.split(text, maxsplit=1)[0].strip()


def _headed(passage: Passage) -> Passage:
    is_name = not (passage.level or passage.is_item or passage.cells) and len(passage.text) < LONG and key_of(passage.text)
    return replace(passage, level=LOWEST) if is_name else passage


def _under_headings(passages: tuple[Passage, ...]) -> Iterator[Found]:
    """Give what stands under headings of a key's name, or behind a label such as `Industry: retail`; goals have their own way."""
    for number, passage in enumerate(passages):
        key = key_of(passage.text) if passage.level else None
        if key and key != "goals":
            yield from _said(key, passage, list(body_of(passages, number)))
        elif label := _LABEL.fullmatch(passage.text):
            key = key_of(label[1])
            if key in LISTS and key != "goals":
                yield from (_found(key, item, passage) for item in listed(label[2]))
            elif key and key != "goals":
                yield _found(key, label[2], passage)


def _said(key: str, heading: Passage, body: list[Passage]) -> Iterator[Found]:
    texts = [each for each in body if not each.level]
    if key not in LISTS:
        kept = texts[:1] if key in {"mission", "vision", "name", "industry", "size"} else _as_long_as(texts)
        if kept:
            yield _found(
                key, " ".join(_NUMBER.sub("", each.text) if each.is_item else each.text for each in kept), kept[0], heading.text
            )
        return
    top = min((each.level for each in body if each.level), default=0)
    heads = [each for each in body if top and each.level == top]
    items = heads if len(heads) > 1 else [each for each in texts if each.is_item]
    for each in items[:MOST_ITEMS]:
        text = _COUNTED.sub("", _NUMBER.sub("", first_sentence(each.text)))
        yield _found(key, _LEAD.sub("", text), each, heading.text)
    if not items and texts and len(texts[0].text) <= MOST_LETTERS:
        says = _SAYS["stakeholders"].search(texts[0].text) if key == "stakeholders" else None
        for text in listed((says[1] if says else texts[0].text).rstrip(".")):
            yield _found(key, text, texts[0], heading.text, "strong" if len(text) < LONG else "weak")


def _as_long_as(texts: list[Passage]) -> list[Passage]:
    kept: list[Passage] = []
    size = 0
    for each in texts:
        if kept and size + len(each.text) > MOST_LETTERS:
            break
        kept.append(each)
        size += len(each.text)
    return kept


def _worded(passages: tuple[Passage, ...]) -> Iterator[Found]:
    """Give what sentences say: `Our mission is to …`, `stakeholders include …`, how often is reported, how many work there."""
    for passage in passages:
        for sentence in _SENTENCE.split(passage.text) if not passage.level and not passage.cells else ():
            for key, pattern in _SAYS.items():
                says = pattern.search(sentence) if len(sentence) <= MOST_LETTERS else None
                if says and key == "stakeholders":
                    yield from (_found(key, text, passage, band="plausible") for text in listed(says[1]))
                elif says:
                    yield _found(key, sentence, passage, band="weak" if key in {"size", "reporting"} else "plausible")


def _found(key: str, text: str, passage: Passage, under: str = "", band: Band = "strong") -> Found:
    return Found(key, text.strip(), passage.place, band, under, passage.line)


def _first(found: Iterable[Found]) -> tuple[Found, ...]:
    """Leave out what was found before: a text of its key, and a second answer where there is one."""
    kept: dict[tuple[str, str], Found] = {}
    for each in found:
        kept.setdefault((each.key, each.text.casefold() if each.key in LISTS else ""), each)
    return tuple(kept.values())


def _title(passages: tuple[Passage, ...]) -> Iterator[Found]:
    """Give the name of the organisation as the title has it, without what the paper is; else as the mission says it."""
    first = [each for each in passages[:12] if not _FRONT.fullmatch(title_of(each.text))]
    heads = [each for each in first if each.level] + [each for each in first if not each.level and _is_title(each.text)]
    for number, each in enumerate(heads):
        parts = (_bare_name(part) for part in re.split(r"\s+[-–—|]\s+|:\s+", each.text))
        name = next((part for part in parts if len(part) > 1), "")
        is_title = name != each.text
        if name and key_of(each.text) is None and len(name.split()) <= MOST_WORDS and (is_title or number == 0):
            yield _found("name", name, each, band="plausible" if is_title and _PLAN.search(each.text) else "weak")


def _is_title(text: str) -> bool:
    return len(text) < LONG and _PLAN.search(text) is not None and not text.endswith(".")


def _bare_name(title: str) -> str:
    """Take the plan and its years from a title."""
    years = r"\b(?:FY\s*|Fiscal Years?\s*)?\d{4}(?:\s*[-–—/]\s*(?:FY\s*)?\d{2,4})?\b"
    return re.sub(years, "", _PLAN.sub("", title), flags=re.IGNORECASE).strip(" -–—:|,()")

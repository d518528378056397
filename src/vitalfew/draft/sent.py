"""What a language model is sent: prompts, which are files, and facts from which people, money and the like are taken out.

What was taken out stands in square brackets, and is put back into the answer here; it never leaves.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from importlib.resources import files

from vitalfew.text.phrase import word_set

PROMPTS = ("extract", "sharpen", "propose", "because", "opinion")


@dataclass(frozen=True)
class Prompt:
    """What a language model is told to do; `id` says which text that was, to the letter."""

    name: str
    version: int
    text: str

    @property
    def id(self) -> str:
        """Its name, its version, and the beginning of the hash of its text."""
        return f"{self.name} {self.version} {sha256(self.text.encode()).hexdigest()[:12]}"


@cache
def prompt(name: str) -> Prompt:
    """Read a prompt; its first line says its name and version."""
    head, _, text = (files("vitalfew.draft") / "prompts" / f"{name}.md").read_text(encoding="utf-8").partition("\n")
    return Prompt(name, int(head.rpartition(" ")[2]), text.strip())


@dataclass(frozen=True)
class Sent:
    """What would leave: to whom, what it is told to do, and the facts; `hidden` counts what was taken out of them."""

    model: str
    to: str
    prompt: Prompt
    facts: str
    hidden: int


GIVEN = word_set(
    """
    adam alexander alice andrea andreas andrew angela anna anne anthony barbara ben benjamin bernd betty birgit bob brian
    carol caroline catherine charles charlotte christian christine christoph christopher claire claudia daniel david deborah
    dennis diana dieter donald donna dorothy edward elena elizabeth ellen emily emma eric erika eva felix fiona florian
    gabriele gary george gerhard gisela greg gregory günter hannah hans heike heinz helen helena helga henry ingrid jack
    jacob james jan jane janet jason jennifer jessica jim joachim joan joe johanna john jonas jonathan joseph joshua julia
    julie jürgen karen karin karl katharina kathleen kathrin kevin kimberly klaus larry laura lena leon linda lisa lukas
    manfred marc marco margaret maria marie marion markus martha martin mary matthew matthias melissa michael michelle
    monika nancy nathan nicholas nicole nina noah oliver olivia otto pamela patricia patrick paul paula peter petra philip
    rachel ralf rebecca renate richard robert roger ronald rüdiger ruth ryan sabine samuel sandra sara sarah scott sebastian
    simon sofia sophia sophie stefan stefanie stephanie stephen steven susan susanne thomas thorsten timothy tina tobias tom
    ulrich ursula uwe veronica victoria walter werner wilhelm william wolfgang yvonne
    """
)
"""Given names that are hardly ever another word."""

_NAME = r"[A-ZÄÖÜ][a-zäöüßé]+(?:[-'’][A-ZÄÖÜ]?[a-zäöüßé]+)*"
_WHO = rf"(?:{_NAME}|[A-Z]\.)(?:\s+(?:von\s+|van\s+|de\s+)?(?:{_NAME}|[A-Z]\.)){{0,2}}"
_ROLE = (
    r"CEO|CFO|COO|CTO|CIO|CHRO|[Oo]wner|[Dd]irector|[Hh]ead|[Mm]anager|[Cc]hair(?:man|woman|person)?|[Pp]resident|[Mm]ayor|"
    r"[Mm]inister|[Oo]fficer|[Ff]ounder|[Ll]eader|[Ss]ecretary|[Ll]ed by|[Oo]wned by|[Aa]ssigned to|[Rr]eport(?:s|ing)? to"
)
_PEOPLE = (
    re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"),
    re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sir|Dame|Herr|Frau)\b\.?\s+({_WHO})"),
    re.compile(rf"\b(?:{_ROLE})\b[:,]?\s+({_WHO})"),
    re.compile(rf"({_NAME}\s+{_NAME}),\s+(?:the\s+|our\s+)?(?:{_ROLE})\b"),
    re.compile(rf"\b((?i:{'|'.join(sorted(GIVEN))})\b(?:\s+{_NAME}){{0,2}})"),
)
_CURRENCY = "EUR|USD|GBP|CHF|SEK|NOK|DKK|PLN|CZK|HUF|JPY|CNY|INR|AUD|CAD|NZD|BRL|ZAR|€|\\$|£|¥"
_DIGITS = r"\d+(?:[.,’']\d+|\s\d{3}\b)*(?:\s?(?:k|m|bn|tn|M|K|Mio\.?|Mrd\.?|thousand|million|billion|trillion)\b)?"
_MONEY = re.compile(rf"(?:{_CURRENCY})\s?{_DIGITS}|{_DIGITS}\s?(?:(?:{_CURRENCY})(?!\w)|(?:euros?|dollars?|pounds?|francs?)\b)")
_LEGAL = re.compile(r"[,\s]+(?:GmbH(?: & Co\. KG)?|AG|SE|KG|e\.\s?V\.|Ltd\.?|Inc\.?|LLC|plc|PLC|Co\.|S\.A\.|B\.V\.|Corp\.?)$")
MARK = re.compile(r"\[(?:ORGANISATION|PERSON|AMOUNT|WORD)(?:_\d+)?\]")
ORGANISATION, PERSON = "[ORGANISATION]", "[PERSON_"


@dataclass(frozen=True)
class Redaction:
    """Which text is hidden behind which mark in square brackets; a text that holds another one comes before it."""

    pairs: tuple[tuple[str, str], ...]

    def hide(self, text: str) -> str:
        """Take out what is not to leave."""
        for mark, hidden in self.pairs:
            text = re.sub(rf"(?<!\w){re.escape(hidden)}(?!\w)", mark, text, flags=re.IGNORECASE)
        return text

    def show(self, text: str) -> str:
        """Put back what was taken out; marks that stand for nothing stay."""
        stands = dict(reversed(self.pairs))
        return MARK.sub(lambda found: stands.get(found[0], found[0]), text)


def redaction(texts: Iterable[str], organisation: str = "", words: Iterable[str] = ()) -> Redaction:
    """Find in texts what is not to leave: the organisation's name, people, amounts of money, and words that a user named.

    People are known by a title, a role, a given name or an address of mail; whoever is named otherwise is one of the words.
    """
    whole = "\n".join(texts)
    found = [(ORGANISATION, name) for name in (organisation, _LEGAL.sub("", organisation))]
    for kind, hidden in (("WORD", words), ("AMOUNT", _MONEY.findall(whole)), ("PERSON", _people(whole))):
        found += [(f"[{kind}_{place}]", text) for place, text in enumerate(dict.fromkeys(hidden), 1)]
    return Redaction(tuple(sorted((pair for pair in found if pair[1].strip()), key=lambda pair: -len(pair[1]))))


def _people(text: str) -> Iterator[str]:
    for sign in _PEOPLE:
        yield from (" ".join(found[1 if sign.groups else 0].split()) for found in sign.finditer(text))


def each_text(value: object, change: Callable[[str], str]) -> object:
    """Change all texts that some facts or an answer hold."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {key: each_text(each, change) for key, each in value.items()}
    return [each_text(each, change) for each in value] if isinstance(value, list | tuple) else value


def sent(model: str, to: str, told: Prompt, facts: Mapping[str, object], by: Redaction) -> Sent:
    """Give what would leave."""
    text = json.dumps(each_text(facts, by.hide), ensure_ascii=False, indent=1)
    return Sent(model, to, told, text, len(MARK.findall(text)))

"""A small engine that looks for phrases in names: words brought to a common form, compared as sequences.

It knows no grammar. A name is judged by what stands in it; words that set a count in proportion make the count harmless.
Lists are written in the common form, in the singular, so that splitting them is all that starting costs.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

Words = tuple[str, ...]
_WORD = re.compile(r"[a-z0-9%]+|#")
_ENDINGS = (("sses", "ss"), ("ches", "ch"), ("shes", "sh"), ("ies", "y"), ("ss", "ss"), ("us", "us"), ("is", "is"), ("s", ""))


class Guess(NamedTuple):
    """What a name seems to say: the words that say so, as written, and why that is doubtful."""

    words: str
    why: str


def words(text: str) -> Words:
    """Split a text into lower-case words in the singular; apostrophes fall away, hyphens and signs part.

    >>> words("New hires' on-boarding (%)")
    ('new', 'hire', 'on', 'boarding', '%')
    """
    return tuple(singular(word) for word in _WORD.findall(text.lower().replace("'s", "").replace("’s", "")))


@lru_cache(maxsize=4096)
def singular(word: str) -> str:
    """Give the singular of an English noun, by its ending only.

    >>> [singular(word) for word in ("visitors", "companies", "process", "impressions", "news", "gas")]
    ['visitor', 'company', 'process', 'impression', 'news', 'gas']
    """
    if len(word) < 4 or word == "news" or not word.endswith("s"):
        return word
    for ending, instead in _ENDINGS:
        if word.endswith(ending):
            return word[: len(word) - len(ending)] + instead
    return word


def table(rows: Mapping[str, str]) -> dict[Words, str]:
    """Turn reasons with their phrases, parted by commas, into phrases with their reason."""
    return {phrase: why for why, text in rows.items() for phrase in phrases(text)}


def phrases(text: str) -> frozenset[Words]:
    """Turn phrases, parted by commas, into a set of them."""
    return frozenset(tuple(phrase.split()) for phrase in text.split(","))


def word_set(text: str) -> frozenset[str]:
    """Turn a written list of words into a set of them."""
    return frozenset(text.split())


def places(name: Words, known: Collection[Words], *, longest: int = 4) -> Iterator[tuple[int, int]]:
    """Give where phrases stand in a name as `[start, end)`, the longest first where several begin together."""
    for start in range(len(name)):
        for end in range(min(len(name), start + longest), start, -1):
            if name[start:end] in known:
                yield start, end


def unpaced(name: Words, over: frozenset[str]) -> Words:
    """Leave out a closing “per day” and the like: spread over time, a count is still a count.

    >>> unpaced(words("Page views per month"), TIMES)
    ('page', 'view')
    """
    return name[:-2] if name[-2:-1] == ("per",) and name[-1] in over else name


def as_written(text: str, start: int, end: int) -> str:
    """Give the words from `start` to `end` of a text as they stand in it, in quotation marks."""
    found = list(_WORD.finditer(text.lower().replace("'s", "  ").replace("’s", "  ")))
    return f"“{text[found[start].start() : found[end - 1].end()]}”"


def has_any(name: Sequence[str], marks: frozenset[str]) -> bool:
    """Tell whether one of some words stands in a name."""
    return not marks.isdisjoint(name)


PROPORTION = word_set(
    """
    % percent percentage rate ratio share proportion per conversion converted average mean median cost spend revenue
    margin profit value income return roi yield time speed satisfaction nps score index quality accuracy efficiency
    effectiveness productivity reduction retention churn resolution resolved growth impact influenced
    """
)
"""Words of value, time or proportion: a count that they qualify says more than volume."""

TIMES = word_set("hour day week month quarter year")

QUALIFIED = word_set(
    """
    who that which whose within without converting buying paying qualified returning repeat repeated active engaged
    target targeted won ordering renewing accepted certified
    """
)
"""Words that pick out the part that matters."""

DRESS = word_set(
    """
    total number count of the a an all our new monthly weekly daily yearly annual quarterly overall cumulative gross no
    website web site online social customer team staff internal management shop store app application in on by to and
    month week year day quarter instagram facebook linkedin twitter youtube tiktok x blog newsletter unique user amount
    volume from with at event # campaign organic ad brand profile company channel sale inbound outbound page homepage
    raw potential increase mobile search engine referral direct paid digital press media content podcast country device
    member client community special hosted public post
    """
)
"""Words that a bare count is dressed in. Any other word beside a count may change what it says."""

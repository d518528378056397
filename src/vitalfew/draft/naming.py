"""How alike the names of two columns are: the words that they share once abbreviations and synonyms are one word.

`order_date`, `OrderDate` and `ordered on` are all `order`; that they hold days is said by their kind, not by their words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Literal

from vitalfew.draft.columns import Kind
from vitalfew.text.phrase import singular, word_set

Wanted = Literal["date", "number", "flag", "id", "any"]
"""What a needed column has to hold, told by its words."""

_SAME = """
customer client buyer cust consumer subscriber
order purchase ord
invoice bill inv billed
item product sku article stockcode prod
quantity qty units unit piece pcs
amount amt total value sum turnover revenue sales
price rate
person employee staff emp worker colleague personnel
shop store branch outlet
supplier vendor
open opened create created raise raised register registered submit submitted reported
close closed solve solved resolve resolved finish finished complete completed
start started begin began hire hired join joined signup
end ended leave left cancel cancelled canceled terminate terminated churned expire expired
reason cause why
case ticket
deliver delivered delivery
ship shipped shipping sent send dispatch dispatched despatched mailed
receive received arrive arrived
pay paid payment
answer answered reply replied response respond responded
visit visited session
kind type category method topic
cost expense
score rating points
return returned refund refunded
department dept
number no nr num code key
manager head
accept accepted approved
qualify qualified
net ex
hour hours hrs
minute minutes mins
day days
first initial
month period
channel medium
lead prospect
region area territory state province
"""
_RELATED: Mapping[frozenset[str], float] = {
    frozenset(pair.split()): share
    for share, pairs in (
        (0.75, ("order invoice",)),
        (0.45, (
            "amount price", "order open", "deliver receive", "deliver ship", "end close", "case order",
            "pay receive", "amount cost", "start open", "visit open",
        )),
    )
    for pair in pairs
}  # fmt: skip
"""Pairs of words that are not the same, with what they count as shared."""
_RELATING = frozenset(word for pair in _RELATED for word in pair)
_WHOLE = {("stock", "code"): ("product",), ("freight",): ("deliver", "cost"), ("stockcode",): ("product",)}
"""Words that mean others together."""
KEYLIKE = 0.5
"""What is left of a score where a key is to hold an amount, a flag or a word."""
_DATE_WORDS = word_set(
    """
    on at date day time timestamp datetime ts dt when utc moment
    """
)
_FILLER = word_set(
    """
    the a an of is was has by for in to and id fk pk flag ind
    """
)
_PARTS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_CANON: Mapping[str, str] = {word: line.split()[0] for line in reversed(_SAME.strip().splitlines()) for word in line.split()}
_NUMBERS = word_set(
    """
    amount cost price quantity units hours days minutes seconds score value margin share rate tonnes kwh mwh km kilos fees
    loss seats budget weight steps contacts views balance income rating age percentage points attempt interest salary pay
    """
)
_IDS = word_set(
    """
    customer item product person supplier account project order shop number invoice campaign device machine site patient
    vehicle case contract agent team unit guest policy learner engagement reader
    """
)
_DATES = word_set(
    """
    on at date day month week period year quarter until since
    """
)
_FLAGS = word_set(
    """
    passed complete right failed present avoidable critical delivered converted answered billable damaged active missed
    qualified
    """
)
FITS: Mapping[Wanted, Mapping[Kind, float]] = {
    "date": {"date": 1, "text": 0.6, "integer": 0.35, "unknown": 0.9, "number": 0.1, "flag": 0.1},
    "number": {"number": 1, "integer": 1, "unknown": 0.9, "text": 0.4, "flag": 0.2, "date": 0.05},
    "id": {"integer": 1, "text": 1, "unknown": 0.9, "number": 0.8, "flag": 0.1, "date": 0.05},
    "flag": {"flag": 1, "integer": 0.8, "text": 0.75, "unknown": 0.9, "date": 0.5, "number": 0.3},
    "any": {"text": 1, "integer": 1, "number": 0.9, "flag": 0.9, "unknown": 0.9, "date": 0.45},
}
"""How well a column of a kind holds what is wanted, 0 to 1."""


def wanted(column: str) -> Wanted:
    """Tell what a needed column holds.

    >>> wanted("ordered on"), wanted("net amount"), wanted("is avoidable"), wanted("order number"), wanted("reason")
    ('date', 'number', 'flag', 'id', 'any')
    """
    parts = column.casefold().split()
    first, last = parts[0], parts[-1]
    if first == "is" or column.casefold().startswith(("active at", "would ", "must ")):
        return "flag"
    if last in _DATES:
        return "date"
    if len(parts) > 1 and last == "number":
        return "id"
    if last in _NUMBERS:
        return "number"
    return "flag" if last in _FLAGS and len(parts) == 1 else "id" if last in _IDS else "any"


@lru_cache(maxsize=8192)
def tokens(name: str) -> frozenset[str]:
    """Give the words of a name: parted at capitals, underscores and spaces, in the singular, synonyms as one.

    >>> sorted(tokens("CustomerID")), sorted(tokens("qty_ordered")), sorted(tokens("ordered on"))
    (['customer'], ['order', 'quantity'], ['order'])
    """
    words = [part.casefold() for part in _PARTS.findall(name.replace("'", ""))]
    for phrase, meant in _WHOLE.items():
        if set(phrase) <= set(words):
            words = [word for word in words if word not in phrase] + list(meant)
    kept = {_canon(word) for word in words if word not in _DATE_WORDS and word not in _FILLER}
    return frozenset(kept or {_canon(word) for word in words if word not in {"id", "fk", "pk"}} or words)


def _canon(word: str) -> str:
    for form in (word, singular(word), *_stems(word)):
        if form in _CANON:
            return _CANON[form]
    return next(iter(_stems(word)), singular(word))


def _stems(word: str) -> Iterable[str]:
    if word.endswith("ed") and len(word) > 4:
        yield word[:-2]
        yield word[:-1]


@lru_cache(maxsize=65536)
def alike(left: frozenset[str], right: frozenset[str]) -> float:
    """Score two sets of words from 0 to 1: twice what they share over all they have (Dice); related words count in part."""
    if not left or not right:
        return 0.0
    shared = float(len(left & right))
    for word in (left - right) & _RELATING:
        shared += max((_RELATED.get(frozenset((word, other)), 0.0) for other in right - left), default=0.0)
    return min(1.0, 2 * shared / (len(left) + len(right)))


def name_score(column: str, table: str, name: str, of: str) -> float:
    """Score a needed column of a needed table against a column of a table that is there, by their words alone."""
    want, have = tokens(column), tokens(name)
    inside, there = tokens(table), tokens(of)
    best = alike(want, have)
    if have - there:  # `orders.order_status` is the status of the order
        best = max(best, alike(want, have - there), 0.95 * alike(want | inside, have))
    if want - inside:
        best = max(best, 0.95 * alike(want - inside, have), 0.95 * alike(want - inside, have - there))
    bare = {part.casefold() for part in _PARTS.findall(name)}
    if bare <= _DATE_WORDS and wanted(column) == "date":  # a table of one date calls it `date`
        best = max(best, 0.7 if want <= inside else 0.5)
    if bare <= {"id", "key"}:  # `customers.id` is the customer
        best = max(best, alike(want, there))
    is_key = bool(bare & {"id", "no", "nr", "number", "code", "uuid", "key"})
    return best * (KEYLIKE if is_key and wanted(column) in {"number", "flag", "any"} else 1.0)

"""What usually pulls against what: aspects of work that are bought at each other's price, and how to see which a KPI pushes.

An aspect is read from words of the name, and counts only in its good direction: inventory that is to fall is no inventory
that is to grow. Where two aspects pull apart stands in `TENSIONS`, with what happens and which KPI of the catalogue holds
both. Words alone say what is usual, and neither what is the case nor what has other names: what they find is a question, no
conflict.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from vitalfew.base.said import say
from vitalfew.catalog.entry import Entry
from vitalfew.catalog.read import Catalogue
from vitalfew.model.kpi import Direction, Kpi


class Tension(NamedTuple):
    """Why one aspect is paid for by another, and the catalogue's KPI in which both count, by id; empty where none is."""

    one: str
    other: str
    why: str
    shared: str = ""


_WORDS: Mapping[str, Mapping[Direction, str]] = {
    "speed": {
        "down": (
            r"(?<!over)(?<!down)\btimes?\b|wait|delay|speed|\bdays (?:from|until|to)\b|length of stay|response"
            r"|latency|queue|backlog|duration|cycle|throughput time|minutes per"
        ),
    },
    "promise": {
        "up": r"\b(?:within|in) (?:\w+ )?(?:minutes|hours|days|weeks)\b|\bon schedule\b|by the deadline",
    },
    "volume": {
        "up": (
            r"\bsold\b|signed|generated|delivered per|\bclosed\b|\bvolume\b|launch|releases?\b|deploy|promotion"
            r"|per customer|(?:revenue|sales) growth|quota"
            r"|\bnew (?:loans?|contracts?|customers?|accounts?|members?|subscribers?)\b|acquired|per hour|bookings"
            r"|per (?:day|physician|researcher|agent|person|employee|shift|article)\b|output|\bmade\b|processed"
            r"|completed|installed|shipped|calls (?:made|taken)|visits|clicks|sign-?ups|downloads|market share"
        ),
    },
    "use": {
        "up": (
            r"utili[sz]ation|occupancy|efficiency|capacity use|productivity|load factor|\bfill\b(?! rate)"
            r"|seats? taken|busy"
        ),
    },
    "cost": {
        "down": (
            r"\bcosts?\b|\bprices? paid\b|purchase price|spend|expense|overhead|overrun|headcount|staffing|\bbill\b"
            r"|\bbudget used"
        ),
    },
    "margin": {
        "up": r"margin|full.price|price reali[sz]ation|profit|earnings|average price|\byield per",
    },
    "goodness": {
        "down": (
            r"defect|\bfaults?\b|errors?\b|complain|reopen|churn|default|readmi|failure|reject|rework|mortality"
            r"|injur|first.year turnover|repeat|infection|\bmis-?\w+ments?\b|mistake|wrong|\bbugs?\b|returns?\b"
            r"|cancel|denied|damage|recall|warranty|deaths|fraud|lapse"
        ),
        "up": (
            r"quality|resolution|satisfaction|accuracy|retention|acceptance|\bsafe|trust|experience|replicat"
            r"|promoter|loyal|renewal|\bscope|reputation|right first time|careful"
        ),
    },
    "stock": {
        "down": r"inventor|\bstock\b(?!-)|excess|markdown|waste|spoil",
        "up": r"(?:inventory|stock) turns",
    },
    "service": {
        "down": r"stock.?outs?|downtime|outage|back.?order|shortage|stoppage",
        "up": r"availab|fill rate|on.time|in full|uptime|delivery reliab|window|punctual|coverage of service",
    },
    "debtors": {
        "down": r"sales outstanding|receivable",
    },
    "creditors": {
        "up": r"payable",
    },
    "strain": {
        "down": r"turnover|absence|overtime|burn.?out|attrition|stress|fatigue",
    },
    "variety": {
        "up": r"variet|variants|assortment|custom options",
    },
    "seed": {
        "up": (
            r"research (?:spend|budget)|training|brand|\bskills?\b|improvement work|prevent|maintenance done"
            r"|innovation|learning"
        ),
    },
    "openness": {
        "up": r"report|speak.up|near miss",
    },
    "harm": {
        "down": r"injur|accident|incident",
    },
    "need": {
        "up": r"\bhard-to|needy|\bin need|disadvantaged|vulnerable|inclus|access for|rural",
    },
}
"""Aspects, and by the direction that is good the words that tell of each."""
_FOUND = [(aspect, good, re.compile(words, re.IGNORECASE)) for aspect, ways in _WORDS.items() for good, words in ways.items()]

TENSIONS: tuple[Tension, ...] = (
    Tension("speed", "goodness", say("what is done faster than it can be done well comes back"), "right-first-time"),
    Tension("promise", "goodness", say("what must be over in time is ended, whether it is done or not"), "right-first-time"),
    Tension("volume", "goodness", say("more is taken in than can be done well"), "right-first-time"),
    Tension("volume", "margin", say("volume is bought with discount"), "deal-margin"),
    Tension("volume", "service", say("each new launch may break what runs"), "service-continuity"),
    Tension("use", "speed", say("who is always busy makes work wait"), "flow-efficiency"),
    Tension("use", "strain", say("every hour that is used is one not rested or learned in")),
    Tension("use", "stock", say("large lots keep people busy and fill the floor"), "flow-efficiency"),
    Tension("cost", "goodness", say("what is saved at first is paid for in faults"), "cost-of-poor-quality-ratio"),
    Tension("cost", "speed", say("the cheaper way is the slower one"), "perfect-order-rate"),
    Tension("cost", "service", say("reserves that are saved are missed when they are needed"), "service-continuity"),
    Tension("cost", "variety", say("each new variant costs routine")),
    Tension("cost", "seed", say("what pays later is cut first")),
    Tension("margin", "seed", say("what pays later is cut first")),
    Tension("stock", "service", say("less stock leaves less reserve for what nobody foresaw"), "gross-profit-return-on-stock"),
    Tension("stock", "variety", say("each new variant is kept in stock"), "gross-profit-return-on-stock"),
    Tension("debtors", "volume", say("longer terms of payment win orders"), "working-capital-ratio"),
    Tension("creditors", "service", say("suppliers who are paid late deliver late"), "service-continuity"),
    Tension("use", "service", say("what is filled to the last place leaves late"), "service-continuity"),
    Tension("use", "goodness", say("who is always busy makes mistakes, and turns people away"), "right-first-time"),
    Tension("volume", "seed", say("time for what pays later is taken for what counts today")),
    Tension("volume", "strain", say("more is asked of people than they can keep up")),
    Tension("promise", "need", say("who takes longer is left out")),
    Tension("volume", "need", say("who takes longer is left out")),
    Tension("cost", "need", say("who takes longer is left out")),
    Tension("cost", "strain", say("fewer hands do the same work")),
    Tension("harm", "openness", say("where few incidents are rewarded, fewer are told")),
)  # fmt: skip


def aspects(kpi: Kpi) -> frozenset[str]:
    """Give what a KPI pushes, by the words of its name; a definition says more, and mentions too much."""
    return frozenset(aspect for aspect, good, words in _FOUND if good == kpi.good and words.search(kpi.title))


def tensions(one: Kpi, other: Kpi) -> Iterator[tuple[Tension, Kpi, Kpi]]:
    """Give why two KPIs usually pull apart, each time the one that is pushed first; nothing where they push the same."""
    mine, theirs = aspects(one), aspects(other)
    for each in TENSIONS:
        for left, right, first, second in ((mine, theirs, one, other), (theirs, mine, other, one)):
            if each.one in left and each.other in right and not left & right:
                yield each, first, second
                break


def entry_of(kpi: Kpi, book: Catalogue) -> Entry | None:
    """Give the catalogue's entry that a KPI is called like, where it is to go the same way."""
    found = book.named(kpi.title) or book.entry.get(kpi.id)
    return found if found is not None and found.direction == kpi.good else None


def catalogued(one: Kpi, other: Kpi, book: Catalogue) -> Iterator[tuple[str, Kpi, Kpi]]:
    """Give why the catalogue says that two KPIs pull apart: by a guard that gives gaming away, or by objectives that compete.

    Where one drives the other, they go together.
    """
    mine, theirs = entry_of(one, book), entry_of(other, book)
    if mine is None or theirs is None or theirs.id in mine.drives or mine.id in theirs.drives:
        return
    for entry, guard, first, second in ((mine, theirs, one, other), (theirs, mine, other, one)):
        if guard.id in entry.guards:
            yield entry.gamed, first, second
    for pattern in book.patterns:
        for id_, why in pattern.conflicts.items():
            rival = book.pattern[id_]
            for entry, against, first, second in ((mine, theirs, one, other), (theirs, mine, other, one)):
                if entry.id == pattern.headline and against.id in (rival.headline, *rival.lagging):
                    yield why, first, second

"""What a brief means: the industry, the preset, the units and roles, how often is reported, the currency, who has a stake.

Everything is read from free text by the words in it; what a word was taken for, and what was not understood, is a notice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Literal, get_args

from vitalfew.base.said import say, say_count, several
from vitalfew.catalog.entry import Function, Industry
from vitalfew.catalog.read import catalogue
from vitalfew.draft.brief import Brief
from vitalfew.draft.choice import Context, Unit
from vitalfew.exchange.slug import slug
from vitalfew.model.policy import NUMBERS
from vitalfew.model.preset import PRESETS, TIER_1_MOST, Preset, PresetName
from vitalfew.text.phrase import words

Reporting = Literal["daily", "weekly", "monthly", "quarterly"]
Group = Literal["executives", "board", "departments", "employees", "customers", "investors", "public", "suppliers"]

INDUSTRIES: Mapping[Industry, str] = {
    "software-subscription": "software saas cloud platform app subscription it technology tech internet b2b startup developer",
    "retail": "retail retailer shop store supermarket grocery grocer fashion boutique wholesale bakery pharmacy bookshop "
    "butcher florist",
    "e-commerce": "e-commerce ecommerce webshop marketplace online shop store retail retailer d2c mail-order",
    "manufacturing": "manufacturing manufacturer industrial factory machine machinery automotive chemical food producer plant "
    "carmaker maker steel metal toolmaker electronics semiconductor pharma pharmaceutical brewery furniture textile packaging",
    "logistics": "logistics transport freight haulage haulier shipping parcel courier warehouse forwarding delivery rail airline "
    "bus trucking airport port taxi",
    "health-care": "health healthcare hospital clinic medical care nursing dental dentist doctor physician practice patient "
    "therapy physiotherapy rehabilitation",
    "education": "education school university college training academy teaching learning kindergarten nursery e-learning",
    "public-sector": "public government municipal municipality city council authority ministry state county police",
    "non-profit": "non-profit nonprofit charity foundation ngo association church aid volunteer museum theatre orchestra club",
    "banking": "bank banking credit lending savings fintech payment mortgage wealth",
    "insurance": "insurance insurer insurtech reinsurance underwriting broker",
    "hospitality": "hospitality hotel restaurant cafe café coffee catering tourism travel resort bar pub hostel inn "
    "gastronomy camping",
    "construction": "construction builder building contractor civil engineering infrastructure roofing real estate property "
    "carpenter plumbing electrician housing developer",
    "energy": "energy utility power electricity gas water solar wind grid oil heat",
    "professional-services": "consulting consultancy consultant agency law legal lawyer accounting accountant audit advisory "
    "architect firm professional design engineering staffing service services tax notary",
    "media": "media publishing publisher newspaper broadcast broadcaster television radio film music games streaming magazine",
}
"""Words by which people name an industry; the last word of a name, as in `health insurance`, weighs most."""
FALLBACK: Industry = "professional-services"

NEEDS: Mapping[Industry, tuple[Function, ...]] = {
    "software-subscription": ("product-engineering", "sales", "service", "marketing", "it-security"),
    "e-commerce": ("marketing", "supply-chain", "service", "product-engineering", "finance"),
    "retail": ("sales", "supply-chain", "operations", "marketing", "service"),
    "manufacturing": ("manufacturing", "supply-chain", "sales", "product-engineering", "service"),
    "logistics": ("operations", "supply-chain", "sales", "service", "it-security"),
    "health-care": ("operations", "service", "compliance-risk", "hr", "finance"),
    "education": ("operations", "service", "hr", "finance", "marketing"),
    "public-sector": ("service", "operations", "projects", "finance", "it-security"),
    "non-profit": ("operations", "marketing", "finance", "service", "governance"),
    "banking": ("sales", "compliance-risk", "service", "it-security", "operations"),
    "insurance": ("operations", "sales", "service", "compliance-risk", "finance"),
    "hospitality": ("operations", "service", "marketing", "sales", "supply-chain"),
    "construction": ("projects", "operations", "sales", "supply-chain", "compliance-risk"),
    "energy": ("operations", "service", "compliance-risk", "projects", "sustainability"),
    "professional-services": ("sales", "projects", "operations", "service", "marketing"),
    "media": ("marketing", "product-engineering", "sales", "operations", "service"),
}
"""The functions that carry most of an industry's work, the weightiest first."""
REST: tuple[Function, ...] = (
    "operations", "sales", "finance", "hr", "service", "supply-chain", "it-security", "marketing", "compliance-risk",
    "product-engineering", "projects", "sustainability", "governance",
)  # fmt: skip

NAMES: Mapping[Function, str] = {
    "sales": say("Sales"),
    "marketing": say("Marketing"),
    "service": say("Customer service"),
    "operations": say("Operations"),
    "supply-chain": say("Supply chain"),
    "manufacturing": say("Manufacturing"),
    "product-engineering": say("Product and engineering"),
    "it-security": say("IT and security"),
    "hr": say("People"),
    "finance": say("Finance"),
    "compliance-risk": say("Compliance and risk"),
    "sustainability": say("Sustainability"),
    "projects": say("Projects"),
    "governance": say("Governance"),
}
SCOPES: Mapping[Function, str] = {
    "sales": "sales selling commercial",
    "marketing": "marketing brand",
    "service": "service support",
    "operations": "operations operational",
    "supply-chain": "supply purchasing procurement logistics warehouse",
    "manufacturing": "manufacturing production factory plant",
    "product-engineering": "product engineering development r&d",
    "it-security": "it security",
    "hr": "hr people personnel",
    "finance": "finance financial controlling accounting",
    "compliance-risk": "compliance risk",
    "sustainability": "sustainability environment",
    "projects": "projects delivery",
    "governance": "governance board",
}
"""Words by which a scope names a function."""

GROUPS: Mapping[Group, str] = {
    "executives": "executive management leadership ceo director founder partner",
    "board": "board supervisory trustee council",
    "departments": "department team unit division manager head",
    "employees": "employee staff people worker colleague workforce union volunteer nurse teacher",
    "customers": "customer client guest patient user buyer subscriber member student pupil parent passenger tenant donor reader "
    "household family",
    "investors": "investor shareholder bank lender fund stakeholder owner",
    "public": "public regulator government community citizen authority society neighbour state ministry city resident",
    "suppliers": "supplier vendor partner contractor",
}
"""Words by which people name those who have a stake."""

REPORTS: tuple[tuple[Reporting, str], ...] = (
    ("daily", "daily day"),
    ("weekly", "weekly week"),
    ("monthly", "monthly month"),
    ("quarterly", "quarterly quarter"),
)
CURRENCIES = {"€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "euro": "EUR", "dollar": "USD", "pound": "GBP", "franc": "CHF"}
CODES = ("EUR", "USD", "GBP", "CHF", "JPY", "SEK", "NOK", "DKK", "PLN", "CZK", "CAD", "AUD", "INR", "BRL", "ZAR", "SGD")
LARGE, HUGE = 250, 2_000
FEWEST = 12
"""KPIs that the catalogue knows of a function in an industry, below which it makes no department of its own."""


def context_of(brief: Brief) -> Context:
    """Understand a brief; never fails: what cannot be read is taken for the likeliest, with a notice."""
    notices: list[str] = []
    industry = _industry(brief.industry, notices)
    preset = PRESETS[brief.preset] if brief.preset else _preset(brief.size, notices)
    units = tuple(_units(brief, industry, preset, notices))
    reporting = _reporting(brief.reporting, notices)
    return Context(brief, industry, preset, units, reporting, _currency(brief, notices), tuple(notices))


def groups_of(text: str) -> tuple[Group, ...]:
    """Give the groups that a stakeholder's name speaks of; none where no word is known."""
    said = _words(text)
    return tuple(group for group, known in GROUPS.items() if said & _words(known))


def _words(text: str) -> set[str]:
    """Give the words of a text, hyphenated ones whole and in parts."""
    return {*words(text), *text.casefold().split()}


def _industry(text: str, notices: list[str]) -> Industry:
    said, plain = _words(text), "-".join(text.casefold().replace("-", " ").split())
    known: dict[str, Industry] = {each: each for each in get_args(Industry)}
    if plain in known:
        return known[plain]
    last = set(words(text)[-1:])
    scores = {}
    for industry, names in INDUSTRIES.items():
        named = said & {*_words(names), *_words(industry.replace("-", " "))}
        scores[industry] = len(named) + (0.5 if named & last else 0.0)
    best = max(INDUSTRIES, key=lambda each: scores[each])  # the first of equals
    if not scores[best]:
        notices.append(
            say("industry `{text}` is not known; KPIs of `{industry}` and general ones are used", text=text, industry=FALLBACK)
        )
        return FALLBACK
    notices.append(say("industry `{text}` is taken for `{industry}`", text=text, industry=best))
    return best


def _preset(size: int, notices: list[str]) -> Preset:
    """Take the preset by size: a few numbers on one page for the small, departments below the top, a cascade for the largest.

    The balanced scorecard and OKR are ways of working that somebody has to choose, and are never taken unasked.
    """
    name: PresetName = (
        "small-business" if size < NUMBERS["small-organisation-people"].default else "executive" if size <= HUGE else "cascade"
    )
    notices.append(
        say("for {people} the preset `{preset}` is taken", people=say_count("{n} person", "{n} people", size), preset=name)
    )
    return PRESETS[name]


def _units(brief: Brief, industry: Industry, preset: Preset, notices: list[str]) -> Iterator[Unit]:
    top, *below = preset.levels
    root = slug(brief.name, "organisation")
    yield Unit(root, brief.name, top.id, 1, say("Head of {unit}", unit=brief.name))
    level = next((each for each in reversed(below) if each.tier == 2), None)
    if level is None or not brief.size:
        return
    for function in _functions(brief, industry, preset, notices):
        id_ = function if function != root else f"{function}-department"
        yield Unit(id_, str(NAMES[function]), level.id, level.tier, _head(function), root, function)


def _head(function: Function) -> str:
    return say("Head of {unit}", unit=str(NAMES[function]))


def _functions(brief: Brief, industry: Industry, preset: Preset, notices: list[str]) -> list[Function]:
    """Give the departments: those that the scope names, else as many as the preset's counts and the size carry."""
    said = _words(brief.scope or "")
    named = [function for function, known in SCOPES.items() if said & _words(known)]
    most = _most(brief.size, preset)
    if named and len(named) < len(SCOPES):
        notices.append(
            say(
                "the scope names {functions}; other departments are left out",
                functions=several([str(NAMES[each]) for each in named]),
            )
        )
        return named[:most]
    if brief.scope and not named:
        notices.append(say("scope `{scope}` is taken for the whole organisation", scope=brief.scope))
    ordered: list[Function] = list(dict.fromkeys((*NEEDS[industry], "hr", "finance", *REST)))
    known = [each for each in ordered if len(catalogue().of(each, industry)) >= FEWEST]
    return known[:most]


def _most(size: int, preset: Preset) -> int:
    """How many departments there may be, by size and by what the preset allows in all."""
    if size < NUMBERS["small-organisation-people"].default and (preset.objectives.min or 0) <= TIER_1_MOST:
        return 0  # a few numbers at the top are all that so few people can look at
    by_size = 2 if size < 25 else 3 if size < 100 else 4 if size < LARGE else 5 if size < HUGE else 8
    least = ceil((preset.in_all.min or 0) / TIER_1_MOST) - 1  # each holds as many as one person answers for
    return min(max(by_size, least), 5) if preset.in_all.max else by_size


def _reporting(text: str | None, notices: list[str]) -> Reporting:
    said = words(text or "")
    for name, known in REPORTS:
        if set(said) & set(known.split()):
            return name
    if text:
        notices.append(say("reporting `{text}` names no frequency; monthly is taken", text=text))
    return "monthly"


def _currency(brief: Brief, notices: list[str]) -> str:
    if brief.currency:
        return brief.currency
    text = " ".join((*brief.goals, *brief.focus, brief.scope or "", brief.destination or ""))
    for code in CODES:
        if re.search(rf"\b{code}\b", text):
            return code
    for sign, code in CURRENCIES.items():
        if sign in text.casefold():
            notices.append(say("`{sign}` is taken for {code}", sign=sign, code=code))
            return code
    notices.append(say("no currency is named; EUR stands for it until somebody says which"))
    return "EUR"

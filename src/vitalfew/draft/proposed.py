"""What a language model may answer, typed, and what is wrong with an answer.

Nothing it says becomes a number, a source or a person: no field takes one, and texts are held to what they were given.
An owner, a target, a baseline or a reference value has no field at all, so an answer that holds one is refused whole.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from functools import cache
from typing import Annotated, Generic, Literal, TypeVar

from pydantic import AfterValidator, Field

from vitalfew.base.period import Grain
from vitalfew.base.said import say, several
from vitalfew.catalog.entry import Entry, Function, Industry, Ingredient, Part, Perspective
from vitalfew.catalog.read import Catalogue, catalogue
from vitalfew.draft.lint import NEAR, PRAISE, audited, bag, likeness
from vitalfew.draft.sent import GIVEN, MARK, PERSON
from vitalfew.model.formula import FormulaError, Node, parse
from vitalfew.model.kpi import Direction, Lag
from vitalfew.model.noun import Record
from vitalfew.text.activity import effort
from vitalfew.text.phrase import word_set, words
from vitalfew.text.undertaking import undertaking
from vitalfew.text.vanity import vanity


def _plain(text: str) -> str:
    """Make one line of a text: what a terminal or a file would obey is no part of it."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


Plain = AfterValidator(_plain)
Line = Annotated[str, Field(min_length=1, max_length=400), Plain]
Name = Annotated[str, Field(min_length=3, max_length=80), Plain]
Unit = Annotated[str, Field(min_length=1, max_length=40), Plain]
Item = TypeVar("Item", bound=Record)


class Answer(Record, Generic[Item]):
    """What a language model answers: a list of one kind of thing."""

    items: Annotated[tuple[Item, ...], Field(max_length=40)]


class Sharpened(Record):
    """A goal by its number, said so that it can be measured; what would be counted; and why the goal does not say it."""

    goal: Annotated[int, Field(ge=1)]
    statement: Annotated[str, Field(min_length=10, max_length=240), Plain]
    measure: Line
    why: Line


class Reason(Record):
    """Why a KPI, by its id, matters, in one sentence."""

    kpi: Name
    because: Line


class Judged(Record):
    """How well a KPI, by its id, tells of its objectives, and why in one sentence."""

    kpi: Annotated[str, Field(min_length=1, max_length=80), Plain]
    band: Literal["strong", "fair", "weak"]
    why: Line


class Quote(Record):
    """A passage of a paper, word for word, and which question it answers."""

    quote: Annotated[str, Field(min_length=3, max_length=1200), Plain]
    kind: Literal["goals", "mission", "vision", "destination", "approach", "focus", "stakeholders"]


class Counted(Record):
    """A measure that the catalogue does not have: what it counts, and the columns of the table that it is usually read from."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=80)]
    unit: Unit
    counts: Line
    table: Name
    columns: Annotated[tuple[Unit, ...], Field(min_length=1, max_length=8)]
    is_level: bool = False


class ProposedKpi(Record):
    """A KPI beyond the catalogue."""

    name: Name
    definition: Line
    formula: Line
    measures: Annotated[tuple[Counted, ...], Field(max_length=6)] = ()
    unit: Unit
    direction: Direction
    timing: Literal["leading", "lagging"]
    stage: Literal["input", "process", "output", "outcome"]
    perspective: Perspective
    level: Literal["organisation", "department", "operations"]
    every: Grain
    function: Function
    drives: Annotated[tuple[Name, ...], Field(max_length=4)] = ()
    gamed: Line
    guards: Annotated[tuple[Name, ...], Field(min_length=1, max_length=4)]
    vanity: Annotated[tuple[Name, ...], Field(min_length=1, max_length=4)]


FEWEST_WORDS = 3
TIERS = {"organisation": 1, "department": 2, "operations": 3}
NUMBERS = word_set(
    """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
    twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen half double triple twice
    halve halved doubled tripled
    """
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_SOURCE = re.compile(
    r"https?:|www\.|\bet al\b|(?i:according to|\bbenchmark|industry (?:average|standard)|best[- ]in[- ]class|"
    r"(?:stud(?:y|ies)|research|surveys?|experts?) (?:show|say|suggest|find|found|indicate))"
)
_TITLED = re.compile(r"(?<![.!?:]\s)(?<!^)\b[A-ZÄÖÜ][a-zäöüß]+")


def text_faults(text: str, given: str) -> Iterator[str]:
    """Say what a text of a language model holds that nobody gave it: numbers, people, other names, sources.

    `given` is what was said of the same thing: what it holds, the text may hold.
    """
    known = frozenset(words(given))
    numbers = [found for found in _NUMBER.findall(MARK.sub("", text)) if found not in _NUMBER.findall(given)]
    numbers += [word for word in words(text) if word in NUMBERS - known]
    if numbers:
        yield say("it holds the number {numbers}, which nobody gave", numbers=several(f"`{each}`" for each in numbers))
    people = [word for word in re.findall(r"[\wäöüß]+", text) if word.lower() in GIVEN]
    if people or PERSON in text:
        yield say("it names a person: {names}", names=several(f"`{each}`" for each in people) or PERSON)
    marks = [mark for mark in MARK.findall(text) if mark not in given and not mark.startswith(PERSON)]
    if marks:
        yield say("it holds {marks}, which stands for nothing here", marks=several(f"`{each}`" for each in marks))
    names = [name for name in _TITLED.findall(text) if not frozenset(words(name)) <= vocabulary() | known | GIVEN]
    if names:
        yield say("it names {names}, which nobody gave", names=several(f"`{each}`" for each in names))
    if found := _SOURCE.search(text):
        yield say("it names a source: `{words}`", words=found[0])


@cache
def vocabulary() -> frozenset[str]:
    """Give the words of the catalogue: written with a capital letter, one of them is no name."""
    book = catalogue()
    texts = [f"{each.definition} {each.gamed} {' '.join((*each.names, *each.vanity))}" for each in book.entries]
    texts += [f"{each.statement} {' '.join(each.focus)}" for each in book.patterns]
    return frozenset(words(" ".join((*texts, *(each.counts for each in book.measure.values())))))


def statement_faults(statement: str, goal: str) -> Iterator[str]:
    """Say what keeps a statement from being an outcome that means what a goal means; its meaning is compared elsewhere."""
    yield from text_faults(statement, goal)
    if len(words(statement)) < FEWEST_WORDS:
        yield say("it is too short to say what is true")
    if words(statement) == words(goal):
        yield say("it says what the goal says")
    if guess := undertaking(statement):
        yield say("{words} is work, {why}", words=guess.words, why=guess.why)
    for guess in filter(None, (effort(statement), vanity(statement))):
        yield say("it counts {words}: {why}", words=guess.words, why=guess.why)
    praise = sorted(PRAISE & frozenset(words(statement)))
    if praise:
        yield say("it praises: {words}", words=several(f"`{each}`" for each in praise))


def entry_of(kpi: ProposedKpi, industry: Industry, lead: Lag | None) -> Entry:
    """Make an entry of the catalogue's form; raises pydantic's ValidationError."""
    return Entry(
        id=slug(kpi.name),
        name=kpi.name,
        definition=kpi.definition.rstrip(".") + ".",
        formula=kpi.formula,
        unit=kpi.unit,
        direction=kpi.direction,
        timing=kpi.timing,
        lead=lead if kpi.timing == "leading" else None,
        stage=kpi.stage,
        perspective=kpi.perspective,
        tier=TIERS[kpi.level],
        every=kpi.every,
        drives=dict.fromkeys(kpi.drives, "plausible"),
        gamed=kpi.gamed.rstrip(".") + ".",
        guards=kpi.guards,
        vanity=kpi.vanity,
        industries=(industry,),
        functions=(kpi.function,),
    )


def slug(name: str) -> str:
    """Give the id that a name makes."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:60].rstrip("-")


def kpi_faults(kpi: ProposedKpi, book: Catalogue, given: str, known: Collection[str], led: Collection[str]) -> Iterator[str]:
    """Say what keeps a KPI from being an entry beside those of a book.

    It may name the `known` KPIs, and lead to those that are `led`: of them a lead time is known.
    """
    counted = (f"{each.counts}. {each.table}. {'. '.join(each.columns)}. {each.unit}" for each in kpi.measures)
    texts = (kpi.name, kpi.definition, kpi.unit, kpi.gamed, *kpi.vanity, *counted)
    yield from dict.fromkeys(fault for text in texts for fault in text_faults(text, given))
    yield from _unlike(kpi, book)
    yield from _formula_faults(kpi, book)
    for field, ids in (("drives", kpi.drives), ("guards", kpi.guards)):
        yield from (say("`{field}` names `{id}`, which is no KPI here", field=field, id=id) for id in ids if id not in known)
    if kpi.timing == "leading" and not any(id in led for id in kpi.drives):
        yield say("it is leading, and `drives` names no id of `leads_to`")
    for guess in filter(None, (effort(kpi.name), vanity(kpi.name))):
        yield say("it counts {words}: {why}", words=guess.words, why=guess.why)


def _unlike(kpi: ProposedKpi, book: Catalogue) -> Iterator[str]:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", slug(kpi.name)):
        yield say("its name `{name}` makes no id", name=kpi.name)
    mine = bag(kpi.name)
    near = next((each for each in book.entries if any(likeness(mine, bag(name)) >= NEAR for name in each.names)), None)
    if near or slug(kpi.name) in book.entry:
        yield say("it is nearly `{id}`, which there is already", id=near.id if near else slug(kpi.name))
    other = next((name for name in kpi.vanity if book.named(name)), None)
    if other:
        yield say("it calls `{name}` vanity, which is a KPI of the catalogue", name=other)


def _formula_faults(kpi: ProposedKpi, book: Catalogue) -> Iterator[str]:
    try:
        tree = parse(kpi.formula)
    except FormulaError as error:
        yield str(error)
        return
    numbers = [str(node) for node in _nodes(tree) if node.op == "number" and node.number not in {0, 1}]
    if numbers:
        yield say("its formula holds the number {numbers}", numbers=several(f"`{each}`" for each in numbers))
    declared = {each.id for each in kpi.measures}
    for id in sorted(declared & set(book.measure)):
        yield say("it declares `{id}`, which the catalogue has: use another id, or that one as it is", id=id)
    for id in tree.measures:
        if id not in declared and id not in book.measure:
            yield say("its formula counts `{id}`, which `measures` does not declare", id=id)
    yield from (say("its formula builds on `{id}`, which is no KPI here", id=id) for id in tree.kpis if id not in book.entry)
    if kpi.unit == "%" and tree.op not in {"/", "+", "-", "kpi"}:
        yield say("it is in %, and its formula is no share")
    same = next((each.id for each in book.entries if str(each.tree) == str(tree)), None)
    if same:
        yield say("it computes the same number as `{id}`", id=same)


def _nodes(tree: Node) -> Iterator[Node]:
    yield tree
    for part in tree.parts:
        yield from _nodes(part)


def extended(book: Catalogue, entries: tuple[Entry, ...], measures: Mapping[str, Ingredient], industry: Industry) -> Catalogue:
    """Give a catalogue with some more entries and the measures of their formulas."""
    part = Part(industry=industry, title="Proposed", about="Proposed by a language model.", kpis=())
    return Catalogue((*book.parts, part.model_copy(update={"kpis": entries, "measures": measures})), book.patterns)


def ingredients(kpi: ProposedKpi) -> dict[str, Ingredient]:
    """Give the measures that a KPI declares and its formula names."""
    named = parse(kpi.formula).measures
    return {
        each.id: Ingredient(unit=each.unit, counts=each.counts, tables={each.table: each.columns}, level=each.is_level)
        for each in kpi.measures
        if each.id in named
    }


def audit_faults(entry: Entry, measures: Mapping[str, Ingredient], book: Catalogue, industry: Industry) -> tuple[str, ...]:
    """Say what our own audit finds in an entry."""
    return tuple(audited(extended(book, (entry,), measures, industry), {entry.id, *measures}))

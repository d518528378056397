"""What a language model helps with: goals said as outcomes, KPIs beyond the catalogue, why a KPI matters, and what a paper says.

Each of them gives suggestions that were held to their input, to the word lists and to the audit; KPIs go the way of all others
through the text engine and the optimiser. Where there is no answer, there is no suggestion, and all else is as without.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from vitalfew.base.said import say
from vitalfew.catalog.entry import Entry
from vitalfew.catalog.pattern import Pattern
from vitalfew.draft.asked import Asked, Assistant, Dropped, Usage, ask
from vitalfew.draft.brief import Brief
from vitalfew.draft.choice import Aim, Candidates, Option, Origin, Selection
from vitalfew.draft.gather import FAR, LISTED, NEAR, burden, phrased
from vitalfew.draft.paper import Found
from vitalfew.draft.passage import Passage
from vitalfew.draft.proposed import (
    ProposedKpi,
    Quote,
    Reason,
    Sharpened,
    audit_faults,
    entry_of,
    extended,
    ingredients,
    kpi_faults,
    statement_faults,
    text_faults,
)
from vitalfew.draft.read import Read, read_passages
from vitalfew.draft.sent import PERSON, Redaction, prompt, redaction
from vitalfew.model.kpi import Lag
from vitalfew.text.engine import Engine, compare
from vitalfew.text.phrase import Words, words

MOST_KPIS, MOST_SHOWN, MOST_AIMS = 6, 120, 20
MOST_LETTERS, MOST_PARTS = 24_000, 6
MOST_WORDS = 45
LINKS, MOST = {"strong": NEAR, "plausible": FAR}, LISTED - 0.05
"""How relevant a KPI is whose words speak for a pattern, and the most: one that the catalogue lists comes first."""


@dataclass(frozen=True)
class Suggestion:
    """A goal of the brief, by number from 1 on, in other words; it counts for nothing until a person takes it."""

    goal: int
    text: str
    statement: str
    measure: str
    why: str


@dataclass(frozen=True)
class Because:
    """Why a KPI matters, as a language model wrote it."""

    kpi: str
    text: str


@dataclass(frozen=True)
class Assisted:
    """Candidates with the KPIs that a language model proposed, what was dropped of them and why, and what was used."""

    candidates: Candidates
    proposals: tuple[Option, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    usage: Usage = field(default_factory=Usage)
    notices: tuple[str, ...] = ()


def _given(brief: Brief) -> tuple[str, ...]:
    """Give what a user said of the organisation, the goals first."""
    texts = (brief.industry, brief.scope, brief.reporting, brief.mission, brief.vision, brief.approach, brief.destination)
    return (*brief.goals, *brief.focus, *brief.stakeholders, *filter(None, texts))


def _hiding(by: Assistant, brief: Brief) -> Redaction:
    return redaction(_given(brief), brief.name, by.words)


def sharpen(brief: Brief, engine: Engine, by: Assistant) -> Asked[Suggestion]:
    """Suggest for goals of a brief how to say them so that they can be measured; whoever takes one uses `taken`."""
    hiding = _hiding(by, brief)
    goals = dict(enumerate(brief.goals, 1))
    facts = {
        "industry": brief.industry,
        "focus": brief.focus,
        "goals": [{"goal": number, "text": text} for number, text in goals.items()],
    }

    def judge(raw: Sharpened, item: Sharpened) -> Suggestion | tuple[str, ...]:
        goal = goals.get(item.goal)
        if goal is None:
            return (say("there is no goal {number}", number=item.goal),)
        given = hiding.hide(goal)
        faults = [*statement_faults(raw.statement, given), *text_faults(f"{raw.measure}. {raw.why}", given)]
        if not faults and engine.bands.of(_score(engine, goal, item.statement)) == "none":
            faults = [say("it means something else than the goal")]
        return tuple(dict.fromkeys(faults)) or Suggestion(item.goal, goal, item.statement, item.measure, item.why)

    return ask(by, prompt("sharpen"), facts, Sharpened, judge, hiding)


def taken(brief: Brief, suggestions: Sequence[Suggestion], by: Assistant) -> Brief:
    """Give a brief with the suggestions that a person took, in place of the goals as they were; where they are from is kept."""
    said = {each.text: each.statement for each in suggestions}
    by.wrote.update({each.statement: Origin(by.name, prompt("sharpen").id) for each in suggestions})
    goals = tuple(said.get(text, text) for text in brief.goals)
    return brief.model_copy(update={"goals": goals, "meant": {said.get(text, text): id for text, id in brief.meant.items()}})


def assist(candidates: Candidates, engine: Engine, by: Assistant) -> Assisted:
    """Let a language model propose KPIs beyond the catalogue, and give the candidates with those that are in order."""
    brief, industry = candidates.context.brief, candidates.context.industry
    hiding = _hiding(by, brief)
    shown = sorted(candidates.options, key=lambda option: (-_fit(option, candidates.aims), option.entry.id))[:MOST_SHOWN]
    aims = sorted(candidates.aims, key=lambda aim: (-_weight(aim), aim.pattern.id))[:MOST_AIMS]
    leaders = _leaders(candidates)
    facts = _facts(candidates, shown, aims, leaders)
    given = hiding.hide(" ".join((*_given(brief), *(aim.pattern.statement for aim in aims))))
    known = {option.entry.id for option in candidates.options}
    book = candidates.book
    patterns = [aim.pattern for aim in candidates.aims]

    def judge(raw: ProposedKpi, _: ProposedKpi) -> Option | tuple[str, ...]:
        nonlocal book
        faults = tuple(kpi_faults(raw, book, given, known, leaders))
        if faults:
            return faults
        entry = entry_of(raw, industry, _lead(raw, leaders, engine))
        measures = ingredients(raw)
        faults = audit_faults(entry, measures, book, industry)
        relevance = _relevance(entry, patterns, engine)
        if not faults and not relevance:
            faults = (say("nothing in its words speaks for any of the objectives"),)
        if faults:
            return faults
        book = extended(book, (entry,), measures, industry)
        return Option(entry, relevance, burden(book, entry))

    asked = ask(by, prompt("propose"), facts, ProposedKpi, judge, hiding)
    by.wrote.update({option.entry.id: asked.origin for option in asked.kept})
    origins = {**candidates.origins, **by.wrote}
    more = replace(candidates, options=(*candidates.options, *asked.kept), book=book, origins=origins) if origins else candidates
    return Assisted(more, asked.kept, asked.dropped, by.usage, asked.notices)


def _weight(aim: Aim) -> float:
    """Give how much speaks for an aim: the goal that it fits best, or the focus."""
    return max((aim.focus, *aim.goals.values()))


def _fit(option: Option, aims: Sequence[Aim]) -> float:
    return max((_weight(aim) * option.relevance.get(aim.pattern.id, 0.0) for aim in aims), default=0.0)


def _leaders(candidates: Candidates) -> dict[str, tuple[Entry, ...]]:
    """Give by KPI the entries that lead to it: the time until they show is what is known of the way there."""
    entries = [option.entry for option in candidates.options]
    led = {each.id: tuple(entry for entry in entries if entry.lead and each.id in entry.drives) for each in entries}
    return {id: leading for id, leading in led.items() if leading}


def _facts(
    candidates: Candidates, shown: Sequence[Option], aims: Sequence[Aim], leaders: dict[str, tuple[Entry, ...]]
) -> dict[str, object]:
    brief, book = candidates.context.brief, candidates.book
    counted = dict.fromkeys(id for option in shown for id in option.entry.tree.measures)
    return {
        "most": MOST_KPIS,
        "industry": candidates.context.industry,
        "goals": brief.goals,
        "focus": brief.focus,
        "scope": brief.scope,
        "objectives": [aim.pattern.statement for aim in aims],
        "kpis": {option.entry.id: option.entry.name for option in shown},
        "leads_to": [option.entry.id for option in shown if option.entry.id in leaders],
        "measures": {id: f"{book.measure[id].counts} ({book.measure[id].unit})" for id in counted if id in book.measure},
    }


def _lead(kpi: ProposedKpi, leaders: dict[str, tuple[Entry, ...]], engine: Engine) -> Lag | None:
    """Give the lead time of the entry most like a KPI among those that lead where it leads: a model's own is no evidence."""
    leading = [entry for id in kpi.drives for entry in leaders.get(id, ())]
    if not leading or kpi.timing == "lagging":
        return None
    scores = compare(engine, [f"{kpi.name}. {kpi.definition}"], [f"{entry.name}. {entry.definition}" for entry in leading])
    return leading[int(scores[0].argmax())].lead


def _relevance(entry: Entry, patterns: Sequence[Pattern], engine: Engine) -> dict[str, float]:
    """Give which patterns the words of a KPI speak for, and how much: as much as those have that drive what a pattern lists.

    What it is said to drive adds nothing: a model's own word is no evidence.
    """
    (scores,) = phrased(engine, [f"{entry.name}. {entry.definition}"], patterns).tolist()
    links = {pattern.id: (LINKS.get(engine.bands.of(score)), score) for pattern, score in zip(patterns, scores, strict=True)}
    return {id: round(min(MOST, link + (MOST - NEAR) * score), 4) for id, (link, score) in links.items() if link}


def _score(engine: Engine, one: str, other: str) -> float:
    return float(compare(engine, [one], [other])[0, 0])


@dataclass
class Assistance:
    """What a language model adds on the way from a brief to a draft, and what was said of that: the hooks of `draft`."""

    by: Assistant
    engine: Engine
    proposals: tuple[Option, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[str, ...] = ()

    def assist(self, candidates: Candidates) -> Candidates:
        """Add the KPIs that the model proposes."""
        found = assist(candidates, self.engine, self.by)
        self.proposals = found.proposals
        self._note(found.dropped, found.notices)
        return found.candidates

    def explain(self, selection: Selection) -> Selection:
        """Add the reasons that the model writes."""
        written, asked = rationale(selection, self.engine, self.by)
        self._note(asked.dropped, asked.notices)
        return written

    def _note(self, dropped: tuple[Dropped, ...], notices: tuple[str, ...]) -> None:
        self.dropped = (*self.dropped, *dropped)
        self.notices = (*self.notices, *notices)


def rationale(selection: Selection, engine: Engine, by: Assistant) -> tuple[Selection, Asked[Because]]:
    """Let a language model say why each KPI of a selection matters to its objective (DEF-1), and give the selection with it."""
    brief = selection.candidates.context.brief
    hiding = _hiding(by, brief)
    patterns = selection.candidates.book.pattern
    serving = {each.entry.id: (each.entry, patterns[each.objective]) for each in selection.kpis if each.objective}
    facts = {
        "goals": brief.goals,
        "kpis": [
            {"kpi": id, "name": entry.name, "definition": entry.definition, "objective": pattern.statement}
            for id, (entry, pattern) in serving.items()
        ],
    }

    def judge(raw: Reason, item: Reason) -> Because | tuple[str, ...]:
        if item.kpi not in serving:
            return (say("there is no KPI `{id}`", id=item.kpi),)
        entry, pattern = serving[item.kpi]
        given = hiding.hide(" ".join((entry.name, entry.definition, pattern.statement, *pattern.focus, *brief.goals)))
        faults = [*text_faults(raw.because, given)]
        if len(raw.because.split()) > MOST_WORDS:
            faults.append(say("it is longer than {most} words", most=MOST_WORDS))
        if not faults and engine.bands.of(_score(engine, item.because, pattern.statement)) == "none":
            faults.append(say("it does not speak of the objective"))
        return tuple(faults) or Because(item.kpi, item.because[0].upper() + item.because[1:].rstrip(".") + ".")

    asked = ask(by, prompt("because"), facts, Reason, judge, hiding)
    written = {each.kpi: (each.text, asked.origin) for each in asked.kept}
    return (replace(selection, because={**selection.because, **written}) if written else selection), asked


def extract(passages: Sequence[Passage], by: Assistant) -> tuple[Asked[Found], ...]:
    """Find in a strategy paper what it says, by quotes that stand in it word for word; long papers are asked about in parts."""
    hiding = redaction((each.text for each in passages), words=by.words)

    def judge(raw: Quote, item: Quote) -> Found | tuple[str, ...]:
        if PERSON in raw.quote:
            return (say("it names a person: {names}", names=PERSON),)
        quote = item.quote
        place = next((each for each in passages if quote in " ".join(each.text.split())), None)
        if place is None:
            return (say("the paper does not say it in these words"),)
        return Found(
            item.kind, quote, place.place, "plausible", say("found by the language model {name}", name=by.name), place.line
        )

    told = prompt("extract")
    parts = list(_parts(passages))
    asked = [
        ask(by, told, {"passages": [{"place": each.place, "text": each.text} for each in part]}, Quote, judge, hiding)
        for part in parts[:MOST_PARTS]
    ]
    if parts[MOST_PARTS:]:
        rest = parts[MOST_PARTS][0].place
        asked.append(
            Asked((), asked[0].origin, notices=(say("the paper from {place} on was not sent: it is too long", place=rest),))
        )
    return tuple(asked)


def read_again(read: Read, name: str, by: Assistant) -> tuple[Read, tuple[Asked[Found], ...]]:
    """Read a paper with what a language model found in it beside; a brief that is no document stays as it is."""
    asked = extract(read.passages, by) if read.passages else ()
    known = [(each.key, words(each.text)) for each in read.found]
    fresh = {each.text: each for one in asked for each in one.kept if not _is_known(each, known)}
    return (read_passages(read.passages, name, tuple(fresh.values())) if fresh else read), asked


def _is_known(found: Found, known: Sequence[tuple[str, Words]]) -> bool:
    said = " ".join(words(found.text))
    return any(found.key == key and (said in " ".join(text) or " ".join(text) in said) for key, text in known)


def _parts(passages: Sequence[Passage]) -> Iterator[list[Passage]]:
    part: list[Passage] = []
    for each in passages:
        if part and sum(len(one.text) for one in (*part, each)) > MOST_LETTERS:
            yield part
            part = []
        part.append(each)
    if part:
        yield part

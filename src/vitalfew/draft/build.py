"""From a selection to the files of a framework, as people go on editing them.

Everything is a draft: KPIs without owner's name, baseline and target, which only people can give. What was composed from answers
and not stated by anybody, such as a mission, says so in a comment. Nobody and nothing is invented: people are roles to be filled.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from vitalfew.base.period import Calendar
from vitalfew.base.said import say, several
from vitalfew.catalog.entry import Entry
from vitalfew.draft.choice import Context, Goal, Placed, Pursued, Selection, Unit
from vitalfew.draft.context import groups_of
from vitalfew.draft.rhythm import cadences_of, roadmap_of
from vitalfew.exchange.emit import yaml_file
from vitalfew.exchange.slug import slug, unique
from vitalfew.model.organization import Organization
from vitalfew.text.undertaking import undertaking

Noun = dict[str, object]
YEARS = 3
LONG_LEAD = 90
"""From so many days of lead on a leading KPI is about the long term."""


def files_of(selection: Selection, *, today: date) -> Mapping[str, str]:
    """Give the files of a framework by path below the workspace, the same for the same selection and day."""
    return {f"framework/{name}": text for name, text in _files(selection, today)}


def _files(selection: Selection, today: date) -> Iterator[tuple[str, str]]:
    context = selection.candidates.context
    yield "strategy.yaml", _strategy_file(selection, today)
    yield "organization.yaml", _organization_file(context)
    yield "objectives.yaml", _objectives_file(selection, today)
    for unit in context.units:
        own = [placed for placed in selection.kpis if placed.unit == unit.id]
        if own:
            yield f"kpis-{unit.id}.yaml" if unit.tier > 1 else "kpis.yaml", _kpis_file(selection, unit, own)
    yield "measures.yaml", _measures_file(selection)
    yield "stakeholders.yaml", _stakeholders_file(selection)
    yield "rhythm.yaml", _rhythm_file(context, today)


def role(unit: Unit) -> str:
    """Name the role that heads a unit, which is to be filled."""
    return f"head-of-{unit.id}"


def reviewer(context: Context, unit: Unit) -> str:
    """Name the role that reviews what a unit's head answers for: the head above; for the top the one who reads the numbers."""
    return role(context.units[0]) if unit.parent else "performance-lead"


def _strategy_file(selection: Selection, today: date) -> str:
    context = selection.candidates.context
    brief = context.brief
    calendar = Calendar()
    goals = several([goal.rstrip(".") for goal in brief.goals], "; ")
    composed = {
        "mission": say("{name} serves those who count on it: {whom}.", name=brief.name, whom=_whom(brief.stakeholders)),
        "vision": say("{name} is known for this: {goals}.", name=brief.name, goals=goals),
        "approach": say("First this: {focus}.", focus=several(brief.focus or brief.goals, "; ")),
        "destination": say("By the end of {year} this is true: {goals}.", year=today.year + YEARS, goals=goals),
    }
    strategy = {key: getattr(brief, key) or str(text) for key, text in composed.items()}
    missing = [key for key in composed if not getattr(brief, key)]
    horizon = {"from": today, "to": date(today.year + YEARS, 12, 31)}
    words = str(say("Who the organisation is, and where it wants to go."))
    if missing:
        words = f"{words}\n" + say(
            "Composed from the answers, to be put into your own words: {keys}.", keys=", ".join(f"`{key}`" for key in missing)
        )
    known = Organization.model_fields.keys()
    organization = {key: getattr(brief, key, None) for key in ("name", "industry", "size", "scope")} | {
        "reporting": context.reporting,
        "launched": calendar.add_business_days(today, 1),
        "goals": list(brief.goals),
        "focus": list(brief.focus),
    }
    return yaml_file(
        words,
        {
            "preset": context.preset.name,
            "organization": {key: value for key, value in organization.items() if value and key in known},
            "strategy": {**strategy, "horizon": horizon},
            "calendar": {"currency": context.currency},
            "policy": {key: each.model_dump(exclude_none=True) for key, each in brief.policy.items()},
        },
    )


def _whom(stakeholders: tuple[str, ...]) -> str:
    return str(several(stakeholders, last=say(" and "))) if stakeholders else str(say("its customers and its people"))


def _organization_file(context: Context) -> str:
    top = context.units[0]
    units = [_filled(id=unit.id, name=unit.name, level=unit.level, parent=unit.parent, head=role(unit)) for unit in context.units]
    people = [
        {"id": role(unit), "name": None}
        | _filled(role=str(unit.role), org_unit=unit.id, manager=role(top) if unit.parent else None)
        for unit in context.units
    ]
    people.append(
        {"id": "performance-lead", "name": None, "role": str(say("Performance lead")), "org_unit": top.id, "manager": role(top)}
    )
    words = say("The units, and the roles that head them. Write the name of the person who fills each role.")
    levels = [{"id": spec.id, "tier": spec.tier} for spec in context.preset.levels]
    return yaml_file(str(words), {"levels": levels, "org_units": units, "people": people})


def _filled(**fields: object) -> Noun:
    """Give the fields that say something."""
    return {key: value for key, value in fields.items() if value is not None}


def statement_of(pursued: Pursued, goals: tuple[Goal, ...]) -> tuple[str, tuple[str, ...]]:
    """Give the words of an objective, and those of the goals that it answers and does not say.

    A goal that says an outcome stands in its own words; one that says what is to be done gives way to the pattern's outcome.
    """
    own = [goal.text for goal in goals if goal.number in pursued.goals]
    spoken = next((text for text in own if undertaking(text) is None and len(text.split()) > 2), None)
    statement = spoken.rstrip(".") if spoken else pursued.pattern.statement
    return statement, tuple(text for text in own if text.rstrip(".") != statement)


def _objectives_file(selection: Selection, today: date) -> str:
    context, goals = selection.candidates.context, selection.candidates.goals
    horizon = date(today.year + 2, 12, 31)
    conflicts = selection.candidates.book.conflicts
    rank = {
        each.pattern.id: place
        for place, each in enumerate(sorted(selection.objectives, key=lambda each: (not each.goals, each.goals)), 1)
    }
    nouns: list[Noun] = []
    comments: dict[str, list[str]] = {}
    for pursued in selection.objectives:
        pattern = pursued.pattern
        statement, others = statement_of(pursued, goals)
        noun: Noun = {"id": pattern.id, "statement": statement}
        if statement != pattern.statement or others:
            noun["description"] = "; ".join((pattern.statement, *others) if statement != pattern.statement else others)
        noun |= {
            "perspective": pattern.perspective,
            "owner": role(context.units[0]),
            "horizon": horizon,
            "headline": headline_of(selection, pursued),
            "priority": rank[pattern.id],
        }
        if pursued.drives:
            noun["drives"] = list(pursued.drives)
        nouns.append(noun)
        clash = [
            str(why)
            for other, why in conflicts(pattern).items()
            if any(each.pattern.id == other for each in selection.objectives)
        ]
        told = [say("for the goal “{goal}”", goal=goals[number].text) for number in pursued.goals]
        told += [
            say("“{goal}” was worded by a language model ({model}, {prompt})", goal=text, model=found.model, prompt=found.prompt)
            for text, found in selection.candidates.origins.items()
            if text in {goals[number].text for number in pursued.goals}
        ]
        comments[pattern.id] = [*(told or [say("chosen since it carries what was stated")]), *clash]
    words = say(
        "What must be true for the strategy to work; `drives` is cause and effect, `priority` says which wins when two compete."
    )
    return _commented(yaml_file(str(words), {"objectives": nouns}), comments)


def headline_of(selection: Selection, pursued: Pursued) -> str:
    """Give the KPI that says whether an objective is reached: the pattern's own, else one that confirms it."""
    own = [placed.entry.id for placed in selection.kpis if placed.objective == pursued.pattern.id]
    tells = [pursued.pattern.headline, *pursued.pattern.lagging]
    return next((id_ for id_ in tells if id_ in own), own[0])


def _commented(text: str, comments: Mapping[str, list[str]]) -> str:
    """Put comments above the nouns of a file, by id."""
    lines = []
    for line in text.splitlines():
        found = re.fullmatch(r"(\s*)- id: (\S+)", line)
        if found and found[2] in comments:
            lines += [f"{found[1]}# {each}" for words in comments[found[2]] for each in str(words).splitlines()]
        lines.append(line)
    return "\n".join(lines) + "\n"


def _kpis_file(selection: Selection, unit: Unit, own: list[Placed]) -> str:
    present = {placed.entry.id: placed for placed in selection.kpis}
    nouns = [_kpi(selection, placed, unit, present) for placed in own]
    comments: dict[str, list[str]] = {
        placed.entry.id: [*_marks(selection, placed.entry.id), say("how it is gamed: {gamed}", gamed=placed.entry.gamed)]
        for placed in own
    }
    words = say(
        "KPIs of {unit}: drafts. Before one goes live it needs a name under its owner, a baseline, a target and a threshold.",
        unit=unit.name,
    )
    return _commented(yaml_file(str(words), {"kpis": nouns}), comments)


def _marks(selection: Selection, id_: str) -> Iterator[str]:
    """Say what a language model wrote of a KPI, and which prompt it answered."""
    if found := selection.candidates.origins.get(id_):
        yield say("proposed by a language model ({model}, {prompt}); see that it fits", model=found.model, prompt=found.prompt)
    if id_ in selection.because:
        found = selection.because[id_][1]
        yield say("`because` was written by a language model ({model}, {prompt})", model=found.model, prompt=found.prompt)


def _kpi(selection: Selection, placed: Placed, unit: Unit, present: Mapping[str, Placed]) -> Noun:
    context, entry = selection.candidates.context, placed.entry
    drawn = entry.kpi(context.currency)
    noun: Noun = {"id": entry.id, "name": entry.name, "lifecycle": "draft", "definition": entry.definition}
    if entry.excludes:
        noun["excludes"] = entry.excludes
    noun["because"] = because(selection, placed)
    if placed.objective:
        noun["objectives"] = [placed.objective]
    if placed.above:
        noun["contributes_to"] = [placed.above]
    noun |= {
        "org_unit": unit.id,
        "level": unit.level,
        "category": entry.perspective,
        "timing": entry.timing,
        "stage": entry.stage,
    }
    noun |= {"horizon": _horizon(entry), "unit": drawn.unit, "formula": entry.formula, "every": entry.every}
    noun |= {"direction": entry.direction, "owner": role(unit), "reviewer": reviewer(context, unit)}
    noun |= {"review": [review_of(entry, unit)]}
    noun |= {"escalate": [{"worse_in_a_row": 3}], "ladder": "default"}
    drives = [drive.model_dump(exclude_none=True, exclude_defaults=True) for drive in drawn.drives if drive.kpi in present]
    if drives:
        noun["drives"] = [{**each, "after": _lag(each["after"])} if "after" in each else each for each in drives]
    guards = [id_ for id_ in entry.guards if id_ in present and id_ != entry.id]
    if guards:
        noun["guards"] = guards
    return noun


def review_of(entry: Entry, unit: Unit) -> str:
    """Name the review that looks at a KPI: as often as it is measured, and at its tier."""
    if entry.every in {"day", "week"}:
        return "weekly-look" if unit.tier == 1 else "weekly-review"
    return "monthly-leadership" if entry.every == "month" else "quarterly-calibration"


def _lag(after: Mapping[str, object]) -> dict[str, object]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in after.items()}


def _horizon(entry: Entry) -> str:
    """A leading KPI with a long lead, and an outcome of people or customers, is about the long term."""
    if entry.lead:
        return "long" if entry.lead.periods("day")[1] >= LONG_LEAD else "short"
    return "long" if entry.perspective in {"learning-and-growth", "customer"} else "short"


def because(selection: Selection, placed: Placed) -> str:
    """Say in one sentence why a KPI matters, naming its objective (DEF-1)."""
    if placed.entry.id in selection.because:
        return selection.because[placed.entry.id][0]
    objectives = {each.pattern.id: each for each in selection.objectives}
    entries = {each.entry.id: each for each in selection.kpis}
    above = entries.get(placed.above or "")
    served = objectives[_served(placed, entries) or selection.objectives[0].pattern.id]
    aim = statement_of(served, selection.candidates.goals)[0]
    name = placed.entry.name
    if placed.objective and headline_of(selection, served) == placed.entry.id:
        return say("It says whether this is reached: {aim}.", aim=aim)
    if placed.objective and placed.entry.timing == "leading":
        return say("It moves before the result does, so it warns while there is time: {aim}.", aim=aim)
    if placed.objective:
        return say("{name} confirms from another side that this comes true: {aim}.", name=name, aim=aim)
    if above and above.entry.id in placed.entry.drives:
        return say("{above} follows it, and with that: {aim}.", above=above.entry.name, aim=aim)
    if placed.entry.timing == "leading":
        return say("It is what the unit can move itself on the way to this: {aim}.", aim=aim)
    return say("It is the unit's part in this: {aim}.", aim=aim)


def _served(placed: Placed, entries: Mapping[str, Placed]) -> str | None:
    """Give the objective that a KPI serves, itself or by the one that it contributes to."""
    while placed.objective is None and placed.above and placed.above in entries:
        placed = entries[placed.above]
    return placed.objective


def _measures_file(selection: Selection) -> str:
    book = selection.candidates.book
    found = {id_: each for placed in selection.kpis for id_, each in book.measures_of(placed.entry).items()}
    currency = selection.candidates.context.currency
    nouns = [
        {"id": id_, "name": each.counts, "unit": each.unit.replace("money", currency)} for id_, each in sorted(found.items())
    ]
    comments: dict[str, list[str]] = {
        id_: [say("from {table}: {columns}", table=table, columns=", ".join(columns)) for table, columns in each.tables.items()]
        for id_, each in found.items()
    }
    words = say("What formulas count. Name the source, table, date and value of each, and the KPIs are measured.")
    return _commented(yaml_file(str(words), {"measures": nouns}), comments)


def _stakeholders_file(selection: Selection) -> str:
    context = selection.candidates.context
    taken: set[str] = set()
    nouns: list[Noun] = []
    for text in context.brief.stakeholders or ("Customers", "Employees"):
        id_ = unique(slug(text, "stakeholder"), taken)
        groups = groups_of(text)
        pursued = _answering(selection, groups[0] if groups else None)
        noun: Noun = {"id": id_, "name": text}
        if groups:
            noun["group"] = groups[0]
        noun["interests"] = [
            {
                "id": each.pattern.id,
                "text": each.pattern.statement,
                "objectives": [each.pattern.id],
                "kpis": [headline_of(selection, each)],
            }
            for each in pursued
        ]
        nouns.append(noun)
    words = say("Who has a stake, and what answers their interest. Ask them: these are what such groups usually want.")
    return yaml_file(str(words), {"stakeholders": nouns})


WANTS: Mapping[str, tuple[str, ...]] = {
    "executives": ("financial", "internal-process"),
    "board": ("financial", "learning-and-growth"),
    "departments": ("internal-process", "learning-and-growth"),
    "employees": ("learning-and-growth", "internal-process"),
    "customers": ("customer", "internal-process"),
    "investors": ("financial", "customer"),
    "public": ("customer", "internal-process"),
    "suppliers": ("internal-process", "financial"),
}
"""The perspectives that a group looks at first."""


def _answering(selection: Selection, group: str | None) -> list[Pursued]:
    for perspective in WANTS.get(group or "", ("customer", "financial")):
        found = [each for each in selection.objectives if each.pattern.perspective == perspective]
        if found:
            return found[:2]
    return list(selection.objectives[:1])


def _rhythm_file(context: Context, today: date) -> str:
    top = role(context.units[0])
    words = say("Who looks at what, when (RHY-1); how an escalation climbs; who decides; and the first ninety days.")
    steps = [{"to": "owner", "within": "1 business day"}, {"to": "reviewer", "within": "2 business days"}, {"to": top}]
    approvals = {
        "target": ["org-unit-head", "structure-owner"],
        "definition": ["org-unit-head"],
        "structure": ["structure-owner"],
    }
    return yaml_file(
        str(words),
        {
            "cadences": cadences_of(context),
            "ladders": [{"id": "default", "steps": steps}],
            "governance": {
                "structure_owner": top,
                "definitions": "org-unit-head",
                "approvals": approvals,
                "calibration": "90 days",
            },
            "roadmap": roadmap_of(today),
        },
    )

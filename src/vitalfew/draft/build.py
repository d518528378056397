"""From a selection to the files of a framework, as people go on editing them.

Everything is a draft: KPIs without owner's name, baseline and target, which only people can give. What was composed from answers
and not stated by anybody, such as a mission, says so in a comment. Nobody and nothing is invented: people are roles to be filled.
Texts are in the language of the catalogue.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from vitalfew.base.said import join
from vitalfew.catalog.entry import MONEY, Entry
from vitalfew.draft.because import Reasons, statement_of
from vitalfew.draft.choice import Context, Placed, Pursued, Selection, Unit
from vitalfew.draft.context import groups_of
from vitalfew.draft.rhythm import cadences_of, reviews_of, roadmap_of, start_of, triggers_of
from vitalfew.draft.roles import CHALLENGER, Roles, people_of, role, roles_of
from vitalfew.draft.sheet import Item, blocks, comment, rows, section
from vitalfew.exchange.slug import slug, unique
from vitalfew.model.kpi import Lag
from vitalfew.model.preset import PERSPECTIVES

Noun = dict[str, object]
YEARS, MOST_MONTHS = 3, 36
FEW = 12
"""Up to so many KPIs stand in one file."""
LONG_TERM = 365
"""An objective that takes longer, and a KPI that leads by more than a quarter of it, are about the long term."""


def files_of(selection: Selection, *, today: date) -> Mapping[str, str]:
    """Give the files of a framework by path below the workspace, the same for the same selection and day."""
    return {f"framework/{name}": text for name, text in _files(selection, today)}


def file_of(selection: Selection, unit: Unit) -> str:
    """Name the file in which the KPIs of a unit stand."""
    one = unit.tier == 1 or len(selection.kpis) <= FEW
    return "framework/kpis.yaml" if one else f"framework/kpis-{unit.id}.yaml"


def _files(selection: Selection, today: date) -> Iterator[tuple[str, str]]:
    context, reasons = selection.candidates.context, Reasons(selection)
    yield "strategy.yaml", "\n".join(_strategy(selection, reasons, today))
    yield "organization.yaml", "\n".join(_organization(context))
    yield "objectives.yaml", "\n".join(_objectives(selection, reasons, today))
    held: dict[str, list[Placed]] = {}
    for unit in context.units:
        own = [placed for placed in selection.kpis if placed.unit == unit.id]
        held.setdefault(file_of(selection, unit), []).extend(own)
    for file, placed in held.items():
        if placed:
            yield file.removeprefix("framework/"), _kpis(selection, reasons, placed)
    yield "measures.yaml", _measures(selection)
    yield "rhythm.yaml", "\n".join(_rhythm(context, today))


def unheld(selection: Selection) -> tuple[str, ...]:
    """Give the perspectives that no objective stands in, where there are objectives enough for all."""
    there = {each.pattern.perspective for each in selection.objectives}
    if len(selection.objectives) < len(PERSPECTIVES):
        return ()
    return tuple(lens.id for lens in PERSPECTIVES if lens.id not in there)


def _strategy(selection: Selection, reasons: Reasons, today: date) -> Iterator[str]:
    context = selection.candidates.context
    brief = context.brief
    yield (
        comment(
            f"{brief.name}: who we are, where we want to go, and who has a stake in it.",
            "Every key is explained by `vitalfew schema`, every finding by `vitalfew explain RULE`.",
        )
        + f"\npreset: {context.preset.name}\n"
    )
    organization: Noun = {"name": brief.name, "industry": context.industry, "size": brief.size}
    organization |= {"scope": brief.scope or "the whole organisation", "reporting": context.reporting}
    organization |= {"launched": start_of(today).launched, "goals": list(brief.goals)}
    organization |= {"focus": list(brief.focus)} if brief.focus else {}
    behind = {"launched": "planned: after two weeks of data; move it if reviews begin on another day"}
    if brief.industry.casefold() != context.industry:
        behind["industry"] = f"you said “{brief.industry}”"
    yield section("organization", organization, behind)
    yield "".join(_composed(context, today))
    yield section("calendar", {"currency": context.currency}, {} if brief.currency else {"currency": "please confirm"})
    if brief.policy:
        yield section("policy", {key: each.model_dump(exclude_none=True) for key, each in brief.policy.items()})
    yield "".join(_lenses(selection))
    yield "".join(_stakeholders(selection, reasons))


def _lenses(selection: Selection) -> Iterator[str]:
    """Name the perspectives that are held, where goals leave no room for one of the four."""
    left = unheld(selection)
    if left:
        held = [lens for lens in PERSPECTIVES if lens.id not in left]
        yield comment(f"The goals leave no objective for {join([f'`{each}`' for each in left], ', ', ' and ')}.")
        yield rows("perspectives", [Item({"id": lens.id, "name": lens.name}) for lens in held])


def _composed(context: Context, today: date) -> Iterator[str]:
    """Write the strategy: as stated, else composed of the user's own words, each with a comment that says so."""
    brief = context.brief
    goals, focus = _row(brief.goals), _row(brief.focus, last=" and ")
    whom = _row(brief.stakeholders, last=" and ") or "those it serves"
    end = today.year + YEARS
    composed = {
        "mission": f"{brief.name} ({brief.industry}) is there for {whom}.",
        "vision": f"{brief.name} is known for {focus}." if focus else f"{brief.name} is where this has come true: {goals}.",
        "approach": f"Few numbers that decide{f', and first of all {focus}' if focus else ', and work on nothing else'}.",
        "destination": f"By the end of {end}: {goals}.",
    }
    stated = {key: text for key in composed if (text := getattr(brief, key))}
    left = join([f"`{key}`" for key in composed if key not in stated], ", ", " and ")
    yield comment(f"Composed from your answers, to be put into your own words: {left}.") if left else ""
    yield section("strategy", {**composed, **stated, "horizon": {"from": today, "to": date(end, 12, 31)}})


def _row(texts: Iterable[str], last: str = "; ") -> str:
    """Say what somebody listed, without the full stops."""
    return join([text.strip().rstrip(".;! ") for text in texts], "; " if last == "; " else ", ", last)


def _stakeholders(selection: Selection, reasons: Reasons) -> Iterator[str]:
    stated = selection.candidates.context.brief.stakeholders
    head = "Who has a stake, and what answers it: what such groups usually want. Ask them."
    yield comment(head if stated else f"{head} You named nobody; these two every organisation has.")
    taken: set[str] = set()
    items = []
    for text in stated or ("Those we serve", "Employees"):
        groups = groups_of(text) or groups_of({"Those we serve": "customers"}.get(text, text))
        noun: Noun = {"id": unique(slug(text, "stakeholder"), taken), "name": text[:1].upper() + text[1:]}
        noun |= {"group": groups[0]} if groups else {}
        noun["interests"] = [
            {
                "id": each.pattern.id,
                "text": statement_of(each, selection.candidates.goals)[0],
                "objectives": [each.pattern.id],
                "kpis": [reasons.headline[each.pattern.id]],
            }
            for each in _answering(selection, groups[0] if groups else "")
        ]
        items.append(Item(noun))
    yield blocks("stakeholders", items)


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
"""The perspectives that a group looks at, the nearest first."""


def _answering(selection: Selection, group: str) -> list[Pursued]:
    """Give up to two objectives that answer a group: those of the perspective that is nearest to it."""
    for perspective in WANTS.get(group, ("customer", "financial")):
        found = [each for each in selection.objectives if each.pattern.perspective == perspective]
        if found:
            return found[:2]
    return list(selection.objectives[:1])


def _organization(context: Context) -> Iterator[str]:
    yield comment("The levels of the preset, our units, and the roles that head them.")
    yield rows("levels", [Item({"id": spec.id, "tier": spec.tier}) for spec in context.preset.levels])
    yield rows(
        "org_units",
        [
            Item(
                {"id": unit.id, "name": unit.name, "level": unit.level}
                | ({"parent": unit.parent} if unit.parent else {})
                | {"head": role(unit)}
            )
            for unit in context.units
        ],
    )
    yield comment("Nobody is invented: write each name in place of `null`, and rename the roles as you call them.") + rows(
        "people",
        [
            Item(each, behind={"": "questions the numbers of the head"} if each["id"] == CHALLENGER else {})
            for each in people_of(context)
        ],
    )


def _objectives(selection: Selection, reasons: Reasons, today: date) -> Iterator[str]:
    yield comment(
        "What must be true for the strategy to work: outcomes, never what is done for them.",
        "`drives` is cause and effect; `priority` says which goes first where two compete: 1 wins.",
    )
    roles = roles_of(selection)
    ranked = sorted(selection.objectives, key=lambda each: (not each.goals, each.goals))
    rank = {each.pattern.id: place for place, each in enumerate(ranked, 1)}
    items = []
    for pursued in selection.objectives:
        pattern, headline = pursued.pattern, reasons.headline[pursued.pattern.id]
        statement, others = statement_of(pursued, selection.candidates.goals)
        told = [pattern.statement] if statement != pattern.statement else []
        told += [f"Stated as “{each}”" for each in others]
        noun: Noun = {"id": pattern.id, "statement": statement}
        noun |= {"description": ". ".join(told) + "."} if told else {}
        noun |= {"perspective": pattern.perspective, "owner": roles.owner[headline], "horizon": _end(today, pattern.horizon)}
        noun |= {"headline": headline, "priority": rank[pattern.id]}
        noun |= {"drives": list(pursued.drives)} if pursued.drives else {}
        items.append(Item(noun, tuple(_why_pursued(selection, pursued)), {"horizon": "the time that this usually takes"}))
    yield blocks("objectives", items)
    if selection.candidates.context.preset.name == "okr":
        start = start_of(today).launched
        ends = _end(start, Lag(months=3))
        yield comment("Write key results once the baselines stand: `from` where a KPI is, `to` where it is to be.") + rows(
            "cycles", [Item({"id": f"{start.year}-first", "from": start, "to": ends})]
        )


def _why_pursued(selection: Selection, pursued: Pursued) -> Iterator[str]:
    goals = {goal.number: goal for goal in selection.candidates.goals}
    for number in pursued.goals:
        goal = goals[number]
        unsure = f"; it may also mean `{goal.nearest}`" if goal.nearest and not goal.decided else ""
        yield f"your goal “{goal.text}”{unsure}"
        if found := selection.candidates.origins.get(goal.text):
            yield f"“{goal.text}” was worded by a language model ({found.model}, {found.prompt})"
    if not pursued.goals:
        lens = pursued.pattern.perspective
        alone = sum(each.pattern.perspective == lens for each in selection.objectives) == 1
        yield f"added: no goal asks for it{f'; it carries {_named(pursued.drives)}' if pursued.drives else ''}"
        if alone:
            yield f"without it nothing would stand for the perspective `{lens}`"
    chosen = {each.pattern.id for each in selection.objectives}
    for other, cost in selection.candidates.book.conflicts(pursued.pattern).items():
        if other in chosen:
            yield f"competes with `{other}`: {cost}"


def _named(ids: Iterable[str]) -> str:
    return join([f"`{each}`" for each in ids], ", ", " and ")


def _end(today: date, horizon: Lag) -> date:
    """Give the end of the month in which a horizon ends at the latest."""
    months = min(round(horizon.periods("month")[1]), MOST_MONTHS)
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, monthrange(year, month + 1)[1])


def _kpis(selection: Selection, reasons: Reasons, placed: list[Placed]) -> str:
    roles = roles_of(selection)
    units = {unit.id: unit for unit in selection.candidates.context.units}
    names = join(list(dict.fromkeys(units[each.unit].name for each in placed)), ", ", " and ")
    head = comment(
        f"The KPIs of {names}, all of them drafts.",
        "Before one goes live, its owner has a name and has agreed to the definition, and these stand:",
        "  baseline: {value: 21, from: 2026-01-05, to: 2026-01-18}    # two weeks of data or more",
        "  target: {reach: 30, by: 2027-12-31}                        # or at_least, at_most, within",
        "  threshold: 18                                              # beyond it somebody is told at once",
        "  lifecycle: live",
    )
    items = [Item(_kpi(selection, reasons, roles, each, units[each.unit]), tuple(_notes(selection, each))) for each in placed]
    return f"{head}\n{blocks('kpis', items)}"


def _kpi(selection: Selection, reasons: Reasons, roles: Roles, placed: Placed, unit: Unit) -> Noun:
    entry, present = placed.entry, reasons.placed
    drawn = entry.kpi(selection.candidates.context.currency)
    noun: Noun = {"id": entry.id, "name": entry.name}
    noun |= {"kind": "metric"} if placed.metric else {}
    noun |= {"lifecycle": "draft", "definition": entry.definition}
    noun |= {"excludes": entry.excludes} if entry.excludes else {}
    because = reasons.of(placed)
    noun |= {"because": because} if because else {}
    noun |= {"objectives": [placed.objective]} if placed.objective else {}
    noun |= {"contributes_to": [placed.above]} if placed.above else {}
    noun |= {
        "org_unit": unit.id,
        "level": unit.level,
        "category": entry.perspective,
        "timing": entry.timing,
        "stage": entry.stage,
    }
    noun |= {"horizon": _term(reasons, placed), "unit": drawn.unit, "formula": _formula(selection, entry), "every": entry.every}
    noun |= {"direction": entry.direction, "owner": roles.owner[entry.id], "reviewer": roles.reviewer[entry.id]}
    guards = [id_ for id_ in entry.guards if id_ in present and id_ != entry.id]
    noun |= {"review": reviews_of(entry, unit), "escalate": triggers_of(entry, has_guards=bool(guards)), "ladder": "default"}
    drives = [{"kpi": id_} | _after(entry) | {"evidence": "expert"} for id_ in entry.drives if id_ in present]
    noun |= {"drives": drives} if drives else {}
    return noun | ({"guards": guards} if guards else {})


def _after(entry: Entry) -> Noun:
    if entry.lead is None:
        return {}
    said = entry.lead.model_dump(exclude_none=True)
    return {"after": {key: list(value) if isinstance(value, tuple) else value for key, value in said.items()}}


def _formula(selection: Selection, entry: Entry) -> str:
    """Give the formula; KPIs in it that were not chosen are written out."""
    formula, book = entry.formula, selection.candidates.book
    chosen = {each.entry.id for each in selection.kpis}
    for id_ in entry.tree.kpis:
        if id_ not in chosen:
            formula = formula.replace(f"kpi.{id_.replace('-', '_')}", f"({book.entry[id_].formula})")
    return formula


def _term(reasons: Reasons, placed: Placed) -> str:
    """Tell whether a KPI is about the long term: by its own lead, else by the time that its objective takes."""
    if placed.entry.lead:
        return "long" if placed.entry.lead.periods("day")[1] > LONG_TERM / 4 else "short"
    pursued = reasons.pursued.get(placed.objective or "")
    return "long" if pursued and pursued.pattern.horizon.periods("day")[1] > LONG_TERM + 1 else "short"


def _notes(selection: Selection, placed: Placed) -> Iterator[str]:
    entry = placed.entry
    if found := selection.candidates.origins.get(entry.id):
        yield f"proposed by a language model ({found.model}, {found.prompt}); see that it fits"
    if entry.id in selection.because:
        found = selection.because[entry.id][1]
        yield f"`because` was written by a language model ({found.model}, {found.prompt})"
    yield f"how it is gamed: {entry.gamed}"
    chosen = {each.entry.id for each in selection.kpis}
    if not chosen.intersection(entry.guards):
        yield f"what would give that away, and is not in this framework: {_row(entry.guards, last=' or ')}"
    if entry.reference:
        low, high = entry.reference.low, entry.reference.high
        span = (
            f"{low:g} to {high:g}"
            if low is not None and high is not None
            else f"{low:g} or more"
            if high is None
            else f"up to {high:g}"
        )
        yield f"elsewhere: {span}, {entry.reference.about} ({entry.reference.source}, {entry.reference.year})"


def _measures(selection: Selection) -> str:
    book, currency = selection.candidates.book, selection.candidates.context.currency
    found = {id_: each for placed in selection.kpis for id_, each in book.measures_of(placed.entry).items()}
    tables: dict[str, list[Item]] = {}
    for id_, each in sorted(found.items()):
        noun: Noun = {"id": id_, "name": each.counts, "unit": each.unit.replace(MONEY, currency)}
        more = "; ".join(f"{table}: {', '.join(columns)}" for table, columns in each.tables.items())
        tables.setdefault(next(iter(each.tables)), []).append(Item(noun, behind={"": more}))
    head = comment(
        "What the formulas are made of. Nobody knows yet where it stands: name under `sources` what you have, and for each",
        "measure where it is read. Behind each stand the tables and columns that it usually takes.",
        "  sources: [{id: shop, kind: files, path: data/orders.csv}]",
        "  measures: [{id: orders, source: shop, date: ordered_at, value: count(*)}]",
    )
    body = [rows("measures", items).partition("\n")[2] for _, items in sorted(tables.items())]
    named = [f"\n  # {table}\n{text}" for table, text in zip(sorted(tables), body, strict=True)]
    return f"{head}\nmeasures:" + "".join(named)


def _rhythm(context: Context, today: date) -> Iterator[str]:
    top = role(context.units[0])
    yield comment("Who looks at what, when; how an escalation climbs; who decides; and the first year.")
    yield comment(
        f"You report {context.reporting}. The look at tier 1 each week is short and holds whatever is reported."
    ) + rows("cadences", [Item(each) for each in cadences_of(context)])
    steps = [
        {"to": "owner", "within": "1 business day"},
        {"to": "reviewer", "within": "2 business days"},
        {"to": top, "within": "1 week"},
    ]
    yield blocks("ladders", [Item({"id": "default", "steps": steps})])
    yield section(
        "governance",
        {
            "structure_owner": top,
            "definitions": "org-unit-head",
            "approvals": {"target": ["reviewer"], "threshold": ["reviewer"], "formula": ["org-unit-head", "structure-owner"]},
            "calibration": "90 days",
        },
        {
            "structure_owner": "decides which KPIs there are",
            "definitions": "each head decides how the KPIs of the unit are defined",
        },
    )
    yield blocks("roadmap", [Item(each) for each in roadmap_of(today)])

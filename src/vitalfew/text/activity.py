"""Effort that is counted or planned as if it were a result: KPIs (AUD-3) and objectives (STR-3), and why each is doubted.

A KPI is effort where a thing that people do stands beside a word that it was done, or is counted.
An objective is an undertaking where it opens with a verb of doing and no result follows.
"""

from __future__ import annotations

from vitalfew.text.phrase import (
    DRESS,
    PROPORTION,
    QUALIFIED,
    TIMES,
    Guess,
    Words,
    as_written,
    has_any,
    places,
    table,
    unpaced,
    word_set,
    words,
)

EFFORT = table(
    {
        "attending is not learning, so say what people do better": (
            "training", "trainings", "training session", "training course", "course", "workshop", "seminar", "webinar",
            "employees", "staff", "people", "participants", "new hires", "managers", "training hours", "hours of training",
            "training days", "certificates",
        ),
        "more contact is not more custom, so say what came of it": (
            "customer contact", "contact", "call", "sales call", "cold call", "phone call", "visit", "customer visit", "demo",
            "email", "letter", "mailing", "newsletter",
            "brochure", "flyer", "leaflet", "press release", "tweet", "stakeholder engagement", "engagement", "consultation",
            "partnership", "offer", "quote", "proposal", "interview", "survey", "appointment",
        ),
        "doing it is not gaining by it, so say what it saved or improved": (
            "process improvement", "improvement", "initiative", "project", "measure", "action", "campaign", "audit", "inspection",
            "review", "check", "meeting", "feature", "release", "experiment", "idea", "suggestion", "task",
            "milestone", "improvement project", "toolbox talk", "town hall", "kaizen event", "guideline", "dashboard",
        ),
        "more pages are not more readers helped, so say who used them": (
            "report", "code review", "story point", "pull request", "commit",
            "article", "blog post", "post", "document", "presentation", "page", "video", "publication", "story",
        ),
    }
)  # fmt: skip

DONE = word_set(
    """
    completed made held conducted performed carried done implemented launched executed sent attended delivered trained
    onboarded published written produced issued submitted run given organised organized started finished shipped
    released placed taken logged posted created scheduled handled answered dialled attempted developed
    distributed built signed merged reviewed updated drafted prepared designed hosted
    """
)
"""Participles that say that an effort took place, and nothing of what came of it."""

ALWAYS = table(
    {
        "hours measure what was spent, so say what they brought": (
            "training hours", "hours of training", "hours worked", "training days", "hours logged",
            "hours spent",
        ),
        "volume grows with effort alone, so say what came of it": (
            "call volume", "contact volume", "activity level", "outbound calls", "cold calls",
        ),
        "more code is not a better product, so say what it does for its users": ("lines of code", "line of code written"),
        "holding it is not gaining by it, so say what guests did next": (
            "events held", "events organised", "events organized", "events run", "events hosted",
        ),
    }
)  # fmt: skip

COUNTED = frozenset({"number", "#", "no", "count", "amount", "volume", "total"})
RESULT = PROPORTION | QUALIFIED | frozenset({"successful", "succeeded", "before", "resulting", "passed", "first", "budget"})

PEOPLE = frozenset(words(each) for each in ("employees", "staff", "people", "participants", "new hires", "managers"))
"""Counted alone these are a head count; only with a participle are they effort."""

HEADS = TIMES | word_set("employee person head rep seller")
"""What a count of effort may be spread over and stay a count of effort."""

MUST_DO = word_set(
    """
    implement install deploy migrate organise organize roll hire recruit appoint digitise digitize digitalise digitalize
    automate rebrand relaunch restructure reorganise reorganize renovate refurbish undertake implementing installing
    deploying migrating organising organizing rolling hiring recruiting digitising digitizing automating restructuring
    """
)
"""Verbs that name work whatever their object."""

MAY_DO = word_set(
    """
    build create develop launch introduce establish design redesign upgrade adopt complete replace buy purchase procure
    obtain write draft document define finalise finalize publish update modernise modernize standardise standardize hold
    run deliver provide conduct review prepare building creating developing launching introducing establishing designing
    redesigning upgrading completing defining conducting preparing
    """
)
"""Verbs that name work where their object is a tool or a project."""

TEACH = word_set("train training retrain upskill educate")
COLLEAGUES = word_set("employees staff team people managers colleagues workers users everybody everyone leaders")
"""Teaching one's own people is work; teaching may also be what an organisation is for."""

STARTS = frozenset({("set", "up"), ("go", "live"), ("going", "live"), ("carry", "out"), ("carrying", "out")})

WORK = word_set("implementation installation deployment migration introduction launch rollout upgrade redesign")
"""Nouns that name work: before `of`, or as the last word."""

TOOLS = word_set(
    """
    system platform tool software crm erp mes hris app application portal website intranet dashboard database warehouse
    programme program project plan process procedure policy framework training workshop course campaign initiative
    committee module scorecard handbook manual roadmap report strategy survey meeting certification equipment guideline kpi kpis
    """
)

TO_AN_END = word_set(
    """
    raise increase grow reduce cut halve double triple improve lower shorten keep retain win turn become reach earn save
    lift gain so until than above below
    """
)
"""Words with which a result follows."""

OPENINGS = word_set("to we will must shall the continue ensure support successfully fully and")


def effort(name: str) -> Guess | None:
    """Guess whether a KPI's name counts effort.

    >>> effort("Customer contacts made").words
    '“Customer contacts made”'
    >>> effort("Complaints resolved within 24 h") is None
    True
    """
    said = unpaced(words(name), HEADS)
    if has_any(said, RESULT) or _on_time(said):
        return None
    for start, end in places(said, ALWAYS):
        return Guess(as_written(name, start, end), ALWAYS[said[start:end]])
    for start, end in places(said, EFFORT):
        if said[end : end + 1] and said[end] in DONE:
            return Guess(as_written(name, start, end + 1), EFFORT[said[start:end]])
        if _is_counted(said, start, end):
            return Guess(as_written(name, 0, end), EFFORT[said[start:end]])
    return None


def _is_counted(said: Words, start: int, end: int) -> bool:
    """Tell whether a name is no more than a count of an effort."""
    before = said[:start]
    return end == len(said) and has_any(before, COUNTED) and DRESS.issuperset(before) and said[start:end] not in PEOPLE


def _on_time(said: Words) -> bool:
    return any(said[place : place + 2] in {("on", "time"), ("in", "full"), ("on", "schedule")} for place in range(len(said)))


def undertaking(statement: str) -> Guess | None:
    """Guess whether an objective is worded as something to do.

    >>> undertaking("Implement a CRM system").words
    '“Implement a CRM system”'
    >>> undertaking("Open three shops without growing head office") is None
    True
    """
    said = words(statement)
    first = next((place for place, word in enumerate(said) if word not in OPENINGS), len(said))
    core = said[first:]
    if not core or has_any(core[1:], TO_AN_END) or _on_time(core) or not _is_work(core):
        return None
    return Guess(as_written(statement, first, first + min(len(core), 4)), "which can be finished while nothing gets better")


def _is_work(core: Words) -> bool:
    opens = core[0] in MUST_DO or core[:2] in STARTS
    makes = core[0] in MAY_DO and has_any(core[1:], TOOLS)
    teaches = core[0] in TEACH and has_any(core[1:], COLLEAGUES)
    names = core[0] in WORK and core[1:2] in {("of",), ("to",)}
    return opens or makes or teaches or names or (len(core) < 5 and core[-1] in WORK)

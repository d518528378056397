"""Effort that is counted or planned as if it were a result: KPIs (AUD-3) and objectives (STR-3), and why each is doubted.

A KPI is effort where a thing that people do stands beside a word that it was done, or is counted.
An objective is an undertaking where it opens with a verb of doing and no result follows.
"""

from __future__ import annotations

from vitalfew.text.phrase import PROPORTION, QUALIFIED, Guess, Words, as_written, find, has_any, table, word_set, words

EFFORT = table(
    {
        "attending is not learning, so say what people do better": (
            "training", "trainings", "training session", "training course", "course", "workshop", "seminar", "webinar",
            "employees", "staff", "people", "participants", "new hires", "managers", "training hours", "hours of training",
            "training days", "certificates",
        ),
        "more contact is not more custom, so say what came of it": (
            "customer contact", "contact", "call", "sales call", "cold call", "phone call", "visit", "customer visit", "demo",
            "email", "letter", "mailing", "newsletter", "offer", "quote", "proposal", "interview", "survey", "appointment",
        ),
        "doing it is not gaining by it, so say what it saved or improved": (
            "process improvement", "improvement", "initiative", "project", "measure", "action", "campaign", "audit", "inspection",
            "review", "check", "meeting", "feature", "release", "experiment", "idea", "suggestion", "test", "policy", "task",
            "milestone",
        ),
        "more pages are not more readers helped, so say who used them": (
            "report", "article", "blog post", "post", "document", "presentation", "page", "video", "publication", "story",
        ),
    }
)  # fmt: skip

DONE = word_set(
    """
    completed made held conducted performed carried done implemented launched executed sent attended delivered trained
    onboarded published written produced issued submitted run given organised organized started finished shipped
    released placed taken logged posted created scheduled
    """
)
"""Participles that say that an effort took place, and nothing of what came of it."""

ALWAYS = table(
    {
        "hours measure what was spent, so say what they brought": (
            "training hours", "hours of training", "hours worked", "training days", "overtime hours", "hours logged",
            "hours spent",
        ),
        "volume grows with effort alone, so say what came of it": ("call volume", "contact volume", "activity level"),
    }
)  # fmt: skip

COUNTED = frozenset({"number", "count", "amount", "volume", "total"})
RESULT = PROPORTION | QUALIFIED | frozenset({"successful", "succeeded", "before", "resulting", "passed", "first", "budget"})

MUST_DO = word_set(
    """
    implement install deploy migrate conduct organise organize hold perform execute carry roll rollout implementing
    installing deploying migrating conducting organising organizing rolling implementation installation deployment
    migration
    """
)
"""Verbs that name work whatever their object."""

MAY_DO = word_set(
    """
    build create develop launch introduce establish set setup redesign upgrade adopt complete deliver run start finish
    replace buy procure write prepare plan hire train review update modernise modernize building creating developing
    launching introducing establishing redesigning upgrading completing running introduction launch upgrade redesign
    replacement
    """
)
"""Verbs that name work where their object is a tool or a project."""

TOOLS = word_set(
    """
    system platform tool software crm erp mes hris app application portal website intranet dashboard database
    warehouse programme program project plan process procedure policy framework training workshop course campaign
    initiative committee module scorecard handbook manual roadmap report strategy survey
    """
)

TO_AN_END = word_set(
    """
    raise increase grow reduce cut halve double triple improve lower shorten keep retain win turn become reach earn
    save lift gain so until than fewer more less faster better from %
    """
)
"""Words with which a result follows."""


def effort(name: str) -> Guess | None:
    """Guess whether a KPI's name counts effort.

    >>> effort("Customer contacts made").words
    '“Customer contacts made”'
    >>> effort("Complaints resolved within 24 h") is None
    True
    """
    said = words(name)
    always = find(said, ALWAYS)
    if always and not has_any(said, RESULT):
        return Guess(as_written(name, *always), ALWAYS[said[slice(*always)]])
    if has_any(said, RESULT) or _on_time(said):
        return None
    place = find(said, EFFORT)
    if place is None:
        return None
    start, end = place
    why = EFFORT[said[start:end]]
    if end < len(said) and said[end] in DONE:
        return Guess(as_written(name, start, end + 1), why)
    if end == len(said) and said[:start] and said[0] in COUNTED and said[start:end] not in PEOPLE:
        return Guess(as_written(name, 0, end), why)
    return None


PEOPLE = frozenset(words(each) for each in ("employees", "staff", "people", "participants", "new hires", "managers"))
"""Counted alone these are a head count; only with a participle are they effort."""


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
    if not said or has_any(said[1:], TO_AN_END):
        return None
    if said[0] in MUST_DO or (said[0] in MAY_DO and has_any(said[1:], TOOLS)):
        end = min(len(said), 4)
        return Guess(as_written(statement, 0, end), "work that can be finished while nothing gets better")
    return None
